"""Adults and children whom no statement and no plain name joins to a family."""

from __future__ import annotations

import pytest
from tests.spec.families.drawing import families

MUM_AND_KID = """
    who | is     | of  | lives_with | feed
    mum | parent | kid | yes        | education
"""


def _with_a_man(name: str, age: int, feed: str, numbers: tuple[str, str] = ("-", "-"), sex: str = "male") -> list[str]:
    return families(
        people=f"""
            who | age   | name   | sex
            mum | 36    | okoro  | female
            kid | 9     | okoro  | female
            man | {age} | {name} | {sex}
        """,
        records=f"""
            who | feed      | home | household
            mum | housing   | H1   | {numbers[0]}
            kid | education | H1   | -
            man | {feed}    | H1   | {numbers[1]}
        """,
        ties=MUM_AND_KID,
    )


def test_different_tenancy_numbers_at_one_home_are_different_families() -> None:
    assert _with_a_man("vance", 35, "housing", ("T1", "T1")) == ["kid man mum"]
    assert _with_a_man("vance", 35, "housing", ("T1", "T2")) == ["kid mum"]


@pytest.mark.parametrize(
    ("age", "sex", "family"),
    [(35, "male", "kid man mum"), (35, "female", "kid mum"), (19, "male", "kid mum"), (60, "male", "kid man mum")],
)
def test_beside_a_lone_parent_a_partner_or_an_elder_is_taken_in_and_nobody_else(
    age: int, sex: str, family: str
) -> None:
    assert _with_a_man("vance", age, "dwp", sex=sex) == [family]


def test_whom_an_agency_of_families_knows_at_the_home_is_family() -> None:
    assert _with_a_man("vance", 19, "early_help") == ["kid man mum"]


def test_a_name_with_a_slip_of_the_pen_is_the_name() -> None:
    assert _with_a_man("okorro", 19, "dwp") == ["kid man mum"]


def test_a_child_left_at_the_old_address_goes_where_its_name_has_gone() -> None:
    assert families(
        people="""
            who | age | name
            mum | 36  | okoro
            ann | 9   | okoro
            ben | 5   | okoro
        """,
        records="""
            who | feed      | home | from
            mum | housing   | H1   | 2026-02-01
            mum | police    | H2   | -
            ann | education | H1   | -
            ben | health    | H2   | -
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | ann | yes
        """,
    ) == ["ann ben mum"]


def test_people_who_left_one_home_on_one_day_are_of_one_family() -> None:
    assert families(
        people="""
            who | age | name
            mum | 36  | okoro
            ann | 9   | okoro
            dad | 38  | hale
        """,
        records="""
            who | feed      | home | from       | until
            mum | housing   | H1   | 2026-02-01 | -
            mum | dwp       | H2   | -          | 2026-02-01
            ann | education | H1   | -          | -
            dad | health    | H2   | -          | 2026-02-01
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | ann | yes
        """,
    ) == ["ann dad mum"]


def test_a_child_alone_in_a_building_without_flats_is_with_the_one_adult_of_its_name_there() -> None:
    people = """
        who | age | name
        mum | 36  | okoro
        ann | 9   | okoro
        eve | 50  | marsh
    """
    records = """
        who | feed      | home
        mum | housing   | ~H1
        ann | education | ~H1
        eve | housing   | ~H1
    """
    assert families(people, records) == ["ann mum"]
    assert families(people + "    joe | 41 | okoro", records + "    joe | housing | ~H1") == ["ann"]


def test_a_parent_who_lives_with_one_child_lives_with_its_sister() -> None:
    assert families(
        people="""
            who | age | name
            mum | 36  | okoro
            dad | 38  | hale
            ann | 9   | okoro
            ben | 5   | okoro
        """,
        records="""
            who | feed      | home | from
            mum | housing   | H1   | 2019-01-01
            dad | housing   | H2   | 2022-01-01
            ann | education | H1   | -
            ben | education | H1   | -
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | ann | yes
            mum | parent | ben | yes
            dad | parent | ann | yes
            dad | parent | ben | unknown
        """,
    ) == ["ann ben dad elsewhere: mum", "ann ben mum elsewhere: dad"]
