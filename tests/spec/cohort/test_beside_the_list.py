"""What stands beside the list: the same families by every programme, by cost alone, and as movers."""

from __future__ import annotations

import polars as pl
from tests.spec.cohort.listed import Listed, propose


def _told(listed: Listed, programme: str, column: str) -> list[str]:
    return listed.eligibility.filter(pl.col("programme") == programme, pl.col(column))["family_id"].to_list()


def test_the_costliest_are_those_on_whom_most_is_spent_whatever_they_meet() -> None:
    """As many as the list has places. B meets nothing, and E is too new to judge by cost."""
    listed = propose(
        """
        family_id | cost_gbp | criteria | arrived_on
        A         | 9000     | 3        | -
        B         | 8000     | 0        | -
        C         | 7000     | 3        | -
        D         | 1000     | 3        | -
        E         | 9500     | 3        | 2026-06-01
        """,
        share=0.4,
    )
    assert listed.proposed == ["A", "C"]
    assert _told(listed, "westminster_3_percent", "is_costliest") == ["A", "B"]


def test_each_programme_says_whom_it_counts_and_whom_it_would_list() -> None:
    """The early list sets no number and looks at no cost: it lists all it counts, the new family too."""
    listed = propose(
        """
        family_id | cost_gbp | criteria | arrived_on
        A         | 9000     | 3        | -
        B         | 8000     | 0        | -
        C         | 7000     | 3        | -
        D         | -        | 0        | 2026-06-01
        """,
        share=0.25,
        programmes=("westminster_3_percent", "early_signs"),
        signs=("B", "C", "D"),
    )
    assert _told(listed, "westminster_3_percent", "is_eligible") == ["A", "C"]
    assert _told(listed, "westminster_3_percent", "is_listed") == listed.proposed == ["A"]
    assert _told(listed, "early_signs", "is_eligible") == ["B", "C", "D"]
    assert _told(listed, "early_signs", "is_listed") == ["B", "C", "D"]
    assert (
        _told(listed, "early_signs", "is_costliest") == _told(listed, "westminster_3_percent", "is_costliest") == ["A"]
    )


def test_movers_are_those_of_the_year() -> None:
    """The first day of the 12 months counts, the day before does not."""
    listed = propose(
        """
        family_id | cost_gbp | arrived_on | left_on
        A         | 9000     | 2025-10-01 | -
        B         | 8000     | 2025-09-30 | -
        C         | 7000     | -          | 2025-10-01
        D         | 6000     | -          | 2025-09-30
        E         | 5000     | 2026-01-01 | 2026-09-30
        F         | 4000     | -          | -
        """
    )
    assert listed.moves.select("family_id", pl.col("arrived_on", "left_on").cast(pl.String).fill_null("-")).rows() == [
        ("A", "2025-10-01", "-"),
        ("C", "-", "2025-10-01"),
        ("E", "2026-01-01", "2026-09-30"),
    ]
