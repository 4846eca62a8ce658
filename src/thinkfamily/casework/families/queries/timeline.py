"""What agencies recorded of a family, on one line of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from thinkfamily.casework.access.scope import Sight, sight_of
from thinkfamily.casework.families.models import CATEGORIES, Event, Statement
from thinkfamily.casework.families.queries.items import tell
from thinkfamily.casework.families.queries.names import as_supplied, names_of, with_person
from thinkfamily.casework.prepared import Asking, filled_up, prepared
from thinkfamily.programmes.vocabulary import load_vocabulary

PAGE = 40


@dataclass(frozen=True)
class Filter:
    """What a timeline is narrowed to; empty means not at all."""

    agency: str | UUID = ""
    category: str = ""
    person: str | UUID = ""
    from_on: date | None = None
    until_on: date | None = None

    def taken_apart(self) -> tuple[Any, ...]:
        """As an argument of a prepared query."""
        agency, person = (UUID(str(one)) if one else "" for one in (self.agency, self.person))
        return agency, self.category, person, self.from_on, self.until_on


@dataclass(frozen=True)
class Timeline:
    """One page of a timeline, grouped by month, the newest first.

    Attributes:
        page: where it stands among the others; what is on it is in ``months``.
        months: the first day of each, with its events.
    """

    page: Page[int]
    months: list[tuple[date, list[Event]]]


@dataclass(frozen=True)
class Narrowing:
    """What a reader's timeline can be narrowed by: only what is on it."""

    agencies: list[tuple[str, str]]
    categories: list[tuple[str, str]]
    people: list[tuple[str, str]]


def timeline(sight: Sight, wanted: Filter, page: int) -> Timeline:
    """One row per event that the reader may see, of one page: four queries however many there are."""
    asked = sight.taken_apart(), wanted.taken_apart()
    one = Paginator(range(_count(*asked)), PAGE).get_page(page)
    events = mark(_dated(*asked, PAGE * (one.number - 1)))
    said = _said(asked[0], filled_up(event.pk for event in events)) if events else []
    names = names_of(row.recorded_by for row in said)
    for row in said:
        row.recorded_by_name = names.get(row.recorded_by, "")
    tell(events, said)
    return Timeline(one, list(_by_month(events)))


def _count(sight: tuple[Any, ...], wanted: tuple[Any, ...]) -> int:
    return sum(_counted(sight, wanted))


@prepared
def _counted(sight: tuple[Any, ...], wanted: tuple[Any, ...]) -> QuerySet[Any, Any]:
    every = _narrowed(sight_of(sight).of(Event.objects.filter(from_on__isnull=False)), Filter(*wanted)).order_by()
    return every.values("family").annotate(count=Count("pk")).values_list("count", flat=True)


@prepared
def _dated(sight: tuple[Any, ...], wanted: tuple[Any, ...], start: int) -> QuerySet[Event]:
    rows = _narrowed(sight_of(sight).of(Event.objects.filter(from_on__isnull=False)), Filter(*wanted))
    rows = with_person(as_supplied(rows)).order_by("-from_on", "-until_on", "title", "pk")
    return rows[start : start + PAGE]


@prepared
def _said(sight: tuple[Any, ...], items: tuple[Any, ...]) -> QuerySet[Statement]:
    return sight_of(sight).of(Statement.objects.filter(on_item__in=items)).order_by("-recorded_at")


def asked_of_recent(sight: Sight, most: int) -> list[Asking]:
    """What `recent` asks, for `together`."""
    return [_recent.on(sight.taken_apart(), most)]


def recent(sight: Sight, most: int) -> list[Event]:
    """The newest events that the reader may see."""
    return mark(_recent(sight.taken_apart(), most))


@prepared
def _recent(sight: tuple[Any, ...], most: int) -> QuerySet[Event]:
    rows = sight_of(sight).of(Event.objects.filter(from_on__isnull=False))
    return with_person(as_supplied(rows)).order_by("-from_on", "title", "pk")[:most]


def mark(events: list[Any]) -> list[Any]:
    """Say of each event whether it is a spell that has not ended, and the role in words."""
    for event in events:
        event.says_role = event.role.replace("_", " ")
        event.is_open = event.until_on is None and event.event in spells()
    return events


def narrowing(sight: Sight) -> Narrowing:
    """The agencies, categories and people on a reader's timeline."""
    found = _narrowing(sight.taken_apart())
    agencies = {str(row[0]): row[1] for row in found if row[0]}
    here = {row[2] for row in found}
    people = {str(row[3]): " ".join(part for part in (row[6] or row[4], row[5]) if part) for row in found if row[3]}
    return Narrowing(
        sorted(agencies.items(), key=lambda pair: pair[1]),
        [(code, str(title)) for code, title in CATEGORIES if code in here],
        sorted(people.items(), key=lambda pair: (pair[1], pair[0])),
    )


@prepared
def _narrowing(sight: tuple[Any, ...]) -> QuerySet[Any, Any]:
    rows = sight_of(sight).of(Event.objects.filter(from_on__isnull=False)).order_by()
    person = ("person", "person__first_name", "person__last_name", "person__known_as")
    return rows.values_list("agency", "agency__name", "category", *person).distinct()


def _narrowed(rows: QuerySet[Event], wanted: Filter) -> QuerySet[Event]:
    if wanted.agency:
        rows = rows.filter(agency_id=wanted.agency)
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.person:
        rows = rows.filter(person_id=wanted.person)
    if wanted.from_on:
        # A spell belongs to each period in which it was open.
        still_open = Q(until_on__isnull=True, event__in=spells())
        rows = rows.filter(Q(from_on__gte=wanted.from_on) | Q(until_on__gt=wanted.from_on) | still_open)
    if wanted.until_on:
        rows = rows.filter(from_on__lte=wanted.until_on)
    return rows


@cache
def spells() -> frozenset[str]:
    """Events that last until they end: without an end, they are still open."""
    types = load_vocabulary().event_types
    return frozenset(types.filter(types["shape"] == "spell")["event"])


def _by_month(events: list[Any]) -> Iterator[tuple[date, list[Event]]]:
    for month, group in groupby(events, key=lambda event: event.from_on.replace(day=1)):
        yield month, list(group)
