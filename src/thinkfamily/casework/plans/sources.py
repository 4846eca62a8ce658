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


# For each kind, of a worker and a family: of some ids those that the worker sees now, and one of them.
Seen = Callable[[Any, Any, Iterable[Any]], set[Any]]
One = Callable[[Any, Any, Any], Found | None]
_MORE: dict[str, tuple[Seen, One]] = {}


def promotable(kind: str, seen: Seen, one: One) -> None:
    """Let things of a kind be promoted to a chronology, where more decides who sees them than the filter of items."""
    _MORE[kind] = (seen, one)


def kinds() -> list[str]:
    """Every kind of thing that can be promoted: what happened or was said, and no cost, need, referral or line of a chronology."""
    never = ("costband", "need", "referred", "chronology")
    return [kind for kind in dict.fromkeys([*KINDS, *_MORE]) if kind not in never]


def seen_now(worker: Any, seen: Sight, wanted: dict[str, set[Any]]) -> set[tuple[str, Any]]:
    """Of some things by kind, those that a worker sees now: as many queries as there are kinds among them."""
    found: set[tuple[str, Any]] = set()
    for kind, ids in wanted.items():
        if kind in _MORE:
            visible = _MORE[kind][0](worker, seen.family, ids)
        elif kind in KINDS:
            visible = set(seen.of(KINDS[kind].objects.filter(pk__in=ids)).values_list("pk", flat=True))
        else:
            visible = set()
        found |= {(kind, pk) for pk in visible}
    return found


def one_of(worker: Any, seen: Sight, kind: str, pk: Any) -> Found | None:
    """One thing of the file that can be promoted, if the worker sees it."""
    if kind not in kinds():
        return None
    if kind in _MORE:
        return _MORE[kind][1](worker, seen.family, pk)
    item = seen.of(KINDS[kind].objects.filter(pk=pk)).select_related("agency", "person").first()
    return None if item is None else found_item(kind, item)


def found_item(kind: str, item: Any) -> Found:
    """An item as something to promote."""
    says = next(
        (str(words) for name in ("text", "title", "says", "name") if (words := getattr(item, name, ""))),
        # A contact in which nobody was met has no words, and is called by what came of it.
        str(item.get_outcome_display()) if hasattr(item, "get_outcome_display") else "",
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
