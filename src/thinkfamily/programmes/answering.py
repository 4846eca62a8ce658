"""Whom a worker can answer a criterion for: one of the members it speaks of, or the family as one."""

from __future__ import annotations

from datetime import date

from thinkfamily.programmes.criterion import Criterion, WorkerSays, leaves
from thinkfamily.programmes.who import Who


def is_for_workers_alone(criterion: Criterion) -> bool:
    """Whether no record can answer it, and only a worker can."""
    return all(isinstance(leaf, WorkerSays) for leaf in leaves(criterion.test))


def is_of_members(criterion: Criterion) -> bool:
    """Whether one member is enough for it, so that it is answered for one of them."""
    return bool(_meant(criterion))


def is_of_the_family(criterion: Criterion) -> bool:
    """Whether it is answered for the family as one: of all together, or of every one of some."""
    return any(leaf.who.how != "one" for leaf in leaves(criterion.test))


def may_be_meant(criterion: Criterion, *, role: str, born: date | None, on: date) -> bool:
    """Whether a criterion can speak of one member, as far as is known: what nobody knows excludes nobody.

    Args:
        role: child, adult or expected.
        born: the member's date of birth, if it is known.
        on: the day on which age is counted.
    """
    return any(_fits(who, role, born, on) for who in _meant(criterion))


def _meant(criterion: Criterion) -> list[Who]:
    return [leaf.who for leaf in leaves(criterion.test) if leaf.who.how == "one"]


def _fits(who: Who, role: str, born: date | None, on: date) -> bool:
    if role == "expected":
        # Nobody answers a criterion for who is not born yet; an expectant mother is a member of her own.
        return False
    births = who.births(on)
    if births is None:
        return True
    if born is None:
        return not who.role or who.role == role
    first, last = births
    return (first is None or first <= born) and (last is None or born <= last)
