"""A date in three parts: what is taken, and what is said of the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from thinkfamily.casework.meetings.forms.meetings import MeetingForm
from thinkfamily.casework.pages.dates import moment
from thinkfamily.casework.pages.forms import PlainDateField
from thinkfamily.casework.plans.forms.contacts import ContactForm, VisitForm


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


FORWARD, BACK = date(2026, 3, 29), date(2025, 10, 26)


@pytest.mark.parametrize("at", [time(0, 59), time(2), time(12)])
@pytest.mark.parametrize("on", [FORWARD, BACK, date(2026, 6, 1)])
def test_an_hour_that_the_clock_shows_once_is_that_moment(on, at):
    told = moment(on, at)
    assert (told.date(), told.time()) == (on, at)


def test_an_hour_that_does_not_exist_is_refused_and_so_is_one_that_comes_twice():
    for on, at, code in (
        (FORWARD, time(1), "skipped"), (FORWARD, time(1, 59), "skipped"), (BACK, time(1), "twice"), (BACK, time(1, 59), "twice"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as wrong:
            moment(on, at)
        assert wrong.value.code == code
        assert "before 1am, or from 2am" in wrong.value.message


def test_of_an_hour_that_comes_twice_the_one_that_has_been_is_meant():
    first = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert moment(BACK, time(1, 30), latest=first) == first
    with pytest.raises(ValidationError):
        moment(BACK, time(1, 30), latest=datetime(2025, 10, 26, 1, 30, tzinfo=UTC))


def sent(form, on, **more):
    name = {"happened": "happened_on", "starts": "starts_on", "planned": "planned_on"}[form]
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year, **more}


@pytest.mark.parametrize("on", [FORWARD, BACK])
def test_each_form_says_so_beside_the_hour_and_keeps_what_was_written(on):
    visit = VisitForm(sent("starts", on, starts_time="01:30", minutes="45", way="home", risk="low"), workers=[])
    contact = ContactForm(sent("happened", on, happened_time="01:30", text="Some words"), members=[], may_hide=False)
    meeting = MeetingForm(sent("planned", on, begins_at="01:30", kind="family_review", place="Some words"))
    for form, name in ((visit, "starts_time"), (contact, "happened_time"), (meeting, "begins_at")):
        assert not form.is_valid()
        assert "the clocks go" in form.errors[name][0]
        assert form[name].value() == "01:30"
    assert contact["text"].value() == meeting["place"].value() == "Some words"
