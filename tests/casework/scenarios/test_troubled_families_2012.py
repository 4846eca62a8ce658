"""Troubled Families, seven months: touch is lost and found again, and then the family moves out of the area."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.casework.scenarios import life
from tests.casework.way import steps as how
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.daily.queries.lists import built
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.plans.ladder import LADDER
from thinkfamily.casework.plans.queries.contacts import ladder_of

pytestmark = pytest.mark.django_db


def test_they_draw_back_and_come_back_and_move_away(clock):
    at = how.begun()
    life.active(at, clock, "troubled_families_2012", "usual", at.lead, "adult_lead")
    life.met(at)
    for missed in (1, 2, 3):
        assert not ladder_of(life.case_of(at)).is_on
        clock.on(days=6)
        plans.record_missed(life.case_of(at), by=life.fresh(at.lead))
        assert ladder_of(life.case_of(at)).missed == missed
    stands = ladder_of(life.case_of(at))
    assert (stands.is_on, stands.next_step) == (True, "another_time")
    assert "Another time or another place" in life.screen(at.lead, f"/families/{at.family.pk}/plan/")
    assert life.facts(at).is_drifting, "met eighteen days ago"
    cases.take_step(life.case_of(at), "lose_touch", by=life.fresh(at.lead), tried="Three visits in vain", next="place")
    assert life.state(at) == ("active", "losing_touch")
    losing = built(life.fresh(at.manager), {"sides": ["losing_touch"]})
    assert ([one.case.pk for one in losing.rows], losing.share) == ([at.case.pk], 100)
    for number, (step, _title) in enumerate(LADDER):
        assert ladder_of(life.case_of(at)).next_step == step
        clock.on(days=5)
        plans.record_missed(life.case_of(at), tried=step, by=life.fresh(at.lead))
        assert ladder_of(life.case_of(at)).missed == 4 + number
    stands = ladder_of(life.case_of(at))
    assert stands.next_step == ""
    assert "nothing closes by itself" in str(stands.says)
    clock.on(weeks=4)
    assert life.state(at) == ("active", "losing_touch"), "the software closes no case"
    for worker in (at.lead, at.manager):
        page = "/day/" if worker is at.lead else "/team-board/"
        assert at.family.reference in life.screen(worker, page)
    life.met(at, text="Met at the library, which they like better.")
    assert ladder_of(life.case_of(at)).missed == 0
    cases.take_step(life.case_of(at), "resume", by=life.fresh(at.lead), note="At the library on Tuesdays")
    assert life.state(at) == ("active", "going")
    life.reviewed(at, 4)
    assert at.family.pk not in life.flagged(at.lead)

    clock.on(weeks=9)
    life.met(at)
    life.reviewed(at, 6)
    away = {"area": "Mockshire", "summary": "What was done, and what is left"}
    with pytest.raises(CaseError, match="receiving area has accepted"):
        cases.take_step(life.case_of(at), "transfer_out", by=life.fresh(at.lead), **away)
    accepted = {"who": "Mockshire, team manager", "what": "Goes on with the plan"}
    cases.take_step(life.case_of(at), "transfer_accepted", by=life.fresh(at.lead), **accepted)
    clock.on(days=3)
    made = cases.take_step(life.case_of(at), "transfer_out", by=life.fresh(at.manager), **away)
    assert life.state(at)[0] == "active"
    assert life.waits(at.manager).steps == []
    assert [one.pk for one, _title in life.waits(at.other_manager).steps] == [made.pk]
    with pytest.raises(CaseError, match="You proposed this step"):
        cases.sign_step(made, answer="sign", by=life.fresh(at.manager))
    cases.sign_step(made, answer="return", because="The school was not told", by=life.fresh(at.other_manager))
    assert life.state(at)[0] == "active"
    clock.on(days=2)
    before = life.board(at.manager).growth[-1][1]
    again = cases.take_step(life.case_of(at), "transfer_out", by=life.fresh(at.lead), **away)
    assert life.waits(at.manager).count == 1
    life.signed(again, at.other_manager)
    case = life.case_of(at)
    assert (case.state, case.is_open, case.ended_on) == ("transferred_out", False, clock.today)
    board = life.board(at.manager)
    assert (board.states, before, board.growth[-1][1]) == ([], 1, 0)
    assert life.day(at.lead).load.families == set()
    assert life.flagged(at.lead) == []
    assert not case.sustain_checks.exists()
    assert at.family.reference not in life.screen(at.lead, "/families/"), "nobody leads what another area goes on with"
    assert life.opens(at.manager, at.family) == 200, "the file stays with whoever answers for the area"
    assert [step.signed_by for step in case.steps.filter(code="transfer_out")] == [at.other_manager.pk]
    assert case.ended_on - case.active_on > timedelta(weeks=17)
