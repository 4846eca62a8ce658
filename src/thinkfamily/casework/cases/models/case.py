"""The case of a family, and each step it has taken."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.cases.machine import OPEN, CaseMachine
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.secrets.written import WrittenChar, WrittenJSON, WrittenText


class OpenCases(models.Manager["Case"]):
    """Cases that have not ended."""

    def get_queryset(self) -> models.QuerySet[Case]:
        """One row per open case."""
        return super().get_queryset().filter(state__in=OPEN)


class Case(CaseMachine):
    """One episode of support of one family. A candidate is not a case yet: it lies in the desk's own store."""

    RISKS = [
        ("low", _("Low: anybody may visit alone")),
        ("medium", _("Medium: alone, with a check-in")),
        ("high", _("High: never alone")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="cases")
    # The framework whose criteria the family was considered by.
    programme = models.CharField("programme", max_length=60)
    # How it is worked: a programme profile, in the version the case began with. Empty until a person has chosen.
    profile = models.CharField("programme profile", max_length=40, blank=True)
    profile_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    tier = models.CharField("intensity", max_length=20, blank=True)
    # What whoever had the family taken up proposed: the desk, or the front door. It binds nobody.
    proposed_profile = models.CharField("programme proposed", max_length=40, blank=True, editable=False)
    proposed_tier = models.CharField("intensity proposed", max_length=20, blank=True, editable=False)
    why = WrittenText("why it was taken up")
    # The file of the same family in the council's case-management system: the last part of its address there.
    council_key = models.CharField("key in the council's system", max_length=60, blank=True)
    state_since = models.DateField("in this state since", default=timezone.localdate, editable=False)
    agreed_on = models.DateField("first agreed on", null=True, blank=True, editable=False)
    active_on = models.DateField("work by a plan began on", null=True, blank=True, editable=False)
    ended_on = models.DateField("ended on", null=True, blank=True, editable=False)
    paused_until_on = models.DateField("paused until", null=True, blank=True, editable=False)
    stepped_up_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_on = models.DateField("checked who may know", null=True, blank=True, editable=False)
    lone_visit_risk = models.CharField("risk of visiting alone", max_length=6, choices=RISKS, blank=True)
    opened_by = models.UUIDField(editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    objects: models.Manager[Case] = models.Manager()
    open = OpenCases()
    history = HistoricalRecords()

    # Who is about to move it, for guards that ask for somebody else; set by the action, and kept nowhere.
    mover: Any = None

    class Meta:
        ordering = ("-opened_at",)
        constraints = (
            models.UniqueConstraint(fields=["family"], condition=Q(state__in=OPEN), name="one_open_case_a_family"),
        )
        indexes = (models.Index(fields=["state"]),)

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.state in OPEN


class Step(models.Model):
    """One step that a case took: what was recorded at it, by whom, and as of which day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=30, editable=False)
    # What the form of the step holds, by the names of its fields.
    content = WrittenJSON(default=dict, editable=False, by="taken_by")
    before = models.CharField(max_length=20, editable=False)
    after = models.CharField(max_length=20, editable=False)
    on = models.DateField("on")
    taken_by = models.UUIDField(editable=False)
    taken_at = models.DateTimeField(default=timezone.now, editable=False)
    # The second person, where the profile asks for one.
    signed_by = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ("taken_at", "pk")
        indexes = (models.Index(fields=["case", "code"]),)


class StepProposal(models.Model):
    """One step that one person proposes and another signs, as the profile asks; the case stays as it is until then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="step_proposals")
    code = models.CharField(max_length=30, editable=False)
    content = WrittenJSON(default=dict, editable=False, by="proposed_by")
    on = models.DateField()
    proposed_by = models.UUIDField(editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    is_signed = models.BooleanField(null=True, editable=False)
    because = WrittenChar("why", max_length=300, blank=True, by="decided_by")

    class Meta:
        ordering = ("proposed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="nobody_signs_their_own_step",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_signed__isnull=True), name="one_undecided_step_a_case"
            ),
        )
