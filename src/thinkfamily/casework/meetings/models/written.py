"""What is written at and for a meeting: each is an item, which the one filter reads; and who was sent which of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.families.models import Item
from thinkfamily.casework.meetings.models.meeting import Invitation, Meeting
from thinkfamily.casework.secrets.written import WrittenChar, WrittenJSON, WrittenText


class MinuteLine(Item):
    """One paragraph of the minutes of one meeting, with who may see it."""

    PARTS = [
        ("discussed", _("What was said")),
        ("strength", _("What goes well")),
        ("worry", _("Worry")),
        ("child_view", _("A child's view")),
        ("decision", _("Decision")),
        ("disagreement", _("Disagreement")),
        ("next_step", _("Next step")),
    ]

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="lines")
    part = models.CharField("part", max_length=12, choices=PARTS)
    text = WrittenText("what is written", by="recorded_by")
    plain = WrittenText("in plain words, for the family", blank=True, by="recorded_by")
    # Of a disagreement: whose it is. Of a child's view: how it was obtained.
    whose = WrittenChar("whose it is", max_length=120, blank=True, by="recorded_by")
    how = WrittenChar("how it was obtained, or why they disagree", max_length=300, blank=True, by="recorded_by")

    class Meta(Item.Meta):
        ordering = ("recorded_at", "pk")

    @property
    def for_family(self) -> str:
        """What the family's versions read: plain words and, of a child, the child's own."""
        return self.plain or (self.text if self.part == "child_view" else "")


class MeetingDecision(models.Model):
    """What one decision of one meeting asks for: of whom, by when, and what came of it. The decision is a line."""

    line = models.OneToOneField(MinuteLine, on_delete=models.CASCADE, primary_key=True, related_name="decision")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = WrittenChar("who does it, where that is nobody with an account", max_length=120, blank=True)
    due_on = models.DateField("by when")
    done_on = models.DateField("done on", null=True, blank=True)
    came_of_it = WrittenText("what came of it", blank=True, by="said_by")
    said_by = models.UUIDField(null=True, editable=False)
    said_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(worker__isnull=False, owner="") | (Q(worker__isnull=True) & ~Q(owner="")),
                name="a_decision_has_one_owner",
            ),
        )


class MeetingReport(Item):
    """One agency's written report to one meeting. It is that agency's, and read as shared."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reports")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="reports")
    strengths = models.TextField("what goes well", blank=True)
    worries = models.TextField("what worries us", blank=True)
    next_steps = models.TextField("what should happen next", blank=True)
    text = models.TextField("what else there is to say", blank=True)
    # Answers to local questions, by the names of those that were asked: see `questions.answers`.
    answers = WrittenJSON("answers to local questions", default=dict, blank=True, editable=False)

    class Meta(Item.Meta):
        ordering = ("-recorded_at", "pk")

    @property
    def says(self) -> str:
        """What stands for it where it is told in short."""
        return self.strengths or self.worries or self.next_steps or self.text


class MinutesCopy(models.Model):
    """What one recipient of the minutes was sent: which lines, on which day, by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="copy")
    # Ids of lines, in their order.
    lines = models.JSONField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    sent_by = models.UUIDField(editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "copies of minutes"
        ordering = ("sent_at", "pk")
