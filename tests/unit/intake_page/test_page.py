"""The page shell: it stands alone, says what it is to every reader, and trusts no text."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser

import altair as alt
import pytest

from thinkfamily.engine.page import Page, written


class Outline(HTMLParser):
    """Tags in order, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def chart() -> alt.Chart:
    values = [{"feed": "police", "rows": 12}, {"feed": "health", "rows": 30}]
    return alt.Chart(alt.Data(values=values)).mark_bar().encode(x="rows:Q", y="feed:N")


@pytest.fixture
def page() -> Page:
    first = Page("A & B", lead="<b>lead</b>", footer="made by a test")
    first.section("One").words("<script>alert(1)</script>").table(
        "Rows", ["Feed", "Rows"], [["police", 1200], ["x", None]]
    )
    return first.section("Two").chart(chart(), "Rows <by> feed", "Health has most", ["Feed", "Rows"], [["health", 30]])


def test_it_asks_for_nothing_from_anywhere(page: Page):
    text = page.chart(chart(), "Again", "The same", ["Feed", "Rows"], [["health", 30]]).html()
    outside = [address for address in re.findall(r"https?://[^\"'\s<)]+", text) if "www.w3.org" not in address]
    assert outside == []
    tags = Outline(text)
    assert not {name for name, _ in tags.tags} & {"script", "link", "img", "iframe", "object"}
    policy = next(each["content"] for each in tags.all("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_it_has_a_language_a_title_a_skip_link_and_a_print_style(page: Page):
    text = page.html()
    tags = Outline(text)
    assert tags.all("html") == [{"lang": "en-GB"}]
    assert "<title>A &amp; B</title>" in text
    assert tags.all("a")[0] == {"class": "skip", "href": "#main"}
    assert any(each.get("id") == "main" for each in tags.all("main"))
    assert "@media print" in text
    assert len(tags.all("h1")) == 1


def test_text_is_never_markup(page: Page):
    text = page.html()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&lt;b&gt;lead" in text


def test_tables_have_captions_and_scoped_headers(page: Page):
    tags = Outline(page.html())
    assert len(tags.all("caption")) == len(tags.all("table")) == 2
    assert all(each.get("scope") in ("col", "row") for each in tags.all("th"))


def test_a_chart_has_words_and_its_figures_beside_it(page: Page):
    text = page.html()
    drawn = Outline(text).all("svg")
    assert [each["role"] for each in drawn] == ["img"]
    assert text.count("Health has most") == 2
    assert "Rows &lt;by&gt; feed: the figures" in text


def test_ids_are_used_once(page: Page):
    page.chart(chart(), "Again", "The same", ["Feed", "Rows"], [["health", 30]])
    ids = re.findall(r'\bid="([^"]+)"', page.html())
    assert len(ids) == len(set(ids))


def test_the_same_parts_give_the_same_page(page: Page):
    assert page.html() == page.html()


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (True, "yes"), (12345, "12,345"), (Decimal("1234.5"), "1,234.50"), (0.5, "0.50"), ("x", "x")],
)
def test_cells_as_written(value: object, text: str):
    assert written(value) == text
