"""What the site remembers of its own running. Nothing here is about a person."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from thinkfamily.casework.agencies.models import ProgramAccount
from thinkfamily.casework.secrets.fields import EncryptedText


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


class Webhook(models.Model):
    """One address of one program that is told when something became readable to it: by a kind and opaque ids, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(ProgramAccount, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField("address", max_length=300)
    kinds = models.JSONField("what it is told of")
    secret = EncryptedText(editable=False, purpose="webhook_secret")
    # How far the audit has been read for it.
    until_event = models.BigIntegerField(editable=False)
    made_by = models.UUIDField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("made_at", "pk")


class WebhookNotice(models.Model):
    """One notice to one webhook, until it was taken or given up, and some days longer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)
    family = models.ForeignKey("families.Family", on_delete=models.CASCADE, related_name="+")
    happened_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    # When it is tried next; none once it was taken or given up.
    next_at = models.DateTimeField(null=True, default=timezone.now)
    taken_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    # What the last try met, in a word of ours.
    met = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("next_at", "pk")
        indexes = (models.Index(fields=["next_at"], name="webhook_notice_next"),)
