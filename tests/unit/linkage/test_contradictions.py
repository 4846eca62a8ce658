"""Facts that contradict one another: what humans said, what numbers say, what names and dates say."""

from __future__ import annotations

import pytest
from tests.unit.linkage.drawn_linkage import linked

from thinkfamily.engine.store import Store

MARIA = """
    feed   | record_id | first_name | last_name | date_of_birth | sex    | address       | postcode | nhs_number
    csc    | c1        | Maria      | Testling  | 1990-07-07    | female | 4 Sample Road | XX1 1AA  | 9990000026
    health | h1        | Maria      | Testling  | 1990-07-07    | female | 4 Sample Road | XX1 1AA  | 9990000026
    police | p1        | Masha      | Sampleton | -             | female | 1 Elsewhere   | XX5 5XX  | -
"""


def people(store: Store) -> dict[str, str]:
    return dict(store.frame("select record_id, person_id from record_person").iter_rows())


@pytest.mark.parametrize("decision", ["same", "not_same"])
def test_a_pair_on_which_a_human_and_an_identifier_speak_has_one_row(decision: str) -> None:
    said = f"""
        feed_l | record_id_l | feed_r | record_id_r | decision   | by     | decided_on
        csc    | c1          | health | h1          | {decision} | tester | 2026-01-02
    """
    link = linked(MARIA, said).frame("select feed_l, record_id_l, feed_r, record_id_r from link")
    assert link.unique().height == link.height


def test_two_that_a_human_parted_are_not_joined_by_decisions_on_a_third() -> None:
    said = """
        feed_l | record_id_l | feed_r | record_id_r | decision | by     | decided_on
        csc    | c1          | police | p1          | same     | tester | 2026-01-02
        health | h1          | police | p1          | same     | tester | 2026-01-02
        csc    | c1          | health | h1          | not_same | tester | 2026-01-02
    """
    of = people(linked(MARIA, said))
    assert of["c1"] != of["h1"]


def test_no_decision_joins_an_adopted_childs_identities() -> None:
    of = people(
        linked(
            """
            feed   | record_id | first_name | last_name | date_of_birth | sex    | nhs_number | restriction
            csc    | before    | Ruby       | Testling  | 2019-07-07    | female | 9990000034 | -
            health | after     | Ruby       | Sampleton | 2019-07-07    | female | 9990000034 | adoption
            """,
            """
            feed_l | record_id_l | feed_r | record_id_r | decision | by     | decided_on
            csc    | before      | health | after       | same     | tester | 2026-01-02
            """,
        )
    )
    assert of["before"] != of["after"]


def test_twins_one_of_whom_bears_the_others_name_in_the_middle_are_two() -> None:
    """Two agencies know both, each under a number of their own."""
    of = people(
        linked("""
        feed      | record_id | first_name | middle_names | last_name | date_of_birth | sex  | address       | postcode | upn           | nhs_number
        education | e1        | Barry      | Leo          | Testling  | 2014-03-02    | male | 4 Sample Road | XX1 1AA  | K999008345151 | -
        education | e2        | Leo        | -            | Testling  | 2014-03-02    | male | 4 Sample Road | XX1 1AA  | Y999594300171 | -
        health    | h1        | Barry      | Leo          | Testling  | 2014-03-02    | male | 4 Sample Road | XX1 1AA  | -             | 9994312596
        health    | h2        | Leo        | -            | Testling  | 2014-03-02    | male | 4 Sample Road | XX1 1AA  | -             | 9990971412
    """)  # noqa: E501
    )
    assert of["e1"] == of["h1"] != of["e2"] == of["h2"]


def test_a_son_named_for_his_father_and_born_on_his_birthday_is_not_his_father() -> None:
    of = people(
        linked("""
        feed    | record_id | first_name | last_name | date_of_birth | sex  | address       | postcode
        dwp     | d1        | Winston    | Testling  | 1984-05-06    | male | 4 Sample Road | XX1 1AA
        health  | h1        | Winston    | Testling  | 1984-05-06    | male | 4 Sample Road | XX1 1AA
        health  | h2        | Winston    | Testling  | 2012-05-06    | male | 4 Sample Road | XX1 1AA
    """)
    )
    assert of["d1"] == of["h1"] != of["h2"]


def test_a_slip_in_each_name_and_in_the_postcode_is_bridged_by_birth_date_and_street() -> None:
    of = people(
        linked("""
        feed   | record_id | first_name | last_name | date_of_birth | address          | postcode
        csc    | c1        | Charlotte  | Bishop    | 1992-01-31    | 24 Sample Street | XX38 4AA
        police | p1        | Charlotute | Bishdop   | 1992-01-31    | 24 Sample Street | XX34 8AA
    """)
    )
    assert of["c1"] == of["p1"]
