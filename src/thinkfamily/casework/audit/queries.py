"""Reads of the audit: rows of events, the newest first. What an id stands for is looked up by the apps above."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from thinkfamily.casework.audit.models import AuditEvent, AuditSeal


def looks_at(family_id: UUID) -> QuerySet[AuditEvent]:
    """One row per event about one family's file: looks, changes and refusals."""
    return AuditEvent.objects.filter(family=family_id)


def done_by(worker_id: UUID) -> QuerySet[AuditEvent]:
    """One row per event that one worker caused."""
    return AuditEvent.objects.filter(worker=worker_id)


def named(text: str, using: str) -> QuerySet[AuditEvent]:
    """One row per event whose object, family or worker has one opaque id."""
    return AuditEvent.objects.using(using).filter(_is_named(text))


def about(text: str, using: str, *, most: int) -> list[AuditEvent]:
    """One row per event that names an opaque id anywhere, also among the hits of a search; reads every event."""
    everywhere = AuditEvent.objects.using(using).alias(listed=Cast("others", TextField()))
    return list(everywhere.filter(_is_named(text) | Q(listed__contains=f'"{text}"'))[:most])


def since(moment: datetime, *, workers: Iterable[UUID] | None = None) -> QuerySet[AuditEvent]:
    """One row per event since a moment, in order, at most of some workers.

    Events are found by the seals rather than by an index on time: what is under a seal made before then is older.
    """
    sealed = (
        AuditSeal.objects.filter(sealed_at__lt=moment).order_by("-number").values_list("last_id", flat=True).first()
    )
    found: Any = AuditEvent.objects.filter(pk__gt=sealed or 0, at__gte=moment).order_by("pk")
    return found if workers is None else found.filter(worker__in=list(workers))


def _is_named(text: str) -> Q:
    """Events about an opaque id, or by it."""
    wanted = Q(object=text)
    with suppress(ValueError):
        wanted |= Q(family=UUID(text)) | Q(worker=UUID(text))
    return wanted
