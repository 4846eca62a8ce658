"""The audit: one row a change, look or refusal. No foreign keys: the audit never holds live data, nor is held by it.

The database refuses to change or remove an event or a seal (see `triggers`).
"""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def nonce() -> str:
    """Random, so that no two events are alike and a copy of one shows."""
    return secrets.token_hex(8)


class AuditEvent(models.Model):
    """One change, look or refusal, by one worker, about one thing; opaque ids and names of fields only."""

    OUTCOMES = [("done", _("Done")), ("looked", _("Looked")), ("refused", _("Refused"))]

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
    relationship = models.CharField(max_length=40, editable=False)
    request = models.CharField(max_length=36, editable=False)
    nonce = models.CharField(max_length=16, default=nonce, editable=False)
    mac = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["family", "-id"]),
            models.Index(fields=["object", "-id"]),
            models.Index(fields=["worker", "-id"]),
        )


class AuditSeal(models.Model):
    """One seal over a run of events, in the order of their ids, chained to the seal before it."""

    number = models.PositiveBigIntegerField(primary_key=True, editable=False)
    first_id = models.BigIntegerField(editable=False)
    last_id = models.BigIntegerField(editable=False)
    events = models.PositiveIntegerField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    previous = models.CharField(max_length=64, editable=False)
    sealed_at = models.DateTimeField(editable=False)
    mac = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ("number",)


class SentForm(models.Model):
    """One form that was recorded, for as long as it could be sent again; no part of the audit, and removed after some days.

    It lies in each store beside the audit, because its row is written with the event of what the form recorded.
    """

    # What names one form of one page, and what stands for all that was sent with it: both keyed, so that they tell nothing.
    key = models.CharField(max_length=64, primary_key=True, editable=False)
    told = models.CharField(max_length=64, editable=False)
    # What stands for it but for the page and the hour; empty where nobody wrote a word.
    alike = models.CharField(max_length=64, editable=False)
    # The object of that event: an opaque id.
    object = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = (models.Index(fields=["alike"], name="sent_form_alike"),)
