"""The consideration desk's own store. No table here has a foreign key to the case store: it is another database."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CONSIDER, NOT_NOW, NOT_A_FAMILY = "consider", "not_now", "not_a_family"
UNDECIDED = "undecided"


def _with_who_and_when(what: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{what}_by__isnull": True, f"{what}_at__isnull": True})
        | Q(**{f"{what}_by__isnull": False, f"{what}_at__isnull": False}),
        name=name,
    )


class CandidatePacket(models.Model):
    """One candidate packet as brought to the desk. It stays when its candidates are purged: a packet comes once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet_id = models.CharField(max_length=64, unique=True)
    series = models.CharField(max_length=80)
    programme = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300)
    as_at = models.DateField()
    # The first day on which nothing of it may be opened any more.
    purge_on = models.DateField("what is not taken up is purged on")
    is_synthetic = models.BooleanField()
    coverage = models.JSONField(default=list)
    powers = models.JSONField(default=list)
    bands = models.JSONField(default=list)
    # Families of the packet that were not laid on the desk: in casework already, or kept from it there.
    set_aside = models.PositiveIntegerField(default=0)
    brought_by = models.UUIDField()
    brought_at = models.DateTimeField(default=timezone.now)


class Candidate(models.Model):
    """One family proposed for consideration: who is in it, criteria met, services, cost bands, what is unknown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet = models.ForeignKey(CandidatePacket, on_delete=models.CASCADE, related_name="candidates")
    handle = models.CharField(max_length=64)
    area = models.CharField(max_length=60, blank=True)
    content = models.JSONField(help_text="The packet's rows for this family")

    class Meta:
        # Handles are random: their order says nothing.
        ordering = ("handle",)
        constraints = (models.UniqueConstraint(fields=["packet", "handle"], name="a_candidate_once_a_packet"),)


class Print(models.Model):
    """One keyed fingerprint of one member of one candidate, by which a worker's relatives are kept from the worker."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="prints")
    fingerprint = models.CharField(max_length=64, db_index=True)


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
            _with_who_and_when("signed", "a_signature_has_its_who_and_when"),
            models.UniqueConstraint(
                fields=["packet"], condition=Q(signed_at__isnull=True), name="one_unsigned_batch_a_packet"
            ),
        )


class Decision(models.Model):
    """One named person's decision on one candidate, with reasons; one that was returned stays, and stands no more."""

    OUTCOMES = [
        (CONSIDER, _("Consider this family")),
        (NOT_NOW, _("Not now")),
        (NOT_A_FAMILY, _("Not a family")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="decisions")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("decision"), max_length=15, choices=OUTCOMES)
    reasons = models.TextField(_("reasons"))
    # The programme that the decider proposes, of those that the needs point to, and how intensively; empty for none.
    profile = models.CharField(_("programme proposed"), max_length=40, blank=True)
    tier = models.CharField(_("intensity proposed"), max_length=20, blank=True)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(default=timezone.now)
    returned_by = models.UUIDField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_because = models.TextField(blank=True)
    # Set once the family stands in the case store: taking up can be repeated and happens once.
    promoted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("decided_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(returned_at__isnull=True), name="one_standing_decision_a_candidate"
            ),
            _with_who_and_when("returned", "a_return_has_its_who_and_when"),
            models.CheckConstraint(
                condition=Q(promoted_at__isnull=True) | Q(outcome=CONSIDER, returned_at__isnull=True),
                name="only_what_is_considered_is_taken_up",
            ),
        )


class TakenUp(models.Model):
    """One family that was taken up, by its handle: who decided and who signed, and nothing of what was known."""

    handle = models.CharField(max_length=64, unique=True)
    series = models.CharField(max_length=80)
    packet_id = models.CharField(max_length=64)
    decided_by = models.UUIDField()
    signed_by = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)


class Tally(models.Model):
    """One count of families: of one packet, one group and one outcome. It outlives the purge, for the equality report."""

    packet = models.ForeignKey(CandidatePacket, on_delete=models.CASCADE, related_name="tallies")
    kind = models.CharField(max_length=20)
    group = models.CharField(max_length=60)
    outcome = models.CharField(max_length=15, choices=[*Decision.OUTCOMES, (UNDECIDED, _("Not decided in time"))])
    families = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["packet", "kind", "group", "outcome"], name="one_tally_a_group_and_outcome"
            ),
        )


class CandidateCorrection(models.Model):
    """One correction made at the desk, by handles alone, to be sent back to the analysis; it outlives the candidate.

    Why is chosen from a list: free words about a family that is purged would outlive it.
    """

    KINDS = [
        ("same", _("These two are one person")),
        ("not_same", _("These two are not one person")),
        ("in", _("Belongs to this family")),
        ("out", _("Does not belong to this family")),
    ]
    WHYS = [
        ("agency_says", _("An agency that knows them says so")),
        ("two_names", _("One person known under two names")),
        ("alike", _("Two people alike: twins, or a parent and child of one name")),
        ("left", _("Has left the family")),
        ("never", _("Never was of the family")),
        ("joined", _("Has joined the family")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=KINDS)
    family = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64)
    other = models.CharField(max_length=64, blank=True)
    from_on = models.DateField()
    why = models.CharField(max_length=15, choices=WHYS)
    made_by = models.UUIDField()
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(kind__in=["same", "not_same"]) & ~Q(other=""))
                | (Q(kind__in=["in", "out"]) & ~Q(family="") & Q(other="")),
                name="a_correction_is_of_a_pair_or_a_membership",
            ),
        )


class Purge(models.Model):
    """One purge of one packet's candidates: counts and a hash of what went, and no content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet_id = models.CharField(max_length=64)
    taken_up = models.PositiveIntegerField("taken up, and so no longer needed here", default=0)
    not_now = models.PositiveIntegerField(default=0)
    not_a_family = models.PositiveIntegerField(default=0)
    undecided = models.PositiveIntegerField("not decided, or not signed, in time", default=0)
    content_sha256 = models.CharField(max_length=64)
    purged_by = models.UUIDField(null=True)
    purged_at = models.DateTimeField(default=timezone.now)
    # Set once the database has written over what it deleted.
    scrubbed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-purged_at", "pk")

    @property
    def candidates(self) -> int:
        """How many families went."""
        return self.taken_up + self.not_now + self.not_a_family + self.undecided
