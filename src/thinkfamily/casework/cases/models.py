"""The case of a family, and the family's agreement to take part in it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from thinkfamily.casework.families.models import Family, Person

CONSIDERED = "considered"
AGREED = "agreed"


class Case(models.Model):
    """One episode of support of one family. A candidate is not a case yet: it lies in the desk's own store."""

    STATES = [(CONSIDERED, "Considered"), (AGREED, "Agreed")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="cases")
    state = FSMField("state", default=CONSIDERED, choices=STATES, protected=True)
    programme = models.CharField("programme", max_length=60)
    why = models.TextField("why it was taken up")
    opened_by = models.UUIDField(editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ("-opened_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["family"], condition=Q(state__in=[CONSIDERED, AGREED]), name="one_open_case_a_family"
            ),
        )


class AgreementToTakePart(models.Model):
    """One person's agreement, for one case, to take part. It is no lawful basis and opens no disclosure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agreements", verbose_name="who agrees")
    to_what = models.TextField("to what")
    was_told = models.TextField("what they were told")
    language = models.CharField("in which language", max_length=60)
    had_interpreter = models.BooleanField("with an interpreter", default=False)
    agreed_on = models.DateField("agreed on")
    review_on = models.DateField("to be asked again on", null=True, blank=True)
    withdrawn_on = models.DateField("withdrawn on", null=True, blank=True)
    withdrawn_effect = models.TextField("what the withdrawal means", blank=True)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ("agreed_on", "recorded_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=models.F("agreed_on")),
                name="withdrawal_follows_agreement",
            ),
        )
