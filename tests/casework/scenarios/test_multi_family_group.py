"""Multi-family group, six months: a group that meets weekly, and a family that withdraws in mid-plan."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.casework import factories as make
from tests.casework.scenarios import life
from tests.casework.way import steps as how
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.steps import STEPS, possible
from thinkfamily.casework.meetings.queries.calendar import calendar_of
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.plans.problems import PlanError

pytestmark = pytest.mark.django_db


def dues(worker, clock):
    """What is due in the next three weeks."""
    found = calendar_of(standing_of(life.fresh(worker)), clock.today, clock.today + timedelta(weeks=3))
    return [entry.on for entry in found if entry.due]


def test_what_stops_when_a_family_withdraws_and_what_is_kept(clock):
    at = how.begun()
    life.active(at, clock, "multi_family_group", "light", at.child_lead, "child_lead")
    for week in range(1, 5):
        clock.on(weeks=1)
        life.met(at)
        life.reviewed(at, week)
        assert life.facts(at).behind == []
        assert life.flagged(at.lead) == []
    clock.on(days=9)
    assert [one.series for one in life.facts(at).behind] == ["family_review"], "a group meets weekly"
    assert at.family.pk in life.flagged(at.lead)
    goal = life.case_of(at).goals.get()
    owner = f"worker:{at.lead.pk}"
    asked = plans.Asked(text="Bring the star chart", kind="support", owner=owner, due_on=clock.today)
    plans.ask(life.case_of(at), asked, by=life.fresh(at.lead))
    assert len(life.day(at.lead).plan.actions) == 1
    assert dues(at.lead, clock)
    assert life.board(at.manager).growth[-1][1] == 1

    agreement = life.case_of(at).agreements.get()
    with pytest.raises(CaseError, match="what the withdrawal means"):
        cases.withdraw_agreement(agreement, **how.withdrawal(effect=" "), by=life.fresh(at.lead))
    cases.withdraw_agreement(agreement, **how.withdrawal(), by=life.fresh(at.lead))
    clock.on(days=1)
    case = life.case_of(at)
    assert (case.state, case.is_open) == ("considered", True)
    with pytest.raises(PlanError, match="does not take part"):
        plans.propose_goal(case, plans.GoalWords(text="More"), by=life.fresh(at.lead))
    with pytest.raises(PlanError, match="does not take part"):
        plans.ask(case, plans.Asked("More", "support", owner, clock.today), by=life.fresh(at.lead))
    with pytest.raises(PlanError):
        plans.move_goal(goal, step="meet", by=life.fresh(at.lead))
    assert not [code for code in ("assess", "review", "go_on", "step_down", "close") if possible(STEPS[code], case)]
    assert life.facts(at).behind == []
    assert not life.facts(at).is_drifting
    assert life.flagged(at.lead) == []
    assert dues(at.lead, clock) == []
    board = life.board(at.manager)
    assert board.states == [("Considered", 1)]
    assert (board.teams[0].families, board.growth[-1][1]) == (0, 0), "who withdrew is not counted as taking part"
    goal = life.case_of(at).goals.get()
    assert (goal.state, [row.value for row in goal.ratings.all()]) == ("in_progress", [1, 2, 3, 4]), (
        "nothing is deleted"
    )
    assert life.case_of(at).steps.get(code="fall_back").before == "active"

    clock.on(weeks=8)
    stranger = life.fresh(make.worker("child_lead", of=at.family.team))
    with pytest.raises(PermissionDenied):
        cases.take_step(case, "offer", by=stranger, how="phone", told="Anew")
    how.agree(at)
    assert life.state(at)[0] == "agreed"
    months = [count for _first, count in life.board(at.manager).growth]
    assert months[-1] == 1
    assert life.case_of(at).agreements.filter(withdrawn_on__isnull=True).count() == 1
    cases.take_step(life.case_of(at), "assess", by=life.fresh(at.lead), with_whom="All")
    cases.take_step(life.case_of(at), "assessed", by=life.fresh(at.lead), **how.ASSESSED)
    cases.take_step(life.case_of(at), "authorise", by=life.fresh(at.manager), note="Clear")
    cases.take_step(life.case_of(at), "begin_work", by=life.fresh(at.lead), note="With all")
    assert life.facts(at).behind == [], "what was due is counted anew"
    clock.on(weeks=6)
    life.met(at)
    life.reviewed(at, 8)
    life.closed(at, clock, "none")
    assert life.state(at)[0] == "closed", "where nothing is looked at afterwards, the case is simply closed"
    assert months.count(0) == 12 - months.count(1)
