"""What a record becomes before it is compared."""

from __future__ import annotations

import pytest
from tests.unit.linkage.drawn_linkage import compared

from thinkfamily.engine.linkage.comparable import SHARED_BY_TOO_MANY


def only(records: str) -> dict[str, object]:
    rows = compared(records).to_dicts()
    assert len(rows) == 1
    return rows[0]


def test_names_lose_case_accents_and_signs() -> None:
    row = only("""
        feed | record_id | first_name | middle_names | last_name       | known_as
        a    | 1         | ÉLODIE     | Ann Marie    | O'Brien-García  | Ély
    """)
    assert (row["first"], row["last"], row["known_as"], row["middle"]) == ("elodie", "obriengarcia", "ely", "ann")
    assert sorted(row["firsts"]) == ["ann", "elodie", "ely"]
    assert row["last_parts"] == ["brien", "garcia"]


@pytest.mark.parametrize("nobody", ["Unknown", "not known", "N/A", "Baby", "BABY OF", "Unborn", "TBC", "123"])
def test_a_placeholder_names_nobody(nobody: str) -> None:
    row = only(f"""
        feed | record_id | first_name | last_name
        a    | 1         | {nobody}   | {nobody}
    """)
    assert row["first"] is None
    assert row["last"] is None
    assert row["firsts"] is None
    assert row["first_sound"] is None


@pytest.mark.parametrize(
    ("column", "value", "form"),
    [
        ("nhs_number", "9990000018", "9990000018"),
        ("nino", "QQ123456A", "QQ123456A"),
        ("upn", "K999008345151", "K999008345151"),
        ("phone", "+44 (0)151 496 0773", "1514960773"),
        ("email", "Ann@Example.org", "ann@example.org"),
    ],
)
def test_an_identifier_held_by_more_than_a_dozen_identifies_nobody(column: str, value: str, form: str) -> None:
    def drawn(records: int) -> str:
        rows = "\n".join(f"a | {number:02} | {value}" for number in range(records))
        return f"feed | record_id | {column}\n{rows}"

    assert compared(drawn(SHARED_BY_TOO_MANY))[column].to_list() == [form] * SHARED_BY_TOO_MANY
    assert compared(drawn(SHARED_BY_TOO_MANY + 1))[column].null_count() == SHARED_BY_TOO_MANY + 1


@pytest.mark.parametrize("kind", ["safe_address", "adoption", "witness", "staff"])
def test_a_restricted_address_leaves_no_key(kind: str) -> None:
    rows = compared(f"""
        feed | record_id | first_name | address        | postcode | uprn         | restriction
        a    | 1         | Elena      | 7 Secret Close | XX7 7QQ  | 990000000001 | {kind}
        a    | 2         | Maria      | 7 Secret Close | XX7 7QQ  | 990000000001 | -
    """).to_dicts()
    for key in ("property_id", "building_key", "postcode_key", "sector"):
        assert rows[0][key] is None
        assert rows[1][key] is not None
    assert rows[0]["homes"] is None
    assert rows[0]["is_adopted"] == (kind == "adoption")


def test_a_flat_that_is_not_named_is_no_home_where_a_building_has_several() -> None:
    rows = compared("""
        feed | record_id | address                | postcode
        a    | 1         | Flat 1, 9 Sample Road  | XX1 1AA
        a    | 2         | Flat 2, 9 Sample Road  | XX1 1AA
        a    | 3         | 9 Sample Road          | XX1 1AA
    """).to_dicts()
    assert rows[2]["property_id"] is None
    assert rows[2]["homes"] is None
    assert rows[2]["building_key"] == rows[0]["building_key"]
    assert rows[0]["property_id"] != rows[1]["property_id"]


def test_only_female_and_male_are_compared() -> None:
    rows = compared("""
        feed | record_id | sex
        a    | 1         | female
        a    | 2         | other
        a    | 3         | unknown
        a    | 4         | -
    """)
    assert rows["sex"].to_list() == ["female", None, None, None]


def test_every_record_has_one_row_in_order() -> None:
    rows = compared("feed | record_id | first_name\n" + "\n".join(f"a | {n:03} | Ann" for n in range(40)))
    assert rows["record_no"].to_list() == list(range(40))
