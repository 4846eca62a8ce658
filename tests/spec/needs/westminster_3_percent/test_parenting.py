"""Poor parenting."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown

FAMILIES = """
    family | person | role  | born
    one    | kit    | child | 2016-05-05
    two    | lee    | child | 2014-05-05
    three  | ann    | adult | 1990-01-01
"""


def test_what_agencies_did_about_it(spec: Example) -> None:
    """A child protection plan or enquiry, or a parenting programme, on any day of the 12 months."""
    spec(
        family=FAMILIES,
        events="""
            person | event                 | from_on    | until_on
            kit    | child_protection_plan | 2024-01-01 | 2025-10-02
            lee    | section47_enquiry     | 2025-10-01 | -
            ann    | parenting_programme   | 2026-09-30 | -
        """,
        criterion="parenting",
        expect={"one": "yes", "two": "yes", "three": "yes"},
    )


def test_a_day_too_early(spec: Example) -> None:
    """What was over before the 12 months began settles nothing: only a worker can say."""
    spec(
        family=FAMILIES,
        events="""
            person | event                 | from_on    | until_on
            kit    | child_protection_plan | 2024-01-01 | 2025-10-01
            lee    | section47_enquiry     | 2025-09-30 | -
        """,
        criterion="parenting",
        expect={"one": Unknown("Only a worker can say."), "two": Unknown("Only a worker can say.")},
    )


def test_it_is_never_a_no(spec: Example) -> None:
    """No feed records parenting itself: the absence of an intervention is not good parenting."""
    spec(family=FAMILIES, criterion="parenting", expect={"three": Unknown("Only a worker can say.")})
