"""Contacts: recorded at once and never written over, attempts counted, and a ladder that closes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.plans.seeded import asked, contact, day, goal, live, seeded
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case, Step
from thinkfamily.casework.plans import actions, queries
from thinkfamily.casework.plans.ladder import LADDER
from thinkfamily.casework.plans.models import Contact, PlannedVisit
from thinkfamily.casework.plans.problems import PlanError
from thinkfamily.casework.profiles.queries import profile_of

pytestmark = pytest.mark.django_db


def ago(hours):
    return timezone.now() - timedelta(hours=hours)


def test_both_times_are_kept_and_who_was_seen_alone():
    s = seeded()
    made = contact(s, happened_at=ago(50), seen={s.ada: False, s.kit: True}, minutes=40, help="coaching")
    assert made.happened_at < made.recorded_at
    assert made.is_entered_late
    assert {(row.person, row.is_alone) for row in made.seen.all()} == {(s.ada, False), (s.kit, True)}
    event = AuditEvent.objects.get(action="contact.record")
    assert (event.kind, event.object, event.relationship) == ("contact", str(made.pk), "own")
    assert "bag" not in str(vars(event))
    assert not contact(s).is_entered_late


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"seen": {}}, "seen"), ({"text": ""}, "text"), ({"analysis": " "}, "analysis"),
        ({"happened_at": timezone.now() + timedelta(days=1)}, "happened_on"), ({"outcome": "x"}, "outcome"),
        ({"tried": "x"}, "tried"), ({"category": "x"}, "category"),
    ],
)  # fmt: skip
def test_what_a_contact_lacks_is_said(changed, field):
    s = seeded()
    with pytest.raises(PlanError) as refused:
        contact(s, **changed)
    assert refused.value.field == field
    assert not Contact.objects.exists()


def test_who_may_record_and_in_which_states():
    s = seeded("considered")
    triage = make.worker("triage")
    for who in (s.partner, s.volunteer, s.parent, make.worker("adult_lead"), triage):
        with pytest.raises(PermissionDenied):
            contact(s, by=who)
    contact(s)
    contact(s, by=s.manager)
    s.family.involvements.filter(role="adult_lead").update(until_on=day(0))
    assert contact(s, by=triage).recorded_by == triage.pk
    with pytest.raises(PlanError):
        contact(s, seen={make.person("Stranger"): False}, by=s.manager)


def test_a_correction_stands_beside_what_it_puts_right_and_is_kept_as_close(client):
    s = seeded()
    made = contact(s, hidden_from=[s.bo], audience="team")
    client.force_login(s.lead)
    where = reverse("plans:correct", args=[s.family.pk, made.pk])
    form = client.get(where).context["form"]
    assert form["seen"].value() == [f"{s.kit.pk}:alone"]
    now = timezone.localtime()
    sent = {
        "seen": [str(s.kit.pk)], "text": "It was his sister's bag.", "analysis": "Ask again.", "way": "home",
        "outcome": "held", "category": "other", "audience": "family", "why": "He told me on the way out.",
        "happened_on_day": now.day, "happened_on_month": now.month, "happened_on_year": now.year,
        "happened_time": "00:00", "is_planned": "on",
    }  # fmt: skip
    assert client.post(where, sent | {"why": ""}).context["form"].errors["why"]
    assert client.post(where, sent).status_code == 302
    right = Contact.objects.get(corrects=made)
    assert (right.audience, [*right.hidden_from.all()], right.why) == ("team", [s.bo], "He told me on the way out.")
    made = Contact.objects.get(pk=made.pk)
    assert made.text == "Kit showed his new bag.", "nothing is written over"
    page = client.get(reverse("plans:contacts", args=[s.family.pk])).content.decode()
    assert page.count("Kit showed his new bag.") == 1
    assert "It puts right what was recorded before" in page
    with pytest.raises(PlanError) as refused:
        actions.correct_contact(made, actions.Told({s.kit: True}, "x", "y"), why="z", by=s.lead)
    assert refused.value.code == "TF-PLAN-045"


def test_older_contacts_stand_on_the_next_page_with_what_they_put_right(client, monkeypatch):
    monkeypatch.setattr("thinkfamily.casework.plans.queries.contacts.SHOWN", 2)
    s = seeded()
    client.force_login(s.lead)
    made = [contact(s, text=f"Visit {hours} was kept.", happened_at=ago(hours)) for hours in (1, 2, 3, 4, 5)]
    actions.correct_contact(
        made[3], actions.Told({s.kit: True}, "Visit 4 put right.", "So.", happened_at=ago(4)),
        why="The wrong child", by=s.lead,
    )  # fmt: skip
    shown = [
        client.get(reverse("plans:contacts", args=[s.family.pk]), {"page": page}).content.decode() for page in (1, 2, 3)
    ]
    for page, hours in ((0, 1), (0, 2), (1, 3), (2, 5)):
        assert [f"Visit {hours} was kept." in one for one in shown] == [at == page for at in range(3)], hours
    assert [("Visit 4 put right." in one, "Visit 4 was kept." in one) for one in shown].count((True, True)) == 1
    assert "Page 2 of 3, 5 contacts in all" in shown[1]


def test_nobody_in_is_one_tap_and_counts_as_work(client):
    s = seeded()
    client.force_login(s.lead)
    assert client.post(reverse("plans:missed", args=[s.family.pk]), {}).status_code == 302
    made = Contact.objects.get()
    assert (made.outcome, made.is_missed, made.audience) == ("nobody_in", True, "team")
    assert "Nobody in, or no answer" in client.get(reverse("plans:contacts", args=[s.family.pk])).content.decode()
    assert queries.missed_in_a_row(s.case) == 1
    client.force_login(s.partner)
    assert client.post(reverse("plans:missed", args=[s.family.pk]), {}).status_code == 403


def test_an_attempt_is_put_into_the_chronology_by_what_came_of_it(client):
    s = seeded()
    made = actions.record_missed(s.case, by=s.lead)
    client.force_login(s.lead)
    page = client.get(reverse("plans:promote", args=[s.family.pk, "contact", made.pk]))
    assert page.context["form"]["text"].value() == "Nobody in, or no answer"


def test_the_ladder_says_what_to_try_next_and_closes_nothing(client):
    s = seeded()
    Case.objects.filter(pk=s.case.pk).update(profile="family_intervention", profile_version=1)
    most = profile_of("family_intervention", 1)["missed_contacts"]
    case = Case.objects.get(pk=s.case.pk)
    contact(s, happened_at=ago(30))
    client.force_login(s.lead)
    page = reverse("plans:plan", args=[s.family.pk])
    for number in range(most):
        assert not queries.ladder_of(case).is_on, number
        assert "times in a row" not in client.get(page).content.decode()
        actions.record_missed(s.case, by=s.lead)
    for code, title in LADDER:
        assert str(title) in client.get(page).content.decode()
        assert queries.ladder_of(case).next_step == code
        client.post(reverse("plans:missed", args=[s.family.pk]), {"tried": code})
    shown = client.get(page).content.decode()
    assert "nothing closes by itself" in shown
    assert queries.missed_in_a_row(case) == most + len(LADDER)
    assert Case.objects.get(pk=s.case.pk).state == "agreed"
    client.force_login(s.partner)
    assert "nothing closes by itself" not in client.get(page).content.decode(), "for the team"
    contact(s)
    assert (queries.missed_in_a_row(case), queries.ladder_of(case).tried) == (0, frozenset())


def test_what_is_called_off_or_corrected_is_not_missed():
    s = seeded()
    missed = actions.record_missed(s.case, by=s.lead)
    contact(s, seen={}, text="", analysis="", outcome="called_off")
    assert queries.missed_in_a_row(s.case) == 1
    told = actions.Told({s.ada: False}, "She came to the door after all.", "She is willing.")
    actions.correct_contact(missed, told, why="She rang me back.", by=s.lead)
    assert queries.missed_in_a_row(s.case) == 0
    assert queries.last_contact_on([s.case.pk]) == {s.case.pk: timezone.localdate()}


def test_the_last_contact_of_many_cases_is_one_query(django_assert_num_queries):
    first, second, third = seeded(), seeded(), seeded()
    contact(first, happened_at=ago(24 * 9))
    contact(first, happened_at=ago(24 * 3))
    contact(second, happened_at=ago(24 * 5))
    actions.record_missed(third.case, by=third.lead)
    with django_assert_num_queries(1):
        found = queries.last_contact_on([first.case.pk, second.case.pk, third.case.pk])
    assert found == {first.case.pk: day(-3), second.case.pk: day(-5)}


def test_whoever_visits_is_told_what_the_risk_is_and_what_to_do(client):
    s = seeded()

    def checked(risk, note):
        content = {"risk": risk, "risk_note": note}
        Step.objects.create(
            case=s.case, code="check", before="agreed", after="agreed", on=day(0), content=content, taken_by=s.lead.pk
        )

    pages = [reverse(f"plans:{name}", args=[s.family.pk]) for name in ("contacts", "plan_visit")]
    client.force_login(s.lead)
    checked("high", "A dog that bites: ring first.")
    for page in pages:
        assert "High: never alone" in client.get(page).text
        assert "A dog that bites: ring first." in client.get(page).text
    checked("low", "")
    assert ["Visiting alone." in client.get(page).text for page in pages] == [False, False], "the last check counts"


def test_a_planned_visit_waits_for_its_day_and_becomes_a_contact(client):
    s = seeded()
    client.force_login(s.lead)
    where = reverse("plans:plan_visit", args=[s.family.pk])
    on = day(1)
    sent = {
        "starts_on_day": on.day, "starts_on_month": on.month, "starts_on_year": on.year, "starts_time": "10:30",
        "minutes": "45", "way": "home", "risk": "medium", "is_alone": "on", "buddy": "",
    }  # fmt: skip
    assert client.post(where, sent).context["form"].errors["buddy"]
    assert client.post(where, sent | {"buddy": str(s.partner.pk)}).status_code == 302
    visit = PlannedVisit.objects.get()
    assert queries.due_for(s.lead, day(0)).visits == []
    assert queries.due_for(s.lead, day(1)).visits == [visit]
    assert "Plan a visit" in client.get(reverse("plans:contacts", args=[s.family.pk])).content.decode()
    PlannedVisit.objects.update(starts_at=ago(1))
    sent = {
        "seen": [f"{s.kit.pk}:alone"], "text": "He showed his bag.", "analysis": "Better.", "way": "home",
        "outcome": "held", "category": "other", "audience": "team", "happened_time": "00:00",
        "happened_on_day": day(0).day, "happened_on_month": day(0).month, "happened_on_year": day(0).year,
    }  # fmt: skip
    assert client.post(reverse("plans:contact_of_visit", args=[s.family.pk, visit.pk]), sent).status_code == 302
    visit = PlannedVisit.objects.get()
    assert visit.contact == Contact.objects.get()
    assert queries.due_for(s.lead, day(1)).visits == []
    assert client.get(reverse("plans:contact_of_visit", args=[s.family.pk, visit.pk])).status_code == 404, "it is over"


@pytest.mark.parametrize("meanwhile", ["called off", "recorded"])
def test_what_is_written_of_a_visit_that_is_over_meanwhile_is_not_lost(client, meanwhile):
    s = seeded()
    how = {"minutes": 60, "way": "home", "is_alone": False, "risk": "low"}
    visit = actions.plan_visit(s.case, starts_at=ago(-1), **how, by=s.lead)
    where = reverse("plans:contact_of_visit", args=[s.family.pk, visit.pk])
    client.force_login(s.lead)
    first = client.get(where).context["form"]
    sent = {"seen": [str(s.ada.pk)], "text": "Ada had packed.", "analysis": "She means it."}
    sent |= {name: first[name].value() for name in ("way", "outcome", "category", "audience")}
    now = timezone.localtime()
    sent |= {"happened_on_day": now.day, "happened_on_month": now.month, "happened_on_year": now.year}
    sent |= {"happened_time": "00:00"}
    if meanwhile == "called off":
        actions.call_off_visit(visit, by=s.lead)
    else:
        actions.record_missed(s.case, visit=visit, by=s.lead)
    before = Contact.objects.count()
    late = client.post(where, sent)
    shown = late.content.decode()
    assert late.status_code == 200
    assert "The planned visit was recorded or called off meanwhile." in shown
    assert "Ada had packed." in shown
    assert Contact.objects.count() == before
    alone = reverse("plans:contact", args=[s.family.pk])
    assert f'novalidate action="{alone}"' in shown, "saved once more it is a contact of its own"
    assert client.post(alone, sent).status_code == 302
    assert Contact.objects.filter(text="Ada had packed.", planned_as=None).exists()
    for name in ("missed_visit", "set_out", "call_off"):
        assert client.post(reverse(f"plans:{name}", args=[s.family.pk, visit.pk])).status_code == 409


def test_the_visit_of_somebody_who_has_left_is_called_off_by_those_who_stay(client):
    s = seeded()
    how = {"minutes": 60, "way": "home", "is_alone": True, "risk": "low"}
    visit = actions.plan_visit(s.case, starts_at=ago(-30), **how, by=s.lead)
    page, call_off = (
        reverse("plans:contacts", args=[s.family.pk]),
        reverse("plans:call_off", args=[s.family.pk, visit.pk]),
    )
    client.force_login(s.manager)
    assert call_off not in client.get(page).content.decode()
    assert client.post(call_off).status_code == 403, "its worker works with the family still"
    s.family.involvements.filter(worker=s.lead).update(until_on=day(0))
    PlannedVisit.objects.filter(pk=visit.pk).update(started_at=timezone.now())
    assert client.post(call_off).status_code == 403, "they are out there, and somebody waits to hear of them"
    PlannedVisit.objects.filter(pk=visit.pk).update(started_at=None)
    assert call_off in client.get(page).content.decode()
    assert client.post(call_off).status_code == 302
    assert queries.planned_for(s.family) == []


def test_nobody_else_records_a_planned_visit_and_so_says_that_its_worker_is_safe(client):
    s = seeded()
    how = {"minutes": 60, "way": "home", "is_alone": True, "risk": "low"}
    visit = actions.plan_visit(s.case, starts_at=ago(-1), **how, by=s.lead)
    actions.set_out(visit, by=s.lead)
    client.force_login(s.manager)
    assert client.post(reverse("plans:missed_visit", args=[s.family.pk, visit.pk])).status_code == 403
    visit.refresh_from_db()
    assert (visit.contact, visit.safe_at) == (None, None)


def test_who_is_out_alone_and_not_heard_of_is_seen(client):
    s = seeded()
    visit = actions.plan_visit(
        s.case, starts_at=timezone.now() + timedelta(hours=1), minutes=30, way="home", is_alone=True, risk="medium",
        buddy=s.partner, by=s.lead,
    )  # fmt: skip
    from thinkfamily.casework.families.models import Family

    def unheard():
        return queries.unheard_of(Family.objects.all(), timezone.now())

    client.force_login(s.manager)
    for name in ("set_out", "call_off"):
        assert client.post(reverse(f"plans:{name}", args=[s.family.pk, visit.pk])).status_code == 403
    assert client.post(reverse("plans:say_safe", args=[visit.pk])).status_code == 404
    client.force_login(s.lead)
    assert client.post(reverse("plans:say_safe", args=[visit.pk])).status_code == 404, "they did not set out"
    assert client.post(reverse("plans:set_out", args=[s.family.pk, visit.pk])).status_code == 302
    assert client.post(reverse("plans:set_out", args=[s.family.pk, visit.pk])).status_code == 409
    PlannedVisit.objects.update(starts_at=ago(0.5))
    assert unheard() == [], "within its grace"
    PlannedVisit.objects.update(starts_at=ago(0.75))
    assert unheard() == [visit]
    page = client.get(reverse("plans:contacts", args=[s.family.pk])).content.decode()
    assert "Not heard of" in page
    said = client.post(reverse("plans:say_safe", args=[visit.pk]))
    assert said.url == reverse("plans:contacts", args=[s.family.pk])
    assert unheard() == []
    again = client.post(reverse("plans:say_safe", args=[visit.pk]), follow=True).content.decode()
    assert "You said so already." in again
    client.force_login(s.partner)
    assert (
        s.lead.name not in client.get(reverse("plans:contacts", args=[s.family.pk])).content.decode().split("main")[1]
    )


def test_who_is_out_alone_says_that_they_are_safe_though_their_part_and_the_case_have_ended(client):
    s = seeded()
    soon = timezone.now() + timedelta(hours=1)
    visit = actions.plan_visit(s.case, starts_at=soon, minutes=30, way="home", is_alone=True, risk="low", by=s.lead)
    actions.set_out(visit, by=s.lead)
    type(s.case).objects.filter(pk=s.case.pk).update(state="archived")
    s.family.involvements.filter(worker=s.lead).update(until_on=day(0))
    client.force_login(s.lead)
    assert client.get(reverse("plans:contacts", args=[s.family.pk])).status_code in (403, 404)
    for page in ("plans:out", "daily:day"):
        shown = client.get(reverse(page)).content.decode()
        assert f'action="{reverse("plans:say_safe", args=[visit.pk])}"' in shown, page
        assert s.family.reference not in shown, page
    client.force_login(s.manager)
    assert client.post(reverse("plans:say_safe", args=[visit.pk])).status_code == 404, "it is another's"
    client.force_login(s.lead)
    said = client.post(reverse("plans:say_safe", args=[visit.pk]), follow=True)
    assert said.redirect_chain[-1][0] == reverse("plans:out")
    assert "It is recorded that you are safe." in said.content.decode()
    assert PlannedVisit.objects.get().safe_at is not None
    assert "I am safe" not in client.get(reverse("daily:day")).content.decode()


def test_a_visit_is_planned_ahead_and_rung_by_another_on_the_team():
    s = seeded()
    soon = timezone.now() + timedelta(hours=1)
    right = {"starts_at": soon, "minutes": 30, "way": "home", "is_alone": True, "risk": "low", "buddy": None}
    for changed, field in (
        ({"starts_at": ago(1)}, "starts_on"), ({"minutes": 3}, "minutes"), ({"minutes": 1000}, "minutes"),
        ({"risk": "x"}, "risk"), ({"buddy": s.lead}, "buddy"), ({"buddy": make.worker("adult_lead")}, "buddy"),
        ({"risk": "medium"}, "buddy"), ({"risk": "high"}, "is_alone"),
    ):  # fmt: skip
        with pytest.raises(PlanError) as refused:
            actions.plan_visit(s.case, **(right | changed), by=s.lead)
        assert refused.value.field == field
    visit = actions.plan_visit(s.case, **right, by=s.lead)
    actions.call_off_visit(visit, by=s.lead)
    with pytest.raises(PlanError):
        actions.set_out(visit, by=s.lead)
    assert queries.planned_for(s.family) == []


def test_nobody_goes_alone_where_the_case_is_graded_high():
    s = seeded()
    Case.objects.filter(pk=s.case.pk).update(lone_visit_risk="high")
    right = {"starts_at": timezone.now() + timedelta(hours=1), "minutes": 30, "way": "home", "buddy": s.partner}
    for risk, is_alone, code in (("low", True, "TF-PLAN-058"), ("high", True, "TF-PLAN-059")):
        with pytest.raises(PlanError) as refused:
            actions.plan_visit(s.case, **right, risk=risk, is_alone=is_alone, by=s.lead)
        assert refused.value.code == code
    assert actions.plan_visit(s.case, **right, risk="high", is_alone=False, by=s.lead).risk == "high"


@pytest.mark.parametrize("state", ["closed", "sustaining", "transferred_out"])
def test_a_case_that_ended_takes_no_contact_and_no_goal_but_is_still_looked_at(state, client):
    s = seeded()
    made = live(s)
    actions.rate_goal(made, value=6, rater="whose", rated_on=day(0), by=s.lead)
    actions.move_goal(made, step="meet", by=s.lead)
    missed = actions.record_missed(s.case, by=s.lead)
    left = asked(s, f"worker:{s.lead.pk}")
    Case.objects.filter(pk=s.case.pk).update(state=state)
    assert queries.tasks_of(s.lead) == []
    with pytest.raises(PlanError):
        actions.answer_action(s.family, left.pk, step="accept", by=s.lead)
    steps = [name for name, _words in queries.goal_of(s.lead, s.family, made.pk).steps]
    assert steps == ["sustain", "regress"]
    assert queries.plan_of(s.lead, s.family).may_follow
    for refused, code in (
        (lambda: contact(s), "TF-PLAN-005"), (lambda: actions.record_missed(s.case, by=s.lead), "TF-PLAN-005"),
        (lambda: goal(s), "TF-PLAN-001"),
    ):  # fmt: skip
        with pytest.raises(PlanError) as told:
            refused()
        assert told.value.code == code
    assert actions.move_goal(made, step="regress", because="Late again.", by=s.lead).state == "regressed"
    right = actions.Told({s.ada: False}, "She came to the door.", "She is willing.")
    assert actions.correct_contact(missed, right, why="It was another day.", by=s.lead).corrects == missed
    client.force_login(s.lead)
    page = client.get(reverse("plans:contacts", args=[s.family.pk])).content.decode()
    assert "Record a visit" not in page
    assert "She came to the door." in page
    assert "Record a visit" not in client.get(reverse("families:page", args=[s.family.pk])).content.decode()
    assert "Record a visit" not in client.get(reverse("families:list")).content.decode()
    assert client.post(reverse("plans:missed", args=[s.family.pk])).status_code == 409


def test_what_a_contact_that_took_place_must_say_is_not_called_optional(client):
    s = seeded()
    client.force_login(s.lead)
    form = client.get(reverse("plans:contact", args=[s.family.pk])).context["form"]
    assert [form[name].is_optional for name in ("seen", "text", "analysis", "minutes")] == [False, False, False, True]
