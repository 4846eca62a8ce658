"""Beside its meetings: what each of a team is asked for, agencies that have named nobody yet, and dates of the court."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.models import Agency, period_is_forward
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Family, Person
from thinkfamily.casework.secrets.written import WrittenChar, WrittenText


class PartAsked(models.Model):
    """What one worker is asked for in their part in one family's case."""

    involvement = models.OneToOneField(Involvement, on_delete=models.CASCADE, primary_key=True, related_name="asked_of")
    asked = WrittenChar("what is asked of them", max_length=300)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "parts asked"


class AgencyInvited(models.Model):
    """One agency on the team around one family that has named no worker yet. It opens nothing to anybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="agencies_invited")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked = WrittenChar("what is asked of it", max_length=300, by="invited_by")
    from_on = models.DateField("from", default=timezone.localdate)
    until_on = models.DateField("first day without it", null=True, blank=True)
    invited_by = models.UUIDField(editable=False)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "agencies invited"
        ordering = ("from_on", "pk")
        constraints = (period_is_forward("agency_invited"),)


class TimetableAnchor(models.Model):
    """The day from which one case's timetable is counted, such as the day of an application to the court."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="timetable_anchor")
    anchor_on = models.DateField("counted from")
    set_by = models.UUIDField(editable=False)
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()


class GroupOffer(models.Model):
    """One time that family group decision-making was offered to one family, or was not and why; and what came of it."""

    BEFORE = [
        ("help", _("To plan the help, before no application")),
        ("care", _("Before an application for a care order")),
        ("supervision", _("Before an application for a supervision order")),
    ]
    ANSWERS = [("accepted", _("Accepted")), ("declined", _("Declined"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="group_offers")
    before = models.CharField("what it comes before", max_length=12, choices=BEFORE)
    offered_on = models.DateField("offered on", null=True, blank=True)
    offered_to = models.ManyToManyField(Person, related_name="+", blank=True, verbose_name="offered to")
    not_offered_because = WrittenText("why it is not in the child's interests", blank=True)
    coordinator = WrittenChar("coordinator", max_length=120, blank=True)
    answer = models.CharField("answer", max_length=10, choices=ANSWERS, blank=True)
    answered_on = models.DateField("answered on", null=True, blank=True)
    why = WrittenText("why they declined", blank=True)
    held_on = models.DateField("held on", null=True, blank=True)
    plan = WrittenText("the family's plan, in its own words", blank=True)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords(m2m_fields=[offered_to])

    class Meta:
        ordering = ("-recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(offered_on__isnull=False, not_offered_because="")
                | (Q(offered_on__isnull=True) & ~Q(not_offered_because="")),
                name="a_group_is_offered_or_it_is_said_why_not",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_on__gte=F("offered_on"))),
                name="an_answer_follows_the_offer",
            ),
        )
