"""Reading one feed: its people, then what is said about them, each file by its map, every row counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from thinkfamily.engine.intake.accept import LEFT_OUT, Accepted, accept_events, accept_people, accept_relationships
from thinkfamily.engine.intake.clean import BAD
from thinkfamily.engine.intake.columns_to_rows import THEIR_COLUMN
from thinkfamily.engine.intake.feed_file import FeedFile
from thinkfamily.engine.intake.joined import UNUSED, JoinedFiles
from thinkfamily.engine.intake.map_rows import FILE_ROW, MappedFile, Piece, open_mapped, wanted_names
from thinkfamily.engine.intake.problems import printable
from thinkfamily.engine.intake.read_table import FeedFolder
from thinkfamily.engine.intake.warned import SAYS, Delivery, Warned
from thinkfamily.engine.store import Store
from thinkfamily.programmes.attendance import COUNTED, MARK

_FILE = "file_no"


@dataclass(frozen=True)
class _Together:
    """Rows of several files of one table, numbered on, so that what is said twice is found across files."""

    frame: pl.DataFrame
    misshapen: Sequence[int]


class FeedReader:
    """Reads feed after feed, numbering records and events on.

    Args:
        store: receives the tables.
        delivery: receives warnings and what was read.
        add: appends rows to a table in its declared shape.
    """

    def __init__(self, store: Store, delivery: Delivery, add: Callable[[str, pl.DataFrame], None]) -> None:
        self._store, self._delivery, self._add = store, delivery, add
        self._records = self._events = 0
        self._counts: dict[tuple[str, str], list[int]] = {}
        self.objecting: dict[str, pl.Series] = {}

    def read_feed(self, folder: FeedFolder, feed: FeedFile) -> None:
        """Read one feed's people, then what is said about them."""
        self._counts.clear()
        self._delivery.files.append(f"{feed.feed}/feed.toml")
        folder.wanted_elements = {}
        for stated in feed.maps:
            if stated.each is not None:
                before = folder.wanted_elements.get(stated.each, ())
                folder.wanted_elements[stated.each] = (*before, *wanted_names(stated))
        people = self._read_people(folder, feed)
        self._read_events(folder, feed, people)
        self._read_relationships(folder, feed, people)
        self._store_counts(feed)
        if not folder.used:
            self._warn(feed.feed, "", "", "nothing_to_read", 0)
        for name in folder.strays():
            self._warn(feed.feed, printable(name), "", "stray", 0)
        self._delivery.files += [f"{feed.feed}/{name}" for name in sorted(folder.used)]

    def _read_people(self, folder: FeedFolder, feed: FeedFile) -> pl.DataFrame:
        """The feed's accepted records, as later tables need them: record_id, record_no, date_of_birth."""
        joined_files = JoinedFiles(folder)
        files = self._open(folder, feed, "people", joined_files)
        self.objecting[feed.feed] = pl.Series(dtype=pl.String)
        if not files:
            return pl.DataFrame(schema={"record_id": pl.String, "record_no": pl.Int64, "date_of_birth": pl.Date})
        together = _together([list(each.pieces()) for each in files])
        accepted, objecting = accept_people(together.frame, together.misshapen, feed.extract_on)
        self.objecting[feed.feed] = objecting
        rows = accepted.rows.sort("record_id").with_columns(
            record_no=pl.int_range(self._records, self._records + pl.len(), dtype=pl.Int64), feed=pl.lit(feed.feed)
        )
        self._records += rows.height
        self._add("record", rows)
        self._judged(feed, "people", files, together.frame, accepted)
        self._count_joined(feed, "people", joined_files)
        return rows.select("record_id", "record_no", "date_of_birth")

    def _read_events(self, folder: FeedFolder, feed: FeedFile, people: pl.DataFrame) -> None:
        joined_files = JoinedFiles(folder)
        files = self._open(folder, feed, "events", joined_files)
        types = self._delivery.area.vocabulary.event_types
        known, own = types["event"].to_list(), types.filter(pl.col("feed") == feed.feed)["event"].to_list()
        others: dict[str, int] = {}
        for batch, together in _batches(files):
            accepted = accept_events(
                together.frame, together.misshapen, people, self.objecting[feed.feed], known, feed.extract_on
            )
            rows = accepted.rows.with_columns(
                event_no=pl.int_range(self._events, self._events + pl.len(), dtype=pl.Int64), feed=pl.lit(feed.feed)
            )
            self._events += rows.height
            self._add("event", rows)
            self._judged(feed, "events", batch, together.frame, accepted)
            for number, count in rows.filter(~pl.col("event").is_in(own)).group_by(_FILE).len().iter_rows():
                others[batch[number].label] = others.get(batch[number].label, 0) + count
        for label, count in sorted(others.items()):
            self._warn(feed.feed, label, "events", "other_feeds_event", count)
        self._count_joined(feed, "events", joined_files)
        self._say_what_is_lacking(feed, files, own)

    def _read_relationships(self, folder: FeedFolder, feed: FeedFile, people: pl.DataFrame) -> None:
        joined_files = JoinedFiles(folder)
        files = self._open(folder, feed, "relationships", joined_files)
        if not files:
            return
        together = _together([list(each.pieces()) for each in files])
        accepted = accept_relationships(
            together.frame, together.misshapen, people, self.objecting[feed.feed], feed.extract_on
        )
        self._add("stated_relationship", accepted.rows.with_columns(feed=pl.lit(feed.feed)))
        self._judged(feed, "relationships", files, together.frame, accepted)
        self._count_joined(feed, "relationships", joined_files)

    def _open(self, folder: FeedFolder, feed: FeedFile, table: str, joined_files: JoinedFiles) -> list[MappedFile]:
        files = []
        for stated in feed.maps_of(table):
            for name, sheet in folder.find(stated):
                each = open_mapped(folder, stated, name, sheet, joined_files)
                if each is None:
                    self._warn(feed.feed, stated.label(name), table, "undecided", 0)
                    continue
                self._delivery.about[feed.feed, f"{table}: {each.label}"] = each.about
                if each.padded:
                    self._warn(feed.feed, each.label, table, "fields_missing", each.padded)
                if each.empty and not (stated.is_shipped and stated.each):
                    self._warn(feed.feed, each.label, table, "columns_absent", 0, ", ".join(each.empty))
                self._counts.setdefault((table, each.label), [0, 0])
                files.append(each)
        return files

    def _say_what_is_lacking(self, feed: FeedFile, files: Sequence[MappedFile], own: Sequence[str]) -> None:
        """Keep the events of this feed that nothing in it can supply: of these, silence is no *no*."""
        lacking = set(feed.does_not_supply)
        sets = [each.stated.events for each in files]
        if (feed.uses_map or sets) and all(each is not None for each in sets):
            brought = {event for each in sets if each is not None for event in each}
            # Sessions are counted from marks where a feed has these.
            lacking |= set(own) - brought - (set(COUNTED) if MARK in brought else set())
        if lacking:
            names = sorted(lacking)
            self._add("not_supplied", pl.DataFrame({"feed": [feed.feed] * len(names), "event": names}))

    def _judged(
        self, feed: FeedFile, table: str, files: Sequence[MappedFile], frame: pl.DataFrame, accepted: Accepted
    ) -> None:
        """Count each file's rows, keep what was set aside by its row in the file, and warn of what is odd."""
        read = dict(frame.group_by(_FILE).len().iter_rows())
        aside = accepted.set_aside.join(
            frame.select("row", FILE_ROW, _FILE, *([THEIR_COLUMN] if THEIR_COLUMN in frame.columns else [])),
            on="row",
            how="left",
            maintain_order="left",
        )
        refused = dict(aside.filter(pl.col("severity") == "row").group_by(_FILE).len().iter_rows())
        for number, each in enumerate(files):
            counts = self._counts[table, each.label]
            counts[0] += read.get(number, 0)
            counts[1] += refused.get(number, 0)
            mine = aside.filter(pl.col(_FILE) == number)
            if mine.height:
                kept = _placed(mine, each).drop("row").rename({FILE_ROW: "row"})
                where = {"feed": pl.lit(feed.feed), "file": pl.lit(each.label), "table": pl.lit(table)}
                self._add("set_aside", kept.with_columns(**where))
        label = files[0].label if len(files) == 1 else ""
        for code, rows in accepted.warnings.items():
            self._warn(feed.feed, label, table, code, rows)
        if table == "people" and BAD + "objection" in frame.columns and (unread := int(frame[BAD + "objection"].sum())):
            self._warn(feed.feed, label, table, "objection_not_read", unread)

    def _count_joined(self, feed: FeedFile, table: str, joined_files: JoinedFiles) -> None:
        """Count the rows of files that were joined to: used, or set aside."""
        for name, found in joined_files.opened.items():
            unused = found.unused()
            label = f"{name} (joined)"
            self._delivery.about[feed.feed, f"{table}: {label}"] = found.about
            self._counts[table, label] = [found.rows.frame.height, unused.height]
            if unused.height:
                self._add(
                    "set_aside",
                    unused.with_columns(
                        feed=pl.lit(feed.feed),
                        file=pl.lit(label),
                        table=pl.lit(table),
                        column=pl.lit(None, pl.String),
                        severity=pl.lit("row"),
                        reason=pl.col("code").replace_strict(UNUSED, return_dtype=pl.String),
                    ),
                )

    def _store_counts(self, feed: FeedFile) -> None:
        tables, files = zip(*self._counts, strict=True) if self._counts else ((), ())
        read = pl.Series([read for read, _ in self._counts.values()], dtype=pl.Int64)
        aside = pl.Series([aside for _, aside in self._counts.values()], dtype=pl.Int64)
        counts = {"feed": [feed.feed] * len(files), "file": files, "table": tables}
        rows = {"rows_read": read, "rows_accepted": read - aside, "rows_set_aside": aside}
        if files:
            self._add("intake_count", pl.DataFrame(counts | rows))

    def _warn(self, feed: str, file: str, table: str, code: str, rows: int, what: str = "") -> None:
        self._delivery.warn(Warned(feed, file, table, code, rows, SAYS[code].format(what)))


def _batches(files: Sequence[MappedFile]) -> Iterator[tuple[Sequence[MappedFile], _Together]]:
    """What is judged at once: all files that are read as they are; a reshaped file, piece by piece."""
    plain = [each for each in files if each.stated.columns_to_rows is None]
    if plain:
        yield plain, _together([list(each.pieces()) for each in plain])
    for each in files:
        if each.stated.columns_to_rows is not None:
            for piece in each.pieces():
                yield [each], _together([[piece]])


def _together(pieces: Sequence[Sequence[Piece]]) -> _Together:
    """All pieces of some files in one frame, ``row`` numbered on and ``file_no`` telling which file."""
    frames, misshapen, before = [], [], 0
    for number, of_file in enumerate(pieces):
        for piece in of_file:
            frame = piece.frame.with_columns(pl.lit(number, pl.Int64).alias(_FILE))
            frames.append(frame.with_columns(pl.col("row") + before) if before else frame)
            misshapen += [row + before for row in piece.misshapen]
            before += frame.height
    if len(frames) == 1:
        return _Together(frames[0], misshapen)
    frame = pl.concat(frames, how="diagonal")
    marks = [name for name in frame.columns if name.startswith(BAD) or name == LEFT_OUT]
    return _Together(frame.with_columns(pl.col(marks).fill_null(False)), misshapen)


def _placed(aside: pl.DataFrame, file: MappedFile) -> pl.DataFrame:
    """The same, each reason with the file's own name of the column, where that is another."""
    names = {name: theirs for name in aside["column"].unique().drop_nulls() if (theirs := file.theirs(name))}
    named = pl.col("column").replace_strict(names, default=None, return_dtype=pl.String)
    if THEIR_COLUMN in aside.columns:
        named = pl.coalesce(named, pl.col(THEIR_COLUMN))
    told = aside.with_columns(
        reason=pl.when(named.is_not_null()).then(pl.col("reason") + " Their column: " + named + ".").otherwise("reason")
    )
    return told.select("row", FILE_ROW, "column", "code", "severity", "reason")
