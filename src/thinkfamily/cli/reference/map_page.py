"""The page of the column maps that come with the program."""

from __future__ import annotations

from collections.abc import Sequence

from thinkfamily.cli.reference import markdown
from thinkfamily.engine.intake import ShippedMap, load_map, map_names

_ABOUT = """
One line of `feed.toml` uses a map: `map = "cin_census"`. What a map cannot carry is no *no*: of the events that no file of a
feed can say, a criterion is unknown. How to use one: [bring in a census](../how-to/bring-in-a-census.md).
"""


def map_page() -> str:
    """The page's text."""
    maps = [load_map(name) for name in map_names()]
    rows = [
        (f"[`{each.name}`](#{each.name})", each.title, each.feed, "yes" if each.is_verified else "**no**")
        for each in maps
    ]
    return markdown.page(
        "Column maps that come with the program",
        _ABOUT,
        markdown.table(("map", "reads", "feed", "names and codes read in a source"), rows),
        *(_told(each) for each in maps),
    )


def _told(shipped: ShippedMap) -> str:
    parts = [f"## {shipped.name}", f"{shipped.title}, for the feed `{shipped.feed}`. {shipped.layout}."]
    if shipped.given:
        parts.append(
            "Needs, under `[[map]]`: " + "; ".join(f"`{name}`, {means}" for name, means in shipped.given.items()) + "."
        )
    parts += ["Carries:", _items(shipped.carries), "Cannot carry:", _items(shipped.cannot_carry)]
    if shipped.unverified:
        parts += ["Not verified (`verified: false`):", _items(shipped.unverified)]
    files = [
        (
            f"`{each.file}`" + (f", each `{each.each}`" if each.each else "") + (f", {each.name}" if each.name else ""),
            each.table,
            ", ".join(f"`{event}`" for event in sorted(each.events or ())),
            "" if each.is_optional else "yes",
        )
        for each in shipped.tables
    ]
    parts.append(markdown.table(("file", "table", "events", "must be there"), files))
    told = [
        f"[{source.title}]({source.url}): {source.where}" if source.url else f"{source.title}: {source.where}"
        for source in shipped.sources
    ]
    return "\n\n".join([*parts, "Sources:", _items(told)])


def _items(texts: Sequence[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)
