"""The ecomap: each agency once, thick where much is open, broken where nobody works with the family now."""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import fromstring

from thinkfamily.casework.families.ecomap import draw_ecomap

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*agencies):
    """The drawing of some agencies."""
    return fromstring(draw_ecomap(agencies, middle="FT-0001", title="Ecomap", says="Around"))


def test_each_agency_stands_once_and_none_on_another():
    root = drawn(*((f"Agency {n} <& Co>", "1 service open", n, n % 2 == 0) for n in range(15)))
    boxes = [group.find(f"{SVG}rect") for group in root.findall(f"{SVG}g")]
    places = {(box.get("x"), box.get("y")) for box in boxes}
    assert len(boxes) == len(places) == len(root.findall(f"{SVG}line")) == 15
    for x in {place[0] for place in places}:
        tops = sorted(int(y) for at, y in places if at == x)
        assert all(after - before >= 74 for before, after in pairwise(tops))


def test_a_line_says_how_much_is_open():
    many, one, ended = drawn(("A", "", 3, True), ("B", "", 1, True), ("C", "", 0, False)).findall(f"{SVG}line")[:3]
    by_width = sorted([many, one, ended], key=lambda line: int(line.get("stroke-width")))
    assert [line.get("stroke-dasharray") for line in by_width] == ["4 6", None, None]
    assert not [line for line in by_width if "style" in line.attrib]


def test_nothing_around_is_drawn_too():
    assert len(drawn().findall(f"{SVG}circle")) == 1
