"""The consideration desk's own store. No table here has a foreign key to the case store: it is another database."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class CandidatePacket(models.Model):
    """One candidate packet as brought to the desk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet_id = models.CharField(max_length=64, unique=True)
    series = models.CharField(max_length=64)
    programme = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300)
    as_at = models.DateField()
    purge_on = models.DateField("what is not taken up is purged on")
    is_synthetic = models.BooleanField()
    coverage = models.JSONField(default=list)
    brought_by = models.UUIDField()
    brought_at = models.DateTimeField(default=timezone.now)


class Candidate(models.Model):
    """One family proposed for consideration: who is in it, criteria met, services, cost bands, what is unknown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet = models.ForeignKey(CandidatePacket, on_delete=models.CASCADE, related_name="candidates")
    handle = models.CharField(max_length=64)
    content = models.JSONField(help_text="The packet's rows for this family")
    # Keyed fingerprints of its members, by which a worker's own relatives are kept from the worker.
    fingerprints = models.JSONField(default=list)

    class Meta:
        # Handles are random: their order says nothing.
        ordering = ("handle",)
        constraints = (models.UniqueConstraint(fields=["packet", "handle"], name="a_candidate_once_a_packet"),)


class Batch(models.Model):
    """One set of decisions that a second person signs together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet = models.ForeignKey(CandidatePacket, on_delete=models.CASCADE, related_name="batches")
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField(default=timezone.now)
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="a_signature_has_its_who_and_when",
            ),
        )


class Decision(models.Model):
    """One named person's decision on one candidate, with reasons."""

    OUTCOMES = [
        ("consider", "Take up: consider this family"),
        ("not_now", "Not now"),
        ("not_a_family", "Not one family, or wrong"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="decision")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField("decision", max_length=15, choices=OUTCOMES)
    reasons = models.TextField("reasons")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(default=timezone.now)
    # Set once the family stands in the case store: promotion can be repeated and happens once.
    promoted_at = models.DateTimeField(null=True)


class Purge(models.Model):
    """One purge of what was not taken up: counts and a hash of what went, and no content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet_id = models.CharField(max_length=64)
    candidates = models.PositiveIntegerField()
    content_sha256 = models.CharField(max_length=64)
    purged_by = models.UUIDField(null=True)
    purged_at = models.DateTimeField(default=timezone.now)
