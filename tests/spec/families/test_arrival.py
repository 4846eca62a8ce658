"""When a family has come to the area, and when it has only moved within it."""

from __future__ import annotations

from datetime import date

from tests.spec.families.drawing import build, draw_area

PEOPLE = """
    who | age | name
    mum | 36  | okoro
    kid | 9   | okoro
"""
TIES = """
    who | is     | of
    mum | parent | kid
"""


def _arrived(records: str, events: str = "") -> date | None:
    store = draw_area(PEOPLE, records, TIES, events)
    build(store)
    answer: date | None = store.value("select arrived_on from family_detail")
    return answer


def test_a_family_has_arrived_on_the_earliest_day_its_addresses_give() -> None:
    records = """
        who | feed      | home | from
        mum | housing   | H1   | 2026-03-02
        kid | education | H1   | 2026-03-20
        kid | health    | H1   | -
    """
    assert _arrived(records) == date(2026, 3, 2)


def test_an_older_address_in_the_area_makes_it_a_move() -> None:
    records = """
        who | feed      | home | from
        mum | housing   | H1   | 2026-03-02
        kid | education | H2   | -
    """
    assert _arrived(records) is None


def test_an_earlier_local_event_makes_it_a_move_and_a_national_one_does_not() -> None:
    records = """
        who | feed      | home | from
        mum | housing   | H1   | 2026-03-02
        kid | education | H1   | -
    """
    event = "who | event | from | feed\n kid | suspension | 2025-11-03 | education"
    assert _arrived(records, event) is None
    event = "who | event | from | feed\n mum | out_of_work_benefit | 2025-11-03 | dwp"
    assert _arrived(records, event) == date(2026, 3, 2)


def test_nothing_dated_states_no_arrival() -> None:
    assert _arrived("who | feed | home\n mum | housing | H1\n kid | health | H1") is None


def _left(records: str) -> date | None:
    store = draw_area(PEOPLE, records, TIES)
    build(store)
    answer: date | None = store.value("select left_on from family_detail")
    return answer


def test_a_family_has_left_when_it_has_no_other_home_in_the_area() -> None:
    """On the latest day on which a member is said to have left one; whoever knows no date does not hold it back."""
    records = """
        who | feed      | home | until      | area
        mum | housing   | H1   | 2026-03-02 | W01
        kid | education | H1   | 2026-03-20 | W01
    """
    assert _left(records) == date(2026, 3, 20)


def test_a_family_that_lives_on_in_the_area_has_not_left() -> None:
    records = """
        who | feed      | home | from       | until      | area
        mum | housing   | H1   | -          | 2026-03-02 | W01
        mum | police    | H2   | 2026-03-02 | -          | W01
        kid | education | H2   | 2026-03-02 | -          | W01
    """
    assert _left(records) is None


def test_a_parent_who_has_moved_out_takes_nobody_with_them() -> None:
    records = """
        who | feed      | home | until      | area
        mum | housing   | H1   | 2026-03-02 | W01
        kid | education | H1   | -          | W01
        kid | health    | H1   | -          | W01
    """
    assert _left(records) is None


def test_when_a_family_with_a_restricted_address_left_is_not_told() -> None:
    records = """
        who | feed      | home | until      | area | restriction
        mum | housing   | H1   | 2026-03-02 | W01  | -
        kid | education | H1   | 2026-03-02 | W01  | -
        mum | police    | -    | -          | -    | safe_address
    """
    assert _left(records) is None
