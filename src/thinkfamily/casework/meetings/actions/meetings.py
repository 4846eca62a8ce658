"""Planning a meeting, changing it, and saying what became of it: held, failed with what is done instead, cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.meetings.actions._held import (
    moved,
    must_go_on,
    planned_now,
    tell_those_invited,
)
from thinkfamily.casework.meetings.machine import PLANNED
from thinkfamily.casework.meetings.models import Meeting, MinuteLine, Minutes
from thinkfamily.casework.meetings.problems import not_fitting, place_of_safety
from thinkfamily.casework.pages.basis import Basis, must_stand

KEEP = "meeting.keep"


@transaction.atomic
def plan_meeting(
    case: Case, *, kind: str, planned_on: date, begins_at: time | None = None, place: str = "", why: str = "", by: Any
) -> Meeting:
    """Plan a meeting of the team around a family.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: the case does not go on, the day lies behind, the reason is missing, or the place is one at which nobody
            may be found.
    """
    must_hold(by, KEEP, case.family)
    _must_fit(kind, planned_on, why)
    # Held, so that of two who plan at one moment the second finds the first's.
    must_go_on(Case.objects.select_for_update(of=("self",)).get(pk=case.pk))
    if Meeting.objects.filter(case=case, state=PLANNED, kind=kind, planned_on=planned_on).exists():
        raise not_fitting(
            "TF-MEETING-020", "planned_on", _("A meeting of this kind is planned for that day."), _("Open that one.")
        )
    said = heard(by, case.family, place_of_safety, place=place.strip(), why=why.strip())
    made = Meeting(case=case, kind=kind, planned_on=planned_on, begins_at=begins_at, made_by=by.pk, **said)
    save(made, by)
    Minutes.objects.create(meeting=made)
    _record("meeting.plan", made, by, ["begins_at", "kind", "place", "planned_on", "why"])
    return made


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    *,
    kind: str,
    planned_on: date,
    begins_at: time | None = None,
    place: str = "",
    why: str = "",
    by: Any,
    based_on: Basis | None = None,
) -> Meeting:
    """Give a planned meeting another kind, day, hour or place; everybody invited is told that it changed.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: as `plan_meeting`, or it is no longer planned.
        ChangedMeanwhileError: somebody changed it since the form was opened.
    """
    must_hold(by, KEEP, meeting.case.family)
    held = planned_now(meeting)
    must_stand(based_on)
    must_go_on(held.case)
    _must_fit(kind, planned_on, why)
    is_without_family = kind in ("professional_review", "professional_only")
    if is_without_family and held.invitations.filter(person__isnull=False, taken_back_at__isnull=True).exists():
        raise not_fitting(
            "TF-MEETING-021",
            "kind",
            _("Members of the family are invited, and this kind is held without them."),
            _("Take their invitations back first."),
        )
    held.kind, held.planned_on, held.begins_at = kind, planned_on, begins_at
    said = heard(by, held.case.family, place_of_safety, place=place.strip(), why=why.strip())
    held.place, held.why = said["place"], said["why"]
    save(held, by)
    tell_those_invited(held, "meeting_changed", but=by)
    _record("meeting.change", held, by, ["begins_at", "kind", "place", "planned_on", "why"])
    return held


@transaction.atomic
def hold_meeting(
    meeting: Meeting, *, held_on: date, attendance: Mapping[Any, str], next_on: date | None = None, by: Any
) -> Meeting:
    """Record that a meeting was held: on which day, who came, and when the next one is.

    Args:
        meeting: which.
        held_on: the day.
        attendance: for each invitation, by its id, what became of it.
        next_on: the day that was agreed for the next one.
        by: who records it.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: it is no longer planned, its day has not come, nobody came, or the next is not after it.
    """
    must_hold(by, KEEP, meeting.case.family)
    held = planned_now(meeting)
    if held_on > timezone.localdate():
        raise not_fitting(
            "TF-MEETING-022", "held_on", _("The day lies ahead."), _("Give the day on which it was held.")
        )
    if next_on is not None and next_on <= held_on:
        raise not_fitting(
            "TF-MEETING-023", "next_on", _("The next meeting is not after this one."), _("Give a later day.")
        )
    invited = list(held.invitations.filter(taken_back_at__isnull=True))
    if not any(attendance.get(row.pk) == "came" for row in invited):
        raise not_fitting(
            "TF-MEETING-024",
            "held_on",
            _("Nobody is recorded as having come."),
            _("Say who came, or record that it failed."),
        )
    for row in invited:
        row.attendance = attendance.get(row.pk, "absent")
        row.save(update_fields=["attendance"])
    held.held_on, held.next_on = held_on, next_on
    moved(held, held.hold, by)
    # What was prepared before is of that day too.
    MinuteLine.objects.filter(meeting=held).update(from_on=held_on)
    _record("meeting.hold", held, by, ["attendance", "held_on", "next_on", "state"])
    return held


@transaction.atomic
def fail_meeting(
    meeting: Meeting, *, held_on: date, why_not: str, instead: str, next_on: date | None = None, by: Any
) -> Meeting:
    """Record that a meeting was to be held and failed, and what is done instead; with that its due date is met.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: it is no longer planned, its day has not come, or it is not said why or what is done instead.
    """
    must_hold(by, KEEP, meeting.case.family)
    held = planned_now(meeting)
    if held_on > timezone.localdate():
        raise not_fitting(
            "TF-MEETING-022", "held_on", _("The day lies ahead."), _("Give the day on which it was to be held.")
        )
    if next_on is not None and next_on <= held_on:
        raise not_fitting(
            "TF-MEETING-023", "next_on", _("The next meeting is not after this one."), _("Give a later day.")
        )
    if not why_not.strip() or not instead.strip():
        raise not_fitting(
            "TF-MEETING-025", "instead", _("It is not said why, or what is done instead."), _("Say both.")
        )
    said = heard(by, held.case.family, place_of_safety, why_not=why_not.strip(), instead=instead.strip())
    held.held_on, held.next_on, held.why_not, held.instead = held_on, next_on, said["why_not"], said["instead"]
    moved(held, held.fail, by)
    _record("meeting.fail", held, by, ["held_on", "instead", "next_on", "state", "why_not"])
    return held


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, why_not: str, by: Any) -> Meeting:
    """Say that a meeting will not be held; everybody invited is told. Its due date stays as it was.

    Raises:
        NotAllowedError: the meetings of this family are not theirs to keep.
        MeetingError: it is no longer planned, or it is not said why.
    """
    must_hold(by, KEEP, meeting.case.family)
    held = planned_now(meeting)
    if not why_not.strip():
        raise not_fitting("TF-MEETING-026", "why_not", _("It is not said why."), _("Say why it will not be held."))
    _call_off(held, heard(by, held.case.family, place_of_safety, why_not=why_not.strip())["why_not"], by)
    return held


def call_off_with_case(case: Case, *, by: Any) -> None:
    """Call off what was planned for a day after the one on which a case ends, as any meeting is called off.

    Today's and earlier ones stay: they may have been held, and whoever keeps them says what became of them.

    Args:
        case: which has just ended, or whose family said no.
        by: who moved it; they need not keep its meetings.
    """
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("case__family")
    for row in rows.filter(case=case, state=PLANNED, planned_on__gt=timezone.localdate()).order_by("pk"):
        _call_off(row, _("The case has ended, or the family said no."), by)


def _call_off(held: Meeting, why_not: str, by: Any) -> None:
    held.why_not = why_not
    moved(held, held.cancel, by)
    tell_those_invited(held, "meeting_changed", but=by)
    _record("meeting.cancel", held, by, ["state", "why_not"])


def _must_fit(kind: str, planned_on: date, why: str) -> None:
    if planned_on < timezone.localdate():
        raise not_fitting("TF-MEETING-027", "planned_on", _("The day lies behind."), _("Plan it for today or later."))
    if kind in Meeting.WITH_REASON and not why.strip():
        raise not_fitting(
            "TF-MEETING-028", "why", _("This kind of meeting needs its reason."), _("Say why it is held so.")
        )


def _record(action: str, meeting: Meeting, by: Any, fields: list[str]) -> None:
    record(action, by=by, kind="meeting", object=meeting.pk, family=meeting.case.family_id, fields=fields)
