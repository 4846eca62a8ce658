"""The facts that decide who may see what: one table each for being involved, restricted, in conflict, opened, granted.

A family is named by a lazy foreign key: it is a row of a higher app, and the subject of every fact here.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.access.near_models import DeclaredMark as DeclaredMark
from thinkfamily.casework.access.near_models import NearMatch as NearMatch
from thinkfamily.casework.access.notice_kinds import KINDS
from thinkfamily.casework.agencies.models import Agency, Worker, period_is_forward
from thinkfamily.casework.agencies.roles import CHOICES
from thinkfamily.casework.secrets.fields import EncryptedText
from thinkfamily.casework.secrets.written import WrittenChar, WrittenText

FAMILY = "families.Family"


class Involvement(models.Model):
    """One worker's part in one family's case, in one role and over one period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(FAMILY, on_delete=models.CASCADE, related_name="involvements")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="involvements")
    role = models.CharField("as", max_length=20, choices=CHOICES)
    from_on = models.DateField("first day", default=timezone.localdate)
    until_on = models.DateField("first day without it", null=True, blank=True)
    because = WrittenChar("why", max_length=300, by="given_by")
    given_by = models.UUIDField(null=True, editable=False)
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("from_on", "given_at")
        constraints = (period_is_forward("involvement"),)
        indexes = (models.Index(fields=["worker", "role", "family"]), models.Index(fields=["family", "role"]))


class Restriction(models.Model):
    """One restriction on one family's file: only the named see any trace of it."""

    CATEGORIES = [
        ("staff", _("Staff, or close to staff")),
        ("adoption", _("Adoption")),
        ("safe_address", _("Safe address or high risk")),
        ("high_profile", _("High profile")),
        ("witness", _("Witness protection")),
        ("serious_case", _("Serious case review")),
    ]
    # A restriction is looked at again at least every ninety days.
    REVIEW_DAYS = 90

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(FAMILY, on_delete=models.CASCADE, related_name="restrictions")
    category = models.CharField("category", max_length=20, choices=CATEGORIES)
    custodian = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="restrictions_kept")
    named = models.ManyToManyField(Worker, related_name="restrictions_named", blank=True)
    because = WrittenText("why")
    set_by = models.UUIDField(editable=False)
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    review_by_on = models.DateField("to be reviewed by")
    lifted_by = models.UUIDField(null=True, editable=False)
    lifted_at = models.DateTimeField(null=True, editable=False)
    history = HistoricalRecords(m2m_fields=[named])

    class Meta:
        ordering = ("set_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False),
                name="a_lifting_has_its_who_and_when",
            ),
        )
        indexes = (models.Index(fields=["family"], condition=Q(lifted_at__isnull=True), name="restriction_in_force"),)


class Conflict(models.Model):
    """One worker who is of one family or close to it, and is kept from its file whatever else holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(FAMILY, on_delete=models.CASCADE, related_name="conflicts")
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(
        "how",
        max_length=20,
        choices=[("own", _("Own family")), ("relative", _("Relative")), ("other", _("Other close tie"))],
    )
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["family", "worker"], name="one_conflict_a_worker_and_family"),)


class Opening(models.Model):
    """One emergency opening of one family's file by one worker: asked for, allowed, used, ended and reviewed."""

    # The longest that a file stays open, and how soon the review is due: our choices.
    MOST_MINUTES = 240
    REVIEW_WORKING_DAYS = 2

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(FAMILY, on_delete=models.CASCADE, related_name="openings")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="openings")
    reason = WrittenText("why it cannot wait", by="worker")
    minutes = models.PositiveIntegerField("for how many minutes")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    is_allowed = models.BooleanField(null=True, editable=False)
    opens_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.UUIDField(null=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    review_due_on = models.DateField(null=True, editable=False)
    finding = models.CharField(
        max_length=20, blank=True, choices=[("justified", _("Justified")), ("not_justified", _("Not justified"))]
    )
    finding_note = WrittenText(blank=True, by="reviewed_by")

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(ends_at__gt=F("opens_at"), is_allowed=True),
                name="an_opening_ends_and_was_allowed",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="a_review_has_its_who_and_when",
            ),
        )
        indexes = (models.Index(fields=["worker", "family", "ends_at"]),)

    @property
    def minutes_left(self) -> int:
        """Whole minutes until it ends, counting the one that has begun."""
        left = (self.ends_at - timezone.now()).total_seconds() if self.ends_at else 0
        return max(0, -int(-left // 60))


class Grant(models.Model):
    """What one agency may see of what another supplied about one family; opened and closed by sharing decisions only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(FAMILY, on_delete=models.CASCADE, related_name="grants")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    categories = models.JSONField(help_text="Categories of information, as items carry them")
    # Where some are named, only what is about one of these people, and only these items: each narrows, and neither widens.
    people = models.JSONField(default=list, help_text="Ids of people; none: whoever it is about")
    items = models.JSONField(default=list, help_text="Ids of items; none: every item of the categories")
    # The sharing decision: a row of a higher app, and the reason this grant exists.
    decision_id = models.UUIDField(editable=False)
    from_on = models.DateField(default=timezone.localdate)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            period_is_forward("grant"),
            models.UniqueConstraint(fields=["decision_id"], name="one_grant_a_decision"),
        )
        indexes = (models.Index(fields=["family", "to_agency"]),)

    def opens(self, category: str, *, person: Any = None, item: Any = None) -> bool:
        """Whether it opens something of a category; without a person or an item, whether it opens all there will ever be."""
        return (
            category in self.categories
            and (not self.people or str(person) in self.people)
            and (not self.items or str(item) in self.items)
        )


class RoleSetting(models.Model):
    """What information governance has said of one role: its description, and the powers withdrawn from it here."""

    role = models.CharField(primary_key=True, max_length=20, choices=CHOICES)
    description = models.TextField("description")
    withdrawn = models.JSONField("powers withdrawn", default=list, blank=True)
    edited_by = models.UUIDField(null=True, editable=False)
    edited_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()


class InvolvementProposal(models.Model):
    """One proposal that one worker take part in one family's case, made by one who leads it, decided by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(FAMILY, on_delete=models.CASCADE, related_name="involvement_proposals")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("as", max_length=20, choices=CHOICES)
    until_on = models.DateField("first day without it", null=True, blank=True)
    because = WrittenChar("why", max_length=300, by="proposed_by")
    proposed_by = models.UUIDField(editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    is_accepted = models.BooleanField(null=True, editable=False)

    class Meta:
        ordering = ("proposed_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="nobody_decides_their_own_proposal",
            ),
        )
        indexes = (models.Index(fields=["family"], condition=Q(is_accepted__isnull=True), name="proposal_undecided"),)


class RelativeDeclared(models.Model):
    """One person to whom one worker said they are close, or they themselves: what was said, encrypted, and a keyed fingerprint.

    It is read by its worker and by information governance, and compared with those who are known here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="relatives")
    kind = models.CharField("they are", max_length=20, choices=Conflict._meta.get_field("kind").choices)
    fingerprint = models.CharField(max_length=64, editable=False)
    # What was said, as `access.said` writes it. Empty of what was declared while only a fingerprint was kept.
    said = EncryptedText(blank=True, default="", editable=False, purpose="relative_declared")
    is_self = models.BooleanField(default=False, editable=False)
    declared_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "relatives declared"
        ordering = ("declared_at",)
        constraints = (models.UniqueConstraint(fields=["worker", "fingerprint"], name="a_relative_is_declared_once"),)
        indexes = (models.Index(fields=["fingerprint"]),)


class ConflictEnded(models.Model):
    """One conflict, or one relative declared, that information governance ended as mistaken: as it was, by whom and why."""

    # The id of what was ended.
    id = models.UUIDField(primary_key=True, editable=False)
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="+")
    # None where it was a relative declared.
    family = models.ForeignKey(FAMILY, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Conflict._meta.get_field("kind").choices, editable=False)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(editable=False)
    # Fingerprints of the declared relatives of whom the family reminded: of these it does not until they are declared anew.
    marks = models.JSONField(default=list, editable=False)
    because = models.TextField("why")
    ended_by = models.UUIDField(editable=False)
    ended_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "conflicts ended"
        ordering = ("ended_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(worker=F("ended_by")), name="nobody_ends_their_own_conflict"),
        )
        indexes = (models.Index(fields=["family", "worker"]),)


class Sighting(models.Model):
    """One look for one restricted file by one worker who is not named for it, as the audit holds it."""

    WAYS = [("search", _("By a search")), ("address", _("By the file's address"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="sightings")
    event = models.BigIntegerField("event of the audit", editable=False)
    worker = models.UUIDField(editable=False)
    at = models.DateTimeField(editable=False)
    way = models.CharField(max_length=8, choices=WAYS, editable=False)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(fields=["restriction", "event"], name="one_sighting_a_restriction_and_event"),
        )


class SightingsGathered(models.Model):
    """How far the audit has been read for sightings: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    until_event = models.BigIntegerField(default=0)


class Notice(models.Model):
    """One thing that one worker must be told, on screen and by a mail that says nothing of what it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16, choices=KINDS)
    # What it is about: an opening, a conflict, a sighting … by its opaque id.
    about = models.UUIDField()
    # Of what came due: the family on whose case to see it, where it is of one.
    family = models.ForeignKey(FAMILY, on_delete=models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-made_at",)
        constraints = (models.UniqueConstraint(fields=["to", "kind", "about"], name="a_worker_is_told_once"),)
        indexes = (
            models.Index(fields=["to", "seen_at"]),
            models.Index(fields=["made_at"], condition=Q(mailed_at__isnull=True), name="notice_to_be_mailed"),
        )


class MailChoice(models.Model):
    """How often one worker is mailed of what came due: each day, where they chose nothing. An event is mailed at once."""

    DAY, WEEK, NEVER = "day", "week", "never"
    WHEN = [
        (DAY, _("Each day on which something came due, in one mail")),
        (WEEK, _("Once a week, in one mail")),
        (NEVER, _("Not at all: I look at Notices")),
    ]

    worker = models.OneToOneField(Worker, on_delete=models.CASCADE, primary_key=True, related_name="mail_choice")
    due = models.CharField(max_length=5, choices=WHEN, default=DAY)
    chosen_at = models.DateTimeField(default=timezone.now, editable=False)


class Quarantined(models.Model):
    """One thing written on one file that would tell where somebody must not be found, by somebody who may not know it.

    Its author sees it as anything else they wrote, and nobody else does: see `families.quarantine`.
    """

    # What was written: an item, or one field of something else. Items of every kind have one space of ids.
    item = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=16, editable=False)
    family = models.ForeignKey(FAMILY, on_delete=models.CASCADE, related_name="+")
    author = models.UUIDField(editable=False)
    # Ids of the safe addresses that it would tell; none where an agency restricts the address.
    about = models.JSONField(default=list, editable=False)
    # Of a field, what was written in it: there stands a mark in its place. Empty of an item, which holds its own.
    text = EncryptedText(blank=True, default="", editable=False, purpose="quarantined")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "quarantined"
        ordering = ("made_at", "pk")


class HomeStreet(models.Model):
    """The home street of one worker who chose to declare it: a keyed fingerprint of street and outward code, never these.

    It serves one thing: to find looks by a worker at families of their own street.
    """

    worker = models.OneToOneField(Worker, on_delete=models.CASCADE, primary_key=True, related_name="home_street")
    fingerprint = models.CharField(max_length=64, editable=False)
    declared_at = models.DateTimeField(default=timezone.now, editable=False)
