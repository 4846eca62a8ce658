"""Reading an extracts folder feed by feed into the store, so that only one feed is ever in memory."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import dataframely as dy
import polars as pl

from thinkfamily.core.progress import Progress
from thinkfamily.engine.intake.accept import Accepted
from thinkfamily.engine.intake.area_file import Area, read_area_file
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
from thinkfamily.engine.intake.problems import folder_problem, printable
from thinkfamily.engine.intake.read_feed import FeedReader
from thinkfamily.engine.intake.read_table import FeedFolder, inside
from thinkfamily.engine.intake.warned import SAYS, Delivery, Warned
from thinkfamily.engine.store import Store
from thinkfamily.tables import kept, made, supplied

# Under this name the area's own files appear in set_aside and intake_count.
AREA = "(area)"


_OUT: dict[str, type[dy.Schema]] = {
    "feed": supplied.Feed,
    "record": supplied.Record,
    "event": supplied.Event,
    "stated_relationship": supplied.StatedRelationship,
    "not_supplied": supplied.NotSupplied,
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

    Writes:  feed, not_supplied, record, event, stated_relationship, decision, term, team, event_type, price, intake_count, set_aside,
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
    reader = FeedReader(store, delivery, partial(_add, store))
    for feed in feeds:
        _add(store, "feed", _feed_row(feed))
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
    signed = refuse_unsigned(extracts, feedback, today)
    if signed is None:
        delivery.warnings.append(Warned(AREA, CASEWORK, "", "unsigned", 0, SAYS["unsigned"]))
    decided = []
    heard = hear(extracts, store, feedback)
    for each in heard:
        rows = each.accepted.rows
        if each.table == "pairs":
            decided.append(pairs_of_records(store, rows))
        elif each.table == "membership":
            _add(store, "worker_membership", latest(rows, ["family", "person"], "from_on"))
        elif each.table == "evidence":
            words = latest(rows, ["family", "person", "criterion"], "from_on")
            asked_by = pl.lit(signed and signed.programme, pl.String).alias("programme")
            _add(store, "worker_evidence", words.with_columns(asked_by))
        elif each.table == "cases":
            _add(store, "worker_case", latest(rows, ["family"], "from_on"))
        _store_judged(store, AREA, each.file, each.table, each.rows_read, each.accepted)
        delivery.files.append(each.file)
    known = {Path(each.file).name for each in heard} | {PACKET_FILE}
    for path in sorted((extracts / CASEWORK).iterdir()):
        if path.name not in known:
            where = f"{CASEWORK}/{printable(path.name)}"
            delivery.warnings.append(Warned(AREA, where, "", "stray", 0, SAYS["stray"]))
    return decided


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
            delivery.warnings.append(Warned(AREA, printable(path.name), "", "stray", 0, SAYS["stray"]))
    if not names:
        if (extracts / "run.json").is_file():
            do = "Name the extracts that the run was made from: a run folder holds no rows as agencies sent them."
            raise folder_problem(extracts.name, "Found a run folder; expected a folder of extracts.", do)
        raise folder_problem(
            extracts.name, "Found no feed in the folder.", "Put one folder per feed into it, each with a feed.toml."
        )
    return names


def _feed_row(feed: FeedFile) -> pl.DataFrame:
    return pl.DataFrame(
        {name: [getattr(feed, name)] for name in supplied.Feed.column_names()},
        schema=supplied.Feed.create_empty().schema,
    )
