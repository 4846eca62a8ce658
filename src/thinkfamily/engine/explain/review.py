"""The clerical review queue: which refused or doubtful pairs a person should judge first."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.run_folder import Run

# Columns of decisions.csv (extract contract, section 5), ready to be filled in.
DECISION_COLUMNS = ("decision", "by", "decided_on", "why")


def review_queue(run: Run) -> pl.DataFrame:
    """One row per refused pair of two people, the most informative first.

    A pair informs most when the evidence is evenly balanced and the answer moves many records: its order is the chance of
    being wrong either way times the pairs of records that the answer would join. A refusal for conflicting facts counts as
    evenly balanced, whatever its weight.

    Returns:
        feed_l, record_id_l, feed_r, record_id_r, decision, by, decided_on, why (empty, to be filled in), weight_bits,
        reasons, records_l, records_r.
    """
    people = run.table("record_person").select("feed", "record_id", "person_id")
    sizes = run.table("person").select("person_id", "records")
    held = people.join(sizes, on="person_id")
    chance = 1 / (1 + 2 ** (-pl.col("weight_bits")))
    doubt = (
        pl.when(pl.col("reasons").str.starts_with("refused: too little")).then(4 * chance * (1 - chance)).otherwise(1.0)
    )
    return (
        run.table("link")
        .filter(pl.col("outcome") == "refused")
        .join(held, left_on=["feed_l", "record_id_l"], right_on=["feed", "record_id"])
        .join(held, left_on=["feed_r", "record_id_r"], right_on=["feed", "record_id"], suffix="_r")
        .filter(pl.col("person_id") != pl.col("person_id_r"))
        .with_columns(informs=doubt * pl.col("records") * pl.col("records_r"))
        .sort("informs", "feed_l", "record_id_l", "feed_r", "record_id_r", descending=[True, False, False, False, False])
        .unique(["person_id", "person_id_r"], keep="first", maintain_order=True)
        .select(
            "feed_l", "record_id_l", "feed_r", "record_id_r",
            *(pl.lit(None, pl.String).alias(name) for name in DECISION_COLUMNS),
            "weight_bits", "reasons", pl.col("records").alias("records_l"), "records_r",
        )
        .collect()
    )  # fmt: skip
