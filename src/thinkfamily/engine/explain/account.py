"""An account of one family, as parts that a screen and a page can both show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from thinkfamily.engine.page import Page


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Rows:
    """A table: what it holds, its columns and its rows, one per thing the caption names."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    parts: tuple[Words | Rows, ...]


@dataclass(frozen=True)
class Account:
    """The whole account, from its title to its last section."""

    title: str
    lead: str
    footer: str
    is_invented: bool
    sections: tuple[Section, ...] = field(default=())

    def html(self) -> str:
        """The account as a page that stands alone."""
        page = Page(self.title, lead=self.lead, footer=self.footer)
        if self.is_invented:
            page.note(INVENTED)
        for section in self.sections:
            page.section(section.title)
            for part in section.parts:
                if isinstance(part, Words):
                    page.words(part.text)
                else:
                    page.table(part.caption, part.columns, part.rows)
        return page.html()


INVENTED = "Invented data: everyone in this account is made up."


def pounds(value: Decimal) -> str:
    """Pounds and pence: £1,234.56."""
    return f"£{value:,.2f}"


def amount(value: Decimal | float) -> str:
    """A quantity without needless decimals: 3, 0.15, 52.14."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
