"""Meetings as a file for another calendar. It says that there is a meeting, when, and where on the site to read of it.

Another calendar is shared, copied and shown on locked screens: no name, no family, no reference, no place goes into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils import timezone
from icalendar import Calendar, Event

PRODUCT = "-//Think Family//Calendar//EN"
KIND = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Dated:
    """One entry of the file.

    Attributes:
        uid: what stays the same when the file is taken again: opaque.
        on: the day.
        at: the hour; None for the whole day.
        summary: words of ours.
        url: the page on the site; empty for none.
        is_called_off: whether it will not be held.
        changes: how often it was changed since it was first known.
    """

    uid: str
    on: date
    at: time | None
    summary: str
    url: str
    is_called_off: bool = False
    changes: int = 0


def file_of(entries: Iterable[Dated]) -> bytes:
    """The file."""
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    for entry in entries:
        one = Event()
        one.add("uid", f"{entry.uid}@thinkfamily")
        one.add("dtstamp", timezone.now())
        one.add("dtstart", entry.on if entry.at is None else _moment(entry.on, entry.at))
        one.add("summary", entry.summary)
        one.add("class", "PRIVATE")
        if entry.url:
            one.add("url", entry.url)
        if entry.is_called_off:
            one.add("status", "CANCELLED")
        if changes := max(entry.changes, int(entry.is_called_off)):
            # A calendar that took it before takes the higher number for the later word.
            one.add("sequence", changes)
        whole.add_component(one)
    return bytes(whole.to_ical())


def _moment(on: date, at: time) -> datetime:
    """A moment as every calendar understands it: of no zone but the common one."""
    return timezone.make_aware(datetime.combine(on, at)).astimezone(UTC)
