"""By which programme a family is worked with: as workers call it, and as the family reads it."""

from __future__ import annotations

from typing import Any

from django import template

from thinkfamily.casework.cases.machine import CONSIDERED, OPEN
from thinkfamily.casework.cases.queries.taking_part import case_of
from thinkfamily.casework.profiles.queries import easy_read_now, profile_of_case
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
    found = profile_of_case(_told(family))
    return "" if found is None else found.public_label


@register.filter
def easy_read_for(family: Any, slot: str) -> list[tuple[str, str]]:
    """What the family reads in short sentences in one place, each text with its language; nothing where nobody wrote one."""
    case = _told(family)
    return easy_read_now(case.profile, slot) if case is not None and case.profile and slot else []


def _told(family: Any) -> Any:
    """The case of which a family is told what its help is called."""
    case = case_of(family)
    return None if case is None or case.state == CONSIDERED or case.state not in OPEN else case
