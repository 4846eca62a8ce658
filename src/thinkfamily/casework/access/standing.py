"""What one worker holds today: roles, teams, and the powers that are left to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from thinkfamily.casework.access.models import RoleSetting
from thinkfamily.casework.access.powers import ANY, POWERS, TEAM
from thinkfamily.casework.agencies.models import Agency, Appointment, Worker, within
from thinkfamily.casework.prepared import Asking, prepared
from thinkfamily.casework.prepared.days import today_here

# A role, and the relationship to the family through which it reaches.
Way = tuple[str, str]


@lru_cache(maxsize=16_384)
def ways_of(roles: frozenset[str], withdrawn: frozenset[tuple[str, str]], power: str) -> tuple[Way, ...]:
    """Each way in which some roles could hold a power: it rests on the matrix and on what is given, and on nothing else.

    Args:
        roles: those held.
        withdrawn: powers withdrawn from a role here, as (role, power).
        power: which.
    """
    return tuple(way for way in POWERS[power].ways if way[0] in roles and (way[0], power) not in withdrawn)


@dataclass(frozen=True)
class Standing:
    """One worker as access sees them.

    Attributes:
        worker: who.
        teams: for each role held today, the teams it is held in; None among them means the whole area.
        withdrawn: powers withdrawn from a role here, as (role, power).
        moment: when it is that access is asked about; None for now.
    """

    worker: Worker
    teams: dict[str, frozenset[UUID | None]]
    withdrawn: frozenset[tuple[str, str]]
    moment: tuple[date, datetime] | None = None

    @property
    def today(self) -> date:
        """The day on which access is asked about."""
        return self.moment[0] if self.moment else today_here()

    @property
    def now(self) -> datetime:
        """The moment at which access is asked about."""
        return self.moment[1] if self.moment else timezone.now()

    def taken_apart(self) -> tuple[Any, ...]:
        """As an argument of a prepared query, of this moment; `put_together` there makes it a standing again."""
        return *self.held(), self.today, self.now

    def held(self) -> tuple[Any, ...]:
        """Who it is and what they hold, whenever that is: ids and names of ours."""
        worker = self.worker
        agency = None if worker.agency is None else (worker.agency.pk, worker.agency.kind, worker.agency.is_home)
        teams = tuple((role, tuple(sorted(ids, key=str))) for role, ids in sorted(self.teams.items()))
        withdrawn = tuple(sorted(self.withdrawn))
        return worker.pk, worker.person_id, agency, teams, withdrawn, worker.is_program

    def stands_still(self, moment: tuple[date, datetime] | None = None) -> Standing:
        """The standing as it is now, or at another moment, and stays: for what is asked several times of one moment."""
        return replace(self, moment=moment or (self.today, self.now))

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held today."""
        return frozenset(self.teams)

    def ways(self, power: str) -> tuple[Way, ...]:
        """Each (role, relationship) through which this worker could hold a power, were the relationship there."""
        return ways_of(self.roles, self.withdrawn, power)

    def holds(self, power: str) -> bool:
        """Whether this worker holds a power that is about no particular family."""
        return any(how in (ANY, TEAM) for _, how in self.ways(power))


def put_together(parts: tuple[Any, ...]) -> Standing:
    """A standing from what it was taken apart into."""
    worker_id, person_id, of_agency, teams, withdrawn, is_program, today, now = parts
    agency = None
    if of_agency is not None:
        agency = Agency(pk=of_agency[0], kind=of_agency[1], is_home=of_agency[2])
    worker = Worker(pk=worker_id, person_id=person_id, agency=agency, is_program=is_program)
    held = {role: frozenset(ids) for role, ids in teams}
    return Standing(worker, held, frozenset(withdrawn), (today, now))


def standings_of(workers: Iterable[Worker], on: date | None = None) -> list[Standing]:
    """The standing of each of many workers, today or on another day as far as it is known today: two queries."""
    workers, day = list(workers), on or timezone.localdate()
    held: dict[UUID, dict[str, set[UUID | None]]] = {worker.pk: {} for worker in workers}
    in_date = [worker.pk for worker in workers if worker.is_in_date_on(day)]
    rows = Appointment.objects.filter(within(day), worker__in=in_date)
    for worker_id, role, team in rows.values_list("worker_id", "role", "team_id"):
        held[worker_id].setdefault(role, set()).add(team)
    settings = dict(RoleSetting.objects.values_list("role", "withdrawn"))
    moment = None if on is None else (on, timezone.now())
    standings = []
    for worker in workers:
        teams = {role: frozenset(ids) for role, ids in held[worker.pk].items()}
        withdrawn = frozenset((role, power) for role in teams for power in settings.get(role, ()))
        standings.append(Standing(worker, teams, withdrawn, moment))
    return standings


def standing_of(worker: Any) -> Standing:
    """The standing of a worker today; kept on the worker object, which lives as long as its request."""
    kept = getattr(worker, "_standing", None)
    if kept is not None:
        return kept
    teams: dict[str, set[UUID | None]] = {}
    withdrawn: set[tuple[str, str]] = set()
    for role, team, powers in _held(worker.pk, today_here()) if worker.is_in_date else ():
        teams.setdefault(role, set()).add(team)
        withdrawn |= {(role, power) for power in powers or ()}
    standing = Standing(worker, {role: frozenset(ids) for role, ids in teams.items()}, frozenset(withdrawn))
    worker._standing = standing
    return standing


def forget_standing(worker: Any) -> None:
    """Undo the circle of a worker with their standing, so that both go with the request that asked and leave their place."""
    worker.__dict__.pop("_standing", None)


def asked_of_standing(worker_id: Any) -> list[Asking]:
    """What `standing_of` asks, for `together`."""
    return [_held.on(worker_id, today_here())]


@prepared
def _held(worker_id: Any, today: Any) -> QuerySet[Any, Any]:
    withdrawn = RoleSetting.objects.filter(role=OuterRef("role")).values("withdrawn")[:1]
    return Appointment.objects.filter(within(today), worker=worker_id).values_list(
        "role", "team_id", Subquery(withdrawn)
    )
