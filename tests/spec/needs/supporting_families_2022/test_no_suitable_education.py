"""Need 1.2: not in suitable full-time education."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2014-05-05
    two    | lee    | child | 2014-05-05
    three  | max    | child | 2014-05-05
"""


def test_no_roll_or_part_of_a_timetable(spec: Example) -> None:
    """On no roll, or on a part-time timetable, on the date: each is enough."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            kit    | not_on_roll         | 2025-02-01 | -
            lee    | part_time_timetable | 2025-03-31 | 2025-04-01
        """,
        criterion="no_suitable_education",
        as_at="2025-03-31",
        expect={"one": "yes", "two": "yes"},
    )


def test_what_is_over_by_the_date_is_over(spec: Example) -> None:
    """The timetable ended the day before; the spell that begins the day after has not begun. Records settle no more:
    whether education is suitable, only a worker can say."""
    spec(
        family=FAMILIES,
        events="""
            person | event               | from_on    | until_on
            kit    | part_time_timetable | 2025-01-06 | 2025-03-31
            lee    | not_on_roll         | 2025-04-01 | -
        """,
        criterion="no_suitable_education",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say."), "two": Unknown("Only a worker can say.")},
    )


def test_education_at_home_is_no_yes_by_itself(spec: Example) -> None:
    """Chosen at home it may be suitable or not."""
    spec(
        family=FAMILIES,
        events="""
            person | event                   | from_on    | until_on
            kit    | elective_home_education | 2024-09-02 | -
        """,
        criterion="no_suitable_education",
        as_at="2025-03-31",
        expect={"one": Unknown("Only a worker can say.")},
    )


def test_a_child_of_four_needs_no_roll(spec: Example) -> None:
    """A child below school age on no roll is not asked by records."""
    spec(
        family="""
            person | role  | born
            kit    | child | 2020-12-01
        """,
        events="""
            person | event       | from_on    | until_on
            kit    | not_on_roll | 2025-02-01 | -
        """,
        criterion="no_suitable_education",
        as_at="2025-03-31",
        expect={"family": Unknown("Only a worker can say.")},
    )


def test_without_the_schools_nothing_can_be_known(spec: Example) -> None:
    """The education feed was not supplied."""
    spec(
        family=FAMILIES,
        without=("education",),
        criterion="no_suitable_education",
        as_at="2025-03-31",
        expect={"one": Unknown("The education feed was not supplied.")},
    )
