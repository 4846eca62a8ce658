"""What casework hands back: workers' words on pairs, membership, evidence and cases, by handle (handover contract).

A handle means the records that it stood for in the run that handed it over, as far as they are still there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.intake.accept import Accepted, Reason, judged, unreadable
from thinkfamily.engine.intake.clean import cleaned
from thinkfamily.engine.intake.columns import DECISIONS, Column, Kind
from thinkfamily.engine.intake.csv_file import CsvTable
from thinkfamily.engine.intake.headers import resolve
from thinkfamily.engine.intake.read_table import inside
from thinkfamily.engine.store import Store
from thinkfamily.packets import PacketFacts, read_packet
from thinkfamily.packets.problems import untrusted
from thinkfamily.tables import kept

CASEWORK = "casework"
PACKET_FILE = "packet.json"
STATES = ("considered", "agreed", "declined", "closed")


@dataclass(frozen=True)
class Feedback:
    """What is needed to read feedback.

    Args:
        handles: rows of `kept.Handle`, from the run that handed over last.
        criteria: ids of the criteria of the run's programmes.
        trusted: casework's public key, where it was named.
    """

    handles: pl.DataFrame
    criteria: tuple[str, ...]
    trusted: bytes | None = None


@dataclass(frozen=True)
class Heard:
    """One file of feedback, judged: its table's name, the file, how many rows it had, and which were accepted."""

    table: str
    file: str
    rows_read: int
    accepted: Accepted


def refuse_unheard(extracts: Path) -> None:
    """Stop a run that would pass feedback over in silence.

    Raises:
        ExtractError: there is a folder of feedback, and nothing that says whom its handles mean.
    """
    if (extracts / CASEWORK).is_dir():
        raise ExtractError(
            "TF-HANDOVER-003",
            CASEWORK,
            found="Found what casework hands back, and no handles to read it by.",
            means="What workers have decided would be passed over. Nothing of the extracts was used.",
            do="Name the run that handed over last with --handles, and the operator's --key; or move the folder out.",
        )


def refuse_unsigned(extracts: Path, feedback: Feedback, today: date) -> PacketFacts | None:
    """Check the signature of a folder of feedback; what it says of itself, or None where it carries none.

    Raises:
        PacketError: a key was named, and it is not signed by that key, changed since, or expired.
        ExtractError: it is signed, and no key was named to check it by.
    """
    if not (extracts / CASEWORK / PACKET_FILE).exists():
        if feedback.trusted is not None:
            raise untrusted(
                f"{CASEWORK}/{PACKET_FILE}", "Found feedback without a signature, where --trust asks for one."
            )
        return None
    if feedback.trusted is None:
        raise ExtractError(
            "TF-HANDOVER-004",
            f"{CASEWORK}/{PACKET_FILE}",
            found="Found signed feedback, and no key to check it by.",
            means="Nobody knows yet who wrote it. Nothing of the extracts was used.",
            do="Name casework's public key with --trust.",
        )
    return read_packet(extracts / CASEWORK, trusted=[feedback.trusted], today=today, kind="feedback").facts


def put_handles(store: Store, feedback: Feedback) -> None:
    """Fill `handle_record` and `handle_member` with those handles whose records are in this run.

    Reads:   record.
    """
    people = (
        feedback.handles.filter(pl.col("kind") == "person").select("series", "handle", "feed", "record_id").unique()
    )
    store.put("told_handle", people)
    store.put(
        "handle_record",
        kept.HandleRecord.validate(
            store.frame("""
                select series, handle, record_no from told_handle join record using (feed, record_id)
                order by handle, record_no
            """)
        ),
    )
    store.drop("told_handle")
    families = feedback.handles.filter(pl.col("kind") == "family")
    store.put(
        "handle_member",
        kept.HandleMember.validate(
            families.select("series", family="handle", person="member", is_child="is_child")
            .unique(["family", "person"])
            .sort("family", "person")
        ),
    )


def hear(extracts: Path, store: Store, feedback: Feedback) -> list[Heard]:
    """Read and judge each file of feedback that is there.

    Raises:
        ExtractError: a file cannot be read, or a column is missing.
    """
    heard = []
    for name, columns in _columns(feedback.criteria).items():
        file = f"{CASEWORK}/{name}.csv"
        if not (extracts / file).is_file():
            continue
        table = CsvTable(inside(extracts, file, file), file)
        positions = resolve(table.header, columns, {}, file, file)
        raw = table.rows(list(positions.values()))
        frame = cleaned(raw.frame, columns, positions, {}, None)
        accepted = judged(frame, columns, _reasons(store, feedback, frame, columns, raw.misshapen))
        heard.append(Heard(name, file, frame.height, accepted))
    return heard


def _columns(criteria: tuple[str, ...]) -> dict[str, tuple[Column, ...]]:
    def person_and_family(*, needs_person: bool) -> tuple[Column, ...]:
        return Column("family", is_required=True), Column("person", is_required=needs_person)

    by, since = Column("by", is_required=True), Column("from_on", Kind.DAY, is_required=True)
    return {
        "pairs": (
            Column("handle_l", is_required=True),
            Column("handle_r", is_required=True),
            Column("decision", Kind.CODE, is_required=True, codes=DECISIONS),
            by,
            Column("decided_on", Kind.DAY, is_required=True),
            Column("why"),
        ),
        "membership": (
            *person_and_family(needs_person=True),
            Column("membership", Kind.CODE, is_required=True, codes=("in", "out")),
            since,
            by,
            Column("why"),
        ),
        "evidence": (
            *person_and_family(needs_person=False),
            Column("criterion", Kind.CODE, is_required=True, codes=criteria),
            Column("answer", Kind.CODE, is_required=True, codes=("yes", "no")),
            since,
            Column("until_on", Kind.DAY),
            by,
        ),
        "cases": (
            Column("family", is_required=True),
            Column("state", Kind.CODE, is_required=True, codes=STATES),
            since,
        ),
    }


def _reasons(
    store: Store, feedback: Feedback, frame: pl.DataFrame, columns: Sequence[Column], misshapen: Sequence[int]
) -> list[Reason]:
    reasons = unreadable(columns, frame, misshapen)
    known = {
        kind: feedback.handles.filter(pl.col("kind") == kind).get_column("handle").unique()
        for kind in ("person", "family")
    }
    here = store.frame("select distinct handle from handle_record")["handle"]
    for column in columns:
        kind = {"family": "family", "person": "person", "handle_l": "person", "handle_r": "person"}.get(column.name)
        if kind is None:
            continue
        given = pl.col(column.name)
        reasons.append(Reason("unknown_handle", column.name, given.is_not_null() & ~given.is_in(known[kind].implode())))
        if kind == "person":
            gone = given.is_not_null() & ~given.is_in(here.implode())
            reasons.append(Reason("gone_handle", column.name, gone))
    names = {column.name for column in columns}
    if "handle_l" in names:
        reasons.append(Reason("bad_handle_r", "handle_r", pl.col("handle_l") == pl.col("handle_r")))
    if "until_on" in names:
        reasons.append(Reason("until_before_from", "until_on", pl.col("until_on") < pl.col("from_on")))
    return reasons


def pairs_of_records(store: Store, pairs: pl.DataFrame) -> pl.DataFrame:
    """One row per decision and two records of the two people: what was said of people holds for each of their records.

    So the decision outlives any of the records that leaves, and holds however the others come to be linked.
    """
    store.put("told_pair", pairs)
    rows = store.frame("""
        select a.feed as feed_l, a.record_id as record_id_l, b.feed as feed_r, b.record_id as record_id_r,
            p.decision, p.by, p.decided_on, p.why, p.row
        from told_pair p join handle_record l on l.handle = p.handle_l join handle_record r on r.handle = p.handle_r
            join record a on a.record_no = l.record_no join record b on b.record_no = r.record_no
        where a.record_no <> b.record_no order by p.row, a.record_no, b.record_no
    """)
    store.drop("told_pair")
    return rows


def latest(rows: pl.DataFrame, key: list[str], day: str) -> pl.DataFrame:
    """The latest row of each key; of two on one day, the later row."""
    return rows.sort(day, "row").unique(key, keep="last", maintain_order=True).sort(key)
