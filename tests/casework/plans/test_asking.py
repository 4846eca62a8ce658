"""What is asked of whom: only of those who could be shown it, answered by its owner, and late for everybody to see."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.plans.seeded import asked, day, goal, seeded
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.models import Statement
from thinkfamily.casework.plans import actions, queries
from thinkfamily.casework.plans.models import Action
from thinkfamily.casework.plans.problems import PlanError

pytestmark = pytest.mark.django_db


def answer(s, one, step, by, **told):
    return actions.answer_action(s.family, one.pk, step=step, by=by, **told)


def test_a_worker_an_agency_and_a_member_are_asked_and_answer_for_themselves():
    s = seeded()
    of_worker = asked(s, f"worker:{s.partner.pk}")
    of_agency = asked(s, f"agency:{s.health.pk}")
    of_person = asked(s, f"person:{s.ada.pk}", kind="requirement")
    assert answer(s, of_worker, "accept", s.partner).state == "accepted"
    with pytest.raises(PlanError) as refused:
        answer(s, of_worker, "finish", s.partner)
    assert refused.value.field == "evidence"
    done = answer(s, of_worker, "finish", s.partner, evidence="The register of last week.")
    assert (done.state, done.answered_by, done.is_as_told) == ("done", s.partner.pk, False)
    with pytest.raises(PlanError) as refused:
        answer(s, of_agency, "refuse", s.nurse)
    assert refused.value.field == "because"
    assert answer(s, of_agency, "refuse", s.nurse, because="No place until May.").state == "refused"
    assert answer(s, of_person, "finish", s.parent).state == "done", "a tick is a family member's word"
    event = AuditEvent.objects.filter(action="plan.answer", object=str(of_worker.pk)).latest("pk")
    assert (event.fields, event.relationship) == (["evidence", "state"], "own")


def test_nobody_answers_for_another_and_a_lead_records_what_they_were_told():
    s = seeded()
    of_worker = asked(s, f"worker:{s.partner.pk}")
    of_agency = asked(s, f"agency:{s.health.pk}")
    of_person = asked(s, f"person:{s.bo.pk}", kind="requirement")
    for one, who in (
        (of_worker, s.lead), (of_worker, s.nurse), (of_worker, s.parent), (of_agency, s.partner),
        (of_person, s.parent), (of_person, s.volunteer), (of_agency, s.volunteer),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            answer(s, one, "accept", who)
    told = answer(s, of_person, "accept", s.lead)
    assert (told.state, told.is_as_told) == ("accepted", True)
    assert answer(s, of_agency, "accept", s.manager).is_as_told
    with pytest.raises(PlanError) as refused:
        answer(s, of_agency, "accept", s.manager)
    assert refused.value.code == "TF-PLAN-031"
    assert Action.objects.get(pk=of_worker.pk).state == "asked"


def test_nobody_is_asked_what_they_could_not_be_shown():
    s = seeded()
    for owner, changed in (
        (f"worker:{s.partner.pk}", {"audience": "team"}),
        (f"worker:{s.partner.pk}", {"category": "domestic_abuse", "audience": "professionals"}),
        (f"worker:{s.volunteer.pk}", {"audience": "team"}),
        (f"worker:{s.volunteer.pk}", {"category": "domestic_abuse"}),
        (f"agency:{s.health.pk}", {"category": "domestic_abuse"}),
        (f"agency:{s.health.pk}", {"audience": "team"}),
        (f"agency:{s.police.agency_id}", {}),
        (f"person:{s.ada.pk}", {"audience": "professionals", "kind": "requirement"}),
        (f"person:{s.ada.pk}", {"category": "domestic_abuse", "kind": "requirement"}),
        (f"person:{s.ada.pk}", {"hidden_from": [s.ada], "kind": "requirement"}),
    ):
        with pytest.raises(PlanError) as refused:
            asked(s, owner, **changed)
        assert refused.value.code == "TF-PLAN-025", (owner, changed)
    assert asked(s, f"worker:{s.lead.pk}", category="domestic_abuse", audience="team").state == "asked"
    make.grant(s.family, s.lead.agency, s.police.agency, "education")
    assert asked(s, f"agency:{s.police.agency_id}").state == "asked"
    assert asked(s, f"worker:{s.police.pk}").state == "asked"


def test_what_is_asked_for_a_goal_is_kept_as_close_as_the_goal():
    s = seeded()
    kept = goal(s, audience="professionals", category="mental_health", hidden_from=[s.bo])
    made = asked(s, f"worker:{s.partner.pk}", goal=kept)
    assert (made.audience, [*made.hidden_from.all()]) == ("professionals", [s.bo])
    apart = goal(s, category="domestic_abuse", audience="team")
    with pytest.raises(PlanError):
        asked(s, f"worker:{s.partner.pk}", goal=apart)
    assert asked(s, f"worker:{s.lead.pk}", goal=apart).category == "domestic_abuse"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": " "}, "text"), ({"kind": "x"}, "kind"), ({"due_on": In(-1)}, "due_on"),
        ({"owner": "worker:00000000-0000-4000-8000-000000000000"}, "owner"), ({"kind": "requirement"}, "kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(changed, field):
    s = seeded()
    told = worked_out(changed)
    owner = told.pop("owner", f"worker:{s.partner.pk}")
    with pytest.raises(PlanError) as refused:
        asked(s, owner, **told)
    assert refused.value.field == field


def test_an_action_has_one_owner():
    s = seeded()
    made = asked(s, f"worker:{s.partner.pk}")
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=made.pk).update(owner_agency=s.school)


def test_partners_see_their_own_and_everybody_sees_which_agency_is_late(client):
    s = seeded()
    one = goal(s)
    asked(s, f"worker:{s.partner.pk}", goal=one, text="Ring Ada on Mondays")
    asked(s, f"worker:{s.nurse.pk}", text="Weigh the baby")
    late = asked(s, f"agency:{s.health.pk}", text="Write the referral")
    asked(s, f"person:{s.ada.pk}", kind="requirement", text="Set the alarm")
    where = reverse("plans:plan", args=[s.family.pk])

    def shown(who):
        client.force_login(who)
        return client.get(where).content.decode()

    assert "Ring Ada on Mondays" in shown(s.partner)
    for words in ("Weigh the baby", "Write the referral", "Set the alarm"):
        assert words not in shown(s.partner)
        assert words in shown(s.lead)
    assert "Ring Ada on Mondays" not in shown(s.nurse)
    Action.objects.filter(pk=late.pk).update(due_on=day(-1))
    for who in (s.lead, s.partner, s.nurse):
        assert "Promised and late" in shown(who)
        assert "Write the referral" in shown(who)
    Action.objects.filter(owner_worker=s.nurse).update(due_on=day(-1))
    assert "Weigh the baby" in shown(s.partner)
    assert s.nurse.name not in shown(s.partner), "an agency is late, and nobody of it by name"
    assert s.nurse.name in shown(s.lead)
    Action.objects.filter(owner_person=s.ada).update(due_on=day(-1))
    assert "Set the alarm" not in shown(s.partner), "what the family has not done is not every agency's to read"


def test_a_volunteer_sees_their_own_tasks_and_no_file(client):
    s = seeded()
    asked(s, f"worker:{s.volunteer.pk}", text="Read with Kit on Tuesdays")
    asked(s, f"agency:{s.volunteer.agency_id}", text="Something of the team's")
    client.force_login(s.volunteer)
    page = client.get(reverse("plans:tasks")).content.decode()
    assert "Read with Kit on Tuesdays" in page
    assert s.lead.name in page
    assert "Something of the team" not in page
    for name in ("plan", "contacts", "chronology", "shared", "contact", "propose", "ask"):
        assert client.get(reverse(f"plans:{name}", args=[s.family.pk])).status_code == 403
    one = Action.objects.get(owner_worker=s.volunteer)
    where = reverse("plans:answer", args=[s.family.pk, one.pk])
    assert client.get(where).status_code == 200
    answer = client.post(where, {"step": "finish", "evidence": "We read two books."})
    assert answer.headers["Location"] == reverse("plans:tasks")
    other = Action.objects.get(owner_agency__isnull=False)
    assert client.get(reverse("plans:answer", args=[s.family.pk, other.pk])).status_code == 404


def test_what_is_hidden_later_is_no_longer_among_ones_own():
    s = seeded()
    made = asked(s, f"worker:{s.volunteer.pk}")
    theirs = asked(s, f"person:{s.ada.pk}", kind="requirement")
    assert queries.tasks_of(s.volunteer) == [made]
    assert queries.tasks_of(s.parent) == [theirs]
    Action.objects.filter(pk=made.pk).update(category="domestic_abuse")
    theirs.hidden_from.add(s.ada)
    for who in (s.volunteer, s.parent):
        who._standing = None
        assert queries.tasks_of(who) == []
    theirs.hidden_from.clear()
    kept = goal(s)
    Action.objects.filter(pk=theirs.pk).update(goal=kept)
    assert queries.tasks_of(s.parent) == [theirs]
    kept.hidden_from.add(s.ada)
    assert queries.tasks_of(s.parent) == [], "it would tell of the goal"


@pytest.mark.parametrize("how", ["conflict", "restriction", "ended"])
def test_who_is_kept_from_a_file_is_asked_nothing_of_it(how):
    s = seeded()
    asked(s, f"worker:{s.partner.pk}")
    if how == "conflict":
        make.conflict(s.partner, s.family)
    elif how == "restriction":
        make.restrict(s.family, s.manager, s.lead)
    else:
        s.family.involvements.filter(worker=s.partner).update(until_on=day(0))
    s.partner._standing = None
    assert queries.tasks_of(s.partner) == []
    assert queries.due_for(s.partner, day(0)).actions == []


def test_an_agency_that_enforces_the_law_is_shown_what_a_decision_opens_and_no_longer():
    s = seeded()
    grant = make.grant(s.family, s.lead.agency, s.police.agency, "education", "housing")
    made = asked(s, f"worker:{s.police.pk}")
    assert queries.tasks_of(s.police) == [made]
    grant.categories = ["housing"]
    grant.save()
    assert queries.tasks_of(s.police) == []


def test_something_no_longer_asked_stays_as_what_was_asked(client):
    s = seeded()
    made = asked(s, f"worker:{s.partner.pk}")
    with pytest.raises(PermissionDenied):
        actions.take_back_action(made, because="x", by=s.partner)
    client.force_login(s.lead)
    where = reverse("plans:take_back", args=[s.family.pk, made.pk])
    assert client.post(where, {"because": " "}).context["form"].errors
    assert client.post(where, {"because": "The grandmother does it."}).status_code == 302
    assert Action.objects.get().state == "taken_back"
    assert queries.tasks_of(s.partner) == []
    assert "The grandmother does it." in client.get(reverse("plans:plan", args=[s.family.pk])).content.decode()


def test_it_is_asked_on_a_page(client):
    s = seeded()
    one = goal(s)
    client.force_login(s.lead)
    due = day(9)
    sent = {
        "text": "Offer a breakfast place", "owner": f"agency:{s.school.pk}", "kind": "support", "category": "education",
        "audience": "family", "due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year,
    }  # fmt: skip
    assert client.post(reverse("plans:ask_for", args=[s.family.pk, one.pk]), sent).status_code == 302
    made = Action.objects.get()
    assert (made.goal, made.owner_agency, made.due_on) == (one, s.school, due)
    told = client.post(reverse("plans:ask", args=[s.family.pk]), sent | {"audience": "team"})
    assert told.context["form"].errors["owner"]


def test_a_member_says_something_of_what_is_promised_and_the_leads_read_it_beside_it(client):
    s = seeded()
    made = asked(s, f"agency:{s.school.pk}", text="Offer a breakfast place")
    hidden = asked(s, f"agency:{s.school.pk}", text="Between professionals", audience="professionals")
    client.force_login(s.parent)
    sent = {"text": "Nobody has rung.", "disagrees": "on"}
    assert client.post(reverse("plans:comment", args=[s.family.pk, made.pk]), sent).status_code == 302
    said = Statement.objects.get()
    assert (said.on_item, said.kind, said.audience, said.category) == (made.pk, "own_words", "team", "education")
    told = client.post(reverse("plans:comment", args=[s.family.pk, hidden.pk]), sent)
    assert told.context["form"].errors
    client.force_login(s.lead)
    assert "Nobody has rung." in client.get(reverse("plans:plan", args=[s.family.pk])).content.decode()
    client.force_login(s.partner)
    assert "Nobody has rung." not in client.get(reverse("plans:plan", args=[s.family.pk])).content.decode()


def test_whoever_is_asked_is_told_that_something_is_and_nobody_else():
    s = seeded()
    for owner, told in (
        (f"worker:{s.partner.pk}", {s.partner}), (f"agency:{s.health.pk}", {s.nurse}), (f"person:{s.ada.pk}", {s.parent}),
        (f"worker:{s.lead.pk}", set()), (f"person:{s.bo.pk}", set()),
    ):  # fmt: skip
        one = asked(s, owner)
        assert {row.to for row in Notice.objects.filter(kind="action_asked", about=one.pk)} == told, owner
