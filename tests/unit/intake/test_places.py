"""Which addresses are one home, which one building, and which are no place at all."""

from __future__ import annotations

import polars as pl
import pytest
from tests.drawn import draw

from thinkfamily.engine.intake.places import place_records
from thinkfamily.engine.store import Store
from thinkfamily.tables.supplied import Record, RecordPlace


def places(rows: list[tuple[str | None, ...]], *columns: str) -> pl.DataFrame:
    """`record_place` of one record a row."""
    columns = columns or ("address", "postcode")
    named = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row").with_columns(
        record_no=pl.int_range(pl.len(), dtype=pl.Int64), feed=pl.lit("a"), record_id=pl.lit("r")
    )
    store = Store()
    store.put("record", pl.concat([Record.create_empty(), named], how="diagonal"))
    place_records(store)
    made = store.frame("from record_place order by record_no")
    RecordPlace.validate(made)
    assert made.height == named.height
    left = {name for (name,) in store.rows("select table_name from duckdb_tables()")}
    assert left == {"record", "record_place"}
    return made


def homes(*addresses: str | None, postcode: str = "XX1 1AA") -> list[str | None]:
    return places([(address, postcode) for address in addresses])["property_id"].to_list()


@pytest.mark.parametrize(
    "written",
    [
        "FLAT 13, 8 VILLA GARDENS",
        "13/8 Villa Gardens",
        "8 Villa Gardens Flat 13",
        "Flat 13, 8 Villa Gdns",
        "Apartment 13, 8 Villa Gardens",
        "Apt 13 8 Villa Garden",
        "Unit 13 8 Villa Gardens",
        "Rm 13, 8 Villa Gardens",
        "Flt 13 8, Villa Gdn",
        "Flat 13; 8 Villa Gardens.",
    ],
)
def test_a_flat_and_its_number_are_read_however_they_are_written(written: str) -> None:
    one, other, next_door = homes("Flat 13, 8 Villa Gardens", written, "Flat 12, 8 Villa Gardens")
    assert one == other
    assert one != next_door


@pytest.mark.parametrize(
    "written",
    ["4 Sample Rd", "4, SAMPLE ROAD", "4 Sampel Road", "4 Sample Road, Northgate", "4  Sample  Road", "4 Sample Raod"],
)
def test_spellings_of_one_street_in_one_postcode_are_one(written: str) -> None:
    one, two, other = homes("4 Sample Road", "4 Sample Road", written)
    assert one == two == other or written == "4 Sample Road, Northgate"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4 Sample Road", "14 Sample Road"),
        ("4 Sample Road", "4a Sample Road"),
        ("4 Sample Road", "4 Mockford Lane"),
        ("Flat A, 4 Sample Road", "Flat B, 4 Sample Road"),
        ("Flat 1, 23 Sample Road", "Flat 12, 3 Sample Road"),
    ],
)
def test_homes_that_are_two(one: str, other: str) -> None:
    first, second = homes(one, other)
    assert first is not None
    assert second is not None
    assert first != second


def test_one_line_in_two_postcodes_is_two_homes() -> None:
    made = places([("4 Sample Road", "XX1 1AA")] * 2 + [("4 Sample Road", "XX9 9ZZ")] * 2)
    assert made["property_id"].n_unique() == 2


@pytest.mark.parametrize("postcode", ["xx1 1aa", "XX11AA", " XX1  1AA ", "XX1-1AA"])
def test_a_postcode_is_compared_without_space_or_case(postcode: str) -> None:
    made = places([("4 Sample Road", "XX1 1AA"), ("4 Sample Road", postcode)])
    assert made["postcode_key"].to_list() == ["XX11AA", "XX11AA"]
    assert made["property_id"].n_unique() == 1


@pytest.mark.parametrize("postcode", ["XX1 1AB", "XX1 A1A", None])
def test_a_postcode_mistyped_or_missing_is_that_of_the_one_place_with_this_line(postcode: str | None) -> None:
    rows: list[tuple[str | None, ...]] = [("4 Sample Road", "XX1 1AA")] * 3
    made = places([*rows, ("4 Sample Road", postcode)])
    assert made["property_id"].n_unique() == 1
    assert made["postcode_key"].to_list() == ["XX11AA"] * 4


def test_a_missing_postcode_stays_missing_where_two_places_have_the_line() -> None:
    made = places([("4 Sample Road", "XX1 1AA")] * 3 + [("4 Sample Road", "XX9 9ZZ")] * 3 + [("4 Sample Road", None)])
    assert made["postcode_key"].to_list()[-1] is None
    assert made["property_id"].to_list()[-1] is None


UPRN = ("address", "postcode", "uprn")


def test_a_uprn_spreads_to_records_with_the_same_line() -> None:
    made = places([("4 Sample Road", "XX1 1AA", "990000000001"), ("4 Sample Rd", "XX1 1AA", None)], *UPRN)
    assert made["property_id"].n_unique() == 1
    assert made["property_id"].null_count() == 0


def test_a_uprn_alone_is_a_home() -> None:
    made = places([("4 Sample Road", "XX1 1AA", "990000000001"), (None, None, "990000000001")], *UPRN)
    assert made["property_id"].n_unique() == 1


def test_a_uprn_that_contradicts_the_address_is_a_slip() -> None:
    """Two records say that it is number 4; the third, which says number 90, has its neighbour's."""
    made = places(
        [
            ("4 Sample Road", "XX1 1AA", "990000000001"),
            ("4 Sample Road", "XX1 1AA", "990000000001"),
            ("90 Sample Road", "XX1 1AA", "990000000001"),
            ("90 Sample Road", "XX1 1AA", "990000000002"),
        ],
        "address", "postcode", "uprn",
    )  # fmt: skip
    home = made["property_id"].to_list()
    assert home[0] == home[1]
    assert home[2] == home[3] != home[0]


def test_a_flat_left_out_in_a_building_of_several_is_the_building_only() -> None:
    made = places(
        [("Flat 1, 9 Sample Road", "XX1 1AA"), ("Flat 2, 9 Sample Road", "XX1 1AA"), ("9 Sample Road", "XX1 1AA")]
    )
    assert made["is_building_only"].to_list() == [False, False, True]
    assert made["building_key"].n_unique() == 1


def test_a_flat_left_out_where_there_is_one_is_no_building() -> None:
    made = places([("Flat 1, 9 Sample Road", "XX1 1AA"), ("9 Sample Road", "XX1 1AA")])
    assert made["is_building_only"].to_list() == [False, False]


@pytest.mark.parametrize("restriction", ["safe_address", "adoption", "witness", "staff"])
def test_a_restricted_address_leaves_nothing_and_helps_nobody(restriction: str) -> None:
    """Not even its UPRN tells others what home theirs is."""
    rows = [("7 Secret Close", "XX7 7QQ", "990000000009", restriction), ("7 Secret Close", "XX7 7QQ", None, None)]
    made = places(rows, "address", "postcode", "uprn", "restriction")
    alone = places([rows[1]], "address", "postcode", "uprn", "restriction")
    hidden = made.row(0, named=True)
    assert hidden["is_restricted"] is True
    for key in ("postcode_key", "line_key", "building_key", "property_id"):
        assert hidden[key] is None
    assert hidden["is_building_only"] is False
    assert made.row(1, named=True)["property_id"] == alone.row(0, named=True)["property_id"]


@pytest.mark.parametrize("nowhere", [(None, None), ("", ""), ("-", None), ("No fixed abode", None)])
def test_nowhere_is_no_home(nowhere: tuple[str | None, str | None]) -> None:
    made = places([nowhere, nowhere])
    assert made["property_id"].null_count() == 2


def test_the_answer_does_not_depend_on_the_order_of_records() -> None:
    rows = [
        ("Flat 1, 9 Sample Road", "XX1 1AA"),
        ("9 Sampel Road", "XX1 1AA"),
        ("Flat 2, 9 Sample Rd", None),
        ("4 High St", "XX1 1AA"),
    ]
    forth = places(rows).drop("record_no")
    back = places(rows[::-1]).drop("record_no").reverse()
    assert forth.equals(back)


def test_drawn_records_are_placed_too() -> None:
    store = Store()
    store.put("record", draw(Record, "record_no | feed | record_id | address\n 0 | a | 1 | 4 Sample Road"))
    place_records(store)
    assert store.value("select line_key from record_place") == "4 sample rd"
