"""The audit: one row a change, look or refusal. No foreign keys: the audit never holds live data, nor is held by it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """One change, look or refusal, by one worker, about one thing; opaque ids and names of fields only."""

    OUTCOMES = [("done", "Done"), ("looked", "Looked"), ("refused", "Refused")]

    at = models.DateTimeField(default=timezone.now, editable=False)
    worker = models.UUIDField(null=True, editable=False)
    agency = models.UUIDField(null=True, editable=False)
    action = models.CharField(max_length=60, editable=False)
    outcome = models.CharField(max_length=8, choices=OUTCOMES, editable=False)
    kind = models.CharField(max_length=40, editable=False)
    object = models.CharField(max_length=64, editable=False)
    family = models.UUIDField(null=True, editable=False)
    others = models.JSONField(default=list, editable=False)
    fields = models.JSONField(default=list, editable=False)
    relationship = models.CharField(max_length=12, editable=False)
    request = models.CharField(max_length=36, editable=False)
    mac = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["family", "-id"]),
            models.Index(fields=["object", "-id"]),
            models.Index(fields=["worker", "-id"]),
        )
