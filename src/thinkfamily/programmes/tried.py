"""Rules about to change: which answers can differ from those of the rules they are set against, and from when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from thinkfamily.programmes.criterion import Combined, Criterion, Measure, Test, Threshold, leaves
from thinkfamily.programmes.framework import Programme

_T = TypeVar("_T", bound=Test)


def affected(rules: Programme, base: Programme) -> tuple[str, ...]:
    """Ids of the criteria of ``rules`` whose answer can differ from the one of the same id in ``base``, in order.

    A criterion's words and source change no answer. Whose needs count changes every answer.
    """
    if rules.residence != base.residence:
        return tuple(each.id for each in rules.criteria)
    was, now = _by_id(base), _by_id(rules)
    other = {
        name
        for name in {*was, *now}
        if name not in was
        or name not in now
        or (was[name].test, was[name].heading, was[name].voids) != (now[name].test, now[name].heading, now[name].voids)
    }
    set_aside = {name for held in (was, now) for each in other if each in held for name in held[each].voids}
    return tuple(name for name in now if name in other | set_aside)


def needed_for(rules: Programme, ids: tuple[str, ...]) -> tuple[Criterion, ...]:
    """The criteria to ask so that some are answered: themselves, and those that would set one of them aside."""
    return tuple(each for each in rules.criteria if each.id in ids or set(each.voids) & set(ids))


def as_if_in_force(rules: Programme, base: Programme, as_at: date) -> tuple[Programme, tuple[str, ...]]:
    """The rules as they are to be tried on a date: what they newly declare for a later day is taken as in force.

    Returns:
        the rules, and what was assumed, as sentences.
    """
    notes = []
    first = rules.in_force[0]
    if as_at < first:
        notes.append(f"The rules are in force from {first}; they were tried on {as_at} as if they were then.")
        rules = replace(rules, in_force=(as_at, None))
    was = _by_id(base)
    criteria = []
    for each in rules.criteria:
        held = _dated(was[each.id].test) if each.id in was else set()
        tried = _in_force(each.test, held, as_at)
        if tried != each.test:
            notes.append(f"{each.id}: its values of a later day were tried as if in force on {as_at}.")
        criteria.append(replace(each, test=tried))
    return replace(rules, criteria=tuple(criteria)), tuple(notes)


def _by_id(programme: Programme) -> dict[str, Criterion]:
    return {each.id: each for each in programme.criteria}


def _dated(test: Test) -> set[tuple[date | None, float]]:
    return {entry for leaf in leaves(test) if isinstance(leaf, Measure) for entry in leaf.threshold.dated}


def _in_force(test: _T, held: set[tuple[date | None, float]], as_at: date) -> _T:
    if isinstance(test, Combined):
        return replace(test, parts=tuple(_in_force(part, held, as_at) for part in test.parts))
    if not isinstance(test, Measure):
        return test
    later = [value for start, value in test.threshold.dated if start and start > as_at and (start, value) not in held]
    if not later:
        return test
    return replace(test, threshold=Threshold(test.threshold.operator, ((None, later[-1]),), test.threshold.unit))
