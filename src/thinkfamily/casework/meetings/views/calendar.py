"""A worker's calendar: meetings and what is due, as a list and as a month; and as a file for another calendar."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.meetings import ics
from thinkfamily.casework.meetings.machine import CANCELLED
from thinkfamily.casework.meetings.queries.calendar import calendar_of, called_off, month_of, series_title
from thinkfamily.casework.meetings.queries.meetings import own_invitation
from thinkfamily.casework.meetings.queries.reading import meeting_for, reader_of
from thinkfamily.casework.pages.forms import PlainForm

# A file holds what is ahead for half a year: our choice.
FILE_DAYS = 183


@door(GET="calendar.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """One month: first as a list, and below it as a month."""
    first, last = month_of(_month(request))
    entries = calendar_of(standing_of(request.user), first, last)
    _looked(request, entries)
    told = [(entry, series_title(entry.due.kind) if entry.due else "") for entry in entries]
    by_day: dict[date, list[Any]] = {}
    for one in told:
        by_day.setdefault(one[0].on, []).append(one)
    weeks = [
        [(day, by_day.get(day, []) if day.month == first.month else []) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    about = {
        "days": sorted(by_day.items()),
        "weeks": weeks,
        "first": first,
        "before": (first - timedelta(days=1)).strftime("%Y-%m") if first.year > 2000 else "",
        "after": (last + timedelta(days=1)).strftime("%Y-%m"),
        "today": timezone.localdate(),
        "form": PlainForm(),
    }
    return render(request, "meetings/calendar.html", about)


@door(GET="calendar.read")
def calendar_file(request: HttpRequest) -> HttpResponse:
    """What is ahead, as a file: no name, no family, no place. What was called off is said to be, without the way to its page."""
    today, standing = timezone.localdate(), standing_of(request.user)
    until = today + timedelta(days=FILE_DAYS)
    entries = calendar_of(standing, today, until, with_met=True)
    _looked(request, entries)
    dated = [
        ics.Dated(str(row.pk), row.planned_on, row.begins_at, _("Meeting"), "", is_called_off=True, changes=row.changed)  # type: ignore[attr-defined]
        for row in called_off(standing, today, until)
    ]
    for entry in entries:
        page, changes = reverse("meetings:meetings", args=[entry.family.pk]), 0
        if entry.meeting is not None:
            page = reverse("meetings:meeting", args=[entry.family.pk, entry.meeting.pk])
            uid, at, words = str(entry.meeting.pk), entry.meeting.begins_at, _("Meeting")
            changes = entry.meeting.changed  # type: ignore[attr-defined]
        else:
            what = "due" if entry.due is not None else f"week-{entry.step.week}" if entry.step is not None else ""
            uid, at = f"{entry.family.pk}-{entry.on:%Y%m%d}-{what}", None
            words = _("A meeting is due") if entry.due is not None else _("A step of a timetable")
        url = "" if entry.is_met else request.build_absolute_uri(page)
        dated.append(ics.Dated(uid, entry.on, at, words, url, is_called_off=entry.is_met, changes=changes))
    return _file(dated, "calendar.ics")


@door(GET="meeting.answer")
def meeting_file(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """One meeting as a file, for whoever is invited to it or keeps it."""
    own = own_invitation(request.user, family, meeting_id)
    row = own.meeting if own is not None else None
    if row is None:
        reader = reader_of(request.user, family)
        row = meeting_for(reader, meeting_id) if reader.may("meeting.read") else None
    if row is None:
        raise Http404
    page = reverse("meetings:invitation" if own is not None else "meetings:meeting", args=[family.pk, row.pk])
    one = ics.Dated(
        str(row.pk),
        row.planned_on,
        row.begins_at,
        _("Meeting"),
        request.build_absolute_uri(page),
        is_called_off=row.state == CANCELLED,
        changes=row.history.count() - 1,
    )
    return _file([one], "meeting.ics")


def _file(dated: list[ics.Dated], name: str) -> HttpResponse:
    response = HttpResponse(ics.file_of(dated), content_type=ics.KIND)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def _month(request: HttpRequest) -> date:
    """The month that is asked for, or this one."""
    today = timezone.localdate()
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return today
    return asked if abs(asked.year - today.year) <= 10 else today


def _looked(request: HttpRequest, entries: Iterable[Any]) -> None:
    """Record a look at the calendar with the families on it."""
    seen = sorted({str(entry.family.pk) for entry in entries})
    record("calendar.read", by=request.user, kind="calendar", object="list", outcome="looked", others=seen)
