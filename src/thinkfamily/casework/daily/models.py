"""What the daily screens keep: lists that somebody built, supervision, and how far a worker has read of what changed."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.utils import timezone

from thinkfamily.casework.agencies.models import Team, Worker

# What of a choice is a day: asked for in three parts.
DAYS = ("opened_from", "opened_before")


class SavedList(models.Model):
    """One list that one worker built on screen; shared, everybody of a team sees it, each with their own families."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="saved_lists")
    name = models.CharField("name", max_length=80)
    # What it is narrowed to, by the names of the form's fields: codes, numbers, days and opaque ids of leads and teams, no name.
    choice = models.JSONField(default=dict, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["owner", "name"], name="one_list_an_owner_and_name"),)

    @property
    def query(self) -> str:
        """What is chosen, as it stands in the address of the page that builds lists."""
        asked: dict[str, Any] = {}
        for name, value in self.choice.items():
            if name in DAYS:
                day = date.fromisoformat(value)
                asked |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
            else:
                asked[name] = value
        return urlencode(asked, doseq=True)


class Supervision(models.Model):
    """One supervision of one lead. What is said in it is for the two of them; decisions on a case stand on the case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="supervisions")
    supervisor = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField("on")
    next_on = models.DateField("next on")
    note = models.TextField("what was said, for the two of you")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-held_on", "-recorded_at")
        constraints = (
            models.CheckConstraint(condition=Q(next_on__gt=models.F("held_on")), name="supervision_comes_again"),
            models.CheckConstraint(condition=~Q(worker=models.F("supervisor")), name="nobody_supervises_themselves"),
        )


class ChangesRead(models.Model):
    """How far one worker has read of what changed for their families: on each page by itself, for each tells of other parts."""

    worker = models.OneToOneField(Worker, on_delete=models.CASCADE, primary_key=True, related_name="changes_read")
    until_at = models.DateTimeField("on the page of the day", null=True)
    shared_until_at = models.DateTimeField("on the page of shared cases", null=True)
