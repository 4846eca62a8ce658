"""What is written at meetings, as a chronology may be made of it: of those meetings alone that a worker may know of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thinkfamily.casework.meetings.machine import DRAFTED
from thinkfamily.casework.meetings.models import MeetingReport, MinuteLine
from thinkfamily.casework.meetings.queries.reading import meetings_of, reader_of
from thinkfamily.casework.plans.sources import Found, found_item


def lines_shown(worker: Any, family: Any, ids: Iterable[Any]) -> set[Any]:
    """Of some lines of minutes, those that a worker sees now."""
    return _shown(MinuteLine, worker, family, ids)


def reports_shown(worker: Any, family: Any, ids: Iterable[Any]) -> set[Any]:
    """Of some reports to meetings, those that a worker sees now."""
    return _shown(MeetingReport, worker, family, ids)


def line_found(worker: Any, family: Any, pk: Any) -> Found | None:
    """One line of minutes that are no draft any more, if the worker sees it."""
    if not lines_shown(worker, family, [pk]):
        return None
    rows = MinuteLine.objects.filter(pk=pk).exclude(meeting__minutes__state=DRAFTED)
    line = rows.select_related("agency", "person").first()
    return None if line is None else found_item("paragraph", line)


def report_found(worker: Any, family: Any, pk: Any) -> Found | None:
    """One report to a meeting, if the worker sees it."""
    if not reports_shown(worker, family, [pk]):
        return None
    return found_item("report", MeetingReport.objects.select_related("agency", "person").get(pk=pk))


def _shown(kind: Any, worker: Any, family: Any, ids: Iterable[Any]) -> set[Any]:
    reader = reader_of(worker, family)
    rows = kind.objects.filter(pk__in=list(ids), meeting__in=meetings_of(reader).values("pk"))
    return set(reader.sight.of(rows).values_list("pk", flat=True))
