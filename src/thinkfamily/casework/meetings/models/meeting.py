"""Meetings of the team around a family, who is invited, and how far the minutes are."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Person, Statement
from thinkfamily.casework.meetings.machine import MeetingMachine, MinutesMachine
from thinkfamily.casework.secrets.written import WrittenChar, WrittenText


class Meeting(MeetingMachine):
    """One meeting of the team around one family: planned, then held, or recorded as failed, or cancelled."""

    KINDS = [
        ("first", _("First meeting")),
        ("professional_review", _("Professional review")),
        ("family_review", _("Family review")),
        ("professional_only", _("Professionals only, with a reason")),
        ("urgent", _("Urgent meeting")),
    ]
    # Kinds that need their reason.
    WITH_REASON = ("professional_only", "urgent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="meetings")
    kind = models.CharField("kind", max_length=20, choices=KINDS)
    # Free texts of a meeting can tell of anything, and have no compartment: they are for those who see domestic abuse.
    why = WrittenText("why it is held so", blank=True)
    planned_on = models.DateField("planned for")
    begins_at = models.TimeField("begins at", null=True, blank=True)
    place = WrittenChar("place", max_length=200, blank=True)
    # The day it was held or, of a failed one, the day on which it was to be.
    held_on = models.DateField("held on", null=True, blank=True)
    next_on = models.DateField("next meeting", null=True, blank=True)
    why_not = WrittenText("why it was not held", blank=True)
    instead = WrittenText("what is done instead", blank=True)
    made_by = models.UUIDField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ("-planned_on", "-made_at")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=["held", "failed"]) | Q(held_on__isnull=False),
                name="what_was_held_or_failed_has_its_day",
            ),
        )
        indexes = (models.Index(fields=["state", "planned_on"]), models.Index(fields=["case", "state", "held_on"]))


class Invitation(models.Model):
    """One invitation to one meeting: of a worker, of an agency that has named nobody, or of a member of the family."""

    ASKS = [("come", _("To come")), ("report", _("To send a report"))]
    REPLIES = [("coming", _("Coming")), ("apologies", _("Apologies")), ("report", _("A report instead"))]
    ATTENDANCES = [
        ("came", _("Came")),
        ("apologies", _("Sent apologies")),
        ("report", _("Sent a report instead")),
        ("absent", _("Did not come")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked = models.CharField("asked", max_length=6, choices=ASKS, default="come")
    invited_by = models.UUIDField(editable=False)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_by = models.UUIDField(null=True, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    reply = models.CharField("reply", max_length=10, choices=REPLIES, blank=True)
    note = models.CharField("message to who keeps the meeting", max_length=300, blank=True)
    replied_by = models.UUIDField(null=True, editable=False)
    replied_at = models.DateTimeField(null=True, editable=False)
    # What a member of the family wants said, in their own words: a statement of the file.
    own_words = models.ForeignKey(Statement, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    attendance = models.CharField("attendance", max_length=10, choices=ATTENDANCES, blank=True)

    class Meta:
        ordering = ("invited_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(worker__isnull=False, agency__isnull=True, person__isnull=True)
                | Q(worker__isnull=True, agency__isnull=False, person__isnull=True)
                | Q(worker__isnull=True, agency__isnull=True, person__isnull=False),
                name="an_invitation_is_of_one",
            ),
            *(
                models.UniqueConstraint(
                    fields=["meeting", of],
                    condition=Q(taken_back_at__isnull=True, **{f"{of}__isnull": False}),
                    name=f"one_invitation_a_meeting_and_{of}",
                )
                for of in ("worker", "agency", "person")
            ),
        )


class Minutes(MinutesMachine):
    """How far the minutes of one meeting are: drafted, confirmed, sent. Their paragraphs are lines of the meeting."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, primary_key=True, related_name="minutes")
    no_child_view = WrittenChar("why no child's view is written down", max_length=300, blank=True)
    confirmed_by = models.UUIDField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    sent_by = models.UUIDField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "minutes"
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_by__isnull=False, sent_at__isnull=False),
                name="sent_minutes_have_their_who_and_when",
            ),
        )
