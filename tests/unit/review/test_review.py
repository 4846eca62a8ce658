"""The clerical review queue: which pairs a person is asked about, in which order, and what is written."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.drawn import draw
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.engine.explain.review import DECISION_COLUMNS, review_queue
from thinkfamily.engine.run_folder import Run, open_run, write_facts
from thinkfamily.tables import made

LINK = """
    feed_l | record_id_l | feed_r | record_id_r | pass | weight_bits | outcome | reasons
    csc | c1 | health | h1 | identifier | 40 | linked | same first name
    csc | c2 | health | h2 | model | 3.9 | refused | refused: too little evidence; same home
    csc | c3 | health | h3 | model | 0.1 | refused | refused: too little evidence; same home
    csc | c4 | health | h4 | model | 22 | refused | refused: different first names; same home
    csc | c1 | police | p1 | model | 20 | refused | refused: different dates of birth
    health | h1 | police | p1 | model | 19 | refused | refused: different dates of birth
    csc | c5 | health | h5 | human | 9 | human_not_same | refused: a person decided they are not the same
    csc | c6 | health | h6 | model | 5 | refused | refused: different sex and first name
"""
WHOSE = {
    "c1": "A", "h1": "A", "p1": "B", "c2": "C", "h2": "D", "c3": "E", "h3": "F", "c4": "G", "h4": "H",
    "c5": "I", "h5": "J", "c6": "K", "h6": "K",
}  # fmt: skip
FEEDS = {"c": "csc", "h": "health", "p": "police"}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    folder = tmp_path / "run"
    folder.mkdir()
    whose = pl.DataFrame(
        [(FEEDS[record[0]], record, person, "model", None) for record, person in WHOSE.items()],
        schema=made.RecordPerson.create_empty().schema, orient="row",
    )  # fmt: skip
    people = whose.group_by("person_id").agg(records=pl.len().cast(pl.Int64)).sort("person_id")
    empty = made.Person.create_empty()
    draw(made.Link, LINK).write_parquet(folder / "link.parquet")
    whose.write_parquet(folder / "record_person.parquet")
    pl.concat([empty, people.select("person_id", "records")], how="diagonal").write_parquet(folder / "person.parquet")
    write_facts(folder, {"is_synthetic": True, "expires_on": None, "as_at": "2026-09-30"})
    return open_run(folder, "test")


def test_only_refused_pairs_of_two_people_that_no_human_judged_are_asked_about(run: Run) -> None:
    """c5-h5 was decided; c6 and h6 came together by way of others; c1 and h1 are linked."""
    asked = {(row["record_id_l"], row["record_id_r"]) for row in review_queue(run).to_dicts()}
    assert asked == {("c1", "p1"), ("c2", "h2"), ("c3", "h3"), ("c4", "h4")}


def test_two_people_are_asked_about_once(run: Run) -> None:
    assert not review_queue(run).filter(pl.col("record_id_l") == "h1").height


def test_the_most_informative_stands_first(run: Run) -> None:
    """Person A has two records; conflicts and even chances come before what is nearly sure."""
    order = review_queue(run)["record_id_l"].to_list()
    assert order[0] == "c1"
    assert order.index("c3") < order.index("c2")
    assert order.index("c4") < order.index("c2")


def test_it_has_the_columns_of_decisions_to_fill_in_and_no_value_of_a_person(run: Run) -> None:
    queue = review_queue(run)
    assert queue.columns[:8] == ["feed_l", "record_id_l", "feed_r", "record_id_r", *DECISION_COLUMNS]
    assert all(queue[name].null_count() == queue.height for name in DECISION_COLUMNS)
    assert not {"first_name", "last_name", "date_of_birth", "address"} & set(queue.columns)


def test_the_command_writes_so_many_and_says_of_how_many(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "pairs.csv"
    done = CliRunner().invoke(app, ["review", str(run.folder), "--out", str(out), "--most", "2"])
    assert done.exit_code == 0, done.output
    assert "2 of 4 pairs" in done.output
    written = pl.read_csv(out, infer_schema=False)
    assert written.height == 2
    assert written["record_id_l"].to_list()[0] == "c1"


def test_it_is_the_same_each_time(run: Run) -> None:
    assert review_queue(run).equals(review_queue(run))
