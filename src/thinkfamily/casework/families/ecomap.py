"""The ecomap as SVG: the family in the middle, each agency around it, drawn on the server with attributes alone."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from xml.etree.ElementTree import Element, SubElement, tostring

INK, QUIET, PAPER, SHADE = "#0b0c0c", "#505a5f", "#ffffff", "#f3f2f1"
BOX_WIDTH, BOX_HEIGHT, STEP, WIDTH, RADIUS, MARGIN = 250, 74, 92, 900, 70, 16
_LETTERS, _THICKEST = 30, 9


def draw_ecomap(agencies: Sequence[tuple[str, str, int, bool]], *, middle: str, title: str, says: str) -> str:
    """One SVG element: each agency once, joined to the family by one line.

    Args:
        agencies: for each, its name, what it does in a few words, how many services are open, and whether it is active.
        middle: the family's reference.
        title: what it is, for those who cannot see it.
        says: what it shows, and where the same facts stand as text.
    """
    left, right = agencies[0::2], agencies[1::2]
    rows = max(len(left), len(right), 2)
    height = rows * STEP + 2 * MARGIN
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "tf-ecomap",
            "width": str(WIDTH),
            "height": str(height),
            "viewBox": f"0 0 {WIDTH} {height}",
            "role": "img",
            "aria-labelledby": "ecomap-title ecomap-desc",
            "font-family": "Arial, Helvetica, sans-serif",
            "font-size": "15",
        },
    )
    SubElement(svg, "title", {"id": "ecomap-title"}).text = title
    SubElement(svg, "desc", {"id": "ecomap-desc"}).text = says
    x, y = WIDTH // 2, height // 2
    boxes = []
    for side, column in ((MARGIN, left), (WIDTH - MARGIN - BOX_WIDTH, right)):
        top = (height - len(column) * STEP) // 2 + (STEP - BOX_HEIGHT) // 2
        boxes += [(side, top + STEP * number, agency) for number, agency in enumerate(column)]
    for at, top, (_, _, count, is_active) in boxes:
        edge = at + BOX_WIDTH if at < x else at
        look = {"x1": str(x), "y1": str(y), "x2": str(edge), "y2": str(top + BOX_HEIGHT // 2), "stroke": INK}
        look["stroke-width"] = str(min(1 + 2 * count, _THICKEST)) if is_active else "2"
        if not is_active:
            look |= {"stroke-dasharray": "4 6", "stroke": QUIET}
        SubElement(svg, "line", look)
    SubElement(
        svg, "circle", {"cx": str(x), "cy": str(y), "r": str(RADIUS), "fill": PAPER, "stroke": INK, "stroke-width": "3"}
    )
    _text(svg, x, y + 6, middle, {"text-anchor": "middle", "font-weight": "bold", "font-size": "18"})
    for at, top, (name, does, _, is_active) in boxes:
        _box(svg, at, top, name, does, is_active)
    return tostring(svg, encoding="unicode")


def _box(svg: Element, x: int, y: int, name: str, does: str, is_active: bool) -> None:
    group = SubElement(svg, "g", {"class": "tf-agency"})
    look = {"x": str(x), "y": str(y), "width": str(BOX_WIDTH), "height": str(BOX_HEIGHT), "rx": "4"}
    look |= {"fill": PAPER if is_active else SHADE, "stroke": INK if is_active else QUIET, "stroke-width": "2"}
    if not is_active:
        look["stroke-dasharray"] = "4 4"
    SubElement(group, "rect", look)
    lines = [(part, {"font-weight": "bold", "fill": INK}) for part in _cut(name, 2)]
    lines += [(part, {"font-size": "13", "fill": QUIET}) for part in _cut(does, 1)]
    top = y + (BOX_HEIGHT - 18 * len(lines)) // 2 + 14
    for number, (part, words) in enumerate(lines):
        _text(group, x + 12, top + 18 * number, part, words)


def _text(parent: Element, x: int, y: int, text: str, look: dict[str, str]) -> None:
    SubElement(parent, "text", {"x": str(x), "y": str(y), "fill": INK, **look}).text = _plain(text)


def _cut(text: str, most: int) -> list[str]:
    parts = wrap(_plain(text), _LETTERS) or [""]
    if len(parts) > most:
        parts = [*parts[: most - 1], parts[most - 1][: _LETTERS - 1] + "…"]
    return parts


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
