"""Costs of a borough that others invented, to the penny: with its own linkage and families, so that only pricing is tried.

Runs only where the environment variable THINKFAMILY_SAMPLES names a folder of sample extracts with their truth.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from thinkfamily.engine import costs, intake
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store

SAMPLES = os.environ.get("THINKFAMILY_SAMPLES")
pytestmark = pytest.mark.skipif(not SAMPLES, reason="needs THINKFAMILY_SAMPLES, a folder of sample extracts")


def test_every_family_costs_each_agency_what_the_truth_says(tmp_path: Path) -> None:
    borough = Path(str(SAMPLES)) / "northgate"
    settings = Settings(extracts=borough / "extracts", as_at=date(2026, 9, 30))
    store = Store(tmp_path / "spill")
    intake.STAGE.run(store, settings)
    _put_truth(store, borough / "truth")
    costs.STAGE.run(store, settings)
    ours = store.frame("select family_id as family, agency, cost_gbp, transfer_gbp from family_cost")
    store.close()
    truth = pl.read_csv(borough / "truth" / "cost.csv", schema_overrides={"family": pl.String})
    compared = (
        truth.with_columns(pl.col("cost_gbp", "transfer_gbp").cast(pl.Float64))
        .join(ours.cast({"cost_gbp": pl.Float64, "transfer_gbp": pl.Float64}), on=["family", "agency"], how="full")
        .fill_null(0)
        .with_columns(
            cost=(pl.col("cost_gbp") - pl.col("cost_gbp_right")).abs(),
            transfer=(pl.col("transfer_gbp") - pl.col("transfer_gbp_right")).abs(),
        )
    )
    assert compared.height > 0
    assert compared.filter((pl.col("cost") >= 0.005) | (pl.col("transfer") >= 0.005)).height == 0


def _put_truth(store: Store, truth: Path) -> None:
    """The tables that linkage and families would make, as the truth has them."""
    people = pl.read_csv(truth / "record_person.csv", infer_schema=False).rename({"person": "person_id"})
    records = store.frame("select record_no, feed, record_id from record")
    linked = records.join(people, on=["feed", "record_id"]).select("record_no", "person_id").sort("record_no")
    assert linked.height == records.height
    store.put("person_record", linked)
    members = pl.read_csv(truth / "family_member.csv", infer_schema=False)
    nothing = pl.lit(None, pl.Date)
    store.put(
        "family_member",
        members.rename({"family": "family_id", "person": "person_id"}).with_columns(
            nothing.alias("from_on"), nothing.alias("until_on"), pl.lit("the truth").alias("known_by")
        ),
    )
