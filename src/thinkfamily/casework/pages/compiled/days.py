"""Days and moments in words, as Django's ``date`` filter writes them, from names of months that are looked up once a language."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template import defaultfilters
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.timezone import get_default_timezone, template_localtime  # type: ignore[attr-defined]

# A letter of a form, and what it stands for in the pattern of one month.
_DAYS = {"j": "{0.day}", "d": "{0.day:02}", "m": "{0.month:02}", "Y": "{0.year:04}"}
_HOURS = {"H": "{0.hour:02}", "i": "{0.minute:02}"}
_MARKS = " -,:"
Pattern = tuple[str, ...]


def day(value: Any, form: str, pattern: Pattern | None, context: Any) -> str:
    """A day or a moment in one form, by its pattern; anything else as Django's filter does."""
    if pattern is not None and type(value) is date and not pattern[0]:
        return _written(value, pattern[value.month])
    if type(value) is datetime and value.tzinfo is not None and context.use_tz is not False:
        # The site has one zone: Django looks up at each call which is under way.
        here = value.astimezone(get_default_timezone())
    else:
        here = template_localtime(value, use_tz=context.use_tz)
    if pattern is not None and type(here) is datetime:
        return pattern[here.month].format(here)
    return str(defaultfilters.date(here, form))


@lru_cache(maxsize=16_384)
def _written(day: date, pattern: str) -> str:
    """A day by its pattern: pages show the same few hundred again and again, whoever they are of."""
    return pattern.format(day)


def pattern_of(form: str) -> Pattern | None:
    """For each month what makes a day of this form, in the language under way, after the hours' own letters in it.

    None for a form with something else in it.
    """
    if not all(letter in _DAYS or letter in _HOURS or letter in _MARKS or letter in "FM" for letter in form):
        return None
    hours = "".join(letter for letter in form if letter in _HOURS)
    return (hours, *("".join(_part(letter, month) for letter in form) for month in range(1, 13)))


def _part(letter: str, month: int) -> str:
    if letter in "FM":
        return str(MONTHS[month]) if letter == "F" else str(MONTHS_3[month]).title()
    return _DAYS.get(letter) or _HOURS.get(letter) or letter
