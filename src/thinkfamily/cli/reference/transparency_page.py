"""The transparency record as a page, from the definitions; what only a council can say is left to it."""

from __future__ import annotations

from thinkfamily.casework.site.transparency import STANDARD, digest, record
from thinkfamily.casework.site.transparency_fields import Field, Part
from thinkfamily.cli.reference import markdown

COUNCIL = "**Not known here.** Each council says it"


def transparency_page() -> str:
    """The page, as text."""
    return markdown.page(
        "Transparency record",
        f"What this program does with data about families, in the fields of the [{STANDARD.title}]({STANDARD.url}): names of"
        " fields from what others wrote of it, so compare them with the standard before a record is published. Made from the"
        " rules that the program works by. The site shows it at `/transparency/`, with what the council says of itself in"
        " `[transparency]` of its theme.",
        f"It says `{digest()}`: a release that changes it names another in `CHANGELOG.md`.",
        *[_part(each) for each in record()],
    )


def _part(part: Part) -> str:
    return "\n\n".join([f"## {part.title}", *[f"### {one.title}\n\n{_told(one)}" for one in part.fields]])


def _told(one: Field) -> str:
    if one.needs_council:
        return f"{COUNCIL} (`{one.asks}`)."
    return "\n".join(f"- {line}" for line in one.told)
