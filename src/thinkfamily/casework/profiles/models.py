"""Programme profiles as a council sets them: each change is a version, proposed by one person and adopted by another."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class ProfileVersion(models.Model):
    """One version of one programme profile beside the one that is shipped: proposed, then adopted or turned down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, editable=False)
    version = models.PositiveIntegerField(editable=False)
    # As a profile is declared: see `thinkfamily.programmes.profile`.
    content = models.JSONField(editable=False)
    because = models.CharField("why it is changed", max_length=300)
    from_on = models.DateField("for cases that begin from")
    proposed_by = models.UUIDField(editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    is_adopted = models.BooleanField(null=True, editable=False)

    class Meta:
        ordering = ("code", "-version")
        constraints = (
            models.UniqueConstraint(fields=["code", "version"], name="one_profile_a_code_and_version"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(is_adopted__isnull=True), name="one_undecided_version_a_profile"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="nobody_adopts_their_own_profile",
            ),
        )
