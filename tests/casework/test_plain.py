"""Days and amounts that agencies supplied as codes, as a page writes them."""

from __future__ import annotations

import pytest

from thinkfamily.casework.pages.plain import amount, plain_days


@pytest.mark.parametrize(
    ("quantity", "unit", "said"),
    [
        (1015.0, "gbp", "£1,015"),
        (3227.43, "gbp", "£3,227"),
        (1.0, "sessions", "1 session"),
        (0.0, "sessions", "0 sessions"),
        (1.5, "days", "1.50 days"),
        (21.0, "hours_per_week", "21 hours a week"),
        (2.0, "food_parcels", "2 food parcels"),
        (3.0, "", "3"),
    ],
)
def test_an_amount_reads_as_people_write_it(quantity: float, unit: str, said: str) -> None:
    assert amount(quantity, unit) == said


def test_days_in_a_sentence_are_written_out_and_nothing_else_is() -> None:
    said = plain_days("The probation feed covers 2023-10-01 up to 2026-09-01; 2025-13-41 is none.")
    assert said == "The probation feed covers 1 October 2023 up to 1 September 2026; 2025-13-41 is none."
    assert plain_days("") == ""
