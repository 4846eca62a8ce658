"""What people have decided about pairs of records (extract contract, section 5). The latest decision on a pair stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from thinkfamily.engine.intake.accept import Accepted, Reason, judged, unreadable
from thinkfamily.engine.intake.clean import cleaned
from thinkfamily.engine.intake.columns import DECISION_COLUMNS
from thinkfamily.engine.intake.csv_file import CsvTable
from thinkfamily.engine.intake.headers import resolve
from thinkfamily.engine.store import Store
from thinkfamily.tables import supplied

DECISIONS_FILE = "decisions.csv"


def read_decisions(path: Path, store: Store, objecting: Mapping[str, pl.Series]) -> tuple[Accepted, int]:
    """Read decisions about accepted records; ``rows`` has one row per row accepted, and the count is of rows read.

    Args:
        path: the file.
        store: holds ``record``.
        objecting: per feed, record ids whose objection is upheld.

    Raises:
        ExtractError: it cannot be read, or a column is missing.
    """
    table = CsvTable(path, DECISIONS_FILE)
    positions = resolve(table.header, DECISION_COLUMNS, {}, DECISIONS_FILE, DECISIONS_FILE)
    raw = table.rows(list(positions.values()))
    frame = cleaned(raw.frame, DECISION_COLUMNS, positions, {}, None)
    known = _known(store, frame)
    objectors = pl.DataFrame(
        [(feed, record_id) for feed, ids in sorted(objecting.items()) for record_id in ids.sort()],
        schema={"feed": pl.String, "record_id": pl.String},
        orient="row",
    )
    reasons = [
        *(Reason("objection", f"record_id_{side}", _among(frame, side, objectors)) for side in "lr"),
        *unreadable(DECISION_COLUMNS, frame, raw.misshapen),
        Reason("bad_record_id_r", "record_id_r", _same_record()),
        *(Reason("unknown_record", f"record_id_{side}", ~_among(frame, side, known)) for side in "lr"),
    ]
    accepted = judged(frame, DECISION_COLUMNS, reasons)
    return accepted, frame.height


def _known(store: Store, frame: pl.DataFrame) -> pl.DataFrame:
    """Those of the named records that were accepted."""
    sides = [frame.select(feed=f"feed_{side}", record_id=f"record_id_{side}") for side in "lr"]
    store.put("decided_record", pl.concat(sides).drop_nulls().unique().sort("feed", "record_id"))
    known = store.frame("select feed, record_id from record semi join decided_record using (feed, record_id)")
    store.drop("decided_record")
    return known


def _among(frame: pl.DataFrame, side: str, records: pl.DataFrame) -> pl.Expr:
    marked = frame.select(feed=f"feed_{side}", record_id=f"record_id_{side}").join(
        records.with_columns(found=True), on=["feed", "record_id"], how="left", maintain_order="left"
    )
    return pl.lit(marked.get_column("found").fill_null(False))


def _same_record() -> pl.Expr:
    return (pl.col("feed_l") == pl.col("feed_r")) & (pl.col("record_id_l") == pl.col("record_id_r"))


def latest_decisions(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per pair of records: the latest decision on it; an earlier one was accepted and is superseded.

    A pair's two records stand in the order of their names, so that a decision made the other way round is of the same
    pair.
    """
    same_feed = pl.col("feed_l") == pl.col("feed_r")
    is_turned = (pl.col("feed_l") > pl.col("feed_r")) | (same_feed & (pl.col("record_id_l") > pl.col("record_id_r")))
    turned = rows.with_columns(is_turned=is_turned)
    sides = {
        f"{name}_{side}": pl.when("is_turned").then(f"{name}_{other}").otherwise(f"{name}_{side}")
        for side, other in (("l", "r"), ("r", "l"))
        for name in ("feed", "record_id")
    }
    key = ["feed_l", "record_id_l", "feed_r", "record_id_r"]
    # Of two decisions on one day, the later row stands.
    return (
        turned.with_columns(**sides)
        .sort("decided_on", "row")
        .unique(key, keep="last", maintain_order=True)
        .sort(key)
        .select(supplied.Decision.column_names())
    )
