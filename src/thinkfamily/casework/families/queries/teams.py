"""Which team has a file, which had it before, and files that are of none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.over import has_ended
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.models import Appointment, Team, within
from thinkfamily.casework.families.models import Family

# Why a file is given to a team. A text of one's own could tell where somebody is who must not be found.
GIVEN_BECAUSE: dict[str, Any] = {
    "first": _("The file had no team"),
    "moved": _("The family has moved"),
    "needs": _("That team knows such needs"),
    "room": _("That team has room"),
    "mistake": _("It was with the wrong team"),
}


@dataclass(frozen=True)
class Given:
    """One time that a file came to a team: since when, to which, by whom and why."""

    at: datetime
    team: str
    by: str
    because: str


def without_a_team(standing: Standing) -> QuerySet[Family]:
    """One row per file of no team whose work goes on and that a worker may give to one, the oldest first."""
    rows = scope.families(standing, "family.team").filter(team__isnull=True)
    return rows.exclude(has_ended(OuterRef("pk"), or_declined=True)).order_by("made_at", "reference")


def teams_to_give(family: Any) -> list[Team]:
    """The teams in use that have a manager today and not this file: one query."""
    rows = Team.objects.filter(_managed(), is_active=True)
    return list(rows.exclude(pk=family.team_id) if family.team_id else rows)


def is_managed(team: Team) -> bool:
    """Whether somebody manages a team today, or the whole area."""
    return Team.objects.filter(_managed(), pk=team.pk).exists()


def teams_of(family: Any) -> list[Given]:
    """One row per time that a file came to a team, the newest first."""
    given: list[Given] = []
    before: Any = None
    rows = list(
        Family.history.filter(id=family.pk).select_related("history_user").order_by("history_date", "history_id")
    )
    names = dict(Team.objects.filter(pk__in={row.team_id for row in rows}).values_list("pk", "name"))
    for row in rows:
        if row.team_id != before:
            who = row.history_user.name if row.history_user else ""
            why = GIVEN_BECAUSE.get(row.history_change_reason or "", "")
            given.append(Given(row.history_date, names.get(row.team_id, ""), who, str(why)))
        before = row.team_id
    return given[::-1]


def _managed() -> Exists:
    """Teams that a manager has today whose account is in date; who manages the whole area manages each."""
    today = timezone.localdate()
    in_date = Q(worker__account_until__isnull=True) | Q(worker__account_until__gt=today)
    held = Appointment.objects.filter(within(today), in_date, role="manager", worker__is_active=True)
    return Exists(held.filter(Q(team__isnull=True) | Q(team=OuterRef("pk"))))
