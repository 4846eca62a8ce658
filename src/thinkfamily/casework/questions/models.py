"""Questions that a council adds to forms: each change is a version, proposed by one person and adopted by another."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from thinkfamily.casework.questions.kinds import FORMS, KINDS, LONG, NEEDS, ORDINARY


class LocalQuestion(models.Model):
    """One version of one local question: its words, how it is answered, where and from when it is asked, and who reads answers.

    A version is never changed once it is decided on, and none is deleted: an answer names the version that it answered, and
    so keeps its words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, editable=False)
    version = models.PositiveIntegerField(editable=False)
    form = models.CharField("on which form", max_length=12, choices=FORMS)
    # Empty for every programme.
    programme = models.CharField("for which programme", max_length=40, blank=True)
    asks = models.CharField("the question", max_length=200)
    help = models.CharField("help beside it", max_length=300, blank=True)
    kind = models.CharField("how it is answered", max_length=8, choices=KINDS)
    # Their words, in order.
    options = models.JSONField("what can be chosen", default=list, blank=True)
    is_required = models.BooleanField("it must be answered", default=False)
    place = models.PositiveSmallIntegerField("its place among the others", default=10)
    needs = models.CharField("who reads the answer", max_length=8, choices=NEEDS, default=ORDINARY)
    is_for_family = models.BooleanField("the family reads the answer too", default=False)
    # A version that says from when it is asked no longer.
    is_retired = models.BooleanField("asked no longer", default=False)
    because = models.CharField("why", max_length=300)
    from_on = models.DateField("from")
    proposed_by = models.UUIDField(editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.UUIDField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    is_adopted = models.BooleanField(null=True, editable=False)

    class Meta:
        ordering = ("code", "-version")
        indexes = (models.Index(fields=["form", "is_adopted"]),)
        constraints = (
            models.UniqueConstraint(fields=["code", "version"], name="one_question_a_code_and_version"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(is_adopted__isnull=True), name="one_undecided_version_a_question"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="nobody_adopts_their_own_question",
            ),
            models.CheckConstraint(
                condition=Q(is_for_family=False) | Q(needs=ORDINARY), name="what_is_kept_apart_is_not_for_the_family"
            ),
        )

    def __str__(self) -> str:
        return self.asks

    @property
    def name(self) -> str:
        """The name of its field on a form, under which its answer is kept. Of a longer text it ends as `forms` says."""
        return f"q{self.pk.hex}-{'local_words' if self.kind == LONG else 'local'}"
