"""Services that agencies offer in the area, referrals of families to them, and needs that none of them answers.

What the directory says of a service names nobody. A referral and an unmet need are items of a family's file.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.directory.machine import DECLINED, OPEN, ServiceReferralMachine
from thinkfamily.casework.families.models import CATEGORIES, Item
from thinkfamily.casework.plans.models import Action
from thinkfamily.casework.secrets.written import WrittenChar, WrittenText
from thinkfamily.casework.sharing.models import SharingDecision

# What was confirmed longer ago is marked as perhaps out of date: our choice.
STALE_AFTER = timedelta(days=90)
OLDEST = 120


class OfferedService(models.Model):
    """One service that one agency offers in the area: what it does, for whom, how to refer, and whether it has room.

    Where a field has a counterpart in the service object of the Open Referral standard, it has its name there.
    """

    ROOM = [
        ("room", _("Has places")),
        ("list", _("Takes names on a waiting list")),
        ("full", _("Takes nobody at the moment")),
        ("unknown", _("Not known")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="offered_services", verbose_name="agency")
    name = models.CharField("name", max_length=120)
    description = models.TextField("what it does", max_length=1000)
    # Codes of categories of information: by these a need finds a service.
    categories = models.JSONField("needs that it answers", default=list)
    minimum_age = models.PositiveSmallIntegerField(
        "youngest age", null=True, blank=True, validators=[MaxValueValidator(OLDEST)]
    )
    maximum_age = models.PositiveSmallIntegerField(
        "oldest age", null=True, blank=True, validators=[MaxValueValidator(OLDEST)]
    )
    # None: the whole area.
    wards = models.JSONField("wards", default=list, blank=True)
    application_process = models.TextField("how to refer", max_length=500)
    needs_agreement = models.BooleanField("only with the agreement of whom it is for", default=True)
    answers_within_days = models.PositiveSmallIntegerField("answers within so many days", default=10)
    room = models.CharField("room", max_length=8, choices=ROOM, default="unknown")
    waiting_weeks = models.PositiveSmallIntegerField("weeks on the waiting list", null=True, blank=True)
    assured_on = models.DateField("last confirmed on", null=True, blank=True, editable=False)
    assured_by = models.UUIDField(null=True, editable=False)
    is_active = models.BooleanField("offered now", default=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["agency", "name"], name="a_service_has_one_name_at_its_agency"),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(maximum_age__gte=F("minimum_age")),
                name="ages_of_a_service_are_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def category_titles(self) -> list[str]:
        """The needs that it answers, in words."""
        titles = {code: str(title) for code, title in CATEGORIES}
        return [titles[code] for code in self.categories if code in titles]

    @property
    def is_stale(self) -> bool:
        """Whether nobody has confirmed for long what is said of it."""
        return self.assured_on is None or self.assured_on + STALE_AFTER < timezone.localdate()


class ServiceReferral(ServiceReferralMachine, Item):
    """One family, or one member of it, referred to one service; with what was told, by which right, and its answer."""

    TOLD, WE = "family", "we"
    HOW = [
        (WE, _("We refer, and tell the service what stands below")),
        (TOLD, _("The family gets in touch itself: nothing about them leaves here")),
    ]
    AGREES = "agrees"
    SAYS = [
        (AGREES, _("They agree to it")),
        ("not_asked", _("They could not be asked yet")),
    ]
    WHY_DECLINED = [
        ("full", _("It is full")),
        ("age", _("Not of its ages")),
        ("ward", _("Not in its area")),
        ("too_little", _("The need is less than it takes")),
        ("too_great", _("The need is more than it can meet")),
        ("not_reached", _("It could not reach them")),
        ("not_wanted", _("The family did not want it then")),
        ("other", _("Something else")),
    ]

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="service_referrals")
    service = models.ForeignKey(OfferedService, on_delete=models.PROTECT, related_name="referrals")
    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, null=True, blank=True, related_name="service_referrals"
    )
    # The need for which it was made. Items have one space of ids, so no table is named.
    on_item = models.UUIDField(null=True, editable=False)
    how = models.CharField("how", max_length=6, choices=HOW)
    says = models.CharField("what they say to it", max_length=9, choices=SAYS)
    # By which decision another agency is told something. None where it is not told by us, or is of the programme's own agency.
    decision = models.ForeignKey(
        SharingDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    told = WrittenText("what the service is told, and what is asked of it", blank=True)
    answer_by_on = models.DateField("answer by")
    answered_by = models.UUIDField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    # Whoever works with the family recorded what the service told them.
    is_as_told = models.BooleanField(default=False, editable=False)
    declined_why = models.CharField("why it declined", max_length=12, choices=WHY_DECLINED, blank=True)
    because = WrittenChar("in words", max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta(Item.Meta):
        ordering = ("-recorded_at",)
        indexes = (  # type: ignore[assignment]
            models.Index(fields=["family", "category"]),
            models.Index(fields=["answer_by_on"], condition=Q(state__in=["sent", "waiting"]), name="service_to_answer"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=DECLINED) | ~Q(declined_why=""), name="a_service_that_declines_says_why"
            ),
        )

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to hear from the service."""
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        """Whether the service should have been heard from by now."""
        return self.is_open and self.answer_by_on < timezone.localdate()

    @property
    def ask_again_is_ahead(self) -> bool:
        """Whether the day by which it is to be asked again is still to come."""
        return self.answer_by_on > timezone.localdate()


class UnmetNeed(Item):
    """One need of one family that no service in the directory answers, or not for them: with why, and until when."""

    WHYS = [
        ("none", _("No service here answers it")),
        ("full", _("Those that do take nobody, or the wait is too long")),
        ("age", _("Those that do are for other ages")),
        ("ward", _("Those that do are for other wards")),
        ("declined", _("Those that do declined")),
        ("suited", _("None that the family could use: language, hours, distance, access")),
    ]

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="unmet_needs")
    why = models.CharField("why", max_length=8, choices=WHYS)
    on_item = models.UUIDField(null=True, editable=False)
    # Where the family lived then, as the file says; for counting.
    area = models.CharField("area", max_length=40, blank=True)
    ended_by = models.UUIDField(null=True, editable=False)

    class Meta(Item.Meta):
        ordering = ("-recorded_at",)

    @property
    def stands(self) -> Any:
        """Whether nothing answers it still."""
        return self.until_on is None


class ServiceFile(models.Model):
    """One file of services that somebody looked at: what each of its rows would become, until it is brought in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Rows that can be brought, by the columns of the file; emptied when they are.
    rows = models.JSONField(default=list)
    # Row, column and code of what is wrong with each row that is set aside; never what stands in it.
    problems = models.JSONField(default=list)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    checked_by = models.UUIDField(editable=False)
    checked_at = models.DateTimeField(default=timezone.now, editable=False)
    brought_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-checked_at",)
