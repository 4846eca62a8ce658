"""Everything on the family page, for one reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.scope import Sight, marks_on
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.families.models import CostBand, Event, Family, Service, Statement
from thinkfamily.casework.families.queries import items, sharing, timeline
from thinkfamily.casework.families.queries.coverage import Reach, asked_of_reach
from thinkfamily.casework.families.queries.coverage import reach as reach_of
from thinkfamily.casework.families.queries.names import asked_of_names, names_of
from thinkfamily.casework.families.queries.people import Someone, asked_of_people, people
from thinkfamily.casework.families.queries.powers import sight_and_powers
from thinkfamily.casework.families.queries.team import asked_of_team, team_around
from thinkfamily.casework.families.taking_part import TAKING_PART
from thinkfamily.casework.prepared import Asking, prepared, together

OFFERED = (
    "conflict.record",
    "family.record",
    "family.correct",
    "family.hide",
    "family.summarise",
    "family.shared_view",
    "family.confide",
    "family.cost",
    "family.domestic_abuse",
    "family.history",
    "case.read",
    "contact.record",
    "chronology.keep",
    "case.evidence",
    "sharing.read",
    "team_around.read",
    "meeting.read",
    "safe_address.read",
    "safe_address.record",
    "restriction.set",
)
RECENT = 5


@dataclass(frozen=True)
class Head:
    """What every page of a file begins with: which family, who leads, how the case stands, what the reader may do."""

    family: Family
    sight: Sight
    case: Any
    team: list[Involvement]
    may: frozenset[str]
    summary_by: str
    is_restricted: bool

    @property
    def summary(self) -> str:
        """The summary, for the team: it may draw on anything, so sharing an agency's items does not open it."""
        return self.family.summary if self.is_of_team else ""

    @property
    def is_of_team(self) -> bool:
        """Whether the reader is of the team, and no partner professional."""
        return "team" in self.sight.audiences

    @property
    def leads(self) -> list[Involvement]:
        """The leads of today."""
        return [row for row in self.team if row.is_lead]  # type: ignore[attr-defined]

    @property
    def others(self) -> list[Involvement]:
        """The rest of the team around the family."""
        return [row for row in self.team if not row.is_lead]  # type: ignore[attr-defined]

    @property
    def is_agreed(self) -> bool:
        """Whether the family has agreed to take part."""
        return self.case is not None and self.case.state in TAKING_PART


@dataclass(frozen=True)
class FamilyPage:
    """The family page."""

    head: Head
    people: list[Someone]
    met: list[items.Met]
    unknown: list[items.Met]
    services: list[Service]
    costs: list[CostBand] | None
    strengths: list[Statement]
    statements: list[Statement]
    recent: list[Event]
    held_back: items.HeldBack
    reach: Reach
    left: list[Someone] = field(default_factory=list)
    # None for who sees no sharing decision.
    sharing: list[Any] | None = None
    has_more_sharing: bool = False
    # What is shared with the reader's agency, and of it what they have yet to acknowledge.
    received: list[Any] = field(default_factory=list)
    to_acknowledge: list[Any] = field(default_factory=list)


def head(standing: Standing, family: Family) -> Head:
    """How every page of a file begins: three queries, or four with a summary.

    Those who see only what is shared with their agency are told the leads and their own colleagues: that another agency
    has a worker on the team is itself something told.
    """
    seen, may = sight_and_powers(standing, family, *OFFERED)
    with together(*asked_of_head(family)):
        return _head(standing, family, seen, may)


def asked_of_head(family: Family) -> list[Asking]:
    """What is asked for the head of a page, after its sight, for `together`."""
    return [_cases.on(family.pk), *asked_of_team(family), *asked_of_names([family.summary_by])]


def _head(standing: Standing, family: Family, seen: Sight, may: frozenset[str]) -> Head:
    cases = _cases(family.pk)
    team = team_around(family)
    if "team" not in seen.audiences:
        own = standing.worker.agency_id
        team = [row for row in team if row.is_lead or row.worker.agency_id == own]  # type: ignore[attr-defined]
    return Head(
        family=family,
        sight=seen,
        case=cases[0] if cases else None,
        team=team,
        may=may,
        summary_by=names_of([family.summary_by]).get(family.summary_by, ""),
        is_restricted=marks_on(standing, family).is_restricted,
    )


@prepared
def _cases(family_id: Any) -> QuerySet[Any]:
    return apps.get_model("cases", "Case").objects.filter(family=family_id).order_by("-opened_at")[:1]


def family_page(standing: Standing, family: Family) -> FamilyPage:
    """Everything on the family page that this reader may see. The number of queries does not depend on how much that is."""
    seen, may = sight_and_powers(standing, family, *OFFERED)
    # To which other families somebody belongs is told to the team alone.
    reader = standing.stands_still() if "team" in seen.audiences else None
    with together(
        *asked_of_head(family),
        *asked_of_people(family, reader),
        *items.asked_of_items(seen, with_costs="family.cost" in may),
        *timeline.asked_of_recent(seen, RECENT),
        *asked_of_reach(family),
        *sharing.asked_of_decisions(standing, family),
        *sharing.asked_of_received(standing, family),
    ):
        decided, received = sharing.decisions(standing, family), sharing.received(standing, family)
        return _whole(_head(standing, family, seen, may), family, reader, decided, received)


def _whole(
    top: Head, family: Family, reader: Standing | None, decided: list[Any] | None, received: list[Any]
) -> FamilyPage:
    seen = top.sight
    everyone = people(family, reader)
    needs = items.needs(seen)
    services = items.services(seen)
    costs = items.costs(seen) if "family.cost" in top.may else None
    recorded = items.statements(seen)
    recent = timeline.recent(seen, RECENT)
    parts = [part for met in needs for part in met.parts]
    sharing.tell_basis([*parts, *services, *(costs or []), *recorded, *recent], received, seen.agency_id)
    items.tell([*needs, *services, *(costs or []), *recent], recorded)
    current = [row for row in items.standing_alone(recorded) if row.on_item is None]
    return FamilyPage(
        head=top,
        people=[someone for someone in everyone if not someone.left],
        left=[someone for someone in everyone if someone.left],
        met=[met for met in needs if met.first.answer == "yes"],
        unknown=[met for met in needs if met.first.answer != "yes"],
        services=services,
        costs=costs,
        strengths=[row for row in current if row.kind == "strength"],
        statements=[row for row in current if row.kind != "strength"][:RECENT],
        recent=recent,
        held_back=items.held_back(seen),
        reach=reach_of(family, seen),
        sharing=sharing.named(decided[: sharing.SHOWN], everyone) if decided is not None else None,
        has_more_sharing=len(decided or ()) > sharing.SHOWN,
        received=received,
        to_acknowledge=sharing.to_acknowledge(received),
    )
