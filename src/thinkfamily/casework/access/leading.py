"""Who counts as a lead of today, wherever leads are asked for: the one place that says so.

A part as a lead outlives the role and the account of whoever has it, so that a manager still sees whom a family was with. But
nobody leads who cannot come in: then the family has no lead, and its manager answers for it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from thinkfamily.casework.agencies.models import Appointment, within
from thinkfamily.casework.agencies.roles import LEADS


def leading(today: date | Any) -> Q:
    """Parts as a lead that are in date, of a worker whose account is in date and who holds that role today.

    It narrows rows of `Involvement`. Whether the lead has accepted is asked besides.
    """
    return within(today) & Q(role__in=LEADS) & can_lead(today)


def can_lead(today: date | Any) -> Q:
    """Parts of a worker whose account is in date and who holds the role of the part today, whatever the part's own days."""
    in_date = Q(worker__account_until__isnull=True) | Q(worker__account_until__gt=today)
    held = Appointment.objects.filter(within(today), worker=OuterRef("worker"), role=OuterRef("role"))
    return Q(worker__is_active=True) & in_date & Q(Exists(held))
