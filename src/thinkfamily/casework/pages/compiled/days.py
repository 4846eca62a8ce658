"""Days in words, as Django's ``date`` filter writes them, from names of months that are looked up once a language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.template import defaultfilters
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]

# A letter of a form, and what it stands for in the pattern of one month.
_LETTERS = {"j": "{0.day}", "d": "{0.day:02}", "m": "{0.month:02}", "Y": "{0.year:04}", " ": " ", "-": "-"}
Pattern = tuple[str, ...]


def day(value: Any, form: str, pattern: Pattern | None, context: Any) -> str:
    """A day in one form, by its pattern; anything else as Django's filter does."""
    if pattern is not None and type(value) is date:
        return pattern[value.month].format(value)
    return str(defaultfilters.date(template_localtime(value, use_tz=context.use_tz), form))


def pattern_of(form: str) -> Pattern | None:
    """For each month what makes a day of this form, in the language under way; None for a form with something else in it."""
    if not all(letter in _LETTERS or letter in "FM" for letter in form):
        return None
    return ("", *("".join(_part(letter, month) for letter in form) for month in range(1, 13)))


def _part(letter: str, month: int) -> str:
    if letter in "FM":
        return str(MONTHS[month]) if letter == "F" else str(MONTHS_3[month]).title()
    return _LETTERS[letter]
