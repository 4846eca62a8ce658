"""What agencies supplied as codes, as people write it: days and amounts. Loaded for every template."""

from __future__ import annotations

import re
from datetime import date

from django.template import Library
from django.utils.formats import date_format, number_format
from django.utils.translation import ngettext

register = Library()

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@register.filter
def plain_days(text: str) -> str:
    """A sentence of the analysis with each ``2026-09-30`` in it as 30 September 2026."""
    return _DAY.sub(_day, text or "")


def _day(found: re.Match[str]) -> str:
    try:
        return date_format(date.fromisoformat(found[0]), "j F Y")
    except ValueError:
        return found[0]


@register.filter
def thousands(number: int) -> str:
    """A whole number with its thousands marked."""
    return number_format(number, force_grouping=True)


@register.filter
def amount(quantity: float, unit: str) -> str:
    """How much of an event: pounds with their sign, sessions, days and hours as words."""
    shown = number_format(round(quantity, 2), decimal_pos=0 if quantity == int(quantity) else 2, force_grouping=True)
    number = 1 if quantity == 1 else 2
    words = {
        "gbp": f"£{number_format(round(quantity), force_grouping=True)}",
        "sessions": f"{shown} {ngettext('session', 'sessions', number)}",
        "days": f"{shown} {ngettext('day', 'days', number)}",
        "hours": f"{shown} {ngettext('hour', 'hours', number)}",
        "hours_per_week": f"{shown} {ngettext('hour a week', 'hours a week', number)}",
    }
    return words.get(unit) or f"{shown} {unit.replace('_', ' ')}".strip()
