"""The chronology of a family, as one reader may see it: a line is there only while what it stands for is."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.access.scope import sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.models import Statement
from thinkfamily.casework.families.queries.names import names_of, with_person
from thinkfamily.casework.families.queries.sharing import tell_basis_to
from thinkfamily.casework.plans.models import ChronologyEntry, Contact
from thinkfamily.casework.plans.sources import Found, one_of, seen_now


def chronology_of(worker: Any, family: Any) -> list[Any]:
    """One row per line of a family's chronology whose source the worker sees now, the oldest first."""
    standing = standing_of(worker)
    seen = sight(standing, family)
    rows = with_person(seen.of(ChronologyEntry.objects.filter(taken_out_at__isnull=True))).select_related("agency")
    every: list[Any] = list(rows)
    wanted: dict[str, set[Any]] = {}
    for row in every:
        wanted.setdefault(row.source_kind, set()).add(row.source)
    visible = seen_now(worker, seen, wanted)
    shown = [row for row in every if (row.source_kind, row.source) in visible]
    names = names_of(row.recorded_by for row in shown)
    corrected = _corrected({row.source for row in shown})
    for row in shown:
        row.recorder = names.get(row.recorded_by, "")
        row.is_corrected = row.source in corrected
    tell_basis_to(standing, family, shown)
    return shown


def entry_of(worker: Any, family: Any, entry_id: Any) -> Any | None:
    """One line of a family's chronology, if the worker sees what it stands for."""
    return next((row for row in chronology_of(worker, family) if row.pk == entry_id), None)


def _corrected(sources: set[Any]) -> set[Any]:
    """Of some contacts and statements, those that another has put right since."""
    return {
        pk
        for kind in (Contact, Statement)
        for pk in kind.objects.filter(corrects__in=sources).values_list("corrects", flat=True)  # type: ignore[attr-defined]
    }


def to_promote(worker: Any, family: Any, kind: str, pk: Any) -> Found | None:
    """One thing on a family's file that can be put into its chronology, if the worker sees it."""
    return one_of(worker, sight(standing_of(worker), family), kind, pk)
