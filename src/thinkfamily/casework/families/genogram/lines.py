"""Which lines a genogram has: each tie belongs to exactly one, and people with the same parents share one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thinkfamily.casework.families.genogram.facts import COUPLE, DOWN, Tie


@dataclass(frozen=True)
class Line:
    """One line: up to the feet of those above it, down to the heads of those below it.

    Attributes:
        kind: how it is drawn; a couple with children is one line of kind ``parent``.
        ties: numbers of the ties that it draws.
        gap: the space between rows in which it runs; gap 0 is above row 0.
        feet: those it hangs from, in the row above the gap.
        heads: those it leads to, in the row below the gap.
        far_gap: for ties over more than one row, the second gap, reached by the side of the drawing.
        couple: ``partner`` or ``ex_partner``, where it joins a couple.
    """

    kind: str
    ties: tuple[int, ...]
    gap: int
    feet: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    far_gap: int | None = None
    couple: str = ""


def lines(ties: Sequence[Tie], rows: dict[str, int]) -> list[Line]:
    """Every line of a drawing, in an order that the facts alone decide."""
    left = {tie.number: tie for tie in ties}
    found = _descents(left, rows)
    found += _couples(left, rows)
    found += _buses(left, rows)
    found += _singles(left, rows)
    return sorted(found, key=lambda line: (line.gap, line.ties))


def _descents(left: dict[int, Tie], rows: dict[str, int]) -> list[Line]:
    """Children of the same parents hang from one line, which also joins these where they are a couple."""
    parents: dict[str, set[str]] = {}
    for tie in left.values():
        if tie.kind == "parent" and rows[tie.other] == rows[tie.person] + 1:
            parents.setdefault(tie.other, set()).add(tie.person)
    broods: dict[tuple[str, ...], list[str]] = {}
    for child in sorted(parents):
        broods.setdefault(tuple(sorted(parents[child])), []).append(child)
    found = []
    for together, children in sorted(broods.items()):
        drawn = _take(left, lambda tie: tie.kind == "parent" and tie.person in together and tie.other in children)  # noqa: B023
        # Brothers and sisters hang side by side: the line says so, and needs no second one. Half-brothers and
        # half-sisters hang from the parent they share.
        drawn += _take(
            left,
            lambda tie: (
                tie.kind == "sibling"
                and (tie.person in children or tie.other in children)  # noqa: B023
                and bool(parents.get(tie.person, set()) & parents.get(tie.other, set()))
            ),
        )
        couple = ""
        if len(together) == 2:
            joined = _take(left, lambda tie: tie.kind in COUPLE and {tie.person, tie.other} == set(together))  # noqa: B023
            couple = _couple_of(joined)
            drawn += joined
        numbers = tuple(sorted(tie.number for tie in drawn))
        found.append(Line("parent", numbers, rows[children[0]], together, tuple(children), couple=couple))
    return found


def _couples(left: dict[int, Tie], rows: dict[str, int]) -> list[Line]:
    found = []
    for tie in [tie for tie in left.values() if tie.kind in COUPLE]:
        pair = {tie.person, tie.other}
        if tie.number not in left or rows[tie.person] != rows[tie.other]:
            continue
        joined = _take(left, lambda each: each.kind in COUPLE and {each.person, each.other} == pair)  # noqa: B023
        numbers = tuple(sorted(each.number for each in joined))
        found.append(Line("couple", numbers, rows[tie.person] + 1, tuple(sorted(pair)), couple=_couple_of(joined)))
    return found


def _buses(left: dict[int, Tie], rows: dict[str, int]) -> list[Line]:
    """A step-parent, carer or grandparent has one line to all of them in one row."""
    groups: dict[tuple[str, str, int], list[Tie]] = {}
    for tie in left.values():
        if rows[tie.other] > rows[tie.person] and (tie.kind in DOWN or tie.kind == "carer"):
            groups.setdefault((tie.kind, tie.person, rows[tie.other]), []).append(tie)
    found = []
    for (kind, person, row), group in sorted(groups.items()):
        for tie in group:
            del left[tie.number]
        first = rows[person] + 1
        numbers = tuple(sorted(tie.number for tie in group))
        heads = tuple(sorted({tie.other for tie in group}))
        found.append(Line(kind, numbers, first, (person,), heads, far_gap=row if row > first else None))
    return found


def _singles(left: dict[int, Tie], rows: dict[str, int]) -> list[Line]:
    """What is left: ties within a row, or against the order of generations. Said both ways round, it is one line."""
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for tie in left.values():
        groups.setdefault((tie.kind, tuple(sorted((tie.person, tie.other)))), []).append(tie.number)
    found = []
    for (kind, pair), numbers in sorted(groups.items()):
        upper, lower = sorted(pair, key=lambda one: (rows[one], one))
        couple = kind if kind in COUPLE else ""
        if rows[upper] == rows[lower]:
            found.append(Line(kind, tuple(sorted(numbers)), rows[upper], (), pair, couple=couple))
            continue
        first = rows[upper] + 1
        far = rows[lower] if rows[lower] > first else None
        found.append(Line(kind, tuple(sorted(numbers)), first, (upper,), (lower,), far, couple))
    return found


def _take(left: dict[int, Tie], wanted) -> list[Tie]:  # type: ignore[no-untyped-def]
    taken = [tie for tie in left.values() if wanted(tie)]
    for tie in taken:
        del left[tie.number]
    return taken


def _couple_of(ties: list[Tie]) -> str:
    """A couple today, if any agency says so; a former one where it was; nothing where nobody says."""
    if any(tie.kind == "partner" and not tie.is_over for tie in ties):
        return "partner"
    return "ex_partner" if ties else ""
