"""By which programme a family is worked with: as workers call it, and as the family reads it."""

from __future__ import annotations

from typing import Any

from django import template

from thinkfamily.casework.cases.machine import CONSIDERED, OPEN
from thinkfamily.casework.cases.queries.taking_part import case_of
from thinkfamily.casework.profiles.queries import profile_of_case
from thinkfamily.programmes.profile import Profile

register = template.Library()


@register.filter
def programme_of(case: Any) -> tuple[Profile, str] | None:
    """The programme of one case and its intensity in words; None while nobody has chosen."""
    found = profile_of_case(case)
    return None if found is None else (found, found.tier(case.tier).title)


@register.filter
def called_for(family: Any) -> str:
    """What the family reads the help is called; empty before it was offered anything, and after the end."""
    case = case_of(family)
    if case is None or case.state == CONSIDERED or case.state not in OPEN:
        return ""
    found = profile_of_case(case)
    return "" if found is None else found.public_label
