"""What happens with a family: planned visits, contacts that took place, and those in which nobody was met."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import ConfidingItem, Family, Person
from thinkfamily.casework.plans.ladder import LADDER
from thinkfamily.casework.secrets.written import WrittenJSON


class Contact(ConfidingItem):
    """One contact with one family, or one attempt at it: when it was, who was seen, what happened and what it means.

    It is never changed: a correction is a contact of its own that names the one it puts right.
    """

    WAYS = [
        ("home", _("Visit at home")),
        ("elsewhere", _("Visit elsewhere")),
        ("telephone", _("Telephone")),
        ("video", _("Video")),
        ("message", _("Message or letter")),
    ]
    HELD = "held"
    OUTCOMES = [
        (HELD, _("We met or spoke")),
        ("nobody_in", _("Nobody in, or no answer")),
        ("not_let_in", _("Not let in")),
        ("called_off", _("Called off by the family")),
    ]
    # Of what is called off nobody was missed: it is counted neither as met nor as missed.
    MISSES = ("nobody_in", "not_let_in")
    HELP = [
        ("practical", _("Practical help")),
        ("coaching", _("Coaching: routines, parenting, skills")),
        ("together", _("Going along to an appointment")),
        ("money", _("Money, benefits or debt")),
        ("listening", _("Talking and listening")),
        ("paper", _("Forms, letters and calls")),
    ]

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    way = models.CharField("how", max_length=10, choices=WAYS, default="home")
    outcome = models.CharField("what came of it", max_length=12, choices=OUTCOMES, default=HELD)
    is_planned = models.BooleanField("it was planned", default=True)
    # When it was; when it was entered is `recorded_at`.
    happened_at = models.DateTimeField("when")
    minutes = models.PositiveSmallIntegerField("minutes", null=True, blank=True)
    text = models.TextField("what happened", blank=True)
    analysis = models.TextField("so what", blank=True)
    help = models.CharField("practical help", max_length=10, choices=HELP, blank=True)
    # Which step of the ladder it was, where the family had been missed several times.
    tried = models.CharField("what was tried", max_length=16, choices=LADDER, blank=True)
    # Answers to local questions, by the names of those that were asked: see `questions.answers`.
    answers = WrittenJSON("answers to local questions", default=dict, blank=True, editable=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    why = models.CharField("why it is corrected", max_length=300, blank=True)

    class Meta(ConfidingItem.Meta):
        ordering = ("-happened_at", "-recorded_at")
        indexes = (  # type: ignore[assignment]
            models.Index(fields=["family", "category"]),
            models.Index(fields=["case", "-happened_at"]),
        )

    @property
    def is_missed(self) -> bool:
        """Whether it was tried and nobody of the family was met."""
        return self.outcome in self.MISSES

    @property
    def is_entered_late(self) -> bool:
        """Whether it was written down on a later day than the one after."""
        return timezone.localdate(self.recorded_at) > timezone.localdate(self.happened_at) + timedelta(days=1)


class Seen(models.Model):
    """One person whom a worker saw or spoke with in one contact, and whether alone."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="seen")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_alone = models.BooleanField("alone", default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["contact", "person"], name="seen_once_a_contact"),)


class PlannedVisit(models.Model):
    """One visit that one worker plans: when, how long, and for whoever goes alone by when they must say they are safe.

    It has no text and no address: where somebody lives stands on the file, and a safe address nowhere else.
    """

    # As the risk of a case is graded; a visit has at least its case's.
    RISKS = Case.RISKS
    # A worker on their own says within so many minutes after the expected end that they are safe: our choice.
    GRACE_MINUTES = {"low": 30, "medium": 15, "high": 15}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="planned_visits")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="planned_visits")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="planned_visits")
    starts_at = models.DateTimeField("when")
    minutes = models.PositiveSmallIntegerField("how many minutes", default=60)
    way = models.CharField("how", max_length=10, choices=Contact.WAYS, default="home")
    is_alone = models.BooleanField("on one's own", default=True)
    risk = models.CharField("risk to the worker", max_length=6, choices=RISKS, default="low")
    # Whom to ring first where the worker does not say that they are safe; the manager of the team comes next.
    buddy = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(null=True, editable=False)
    safe_at = models.DateTimeField(null=True, editable=False)
    contact = models.OneToOneField(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="planned_as", editable=False
    )
    called_off_at = models.DateTimeField(null=True, editable=False)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("starts_at",)
        indexes = (
            models.Index(
                fields=["worker", "starts_at"],
                condition=Q(called_off_at__isnull=True, contact__isnull=True),
                name="visit_still_planned",
            ),
        )

    @property
    def ends_at(self) -> datetime:
        """When it is expected to be over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def check_in_by(self) -> datetime:
        """By when the worker must say that they are safe."""
        return self.ends_at + timedelta(minutes=self.GRACE_MINUTES[self.risk])

    @property
    def is_over(self) -> bool:
        """Whether it was recorded as a contact, or called off."""
        return self.contact_id is not None or self.called_off_at is not None

    @property
    def is_unheard(self) -> bool:
        """Whether a worker who set out alone has not said in time that they are safe."""
        is_out = self.is_alone and self.started_at is not None and self.safe_at is None
        return is_out and self.called_off_at is None and self.check_in_by < timezone.now()
