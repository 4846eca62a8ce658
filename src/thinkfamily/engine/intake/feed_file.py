"""What a feed.toml says: whose the feed is, when, covering what, under which power, and how its columns are named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from thinkfamily.engine.intake.column_map import TableMap, read_table_maps
from thinkfamily.engine.intake.columns import TABLES
from thinkfamily.engine.intake.problems import folder_problem, refusal, setting_problem
from thinkfamily.engine.intake.shipped_maps import maps_used
from thinkfamily.engine.intake.toml_file import Keys, read_toml


@dataclass(frozen=True)
class FeedFile:
    """The content of a feed.toml.

    Args:
        does_not_supply: events of the feed that it says nothing of, though other such feeds may.
        uses_map: whether a map that comes with the program says which files are read.
        maps: how each of its files makes rows of a table; a table without one is looked for under its standard name.
    """

    feed: str
    agency: str
    extract_on: date
    covers_from: date
    covers_until: date
    absence_means: str
    is_synthetic: bool
    covers_casework: bool
    purpose: str | None
    legal_power: str | None
    sharing_agreement: str | None
    dpia: str | None
    expires_on: date | None
    does_not_supply: tuple[str, ...]
    uses_map: bool
    maps: tuple[TableMap, ...]

    def maps_of(self, table: str) -> tuple[TableMap, ...]:
        """The maps of one table."""
        return tuple(each for each in self.maps if each.table == table)


def read_feed_file(folder: Path, feed: str, events: Collection[str]) -> FeedFile:
    """Read and check a feed's feed.toml.

    Args:
        folder: the feed's folder.
        feed: its name.
        events: ids of the event vocabulary, which a value map may map to.

    Raises:
        ExtractError: it is missing or malformed, or a key is unknown, missing or of the wrong kind.
    """
    where = f"{feed}/feed.toml"
    path = folder / "feed.toml"
    if not path.is_file():
        raise folder_problem(
            where,
            "Found no feed.toml; every feed says whose it is, when it was taken and under which power.",
            "Write one; `thinkfamily map FILE` drafts it from a file's headers.",
        )
    keys = Keys(read_toml(path, where), where)
    used = maps_used(keys, feed)
    own = read_table_maps(keys, events)
    without = [table for table in TABLES if not used and table not in {each.table for each in own}]
    standard = tuple(TableMap(table, is_optional=True, toml=f"{where}, [{table}]") for table in without)
    feed_file = FeedFile(
        feed=feed,
        agency=keys.need_text("agency"),
        extract_on=keys.need_day("extract_on"),
        covers_from=keys.need_day("covers_from"),
        covers_until=keys.need_day("covers_until"),
        absence_means=keys.need_text("absence_means"),
        is_synthetic=keys.flag("synthetic"),
        covers_casework=keys.flag("covers_casework"),
        purpose=keys.text("purpose"),
        legal_power=keys.text("legal_power"),
        sharing_agreement=keys.text("sharing_agreement"),
        dpia=keys.text("dpia"),
        expires_on=keys.day("expires_on"),
        does_not_supply=tuple(keys.names("does_not_supply")),
        uses_map=bool(used),
        maps=(*used, *own, *standard),
    )
    keys.done()
    if feed_file.absence_means not in ("no", "unknown"):
        raise keys.wrong("absence_means", '"no" or "unknown"')
    if unknown := sorted(set(feed_file.does_not_supply) - set(events)):
        raise setting_problem(
            f"{where}, does_not_supply",
            f"Found {', '.join(unknown)}, which is no event of the vocabulary.",
            "Write ids of the vocabulary; the reference lists them.",
        )
    if feed_file.covers_until <= feed_file.covers_from:
        raise setting_problem(where, "Found covers_until on or before covers_from.", "Correct the dates.")
    return feed_file


def refuse_unlawful(feeds: Collection[FeedFile], today: date) -> None:
    """Refuse real feeds that no power, purpose, agreement and impact assessment in date cover.

    Raises:
        PermissionRefusedError: naming every such feed and what each lacks.
    """
    lacking = {each.feed: _lacks(each, today) for each in feeds if not each.is_synthetic}
    lacking = {feed: lacks for feed, lacks in lacking.items() if lacks}
    if lacking:
        found = "; ".join(f"{feed}: {', '.join(lacks)}" for feed, lacks in sorted(lacking.items()))
        raise refusal(", ".join(sorted(lacking)), f"Found real feeds that may not be used. {found}.")


def _lacks(feed: FeedFile, today: date) -> list[str]:
    lacks = [
        f"no {name}"
        for name in ("purpose", "legal_power", "sharing_agreement", "dpia", "expires_on")
        if getattr(feed, name) is None
    ]
    if feed.expires_on is not None and feed.expires_on < today:
        lacks.append(f"expired on {feed.expires_on.isoformat()}")
    return lacks
