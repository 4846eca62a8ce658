"""What waits for information governance before identities are joined of which one may be an adopted child's."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.models.people import Member
from thinkfamily.casework.secrets.written import WrittenSecret


class IdentityJoin(models.Model):
    """One joining of identities that somebody asked for, or that was undone, because one may be an adopted child's.

    Either two people of a file are to be one, or somebody of another file is to be put into this one. Nothing is joined before
    information governance has allowed it. What a worker knows of an adoption is asked for nowhere: there is no reason but
    that of who decides.
    """

    SAME, IN = "same", "in"
    KINDS = [(SAME, _("Two people of a file are one")), (IN, _("Somebody is to be put into this family"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=KINDS)
    family = models.ForeignKey("families.Family", on_delete=models.CASCADE, related_name="identity_joins")
    person = models.ForeignKey("families.Person", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("families.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # As what somebody is to be put in.
    role = models.CharField("as", max_length=10, choices=Member.ROLES, blank=True)
    residence = models.CharField("lives", max_length=15, choices=Member.RESIDENCES, blank=True)
    from_on = models.DateField("from")
    # None where nobody asks: they were joined before, and the program parted them.
    asked_by = models.UUIDField(null=True, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    is_allowed = models.BooleanField(null=True, editable=False)
    because = WrittenSecret("why", blank=True, purpose="identity_join", by="decided_by")

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["family", "person", "other"],
                condition=Q(kind="same", is_allowed__isnull=True),
                name="one_open_question_a_pair",
            ),
            models.UniqueConstraint(
                fields=["family", "person"],
                condition=Q(kind="in", is_allowed__isnull=True),
                name="one_open_question_a_newcomer",
            ),
            models.CheckConstraint(
                condition=Q(kind="same", other__isnull=False) | Q(kind="in", other__isnull=True),
                name="two_are_joined_or_one_put_in",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, is_allowed__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, is_allowed__isnull=False),
                name="a_joining_is_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(asked_by=models.F("decided_by")),
                name="a_joining_is_decided_by_another",
            ),
        )
        indexes = (
            models.Index(fields=["asked_at"], condition=Q(is_allowed__isnull=True), name="identity_join_undecided"),
        )

    @property
    def waits(self) -> bool:
        """Whether it waits to be decided, so that nothing is changed yet."""
        return self.is_allowed is None

    def __str__(self) -> str:
        return str(self.pk)
