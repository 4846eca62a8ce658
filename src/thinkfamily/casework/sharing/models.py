"""Why a file is kept and what is shared: lawful bases, agreements between agencies, decisions for one family."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.families.models import Family


class LawfulBasis(models.Model):
    """One lawful basis on which one family's file is kept, over one period. It is not agreement and not power to disclose."""

    BASES = [
        ("public_task", "Public task, UK GDPR Article 6(1)(e)"),
        ("legal_obligation", "Legal obligation, Article 6(1)(c)"),
        ("vital_interests", "Vital interests, Article 6(1)(d)"),
        ("consent", "Consent, Article 6(1)(a)"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="lawful_bases")
    basis = models.CharField("lawful basis", max_length=20, choices=BASES)
    condition = models.CharField("condition for special category data", max_length=200, blank=True)
    purpose = models.CharField("purpose", max_length=300)
    note = models.TextField("why this basis", blank=True)
    from_on = models.DateField("from", default=timezone.localdate)
    until_on = models.DateField("until", null=True, blank=True)
    ended_because = models.CharField("why it ended", max_length=300, blank=True)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "lawful bases"
        ordering = ("-from_on",)


class SharingAgreement(models.Model):
    """One standing agreement by which one agency may disclose to another: the power, the purpose, the categories."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField("reference", max_length=40, unique=True)
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="discloses")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="receives")
    power = models.CharField("power to disclose", max_length=200)
    purpose = models.CharField("purpose", max_length=300)
    categories = models.JSONField("categories")
    from_on = models.DateField("from", default=timezone.localdate)
    expires_on = models.DateField("first day no longer in force")
    kept_by = models.UUIDField(editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ("reference",)


class SharingDecision(models.Model):
    """One decision to share, or not to share, what one agency holds about one family with another agency."""

    STATES = [("proposed", "Proposed"), ("approved", "Approved"), ("refused", "Refused"), ("ended", "Ended")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="sharing_decisions")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="discloses")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="receives")
    categories = models.JSONField("categories", help_text="Codes of categories of information")
    purpose = models.CharField("purpose", max_length=300)
    power = models.CharField("power to disclose", max_length=200)
    lawful_basis = models.CharField("lawful basis", max_length=20, choices=LawfulBasis.BASES)
    condition = models.CharField("condition for special category data", max_length=200, blank=True)
    confidentiality = models.CharField("why confidence may be set aside", max_length=300, blank=True)
    necessity = models.TextField("why it is necessary and no more than needed")
    is_family_told = models.BooleanField("the family was told")
    why_not_told = models.CharField("why not told", max_length=300, blank=True)
    harm = models.TextField("who might be harmed by sharing, and how that is met", blank=True)
    agreement = models.ForeignKey(SharingAgreement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("state", max_length=10, choices=STATES, default="proposed", editable=False)
    proposed_by = models.UUIDField(editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_because = models.TextField("reasons of the decision", blank=True)
    until_on = models.DateField("to be looked at again by", null=True, blank=True)
    ended_by = models.UUIDField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_because = models.CharField("why it ended", max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ("-proposed_at",)
        constraints = (
            models.CheckConstraint(condition=~Q(from_agency=F("to_agency")), name="sharing_has_two_sides"),
            models.CheckConstraint(
                condition=Q(is_family_told=True) | ~Q(why_not_told=""), name="not_telling_the_family_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="a_sharing_decision_has_its_who_and_when",
            ),
        )
