"""Where the items of a file came from, how far they reach, and what goes back."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.secrets.written import WrittenChar


class Supply(models.Model):
    """One packet as taken in: who brought it, for what purpose, and until when it may be used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet_id = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12, choices=[("candidate", _("Candidate")), ("case_update", _("Case update"))])
    series = models.CharField(max_length=64)
    purpose = models.CharField(max_length=300)
    as_at = models.DateField()
    expires_on = models.DateField(null=True)
    is_synthetic = models.BooleanField()
    brought_by = models.UUIDField()
    brought_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "supplies"


class Coverage(models.Model):
    """How far one agency's feed reaches in one packet, and what its silence means."""

    supply = models.ForeignKey(Supply, on_delete=models.CASCADE, related_name="coverages")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    feed = models.CharField(max_length=60)
    extract_on = models.DateField()
    covers_from = models.DateField()
    covers_until = models.DateField()
    absence_means = models.CharField(max_length=8, choices=[("no", _("Nothing happened")), ("unknown", _("Not known"))])
    is_late = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["supply", "feed"], name="one_coverage_a_feed_and_supply"),)


class Correction(models.Model):
    """One correction made by a person, to be sent back to the analysis by handle."""

    KINDS = [
        ("same", _("These two are one person")),
        ("not_same", _("These two are not one person")),
        ("in", _("Belongs to this family")),
        ("out", _("Does not belong to this family")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=KINDS)
    family = models.ForeignKey("families.Family", on_delete=models.CASCADE, null=True, related_name="corrections")
    person = models.ForeignKey("families.Person", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("families.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    from_on = models.DateField("from")
    why = WrittenChar("why", max_length=300, by="made_by")
    # None where the program parted two by its own rule: see `families.actions.identities`.
    made_by = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    # The question that it answers, or by which it was undone.
    join = models.ForeignKey(
        "families.IdentityJoin", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, editable=False)

    @property
    def waits(self) -> bool:
        """Whether it waits to be decided: a correction holds at once."""
        return False

    @property
    def goes_back(self) -> bool:
        """Whether the analysis knows everybody it is about, and may know of it.

        It knows people by handle, and nobody it did not hand over. What was allowed though one may be an adopted child is
        told to nobody outside this site.
        """
        if self.join_id is not None and self.kind in ("same", "in"):
            return False
        is_pair = self.kind in ("same", "not_same")
        return bool(self.person.handle and (not is_pair or (self.other and self.other.handle)))
