"""The way of a meeting and of its minutes, whole: states, transitions and guards. Diagrams in the manual are made from it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

PLANNED, HELD, FAILED, CANCELLED = "planned", "held", "failed", "cancelled"
DRAFTED, CONFIRMED, SENT = "drafted", "confirmed", "sent"
# Meetings by which a due date is met: held, or recorded as failed with what is done instead.
MET = (HELD, FAILED)


def its_day_has_come(meeting: Any) -> bool:
    """The day on which it was to be held has come."""
    return meeting.held_on is not None and meeting.held_on <= timezone.localdate()


def somebody_came(meeting: Any) -> bool:
    """At least one of those invited came."""
    return meeting.invitations.filter(attendance="came").exists()


def it_says_what_is_done_instead(meeting: Any) -> bool:
    """It is said why it failed and what is done instead."""
    return bool(meeting.why_not and meeting.instead)


def it_says_why(meeting: Any) -> bool:
    """It is said why it will not be held."""
    return bool(meeting.why_not)


def the_meeting_was_held(minutes: Any) -> bool:
    """The meeting was held."""
    return minutes.meeting.state == HELD


def something_was_written(minutes: Any) -> bool:
    """The minutes have at least one paragraph."""
    return minutes.meeting.lines.exists()


def children_were_heard(minutes: Any) -> bool:
    """A child's view is written down, or why there is none."""
    return bool(minutes.no_child_view) or minutes.meeting.lines.filter(part="child_view").exists()


class MeetingMachine(models.Model):
    """The state of one meeting. It changes through the transitions below and in no other way."""

    STATES = [(PLANNED, _("Planned")), (HELD, _("Held")), (FAILED, _("Failed")), (CANCELLED, _("Cancelled"))]

    state = FSMField("state", default=PLANNED, choices=STATES, protected=True)

    class Meta:
        abstract = True

    @transition(field=state, source=PLANNED, target=HELD, conditions=[its_day_has_come, somebody_came])
    def hold(self) -> None:
        """It was held."""

    @transition(field=state, source=PLANNED, target=FAILED, conditions=[its_day_has_come, it_says_what_is_done_instead])
    def fail(self) -> None:
        """It was to be held and was not, as when nobody came. What is done instead stands for it."""

    @transition(field=state, source=PLANNED, target=CANCELLED, conditions=[it_says_why])
    def cancel(self) -> None:
        """It will not be held. It meets no due date."""


class MinutesMachine(models.Model):
    """The state of the minutes of one meeting. It changes through the transitions below and in no other way."""

    STATES = [(DRAFTED, _("Drafted")), (CONFIRMED, _("Confirmed")), (SENT, _("Sent"))]

    state = FSMField("state", default=DRAFTED, choices=STATES, protected=True)

    class Meta:
        abstract = True

    @transition(
        field=state,
        source=DRAFTED,
        target=CONFIRMED,
        conditions=[the_meeting_was_held, something_was_written, children_were_heard],
    )
    def confirm(self) -> None:
        """Somebody who keeps the meeting has read them and stands by them. No paragraph changes after this."""

    @transition(field=state, source=CONFIRMED, target=DRAFTED)
    def reopen(self) -> None:
        """Something in them must change before they are sent."""

    @transition(field=state, source=CONFIRMED, target=SENT)
    def send(self) -> None:
        """Each recipient has their own version. What is wrong in it is said as a disagreement, and nothing is changed."""
