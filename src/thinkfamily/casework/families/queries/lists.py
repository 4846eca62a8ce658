"""The families whose file a worker may read, found from what ties the worker to them and never by looking at them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Involvement, Opening, Restriction
from thinkfamily.casework.access.powers import ANY, TEAM, UNTAKEN
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.models import Team, within
from thinkfamily.casework.families.models import Family, Member
from thinkfamily.casework.prepared import prepared

PAGE = 25
OFFERED_TEAMS = 200


@dataclass(frozen=True)
class Choice:
    """What a list is narrowed to; empty means not at all."""

    reference: str = ""
    team: str = ""
    state: str = ""
    page: int = 1


@dataclass(frozen=True)
class Families:
    """One page of a worker's families.

    Attributes:
        mine: those the worker has a part in, on the first page only.
        others: those the worker's roles reach beside these.
        has_more: whether a further page has rows.
    """

    mine: list[Family]
    others: list[Family]
    page: int
    has_more: bool


def my_families(standing: Standing, choice: Choice) -> Families:
    """One row per family whose file the worker may read: those they have a part in first, then their teams'.

    Pages are counted by what is on them: how many there are in all would be a look at every row.
    """
    tied = _tied_to(standing)
    readable = scope.families(standing, "family.read")
    mine: list[Family] = []
    if choice.page == 1 and tied:
        mine = list(_rows(_narrowed(readable.filter(pk__in=tied), choice)))
    reach = _by_role(standing)
    rows: list[Family] = []
    if reach is not None:
        start = (choice.page - 1) * PAGE
        others = _narrowed(readable.filter(reach), choice).exclude(pk__in=tied)
        rows = list(_rows(others)[start : start + PAGE + 1])
    _say_where_to_record(standing, [*mine, *rows[:PAGE]])
    return Families(mine, rows[:PAGE], choice.page, len(rows) > PAGE)


def _say_where_to_record(standing: Standing, rows: list[Any]) -> None:
    """Mark the families with which a contact can be recorded from the list: one query."""
    ids = [row.pk for row in rows if any(case.is_open for case in row.cases.all())]
    may = scope.families(standing, "contact.record").filter(pk__in=ids).values_list("pk", flat=True)
    recorded = set(may) if ids and standing.ways("contact.record") else set()
    for row in rows:
        row.may_be_recorded = row.pk in recorded


def own_families(standing: Standing) -> list[Family]:
    """One row per family of which the signed-in person is a member with a part in the work."""
    tied = _tied_to(standing)
    return list(scope.families(standing, "family.comment").filter(pk__in=tied)) if tied else []


def teams(standing: Standing) -> list[Team]:
    """The teams a list can be narrowed to: every one for who reads in the whole area, else those of the list's families."""
    rows = Team.objects.filter(is_active=True)
    reach = _by_role(standing)
    if reach != Q():
        own = {team for ids in standing.teams.values() for team in ids if team is not None}
        of_mine = Family.objects.filter(pk__in=_tied_to(standing)).values("team")
        rows = rows.filter(Q(pk__in=own) | Q(pk__in=of_mine))
    return list(rows[:OFFERED_TEAMS])


def _tied_to(standing: Standing) -> list[Any]:
    """Ids of families that name this worker: a part in the case, an opening in use, a restriction to keep."""
    return sorted(row[0] for row in _ties(standing.worker.pk, standing.today, standing.now))


@prepared
def _ties(worker_id: Any, today: Any, now: Any) -> QuerySet[Any, Any]:
    involved = Involvement.objects.filter(within(today), worker=worker_id)
    opened = Opening.objects.filter(worker=worker_id, opens_at__lte=now, ends_at__gt=now)
    kept = Restriction.objects.filter(custodian=worker_id, lifted_at__isnull=True)
    three = (rows.order_by().values_list("family") for rows in (involved, opened, kept))
    return next(three).union(*three)


def _by_role(standing: Standing) -> Q | None:
    """What the worker's roles reach without naming a family; None where they reach nothing so."""
    reach = None
    for role, how in standing.ways("family.read"):
        if how == ANY or (how in (TEAM, UNTAKEN) and None in standing.teams[role]):
            return Q()
        if how == UNTAKEN:
            return Q()
        if how == TEAM:
            more = Q(team__in=sorted(standing.teams[role], key=str))
            reach = more if reach is None else reach | more
    return reach


def _narrowed(rows: QuerySet[Family], choice: Choice) -> QuerySet[Family]:
    if choice.reference:
        rows = rows.filter(reference__startswith=choice.reference.upper())
    if choice.team:
        rows = rows.filter(team_id=UUID(choice.team))
    if choice.state:
        rows = rows.filter(cases__state=choice.state)
    return rows.order_by("reference")


def _rows(rows: QuerySet[Family]) -> QuerySet[Family]:
    today = timezone.localdate()
    leads = Involvement.objects.filter(leading(today)).select_related("worker").order_by("worker__name", "worker_id")
    people = Member.objects.filter(within_or_open(today)).select_related("person")
    return rows.select_related("team").prefetch_related(
        Prefetch("involvements", leads, to_attr="leads"), Prefetch("members", people, to_attr="people"), "cases"
    )


def within_or_open(today: Any) -> Q:
    """Memberships of today: one without a first day has always been."""
    return (Q(from_on__isnull=True) | Q(from_on__lte=today)) & (Q(until_on__isnull=True) | Q(until_on__gt=today))


def helped_families(standing: Standing) -> list[Family]:
    """One row per family that a volunteer or mentor helps, each with its ``leads``; nothing of its file."""
    leads = Involvement.objects.filter(leading(timezone.localdate())).select_related("worker__agency")
    rows = scope.families(standing, "family.locate").prefetch_related(Prefetch("involvements", leads, to_attr="leads"))
    return list(rows.order_by("reference")[:PAGE])
