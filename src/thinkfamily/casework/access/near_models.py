"""What is kept of who may be somebody to whom a worker is close: tables of `access.models`."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from thinkfamily.casework.agencies.models import Worker


class DeclaredMark(models.Model):
    """One keyed fingerprint of one person declared, by which somebody known here may be they: see `families.near`."""

    declared = models.ForeignKey("access.RelativeDeclared", on_delete=models.CASCADE, related_name="marks")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["declared", "mark"], name="a_mark_once_a_declaration"),)
        indexes = (models.Index(fields=["mark"]),)


class NearMatch(models.Model):
    """One person of a file who may be somebody to whom one worker is close: found by the program, decided by a human."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    declared = models.ForeignKey("access.RelativeDeclared", on_delete=models.CASCADE, related_name="near")
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="near")
    person = models.ForeignKey("families.Person", on_delete=models.CASCADE, related_name="near")
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    is_close = models.BooleanField(null=True, editable=False)
    because = models.TextField("why", blank=True)

    class Meta:
        verbose_name_plural = "near matches"
        ordering = ("found_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["worker", "person"], name="one_near_match_a_worker_and_person"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, is_close__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, is_close__isnull=False),
                name="a_near_match_is_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(worker=F("decided_by")),
                name="nobody_decides_to_whom_they_are_close",
            ),
        )
        indexes = (
            models.Index(fields=["found_at"], condition=Q(is_close__isnull=True), name="near_match_undecided"),
            models.Index(fields=["person"], condition=Q(is_close=True), name="near_match_close"),
        )
