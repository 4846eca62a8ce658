"""The names of workers, for whoever reads what they recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.families.models import IDENTIFIERS
from thinkfamily.casework.prepared import Asking, filled_up, prepared

# What no page shows of a person, an agency, an item or a worker beside a row, and stays in the database.
_OF_PERSON = (*IDENTIFIERS, "handle", "other_names", "made_at")
_BUT_THE_NAME = (
    *("pronouns", "date_of_birth", "born_precision", "died_on", "sex"),
    *("language", "needs_interpreter", "communication", "is_restricted"),
)
_OF_AGENCY = ("code", "kind", "is_home", "is_active")
_OF_ITEM = ("family", "supply", "recorded_by", "recorded_at")
_OF_WORKER = (
    *("password", "last_login", "email", "job_title", "person_id"),
    *("is_active", "account_until", "ended_because", "made_at", "made_by"),
)


def with_person(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with the name of whom they are about."""
    return with_details(rows).defer(*(f"person__{name}" for name in _BUT_THE_NAME))


def with_details(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with whom they are about, and what pages say of a person beside their name."""
    return rows.select_related("person").defer(*(f"person__{name}" for name in _OF_PERSON))


def with_agency(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with whose they are."""
    return rows.select_related("agency").defer(*(f"agency__{name}" for name in (*_OF_AGENCY, "ask")))


def as_supplied(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Items that agencies supplied, with whose they are: when and with which packet they came is on no page."""
    return with_agency(rows).defer(*_OF_ITEM)


def with_worker(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with the worker they are about and where that one works."""
    left = [f"worker__{name}" for name in _OF_WORKER] + [f"worker__agency__{name}" for name in _OF_AGENCY]
    return rows.select_related("worker__agency").defer(*left)


def with_recorder(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with the name of the worker who recorded them, and of that worker's agency, for `called`."""
    recorder = Worker.objects.filter(pk=OuterRef("recorded_by")).order_by()
    return rows.annotate(
        recorder_name=Subquery(recorder.values("name")), recorder_agency=Subquery(recorder.values("agency__name"))
    )


def called(name: str | None, agency: str | None) -> str:
    """How a worker is named to whoever reads what they recorded; empty where they are gone."""
    return f"{name}, {agency}" if name and agency else name or ""


def names_of(ids: Iterable[Any]) -> dict[Any, str]:
    """The name of each worker, with their agency: one query however many they are."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = _names(filled_up(wanted))
    return {pk: called(name, agency) for pk, name, agency in rows}


def asked_of_names(ids: Iterable[Any]) -> list[Asking]:
    """What `names_of` asks, for `together`."""
    wanted = {one for one in ids if one is not None}
    return [_names.on(filled_up(wanted))] if wanted else []


@prepared
def _names(ids: tuple[Any, ...]) -> QuerySet[Any, Any]:
    return Worker.objects.filter(pk__in=ids).values_list("pk", "name", "agency__name").order_by()
