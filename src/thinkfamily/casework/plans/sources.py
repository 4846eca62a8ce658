"""What a chronology can be made from: each kind of thing on a file, and how its rows are found as one reader sees them.

Apps above this one add theirs with `promotable` when they are ready, as meetings do; nothing here names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.scope import Sight
from thinkfamily.casework.families.queries.items import KINDS


@dataclass(frozen=True)
class Found:
    """One thing that can be promoted, as one reader sees it.

    Attributes:
        kind: its kind.
        pk: its id.
        says: what stands on the file, to make one line of.
        on: its day; None where it has none.
        person: whom it is about; None for the family as one.
        agency: whose it is; None for the team.
        category: its category.
        audience: its audience.
        hidden_from: the people who must not see it.
    """

    kind: str
    pk: Any
    says: str
    on: date | None
    person: Any
    agency: Any
    category: str
    audience: str
    hidden_from: tuple[Any, ...]


# For each kind: of some ids those that a reader sees now, and one of them.
Seen = Callable[[Sight, Iterable[Any]], set[Any]]
One = Callable[[Sight, Any], Found | None]
_MORE: dict[str, tuple[Seen, One]] = {}


def promotable(kind: str, seen: Seen, one: One) -> None:
    """Let things of a kind be promoted to a chronology."""
    _MORE[kind] = (seen, one)


def kinds() -> list[str]:
    """Every kind of thing that can be promoted: what happened or was said, and no cost, need or line of a chronology."""
    return [kind for kind in [*KINDS, *_MORE] if kind not in ("costband", "need", "chronology")]


def seen_now(sight: Sight, wanted: dict[str, set[Any]]) -> set[tuple[str, Any]]:
    """Of some things by kind, those that a reader sees now: one query a kind."""
    found: set[tuple[str, Any]] = set()
    for kind, ids in wanted.items():
        if kind in _MORE:
            visible = _MORE[kind][0](sight, ids)
        elif kind in KINDS:
            visible = set(sight.of(KINDS[kind].objects.filter(pk__in=ids)).values_list("pk", flat=True))
        else:
            visible = set()
        found |= {(kind, pk) for pk in visible}
    return found


def one_of(sight: Sight, kind: str, pk: Any) -> Found | None:
    """One thing of the file that can be promoted, if the reader sees it."""
    if kind not in kinds():
        return None
    if kind in _MORE:
        return _MORE[kind][1](sight, pk)
    item = sight.of(KINDS[kind].objects.filter(pk=pk)).select_related("agency", "person").first()
    return None if item is None else found_item(kind, item)


def found_item(kind: str, item: Any) -> Found:
    """An item as something to promote."""
    says = next(
        (str(words) for name in ("text", "title", "says", "name") if (words := getattr(item, name, ""))),
        "",
    )
    happened = getattr(item, "happened_at", None)
    on = timezone.localdate(happened) if happened else item.from_on
    return Found(
        kind=kind,
        pk=item.pk,
        says=says,
        on=on,
        person=item.person,
        agency=item.agency,
        category=item.category,
        audience=item.audience,
        hidden_from=tuple(item.hidden_from.all()),
    )
