"""The team board: how the work is shared out, and where it needs its manager."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.agencies.models import Team, Worker, within
from thinkfamily.casework.agencies.roles import LEADS
from thinkfamily.casework.cases.models import TAKING_PART, Case, Step
from thinkfamily.casework.cases.queries.leads import Load
from thinkfamily.casework.cases.queries.waiting import leads_of_teams, left_behind, loads_of_team, not_handed_over
from thinkfamily.casework.daily.models import Supervision
from thinkfamily.casework.daily.queries.facts import Facts, facts_of
from thinkfamily.casework.plans.models import PlannedVisit
from thinkfamily.casework.plans.queries.contacts import unheard_of
from thinkfamily.casework.profiles.queries import profile_of_case

MONTHS = 12
SHOWN = 50
# Where a lead's programmes say nothing else: supervision every four weeks. Our choice, as in every shipped profile.
SUPERVISION_DAYS = 28


@dataclass(frozen=True)
class LeadLine:
    """One lead on the board: what they carry, and when they were last supervised.

    Attributes:
        load: who, and what they carry.
        supervised_on: the day of their last supervision.
        supervision_due_on: when the next is due.
        left_without_handover: after their last day at work, how many families they still lead that nobody hands over.
    """

    load: Load
    supervised_on: date | None
    supervision_due_on: date | None
    left_without_handover: int = 0

    @property
    def is_supervision_due(self) -> bool:
        """Whether supervision is due, or there never was any and they lead somebody."""
        if self.supervision_due_on is None:
            return bool(self.load.families)
        return self.supervision_due_on <= timezone.localdate()


@dataclass(frozen=True)
class TeamLine:
    """One team: how many families take part now, of how many it can hold."""

    team: Team
    families: int

    @property
    def share(self) -> int:
        """The same in percent."""
        return round(100 * self.families / self.team.capacity) if self.team.capacity else 0


@dataclass(frozen=True)
class Board:
    """What one manager sees of their teams.

    Attributes:
        teams: one row per team.
        states: how many open cases are in each state.
        leads: one row per lead, the most loaded first.
        gone: those whose account or role has ended and who have families left, by name.
        flagged: cases in which something is overdue or missing, the most urgent first.
        more: how many more there are than are shown.
        growth: for each of the last twelve months, its first day and how many families took part at its end.
        most: the largest of these.
        unheard: workers out alone who have not said in time that they are safe.
        gaps: how many cases lack a lead that they must have.
        drifting: how many families nobody met for longer than their programme allows.
    """

    teams: list[TeamLine]
    states: list[tuple[str, int]]
    leads: list[LeadLine]
    gone: list[Load]
    flagged: list[Facts]
    more: int
    growth: list[tuple[date, int]]
    most: int
    unheard: list[PlannedVisit]
    gaps: int
    drifting: int


def board_of(worker: Any) -> Board:
    """What one manager sees of their teams: some thirty queries, however many families."""
    standing = standing_of(worker)
    readable = scope.families(standing, "case.sign")
    cases = list(Case.open.filter(family__in=readable).select_related("family", "family__team"))
    facts = facts_of(cases)
    flagged = [one for one in facts if one.is_flagged]
    titles = dict(Case.STATES)
    states = Counter(case.state for case in cases)
    growth = _growth(readable, timezone.localdate())
    return Board(
        teams=_teams(standing, cases),
        states=[(str(titles[code]), states[code]) for code, _ in Case.STATES if states[code]],
        leads=_leads(worker),
        gone=left_behind(worker),
        flagged=flagged[:SHOWN],
        more=max(0, len(flagged) - SHOWN),
        growth=growth,
        most=max((count for _, count in growth), default=0),
        unheard=unheard_of(readable, timezone.now()),
        gaps=sum(one.is_gap for one in facts),
        drifting=sum(one.is_drifting for one in facts),
    )


def _teams(standing: Standing, cases: list[Case]) -> list[TeamLine]:
    ids = standing.teams.get("manager", frozenset())
    rows = Team.objects.filter(is_active=True)
    if None not in ids:
        rows = rows.filter(pk__in=[team for team in ids if team is not None])
    taking = Counter(case.family.team_id for case in cases if case.state in TAKING_PART)
    return [TeamLine(team, taking[team.pk]) for team in rows]


def _leads(by: Any) -> list[LeadLine]:
    last: dict[Any, Supervision] = {}
    workers = leads_of_teams(by)
    for row in Supervision.objects.filter(worker__in=workers).order_by("held_on"):
        last[row.worker_id] = row
    loads, today = loads_of_team(by), timezone.localdate()
    left = not_handed_over([load.worker for load in loads if load.leaves_on is not None and load.leaves_on < today])
    found = []
    for load in loads:
        one = last.get(load.worker.pk)
        found.append(
            LeadLine(load, one.held_on if one else None, one.next_on if one else None, left.get(load.worker.pk, 0))
        )
    return found


def _growth(readable: Any, today: date) -> list[tuple[date, int]]:
    """At the end of each of the last twelve months, how many families took part: two queries.

    A family takes part from its agreement until its case ends, but for the time between a withdrawal, or an end that was
    not the last, and the next agreement.
    """
    rows = Case.objects.filter(family__in=readable, agreed_on__isnull=False).exclude(state="declined")
    spans: list[tuple[Any, Any, Any]] = list(rows.values_list("pk", "agreed_on", "ended_on"))
    away = _away(readable)
    found, first = [], today.replace(day=1)
    for _ in range(MONTHS):
        end = min(today, _next(first) - timedelta(days=1))
        count = sum(
            1
            for pk, agreed, ended in spans
            if _holds(agreed, ended, end) and not any(_holds(since, until, end) for since, until in away[pk])
        )
        found.append((first, count))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _away(readable: Any) -> dict[Any, list[tuple[date, date | None]]]:
    """For each case, the periods in which it did not take part after it once had."""
    was, comes = Q(before__in=TAKING_PART), Q(after__in=TAKING_PART)
    moves = Step.objects.filter(was & ~comes | comes & ~was, case__family__in=readable).order_by("taken_at")
    found: dict[Any, list[tuple[date, date | None]]] = defaultdict(list)
    for pk, before, on in moves.values_list("case_id", "before", "on"):
        if before in TAKING_PART:
            found[pk].append((on, None))
        elif found[pk]:
            found[pk][-1] = (found[pk][-1][0], on)
    return found


def _holds(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or until > day)


def _next(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def supervised(by: Any, worker_id: Any) -> tuple[Worker, list[Supervision]] | None:
    """One lead of a manager's teams with their supervisions; notes of other supervisors are for those two alone."""
    worker = next((one for one in leads_of_teams(by) if one.pk == worker_id), None)
    if worker is None or worker.pk == by.pk:
        return None
    rows = list(Supervision.objects.filter(worker=worker).select_related("supervisor"))
    for row in rows:
        row.is_readable = row.supervisor_id == by.pk  # type: ignore[attr-defined]
    return worker, rows


def supervision_days(worker: Any) -> int:
    """How many days may pass between two supervisions of a lead: the fewest that a programme of their cases says."""
    leads = Involvement.objects.filter(within(timezone.localdate()), worker=worker, role__in=LEADS).values("family")
    profiles = filter(None, map(profile_of_case, Case.open.filter(family__in=leads)))
    return min((profile["supervision_days"] for profile in profiles), default=SUPERVISION_DAYS)


def own_supervisions(worker: Any) -> list[Supervision]:
    """One row per supervision of a worker, for themselves."""
    return list(Supervision.objects.filter(Q(worker=worker.pk)).select_related("supervisor"))
