"""Who is close to whom, as information governance and each worker see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from thinkfamily.casework.access.models import Conflict, RelativeDeclared
from thinkfamily.casework.access.queries.people import worker_names
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import standing_of


def declared_by(worker: Any) -> QuerySet[RelativeDeclared]:
    """One row per relative that a worker declared: of what kind and on which day. Who it was is not kept."""
    return RelativeDeclared.objects.filter(worker=worker)


def conflicts_for(reader: Any) -> QuerySet[Conflict]:
    """One row per conflict that a reader may end: another's, on a file that nothing keeps from the reader."""
    rows = Conflict.objects.filter(family__in=not_kept_from(standing_of(reader))).exclude(worker=reader.pk)
    return rows.select_related("family", "worker").order_by("-recorded_at", "pk")


def conflicts_shown_to(reader: Any) -> list[Conflict]:
    """The same, each with who recorded it (``who``)."""
    rows = list(conflicts_for(reader))
    names = worker_names({row.recorded_by for row in rows})
    for row in rows:
        row.who = names.get(row.recorded_by, "")  # type: ignore[attr-defined]
    return rows


def declared_for(reader: Any) -> QuerySet[RelativeDeclared]:
    """One row per relative declared by anybody else."""
    rows = RelativeDeclared.objects.exclude(worker=reader.pk)
    return rows.select_related("worker").order_by("worker__name", "declared_at", "pk")


def conflict_for(reader: Any, pk: UUID) -> Conflict | None:
    """One conflict that a reader may end."""
    return conflicts_for(reader).filter(pk=pk).first()


def one_declared_for(reader: Any, pk: UUID) -> RelativeDeclared | None:
    """One relative declared by somebody else."""
    return declared_for(reader).filter(pk=pk).first()
