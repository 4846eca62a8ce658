"""The way to the same family in the council's case-management system, where the council has said how its addresses go."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

# What stands in an address as it is: nothing of it can lead to another place, page or question.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


def links_are_made() -> bool:
    """Whether the council has said how the addresses of its system go."""
    return bool(settings.THEME.case_system)


def is_key(text: str) -> bool:
    """Whether a key can stand in an address."""
    return _KEY.fullmatch(text) is not None and ".." not in text


def link_to(case: Any) -> str:
    """The address of a case's family in the council's system; empty where there is none, or its key is none."""
    pattern = settings.THEME.case_system
    return (
        pattern.replace("{key}", case.council_key) if pattern and case is not None and is_key(case.council_key) else ""
    )
