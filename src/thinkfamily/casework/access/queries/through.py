"""Through what a worker reached a family's file at a moment gone by, from facts that keep their dates.

The audit says who did what and when; involvements, appointments, openings and restrictions say why they could.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from thinkfamily.casework.access.models import Involvement, Opening, Restriction
from thinkfamily.casework.access.powers import CUSTODIAN, OPENED, OWN, TEAM, UNTAKEN
from thinkfamily.casework.agencies.models import Appointment
from thinkfamily.casework.agencies.roles import LEADS


class Parts:
    """What some workers held on some families, over all time: five queries, however many of each."""

    def __init__(self, workers: Collection[UUID], families: Collection[UUID]) -> None:
        self._parts: dict[tuple[UUID, UUID], list[tuple[date, date | None]]] = defaultdict(list)
        self._led: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
        for worker, family, role, since, until in Involvement.objects.filter(family__in=families).values_list(
            "worker_id", "family_id", "role", "from_on", "until_on"
        ):
            self._parts[worker, family].append((since, until))
            if role in LEADS:
                self._led[family].append((since, until))
        self.roles: dict[UUID, list[tuple[str, Any, date, date | None]]] = defaultdict(list)
        for worker, role, team, first, end in Appointment.objects.filter(worker__in=workers).values_list(
            "worker_id", "role", "team_id", "from_on", "until_on"
        ):
            self.roles[worker].append((role, team, first, end))
        self._opened: dict[tuple[UUID, UUID], list[tuple[datetime, datetime]]] = defaultdict(list)
        for worker, family, opens, ends in Opening.objects.filter(
            family__in=families, opens_at__isnull=False
        ).values_list("worker_id", "family_id", "opens_at", "ends_at"):
            if opens is not None and ends is not None:
                self._opened[worker, family].append((opens, ends))
        self._kept: dict[tuple[UUID, UUID], list[tuple[datetime, datetime | None]]] = defaultdict(list)
        for worker, family, since, until in Restriction.objects.filter(family__in=families).values_list(
            "custodian_id", "family_id", "set_at", "lifted_at"
        ):
            self._kept[worker, family].append((since, until))
        family_model = apps.get_model("families", "Family")
        self._team = dict(family_model.objects.filter(pk__in=families).values_list("pk", "team_id"))

    def roles_at(self, worker: UUID | None, at: datetime) -> list[str]:
        """The roles a worker held on the day of a moment."""
        day = timezone.localdate(at)
        held = self.roles.get(worker, []) if worker else []
        return sorted({role for role, _, since, until in held if _holds(since, until, day)})

    def through(self, worker: UUID | None, family: UUID | None, at: datetime) -> str:
        """Through which relationship a worker could reach a file at a moment; empty where there is none."""
        if worker is None or family is None:
            return ""
        day, pair = timezone.localdate(at), (worker, family)
        if any(_holds(since, until, day) for since, until in self._parts.get(pair, ())):
            return OWN
        if any(_holds(opens, ends, at) for opens, ends in self._opened.get(pair, ())):
            return OPENED
        if any(_holds(since, until, at) for since, until in self._kept.get(pair, ())):
            return CUSTODIAN
        held = [(role, team) for role, team, since, until in self.roles.get(worker, ()) if _holds(since, until, day)]
        if any(role == "manager" and team in (None, self._team.get(family)) for role, team in held):
            return TEAM
        is_led = any(_holds(since, until, day) for since, until in self._led.get(family, ()))
        return UNTAKEN if not is_led and any(role == "triage" for role, _ in held) else ""


def _holds(since: Any, until: Any, at: Any) -> bool:
    """Whether a half-open period holds a day or a moment."""
    return bool(since <= at and (until is None or at < until))
