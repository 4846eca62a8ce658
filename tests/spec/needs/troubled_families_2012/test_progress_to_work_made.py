"""Result: progress to work."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | ann    | adult | 1980-01-01
    two    | bea    | adult | 1980-01-01
    three  | cas    | adult | 1980-01-01
"""


def test_on_a_programme_in_the_last_six_months(spec: Example) -> None:
    """On any day of them; what ended before does not count."""
    spec(
        family=FAMILIES,
        since="2011-09-01",
        as_at="2014-09-30",
        events="""
            person | event          | from_on    | until_on
            ann    | work_programme | 2013-01-01 | 2014-04-02
            bea    | work_programme | 2013-01-01 | 2014-03-31
            cas    | esf_provision  | 2014-09-30 | -
        """,
        criterion="progress_to_work_made",
        expect={"one": "yes", "two": "no", "three": "yes"},
    )


def test_without_the_department_for_work_and_pensions(spec: Example) -> None:
    """Nobody can be said to have made no progress."""
    spec(
        family=FAMILIES,
        without=("dwp",),
        since="2011-09-01",
        as_at="2014-09-30",
        criterion="progress_to_work_made",
        expect={"one": Unknown("The DWP feed was not supplied.")},
    )
