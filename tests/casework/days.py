"""Days of a test: worked out while it runs, never while tests are collected, for the night can fall between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone


def in_days(days: int) -> date:
    """The day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


@dataclass(frozen=True)
class In:
    """Stands among what a test is given for the day so many days from the day on which it runs."""

    days: int


def worked_out(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a test is given, with days in place of what stands for them."""
    return {name: in_days(value.days) if isinstance(value, In) else value for name, value in given.items()}
