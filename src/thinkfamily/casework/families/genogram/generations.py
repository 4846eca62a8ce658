"""Which generation each person belongs to, from ties that may be missing, or contradict one another."""

from __future__ import annotations

from collections.abc import Sequence

from thinkfamily.casework.families.genogram.facts import DOWN, LEVEL, Figure, Tie

MOST_GENERATIONS = 4


def generations(figures: Sequence[Figure], ties: Sequence[Tie]) -> dict[str, int]:
    """The row of each person, the eldest generation in row 0, in at most four rows.

    Ties are taken from the surest to the least sure. One that contradicts what is placed already (a circle, two people
    who are each other's parent) moves nobody; it is still drawn.
    """
    group = {figure.id: figure.id for figure in figures}
    depth = {figure.id: 0 for figure in figures}
    for tie, step in _steps(ties):
        kept, moved = group[tie.person], group[tie.other]
        if kept == moved:
            continue
        shift = depth[tie.person] + step - depth[tie.other]
        for one in sorted(group):
            if group[one] == moved:
                group[one] = kept
                depth[one] += shift
    return _in_rows(figures, group, depth)


def _steps(ties: Sequence[Tie]) -> list[tuple[Tie, int]]:
    strength = {kind: place for place, kind in enumerate([*DOWN, *LEVEL])}
    used = sorted((tie for tie in ties if tie.kind in strength), key=lambda tie: (strength[tie.kind], tie.number))
    return [(tie, DOWN.get(tie.kind, 0)) for tie in used]


def _in_rows(figures: Sequence[Figure], group: dict[str, str], depth: dict[str, int]) -> dict[str, int]:
    """Groups that no tie joins stand level with one another by their children; adults alone, a row above."""
    level = {}
    for name in sorted(set(group.values())):
        of_group = [figure for figure in figures if group[figure.id] == name]
        young = [depth[figure.id] for figure in of_group if not figure.is_adult]
        level[name] = min(young) if young else max(depth[figure.id] for figure in of_group) + 1
    rows = {figure.id: depth[figure.id] - level[group[figure.id]] for figure in figures}
    if not rows:
        return {}
    lowest = max(rows.values())
    highest = max(min(rows.values()), lowest - MOST_GENERATIONS + 1)
    return {one: max(row, highest) - highest for one, row in rows.items()}
