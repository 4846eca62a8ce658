"""Court-linked, eight months: a duty that ends in an agreement, and a timetable that stands on its days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.casework.scenarios import life
from tests.casework.way import steps as how
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import AgreementToTakePart
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.steps import STEPS, possible
from thinkfamily.casework.meetings.actions.group import set_anchor
from thinkfamily.casework.meetings.queries.calendar import calendar_of
from thinkfamily.casework.meetings.queries.dues import clock_of
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.plans.problems import PlanError

pytestmark = pytest.mark.django_db
WEEKS = [
    (1, "First hearing"), (2, "First planning meeting"), (3, "Assessment and plan filed"),
    (4, "Parents sign, and the trial for change starts"), (6, "Review without lawyers, before the same judge"),
    (8, "Review without lawyers, before the same judge"), (10, "Review without lawyers, before the same judge"),
    (10, "Plan review"), (12, "Review without lawyers, before the same judge"),
    (14, "Review without lawyers, before the same judge"), (16, "Review without lawyers, before the same judge"),
    (18, "Plan review"), (19, "Review assessment"), (24, "Issues hearing"), (26, "Expected end"),
]  # fmt: skip


def hearings(worker, since, until):
    """The steps of the timetable on a worker's calendar."""
    found = calendar_of(standing_of(life.fresh(worker)), since, until)
    return [(entry.on, entry.step.what) for entry in found if entry.step]


def test_a_duty_is_no_agreement_and_ends_in_one_and_the_court_keeps_its_days(clock):
    at = how.begun()
    how.choose(at, "court_linked", "intensive")
    ground = cases.record_ground(
        at.case, kind="child_protection", threshold="A plan was made", told="They did not agree",
        until_on=clock.today + timedelta(days=90), by=at.manager,
    )  # fmt: skip
    assert life.state(at)[0] == "considered", "one person brings nobody under a duty"
    assert [one.pk for one in life.waits(at.other_manager).grounds] == [ground.pk]
    assert life.waits(at.manager).grounds == []
    cases.sign_ground(ground, by=at.other_manager)
    assert life.state(at)[0] == "under_duty"
    assert life.waits(at.other_manager).grounds == []
    board = life.board(at.manager)
    assert board.states == [("Under a duty", 1)]
    assert (board.teams[0].families, board.growth[-1][1]) == (0, 0), "under a duty is not counted as taking part"

    how.lead(at, at.lead, "adult_lead")
    how.lead(at, at.child_lead, "child_lead")
    case = life.case_of(at)
    shut = {"offer", "assess", "authorise", "begin_work", "review", "step_down"}
    assert not [code for code in shut if possible(STEPS[code], case)]
    with pytest.raises(PlanError, match="does not take part"):
        plans.propose_goal(case, plans.GoalWords(text="Anything"), by=at.lead)
    life.met(at, text="Told them again that they can say no.")
    with pytest.raises(CaseError):
        cases.take_step(case, "assess", by=at.lead, with_whom="All")

    clock.on(weeks=5)
    begun = clock.today
    set_anchor(life.case_of(at), anchor_on=begun, by=life.fresh(at.lead))
    how.agree(at)
    assert life.state(at)[0] == "agreed"
    assert AgreementToTakePart.objects.get(case=at.case).agreed_on == begun
    cases.end_ground(ground, by=at.manager)
    assert life.state(at)[0] == "agreed", "the ground may end: they agree now"
    assert life.board(at.manager).growth[-1][1] == 1

    expected = [(begun + timedelta(weeks=week), what) for week, what in WEEKS]
    assert [(one.on, one.what) for one in clock_of(life.case_of(at)).timetable()] == expected
    for who in (at.lead, at.child_lead, at.manager):
        assert sorted(hearings(who, begun, begun + timedelta(weeks=27))) == sorted(expected)
    assert hearings(at.other_manager, begun + timedelta(weeks=24), begun + timedelta(weeks=24)) == [expected[-2]]
    assert "First planning meeting" in life.screen(at.lead, "/calendar/")

    how.check(at)
    how.hear_children(at)
    cases.take_step(at.case, "assess", by=at.lead, with_whom="All")
    clock.on(weeks=3)
    cases.take_step(at.case, "assessed", by=at.lead, **how.ASSESSED)
    cases.take_step(at.case, "authorise", by=at.manager, note="Clear")
    how.add_goal(at, "Every test of this month is clean")
    clock.on(weeks=1)
    cases.take_step(at.case, "begin_work", by=at.lead, note="Signed at court")
    assert (clock.today - begun).days == 28, "the parents sign in the fourth week"
    life.met(at)
    life.reviewed(at, 2)
    assert life.facts(at).behind == []
    for week in (6, 8, 10):
        clock.on(weeks=2)
        assert clock.today == begun + timedelta(weeks=week)
        life.met(at)
        life.reviewed(at, week // 2)
        assert life.facts(at).behind == []
    assert [(entry.on - begun).days for entry in calendar_of(
        standing_of(life.fresh(at.lead)), clock.today, begun + timedelta(weeks=16)) if entry.due
    ] == [84, 98, 112], "reviews stand on the timetable's days and not on those of the last meeting"  # fmt: skip
    clock.on(days=20)
    late = {one.series: one.since for one in life.facts(at).behind}
    assert late == dict.fromkeys(("professional_review", "family_review"), begun + timedelta(weeks=12))
    assert [family.pk for family, _behind in life.day(at.lead).meetings.overdue] == [at.family.pk]
    life.reviewed(at, 7)
    clock.on(days=(begun + timedelta(weeks=26) - clock.today).days)
    assert hearings(at.lead, clock.today, clock.today) == [(clock.today, "Expected end")]
    assert life.case_of(at).is_open, "no day of the timetable closes anything"
    life.met(at)
    life.closed(at, clock, "records")
    assert hearings(at.lead, begun, begun + timedelta(weeks=30)) == [], "of a case that ended nothing is due"
    assert {one.way for one in life.case_of(at).sustain_checks.all()} == {"records"}
