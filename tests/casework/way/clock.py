"""A clock that a test winds on: months pass in a moment, for everything that asks Django what time it is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

_now = timezone.now


class Clock:
    """Today as a test has it."""

    def __init__(self, monkeypatch, day: date) -> None:
        self.at = datetime.combine(day, time(10, 0), tzinfo=timezone.get_current_timezone())
        monkeypatch.setattr(timezone, "now", lambda: self.at)

    @property
    def today(self) -> date:
        """The day."""
        return timezone.localdate(self.at)

    def on(self, *, days: int = 0, weeks: int = 0) -> date:
        """Let time pass; the day it then is."""
        self.at += timedelta(days=days, weeks=weeks, minutes=7)
        return self.today
