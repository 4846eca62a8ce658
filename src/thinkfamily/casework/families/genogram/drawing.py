"""The genogram as SVG: presentation attributes only, no style and no script, so that a strict policy lets it be."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from xml.etree.ElementTree import Element, SubElement, tostring

from thinkfamily.casework.families.genogram.facts import Figure, Tie
from thinkfamily.casework.families.genogram.layout import ROW, SYMBOL, Layout, Place, Route, layout

INK, QUIET, SHADE, PAPER = "#0b0c0c", "#505a5f", "#f3f2f1", "#ffffff"
_DASHES = {
    "step_parent": "10 5",
    "foster_carer": "2 4",
    "carer": "2 4",
    "grandparent": "10 4 2 4",
    "other_kin": "6 6",
    "partner": "",
    "ex_partner": "",
}
_LETTERS, _LINES = 15, 5


def draw(figures: Sequence[Figure], ties: Sequence[Tie], *, title: str, says: str, name: str = "genogram") -> str:
    """One SVG element: each person once, each tie once; the same facts give the same bytes.

    Args:
        figures: the people, in any order.
        ties: their ties; one that names nobody of the figures is left out.
        title: what it is, for those who cannot see it.
        says: what it shows in a sentence, and where the same facts stand as text.
        name: begins the ids inside it; two drawings of a page need two names.
    """
    known = {figure.id for figure in figures}
    plan = layout(figures, [tie for tie in ties if {tie.person, tie.other} <= known and tie.person != tie.other])
    size = {"width": str(plan.width), "height": str(plan.height), "viewBox": f"0 0 {plan.width} {plan.height}"}
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "tf-genogram",
            **size,
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "font-family": "Arial, Helvetica, sans-serif",
            "font-size": "14",
        },
    )
    SubElement(svg, "title", {"id": f"{name}-title"}).text = _plain(title)
    SubElement(svg, "desc", {"id": f"{name}-desc"}).text = _plain(says)
    _home(svg, plan)
    for route in plan.routes:
        _line(svg, route)
    for number, place in enumerate(plan.places, start=1):
        _person(svg, place, number)
    return tostring(svg, encoding="unicode")


def _home(svg: Element, plan: Layout) -> None:
    """The outline round those who live with the children: drawn twice, so that only its outer edge is seen."""
    runs: list[tuple[int, int, int, int]] = []
    for row in sorted({place.row for place in plan.places}):
        before_is_home = False
        for place in sorted((each for each in plan.places if each.row == row), key=lambda each: each.x):
            left, top, right, bottom = place.box
            if place.figure.is_home and before_is_home:
                runs[-1] = (runs[-1][0], top, right, bottom)
            elif place.figure.is_home:
                runs.append((left, top, right, bottom))
            before_is_home = place.figure.is_home
    bridges = []
    for upper in runs:
        for lower in runs:
            left, right = max(upper[0], lower[0]), min(upper[2], lower[2])
            between = [run for run in plan.places if upper[3] < run.y < lower[1]]
            if upper[3] < lower[1] and right - left > SYMBOL and not between:
                bridges.append((left, upper[3] - 8, right, lower[1] + 8))
    group = SubElement(svg, "g", {"class": "tf-home"})
    for stroke in ({"stroke": QUIET, "stroke-width": "4", "fill": "none"}, {"fill": SHADE}):
        for left, top, right, bottom in runs + bridges:
            at = {"x": str(left), "y": str(top), "width": str(right - left), "height": str(bottom - top)}
            corner = {} if (left, top, right, bottom) in bridges else {"rx": "6"}
            SubElement(group, "rect", {**at, **corner, **stroke})


def _line(svg: Element, route: Route) -> None:
    line = route.line
    group = SubElement(svg, "g", {"class": "tf-tie", "data-ties": " ".join(map(str, line.ties))})
    path = " ".join("M" + " L".join(f"{x},{y}" for x, y in stroke) for stroke in route.strokes)
    look = {"d": path, "fill": "none", "stroke": INK, "stroke-width": "1.5" if line.kind != "parent" else "2"}
    if dashes := _DASHES.get(line.kind, ""):
        look["stroke-dasharray"] = dashes
    SubElement(group, "path", look)
    if line.couple == "ex_partner":
        x, y = route.mark
        marks = f"M{x - 7},{y + 6} L{x - 1},{y - 6} M{x + 1},{y + 6} L{x + 7},{y - 6}"
        SubElement(group, "path", {"d": marks, "fill": "none", "stroke": INK, "stroke-width": "2"})
    elif line.couple == "partner":
        # A couple is told from two people who only share a child.
        x, y = route.mark
        SubElement(group, "circle", {"cx": str(x), "cy": str(y), "r": "4", "fill": INK})


def _person(svg: Element, place: Place, number: int) -> None:
    group = SubElement(svg, "g", {"class": "tf-person", "data-person": str(number)})
    figure, x, y, half = place.figure, place.x, place.y, SYMBOL // 2
    look = {"fill": PAPER, "stroke": INK, "stroke-width": "2"}
    if figure.is_expected:
        SubElement(group, "polygon", {"points": f"{x},{y - half} {x + half},{y + half} {x - half},{y + half}", **look})
    elif figure.sex == "male":
        at = {"x": str(x - half), "y": str(y - half), "width": str(SYMBOL), "height": str(SYMBOL)}
        SubElement(group, "rect", {**at, **look})
    elif figure.sex == "female":
        SubElement(group, "circle", {"cx": str(x), "cy": str(y), "r": str(half), **look})
    else:
        corners = f"{x},{y - half} {x + half},{y} {x},{y + half} {x - half},{y}"
        SubElement(group, "polygon", {"points": corners, **look})
    if figure.is_dead:
        cross = f"M{x - half},{y - half} L{x + half},{y + half} M{x - half},{y + half} L{x + half},{y - half}"
        SubElement(group, "path", {"d": cross, "fill": "none", "stroke": INK, "stroke-width": "2"})
    elif not figure.is_expected:
        age = "?" if figure.age is None else str(figure.age)
        SubElement(group, "text", {"x": str(x), "y": str(y + 5), "text-anchor": "middle", "fill": INK}).text = age
    _words(group, place)


def _words(group: Element, place: Place) -> None:
    name = _cut(place.figure.name, 2)
    notes = [part for note in place.figure.notes for part in _cut(note, 2)][: _LINES - len(name)]
    shown = [(part, {"font-weight": "bold", "fill": INK}) for part in name]
    shown += [(part, {"font-size": "13", "fill": QUIET}) for part in notes]
    top = place.y - ROW // 2 + (ROW - 16 * len(shown)) // 2 + 12
    for number, (part, look) in enumerate(shown):
        at = {"x": str(place.x + SYMBOL // 2 + 8), "y": str(top + 16 * number)}
        SubElement(group, "text", {**at, **look}).text = part


def _cut(text: str, most: int) -> list[str]:
    """Text in lines that fit beside a symbol; the whole of it stands in the sentences."""
    parts = wrap(_plain(text), _LETTERS) or [""]
    if len(parts) > most:
        parts = [*parts[: most - 1], parts[most - 1][: _LETTERS - 1] + "…"]
    return parts


def _plain(text: str) -> str:
    """Text that an XML document can hold."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
