"""Reading an extracts folder feed by feed into the store, so that only one feed is ever in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import dataframely as dy
import polars as pl

from thinkfamily.core.progress import Progress
from thinkfamily.engine.intake.accept import Accepted, accept_events, accept_people, accept_relationships
from thinkfamily.engine.intake.area_file import Area, read_area_file
from thinkfamily.engine.intake.clean import cleaned
from thinkfamily.engine.intake.columns import TABLES, Column
from thinkfamily.engine.intake.decisions import DECISIONS_FILE, latest_decisions, read_decisions
from thinkfamily.engine.intake.feed_file import FeedFile, read_feed_file, refuse_unlawful
from thinkfamily.engine.intake.feedback import (
    CASEWORK,
    PACKET_FILE,
    Feedback,
    hear,
    latest,
    pairs_of_records,
    put_handles,
    refuse_unsigned,
)
from thinkfamily.engine.intake.headers import resolve
from thinkfamily.engine.intake.problems import folder_problem, printable
from thinkfamily.engine.intake.read_table import FeedFolder, inside
from thinkfamily.engine.store import Store
from thinkfamily.tables import kept, made, supplied

# Under this name the area's own files appear in set_aside and intake_count.
AREA = "(area)"


@dataclass(frozen=True)
class Warned:
    """Something odd that was accepted: where, what, how many rows."""

    feed: str
    file: str
    table: str
    code: str
    rows: int
    says: str

    @property
    def sentence(self) -> str:
        """In words, with the place and the count."""
        place = "/".join(part for part in (self.feed, self.file) if part)
        count = f"{self.rows:,} " if self.rows else ""
        return f"{place}: {count}{self.says}."


@dataclass
class Delivery:
    """What reading an extracts folder found beside its tables.

    Args:
        area: the content of area.toml.
        warnings: what was odd but accepted.
        about: per feed and table, file and how it was read.
        files: every file that was read, relative to the folder, in order.
    """

    area: Area
    warnings: list[Warned] = field(default_factory=list)
    about: dict[tuple[str, str], str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


_SAYS = {
    "before_birth": "events are dated before their person's birth; the birth date is the likelier error",
    "identical_without_reference": "rows are identical to an earlier one and carry no reference; they are kept",
    "address_ends_before_it_begins": "addresses end before they begin",
    "fields_missing": "rows have fewer fields than the header; the missing ones are read as empty",
    "objection_not_read": "values of objection cannot be read, so nobody knows whether the person objects",
    "other_feeds_event": "events are ones that another feed usually supplies",
    "stray": "is read by nothing",
    "unsigned": "is not signed: nobody can tell that it came from casework",
    "nothing_to_read": "holds no file of people, events or relationships in a form that is read",
}

_OUT: dict[str, type[dy.Schema]] = {
    "feed": supplied.Feed,
    "record": supplied.Record,
    "event": supplied.Event,
    "stated_relationship": supplied.StatedRelationship,
    "decision": supplied.Decision,
    "term": supplied.Term,
    "team": supplied.Team,
    "event_type": supplied.EventType,
    "price": supplied.Price,
    "intake_count": supplied.IntakeCount,
    "set_aside": made.SetAside,
    "handle_record": kept.HandleRecord,
    "handle_member": kept.HandleMember,
    "worker_membership": kept.WorkerMembership,
    "worker_evidence": kept.WorkerEvidence,
    "worker_case": kept.WorkerCase,
}


def read_extracts(
    store: Store, extracts: Path, today: date, progress: Progress, feedback: Feedback | None = None
) -> Delivery:
    """Read, check and store every row of an extracts folder.

    Args:
        store: receives the tables.
        extracts: the folder.
        today: the day on which a real feed's power must be in date.
        progress: is told of each feed.
        feedback: how to read what casework hands back; None to leave it unread.

    Writes:  feed, record, event, stated_relationship, decision, term, team, event_type, price, intake_count, set_aside,
             handle_record, handle_member, worker_membership, worker_evidence, worker_case.
    Raises:  ExtractError for what cannot be read; PermissionRefusedError before any row of a real feed is read that
             no power, purpose, agreement and impact assessment in date cover; RuleError for a wrong addition.
    Source:  extract contract, sections 1 and 2.
    """
    if not extracts.is_dir():
        raise folder_problem(extracts.name, "Found no such folder.", "Give the extracts folder, one folder per feed.")
    area = read_area_file(extracts)
    delivery = Delivery(area, files=[name for name in ("area.toml", *area.files) if (extracts / name).is_file()])
    names = _feed_names(extracts, area, delivery)
    events = frozenset(area.vocabulary.event_types["event"])
    feeds = [read_feed_file(inside(extracts, name, name), name, events) for name in names]
    refuse_unlawful(feeds, today)
    for name, schema in _OUT.items():
        store.put(name, schema.create_empty())
    _add(store, "term", area.terms)
    _add(store, "team", area.teams)
    _add(store, "event_type", area.vocabulary.event_types)
    _add(store, "price", area.vocabulary.prices)
    progress.begin("Reading extracts", len(feeds))
    reader = _Reader(store, delivery)
    for feed in feeds:
        reader.read_feed(FeedFolder(extracts / feed.feed, feed.feed), feed)
        progress.advance()
    decided = []
    if (extracts / DECISIONS_FILE).is_file():
        path = inside(extracts, DECISIONS_FILE, DECISIONS_FILE)
        decisions, counts = read_decisions(path, store, reader.objecting)
        delivery.files.append(DECISIONS_FILE)
        decided.append(decisions.rows)
        _store_judged(store, AREA, DECISIONS_FILE, "decisions", counts, decisions)
    if feedback is not None:
        put_handles(store, feedback)
        if (extracts / CASEWORK).is_dir():
            decided += _read_feedback(extracts, store, feedback, today, delivery)
    if decided:
        # Of two decisions of one day, one made on handles, as the later, stands.
        columns = [*supplied.Decision.column_names(), "row"]
        _add(store, "decision", latest_decisions(pl.concat([rows.select(columns) for rows in decided])))
    delivery.files.sort()
    return delivery


def _read_feedback(
    extracts: Path, store: Store, feedback: Feedback, today: date, delivery: Delivery
) -> list[pl.DataFrame]:
    """Store what casework hands back; the decisions on pairs, as decisions on records."""
    if not refuse_unsigned(extracts, feedback, today):
        delivery.warnings.append(Warned(AREA, CASEWORK, "", "unsigned", 0, _SAYS["unsigned"]))
    decided = []
    heard = hear(extracts, store, feedback)
    for each in heard:
        rows = each.accepted.rows
        if each.table == "pairs":
            decided.append(pairs_of_records(store, rows))
        elif each.table == "membership":
            _add(store, "worker_membership", latest(rows, ["family", "person"], "from_on"))
        elif each.table == "evidence":
            _add(store, "worker_evidence", latest(rows, ["family", "person", "criterion"], "from_on"))
        elif each.table == "cases":
            _add(store, "worker_case", latest(rows, ["family"], "from_on"))
        _store_judged(store, AREA, each.file, each.table, each.rows_read, each.accepted)
        delivery.files.append(each.file)
    known = {Path(each.file).name for each in heard} | {PACKET_FILE}
    for path in sorted((extracts / CASEWORK).iterdir()):
        if path.name not in known:
            where = f"{CASEWORK}/{printable(path.name)}"
            delivery.warnings.append(Warned(AREA, where, "", "stray", 0, _SAYS["stray"]))
    return decided


class _Reader:
    """Reads feed after feed, numbering records and events on."""

    def __init__(self, store: Store, delivery: Delivery) -> None:
        self._store, self._delivery = store, delivery
        self._records = self._events = 0
        self.objecting: dict[str, pl.Series] = {}

    def read_feed(self, folder: FeedFolder, feed: FeedFile) -> None:
        """Read one feed's people, then what is said about them."""
        _add(self._store, "feed", _feed_row(feed))
        self._delivery.files.append(f"{feed.feed}/feed.toml")
        people = self._read_people(folder, feed)
        self._read_events(folder, feed, people)
        self._read_relationships(folder, feed, people)
        if not folder.used:
            self._warn(feed.feed, "", "", "nothing_to_read", 0)
        for name in folder.strays():
            self._warn(feed.feed, printable(name), "", "stray", 0)
        self._delivery.files += [f"{feed.feed}/{name}" for name in sorted(folder.used)]

    def _read_people(self, folder: FeedFolder, feed: FeedFile) -> pl.DataFrame:
        """The feed's accepted records, as later tables need them: record_id, record_no, date_of_birth."""
        read = self._cleaned(folder, feed, "people")
        if read is None:
            self.objecting[feed.feed] = pl.Series(dtype=pl.String)
            return pl.DataFrame(schema={"record_id": pl.String, "record_no": pl.Int64, "date_of_birth": pl.Date})
        file, frame, misshapen = read
        unread = frame.filter("bad_objection").height if "bad_objection" in frame.columns else 0
        accepted, objecting = accept_people(frame, misshapen, feed.extract_on)
        self.objecting[feed.feed] = objecting
        rows = accepted.rows.sort("record_id").with_columns(
            record_no=pl.int_range(self._records, self._records + pl.len(), dtype=pl.Int64), feed=pl.lit(feed.feed)
        )
        self._records += rows.height
        _add(self._store, "record", rows)
        self._judged(feed.feed, file, "people", frame.height, accepted)
        if unread:
            self._warn(feed.feed, file, "people", "objection_not_read", unread)
        return rows.select("record_id", "record_no", "date_of_birth")

    def _read_events(self, folder: FeedFolder, feed: FeedFile, people: pl.DataFrame) -> None:
        read = self._cleaned(folder, feed, "events")
        if read is None:
            return
        file, frame, misshapen = read
        types = self._delivery.area.vocabulary.event_types
        accepted = accept_events(
            frame, misshapen, people, self.objecting[feed.feed], types["event"].to_list(), feed.extract_on
        )
        height = frame.height
        del frame, read
        rows = accepted.rows.with_columns(
            event_no=pl.int_range(self._events, self._events + pl.len(), dtype=pl.Int64), feed=pl.lit(feed.feed)
        )
        self._events += rows.height
        _add(self._store, "event", rows)
        self._judged(feed.feed, file, "events", height, accepted)
        own = types.filter(pl.col("feed") == feed.feed)["event"].to_list()
        if others := rows.filter(~pl.col("event").is_in(own)).height:
            self._warn(feed.feed, file, "events", "other_feeds_event", others)

    def _read_relationships(self, folder: FeedFolder, feed: FeedFile, people: pl.DataFrame) -> None:
        read = self._cleaned(folder, feed, "relationships")
        if read is None:
            return
        file, frame, misshapen = read
        accepted = accept_relationships(frame, misshapen, people, self.objecting[feed.feed], feed.extract_on)
        _add(self._store, "stated_relationship", accepted.rows.with_columns(feed=pl.lit(feed.feed)))
        self._judged(feed.feed, file, "relationships", frame.height, accepted)

    def _cleaned(
        self, folder: FeedFolder, feed: FeedFile, table: str
    ) -> tuple[str, pl.DataFrame, Sequence[int]] | None:
        """File name, one row per row read, and the rows that do not fit under the header."""
        found = folder.find(table, feed)
        if found is None:
            return None
        file, sheet = found
        stated = feed.tables[table]
        opened = folder.open(file, sheet, stated.skip_rows)
        columns: tuple[Column, ...] = TABLES[table]
        where = f"{feed.feed}/{file}" + (f", sheet {sheet}" if sheet else "")
        toml = f"{feed.feed}/feed.toml, [{table}.columns]"
        positions = resolve(opened.header, columns, stated.columns, where, toml)
        self._delivery.about[feed.feed, table] = opened.about
        raw = opened.rows(list(positions.values()))
        del opened
        if raw.padded:
            self._warn(feed.feed, file, table, "fields_missing", raw.padded)
        return file, cleaned(raw.frame, columns, positions, stated.values, stated.dates), raw.misshapen

    def _judged(self, feed: str, file: str, table: str, read: int, accepted: Accepted) -> None:
        _store_judged(self._store, feed, file, table, read, accepted)
        for code, rows in accepted.warnings.items():
            self._warn(feed, file, table, code, rows)

    def _warn(self, feed: str, file: str, table: str, code: str, rows: int) -> None:
        self._delivery.warnings.append(Warned(feed, file, table, code, rows, _SAYS[code]))


def _store_judged(store: Store, feed: str, file: str, table: str, read: int, accepted: Accepted) -> None:
    """Count what was read, and keep what was set aside."""
    refused = accepted.set_aside.filter(pl.col("severity") == "row").height
    counts = {
        "feed": [feed],
        "file": [file],
        "table": [table],
        "rows_read": [read],
        "rows_accepted": [read - refused],
        "rows_set_aside": [refused],
    }
    _add(store, "intake_count", pl.DataFrame(counts))
    if accepted.set_aside.height:
        where = {"feed": pl.lit(feed), "file": pl.lit(file), "table": pl.lit(table)}
        _add(store, "set_aside", accepted.set_aside.with_columns(**where))


def _add(store: Store, name: str, rows: pl.DataFrame) -> None:
    """Append rows in a table's declared shape; a shape that is not kept is our bug, found here."""
    schema = _OUT[name]
    store.append(name, schema.validate(rows.select(schema.column_names())))


def _feed_names(extracts: Path, area: Area, delivery: Delivery) -> list[str]:
    known = area.vocabulary.feeds
    names = []
    for path in sorted(extracts.iterdir(), key=lambda each: each.name):
        if path.is_dir() and not path.name.startswith((".", "_")) and path.name != CASEWORK:
            if path.name not in known:
                raise folder_problem(
                    printable(path.name),
                    f"Found a folder that is no feed of the vocabulary; feeds are: {', '.join(sorted(known))}.",
                    "Rename it, begin its name with _ to leave it out, or add its events in [vocabulary] of area.toml.",
                )
            names.append(path.name)
        elif path.name not in (*delivery.files, DECISIONS_FILE, CASEWORK):
            delivery.warnings.append(Warned(AREA, printable(path.name), "", "stray", 0, _SAYS["stray"]))
    if not names:
        raise folder_problem(
            extracts.name, "Found no feed in the folder.", "Put one folder per feed into it, each with a feed.toml."
        )
    return names


def _feed_row(feed: FeedFile) -> pl.DataFrame:
    return pl.DataFrame(
        {name: [getattr(feed, name)] for name in supplied.Feed.column_names()},
        schema=supplied.Feed.create_empty().schema,
    )
