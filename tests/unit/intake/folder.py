"""Little extracts folders for tests: files in, tables out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from thinkfamily.core.progress import Silent
from thinkfamily.engine.intake import Delivery, read_extracts
from thinkfamily.engine.store import Store

TODAY = date(2026, 10, 1)
FEED = """\
agency = "Northgate Police"
extract_on = 2026-09-30
covers_from = 2023-10-01
covers_until = 2026-10-01
absence_means = "no"
synthetic = true
"""
PEOPLE = "record_id,first_name,last_name,date_of_birth\nP1,Ann,Bell,1990-01-02\nP2,Bob,Bell,2012-03-04\n"


@dataclass
class Taken:
    """What intake made of a folder."""

    store: Store
    delivery: Delivery

    def codes(self, severity: str = "row") -> list[tuple[str, int, str | None, str]]:
        """Table, row, column and code of what was set aside or ignored."""
        return self.store.rows(
            'select "table", row, "column", code from set_aside where severity = ? order by all', [severity]
        )

    def column(self, name: str, table: str = "record", order: str = "1") -> list[object]:
        """One column of a table."""
        return [row[0] for row in self.store.rows(f'select "{name}" from "{table}" order by {order}')]

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Rows read, accepted and set aside, by table."""
        rows = self.store.rows('select "table", rows_read, rows_accepted, rows_set_aside from intake_count')
        return {row[0]: row[1:] for row in rows}

    def warned(self) -> dict[str, int]:
        """Warnings by code."""
        return {each.code: each.rows for each in self.delivery.warnings}


def lay(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files into a folder; a feed that says nothing of itself gets a feed.toml of invented data."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    for feed in {Path(name).parts[0] for name in files if len(Path(name).parts) > 1}:
        if not (folder / feed / "feed.toml").exists():
            (folder / feed / "feed.toml").write_text(FEED)
    return folder


def take(folder: Path, files: dict[str, str | bytes] | None = None, today: date = TODAY) -> Taken:
    """Read a folder, after writing files into it."""
    store = Store()
    return Taken(store, read_extracts(store, lay(folder, files or {}), today, Silent()))


def take_police(folder: Path, events: str = "", relationships: str = "", people: str = PEOPLE, toml: str = "") -> Taken:
    """Read one feed, police, from the text of its tables."""
    files: dict[str, str | bytes] = {"police/people.csv": people, "police/feed.toml": FEED + toml}
    if events:
        files["police/events.csv"] = events
    if relationships:
        files["police/relationships.csv"] = relationships
    return take(folder, files)
