"""Imports: what was looked at, signed, brought and taken back; and by what each family that they made is known again."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from thinkfamily.casework.imports.machine import ImportMachine


class Import(ImportMachine):
    """One file of cases, known by its hash: what was read of it and what became of that. The file itself is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    # Counts, and what is to be put right by sheet, row and column: no value of a row.
    report = models.JSONField(editable=False)
    # What every row would become; a file that would become something else is looked at and signed anew.
    digest = models.CharField(max_length=64, editable=False)
    checked_by = models.UUIDField(editable=False)
    checked_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_by = models.UUIDField(null=True, editable=False)
    signed_at = models.DateTimeField(null=True, editable=False)
    brought_by = models.UUIDField(null=True, editable=False)
    brought_at = models.DateTimeField(null=True, editable=False)
    back_asked_by = models.UUIDField(null=True, editable=False)
    back_asked_at = models.DateTimeField(null=True, editable=False)
    back_because = models.CharField("why it is to be taken back", max_length=300, blank=True)
    back_signed_by = models.UUIDField(null=True, editable=False)
    back_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-checked_at",)
        indexes = (models.Index(fields=["sha256"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("checked_by")), name="another_signs_an_import"
            ),
            models.CheckConstraint(
                condition=Q(back_signed_by__isnull=True) | ~Q(back_signed_by=F("back_asked_by")),
                name="another_signs_a_taking_back",
            ),
        )


class BroughtFamily(models.Model):
    """One family that one import made: by what it is known again, and what stood in the site when it was brought.

    It has no foreign key to the family: it must neither hold a file open nor go with it.
    """

    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="families")
    family = models.UUIDField(unique=True, editable=False)
    # The row of the sheet Families.
    number = models.PositiveIntegerField(editable=False)
    # A keyed fingerprint of the council's own key, which may be somebody's name.
    key = models.CharField(max_length=64, unique=True, editable=False)
    # Of everything that the import wrote about it: as long as it is the same, nobody has worked on it.
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ("number",)
