"""Who sees what of a plan, its contacts and its chronology: every rule that holds of items holds here."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.plans.seeded import asked, contact, day, goal, seeded
from thinkfamily.casework.access.queries import who_sees_items
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.families.actions.visibility import set_visibility
from thinkfamily.casework.families.models import VisibilityChange
from thinkfamily.casework.plans import actions, queries
from thinkfamily.casework.plans.models import ChronologyEntry
from thinkfamily.casework.plans.problems import PlanError
from thinkfamily.casework.plans.sources import kinds

pytestmark = pytest.mark.django_db
PAGES = ("plan", "contacts", "chronology", "print_chronology")


def shown(client, who, s, *names):
    """What the pages of a plan show somebody."""
    client.force_login(who)
    answers = [client.get(reverse(f"plans:{name}", args=[s.family.pk])) for name in names or PAGES]
    assert {answer.status_code for answer in answers} == {200}
    return "".join(answer.content.decode() for answer in answers)


def promoted(s, source, kind="contact", text="A line of fact", by=None):
    return actions.promote(
        s.case, kind=kind, source=source.pk, text=text, on=day(-1), precision="day", significance="key", by=by or s.lead
    )


def test_the_compartment_is_shut_to_partners_and_in_no_version_of_the_family(client):
    s = seeded()
    goal(s, text="Ada is safe at home", category="domestic_abuse")
    asked(s, f"worker:{s.lead.pk}", text="Change the locks", category="domestic_abuse")
    made = contact(s, text="She showed the bruise.", category="domestic_abuse", audience="professionals")
    promoted(s, made, text="Bruise seen")
    for words in ("Ada is safe at home", "Change the locks", "She showed the bruise.", "Bruise seen"):
        assert words in shown(client, s.lead, s)
        assert words not in shown(client, s.partner, s)
        for reader in (s.ada, s.bo):
            assert words not in version(client, s.lead, s, reader)
        assert words not in version(client, s.parent, s)


def version(client, who, s, reader=None):
    client.force_login(who)
    answer = client.get(reverse("plans:shared", args=[s.family.pk]), {"member": str(reader.pk)} if reader else {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_audience_decides_between_the_team_partners_and_the_family(client):
    s = seeded()
    for audience in ("team", "professionals", "family"):
        goal(s, text=f"Goal for the {audience}", audience=audience)
        contact(s, text=f"Contact for the {audience}", audience=audience)
    lead, partner, parent = shown(client, s.lead, s), shown(client, s.partner, s), version(client, s.parent, s)
    for what in ("Goal", "Contact"):
        for audience in ("team", "professionals", "family"):
            words = f"{what} for the {audience}"
            assert words in lead
            assert (words in partner) is (audience != "team"), words
            assert (words in parent) is (audience == "family"), words


def test_what_is_hidden_from_a_member_is_in_no_version_of_theirs(client):
    s = seeded()
    goal(s, text="Kit sees his aunt", hidden_from=[s.bo])
    asked(s, f"agency:{s.school.pk}", text="Ring the aunt", hidden_from=[s.bo])
    ada, bo = version(client, s.lead, s, s.ada), version(client, s.lead, s, s.bo)
    for words in ("Kit sees his aunt", "Ring the aunt"):
        assert words in ada
        assert words not in bo
    assert "Kit sees his aunt" in version(client, s.parent, s)


def test_narrowing_a_contact_brings_back_to_nobody_what_it_put_right(client):
    s = seeded()
    first = contact(s, text="He lives with her sister", audience="professionals")
    told = actions.Told({s.kit: True}, text="He lives with her friend", analysis="So what", audience="professionals")
    right = actions.correct_contact(first, told, why="A slip.", by=s.lead)
    assert "with her friend" in shown(client, s.partner, s)
    set_visibility(s.family, "contact", right.pk, audience="team", hidden_from=[], why="a test", by=s.lead)
    page = shown(client, s.partner, s)
    assert "with her friend" not in page
    assert "with her sister" not in page
    assert "with her sister" in shown(client, s.lead, s)


def test_narrowing_a_contact_narrows_what_puts_it_right(client):
    s = seeded()
    first = contact(s, text="He lives with her sister", audience="professionals")
    told = actions.Told({s.kit: True}, text="He lives with her friend", analysis="So what", audience="professionals")
    actions.correct_contact(first, told, why="A slip.", by=s.lead)
    set_visibility(s.family, "contact", first.pk, audience="team", hidden_from=[], why="a test", by=s.lead)
    assert "He lives with" not in shown(client, s.partner, s)


def test_a_worker_from_whom_a_thing_is_hidden_does_not_see_it(client):
    s = seeded()
    s.partner.person_id = s.bo.pk
    s.partner.save()
    s.family.members.filter(person=s.bo).delete()
    contact(s, text="Of his brother", audience="professionals", hidden_from=[])
    made = contact(s, text="Not for him", audience="professionals")
    made.hidden_from.add(s.bo)
    page = shown(client, s.partner, s)
    assert "Of his brother" in page
    assert "Not for him" not in page


def test_an_agency_that_enforces_the_law_sees_what_a_decision_opens(client):
    s = seeded()
    client.force_login(s.police)
    assert client.get(reverse("plans:plan", args=[s.family.pk])).status_code == 404
    make.grant(s.family, s.lead.agency, s.police.agency, "housing")
    goal(s, text="The rent is paid", category="housing")
    goal(s, text="Kit reads", category="education")
    contact(s, text="The landlord came", category="housing", audience="professionals")
    contact(s, text="School rang", category="education", audience="professionals")
    page = shown(client, s.police, s)
    assert "The rent is paid" in page
    assert "The landlord came" in page
    assert "Kit reads" not in page
    assert "School rang" not in page


def test_a_lead_of_another_agency_records_for_it_and_sharing_decides(client):
    s = seeded()
    other = make.worker("child_lead", at=s.school)
    make.involve(other, s.family, "child_lead")
    made = contact(s, by=other, text="Seen at school", category="education", audience="professionals")
    assert made.agency == s.school
    assert "Seen at school" in shown(client, s.partner, s), "of the same agency"
    assert "Seen at school" not in shown(client, s.lead, s)
    make.grant(s.family, s.school, s.lead.agency, "education")
    assert "Seen at school" in shown(client, s.lead, s)


def test_kept_from_a_file_is_kept_from_its_plan(client):
    s = seeded()
    goal(s)
    make.conflict(s.partner, s.family)
    for who in (s.partner, make.worker("claims")):
        client.force_login(who)
        for name in PAGES:
            assert client.get(reverse(f"plans:{name}", args=[s.family.pk])).status_code == 404
    make.restrict(s.family, s.manager, s.lead)
    client.force_login(s.nurse)
    assert client.get(reverse("plans:plan", args=[s.family.pk])).status_code == 404
    client.force_login(s.parent)
    assert client.get(reverse("plans:shared", args=[s.family.pk])).status_code == 404
    assert "Goals" in shown(client, s.lead, s)


def test_a_line_of_the_chronology_is_there_while_its_source_is_seen(client):
    s = seeded()
    event = make.event(s.family, s.school, title="Suspended")
    made = contact(s, audience="professionals")
    said = make.statement(s.family, "The boiler broke", recorded_by=s.lead.pk)
    with pytest.raises(PlanError):
        promoted(s, event, "event")  # the lead does not see what the school holds
    grant = make.grant(s.family, s.school, s.lead.agency, "education")
    promoted(s, event, "event", "Suspended for two days")
    promoted(s, made, text="Kit seen alone")
    promoted(s, said, "statement", "No heating")
    lead, partner = shown(client, s.lead, s), shown(client, s.partner, s)
    for words in ("Suspended for two days", "Kit seen alone", "No heating"):
        assert words in lead
        assert words in partner
    grant.delete()
    assert "Suspended for two days" not in shown(client, s.lead, s)
    set_visibility(s.family, "contact", made.pk, audience="team", hidden_from=[], why="It is close.", by=s.lead)
    assert "Kit seen alone" not in shown(client, s.partner, s), "the line is as close as its source is now"
    assert "Kit seen alone" in shown(client, s.lead, s)
    assert VisibilityChange.objects.get().kind == "contact"


def test_a_line_is_made_of_what_is_there_once_and_taken_out_again(client):
    s = seeded()
    made = contact(s)
    need = make.need(s.family)
    with pytest.raises(PlanError):
        promoted(s, need, "need")
    assert not {"need", "costband", "chronology"} & set(kinds())
    entry = promoted(s, made)
    with pytest.raises(PlanError) as refused:
        promoted(s, made)
    assert refused.value.code == "TF-PLAN-065"
    client.force_login(s.partner)
    assert client.post(reverse("plans:take_out", args=[s.family.pk, entry.pk])).status_code == 403
    client.force_login(s.lead)
    assert client.post(reverse("plans:take_out", args=[s.family.pk, entry.pk])).status_code == 302
    assert client.post(reverse("plans:take_out", args=[s.family.pk, entry.pk])).status_code == 404
    assert "A line of fact" not in shown(client, s.lead, s)
    assert ChronologyEntry.objects.get().taken_out_by == s.lead.pk, "kept"
    promoted(s, made)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "One\nTwo"}, "text"),
        ({"on": In(1)}, "on"),
        ({"precision": "x"}, "significance"),
    ],
)
def test_a_line_is_one_line_of_a_day_that_has_come(changed, field):
    s = seeded()
    made = contact(s)
    right = {"text": "One", "on": day(0), "precision": "day", "significance": "key"}
    with pytest.raises(PlanError) as refused:
        actions.promote(s.case, kind="contact", source=made.pk, by=s.lead, **(right | worked_out(changed)))
    assert refused.value.field == field


def test_a_line_is_promoted_on_a_page_and_says_what_was_corrected_since(client):
    s = seeded()
    made = contact(s)
    client.force_login(s.lead)
    where = reverse("plans:promote", args=[s.family.pk, "contact", made.pk])
    assert client.get(where).context["form"]["text"].value() == "Kit showed his new bag."
    on = day(0)
    sent = {
        "text": "Kit seen alone", "on_day": on.day, "on_month": on.month, "on_year": on.year, "precision": "month",
        "significance": "progress",
    }  # fmt: skip
    assert client.post(where, sent).status_code == 302
    assert "Corrected since" not in shown(client, s.lead, s, "print_chronology")
    actions.correct_contact(made, actions.Told({s.kit: False}, "x", "y"), why="z", by=s.lead)
    page = shown(client, s.lead, s, "print_chronology")
    assert "Corrected since" in page
    assert f"Printed for {s.lead.name}" in page
    client.force_login(s.partner)
    assert client.get(where).status_code == 403


def test_governance_is_told_who_sees_an_item_of_the_plan():
    s = seeded()
    made = contact(s, audience="professionals", category="domestic_abuse")
    assert who_sees_items.item_of(s.family, made.pk) == made
    told = {row.worker.pk: row.sees for row in who_sees_items.before(made, s.family)}
    assert (told[s.lead.pk], told[s.partner.pk], told[s.parent.pk]) == (True, False, False)


def test_a_safe_address_stands_on_none_of_these_pages(client):
    s = seeded()
    safe_address.record_one(by=s.lead, family=s.family, person=s.ada, text="99 Planted Street", named=[s.lead])
    goal(s, person=s.ada)
    made = contact(s, seen={s.ada: True})
    promoted(s, made)
    client.force_login(s.lead)
    names = (*PAGES, "contact", "plan_visit", "propose", "ask", "shared")
    assert "Planted" not in shown(client, s.lead, s, *names)
    assert "Planted" not in client.get(reverse("plans:correct", args=[s.family.pk, made.pk])).content.decode()


def test_a_safe_address_is_kept_in_no_text_of_a_plan_or_step_and_never_delays_a_step_up():
    s, place = seeded(), "99 Planted Street"
    made = contact(s)
    one = goal(s)
    safe_address.record_one(by=s.lead, family=s.family, person=s.ada, text=place, named=[s.lead])
    for write in (
        lambda: goal(s, measure=f"Ask at {place}"),
        lambda: actions.move_goal(one, step="agree", because=place, by=s.lead),
        lambda: actions.rate_goal(one, value=3, rater="whose", rated_on=day(0), note=place, by=s.lead),
        lambda: asked(s, f"person:{s.bo.pk}", text=f"Bring his coat to {place}"),
        lambda: contact(s, text=f"Seen at 99, planted street: {place}"),
        lambda: promoted(s, made, text=f"Moved to {place}"),
        lambda: cases.take_step(s.case, "pause", by=s.lead, until_on=day(9), why=f"She is at {place}"),
    ):
        with pytest.raises((PlanError, CaseError), match="who must not be found"):
            write()
    cases.take_step(s.case, "step_up", by=s.lead, fear=f"He is on his way to {place}")
    answered = asked(s, f"person:{s.ada.pk}", kind="requirement")
    # Whoever is asked is not told that they guessed right.
    actions.answer_action(s.family, answered.pk, step="finish", evidence=place, by=s.parent)


@pytest.mark.parametrize("name", [*PAGES, "tasks", "shared"])
def test_a_page_asks_as_many_questions_for_twenty_as_for_two(client, name):
    counts = []
    for many in (2, 20):
        s = seeded()
        for number in range(many):
            one = goal(s, text=f"Goal {number} that is long enough")
            actions.rate_goal(one, value=3, rater="whose", rated_on=day(0), by=s.lead)
            for owner in (f"worker:{s.lead.pk}", f"agency:{s.school.pk}", f"person:{s.ada.pk}"):
                asked(s, owner, goal=one, kind="requirement" if "person" in owner else "support")
            promoted(s, contact(s, happened_at=None))
        client.force_login(s.parent if name == "shared" else s.lead)
        args = [] if name == "tasks" else [s.family.pk]
        client.get(reverse(f"plans:{name}", args=args))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse(f"plans:{name}", args=args)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1], counts


def test_what_a_worker_has_to_do_costs_as_many_questions_for_many_families(django_assert_max_num_queries):
    first = seeded()
    asked(first, f"worker:{first.lead.pk}")
    for _ in range(6):
        other = seeded()
        make.involve(first.lead, other.family, "adult_lead")
        asked(other, f"worker:{first.lead.pk}", by=first.lead)
    first.lead._standing = None
    with django_assert_max_num_queries(6):
        found = queries.due_for(first.lead, day(0))
    assert len(found.actions) == 7


def test_what_is_due_is_asked_or_accepted_and_near():
    s = seeded()
    new = asked(s, f"worker:{s.lead.pk}", due_on=day(30))
    far, near = asked(s, f"worker:{s.lead.pk}", due_on=day(30)), asked(s, f"worker:{s.lead.pk}", due_on=day(2))
    for one in (far, near):
        actions.answer_action(s.family, one.pk, step="accept", by=s.lead)
    assert {row.pk for row in queries.due_for(s.lead, day(2)).actions} == {new.pk, near.pk}


def test_a_member_is_told_who_leads_and_no_other_worker_who_sees_to_a_goal(client):
    s = seeded()
    goal(s, text="Kit is on time for school", owner=s.nurse)
    goal(s, text="Ada sleeps through the night", owner=s.lead)
    page = version(client, s.parent, s)
    assert s.lead.name in page
    assert s.nurse.name not in page
    assert s.nurse.name in shown(client, s.lead, s, "plan")
    partner = shown(client, s.partner, s, "plan")
    assert "Kit is on time for school" in partner
    assert s.lead.name in partner
    assert s.nurse.name not in partner, "that another agency is on the team is itself something told"
    client.force_login(s.partner)
    one = s.case.goals.get(owner=s.nurse)
    assert s.nurse.name not in client.get(reverse("plans:goal", args=[s.family.pk, one.pk])).content.decode()


def test_what_was_put_right_and_what_nobody_was_met_in_is_not_shown_to_the_family(client):
    s = seeded()
    made = contact(s, text="The first telling", audience="family")
    actions.record_missed(s.case, by=s.lead)
    right = actions.Told({s.kit: False}, "The second telling", "Between us", audience="family")
    actions.correct_contact(made, right, why="Mistaken.", by=s.lead)
    page = version(client, s.parent, s)
    assert "The second telling" in page
    assert "The first telling" not in page
    assert "Between us" not in page, "what it means is the workers'"
    assert "Nobody in" not in page
