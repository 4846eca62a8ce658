"""Family Help, a year: a no that becomes a yes, a pause, a child of two families, and a case that begins again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.casework import factories as make
from tests.casework.referrals.asked import TOLD, asked, screened, somebody
from tests.casework.scenarios import life
from tests.casework.way import steps as how
from tests.casework.way.steps import At
from thinkfamily.casework.access.permissions import NotAllowedError
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import CONSIDERED, Case
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.daily.queries.lists import built
from thinkfamily.casework.families.actions.corrections import put_in
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.referrals import actions as requests

pytestmark = pytest.mark.django_db
FILE = ("", "people/", "timeline/", "statements/", "contacts/", "plan/", "meetings/", "chronology/", "print/", "team/")
LISTS = ("/day/", "/families/", "/calendar/", "/lists/", "/tasks/")


def asked_for(team) -> At:
    """A school asks for help for a mother and her child; triage looks, and a named human takes the family up."""
    teacher = make.worker("partner", at=make.agency("school", kind="school"))
    mother = somebody("Maud", "Farthingale", date(1989, 2, 3), "adult")
    referral = asked(somebody(), mother, by=teacher, area=team.name)
    triage = make.worker("triage")
    referral = screened(referral, triage)
    requests.accept(
        referral,
        chosen="family_help",
        programme="family_help_2025",
        team=team,
        because="Mornings",
        told=TOLD,
        by=triage,
    )
    case = Case.objects.select_related("family").get(referrals=referral.pk)
    return At(
        case.family, case, make.worker("adult_lead", of=team), None, *(make.worker("manager", of=team) for _ in "ab")
    )


def test_a_no_becomes_a_yes_and_rests_and_slips_and_begins_again(clock):
    at = asked_for(make.team("Northside"))
    assert life.state(at) == ("considered", "going")
    assert [member.role for member in at.family.members.order_by("role")] == ["adult", "child"]
    board = life.board(at.manager)
    assert (board.states, board.gaps, board.teams[0].families) == ([("Considered", 1)], 1, 0)
    how.choose(at)
    cases.take_step(at.case, "offer", by=at.manager, how="visit", told="All of it")
    clock.on(days=7)
    words = {"why": "not_now", "own_words": "We will manage.", "may_ask_again": True}
    cases.take_step(at.case, "decline", by=at.manager, **words)
    assert life.state(at)[0] == "declined"
    board = life.board(at.manager)
    assert (board.states, board.gaps, board.flagged) == ([], 0, []), "nobody is chased who said no"
    declined = built(life.fresh(at.manager), {"states": ["declined"]})
    assert [one.case.pk for one in declined.rows] == [at.case.pk]
    with pytest.raises(CaseError):
        cases.take_step(at.case, "assess", by=at.manager, with_whom="All")
    clock.on(weeks=8)
    cases.take_step(life.case_of(at), "offer_again", by=life.fresh(at.manager), how="phone", told="As before")
    at.manager = life.fresh(at.manager)
    how.agree(at)
    case = life.case_of(at)
    assert (case.state, case.agreed_on) == ("agreed", clock.today)
    assert case.steps.get(code="decline").content["own_words"] == "We will manage."
    life.worked(at, clock, at.lead, "adult_lead")
    life.met(at)
    clock.on(weeks=6)
    life.met(at)
    life.reviewed(at, 4)

    until = clock.today + timedelta(weeks=4)
    cases.take_step(life.case_of(at), "pause", by=life.fresh(at.lead), until_on=until, why="A new baby")
    assert life.state(at) == ("active", "paused")
    clock.on(weeks=3)
    now = life.facts(at)
    assert (now.is_drifting, now.is_pause_over) == (False, False), "nobody is expected while it rests"
    assert at.family.pk not in life.flagged(at.lead)
    clock.on(weeks=1)
    assert life.facts(at).is_pause_over
    assert life.flagged(at.lead) == [at.family.pk]
    cases.take_step(life.case_of(at), "resume", by=life.fresh(at.lead), note="Glad to begin again")
    assert life.state(at) == ("active", "going")
    assert life.case_of(at).paused_until_on is None
    life.met(at)
    assert not life.facts(at).is_pause_over
    clock.on(weeks=2)
    life.reviewed(at, 9)
    life.closed(at, clock)
    life.looked(at, clock, 3, "slipped")
    case = life.case_of(at)
    with pytest.raises(CaseError, match="Each look after the end is done"):
        cases.take_step(case, "archive", by=life.fresh(at.manager))
    cases.take_step(case, "reopen", by=life.fresh(at.manager), why="It slipped back")
    case = life.case_of(at)
    assert (case.state, case.ended_on) == ("considered", None)
    with pytest.raises(CaseError, match="No agreement waits"):
        cases.confirm_agreed(case, by=life.fresh(at.manager))
    old = case.agreements.get()
    assert (old.withdrawn_on, old.lapsed_on) == (None, clock.today), "nobody withdrew anything"
    board = life.board(at.manager)
    assert (board.states, board.growth[-1][1]) == ([("Considered", 1)], 0), "it is considered anew, and has not agreed"
    months = dict(board.growth)
    assert months[date(2026, 6, 1)] == 1, "in June it took part"


def test_a_child_of_two_families_carries_nothing_from_one_to_the_other(clock):
    at = how.begun(members=(make.person("Maud", born=date(1989, 2, 3)), make.person("Kit", born=date(2014, 5, 6))))
    kit = at.family.members.get(role="child").person
    south = make.team("Southside")
    second = make.family(make.person("Bo", born=date(1988, 1, 1)), of=south, state=CONSIDERED)
    other = At(
        second, Case.objects.get(family=second), make.worker("adult_lead", of=south), None,
        make.worker("manager", of=south), make.worker("manager", of=south),
    )  # fmt: skip
    everywhere = make.worker("manager")  # of the whole area
    at_his = {"role": "child", "residence": "with_children", "from_on": clock.today, "why": "Weekends with his father"}
    for stranger in (at.lead, at.manager, other.lead):
        with pytest.raises(NotAllowedError):
            put_in(second, kit.pk, **at_his, by=stranger)
    put_in(second, kit.pk, **at_his, by=other.manager)
    for one, tier in ((at, "usual"), (other, "light")):
        life.active(one, clock, "family_help", tier, one.lead, "adult_lead")
    assert kit.memberships.filter(until_on__isnull=True).count() == 2
    for one, word in ((at, "NORTHWORD"), (other, "SOUTHWORD")):
        life.met(one, text=f"{word}: Kit was tired", seen={kit: True})
        record_statement(
            one.family, Said("fact", "education", f"{word}: said at the door", person=kit), by=life.fresh(one.lead)
        )
        how.add_goal(one, f"{word}: mornings are calm")
        life.reviewed(one, 5)
    clock.on(weeks=8)
    for one, theirs, word, never in ((at, other, "NORTHWORD", "SOUTHWORD"), (other, at, "SOUTHWORD", "NORTHWORD")):
        for worker in (one.lead, one.manager):
            pages = {page: life.screen(worker, f"/families/{one.family.pk}/{page}") for page in FILE}
            shown = "".join(pages.values()) + "".join(life.screen(worker, path) for path in LISTS)
            assert shown.count(word) >= 3
            assert never not in shown
            elsewhere = {page for page, told in pages.items() if theirs.family.reference in told}
            assert elsewhere == {"", "people/", "print/"}, "beside his name, to those who could find that file"
            own = f"/families/{one.family.pk}/shared/?member={life.person_of(one).pk}"
            for path in (own, own.replace("shared/", "shared/plan/")):
                told = life.screen(one.lead, path)
                assert not [no for no in (never, theirs.family.reference) if no in told], "to the family nothing of it"
            assert not [path for path in LISTS if theirs.family.reference in life.screen(worker, path)]
            assert {life.opens(worker, theirs.family, page) for page in FILE} == {403}
        assert life.listed(one.lead) == life.listed(one.manager) == [one.family.pk]
        assert life.flagged(one.lead) == [one.family.pk]
        assert life.board(one.manager).states == [("Active", 1)]
    assert life.board(everywhere).states == [("Active", 2)]
    custodian = make.worker("governance")
    make.restrict(second, custodian, other.lead, other.manager)
    for page in FILE:
        assert second.reference not in life.screen(at.lead, f"/families/{at.family.pk}/{page}"), (
            "of a restricted file nothing"
        )
    # What was heard for one family was not heard for the other.
    assert at.case.child_views.count() == other.case.child_views.count() == 1
    life.closed(other, clock)
    assert life.state(at)[0] == "active", "the end of one is not the end of the other"
