"""Who is close to whom, as information governance and each worker see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet

from thinkfamily.casework.access.models import Conflict, NearMatch, RelativeDeclared
from thinkfamily.casework.access.queries.people import worker_names
from thinkfamily.casework.access.said import Said, read
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import standing_of


def declared_by(worker: Any) -> list[RelativeDeclared]:
    """One row per person whom a worker declared, themselves left out, with what they said (``told``)."""
    return _told(RelativeDeclared.objects.filter(worker=worker, is_self=False))


def said_of_oneself(worker: Any) -> Said | None:
    """What a worker said last of themselves."""
    row = RelativeDeclared.objects.filter(worker=worker, is_self=True).order_by("-declared_at").first()
    return read(row.said) if row else None


def near_for(reader: Any) -> QuerySet[NearMatch]:
    """One row per near match that a reader may decide: another's, of somebody on a file that nothing keeps from the reader."""
    members = apps.get_model("families", "Member").objects.filter(
        person=OuterRef("person"), family__in=not_kept_from(standing_of(reader))
    )
    rows = NearMatch.objects.filter(Exists(members), is_close__isnull=True).exclude(worker=reader.pk)
    return rows.select_related("worker", "person", "declared")


def near_shown_to(reader: Any) -> list[NearMatch]:
    """The same, each with what the worker said (``told``) and the files of who was found (``files``). Two queries."""
    rows = list(near_for(reader))
    members = (
        apps.get_model("families", "Member")
        .objects.filter(person__in=[row.person_id for row in rows], family__in=not_kept_from(standing_of(reader)))
        .values_list("person", "family__reference")
    )
    files: dict[Any, set[str]] = {}
    for person, reference in members if rows else ():
        files.setdefault(person, set()).add(reference)
    for row in rows:
        row.told = read(row.declared.said)  # type: ignore[attr-defined]
        row.files = sorted(files.get(row.person_id, ()))  # type: ignore[attr-defined]
    return rows


def near_shown(reader: Any, pk: UUID) -> NearMatch | None:
    """One near match that a reader may decide, as it is shown."""
    return next((row for row in near_shown_to(reader) if row.pk == pk), None)


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
    """One row per person declared by anybody else."""
    rows = RelativeDeclared.objects.exclude(worker=reader.pk)
    return rows.select_related("worker").order_by("worker__name", "declared_at", "pk")


def declared_shown_to(reader: Any) -> list[RelativeDeclared]:
    """The same, with what they said (``told``)."""
    return _told(declared_for(reader))


def _told(rows: QuerySet[RelativeDeclared]) -> list[RelativeDeclared]:
    found = list(rows)
    for row in found:
        row.told = read(row.said)  # type: ignore[attr-defined]
    return found


def conflict_for(reader: Any, pk: UUID) -> Conflict | None:
    """One conflict that a reader may end."""
    return conflicts_for(reader).filter(pk=pk).first()


def one_declared_for(reader: Any, pk: UUID) -> RelativeDeclared | None:
    """One relative declared by somebody else."""
    return declared_for(reader).filter(pk=pk).first()
