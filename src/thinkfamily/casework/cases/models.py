"""The case of a family, the agreement to take part in it, what its children say, and what workers have seen."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.cases.machine import AGREED, CONSIDERED, CaseMachine
from thinkfamily.casework.families.models import Family, Person, Statement

__all__ = ["AGREED", "CONSIDERED", "AgreementToTakePart", "Case", "ChildView", "WorkerEvidence"]


class Case(CaseMachine):
    """One episode of support of one family. A candidate is not a case yet: it lies in the desk's own store."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="cases")
    # The framework whose criteria the family was considered by.
    programme = models.CharField("programme", max_length=60)
    # How it is worked: a programme profile, in the version the case began with. Empty until a person has chosen.
    profile = models.CharField("programme profile", max_length=40, blank=True)
    profile_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
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
    withdrawn_by = models.UUIDField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ("agreed_on", "recorded_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("agreed_on")),
                name="withdrawal_follows_agreement",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                name="a_withdrawal_has_its_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(withdrawn_on__isnull=True),
                name="one_agreement_a_person_and_case",
            ),
        )


class ChildView(models.Model):
    """What one child said, on one day, about the family taking part. It is heard, and stands for nobody's agreement."""

    WISHES = [
        ("wants", _("Wants to take part")),
        ("does_not_want", _("Does not want to")),
        ("mixed", _("Wants some of it, or is not sure")),
        ("not_said", _("Was asked, and would rather not say")),
        ("too_young", _("Too young to be asked")),
    ]
    # From this age a child is asked; our choice, being the age by which every child is at school.
    ASKED_FROM_AGE = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="child_views")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="which child")
    wish = models.CharField("what the child wishes", max_length=15, choices=WISHES)
    own_words = models.TextField("in the child's own words", blank=True)
    how_asked = models.CharField("how the child was asked, and who was there", max_length=300)
    said_on = models.DateField("on")
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-said_on", "-recorded_at")


class WorkerEvidence(models.Model):
    """One agency's yes or no to one criterion, for one member of a family or for the family as one, until it is ended.

    What was seen is a statement of the file, and whoever sees that sees this. Of one agency and one question only one
    answer stands: an action that answers anew ends the answer before, and holds the case while it does.
    """

    ANSWERS = [("yes", _("Yes")), ("no", _("No"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="about")
    # None: the team that runs the programme.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    criterion = models.CharField("criterion", max_length=60)
    # As the programme worded them that day: its words may change, and this is what was answered.
    heading = models.CharField(max_length=80, editable=False)
    says = models.CharField(max_length=300, editable=False)
    answer = models.CharField("answer", max_length=3, choices=ANSWERS)
    from_on = models.DateField("from")
    until_on = models.DateField("until", null=True, blank=True)
    statement = models.OneToOneField(
        Statement, on_delete=models.CASCADE, related_name="+", verbose_name="what was seen"
    )
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.UUIDField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_because = models.CharField("why it no longer stands", max_length=300, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="evidence_period_is_forward"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="an_end_of_evidence_has_its_who_and_when",
            ),
        )
