"""Goals: proposed with the family, begun when they can be measured and there is room, rated, ended, and seen to hold or not."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from tests.casework import factories as make
from tests.casework.plans.seeded import asked, day, goal, live, seeded
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.plans import actions, machine, queries
from thinkfamily.casework.plans.models import Goal, GoalRating, Plan
from thinkfamily.casework.plans.problems import PlanError
from thinkfamily.casework.plans.vague import vague
from thinkfamily.casework.profiles.queries import profile_of

pytestmark = pytest.mark.django_db


def rated(s, one, value=3, on=0):
    return actions.rate_goal(one, value=value, rater="whose", rated_on=day(on), note="Two good days.", by=s.lead)


def test_the_first_goal_begins_the_plan_for_as_long_as_the_programme_says():
    s = seeded()
    Case.objects.filter(pk=s.case.pk).update(profile="family_recovery", profile_version=1)
    made = goal(s)
    plan = Plan.objects.get(case=s.case)
    months = profile_of("family_recovery", 1)["plan_months"]
    assert (plan.until_on.year - plan.from_on.year) * 12 + plan.until_on.month - plan.from_on.month == months
    goal(s, text="Ada sleeps through the night again")
    assert Plan.objects.count() == 1
    event = AuditEvent.objects.filter(action="plan.write", object=str(made.pk)).get()
    assert (event.kind, event.family, event.relationship) == ("goal", s.family.pk, "own")
    assert "Mornings" not in str(vars(event))


def test_a_plan_is_written_only_by_those_who_lead_and_only_with_a_family_that_takes_part():
    s = seeded()
    for who in (s.partner, s.volunteer, s.parent, make.worker("adult_lead")):
        with pytest.raises(PermissionDenied):
            goal(s, by=who)
    goal(s, by=s.manager)
    Case.objects.update(state="considered")
    with pytest.raises(PlanError) as refused:
        goal(s)
    assert refused.value.code == "TF-PLAN-001"


@pytest.mark.parametrize(
    ("changed", "field"), [({"text": " "}, "text"), ({"category": "none"}, "category"), ({"audience": "x"}, "audience")]
)
def test_what_a_goal_cannot_be_is_refused(changed, field):
    s = seeded()
    with pytest.raises(PlanError) as refused:
        goal(s, **changed)
    assert refused.value.field == field
    assert not Plan.objects.exists(), "nothing is half recorded"
    with pytest.raises(PlanError):
        goal(s, person=make.person("Stranger"))


@pytest.mark.parametrize("lacking", ["baseline", "measure", "target_on", "owner"])
def test_work_begins_once_the_goal_can_be_measured(lacking):
    s = seeded()
    made = goal(s, **{lacking: None if lacking in ("target_on", "owner") else ""})
    assert queries.goals_missing(s.case) == [made]
    actions.move_goal(made, step="agree", because="Ada agreed.", by=s.lead)
    with pytest.raises(PlanError) as refused:
        actions.move_goal(made, step="begin", by=s.lead)
    assert refused.value.code == "TF-PLAN-014"
    assert "baseline" in refused.value.found
    whole = goal(s)
    actions.move_goal(whole, step="agree", because="Ada agreed.", by=s.lead)
    assert actions.move_goal(whole, step="begin", by=s.lead).state == "in_progress"
    assert queries.goals_missing(s.case) == [made]


def test_no_more_goals_are_worked_on_at_once_than_the_programme_allows():
    s = seeded()
    assert queries.live_goals_most(s.case) == 4, "without a profile"
    Case.objects.filter(pk=s.case.pk).update(profile="family_recovery", profile_version=1)
    s.case = Case.objects.get(pk=s.case.pk)
    most = profile_of("family_recovery", 1)["live_goals_most"]
    goals = [live(s) for _ in range(most)]
    another = goal(s)
    actions.move_goal(another, step="agree", because="Ada agreed.", by=s.lead)
    with pytest.raises(PlanError) as refused:
        actions.move_goal(another, step="begin", by=s.lead)
    assert "As many goals are worked on" in refused.value.found
    page = queries.plan_of(s.lead, s.family)
    assert (page.live, page.most, page.is_full, page.is_over_full) == (most, most, True, False)
    rated(s, goals[0])
    actions.move_goal(goals[0], step="meet", by=s.lead)
    assert actions.move_goal(another, step="begin", by=s.lead).state == "in_progress"


def test_met_is_not_sustained():
    s = seeded()
    made = live(s)
    with pytest.raises(PlanError) as refused:
        actions.move_goal(made, step="meet", by=s.lead)
    assert "Rate the goal" in refused.value.found
    rated(s, made)
    met = actions.move_goal(made, step="meet", by=s.lead)
    assert (met.state, met.ended_on) == ("met", timezone.localdate())
    with pytest.raises(PlanError) as refused:
        actions.move_goal(made, step="sustain", by=s.lead)
    assert "not yet sustained" in refused.value.found
    Goal.objects.filter(pk=made.pk).update(ended_on=day(-90))
    rated(s, made, 8, -1)
    assert actions.move_goal(made, step="sustain", by=s.lead).state == "sustained"
    with pytest.raises(PlanError):
        actions.move_goal(made, step="regress", by=s.lead)
    assert actions.move_goal(made, step="regress", because="Late again since May.", by=s.lead).state == "regressed"


def test_a_goal_goes_only_where_the_machine_leads():
    s = seeded()
    made = goal(s)
    for step in ("begin", "meet", "meet_in_part", "miss", "sustain", "regress"):
        with pytest.raises(PlanError) as refused:
            actions.move_goal(made, step=step, because="Why not.", by=s.lead)
        assert refused.value.code == "TF-PLAN-013"
    with pytest.raises(PlanError):
        actions.move_goal(made, step="nonsense", by=s.lead)
    with pytest.raises(TransitionNotAllowed):
        made.meet()
    with pytest.raises(AttributeError):
        made.state = machine.MET
    with pytest.raises(PlanError):
        actions.move_goal(made, step="agree", by=s.lead)
    with pytest.raises(PlanError):
        actions.move_goal(made, step="drop", by=s.lead)
    assert actions.move_goal(made, step="drop", because="Ada wants something else.", by=s.lead).state == "dropped"
    assert queries.goals_missing(s.case) == []


def test_changing_a_goal_keeps_what_it_said_and_who_changed_it():
    s = seeded()
    made = goal(s)
    words = actions.GoalWords(text="Kit walks to school with a friend", audience="team", category="other")
    actions.change_goal(made, words, by=s.manager)
    made = Goal.objects.get(pk=made.pk)
    assert made.text == words.text
    assert (made.audience, made.category) == ("family", "education"), "who sees it is changed elsewhere"
    assert [row.text for row in made.history.order_by("history_id")] == [
        "Kit is at school on time in the mornings", words.text,
    ]  # fmt: skip
    assert made.history.latest().history_user == s.manager
    actions.move_goal(made, step="drop", because="It is no longer wanted.", by=s.lead)
    with pytest.raises(PlanError):
        actions.change_goal(made, words, by=s.lead)


@pytest.mark.parametrize(("value", "on"), [(11, 0), (-1, 0), (5, 1)])
def test_a_rating_is_on_the_scale_and_of_a_day_that_has_come(value, on):
    s = seeded()
    made = goal(s)
    with pytest.raises(PlanError):
        rated(s, made, value, on)
    assert not GoalRating.objects.exists()


def test_ratings_are_a_history_with_who_says_so(client):
    s = seeded()
    made = goal(s)
    rated(s, made, 2, -30)
    rated(s, made, 6, 0)
    found = queries.goal_of(s.lead, s.family, made.pk)
    assert [row.value for row in found.rated] == [2, 6]
    assert (found.first.value, found.last.value) == (2, 6)
    client.force_login(s.lead)
    page = client.get(reverse("plans:goal", args=[s.family.pk, made.pk])).content.decode()
    assert "6 of 10" in page
    assert "it began at 2" in page


def test_what_is_vague_is_said_and_stops_nobody():
    s = seeded()
    told = vague(goal(s, text="Be good", own_words="", baseline="", measure="", target_on=None, owner=None))
    assert len(told) == 6
    assert vague(goal(s)) == []
    assert any("has passed" in words for words in vague(goal(s, target_on=day(-1))))


def test_a_plan_ends_on_another_day_for_a_reason_and_says_when_its_time_is_over(client):
    s = seeded()
    goal(s)
    plan = Plan.objects.get()
    for until, because in ((plan.from_on, "Why."), (day(400), " ")):
        with pytest.raises(PlanError):
            actions.set_plan_dates(plan, until_on=until, because=because, by=s.lead)
    client.force_login(s.lead)
    where, page = reverse("plans:dates", args=[s.family.pk, plan.pk]), reverse("plans:plan", args=[s.family.pk])
    until = day(10)
    sent = {"until_on_day": until.day, "until_on_month": until.month, "until_on_year": until.year}
    assert client.post(where, sent | {"because": "The family moves."}).status_code == 302
    assert "It ends soon" in client.get(page).content.decode()
    assert Plan.objects.get().history.count() == 2
    Plan.objects.update(from_on=day(-400), until_on=day(0))
    assert "Its time is over" in client.get(page).content.decode()


def test_a_goal_is_written_on_a_page_and_moved_on_another(client):
    s = seeded()
    client.force_login(s.lead)
    where = reverse("plans:propose", args=[s.family.pk])
    until = day(50)
    sent = {
        "text": "Ada and Kit eat together on school days", "person": str(s.ada.pk), "owner": str(s.lead.pk),
        "phase": "1", "category": "other", "audience": "family", "hidden_from": [str(s.bo.pk)],
        "baseline": "Never", "measure": "They tell us", "target_on_day": until.day,
        "target_on_month": until.month, "target_on_year": until.year,
    }  # fmt: skip
    assert client.post(where, sent).status_code == 302
    made = Goal.objects.get()
    assert (made.person, made.owner, made.target_on, [*made.hidden_from.all()]) == (s.ada, s.lead, until, [s.bo])
    move = reverse("plans:move", args=[s.family.pk, made.pk])
    assert client.post(move, {"step": "agree"}).context["form"].errors["because"]
    assert client.post(move, {"step": "begin"}).context["form"].errors["step"], "not offered yet"
    assert client.post(move, {"step": "agree", "because": "Ada, at home."}).status_code == 302
    assert client.post(move, {"step": "begin"}).status_code == 302
    page = client.get(reverse("plans:goal", args=[s.family.pk, made.pk])).content.decode()
    assert "Worked on now" in page
    assert "Ada, at home." in page


def test_another_familys_goal_is_not_there(client):
    s, other = seeded(), seeded()
    theirs = goal(other)
    client.force_login(s.lead)
    for name in ("goal", "change", "move", "rate", "ask_for"):
        assert client.get(reverse(f"plans:{name}", args=[s.family.pk, theirs.pk])).status_code == 404
        assert client.get(reverse(f"plans:{name}", args=[other.family.pk, theirs.pk])).status_code in (403, 404)
    made = goal(s)
    with pytest.raises(PlanError):
        asked(other, f"worker:{other.lead.pk}", goal=made)
