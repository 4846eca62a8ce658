"""Where each person stands in a row: couples side by side, children under their parents, nobody on top of another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from thinkfamily.casework.families.genogram.facts import COUPLE, DOWN, Figure, Tie, order_of

Block = tuple[str, ...]


def places(figures: Sequence[Figure], ties: Sequence[Tie], rows: dict[str, int]) -> dict[str, float]:
    """The place of each person along a row, in units of one person's width; two of a row are at least 1 apart."""
    people = {figure.id: figure for figure in figures}
    above: dict[str, list[str]] = {one: [] for one in people}
    below: dict[str, list[str]] = {one: [] for one in people}
    for tie in sorted(ties, key=lambda tie: tie.number):
        if tie.kind in DOWN and rows[tie.other] > rows[tie.person]:
            above[tie.other].append(tie.person)
            below[tie.person].append(tie.other)
    blocks = _blocks(people, ties, rows)
    at: dict[str, float] = {}
    for row in sorted(blocks):
        wanted = {block: _mean(at, [up for one in block for up in above[one]]) for block in blocks[row]}
        blocks[row].sort(key=lambda block: _rank(block, wanted[block], people))
        _set(at, blocks[row], [wanted[block] for block in blocks[row]])
    for near, order in ((below, sorted(blocks, reverse=True)), (above, sorted(blocks))):
        for row in order:
            kin = [_mean(at, [other for one in block for other in near[one]]) for block in blocks[row]]
            here = [_mean(at, list(block)) for block in blocks[row]]
            _set(at, blocks[row], [one if one is not None else other for one, other in zip(kin, here, strict=True)])
    first = min(at.values(), default=0.0)
    return {one: place - first for one, place in at.items()}


def _blocks(people: dict[str, Figure], ties: Sequence[Tie], rows: dict[str, int]) -> dict[int, list[Block]]:
    """People of a row who are or were couples, or have a child together, stand side by side, and couples of today first."""
    beside = _beside(people, ties, rows)
    couples = {
        pair
        for tie in ties
        if tie.kind == "partner" and not tie.is_over
        for pair in ((tie.person, tie.other), (tie.other, tie.person))
    }
    blocks: dict[int, list[Block]] = {}
    seen: set[str] = set()
    # From the ends of a chain of couples: somebody with two partners then stands between them.
    for one in sorted(people, key=lambda one: (len(beside[one]), order_of(people[one]))):
        if one in seen:
            continue
        block, waiting = [], [one]
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            block.append(current)
            next_to = [
                ((current, each) not in couples, order_of(people[each]), each) for each in beside[current] - seen
            ]
            waiting += [each for *_, each in sorted(next_to, reverse=True)]
        blocks.setdefault(rows[one], []).append(tuple(block))
    return blocks


def _beside(people: dict[str, Figure], ties: Sequence[Tie], rows: dict[str, int]) -> dict[str, set[str]]:
    """Beside whom each person stands.

    A step-parent or foster carer is placed by their partner. Only where none is known do the child's others count: were each
    of these beside each, a second marriage would tear couples apart.
    """
    beside: dict[str, set[str]] = {one: set() for one in people}
    for tie in ties:
        if tie.kind in COUPLE and rows[tie.person] == rows[tie.other]:
            beside[tie.person].add(tie.other)
            beside[tie.other].add(tie.person)
    carers: dict[str, set[str]] = {}
    parents: dict[str, set[str]] = {}
    for tie in ties:
        if tie.kind in DOWN and rows[tie.other] > rows[tie.person]:
            carers.setdefault(tie.other, set()).add(tie.person)
            if tie.kind == "parent":
                parents.setdefault(tie.other, set()).add(tie.person)
    _join(beside, parents.values(), rows, beside)
    alone = {one for one in people if not beside[one]}
    _join(beside, carers.values(), rows, alone)
    return beside


def _join(
    beside: dict[str, set[str]], groups: Iterable[set[str]], rows: dict[str, int], which: Collection[str]
) -> None:
    for group in groups:
        for one in group & set(which):
            for other in group - {one}:
                if rows[other] == rows[one]:
                    beside[one].add(other)
                    beside[other].add(one)


def _rank(block: Block, wanted: float | None, people: dict[str, Figure]) -> tuple[object, ...]:
    """Under their parents; then those at home before others; then the eldest first."""
    away = not any(people[one].is_home for one in block)
    return (wanted is None, wanted or 0.0, away, min(order_of(people[one]) for one in block))


def _mean(at: dict[str, float], others: list[str]) -> float | None:
    known = [at[other] for other in others if other in at]
    return sum(known) / len(known) if known else None


def _set(at: dict[str, float], blocks: list[Block], wanted: list[float | None]) -> None:
    """Place blocks in order, each as near to where it wants to be as the others let it (pooled neighbours)."""
    pools: list[tuple[float, int]] = []  # the sum of what neighbours wish, and how many they are
    last = 0.0
    starts = []
    for block, centre in zip(blocks, wanted, strict=True):
        left = last if centre is None else centre - (len(block) - 1) / 2
        starts.append(left)
        last = left + len(block)
    offsets, run = [], 0.0
    for block in blocks:
        offsets.append(run)
        run += len(block)
    for start, offset in zip(starts, offsets, strict=True):
        pool = (start - offset, 1)
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            before = pools.pop()
            pool = (before[0] + pool[0], before[1] + pool[1])
        pools.append(pool)
    bases = [total / count for total, count in pools for _ in range(count)]
    for block, offset, base in zip(blocks, offsets, bases, strict=True):
        for place, one in enumerate(block):
            at[one] = base + offset + place
