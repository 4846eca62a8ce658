"""What grants in force open, taken apart so that a prepared query can be handed it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.prepared import filled_up

# Whose items (None: the team's), of which categories, about whom, and which: where nobody, or no item, is named, all.
Granted = tuple[Any, tuple[str, ...], tuple[UUID, ...], tuple[UUID, ...]]


def taken_apart(grants: Iterable[Grant]) -> tuple[Granted, ...]:
    """What some grants open, each once and in one order, so that the same grants make the same SQL."""
    granted: set[Granted] = set()
    for grant in grants:
        people, items = (filled_up(UUID(one) for one in ids) for ids in (grant.people, grant.items))
        opened = (tuple(sorted(grant.categories)), people, items)
        granted.add((grant.from_agency_id, *opened))
        if grant.from_agency.is_home:
            # What the team recorded is the home agency's to share.
            granted.add((None, *opened))
    return tuple(sorted(granted, key=lambda one: (one[1], len(one[2]), len(one[3]), str(one))))


def opened(granted: Iterable[Granted]) -> Q:
    """The items that they open; none where there is no grant."""
    every = Q(pk__in=[])
    for agency_id, categories, people, items in granted:
        part = Q(agency__isnull=True) if agency_id is None else Q(agency=agency_id)
        part &= Q(category__in=categories)
        if people:
            part &= Q(person__in=people)
        if items:
            part &= Q(pk__in=items)
        every |= part
    return every


def opens(granted: Iterable[Granted], item: UUID, *, agency: Any, category: str, person: Any) -> bool:
    """The same, of one item that is read already: whether one of them opens it."""
    return any(
        agency == of_agency
        and category in categories
        and (not people or person in people)
        and (not items or item in items)
        for of_agency, categories, people, items in granted
    )
