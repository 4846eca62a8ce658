"""The unborn, the dead and the adopted."""

from __future__ import annotations

from tests.spec.families.drawing import build, draw_area, families, told_families


def test_a_couple_who_expect_their_first_child_are_a_family() -> None:
    store = draw_area(
        people="""
            who | age | name  | sex
            mum | 28  | okoro | female
            sam | 30  | hale  | male
        """,
        records="""
            who | feed     | home
            mum | housing  | H1
            sam | revenues | H1
        """,
        events="""
            who | event     | from
            mum | pregnancy | 2026-06-01
        """,
    )
    build(store)
    assert told_families(store) == ["mum sam"]
    assert store.rows("select children, expected_children, adults from family_detail") == [(0, 1, 2)]


def test_a_pregnancy_that_ended_makes_no_family() -> None:
    assert (
        families(
            people="who | age | name\n mum | 28 | okoro",
            records="who | feed | home\n mum | housing | H1",
            events="who | event | from | until\n mum | pregnancy | 2026-01-01 | 2026-09-20",
        )
        == []
    )


def test_the_dead_are_no_members_and_their_children_stay_together() -> None:
    assert families(
        people="""
            who | age | name  | died_on
            mum | 36  | okoro | 2026-01-10
            dad | 38  | hale  | -
            ann | 9   | okoro | -
            ben | 5   | hale  | -
        """,
        records="""
            who | feed      | home
            mum | housing   | H1
            dad | revenues  | H1
            ann | education | H1
            ben | health    | H1
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | ann | yes
            mum | parent | ben | yes
            dad | parent | ben | yes
        """,
    ) == ["ann ben dad"]


def test_orphans_of_one_dead_mother_stay_together_without_an_address() -> None:
    assert families(
        people="""
            who | age | name  | died_on
            mum | 36  | okoro | 2026-01-10
            ann | 9   | okoro | -
            ben | 5   | hale  | -
        """,
        records="""
            who | feed      | home
            ann | education | -
            ben | education | -
        """,
        ties="""
            who | is     | of  | lives_with
            mum | parent | ann | yes
            mum | parent | ben | yes
        """,
    ) == ["ann ben"]


def test_an_adopted_child_is_not_led_back_to_its_birth_family() -> None:
    assert families(
        people="""
            who   | age | name  | adopted
            birth | 30  | marsh | -
            sis   | 9   | marsh | -
            kid   | 6   | quill | yes
            new   | 41  | quill | -
        """,
        records="""
            who   | feed      | home | restriction
            birth | housing   | H1   | -
            sis   | education | H1   | -
            kid   | education | H2   | adoption
            new   | housing   | H2   | -
        """,
        ties="""
            who   | is      | of  | lives_with
            birth | parent  | sis | yes
            birth | parent  | kid | unknown
            sis   | sibling | kid | unknown
            new   | parent  | kid | yes
        """,
    ) == ["birth sis", "kid new"]


def test_a_person_without_a_birth_date_is_an_adult() -> None:
    assert families(
        people="""
            who | age | name
            mum | -   | okoro
            kid | 9   | okoro
        """,
        records="""
            who | feed      | home
            mum | housing   | H1
            kid | education | H1
        """,
    ) == ["kid mum"]


def test_the_identity_before_an_adoption_stays_alone() -> None:
    assert families(
        people="""
            who   | age | name
            birth | 30  | marsh
            sis   | 9   | marsh
            then  | 6   | marsh
        """,
        records="""
            who   | feed      | home
            birth | housing   | H1
            sis   | education | H1
            then  | health    | H1
        """,
        ties="""
            who   | is     | of   | lives_with | until
            birth | parent | sis  | yes        | -
            birth | parent | then | -          | 2025-10-01
        """,
    ) == ["birth sis", "then"]
