"""Who works with a family."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.agencies.roles import LEADS, ROLES
from thinkfamily.casework.families.queries.names import with_worker
from thinkfamily.casework.prepared import Asking, prepared
from thinkfamily.casework.prepared.days import today_here

# Family members have accounts too; auditors and readers on request are not of the team.
NOT_OF_THE_TEAM = ("family_member", "audit", "governance")


def team_around(family: Any) -> list[Involvement]:
    """One row per worker involved with a family today, its leads first; of leads those who can lead today.

    ``is_asked`` is said of who was asked to lead and has not answered: nobody leads who has not accepted.
    """
    found = _involved(family.pk, today_here())
    for row in found:
        row.title = ROLES[row.role].title
        row.is_lead = row.role in LEADS
    return sorted(found, key=lambda row: not row.is_lead)


def asked_of_team(family: Any) -> list[Asking]:
    """What `team_around` asks, for `together`."""
    return [_involved.on(family.pk, today_here())]


@prepared
def _involved(family_id: Any, today: Any) -> QuerySet[Involvement]:
    now = Q(within(today), ~Q(role__in=LEADS)) | leading(today)
    rows = Involvement.objects.filter(now, family=family_id).exclude(role__in=NOT_OF_THE_TEAM)
    # The answer to an allocation is a row of a higher app, read through the part that it belongs to.
    asked = Q(acceptance__isnull=False, acceptance__accepted_at__isnull=True)
    rows = rows.annotate(is_asked=ExpressionWrapper(asked, output_field=BooleanField()))
    return with_worker(rows).order_by("from_on", "given_at")
