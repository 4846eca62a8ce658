"""What people have decided about pairs: the latest stands, whichever way round the pair is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.intake.folder import take

from thinkfamily.core.errors import ExtractError

HEADER = "feed_l,record_id_l,feed_r,record_id_r,decision,by,decided_on,why\n"
FEEDS: dict[str, str | bytes] = {
    "police/people.csv": "record_id,objection\nP1,\nP2,\nP3,yes\n",
    "health/people.csv": "record_id\nH1\nH2\n",
}


def decided(folder: Path, *rows: str):
    return take(folder, {**FEEDS, "decisions.csv": HEADER + "\n".join(rows) + "\n"})


def test_the_latest_decision_on_a_pair_stands(tmp_path: Path):
    taken = decided(
        tmp_path,
        "police,P1,health,H1,same,a.worker,2026-01-02,",
        "health,H1,police,P1,not_same,b.worker,2026-01-03,told by both",
        "police,P1,health,H1,same,a.worker,2025-01-01,",
        "police,P2,health,H2,same,a.worker,2026-01-02,",
        "health,H2,police,P2,cannot_tell,a.worker,2026-01-02,",
    )
    rows = taken.store.rows("select feed_l, record_id_l, feed_r, record_id_r, decision, why from decision order by all")
    assert rows == [
        ("health", "H1", "police", "P1", "not_same", "told by both"),
        ("health", "H2", "police", "P2", "cannot_tell", None),
    ]
    assert taken.counts()["decisions"] == (5, 5, 0)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("police,P1,health,,same,x,2026-01-01,", "record_id_r", "missing_record_id_r"),
        ("police,P1,health,H1,same,,2026-01-01,", "by", "missing_by"),
        ("police,P1,health,H1,perhaps,x,2026-01-01,", "decision", "bad_decision"),
        ("police,P1,health,H1,same,x,01/01/2026,", "decided_on", "bad_decided_on"),
        ("police,P1,health,H9,same,x,2026-01-01,", "record_id_r", "unknown_record"),
        ("fire,P1,health,H1,same,x,2026-01-01,", "record_id_l", "unknown_record"),
        ("police,P3,health,H1,same,x,2026-01-01,", "record_id_l", "objection"),
        ("police,P1,police,P1,same,x,2026-01-01,", "record_id_r", "bad_record_id_r"),
    ],
)
def test_a_decision_is_set_aside(tmp_path: Path, row: str, column: str, code: str):
    taken = decided(tmp_path, row)
    assert [each for each in taken.codes() if each[0] == "decisions"] == [("decisions", 1, column, code)]
    assert taken.counts()["decisions"] == (1, 0, 1)


def test_decisions_without_their_columns(tmp_path: Path):
    with pytest.raises(ExtractError, match="by: nothing like it"):
        take(tmp_path, {**FEEDS, "decisions.csv": HEADER.replace("by,", "")})
