"""Through what a worker reached a family's file at a moment gone by, from facts that keep their dates.

The audit says who did what and when; involvements, appointments, openings, restrictions and how the family's cases stood say why
they could. What these are read by are the rules of today: a rule that was another then is not kept, and a page that shows this
says so.
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
from thinkfamily.casework.access.over import DECLINED, ENDED
from thinkfamily.casework.access.powers import CUSTODIAN, OPENED, OWN, TEAM, TEAMLESS, UNTAKEN
from thinkfamily.casework.agencies.models import Appointment
from thinkfamily.casework.agencies.roles import LEADS


class Parts:
    """What some workers held on some families, over all time: eight queries, however many of each."""

    def __init__(self, workers: Collection[UUID], families: Collection[UUID]) -> None:
        self._parts: dict[tuple[UUID, UUID], list[tuple[date, date | None]]] = defaultdict(list)
        self._led: dict[UUID, list[tuple[UUID, str, date, date | None]]] = defaultdict(list)
        for worker, family, role, since, until in Involvement.objects.filter(family__in=families).values_list(
            "worker_id", "family_id", "role", "from_on", "until_on"
        ):
            self._parts[worker, family].append((since, until))
            if role in LEADS:
                self._led[family].append((worker, role, since, until))
        self.roles: dict[UUID, list[tuple[str, Any, date, date | None]]] = defaultdict(list)
        for worker, role, team, first, end in Appointment.objects.filter(worker__in=workers).values_list(
            "worker_id", "role", "team_id", "from_on", "until_on"
        ):
            self.roles[worker].append((role, team, first, end))
        # Who leads without holding the role leads nobody: see `access.leading`. Roles end with the account.
        self._could_lead: dict[tuple[UUID, str], list[tuple[date, date | None]]] = defaultdict(list)
        leads = {worker for led in self._led.values() for worker, *_ in led}
        for worker, role, first, end in Appointment.objects.filter(worker__in=leads, role__in=LEADS).values_list(
            "worker_id", "role", "from_on", "until_on"
        ):
            self._could_lead[worker, role].append((first, end))
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
        self._stood: dict[UUID, dict[UUID, list[tuple[datetime, str]]]] = defaultdict(lambda: defaultdict(list))
        moves = apps.get_model("cases", "HistoricalCase").objects.filter(family__in=families).exclude(history_type="-")
        moves = moves.order_by("history_date", "history_id")
        for family, case, since, state in moves.values_list("family_id", "id", "history_date", "state"):
            self._stood[family][case].append((since, state))
        family_model = apps.get_model("families", "Family")
        self._team = dict(family_model.objects.filter(pk__in=families).values_list("pk", "team_id"))
        self._teams: dict[UUID, list[tuple[datetime, UUID | None]]] = defaultdict(list)
        kept = family_model.history.filter(id__in=families).order_by("history_date", "history_id")
        for family, since, team in kept.values_list("id", "history_date", "team_id"):
            self._teams[family].append((since, team))

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
        of_team = self._team_at(family, at)
        if any(role == "manager" and team in (None, of_team) for role, team in held):
            return TEAM
        is_led = self._was_led(family, day)
        is_triage = any(role == "triage" for role, _ in held)
        if not is_triage or self._had_ended(family, at):
            return ""
        return UNTAKEN if not is_led else TEAMLESS if of_team is None else ""

    def _was_led(self, family: UUID, day: date) -> bool:
        """Whether somebody led a family on a day, and held the role: as `access.leading.leading` asks of today."""
        return any(
            _holds(since, until, day)
            and any(_holds(first, end, day) for first, end in self._could_lead.get((worker, role), ()))
            for worker, role, since, until in self._led.get(family, ())
        )

    def _team_at(self, family: UUID, at: datetime) -> UUID | None:
        """The team whose file it was at a moment: that of today where nothing older is kept."""
        past = [team for since, team in self._teams[family] if since <= at]
        return past[-1] if past else self._team.get(family)

    def _had_ended(self, family: UUID, at: datetime) -> bool:
        """Whether a family had had a case at a moment and had none any more: as `access.over.has_ended` asks of now."""
        past = ([state for since, state in moves if since <= at] for moves in self._stood[family].values())
        states = [moves[-1] for moves in past if moves]
        return any(one in ENDED for one in states) and not any(one not in (*ENDED, DECLINED) for one in states)


def _holds(since: Any, until: Any, at: Any) -> bool:
    """Whether a half-open period holds a day or a moment."""
    return bool(since <= at and (until is None or at < until))
