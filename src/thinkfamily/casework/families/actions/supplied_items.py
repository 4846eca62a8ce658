"""Needs, services, costs and events from a packet, row for row by what they are about.

An item that is there already keeps its id, and with it who may see it and what was said of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from thinkfamily.casework.families.actions.categories import (
    agency_by_code,
    agency_of_feed,
    category_of_cost,
    category_of_need,
    category_of_service,
)
from thinkfamily.casework.families.models import AUDIENCES, CostBand, Event, Family, Need, Person, Service, Supply

Rows = Iterable[Mapping[str, Any]]
People = Mapping[str, Person]
_NARROWEST = {code: place for place, (code, _) in enumerate(AUDIENCES)}


def take_needs(family: Family, rows: Rows, people: People, supply: Supply, covered: frozenset[str]) -> None:
    """One item per criterion, member and agency whose feed shows it; what is no longer told is closed.

    A need that rests on a feed without a power for casework is left out whole: half of it would tell of the other half.
    """
    there = {
        (need.criterion, need.person_id, need.agency_id): need
        for need in Need.objects.filter(family=family, supply__isnull=False)
    }
    seen_as = _visibility(there.values())
    told = set()
    for row in rows:
        feeds = sorted({feed.strip() for feed in (row["sources"] or "").split(",") if feed.strip()})
        person = people.get(row["person"]) if row["person"] else None
        if set(feeds) - covered or (row["person"] and person is None):
            continue
        for feed in feeds or [None]:
            agency = agency_by_code(agency_of_feed(feed)) if feed else None
            key = (row["criterion"], person.pk if person else None, agency.pk if agency else None)
            need = there.get(key) or Need(family=family, person=person, agency=agency, criterion=row["criterion"][:60])
            is_new = need._state.adding
            need.heading, need.says, need.answer = row["heading"][:80], row["says"][:300], row["answer"]
            need.reason, need.sources = row["reason"] or "", (feed or "")[:300]
            need.source_on, need.from_on, need.until_on = row["extract_on"], row["from_on"], row["until_on"]
            need.category = category_of_need(row["criterion"], row["heading"], row["says"], feed)
            need.supply, need.closed_on = supply, None
            audience, hidden = seen_as.get(key[:2], ("", set()))
            if is_new and audience:
                need.audience = audience
            need.save()
            if is_new and hidden:
                need.hidden_from.set(hidden)
            there[key] = need
            told.add(need.pk)
    _close(Need, family, told, supply.as_at)


def take_services(family: Family, rows: Rows, supply: Supply) -> None:
    """One item per agency and service; one no longer told has ended."""
    there = {(row.agency_id, row.name): row for row in Service.objects.filter(family=family, supply__isnull=False)}
    told = set()
    for row in rows:
        agency, name = agency_by_code(row["agency"]), row["service"][:120]
        service = there.get((agency.pk, name)) or Service(family=family, agency=agency, name=name)
        service.people, service.is_open, service.supply, service.closed_on = row["people"], row["is_open"], supply, None
        service.from_on, service.until_on = row["from_on"], row["until_on"]
        service.category = category_of_service(row["agency"], row["service"])
        service.save()
        there[agency.pk, name] = service
        told.add(service.pk)
    gone = Service.objects.filter(family=family, supply__isnull=False, closed_on__isnull=True).exclude(pk__in=told)
    gone.filter(until_on__isnull=True).update(until_on=supply.as_at)
    gone.update(is_open=False, closed_on=supply.as_at)


def take_costs(family: Family, rows: Rows, supply: Supply) -> None:
    """One item per agency: its band."""
    there = {row.agency_id: row for row in CostBand.objects.filter(family=family, supply__isnull=False)}
    told = set()
    for row in rows:
        agency = agency_by_code(row["agency"])
        cost = there.get(agency.pk) or CostBand(family=family, agency=agency)
        cost.band, cost.supply, cost.closed_on = row["band"][:40], supply, None
        cost.category = category_of_cost(row["agency"])
        cost.save()
        there[agency.pk] = cost
        told.add(cost.pk)
    _close(CostBand, family, told, supply.as_at)


def take_events(family: Family, rows: Rows, people: People, supply: Supply, covered: frozenset[str]) -> int:
    """Add events that are not there, and end those that have ended; give how many were added.

    Two events that agree in everything are two: as many are kept as the fullest packet told.
    """
    there: dict[tuple[Any, ...], list[Event]] = {}
    for event in Event.objects.filter(family=family, supply__isnull=False).order_by("pk"):
        there.setdefault(_event_key(event.person_id, event.agency_id, event), []).append(event)
    met: Counter[tuple[Any, ...]] = Counter()
    new = []
    for row in rows:
        person = people.get(row["person"])
        if person is None or row["feed"] not in covered:
            continue
        agency = agency_by_code(row["agency"])
        event = Event(
            family=family,
            person=person,
            agency=agency,
            category=row["category"],
            supply=supply,
            event=row["event"][:60],
            title=row["title"][:200],
            from_on=row["from_on"],
            until_on=row["until_on"],
            quantity=row["quantity"],
            unit=(row["unit"] or "")[:30],
            role=(row["role"] or "")[:40],
            detail=(row["detail"] or "")[:120],
        )
        key = _event_key(person.pk, agency.pk, event)
        known = there.get(key, [])
        met[key] += 1
        if met[key] > len(known):
            new.append(event)
            continue
        old = known[met[key] - 1]
        if (old.until_on, old.quantity) != (event.until_on, event.quantity) and (event.until_on or not old.until_on):
            old.until_on, old.quantity = event.until_on, event.quantity
            old.save(update_fields=["until_on", "quantity"])
    Event.objects.bulk_create(new)
    return len(new)


def _event_key(person: Any, agency: Any, event: Event) -> tuple[Any, ...]:
    return (person, agency, event.event, event.from_on, event.role, event.detail, event.unit)


def _visibility(needs: Iterable[Need]) -> dict[tuple[Any, ...], tuple[str, set[Any]]]:
    """For each criterion and member, the narrowest audience of its needs and everyone they are hidden from."""
    found: dict[tuple[Any, ...], tuple[str, set[Any]]] = {}
    for need in needs:
        audience, hidden = found.get((need.criterion, need.person_id), (need.audience, set()))
        narrow = min(audience, need.audience, key=_NARROWEST.__getitem__)
        found[need.criterion, need.person_id] = (narrow, hidden | set(need.hidden_from.all()))
    return found


def _close(kind: Any, family: Family, told: set[Any], on: date) -> None:
    gone = kind.objects.filter(family=family, supply__isnull=False, closed_on__isnull=True).exclude(pk__in=told)
    gone.update(closed_on=on)
