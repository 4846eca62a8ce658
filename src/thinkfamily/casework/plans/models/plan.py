"""One plan a case, its goals with what they are measured by, and what is asked of whom."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import ConfidingItem, Item, Person
from thinkfamily.casework.plans.machine import OPEN_ACTIONS, ActionMachine, GoalMachine
from thinkfamily.casework.secrets.written import WrittenChar, WrittenText


class Plan(models.Model):
    """The one plan of one case, for so many months; what it was before is kept as history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="plan")
    from_on = models.DateField("from")
    until_on = models.DateField("first day after it")
    because = WrittenChar("why it ends on another day", max_length=300, blank=True)
    made_by = models.UUIDField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="a_plan_ends_after_it_begins"),
        )


class Goal(GoalMachine, ConfidingItem):
    """One thing that one family, or one member of it, works for: in their words, with what it is measured by."""

    PHASES = [(1, _("Now")), (2, _("Next")), (3, _("Later"))]
    # What a goal must have before work on it begins.
    NEEDED = ("baseline", "measure", "target_on", "owner")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    text = WrittenChar("what is to change", max_length=300)
    own_words = WrittenText("in the family's own words", blank=True)
    words_of = WrittenChar("whose words", max_length=80, blank=True)
    baseline = WrittenChar("how it is now", max_length=300, blank=True)
    measure = WrittenChar("how we will know", max_length=300, blank=True)
    target = WrittenChar("what we aim for", max_length=300, blank=True)
    target_on = models.DateField("by when", null=True, blank=True)
    owner = models.ForeignKey(
        Worker, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="who sees to it"
    )
    phase = models.PositiveSmallIntegerField("when", choices=PHASES, default=1)
    because = WrittenChar("why it moved", max_length=300, blank=True, editable=False)
    moved_on = models.DateField(null=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    history = HistoricalRecords()
    # How many more goals may be worked on at once; the action that begins one sets it, on a case that it holds.
    room = 0

    class Meta(ConfidingItem.Meta):
        ordering = ("phase", "target_on", "recorded_at")

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the things that it must have it lacks."""
        return tuple(name for name in self.NEEDED if not getattr(self, name))


class GoalRating(models.Model):
    """How far one goal is on one day, from 0 to 10 in our own words; who sees the goal sees it."""

    RATERS = [
        ("whose", _("Whoever's goal it is")),
        ("family", _("Somebody else of the family")),
        ("worker", _("A worker")),
    ]
    SCALE = {
        0: _("as bad as it has been"),
        3: _("a little better, now and then"),
        5: _("half way"),
        8: _("nearly as we want it, most days"),
        10: _("as we want it, and it holds"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="ratings")
    value = models.PositiveSmallIntegerField("from 0 to 10", validators=[MaxValueValidator(10)])
    rater = models.CharField("who says so", max_length=8, choices=RATERS)
    rated_on = models.DateField("on")
    note = WrittenChar("why this number", max_length=300, blank=True, by="recorded_by")
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("rated_on", "recorded_at")
        constraints = (models.CheckConstraint(condition=Q(value__lte=10), name="a_rating_is_at_most_10"),)


class Action(ActionMachine, Item):
    """One thing asked of one worker, one agency or one member of the family, for one goal or for none."""

    KINDS = [("support", _("Support: promised to the family")), ("requirement", _("Asked of the family"))]

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="actions")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, null=True, blank=True, related_name="actions")
    kind = models.CharField("what it is", max_length=12, choices=KINDS)
    text = WrittenChar("what is to be done", max_length=300)
    owner_worker = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("by when")
    evidence = WrittenText("how it is known that it was done", blank=True)
    because = WrittenChar("why", max_length=300, blank=True, editable=False)
    answered_by = models.UUIDField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    # The owner told whoever leads, who recorded it.
    is_as_told = models.BooleanField(default=False, editable=False)
    history = HistoricalRecords()

    class Meta(Item.Meta):
        ordering = ("due_on", "recorded_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(owner_worker__isnull=False, owner_agency__isnull=True, owner_person__isnull=True)
                | Q(owner_worker__isnull=True, owner_agency__isnull=False, owner_person__isnull=True)
                | Q(owner_worker__isnull=True, owner_agency__isnull=True, owner_person__isnull=False),
                name="an_action_has_one_owner",
            ),
        )

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN_ACTIONS

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it is not done."""
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def owner(self) -> Any:
        """Whoever is asked."""
        return self.owner_worker or self.owner_agency or self.owner_person
