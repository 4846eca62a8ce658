"""Families, their people, and the ties between these."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.secrets.fields import EncryptedText
from thinkfamily.casework.secrets.written import WrittenChar, WrittenText


class Family(models.Model):
    """One family as a team works with it: a working group of people, never an identity."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What people say aloud and print: never a surname, and nothing can be told from it.
    reference = models.CharField("reference", max_length=12, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="families")
    area = models.CharField("area", max_length=40, blank=True)
    # The handle of the packets, by which a family is taken up once only.
    handle = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    summary = WrittenText("summary, under one page", blank=True)
    summary_by = models.UUIDField(null=True, editable=False)
    summary_at = models.DateTimeField(null=True, editable=False)
    # The newest case update that spoke of this family: how far what is known of it reaches.
    supply = models.ForeignKey(
        "families.Supply", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    made_by = models.UUIDField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "families"
        ordering = ("reference",)
        indexes = (models.Index(fields=["team", "reference"]),)

    def __str__(self) -> str:
        return self.reference


# Columns of a person that are encrypted, for search and the agencies' own use.
IDENTIFIERS = ("nhs_number", "upn", "nino")


class Person(models.Model):
    """One human being. A person can belong to several families, each with dates."""

    SEXES = [("female", _("Female")), ("male", _("Male")), ("other", _("Other")), ("unknown", _("Not known"))]
    PRECISIONS = [
        ("day", _("To the day")),
        ("estimated", _("Estimated")),
        ("expected", _("Expected: not yet born")),
        ("none", _("Not known")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    first_name = models.CharField("first name", max_length=80, blank=True)
    last_name = models.CharField("last name", max_length=80, blank=True)
    known_as = models.CharField("known as", max_length=80, blank=True)
    other_names = models.CharField("other names used", max_length=200, blank=True)
    pronouns = models.CharField("pronouns", max_length=40, blank=True)
    date_of_birth = models.DateField("date of birth", null=True, blank=True)
    born_precision = models.CharField("how well known", max_length=10, choices=PRECISIONS, default="day")
    died_on = models.DateField("died on", null=True, blank=True)
    sex = models.CharField("sex", max_length=10, choices=SEXES, default="unknown")
    language = WrittenChar("language", max_length=60, blank=True)
    needs_interpreter = models.BooleanField("needs an interpreter", default=False)
    communication = WrittenChar("communication or access needs", max_length=200, blank=True)
    # An agency restricts this person's address or identity: no address of theirs is shown, asked for or searched.
    is_restricted = models.BooleanField("address or identity restricted", default=False)
    nhs_number = EncryptedText("NHS number", blank=True, purpose="nhs_number")
    upn = EncryptedText("unique pupil number", blank=True, purpose="upn")
    nino = EncryptedText("National Insurance number", blank=True, purpose="nino")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    # Encrypted columns keep no history: it would outlive the rotation of their keys.
    history = HistoricalRecords(excluded_fields=list(IDENTIFIERS))

    class Meta:
        ordering = ("date_of_birth", "pk")

    def __str__(self) -> str:
        return " ".join(name for name in (self.known_as or self.first_name, self.last_name) if name) or gettext(
            "Name not known"
        )


class PersonChange(models.Model):
    """One change by hand to what is known of one person: which details, why and by whom. What they were is in the history.

    A detail that stands here was put right by somebody: no later packet changes it.
    """

    WHYS = [
        ("told", _("They said so, or whoever cares for them did")),
        ("seen", _("It was seen on a document")),
        ("agency", _("An agency said so")),
        ("mistake", _("It was written down wrongly here")),
        ("asked", _("They asked for it to be put so")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="changes")
    details = models.JSONField("which details", default=list)
    why = models.CharField("why", max_length=10, choices=WHYS)
    from_on = models.DateField("from", null=True)
    made_by = models.UUIDField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-made_at", "pk")


class NameToken(models.Model):
    """One thing that one person is found by: a part of a name, a date of birth, a part of an open address.

    Made by `families.search_index` alone; nothing of a safe address is ever among them.
    """

    KINDS = [
        ("name", _("Part of a name, as written")),
        ("sound", _("Part of a name, as it sounds")),
        ("born", _("Date of birth")),
        ("place", _("Part of an old or present open address")),
    ]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=6, choices=KINDS)
    token = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "kind", "token"], name="one_token_a_person"),)
        # A search goes through one token in the order of people, and stops when it has enough.
        indexes = (
            models.Index(fields=["kind", "token"]),
            models.Index(fields=["kind", "token", "person"], name="token_in_order_of_people"),
        )


class IdentifierFingerprint(models.Model):
    """One keyed fingerprint of one identifier of one person, or of one of their names with the date of birth."""

    KINDS = [
        ("nhs_number", _("NHS number")),
        ("upn", _("Unique pupil number")),
        ("relative", _("Name and date of birth")),
    ]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="fingerprints")
    kind = models.CharField(max_length=10, choices=KINDS)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "kind", "fingerprint"], name="one_fingerprint_a_person_and_kind"),
        )
        indexes = (models.Index(fields=["kind", "fingerprint"]),)


class Member(models.Model):
    """One person's membership of one family over one period, and how that is known."""

    ROLES = [("child", _("Child")), ("adult", _("Adult")), ("expected", _("Expected child"))]
    RESIDENCES = [
        ("with_children", _("Lives with the family's children")),
        ("elsewhere", _("Lives elsewhere")),
        ("away", _("Away: looked after, in custody, in hospital or in a refuge")),
    ]

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("role", max_length=10, choices=ROLES)
    residence = models.CharField("lives", max_length=15, choices=RESIDENCES)
    from_on = models.DateField("from", null=True, blank=True)
    until_on = models.DateField("until", null=True, blank=True)
    known_by = WrittenChar("how it is known", max_length=300)
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    # A worker ended it, and why: no later packet opens it again.
    ended_by = models.UUIDField(null=True, editable=False)
    ended_because = WrittenChar("why it ended", max_length=300, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ("person__date_of_birth", "pk")
        # Whose files are restricted is asked at each search: with this it is read off the index, and members are never gone through.
        indexes = (models.Index(fields=["family", "person"], name="members_of_a_family"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="member_period_is_forward",
            ),
            models.UniqueConstraint(
                fields=["family", "person"], condition=Q(until_on__isnull=True), name="a_member_once_at_a_time"
            ),
        )


class KinTie(models.Model):
    """One stated relationship between two people: the first is the … of the second."""

    KINDS = [
        ("parent", _("Parent")),
        ("step_parent", _("Step-parent")),
        ("grandparent", _("Grandparent")),
        ("sibling", _("Brother or sister")),
        ("partner", _("Partner")),
        ("ex_partner", _("Former partner")),
        ("carer", _("Carer")),
        ("foster_carer", _("Foster carer")),
        ("other_kin", _("Other kin")),
    ]
    YES_NO = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="ties")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_from")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties_to")
    kind = models.CharField("is the", max_length=15, choices=KINDS)
    lives_with = models.CharField("lives with", max_length=8, choices=YES_NO, default="unknown")
    has_parental_responsibility = models.CharField(
        "parental responsibility", max_length=8, choices=YES_NO, default="unknown"
    )
    is_safe_together = models.CharField("safe to bring together", max_length=8, choices=YES_NO, default="unknown")
    from_on = models.DateField("from", null=True, blank=True)
    until_on = models.DateField("until", null=True, blank=True)
    known_by = WrittenChar("how it is known", max_length=300)
    # A worker recorded it or said more of it: no later packet closes or changes it.
    recorded_by = models.UUIDField(null=True, editable=False)
    recorded_at = models.DateTimeField(null=True, editable=False)
    # A worker says that it was never so: it is shown nowhere, and no packet brings it back.
    is_denied = models.BooleanField(default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["family", "person", "other", "kind"], name="one_tie_a_pair_and_kind"),
            models.CheckConstraint(condition=~Q(person=models.F("other")), name="nobody_is_their_own_kin"),
        )
