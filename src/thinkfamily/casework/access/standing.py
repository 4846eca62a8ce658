"""What one worker holds today: roles, teams, and the powers that are left to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from thinkfamily.casework.access.models import RoleSetting
from thinkfamily.casework.access.powers import ANY, POWERS, TEAM
from thinkfamily.casework.agencies.models import Appointment, Worker, within


@dataclass(frozen=True)
class Standing:
    """One worker as access sees them.

    Attributes:
        worker: who.
        teams: for each role held today, the teams it is held in; None among them means the whole area.
        withdrawn: powers withdrawn from a role here, as (role, power).
    """

    worker: Worker
    teams: dict[str, frozenset[UUID | None]]
    withdrawn: frozenset[tuple[str, str]]

    @property
    def roles(self) -> frozenset[str]:
        """The roles held today."""
        return frozenset(self.teams)

    def ways(self, power: str) -> list[tuple[str, str]]:
        """Each (role, relationship) through which this worker could hold a power, were the relationship there."""
        return [
            (role, how)
            for role, hows in sorted(POWERS[power].grants.items())
            if role in self.teams and (role, power) not in self.withdrawn
            for how in sorted(hows)
        ]

    def holds(self, power: str) -> bool:
        """Whether this worker holds a power that is about no particular family."""
        return any(how in (ANY, TEAM) for _, how in self.ways(power))


def standing_of(worker: Any) -> Standing:
    """The standing of a worker today; kept on the worker object, which lives as long as its request."""
    kept = getattr(worker, "_standing", None)
    if kept is not None:
        return kept
    teams: dict[str, set[UUID | None]] = {}
    if worker.is_in_date:
        for role, team in Appointment.objects.filter(within(timezone.localdate()), worker=worker).values_list(
            "role", "team_id"
        ):
            teams.setdefault(role, set()).add(team)
    withdrawn = {
        (role, power)
        for role, powers in RoleSetting.objects.filter(role__in=teams).values_list("role", "withdrawn")
        for power in powers
    }
    standing = Standing(worker, {role: frozenset(ids) for role, ids in teams.items()}, frozenset(withdrawn))
    worker._standing = standing
    return standing
