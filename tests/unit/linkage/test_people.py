"""The tables that linkage leaves: people, whose each record is, and why."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.unit.linkage.drawn_linkage import invented, linked

from thinkfamily.core.errors import RuleError
from thinkfamily.engine.store import Store
from thinkfamily.tables import made

TABLES = {
    "record_person": made.RecordPerson,
    "link": made.Link,
    "person": made.Person,
    "person_detail": made.PersonDetail,
}

IN_ORDER = "from record_person order by all"

HARD = """
    feed | record_id | first_name | last_name | date_of_birth | sex | address | postcode | nhs_number | died_on | restriction
    csc | c1 | Maria | Testling | 1990-07-07 | female | 4 Sample Road | XX1 1AA | 9990000026 | - | -
    csc | c2 | Ruby | Testling | 2019-07-07 | female | 4 Sample Road | XX1 1AA | - | - | adoption
    education | e2 | Ruby | Testling | 2019-07-07 | female | 4 Sample Road | XX1 1AA | - | - | -
    health | h1 | Maria | Testling | 1990-07-07 | female | 9 Example Lane | XX9 9ZZ | 9990000026 | - | -
    health | h3 | Peter | Mockford | 1950-01-01 | male | 1 Elsewhere | XX5 5XX | - | 2026-09-30 | -
    police | p1 | Masha | Sampleton | - | - | 2 Elsewhere | XX5 5XX | - | - | -
    revenues | r1 | Maria | Testling | - | - | 4 Sample Road | XX1 1AA | - | - | -
    revenues | r3 | Peter | Mockford | 1950-06-03 | male | 1 Elsewhere | XX5 5XX | - | 2026-10-01 | -
"""


@pytest.fixture(scope="module")
def store() -> Store:
    return linked(HARD)


@pytest.fixture(scope="module")
def many() -> Store:
    return linked(invented(1_000))


@pytest.mark.parametrize("table", sorted(TABLES))
def test_it_has_the_declared_shape(store: Store, many: Store, table: str) -> None:
    for each in (store, many):
        frame = each.frame(f'from "{table}"')
        TABLES[table].validate(frame)
        assert frame.columns == TABLES[table].column_names()


def test_every_record_has_one_person_and_every_person_a_record(many: Store) -> None:
    records = many.frame("select feed, record_id from record order by all")
    whose = many.frame("from record_person order by feed, record_id")
    assert whose.select("feed", "record_id").equals(records)
    assert set(whose["person_id"]) == set(many.frame("from person")["person_id"])
    counted = whose.group_by("person_id").agg(pl.len().cast(pl.Int64).alias("records")).sort("person_id")
    assert counted.equals(many.frame("select person_id, records from person order by person_id"))


def test_a_pair_of_records_has_one_row_and_not_with_itself(many: Store) -> None:
    ends = many.frame("select feed_l, record_id_l, feed_r, record_id_r from link")
    assert ends.unique().height == ends.height
    assert ends.filter(
        (pl.col("feed_l") == pl.col("feed_r")) & (pl.col("record_id_l") == pl.col("record_id_r"))
    ).is_empty()


def test_what_is_linked_is_one_person_and_what_is_refused_says_why(many: Store) -> None:
    whose = many.frame("select feed, record_id, person_id from record_person")
    link = (
        many.frame("from link")
        .join(whose.rename({"feed": "feed_l", "record_id": "record_id_l"}), on=["feed_l", "record_id_l"])
        .join(whose.rename({"feed": "feed_r", "record_id": "record_id_r"}), on=["feed_r", "record_id_r"], suffix="_r")
    )
    is_linked = pl.col("outcome").is_in(["linked", "human_same"])
    assert (link.filter(is_linked)["person_id"] == link.filter(is_linked)["person_id_r"]).all()
    assert link.filter(is_linked & pl.col("reasons").str.starts_with("refused")).is_empty()
    refused = link.filter(pl.col("outcome") == "refused")
    assert refused.height > 0
    assert refused["reasons"].str.contains("^refused: [a-z]").all()


def test_reasons_hold_no_value_of_a_record(many: Store) -> None:
    said = " ".join(many.frame("select distinct reasons from link order by all")["reasons"]).lower()
    assert not any(letter.isdigit() for letter in said)
    for column in ("first_name", "last_name"):
        for value in many.frame(f"select distinct {column} from record where {column} is not null")[column]:
            assert f" {value.lower()} " not in f" {said} "


def test_how_a_record_was_linked_is_the_strongest_of_its_links(store: Store) -> None:
    how = {row["record_id"]: row for row in store.frame("from record_person").to_dicts()}
    assert how["c1"]["linked_by"] == how["h1"]["linked_by"] == "identifier"
    assert how["r1"]["linked_by"] == "model"
    assert how["r1"]["person_id"] == how["c1"]["person_id"]
    assert how["p1"]["linked_by"] == "alone"
    assert how["p1"]["weight_bits"] is None
    assert how["c1"]["weight_bits"] > how["r1"]["weight_bits"] > 0


def test_a_person_is_what_its_records_most_credibly_say(store: Store) -> None:
    of = dict(store.frame("select record_id, person_id from record_person").iter_rows())
    detail = {row["person_id"]: row for row in store.frame("from person_detail").to_dicts()}
    about = {row["person_id"]: row for row in store.frame("from person").to_dicts()}
    assert of["h3"] == of["r3"]
    peter = detail[of["h3"]]
    assert (peter["date_of_birth"].month, peter["date_of_birth"].day) == (6, 3), "1 January is often a clerk's default"
    assert peter["died_on"].isoformat() == "2026-09-30"
    assert about[of["h3"]]["is_dead"]
    assert about[of["h3"]]["age"] == 76
    assert about[of["c2"]]["is_child"] is True
    assert detail[of["c2"]]["is_adopted"]
    assert about[of["p1"]]["age"] is None
    assert about[of["p1"]]["is_child"] is None
    assert about[of["p1"]]["sex"] == "unknown"
    assert (about[of["c1"]]["records"], about[of["c1"]]["feeds"]) == (3, 3)


def test_ids_do_not_depend_on_the_order_of_rows_or_on_threads() -> None:
    records = invented(1_000)
    one = linked(records, threads=1)
    other = linked(records.sample(fraction=1.0, shuffle=True, seed=3), threads=2)
    for table in TABLES:
        in_order = f'from "{table}" order by all'
        assert one.frame(in_order).equals(other.frame(in_order)), table


def test_an_id_is_kept_when_others_arrive() -> None:
    few = linked(HARD)
    more = linked(
        HARD + "    voluntary | v9 | Kofi | Trialson | 1970-03-03 | male | 8 Elsewhere | XX5 5XX | - | - | -\n"
    )
    before = dict(few.frame("select record_id, person_id from record_person").iter_rows())
    after = dict(more.frame("select record_id, person_id from record_person").iter_rows())
    assert {record: after[record] for record in before} == before


def test_nothing_of_the_working_is_left_behind(store: Store) -> None:
    left = {
        name
        for (name,) in store.rows(
            "select table_name from duckdb_tables() where table_name not like '\\_\\_%' escape '\\'"
        )
    }
    assert left == {"record", "record_place", "decision", "person_record", "frequent_value", *TABLES}


def test_no_records_make_no_people() -> None:
    nobody = linked("feed | record_id | first_name\n")
    assert nobody.value("select count(*) from record_person") == 0
    assert nobody.value("select count(*) from link") == 0


def test_a_stored_model_of_another_version_stops_the_run(tmp_path: Path) -> None:
    stored = tmp_path / "model.json"
    stored.write_text("{}", encoding="utf-8")
    with pytest.raises(RuleError):
        linked(HARD, model=stored)


# A human's word


def test_what_a_human_decided_is_a_row_of_its_own() -> None:
    said = """
        feed_l | record_id_l | feed_r | record_id_r | decision | by     | decided_on
        csc    | c1          | police | p1          | same     | tester | 2026-01-02
        police | p1          | health | h3          | not_same | tester | 2026-01-02
    """
    store = linked(HARD, said)
    of = dict(store.frame("select record_id, person_id from record_person").iter_rows())
    assert of["c1"] == of["p1"] == of["h1"]
    assert of["h3"] != of["p1"]
    by = dict(store.frame("select record_id, linked_by from record_person").iter_rows())
    assert by["p1"] == "human"
    outcomes = store.frame("select outcome, reasons from link where pass = 'human' order by outcome").to_dicts()
    assert [row["outcome"] for row in outcomes] == ["human_not_same", "human_same"]


def test_cannot_tell_decides_nothing() -> None:
    said = """
        feed_l | record_id_l | feed_r | record_id_r | decision    | by     | decided_on
        csc    | c1          | health | h1          | cannot_tell | tester | 2026-01-02
    """
    assert linked(HARD, said).frame(IN_ORDER).equals(linked(HARD).frame(IN_ORDER))


def test_a_decision_on_records_that_are_not_here_is_passed_over() -> None:
    said = """
        feed_l | record_id_l | feed_r | record_id_r | decision | by     | decided_on
        csc    | c1          | gone   | g1          | same     | tester | 2026-01-02
    """
    assert linked(HARD, said).value("select count(*) from link where pass = 'human'") == 0


def test_a_person_can_be_asked_about_again_and_the_latest_word_stands() -> None:
    said = """
        feed_l | record_id_l | feed_r | record_id_r | decision | by     | decided_on
        csc    | c1          | health | h1          | same     | tester | 2026-01-02
        health | h1          | csc    | c1          | not_same | tester | 2026-03-02
    """
    of = dict(linked(HARD, said).frame("select record_id, person_id from record_person").iter_rows())
    assert of["c1"] != of["h1"]
