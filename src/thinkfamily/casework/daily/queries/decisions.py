"""Everything that waits for one manager's decision, wherever it was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import InvolvementProposal
from thinkfamily.casework.access.queries import openings
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.cases.machine import LOSING_TOUCH, PAUSED, STEPPING_UP
from thinkfamily.casework.cases.models import AgreementToTakePart, Case, StatutoryGround, StepProposal
from thinkfamily.casework.cases.queries import waiting
from thinkfamily.casework.cases.queries.archiving import Archive, to_archive
from thinkfamily.casework.cases.steps import STEPS
from thinkfamily.casework.families.queries.teams import without_a_team
from thinkfamily.casework.plans.ladder import Ladder
from thinkfamily.casework.plans.queries.contacts import ladders
from thinkfamily.casework.referrals.machine import SCREENING
from thinkfamily.casework.referrals.permissions import visible
from thinkfamily.casework.sharing.models import SharingDecision
from thinkfamily.casework.sharing.queries import awaiting, reviews_due


@dataclass(frozen=True)
class Lost:
    """One case whose family draws back.

    Attributes:
        case: the case, with its family.
        ladder: how it stands on the ladder of ways to reach it; None where nobody was missed.
    """

    case: Case
    ladder: Ladder | None

    @property
    def is_at_end(self) -> bool:
        """Whether every way was tried."""
        return self.ladder is not None and self.ladder.is_at_end


@dataclass(frozen=True)
class Waiting:
    """What waits for one manager, each the oldest first.

    Attributes:
        stepped_up: cases to decide on at once.
        openings: how many files somebody asks to open in an emergency.
        steps: steps of cases to sign, with their titles.
        assessments: cases whose assessment is recorded and is to be authorised.
        grounds: statutory grounds to sign.
        parts: proposals that somebody take part in a case.
        sharing: how many proposals to share wait.
        reviews: sharing decisions whose day has come to be looked at again.
        requests: how many requests for help wait for a second person.
        losing_touch: cases whose families draw back, or for which every way to reach them was tried.
        withdrawals: agreements that were withdrawn, after which it is to be decided what is kept.
        without_team: how many files are of no team.
        archive: cases of which nothing is left to do, to be archived.
    """

    stepped_up: list[Case]
    openings: int
    steps: list[tuple[StepProposal, Any]]
    assessments: list[Case]
    grounds: list[StatutoryGround]
    parts: list[InvolvementProposal]
    sharing: int
    reviews: list[SharingDecision]
    requests: int
    losing_touch: list[Lost]
    withdrawals: list[AgreementToTakePart]
    without_team: int
    archive: Archive

    @property
    def count(self) -> int:
        """How many in all."""
        listed = len(self.stepped_up) + len(self.steps) + len(self.assessments) + len(self.grounds) + len(self.parts)
        listed += len(self.reviews) + len(self.losing_touch) + len(self.withdrawals)
        return listed + self.openings + self.sharing + self.requests + self.without_team + self.archive.count


def losing_touch(worker: Any) -> list[Lost]:
    """One row per case whose family draws back or cannot be reached, those for which every way was tried first: four queries."""
    readable = scope.families(standing_of(worker), "case.sign")
    cases = list(Case.open.filter(family__in=readable).exclude(side__in=(PAUSED, STEPPING_UP)).select_related("family"))
    tried = ladders(cases)
    rows = [Lost(case, tried.get(case.pk)) for case in cases]
    rows = [one for one in rows if one.is_at_end or one.case.side == LOSING_TOUCH]
    return sorted(rows, key=lambda one: (not one.is_at_end, one.case.family.reference))


def waiting_for(worker: Any) -> Waiting:
    """What waits for one manager."""
    standing = standing_of(worker)
    mine = scope.families(standing, "case.allocate").values("pk")
    parts = InvolvementProposal.objects.filter(is_accepted__isnull=True, family__in=mine).exclude(proposed_by=worker.pk)
    requests = visible(standing).filter(state=SCREENING, proposed_by__isnull=False).exclude(proposed_by=worker.pk)
    return Waiting(
        stepped_up=waiting.stepped_up(worker),
        openings=openings.to_decide(standing).count(),
        steps=[(one, STEPS[one.code].title) for one in waiting.to_sign(worker)],
        assessments=waiting.to_authorise(worker),
        grounds=waiting.grounds_to_sign(worker),
        parts=list(parts.select_related("family", "worker").order_by("proposed_at")),
        sharing=len(awaiting(worker)),
        reviews=reviews_due(worker),
        requests=requests.count(),
        losing_touch=losing_touch(worker),
        withdrawals=waiting.withdrawals_to_review(worker),
        without_team=without_a_team(standing).count(),
        archive=to_archive(worker),
    )
