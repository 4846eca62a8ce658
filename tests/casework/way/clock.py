"""A clock that a test winds on: months pass in a moment, for everything that asks what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import time_machine
from django.utils import timezone


class Clock:
    """Today as a test has it."""

    def __init__(self, traveller: Any, at: datetime) -> None:
        self._traveller, self.at = traveller, at

    @property
    def today(self) -> date:
        """The day."""
        return timezone.localdate(self.at)

    def on(self, *, days: int = 0, weeks: int = 0) -> date:
        """Let time pass; the day it then is."""
        self.at += timedelta(days=days, weeks=weeks, minutes=7)
        self._traveller.move_to(self.at)
        return self.today


@contextmanager
def wound_to(day: date) -> Iterator[Clock]:
    """Let it be ten in the morning of a day, until the test is over."""
    at = datetime.combine(day, time(10, 0), tzinfo=timezone.get_current_timezone())
    with time_machine.travel(at, tick=False) as traveller:
        yield Clock(traveller, at)
