"""Whom a shared address joins, and whom it does not."""

from __future__ import annotations

from tests.spec.families.drawing import build, draw_area, families, told_families


def test_parents_and_children_of_one_home_are_one_family() -> None:
    assert families(
        people="""
            who | age | name  | sex
            mum | 36  | okoro | female
            dad | 38  | hale  | male
            ann | 9   | okoro | female
            ben | 5   | hale  | male
        """,
        records="""
            who | feed      | home
            mum | housing   | H1
            dad | revenues  | H1
            ann | education | H1
            ben | health    | H1
        """,
        ties="""
            who | is     | of  | lives_with | feed
            mum | parent | ann | yes        | education
            dad | parent | ben | unknown    | health
        """,
    ) == ["ann ben dad mum"]


def test_people_of_a_hostel_are_not_joined_by_its_address() -> None:
    people = ["who | age | name"]
    records = ["who | feed | home"]
    for number in range(12):
        name = "abcdefghijkl"[number] * 5
        people += [f"mum{number} | 30 | {name}", f"kid{number} | 6 | {name}"]
        records += [f"mum{number} | housing | H1", f"kid{number} | education | H1"]
    ties = ["who | is | of | lives_with", *(f"mum{number} | parent | kid{number} | yes" for number in range(12))]
    assert families("\n".join(people), "\n".join(records), "\n".join(ties)) == sorted(
        f"kid{number} mum{number}" for number in range(12)
    )


def test_a_hostel_of_few_is_known_by_its_address() -> None:
    assert families(
        people="""
            who | age | name
            mum | 30  | marsh
            kid | 4   | marsh
            eve | 41  | marsh
        """,
        records="""
            who | feed    | home | address
            mum | housing | H1   | Hope Hostel 3 Mill Lane
            kid | health  | H1   | Hope Hostel 3 Mill Lane
            eve | housing | H1   | Hope Hostel 3 Mill Lane
        """,
        ties="""
            who | is     | of
            mum | parent | kid
        """,
    ) == ["kid mum"]


def test_a_tower_block_without_flat_numbers_joins_nobody() -> None:
    assert families(
        people="""
            who | age | name
            mum | 30  | marsh
            kid | 4   | marsh
            eve | 41  | marsh
            boy | 7   | marsh
        """,
        records="""
            who | feed      | home
            mum | housing   | ~H1
            kid | education | ~H1
            eve | housing   | ~H1
            boy | education | ~H1
        """,
        ties="""
            who | is     | of
            mum | parent | kid
        """,
    ) == ["boy", "kid mum"]


def test_two_families_of_one_shared_house_stay_two() -> None:
    assert families(
        people="""
            who | age | name  | sex
            mum | 30  | marsh | female
            kid | 4   | marsh | male
            ida | 33  | quill | female
            boy | 7   | quill | male
        """,
        records="""
            who | feed      | home
            mum | housing   | H1
            kid | education | H1
            ida | revenues  | H1
            boy | education | H1
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | kid | yes
            ida | parent | boy | yes
        """,
    ) == ["boy ida", "kid mum"]


def test_a_lodger_beside_both_parents_is_not_family() -> None:
    assert families(
        people="""
            who | age | name
            mum | 36  | okoro
            dad | 38  | hale
            kid | 9   | okoro
            lou | 33  | vance
        """,
        records="""
            who | feed      | home
            mum | housing   | H1
            dad | revenues  | H1
            kid | education | H1
            lou | health    | H1
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | kid | yes
            dad | parent | kid | yes
        """,
    ) == ["dad kid mum"]


def test_a_partner_whom_nobody_names_is_family_beside_a_lone_parent() -> None:
    assert families(
        people="""
            who | age | name  | sex
            mum | 36  | okoro | female
            sam | 38  | hale  | male
            kid | 9   | okoro | female
        """,
        records="""
            who | feed      | home
            mum | housing   | H1
            sam | revenues  | H1
            kid | education | H1
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | kid | yes
        """,
    ) == ["kid mum sam"]


def test_three_generations_of_one_home_are_one_family() -> None:
    assert families(
        people="""
            who | age | name
            gran | 61 | hale
            mum  | 34 | okoro
            dad  | 35 | hale
            kid  | 9  | okoro
            uni  | 19 | okoro
        """,
        records="""
            who  | feed      | home
            gran | health    | H1
            mum  | housing   | H1
            dad  | housing   | H1
            kid  | education | H1
            uni  | dwp       | H1
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | kid | yes
            dad | parent | kid | yes
            mum | parent | uni | unknown
        """,
    ) == ["dad gran kid mum uni"]


def test_a_teenage_mother_at_her_parents_home_is_of_one_family() -> None:
    assert families(
        people="""
            who  | age | name
            gran | 40  | hale
            teen | 16  | hale
            baby | 0   | reed
        """,
        records="""
            who  | feed      | home
            gran | housing   | H1
            teen | education | H1
            baby | health    | H1
        """,
        ties="""
            who  | is     | of   | lives_with
            gran | parent | teen | yes
            teen | parent | baby | yes
        """,
    ) == ["baby gran teen"]


def test_an_old_address_joins_nobody() -> None:
    assert families(
        people="""
            who | age | name
            mum | 36  | okoro
            kid | 9   | okoro
            ida | 52  | quill
        """,
        records="""
            who | feed      | home | from       | until
            mum | housing   | H1   | 2025-03-01 | -
            mum | dwp       | H2   | 2019-01-01 | 2025-03-01
            mum | police    | H2   | -          | -
            kid | education | H1   | 2025-03-01 | -
            ida | revenues  | H2   | -          | -
        """,
        ties="""
            who | is     | of
            mum | parent | kid
        """,
    ) == ["kid mum"]


def test_one_tenancy_number_tells_a_family_where_an_address_cannot() -> None:
    assert families(
        people="""
            who | age | name
            mum | 36  | okoro
            sam | 38  | hale
            kid | 9   | okoro
        """,
        records="""
            who | feed      | home | household
            mum | housing   | ~H1  | T7
            sam | housing   | ~H1  | T7
            kid | education | ~H1  | -
        """,
        ties="""
            who | is     | of
            mum | parent | kid
        """,
    ) == ["kid mum sam"]


def test_a_household_of_more_than_ten_is_flagged() -> None:
    people = ["who | age | name", "mum | 44 | hale", "dad | 45 | hale"]
    records = ["who | feed | home", "mum | housing | H1", "dad | housing | H1"]
    ties = ["who | is | of | lives_with"]
    for number in range(9):
        people.append(f"kid{number} | {number + 2} | hale")
        records.append(f"kid{number} | education | H1")
        ties.append(f"mum | parent | kid{number} | yes")
    store = draw_area("\n".join(people), "\n".join(records), "\n".join(ties))
    build(store)
    assert told_families(store) == ["dad kid0 kid1 kid2 kid3 kid4 kid5 kid6 kid7 kid8 mum"]
    assert store.rows("select children, adults, is_flagged from family_detail") == [(9, 2, True)]
