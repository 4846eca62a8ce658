"""What the site remembers of its own running. Nothing here is about a person."""

from __future__ import annotations

from django.db import models


class JobRun(models.Model):
    """One recurring job, and when it last ran."""

    name = models.CharField(primary_key=True, max_length=40)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)


class Drill(models.Model):
    """One rehearsal of restoring a backup, and how it ended."""

    at = models.DateTimeField(auto_now_add=True)
    # Not known of a backup that could not be opened.
    backup_made_at = models.DateTimeField(null=True)
    is_good = models.BooleanField()
    rows = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("-at",)
