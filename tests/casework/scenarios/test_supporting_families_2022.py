"""Supporting Families, eighteen months: two leads go one after the other, and the family does not want to be asked afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.casework import factories as make
from tests.casework.scenarios import life
from tests.casework.way import steps as how
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import Handover
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.queries import leads

pytestmark = pytest.mark.django_db


def goes(at, clock, successor, *, gap: int) -> Handover:
    """The lead leaves in two weeks; the next accepts so many days after, and tells the family."""
    old, last = at.lead, clock.today + timedelta(days=14)
    made = life.prepared(at, old, last, successor)
    with pytest.raises(CaseError, match="visited together"):
        cases.accept_handover(made, by=life.fresh(successor))
    clock.on(days=7)
    made = cases.visit_handover(made, visit_on=clock.today, no_visit_because="", by=life.fresh(old))
    clock.on(days=7)
    assert clock.today == last
    assert [row.part.worker_id for row in leads.leads_of(at.family)] == [old.pk], "on the last day they lead still"
    assert life.opens(old, at.family) == 200
    clock.on(days=1)
    sees_nothing(at, old)
    rows = leads.leads_of(at.family)
    assert rows == []
    assert {one.pk for one in leads.answering_for(at.family, rows)} == {at.manager.pk, at.other_manager.pk}
    board = life.board(at.manager)
    assert (board.gaps, [one.case.pk for one in board.flagged]) == (1, [at.case.pk])
    assert "A lead is missing" in life.screen(at.manager, "/team-board/")
    clock.on(days=gap)
    cases.accept_handover(Handover.objects.get(pk=made.pk), by=life.fresh(successor))
    made = Handover.objects.get(pk=made.pk)
    assert (made.state, made.gap_days) == ("accepted", gap)
    assert life.board(at.manager).gaps == 0
    words = "Sam comes on Tuesdays now. Fine, they said."
    cases.tell_handover(made, told_on=clock.today, told_words=words, by=life.fresh(successor))
    assert Handover.objects.get(pk=made.pk).state == "confirmed"
    assert life.day(successor).handovers == life.day(at.manager).handovers == []
    at.lead = successor
    return made


def sees_nothing(at, old):
    """Who has gone finds no trace of the family on any screen."""
    assert life.opens(old, at.family) == life.opens(old, at.family, "plan/") == 403, "a file they can find and not open"
    mine = life.day(old)
    assert (mine.flagged, mine.handovers, mine.asked, mine.changed) == ([], [], [], [])
    assert life.listed(old) == []
    for path in ("/day/", "/families/", "/calendar/", "/lists/", "/cases/handovers/"):
        assert at.family.reference not in life.screen(old, path)


def test_two_leads_leave_one_after_the_other(clock):
    at = how.begun()
    how.to_active(at, clock, "supporting_families_2022")
    first, second, third = at.lead, *(make.worker("adult_lead", of=at.family.team) for _ in range(2))
    life.met(at, text="FIRST: the rent book is on the table.")
    assert life.listed(first) == [at.family.pk]
    assert life.flagged(first) == []
    clock.on(weeks=4)
    assert goes(at, clock, second, gap=4).gap_days == 4
    assert life.facts(at).changes == 1
    assert "FIRST: the rent book" in life.screen(second, f"/families/{at.family.pk}/contacts/"), "the file goes with it"
    life.met(at)
    life.reviewed(at, 4)
    assert life.facts(at).behind == []
    clock.on(weeks=6)
    assert at.family.pk in life.flagged(second), "met six weeks ago"
    life.met(at)
    goes(at, clock, third, gap=9)
    sees_nothing(at, first)
    sees_nothing(at, second)
    assert life.facts(at).changes == 2
    told = [
        (one.part.worker_id, one.new_part.worker_id, one.gap_days) for one in Handover.objects.order_by("raised_at")
    ]
    assert told == [(first.pk, second.pk, 4), (second.pk, third.pk, 9)]
    life.met(at)
    life.reviewed(at, 7)
    clock.on(weeks=6)
    life.reviewed(at, 9)
    life.closed(at, clock)
    assert life.state(at)[0] == "sustaining"
    assert life.day(third).load.families == set()
    life.looked(at, clock, 3, "not_wanted")
    checks = life.case_of(at).sustain_checks.all()
    assert [(one.months, one.found) for one in checks] == [(3, "not_wanted"), (6, "not_wanted"), (12, "not_wanted")]
    clock.on(weeks=40)
    assert life.day(at.manager).looks == [], "who does not want to be asked is asked no more"
    cases.take_step(life.case_of(at), "archive", by=life.fresh(at.manager))
    assert life.state(at)[0] == "archived"


def test_a_handover_that_is_stopped_leaves_the_lead_where_they_were(clock):
    at = how.begun()
    how.to_active(at, clock, "supporting_families_2022")
    part = life.part_of(at, at.lead)
    told = {"reason": "leaving", "last_day_on": clock.today + timedelta(days=14), "by": at.manager}
    made = cases.raise_handover(part, **told)
    assert life.part_of(at, at.lead).until_on == clock.today + timedelta(days=15)
    cases.stop_handover(made, by=at.manager)
    assert life.part_of(at, at.lead).until_on is None
    made = cases.raise_handover(life.part_of(at, at.lead), **told)
    clock.on(days=15)
    cases.stop_handover(made, by=life.fresh(at.manager))
    assert life.facts(at).is_gap, "who has gone does not come back because nobody came"
