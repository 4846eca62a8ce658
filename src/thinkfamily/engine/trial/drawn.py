"""Facts drawn as little tables: a family, and what agencies hold on it, in a store that needs can read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import dataframely as dy
import polars as pl

from thinkfamily.core.errors import RuleError
from thinkfamily.engine.store import Store
from thinkfamily.programmes.vocabulary import load_vocabulary
from thinkfamily.tables import kept, made, supplied

_COLUMNS = {
    "family": ("person", "role", "born", "residence", "family", "from_on", "until_on"),
    "events": (
        "person",
        "event",
        "from_on",
        "until_on",
        "quantity",
        "role",
        "reference",
        "service",
        "detail",
    ),
    "feeds": ("feed", "covers_from", "covers_until", "absence_means"),
    "terms": ("from_on", "until_on"),
    "relationships": ("person", "relationship", "of"),
}
_NEEDED = {"family": ("person", "role"), "events": ("person", "event", "from_on")}


@dataclass(frozen=True)
class Drawing:
    """The facts of one worked example.

    Args:
        family: person, role, born and, where they matter, residence, family, from_on, until_on.
        events: person and the columns of ``event``; each person has one record in each feed that holds an event.
        feeds: feed, covers_from, covers_until, absence_means, for those that differ from ``covers`` and "no".
        without: feeds that were not supplied, and events of which their feed can say nothing.
        terms: school terms.
        relationships: person, relationship, of.
        covers: first day that every feed covers, and first day no longer, as ISO dates.
        where: file and place, for errors.
    """

    family: str
    covers: tuple[str, str]
    events: str = ""
    feeds: str = ""
    without: Collection[str] = ()
    terms: str = ""
    relationships: str = ""
    where: str = "a drawing"

    def rows(self, part: str) -> list[dict[str, str | None]]:
        """The rows of one drawn table; ``-`` and nothing are null.

        Raises:
            RuleError: a column is not known or missing, or a row has another number of cells than the header.
        """
        lines = [
            [cell.strip() for cell in line.split("|")]
            for line in getattr(self, part).strip().splitlines()
            if line.strip()
        ]
        if not lines:
            return []
        header, *rows = lines
        known, needed = _COLUMNS[part], _NEEDED.get(part, _COLUMNS[part] if part != "feeds" else ("feed",))
        wrong = [name for name in header if name not in known] + [name for name in needed if name not in header]
        if wrong:
            raise self._wrong(part, f"Found columns {', '.join(header)}.", f"{', '.join(known)}; {wrong[0]} is amiss")
        for number, row in enumerate(rows, 1):
            if len(row) != len(header):
                raise self._wrong(
                    f"{part}, row {number}", f"Found {len(row)} cells.", f"{len(header)}, as in the header"
                )
        return [
            {name: None if cell in ("-", "") else cell for name, cell in zip(header, row, strict=True)} for row in rows
        ]

    def store(self) -> Store:
        """A store with the drawn facts.

        Raises:
            RuleError: something in the drawing cannot be understood.
        """
        store = Store()
        types = load_vocabulary().event_types
        store.put("event_type", types)
        self._put(store, "terms", "term", supplied.Term, self.rows("terms"))
        self._put_events(store, dict(zip(types["event"], types["feed"], strict=True)))
        self._put_people(store)
        for name, schema in (
            ("worker_evidence", kept.WorkerEvidence),
            ("known_family", kept.KnownFamily),
            ("known_person", kept.KnownPerson),
        ):
            store.put(name, schema.create_empty())
        return store

    def _put_events(self, store: Store, feed_of: dict[str, str]) -> None:
        happened = self.rows("events")
        unknown = [str(row["event"]) for row in happened if row["event"] not in feed_of]
        if unknown:
            raise self._wrong("events", f"Found event {unknown[0]}.", "an event of the vocabulary")
        stated = {str(row["feed"]): row for row in self.rows("feeds")}
        strange = sorted({*stated, *self.without} - set(feed_of.values()) - set(feed_of))
        if strange:
            raise self._wrong(
                "feeds", f"Found feed {strange[0]}.", f"one of {', '.join(sorted(set(feed_of.values())))}"
            )
        feeds = [feed for feed in sorted(set(feed_of.values())) if feed not in self.without]
        records = sorted({(feed_of[str(row["event"])], str(row["person"])) for row in happened})
        number = {record: place for place, record in enumerate(records)}
        covers = [
            {
                "feed": feed,
                "agency": feed,
                "extract_on": self.covers[1],
                "covers_from": stated.get(feed, {}).get("covers_from") or self.covers[0],
                "covers_until": stated.get(feed, {}).get("covers_until") or self.covers[1],
                "absence_means": stated.get(feed, {}).get("absence_means") or "no",
                "is_synthetic": True,
                "covers_casework": False,
            }
            for feed in feeds
        ]
        self._put(store, "feeds", "feed", supplied.Feed, covers)
        silent = [{"feed": feed_of[event], "event": event} for event in self.without if event in feed_of]
        self._put(store, "feeds", "not_supplied", supplied.NotSupplied, silent)
        held = [
            {"record_no": place, "feed": feed, "record_id": f"{feed}-{person}"}
            for place, (feed, person) in enumerate(records)
        ]
        self._put(store, "events", "record", supplied.Record, held)
        people = {"record_no": list(range(len(records))), "person_id": [person for _, person in records]}
        store.put("person_record", pl.DataFrame(people, schema={"record_no": pl.Int64, "person_id": pl.String}))
        events = [
            {
                **{name: value for name, value in row.items() if name != "person"},
                "event_no": place,
                "record_no": number[feed_of[str(row["event"])], str(row["person"])],
                "feed": feed_of[str(row["event"])],
            }
            for place, row in enumerate(happened)
            if feed_of[str(row["event"])] not in self.without
        ]
        self._put(store, "events", "event", supplied.Event, events)

    def _put_people(self, store: Store) -> None:
        members = self.rows("family")
        family = [
            {
                "family_id": row.get("family") or "family",
                "person_id": row["person"],
                "role": row["role"],
                "residence": row.get("residence") or "with_children",
                "from_on": row.get("from_on"),
                "until_on": row.get("until_on"),
                "known_by": "drawn",
            }
            for row in members
        ]
        self._put(store, "family", "family_member", made.FamilyMember, family)
        born = sorted({str(row["person"]): row.get("born") for row in members}.items())
        people = [
            {"person_id": person, "date_of_birth": day, "sex": "unknown", "is_adopted": False} for person, day in born
        ]
        self._put(store, "family", "person_detail", made.PersonDetail, people)
        stated = [
            {
                "person_id_l": row["person"],
                "person_id_r": row["of"],
                "relationship": row["relationship"],
                "lives_with": "yes",
                "feeds": "health",
            }
            for row in self.rows("relationships")
        ]
        self._put(store, "relationships", "relationship", made.Relationship, stated)

    def _put(self, store: Store, part: str, name: str, schema: type[dy.Schema], rows: list[dict[str, Any]]) -> None:
        wanted = {column: each.dtype for column, each in schema.columns().items()}
        columns = []
        for column, dtype in wanted.items():
            held = pl.Series(column, [row.get(column) for row in rows], strict=False)
            try:
                columns.append(held.cast(pl.String).str.to_date() if dtype == pl.Date else held.cast(dtype))
            except pl.exceptions.PolarsError:
                expected = "dates such as 2026-09-30" if dtype == pl.Date else "numbers"
                raise self._wrong(f"{part}, column {column}", "Found a cell that is none.", expected) from None
        store.put(name, pl.DataFrame(columns))

    def _wrong(self, place: str, found: str, expected: str) -> RuleError:
        return RuleError(
            "TF-EXAMPLE-001",
            f"{self.where}, {place}",
            found=f"{found[:-1]}; expected {expected}.",
            means="The example was not run.",
            do="Correct the drawing.",
        )
