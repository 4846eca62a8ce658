"""What casework hands back: read by handle, checked by signature, set aside row by row."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.handover_packets import AS_AT, MADE_AT
from tests.unit.intake.folder import TODAY, lay

from thinkfamily.core.errors import ExtractError
from thinkfamily.core.progress import Silent
from thinkfamily.engine.intake import Delivery, Feedback, read_extracts, refuse_unheard
from thinkfamily.engine.store import Store
from thinkfamily.packets import OperatorKey, PacketFacts, write_packet
from thinkfamily.packets.problems import PacketError
from thinkfamily.tables.handover import FEEDBACK
from thinkfamily.tables.kept import Handle

FEEDS: dict[str, str | bytes] = {
    "police/people.csv": "record_id,objection\nP1,\nP2,\nP3,yes\n",
    "health/people.csv": "record_id\nH1\nH2\n",
}


def handles() -> pl.DataFrame:
    """A and B are people of family F; A is known to two agencies, B to one; of C the record is gone, of D it objects."""
    people = [
        ("A", "police", "P1"),
        ("A", "health", "H1"),
        ("B", "police", "P2"),
        ("C", "police", "P9"),
        ("D", "police", "P3"),
    ]
    rows: list[dict[str, Any]] = [
        {"kind": "person", "handle": handle, "feed": feed, "record_id": record} for handle, feed, record in people
    ]
    rows += [{"kind": "family", "handle": "F", "member": who, "is_child": who == "B"} for who in "AB"]
    empty = Handle.create_empty()
    return pl.DataFrame([{**dict.fromkeys(empty.columns), "series": "s", **row} for row in rows], schema=empty.schema)


def taken(folder: Path, files: dict[str, str], trusted: bytes | None = None) -> tuple[Store, Delivery]:
    store = Store()
    lay(folder, {**FEEDS, **{f"casework/{name}.csv": text for name, text in files.items()}})
    (folder / "casework" / "feed.toml").unlink(missing_ok=True)
    feedback = Feedback(handles(), ("low_aspirations",), trusted)
    return store, read_extracts(store, folder, TODAY, Silent(), feedback)


PAIRS = "handle_l,handle_r,decision,by,decided_on,why\n"


def test_a_decision_on_people_holds_for_each_two_of_their_records(tmp_path: Path) -> None:
    store, _ = taken(tmp_path, {"pairs": PAIRS + "B,A,not_same,w,2026-09-01,\n"})
    rows = store.rows("select feed_l, record_id_l, feed_r, record_id_r, decision from decision order by all")
    assert rows == [("health", "H1", "police", "P2", "not_same"), ("police", "P1", "police", "P2", "not_same")]


def test_the_latest_word_stands_whether_said_of_people_or_of_records(tmp_path: Path) -> None:
    header = "feed_l,record_id_l,feed_r,record_id_r,decision,by,decided_on,why\n"
    for day, stands in (("2026-08-31", "same"), ("2026-09-02", "not_same")):
        folder = tmp_path / day
        lay(folder, {"decisions.csv": header + f"police,P1,police,P2,not_same,x,{day},\n"})
        store, _ = taken(folder, {"pairs": PAIRS + "A,B,same,w,2026-09-01,\n"})
        found = store.value("select decision from decision where record_id_l = 'P1' and record_id_r = 'P2'")
        assert found == stands


def test_words_are_kept_the_latest_of_each(tmp_path: Path) -> None:
    store, delivery = taken(
        tmp_path,
        {
            "membership": "family,person,membership,from_on,by,why\nF,A,out,2026-02-01,w,\nF,A,in,2026-01-01,w,\n",
            "evidence": "family,person,criterion,answer,from_on,until_on,by\nF,,low_aspirations,yes,2026-02-01,,w\n",
            "cases": "family,state,from_on\nF,agreed,2026-02-01\nF,closed,2026-02-01\n",
        },
    )
    assert store.rows("select family, person, membership from worker_membership") == [("F", "A", "out")]
    assert store.rows("select family, person, programme, criterion, answer from worker_evidence") == [
        ("F", None, None, "low_aspirations", "yes")
    ]
    assert store.rows("select family, state from worker_case") == [("F", "closed")]
    assert {"casework/membership.csv", "casework/evidence.csv", "casework/cases.csv"} <= set(delivery.files)


@pytest.mark.parametrize(
    ("file", "row", "column", "code"),
    [
        ("pairs", "A,X,same,w,2026-01-01,", "handle_r", "unknown_handle"),
        ("pairs", "A,F,same,w,2026-01-01,", "handle_r", "unknown_handle"),
        ("pairs", "A,C,same,w,2026-01-01,", "handle_r", "gone_handle"),
        ("pairs", "A,D,same,w,2026-01-01,", "handle_r", "gone_handle"),
        ("pairs", "A,A,same,w,2026-01-01,", "handle_r", "bad_handle_r"),
        ("pairs", "A,B,same,,2026-01-01,", "by", "missing_by"),
        ("membership", "A,F,in,2026-01-01,w,", "family", "unknown_handle"),
        ("membership", "F,A,maybe,2026-01-01,w,", "membership", "bad_membership"),
        ("membership", "F,A,in,1/2/2026,w,", "from_on", "bad_from_on"),
        ("evidence", "F,,crime,yes,2026-01-01,,w", "criterion", "bad_criterion"),
        ("evidence", "F,,low_aspirations,perhaps,2026-01-01,,w", "answer", "bad_answer"),
        ("evidence", "F,,low_aspirations,yes,2026-01-01,2025-01-01,w", "until_on", "until_before_from"),
        ("cases", "F,begun,2026-01-01", "state", "bad_state"),
    ],
)
def test_a_word_that_cannot_be_used_is_set_aside(tmp_path: Path, file: str, row: str, column: str, code: str) -> None:
    headers = {
        "pairs": PAIRS,
        "membership": "family,person,membership,from_on,by,why\n",
        "evidence": "family,person,criterion,answer,from_on,until_on,by\n",
        "cases": "family,state,from_on\n",
    }
    store, _ = taken(tmp_path, {file: f"{headers[file]}{row}\n"})
    found = store.rows("""select file, "table", row, "column", code from set_aside where "table" <> 'people'""")
    assert found == [(f"casework/{file}.csv", file, 1, column, code)]
    assert store.rows("select rows_read, rows_set_aside from intake_count where file like 'casework%'") == [(1, 1)]


def test_a_file_without_its_columns_and_a_link_out_of_the_folder_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="decided_on"):
        taken(tmp_path / "one", {"pairs": "handle_l,handle_r,decision,by\n"})
    lay(tmp_path / "two", FEEDS)
    (tmp_path / "two" / "casework").mkdir()
    (tmp_path / "pairs.csv").write_text(PAIRS)
    (tmp_path / "two" / "casework" / "pairs.csv").symlink_to(tmp_path / "pairs.csv")
    with pytest.raises(ExtractError, match="leads out"):
        taken(tmp_path / "two", {})


def test_feedback_that_nobody_can_read_by_handle_stops_the_run(tmp_path: Path) -> None:
    refuse_unheard(lay(tmp_path, FEEDS))
    (tmp_path / "casework").mkdir()
    with pytest.raises(ExtractError, match="TF-HANDOVER-003"):
        refuse_unheard(tmp_path)


def sign(folder: Path, key: OperatorKey) -> None:
    """A folder of feedback as casework writes it: one pair, and no other word."""
    pairs = {
        "handle_l": "A",
        "handle_r": "B",
        "decision": "same",
        "by": "w",
        "decided_on": date(2026, 9, 1),
        "why": None,
    }
    tables = {name: schema.create_empty() for name, schema in FEEDBACK.items()}
    tables["pairs"] = pl.DataFrame([pairs], schema=tables["pairs"].schema)
    word = {"family": "F", "criterion": "low_aspirations", "answer": "yes", "from_on": date(2026, 1, 1), "by": "w"}
    tables["evidence"] = pl.DataFrame([word], schema=tables["evidence"].schema)
    facts = PacketFacts(
        "feedback", uuid.uuid4(), "s", "westminster_3_percent", AS_AT, MADE_AT, "a test", date(2027, 1, 1), True
    )
    write_packet(folder, facts, tables, key)


def test_signed_feedback_is_read_if_its_key_is_trusted(tmp_path: Path) -> None:
    key = OperatorKey.generate()
    sign(tmp_path / "casework", key)
    store, delivery = taken(tmp_path, {}, key.public)
    assert store.value("select count(*) from decision where decision = 'same'") == 2
    assert store.rows("select programme, criterion from worker_evidence") == [
        ("westminster_3_percent", "low_aspirations")
    ]
    assert "unsigned" not in {each.code for each in delivery.warnings}


@pytest.mark.parametrize(
    ("harm", "code"), [("key", "TF-PACKET-002"), ("row", "TF-PACKET-002"), ("file", "TF-PACKET-001")]
)
def test_signed_feedback_is_refused_if_anything_is_odd(tmp_path: Path, harm: str, code: str) -> None:
    key = OperatorKey.generate()
    sign(tmp_path / "casework", key)
    if harm == "row":
        path = tmp_path / "casework" / "pairs.csv"
        path.write_text(path.read_text().replace("same", "not_same"))
    if harm == "file":
        (tmp_path / "casework" / "more.csv").write_text("x\n")
    with pytest.raises(PacketError) as refused:
        taken(tmp_path, {}, (OperatorKey.generate() if harm == "key" else key).public)
    assert refused.value.code == code


def test_where_a_key_is_named_feedback_without_a_signature_is_refused(tmp_path: Path) -> None:
    """Else whoever takes the signature away could change what they like."""
    with pytest.raises(PacketError, match="without a signature"):
        taken(tmp_path, {"pairs": PAIRS}, OperatorKey.generate().public)


def test_signed_feedback_needs_a_key_and_unsigned_feedback_a_warning(tmp_path: Path) -> None:
    sign(tmp_path / "one" / "casework", OperatorKey.generate())
    with pytest.raises(ExtractError, match="TF-HANDOVER-004"):
        taken(tmp_path / "one", {})
    _, delivery = taken(tmp_path / "two", {"pairs": PAIRS, "notes": "a\n"})
    assert {(each.code, each.file) for each in delivery.warnings if "casework" in each.file} == {
        ("unsigned", "casework"),
        ("stray", "casework/notes.csv"),
    }
