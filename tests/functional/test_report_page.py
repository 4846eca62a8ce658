"""The report as a page: well formed, in order for a screen reader, alone on its own, readable without a script."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from tests.unit.report.invented_run import empty_run, invented_run

from thinkfamily.engine.report import report

VOID = {"meta", "link", "br", "hr", "img", "input"}
LANDMARKS = {"header", "main", "nav", "footer"}


class Outline(HTMLParser):
    """Every element with its attributes, checking that each tag is closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.text: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself, in SVG."""
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which must be this one."""
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        """Keep text with the element that holds it."""
        if self.open and data.strip():
            self.text.append((self.open[-1], data.strip()))

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        """Attributes of the elements of these kinds."""
        return [attributes for tag, attributes, _ in self.elements if tag in tags]


@pytest.fixture(scope="module")
def page() -> str:
    """The report of an invented borough."""
    return report(*invented_run())


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    """Its elements."""
    return Outline(page)


def test_it_has_one_title_a_language_and_its_landmarks(outline: Outline) -> None:
    assert len(outline.all("h1")) == 1
    assert outline.all("html") == [{"lang": "en-GB"}]
    tags = [tag for tag, _, _ in outline.elements]
    assert set(tags) >= LANDMARKS | {"title"}
    assert tags.count("main") == 1


def test_headings_never_skip_a_level(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _, _ in outline.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_every_link_and_label_leads_to_one(outline: Outline) -> None:
    ids = [str(attributes["id"]) for _, attributes, _ in outline.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    for _, attributes, _ in outline.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((attributes.get(name) or "").split()) <= set(ids)
        target = attributes.get("href") or ""
        assert not target or target.removeprefix("#") in ids


def test_every_chart_is_one_named_image_with_its_table_beside_it(outline: Outline) -> None:
    charts = outline.all("svg")
    assert len(charts) >= 7
    for chart in charts:
        assert chart["role"] == "img"
        assert chart["aria-labelledby"]
        assert chart["aria-describedby"]
    titles = [text for tag, text in outline.text if tag in ("title", "desc")]
    assert len(titles) >= 2 * len(charts)
    figures = [tag for tag, _, above in outline.elements if tag in ("figure", "table") and above[-1] != "body"]
    for at, tag in enumerate(figures):
        if tag == "figure":
            assert figures[at + 1] == "table"


def test_every_table_has_a_caption_and_every_heading_cell_a_scope(outline: Outline) -> None:
    assert len(outline.all("table")) == len(outline.all("caption")) > 10
    assert all(cell.get("scope") in ("row", "col") for cell in outline.all("th"))
    captions = [text for tag, text in outline.text if tag == "span"]
    assert len(set(captions)) == len(captions)


def test_it_stands_alone_and_needs_no_script(page: str, outline: Outline) -> None:
    assert not outline.all("script", "link", "iframe", "object", "img", "form")
    assert not re.search(r"""(src|href|url|@import)\s*[=(]?\s*["']?(https?:)?//""", page)
    assert "default-src 'none'" in page


def test_wide_tables_can_be_scrolled_with_the_keyboard(outline: Outline) -> None:
    regions = [attributes for attributes in outline.all("div") if attributes.get("class") == "scroll"]
    assert len(regions) == len(outline.all("table"))
    assert all(region["tabindex"] == "0" and region["role"] == "region" for region in regions)


def test_the_page_of_an_empty_run_is_well_formed_too() -> None:
    assert Outline(report(*empty_run())).all("h1")


def test_every_hidden_count_is_explained(page: str) -> None:
    if "hidden" in page or "fewer than 5" in page:
        assert "Counts of families from 1 to 4 are hidden" in page or "fewer than 5 families" in page
