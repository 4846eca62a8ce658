"""Figures as they were released: fixed on their day, so that nobody can subtract one live count from another."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class Release(models.Model):
    """One release of figures on one day, with what was hidden already hidden."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    figures = models.JSONField()
    released_by = models.UUIDField(editable=False)
    released_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-released_at",)
