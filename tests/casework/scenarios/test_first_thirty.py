"""The pilot's first fifteen and thirty families, each through real doors: asked for or found, chosen, agreed, led under a ceiling."""

from __future__ import annotations

from datetime import date

import pytest

from tests import handover_packets as packets
from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.casework.referrals.asked import TOLD, asked, screened, somebody
from tests.casework.scenarios import life
from tests.casework.way import steps as how
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.queries.leads import who_can_lead
from thinkfamily.casework.consideration import actions as candidates
from thinkfamily.casework.consideration.models import Batch
from thinkfamily.casework.referrals import actions as requests

pytestmark = desk.BOTH
FOUND = 6


class Pilot:
    """A team of one manager and two leads: the ceiling of Family Help lets each lead fifteen usual families."""

    def __init__(self) -> None:
        self.team = make.team()
        self.manager, self.triage = make.worker("manager", of=self.team), make.worker("triage")
        self.leads = [make.worker("adult_lead", of=self.team) for _ in range(2)]
        self.analyst, self.school = (
            make.worker("desk_analyst"),
            make.worker("partner", at=make.agency("s", kind="school")),
        )
        self.cases: list[Case] = []

    def found(self, folder) -> list[Case]:
        """Some families of a packet, decided on by one and signed by another."""
        told = [packets.Family(packets.two_of(f"Invented{number}"), area="Fable North") for number in range(FOUND)]
        desk.brought(folder, told)
        for family in told:
            desk.decided(family, "consider", self.analyst)
        batch = desk.signed(Batch.objects.get(), self.manager)
        candidates.promote(batch.pk, by=self.manager)
        return list(Case.objects.filter(family__handle__in=[family.handle for family in told]))

    def asked_for(self, number: int) -> Case:
        """One that the school asks help for, and triage accepts."""
        people = (somebody("Ada", f"Door{number}", date(1988, 2, 3), "adult"), somebody("Bo", f"Door{number}"))
        referral = screened(asked(*people, by=self.school, categories=["education", "housing"]), self.triage)
        accepted = requests.accept(
            referral, chosen="family_help", programme="family_help_2025", team=self.team, because="Many needs.",
            told=TOLD, by=self.triage,
        )  # fmt: skip
        return Case.objects.get(pk=accepted.case_id)

    def taken_in(self, case: Case) -> None:
        """Chosen, offered, agreed, and led by whoever carries least."""
        at = how.At(case.family, case, None, None, self.manager, None)
        if not case.profile:
            assert case.family.team == self.team
            how.choose(at, "family_help", "usual")
        cases.take_step(case, "offer", by=self.manager, how="visit", told="All of it")
        how.agree(at)
        case = Case.objects.select_related("family").get(pk=case.pk)
        offered = next(one for one in who_can_lead(case.family, case) if one.role == "adult_lead")
        made = cases.ask_to_lead(case, offered.worker, offered.role, because="Carries least", by=self.manager)
        cases.answer_lead(made.involvement, answer="yes", by=offered.worker)
        self.cases.append(case)


def test_the_first_fifteen_and_thirty_come_through_the_doors_and_the_board_agrees(tmp_path, clock):
    pilot = Pilot()
    coming = pilot.found(tmp_path)
    for size in (15, 30):
        while len(pilot.cases) < size:
            pilot.taken_in(coming.pop() if coming else pilot.asked_for(len(pilot.cases)))
        board = life.board(pilot.manager)
        (line,) = board.teams
        # After five weeks nobody has met the first fifteen yet, which the board says.
        assert (line.families, board.gaps, board.drifting) == (size, 0, size - 15)
        assert {str(title): count for title, count in board.states} == {"Agreed": size}
        loads = sorted((len(one.load.families), one.load.share) for one in board.leads)
        assert loads == [(led, round(led * 100 / 15)) for led in (size // 2, size - size // 2)]
        assert board.growth[-1][1] == size
        if size == 15:
            clock.on(weeks=5)
    assert [count for _, count in board.growth[-2:]] == [15, 30]
    # The next takes somebody above the ceiling: it is not led before somebody says why.
    with pytest.raises(CaseError, match="107% of their caseload"):
        pilot.taken_in(pilot.asked_for(30))
