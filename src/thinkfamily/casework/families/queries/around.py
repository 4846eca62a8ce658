"""The agencies around a family: one set of facts, for the ecomap and the table beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.families.models import Service


@dataclass
class Around:
    """One agency around a family.

    Attributes:
        name: the agency, or the programme's own team.
        open: services active now.
        ended: services that have ended.
        workers: those of it who are on the team around the family.
    """

    name: str
    open: list[Service] = field(default_factory=list)
    ended: list[Service] = field(default_factory=list)
    workers: list[Involvement] = field(default_factory=list)

    @property
    def is_active(self) -> bool:
        """Whether anybody of it works with the family now."""
        return bool(self.open or self.workers)


def around(services: list[Service], team: list[Involvement], own: str) -> list[Around]:
    """One row per agency that serves the family or has a worker on its team, those active now first.

    Args:
        services: those the reader may see.
        team: the team around the family.
        own: what to call services that no agency supplied.
    """
    found: dict[Any, Around] = {}
    for service in services:
        name = service.agency.name if service.agency else own
        one = found.setdefault(name, Around(name))
        (one.open if service.is_open else one.ended).append(service)
    for row in team:
        if row.worker.agency is not None:
            found.setdefault(row.worker.agency.name, Around(row.worker.agency.name)).workers.append(row)
    return sorted(found.values(), key=lambda one: (not one.is_active, -len(one.open), one.name))
