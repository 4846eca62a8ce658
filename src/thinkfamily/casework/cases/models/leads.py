"""Who leads a case: accepted by the lead, weighed against a ceiling, and handed over when somebody goes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.cases import handover_guards as guards
from thinkfamily.casework.cases.models.case import Case
from thinkfamily.casework.secrets.written import WrittenChar, WrittenText


class Acceptance(models.Model):
    """The answer of one lead to one allocation: until it is accepted, the team's manager answers for the case."""

    involvement = models.OneToOneField(
        Involvement, on_delete=models.CASCADE, related_name="acceptance", primary_key=True
    )
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="acceptances")
    # The worker's load when they were asked, were this case among theirs: a share of their ceiling.
    load_percent = models.PositiveIntegerField(default=0, editable=False)
    # Why they were asked although that is above their ceiling.
    over_because = WrittenChar("why beyond the ceiling", max_length=300, blank=True)
    asked_by = models.UUIDField(editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    declined_at = models.DateTimeField(null=True, editable=False)
    declined_because = WrittenChar("why not", max_length=300, blank=True)

    class Meta:
        ordering = ("asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True), name="a_lead_answers_once"
            ),
        )


class Capacity(models.Model):
    """How much of a full caseload one worker carries, from a day on: part-time, newly qualified, on leave."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="capacities")
    percent = models.PositiveIntegerField("share of a full caseload, in percent")
    from_on = models.DateField("from", default=timezone.localdate)
    # The last day at work, where somebody leaves.
    leaves_on = models.DateField("last day at work", null=True, blank=True)
    set_by = models.UUIDField(editable=False)
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("worker", "-from_on", "-set_at")
        constraints = (models.CheckConstraint(condition=Q(percent__lte=100), name="a_share_is_at_most_the_whole"),)


class Handover(models.Model):
    """The handover of one family from one lead to another. The family is with the old lead until the new one accepts."""

    REASONS = [
        ("leaving", _("The lead leaves")),
        ("absence", _("The lead is away for long")),
        ("load", _("Too many cases")),
        ("asked", _("The family asks for somebody else")),
        ("other", _("Another reason")),
    ]
    RAISED, PREPARED, VISITED, ACCEPTED, CONFIRMED, STOPPED = (
        "raised", "prepared", "visited", "accepted", "confirmed", "stopped",
    )  # fmt: skip
    STATES = [
        (RAISED, _("To be prepared")),
        (PREPARED, _("Prepared")),
        (VISITED, _("Visited together")),
        (ACCEPTED, _("Accepted")),
        (CONFIRMED, _("The family knows")),
        (STOPPED, _("Not needed")),
    ]
    CHECKLIST = [
        ("summary", _("The one-page summary says how things stand today")),
        ("chronology", _("The chronology is up to date")),
        ("plan", _("Goals and actions are up to date, and each has an owner who stays")),
        ("family_tree", _("Who is in the family and how they are tied is right")),
        ("agreements", _("Agreement to take part, lawful basis and sharing decisions are in date")),
        ("promises", _("What was promised to the family is written down")),
        ("partners", _("Partners know who comes next")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    part = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    new_part = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    state = FSMField("state", default=RAISED, choices=STATES, protected=True)
    reason = models.CharField("why", max_length=10, choices=REASONS)
    last_day_on = models.DateField("last day of the old lead")
    note = WrittenText("what the next lead must know", blank=True)
    risks = WrittenText("risks and tasks that are open", blank=True)
    checked = models.JSONField(default=list)
    visit_on = models.DateField("visited together on", null=True, blank=True)
    no_visit_because = WrittenChar("why they did not visit together", max_length=300, blank=True)
    told_on = models.DateField("the family was told on", null=True, blank=True)
    told_words = WrittenText("what the family was told, and what it said", blank=True)
    # The manager who named the receiver: a lead asks for a handover, and does not choose who comes.
    named_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    # What the receiver would carry with it when they were named, and why that is above their ceiling: for the acceptance.
    load_percent = models.PositiveIntegerField(default=0, editable=False)
    over_because = WrittenChar("why beyond the ceiling", max_length=300, blank=True)
    raised_by = models.UUIDField(editable=False)
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("last_day_on", "raised_at")
        constraints = (
            models.UniqueConstraint(
                fields=["part"],
                condition=Q(state__in=["raised", "prepared", "visited"]),
                name="one_handover_under_way_a_part",
            ),
        )

    @property
    def is_under_way(self) -> bool:
        """Whether it can still be prepared, visited, accepted or stopped."""
        return self.state in (self.RAISED, self.PREPARED, self.VISITED)

    @property
    def gap_days(self) -> int | None:
        """Days without an accepted lead between the old one and the new; None while nobody has accepted."""
        return None if self.accepted_on is None else max(0, (self.accepted_on - self.last_day_on).days - 1)

    @transition(
        field=state, source=RAISED, target=PREPARED, conditions=[guards.note_is_written, guards.checklist_is_done]
    )
    def prepare(self) -> None:
        """The old lead has written what the next one must know."""

    @transition(field=state, source=PREPARED, target=VISITED, conditions=[guards.they_visited_or_say_why])
    def visit(self) -> None:
        """Old and new lead visited together, or it is said why not."""

    @transition(
        field=state, source=[PREPARED, VISITED], target=ACCEPTED, conditions=[guards.they_visited_or_it_is_not_asked]
    )
    def accept(self) -> None:
        """The new lead has accepted, and leads from now on."""

    @transition(field=state, source=ACCEPTED, target=CONFIRMED, conditions=[guards.family_is_told])
    def confirm(self) -> None:
        """The family knows who comes now, and what it said is kept."""

    @transition(field=state, source=[RAISED, PREPARED, VISITED], target=STOPPED)
    def stop(self) -> None:
        """The handover is not needed any longer."""
