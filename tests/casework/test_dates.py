"""A date in three parts: what is taken, and what is said of the rest."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from thinkfamily.casework.pages.forms import PlainDateField


@pytest.mark.parametrize(
    ("parts", "taken"),
    [
        (["27", "3", "2026"], date(2026, 3, 27)),
        ([" 1 ", "Sept", "1999"], date(1999, 9, 1)),
        (["29", "february", "2024"], date(2024, 2, 29)),
        (["31", "12", "2030"], date(2030, 12, 31)),
    ],
)
def test_a_real_date_is_taken(parts, taken):
    assert PlainDateField(label="Day of the visit").clean(parts) == taken


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (["", "", ""], "Enter day of the visit"),
        (None, "Enter day of the visit"),
        (["27", "", "2026"], "Day of the visit must include a month"),
        (["", "", "2026"], "Day of the visit must include a day and month"),
        (["29", "2", "2023"], "Day of the visit must be a real date"),
        (["27", "3", "26"], "Day of the visit must be a real date"),
        (["x", "3", "2026"], "Day of the visit must be a real date"),
        (["1", "1", "1899"], "Day of the visit must be on or after 1 January 1900"),
        (["1", "1", "2031"], "Day of the visit must be on or before 31 December 2030"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_without_repeating_it(parts, said):
    field = PlainDateField(label="Day of the visit", earliest=date(1900, 1, 1), latest=lambda: date(2030, 12, 31))
    with pytest.raises(ValidationError) as wrong:
        field.clean(parts)
    assert wrong.value.messages == [said]


def test_a_date_that_is_not_needed_may_stay_out():
    assert PlainDateField(required=False).clean(["", "", ""]) is None


def test_whether_a_date_changed_is_told_from_its_parts():
    field = PlainDateField()
    assert not field.has_changed(date(2026, 3, 7), ["7", "3", "2026"])
    assert field.has_changed(date(2026, 3, 7), ["8", "3", "2026"])
    assert field.has_changed(None, ["8", "3", "2026"])


@pytest.mark.parametrize(
    ("label", "parts", "says"),
    [
        ("On which day", ["", "", ""], "Say on which day"),
        ("On which day", ["31", "2", "2027"], "The day under “On which day” must be a real date"),
        ("Day it was held", ["", "", ""], "Enter day it was held"),
        ("Day it was held", ["31", "2", "2027"], "Day it was held must be a real date"),
    ],
)
def test_what_is_wrong_with_a_day_is_a_sentence_whatever_it_is_called(label, parts, says):
    with pytest.raises(ValidationError) as wrong:
        PlainDateField(label=label).clean(parts)
    assert wrong.value.messages == [says]
