"""What waits for a worker."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from thinkfamily.casework.access.models import Notice

SHOWN = 50


def waiting_for(worker: Any) -> QuerySet[Notice]:
    """One row per thing put before a worker, the newest first."""
    return Notice.objects.filter(to=worker)[:SHOWN]


def how_many_wait(worker: Any) -> int:
    """How many of them the worker has not seen."""
    return Notice.objects.filter(to=worker, seen_at__isnull=True).count()
