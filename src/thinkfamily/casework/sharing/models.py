"""Why a file is kept and what is shared: lawful bases, agreements between agencies, decisions for one family."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.agencies.models import Agency, Worker, period_is_forward
from thinkfamily.casework.families.models import CATEGORIES, Family
from thinkfamily.casework.secrets.written import WrittenChar, WrittenText
from thinkfamily.casework.sharing.disclosure import POWERS_TO_DISCLOSE, SECTION_47
from thinkfamily.casework.sharing.machine import SharingMachine


class LawfulBasis(models.Model):
    """One lawful basis on which one family's file is kept, over one period. It is not agreement and not power to disclose."""

    BASES = [
        ("public_task", _("Public task, UK GDPR Article 6(1)(e)")),
        ("legal_obligation", _("Legal obligation, Article 6(1)(c)")),
        ("vital_interests", _("Vital interests, Article 6(1)(d)")),
        ("consent", _("Consent, Article 6(1)(a)")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="lawful_bases")
    basis = models.CharField("lawful basis", max_length=20, choices=BASES)
    condition = WrittenChar("condition for special category data", max_length=200, blank=True, by="recorded_by")
    purpose = WrittenChar("purpose", max_length=300, by="recorded_by")
    note = WrittenText("why this basis", blank=True, by="recorded_by")
    from_on = models.DateField("from", default=timezone.localdate)
    until_on = models.DateField("until", null=True, blank=True)
    ended_because = WrittenChar("why it ended", max_length=300, blank=True, by="ended_by")
    ended_by = models.UUIDField(null=True, editable=False)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "lawful bases"
        ordering = ("-from_on", "-recorded_at")
        constraints = (period_is_forward("lawful_basis"),)

    @property
    def is_in_force(self) -> bool:
        """Whether the file is kept on it today."""
        return _is_within(self.from_on, self.until_on)


class SharingAgreement(models.Model):
    """One standing agreement by which one agency may disclose to another: the power, the purpose, the categories."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField("reference", max_length=40, unique=True)
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="discloses")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="receives")
    power = models.CharField("power to disclose", max_length=200)
    purpose = models.CharField("purpose", max_length=300)
    lawful_basis = models.CharField("lawful basis", max_length=20, choices=LawfulBasis.BASES)
    condition = models.CharField("condition for special category data", max_length=200, blank=True)
    confidentiality = models.CharField("why confidence may be set aside", max_length=300, blank=True)
    necessity = models.TextField("why it is necessary and no more than needed")
    categories = models.JSONField("categories")
    from_on = models.DateField("from", default=timezone.localdate)
    expires_on = models.DateField("first day no longer in force")
    kept_by = models.UUIDField(editable=False)
    ended_by = models.UUIDField(null=True, editable=False)
    ended_because = models.CharField("why it ended early", max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ("reference",)
        constraints = (
            models.CheckConstraint(condition=~Q(from_agency=F("to_agency")), name="an_agreement_has_two_sides"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("from_on")), name="an_agreement_is_forward"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_in_date(self) -> bool:
        """Whether it is in force today."""
        return _is_within(self.from_on, self.expires_on)

    @property
    def category_titles(self) -> list[str]:
        """The categories in words."""
        return _titles(self.categories)


class UrgentEnquiry(models.Model):
    """One signed decision to make urgent child protection enquiries about one family: who, when, on what grounds."""

    # How long sharing can be approved on the strength of it; our choice. Then the decision is taken afresh.
    FRESH_DAYS = 30

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="urgent_enquiries")
    decided_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("decided at")
    grounds = WrittenText("grounds", by="decided_by")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-decided_at",)
        constraints = (models.CheckConstraint(condition=~Q(grounds=""), name="an_enquiry_has_grounds"),)

    @property
    def is_fresh(self) -> bool:
        """Whether sharing can still be approved on the strength of it."""
        now = timezone.now()
        return self.decided_at <= now < self.decided_at + timedelta(days=self.FRESH_DAYS)


class SharingDecision(SharingMachine):
    """One decision to share, or not to share, what one agency holds about one family with another agency."""

    ADVICE = [("share", _("Share")), ("not_share", _("Do not share"))]
    OBJECTS = "objects"
    FAMILY_SAYS = [
        ("agrees", _("They agree")),
        (OBJECTS, _("They object, or one of them does")),
        ("not_asked", _("They were not asked")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="sharing_decisions")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="discloses")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="receives")
    categories = models.JSONField("categories", help_text="Codes of categories of information")
    # Each narrows what is shared of the categories, and neither widens it; where none is named, it is all of them.
    people = models.JSONField("only about", default=list, editable=False, help_text="Ids of people")
    items = models.JSONField("only these items", default=list, editable=False, help_text="Ids of items of any kind")
    advice = models.CharField("what is proposed", max_length=10, choices=ADVICE, default="share")
    purpose = WrittenChar("purpose", max_length=300, by="proposed_by")
    power_code = models.CharField("power to disclose", max_length=20, choices=POWERS_TO_DISCLOSE, blank=True)
    power = WrittenChar("the power in words", max_length=200, blank=True)
    lawful_basis = models.CharField("lawful basis", max_length=20, choices=LawfulBasis.BASES, blank=True)
    condition = WrittenChar("condition for special category data", max_length=200, blank=True)
    confidentiality = WrittenChar("why confidence may be set aside", max_length=300, blank=True)
    necessity = WrittenText("why it is necessary and no more than needed", blank=True)
    enquiry = models.ForeignKey(UrgentEnquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_family_told = models.BooleanField("the family was told")
    family_says = models.CharField("what the family says to it", max_length=10, choices=FAMILY_SAYS, blank=True)
    # Ids of those members who were: each reads of it in their own version of the file, and nobody else of the family does.
    told = models.JSONField("who of the family was told", default=list, editable=False)
    why_not_told = WrittenChar("why not told", max_length=300, blank=True)
    harm = WrittenText("who might be harmed by sharing, and how that is met", blank=True)
    conditions = WrittenText("conditions of use", blank=True)
    agreement = models.ForeignKey(SharingAgreement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by = models.UUIDField(editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_as = models.CharField("decided in the role of", max_length=20, blank=True, editable=False)
    decided_because = WrittenText("reasons of the decision", blank=True, by="decided_by")
    until_on = models.DateField("first day no longer shared", null=True, blank=True)
    # None where there is nothing to look at again.
    review_on = models.DateField("to be looked at again on", null=True, blank=True)
    reviewed_by = models.UUIDField(null=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    review_note = WrittenText("why it stands", blank=True, by="reviewed_by")
    ended_by = models.UUIDField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_because = WrittenChar("why it ended", max_length=300, blank=True, by="ended_by")
    history = HistoricalRecords()

    class Meta:
        ordering = ("-proposed_at",)
        constraints = (
            models.CheckConstraint(condition=~Q(from_agency=F("to_agency")), name="sharing_has_two_sides"),
            models.CheckConstraint(
                condition=Q(is_family_told=True) | ~Q(why_not_told=""), name="not_telling_the_family_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"], decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["approved", "refused", "ended"], decided_by__isnull=False, decided_at__isnull=False),
                name="a_sharing_decision_has_its_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="sharing_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "ended"])
                | (~Q(power="") & ~Q(lawful_basis="") & ~Q(necessity="") & Q(until_on__isnull=False)),
                name="sharing_has_power_basis_and_necessity",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "ended"], power_code=SECTION_47) | Q(enquiry__isnull=False),
                name="an_urgent_enquiry_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ended", "withdrawn"], ended_by__isnull=False, ended_at__isnull=False)
                | Q(state__in=["proposed", "approved", "refused"], ended_by__isnull=True, ended_at__isnull=True),
                name="an_end_of_sharing_has_its_who_and_when",
            ),
        )
        indexes = (
            models.Index(fields=["family", "state"]),
            models.Index(fields=["from_agency", "state"]),
            models.Index(
                fields=["review_on"], condition=Q(state__in=["approved", "refused"]), name="sharing_to_look_at_again"
            ),
        )

    @property
    def is_in_force(self) -> bool:
        """Whether something is shared by it today."""
        is_dated = self.until_on is not None and timezone.localdate() < self.until_on
        return self.state == "approved" and is_dated and (self.agreement is None or self.agreement.is_in_date)

    @property
    def is_review_due(self) -> bool:
        """Whether it stands, and the day has come on which it is to be looked at again."""
        stands = self.is_in_force or self.state == "refused"
        return stands and self.review_on is not None and self.review_on <= timezone.localdate()

    @property
    def is_shared(self) -> bool | None:
        """What was decided: to share, not to share, or nothing yet."""
        return {"approved": True, "ended": True, "refused": False}.get(self.state)

    @property
    def is_override(self) -> bool:
        """Whether to share by it is to share what the family was not told of, or objects to."""
        return not self.is_family_told or self.family_says == self.OBJECTS

    @property
    def is_narrowed(self) -> bool:
        """Whether it is about named people or single items of its categories, and not about all there is of them."""
        return bool(self.people or self.items)

    @property
    def told_of(self) -> str:
        """The categories as they stand within a sentence for a member of the family."""
        titles = (
            _("Other matters") if code == "other" else title for code, title in CATEGORIES if code in self.categories
        )
        return ", ".join(str(title).lower() for title in titles)

    @property
    def category_titles(self) -> list[str]:
        """The categories in words."""
        return _titles(self.categories)

    @property
    def direction(self) -> str:
        """In to the programme's own agency, out of it, or between two others."""
        if self.to_agency.is_home:
            return "in"
        return "out" if self.from_agency.is_home else "between"


class Acknowledgement(models.Model):
    """One worker of a receiving agency having read for what, and under which conditions, something is shared with them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(SharingDecision, on_delete=models.CASCADE, related_name="acknowledgements")
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=["decision", "worker"], name="one_acknowledgement_a_decision_and_worker"),
        )


def _is_within(from_on: date, until_on: date | None) -> bool:
    today = timezone.localdate()
    return from_on <= today and (until_on is None or today < until_on)


def _titles(categories: list[str]) -> list[str]:
    return [str(title) for code, title in CATEGORIES if code in categories]
