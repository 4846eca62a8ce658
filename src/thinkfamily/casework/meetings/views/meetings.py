"""One family's meetings: what is planned and due, one meeting, and what became of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.access.sent import recorded_before
from thinkfamily.casework.cases.queries import case_of
from thinkfamily.casework.meetings.actions import group as timetable
from thinkfamily.casework.meetings.actions import meetings as actions
from thinkfamily.casework.meetings.forms.meetings import AnchorForm, CancelForm, FailedForm, HeldForm, MeetingForm
from thinkfamily.casework.meetings.queries import meetings as queries
from thinkfamily.casework.meetings.queries.calendar import series_title
from thinkfamily.casework.meetings.queries.dues import clock_of
from thinkfamily.casework.meetings.queries.reading import meeting_for, reader_of
from thinkfamily.casework.pages.basis import Basis
from thinkfamily.casework.pages.forms import sent


@door(GET="meeting.read")
def meetings(request: HttpRequest, family: Any) -> HttpResponse:
    """One family's meetings and what is due; a partner sees those they are invited to."""
    page = queries.meetings_for(reader_of(request.user, family))
    about = {
        "family": family,
        "page": page,
        "overdue": [(series_title(one.series), one) for one in page.overdue],
        "dues": [(series_title(due.kind), due) for due in page.dues],
    }
    return render(request, "meetings/meetings.html", about)


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def plan(request: HttpRequest, family: Any) -> HttpResponse:
    """Plan a meeting."""
    form = MeetingForm(sent(request), initial=_asked_for(request))
    made: list[Any] = []

    def write(**told: Any) -> None:
        made.append(actions.plan_meeting(_case(family), **told, by=request.user))

    if form.is_valid() and attempt(form, write):
        messages.success(request, _("Planned. Now say who is invited."))
        return redirect("meetings:meeting", family.pk, made[0].pk if made else recorded_before())
    return render(request, "meetings/plan.html", {"family": family, "form": form, "meeting": None})


@door(GET="meeting.read")
def meeting(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """One meeting, with what of it the reader may see."""
    page = queries.meeting_page(reader_of(request.user, family), meeting_id)
    if page is None:
        raise Http404
    return render(request, "meetings/meeting.html", {"family": family, "page": page, "meeting": page.meeting})


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def change(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """Change when, where and as what a meeting is held."""
    row = one_of(request, family, meeting_id)
    form = MeetingForm(sent(request), basis=Basis(row, partial(one_of, request, family, meeting_id), _planned))
    if form.is_valid() and attempt(form, partial(actions.change_meeting, row), by=request.user):
        messages.success(request, _("Changed. Everybody invited is told that it changed, and not how."))
        return redirect("meetings:meeting", family.pk, row.pk)
    return render(request, "meetings/plan.html", {"family": family, "form": form, "meeting": row})


@door(GET="meeting.keep", POST="meeting.keep")
def held(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """Record that it was held, and who came."""
    row = one_of(request, family, meeting_id)
    invited = queries.invited_to_meeting(row)
    form = HeldForm(sent(request), invited=invited, initial={"held_on": row.planned_on})
    if form.is_valid() and attempt(form, partial(actions.hold_meeting, row), by=request.user):
        messages.success(request, _("Recorded. The minutes can be written and confirmed."))
        return redirect("meetings:meeting", family.pk, row.pk)
    return _form(request, family, row, form, "held")


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def failed(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """Record that it failed, and what is done instead."""
    row = one_of(request, family, meeting_id)
    form = FailedForm(sent(request), initial={"held_on": row.planned_on})
    if form.is_valid() and attempt(form, partial(actions.fail_meeting, row), by=request.user):
        messages.success(request, _("Recorded, with what is done instead."))
        return redirect("meetings:meeting", family.pk, row.pk)
    return _form(request, family, row, form, "failed")


@sensitive_post_parameters()
@door(GET="meeting.keep", POST="meeting.keep")
def cancel(request: HttpRequest, family: Any, meeting_id: UUID) -> HttpResponse:
    """Say that it will not be held."""
    row = one_of(request, family, meeting_id)
    form = CancelForm(sent(request))
    if form.is_valid() and attempt(form, partial(actions.cancel_meeting, row), by=request.user):
        messages.success(request, _("Cancelled. Everybody invited is told. What was due is still due."))
        return redirect("meetings:meeting", family.pk, row.pk)
    return _form(request, family, row, form, "cancel")


@door(GET="meeting.keep", POST="meeting.keep")
def anchor(request: HttpRequest, family: Any) -> HttpResponse:
    """Set the day from which the timetable is counted."""
    case = _case(family)
    form = AnchorForm(sent(request), basis=Basis(clock_of(case), partial(clock_of, case), _counted_from))
    if form.is_valid() and attempt(form, partial(timetable.set_anchor, case), by=request.user):
        messages.success(request, _("Set. The timetable and the reviews are counted from this day."))
        return redirect("meetings:meetings", family.pk)
    return render(request, "meetings/anchor.html", {"family": family, "form": form})


def one_of(request: HttpRequest, family: Any, meeting_id: UUID) -> Any:
    """One meeting of a family that the reader may know of, or no page."""
    row = meeting_for(reader_of(request.user, family), meeting_id)
    if row is None:
        raise Http404
    return row


def _form(request: HttpRequest, family: Any, row: Any, form: Any, what: str) -> HttpResponse:
    return render(request, f"meetings/{what}.html", {"family": family, "meeting": row, "form": form})


def _case(family: Any) -> Any:
    found = case_of(family)
    if found is None:
        raise Http404
    return found


def _planned(meeting: Any) -> dict[str, Any]:
    """When, where and as what a meeting is held, as its form shows it."""
    found = {name: getattr(meeting, name) for name in ("kind", "planned_on", "place", "why")}
    return found | {"begins_at": f"{meeting.begins_at:%H:%M}" if meeting.begins_at else ""}


def _counted_from(clock: Any) -> dict[str, Any]:
    return {"anchor_on": clock.anchor_on if clock else None}


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """What a link from a due date asks for."""
    kinds = [code for code, _words in MeetingForm.base_fields["kind"].choices]  # type: ignore[attr-defined]
    found: dict[str, Any] = {}
    if request.GET.get("kind") in kinds:
        found["kind"] = request.GET["kind"]
    with suppress(ValueError):
        found["planned_on"] = date.fromisoformat(request.GET.get("on", ""))
    return found
