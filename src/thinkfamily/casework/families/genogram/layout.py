"""The geometry of a genogram, in whole pixels: boxes of people, lanes of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thinkfamily.casework.families.genogram.facts import Figure, Tie, order_of
from thinkfamily.casework.families.genogram.generations import generations
from thinkfamily.casework.families.genogram.lines import Line, lines
from thinkfamily.casework.families.genogram.places import places

SLOT, SYMBOL, ROW = 184, 44, 92
MARGIN, GAP, LANE, SIDE, MARK = 16, 26, 12, 10, 26
_MOST_PORT_STEP, _PORTS = 7, 36


@dataclass(frozen=True)
class Place:
    """One person's place: the middle of the symbol, and its row."""

    figure: Figure
    x: int
    y: int
    row: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the symbol and its words."""
        return (self.x - SYMBOL // 2 - 4, self.y - ROW // 2, self.x - SYMBOL // 2 - 4 + SLOT - 6, self.y + ROW // 2)


@dataclass(frozen=True)
class Route:
    """One line, as the corners of its strokes: each stroke goes along or down, never across."""

    line: Line
    strokes: tuple[tuple[tuple[int, int], ...], ...]
    # Where on its level part a couple is marked.
    mark: tuple[int, int]


@dataclass(frozen=True)
class Layout:
    """All of a genogram."""

    places: tuple[Place, ...]
    routes: tuple[Route, ...]
    width: int
    height: int


def layout(figures: Sequence[Figure], ties: Sequence[Tie]) -> Layout:
    """Place people and lines. Ties that name somebody who is not among the figures are left out by the caller."""
    figures = sorted(figures, key=order_of)
    rows = generations(figures, ties)
    columns = places(figures, ties, rows)
    drawn = lines(ties, rows)
    beyond = [line for line in drawn if line.far_gap is not None]
    left = MARGIN + SIDE * len(beyond) + SYMBOL // 2 + 4
    x = {one: left + round(place * SLOT) for one, place in columns.items()}
    lanes = _lanes(drawn, x)
    depth = [GAP + LANE * (max(used, default=-1) + 1) for used in _by_gap(lanes, max(rows.values(), default=0) + 2)]
    tops = [MARGIN + depth[0]]
    for row in range(1, len(depth)):
        tops.append(tops[-1] + ROW + depth[row])
    placed = {one.id: Place(one, x[one.id], tops[rows[one.id]] + ROW // 2, rows[one.id]) for one in figures}
    feet, heads = _ports(drawn, placed)
    routes = []
    for line in drawn:
        side = MARGIN + SIDE * beyond.index(line) if line.far_gap is not None else None
        level = {gap: tops[gap] - GAP // 2 - LANE * lanes[line, gap] for gap in _gaps(line)}
        routes.append(_route(line, placed, feet, heads, level, side))
    width = max((place.box[2] for place in placed.values()), default=0) + MARGIN
    return Layout(tuple(placed.values()), tuple(routes), width, tops[-1] + MARGIN - GAP // 2)


def _gaps(line: Line) -> tuple[int, ...]:
    return (line.gap,) if line.far_gap is None else (line.gap, line.far_gap)


def _by_gap(lanes: dict[tuple[Line, int], int], gaps: int) -> list[list[int]]:
    return [[lane for (_, used), lane in lanes.items() if used == gap] for gap in range(gaps)]


def _lanes(drawn: Sequence[Line], x: dict[str, int]) -> dict[tuple[Line, int], int]:
    """The lane of each line in each gap it runs through: two that could touch never share one. Lane 0 is the lowest."""
    found: dict[tuple[Line, int], int] = {}
    taken: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def weight(line: Line) -> tuple[int, int, tuple[int, ...]]:
        # Lines between neighbours lie low, those from above higher, so that fewer cross.
        spread = [x[one] for one in line.feet + line.heads]
        return (0 if not line.feet else 1 if line.heads else 2, max(spread) - min(spread), line.ties)

    for line in sorted(drawn, key=weight):
        for gap in _gaps(line):
            ends = [x[one] for one in line.feet + line.heads]
            low, high = min(ends) - SYMBOL, max(ends) + SYMBOL
            low = 0 if line.far_gap is not None else low
            lane = 0
            while any(low < end and start < high for start, end in taken.get((gap, lane), [])):
                lane += 1
            taken.setdefault((gap, lane), []).append((low, high))
            found[line, gap] = lane
    return found


def _ports(
    drawn: Sequence[Line], placed: dict[str, Place]
) -> tuple[dict[tuple[str, Line], int], dict[tuple[str, Line], int]]:
    """Where on a symbol's foot or head each line begins: lines of one person stand beside one another."""
    sides: list[dict[tuple[str, Line], int]] = []
    for of in (lambda line: line.feet, lambda line: line.heads):
        mine: dict[str, list[Line]] = {}
        for line in drawn:
            for one in of(line):
                mine.setdefault(one, []).append(line)
        found = {}
        for one, held in mine.items():
            step = min(_MOST_PORT_STEP, _PORTS // max(len(held) - 1, 1))
            for number, line in enumerate(held):
                found[one, line] = placed[one].x + step * number - step * (len(held) - 1) // 2
        sides.append(found)
    return sides[0], sides[1]


def _route(
    line: Line,
    placed: dict[str, Place],
    feet: dict[tuple[str, Line], int],
    heads: dict[tuple[str, Line], int],
    level: dict[int, int],
    side: int | None,
) -> Route:
    half = SYMBOL // 2
    upper, lower = level[line.gap], level[line.gap if line.far_gap is None else line.far_gap]
    down = [(feet[one, line], placed[one].y + half) for one in line.feet]
    up = [(heads[one, line], placed[one].y - half) for one in line.heads]
    strokes: list[tuple[tuple[int, int], ...]] = [((x, y), (x, upper)) for x, y in down]
    strokes += [((x, lower), (x, y)) for x, y in up]
    if side is None:
        across = [x for x, _ in down + up]
        if min(across) != max(across):
            strokes.append(((min(across), upper), (max(across), upper)))
        ends = [x for x, _ in down] if len(down) == 2 else across
        # Beside one of the two, where fewest other lines pass.
        return Route(line, tuple(strokes), (max(ends) - MARK if len(ends) == 2 else max(ends), upper))
    over = max(x for x, _ in down)
    strokes.append(((over, upper), (side, upper), (side, lower), (max(x for x, _ in up), lower)))
    return Route(line, tuple(strokes), (over - MARK, upper))
