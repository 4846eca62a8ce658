"""A page that stands alone: accessible HTML with its style and its charts inside it, and no request to anywhere.

Every text passes through the template engine's escaping; what is given to a page can hold any characters. A chart never
stands without words that say what it shows and the table of its figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup, escape

# Dark on white, at least 4.5:1; neighbouring series also differ in lightness, so that they part without colour.
COLOURS = ("#003078", "#d4351c", "#00703c", "#912b88", "#594d00", "#0b0c0c")

_CHART_LOOK: dict[str, Any] = {
    "background": "#ffffff",
    "font": "Arial, Helvetica, sans-serif",
    "view": {"stroke": None},
    "range": {"category": list(COLOURS)},
    "mark": {"color": COLOURS[0]},
    "axis": {"labelColor": "#0b0c0c", "titleColor": "#0b0c0c", "labelFontSize": 13, "titleFontSize": 13},
    "legend": {"labelColor": "#0b0c0c", "titleColor": "#0b0c0c", "labelFontSize": 13, "titleFontSize": 13},
}


class Page:
    """A page, written from top to bottom.

    Args:
        title: the page's one first-level heading.
        lead: a sentence under the title.
        footer: what made the page, from what.

    Example:
        ``Page("What was read").section("Feeds").table("Rows", ["Feed", "Rows"], [["police", 12]]).html()``
    """

    def __init__(self, title: str, *, lead: str = "", footer: str = "") -> None:
        self.title, self.lead, self.footer = title, lead, footer
        self._parts: list[Markup] = []
        self._contents: list[tuple[str, str]] = []
        self._tables = 0
        self._charts = 0

    def section(self, text: str) -> Page:
        """Begin a section, which the contents list at the top links to."""
        anchor = f"section-{len(self._contents) + 1}"
        self._contents.append((anchor, text))
        return self._add(Markup('<h2 id="{}">{}</h2>').format(anchor, text))

    def heading(self, text: str) -> Page:
        """A heading within a section."""
        return self._add(Markup("<h3>{}</h3>").format(text))

    def words(self, text: str) -> Page:
        """A paragraph."""
        return self._add(Markup("<p>{}</p>").format(text))

    def note(self, text: str) -> Page:
        """A paragraph set off from the rest."""
        return self._add(Markup('<p class="note">{}</p>').format(text))

    def warning(self, text: str) -> Page:
        """A paragraph that must not be missed; it says so in a word, not by colour alone."""
        return self._add(Markup('<p class="warning">Warning: {}</p>').format(text))

    def points(self, texts: Iterable[str]) -> Page:
        """A bulleted list."""
        return self._add(Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(t) for t in texts)))

    def table(self, caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Page:
        """A table whose first column names its rows; columns of numbers stand to the right."""
        self._tables += 1
        return self._add(_table(f"table-{self._tables}", caption, columns, rows))

    def chart(
        self, chart: Any, caption: str, says: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> Page:
        """A chart, what it shows in words, and the table of its figures.

        Args:
            chart: an Altair chart, its data inside it.
            caption: what is measured, of whom, when.
            says: the text alternative: what a sighted reader would take from it.
            columns: headings of the figures' table.
            rows: the figures.
        """
        self._charts += 1
        self._tables += 1
        table = _table(f"table-{self._tables}", f"{caption}: the figures", columns, rows)
        return self._add(
            Markup(
                '<div class="pair"><figure><figcaption>{}</figcaption>{}<p>{}</p></figure>'
                "<details open><summary>Figures of this chart</summary>{}</details></div>"
            ).format(caption, _svg(chart, caption, says, f"chart{self._charts}"), says, table)
        )

    def html(self) -> str:
        """The whole page, as text. Same parts, same text."""
        return _template().render(
            title=self.title,
            lead=self.lead,
            footer=self.footer,
            parts=self._parts,
            contents=self._contents,
            style=Markup(files("thinkfamily.engine").joinpath("page.css").read_text("utf-8")),  # noqa: S704
        )

    def _add(self, part: Markup) -> Page:
        self._parts.append(part)
        return self


@cache
def _template() -> jinja2.Template:
    source = files("thinkfamily.engine").joinpath("page.html").read_text("utf-8")
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(source)


def _table(anchor: str, caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    held = [list(row) for row in rows]
    numeric = {
        at
        for at in range(len(columns))
        if any(_is_number(row[at]) for row in held) and all(row[at] is None or _is_number(row[at]) for row in held)
    }
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_right(at in numeric), name) for at, name in enumerate(columns)
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>\n").format(
            Markup("").join(
                Markup('<th scope="row"{}>{}</th>' if at == 0 else "<td{}>{}</td>").format(  # noqa: S704
                    _right(at in numeric) or _unbroken(value), written(value)
                )
                for at, value in enumerate(row)
            )
        )
        for row in held
    )
    return Markup(
        '<div class="scroll" role="region" tabindex="0" aria-labelledby="{anchor}"><table>'
        '<caption id="{anchor}"><span>{caption}</span></caption><thead><tr>{head}</tr></thead>\n'
        "<tbody>\n{body}</tbody></table></div>"
    ).format(anchor=anchor, caption=caption, head=head, body=body)


def written(value: object) -> str:
    """A value as a cell shows it: thousands with commas, days as people write them, missing as a dash, yes and no."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float | Decimal):
        return f"{value:,.2f}"
    return str(value)


def day(value: date) -> str:
    """A date as people write it: 30 September 2026."""
    return f"{value.day} {value:%B %Y}"


def number(value: int, one: str, many: str | None = None) -> str:
    """A count with its noun: *1 family*, *2,300 families*."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _right(numeric: bool) -> Markup:
    return Markup(' class="number"') if numeric else Markup("")


def _unbroken(value: object) -> Markup:
    """A date stays on one line."""
    return Markup(' class="day"') if isinstance(value, date) else Markup("")


def _svg(chart: Any, caption: str, says: str, name: str) -> Markup:
    """A chart as inline SVG: one image to a screen reader, its ids its own so that charts can share a page."""
    import vl_convert  # half a second to load: only when a page has a chart

    spec = chart.to_dict()
    spec["config"] = {**spec.get("config", {}), **_CHART_LOOK}
    drawn = vl_convert.vegalite_to_svg(spec)
    drawn = re.sub(r"^<\?xml[^>]*>\s*", "", drawn)
    drawn = re.sub(r' (role="graphics-[a-z]+"|aria-(label|roledescription|hidden)="[^"]*")', "", drawn)
    drawn = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', drawn)
    drawn = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", drawn)
    drawn = re.sub(r'(xlink:)?href="#([^"]+)"', rf'\1href="#{name}-\2"', drawn)
    named = f'aria-labelledby="{name}-title" aria-describedby="{name}-desc"'
    words = f'<title id="{name}-title">{escape(caption)}</title><desc id="{name}-desc">{escape(says)}</desc>'
    return Markup(  # noqa: S704
        re.sub(r"<svg ([^>]*)>", rf'<svg role="img" {named} \1>', drawn, count=1).replace(">", f">{words}", 1)
    )
