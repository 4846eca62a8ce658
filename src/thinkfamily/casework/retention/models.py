"""Legal holds; and rounds, each of files that are to go, with what proves that they went."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.models import Family
from thinkfamily.casework.secrets.written import WrittenChar


class Hold(models.Model):
    """One legal hold on one family's file: as long as it stands, nothing of the file goes. It goes with the file."""

    KINDS = [
        ("complaint", _("A complaint that is not closed")),
        ("request", _("Somebody asked for their data, or for it to be put right")),
        ("court", _("Court proceedings, or a claim")),
        ("inquiry", _("An inquiry, a serious case review or an inspection")),
        ("police", _("A police investigation")),
        ("other", _("Something else")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="holds")
    kind = models.CharField("because of", max_length=10, choices=KINDS)
    because = WrittenChar("why", max_length=300, by="placed_by")
    placed_by = models.UUIDField(editable=False)
    placed_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_by = models.UUIDField(null=True, editable=False)
    lifted_at = models.DateTimeField(null=True, editable=False)
    lifted_because = WrittenChar("why it is lifted", max_length=300, blank=True, by="lifted_by")

    class Meta:
        ordering = ("-placed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False),
                name="a_lifted_hold_has_its_who_and_when",
            ),
        )


class Round(models.Model):
    """One round: files that one person puts forward to go, and that a second one signs or gives back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposed_by = models.UUIDField(editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_by = models.UUIDField(null=True, editable=False)
    signed_at = models.DateTimeField(null=True, editable=False)
    returned_by = models.UUIDField(null=True, editable=False)
    returned_at = models.DateTimeField(null=True, editable=False)
    returned_because = models.CharField("why it is given back", max_length=300, blank=True)
    # Of each backup of this program that still held the files: its id, when it was made, and until when it is kept.
    backups = models.JSONField(default=list, editable=False)
    other_copies = models.CharField("other copies, and until when they are kept", max_length=300, blank=True)

    class Meta:
        ordering = ("-proposed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("proposed_by")), name="another_signs_what_goes"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(returned_at__isnull=True), name="a_round_goes_one_way"
            ),
        )

    @property
    def waits(self) -> bool:
        """Whether nobody has signed it or given it back."""
        return self.signed_at is None and self.returned_at is None


class RoundFile(models.Model):
    """One file of one round; once it has gone, what proves it: no name, no id and no text of it.

    It has no foreign key to the family: it must outlive it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of_round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="files")
    reference = models.CharField(max_length=12, editable=False)
    # Empty once the file has gone, or the round is over.
    family = models.UUIDField(null=True, editable=False)
    # The longest of the rules that applied, and what the file was of.
    rule = models.CharField(max_length=12, editable=False)
    outcome = models.CharField(max_length=20, editable=False)
    programme = models.CharField(max_length=60, editable=False)
    ended_on = models.DateField(editable=False)
    due_on = models.DateField(editable=False)
    # Rows by table: as they were counted in the dry run; and, of what went, as they were deleted.
    counted = models.JSONField(default=dict, editable=False)
    deleted = models.JSONField(default=dict, editable=False)
    # A keyed digest of every value that went.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    purged_at = models.DateTimeField(null=True, editable=False)
    # Why it stayed after all: a code.
    stayed_because = models.CharField(max_length=12, blank=True, editable=False)
    # By what the consideration desk's own store still knows the family and its people: empty once that store has let go.
    handles = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ("due_on", "reference")
        constraints = (
            models.UniqueConstraint(fields=["of_round", "family"], name="a_file_is_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True) | Q(family__isnull=True) & ~Q(digest=""),
                name="what_went_has_its_proof_and_no_id",
            ),
        )
