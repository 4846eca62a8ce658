"""The agreement to take part in a case, and what its children say of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from thinkfamily.casework.cases.models.case import Case
from thinkfamily.casework.families.models import Person
from thinkfamily.casework.secrets.written import WrittenChar, WrittenText

# An agreement that stands: neither withdrawn, nor gone with a case that was reopened.
STANDS = Q(withdrawn_on__isnull=True, lapsed_on__isnull=True)
# One that was withdrawn, and after which nobody has looked at what is held: see `AgreementToTakePart.waits_for_review`.
WAITS_FOR_REVIEW = Q(withdrawn_on__isnull=False, data_review_on__isnull=False, reviewed_on__isnull=True)


# Whether the threshold for statutory help is met, as somebody judged it when an agreement was withdrawn.
THRESHOLD = [
    ("not_met", _("It is not met")),
    ("met", _("It is met: the case is stepped up")),
    ("not_clear", _("It is not clear: a manager decides")),
]


class AgreementToTakePart(models.Model):
    """One person's agreement, for one case, to take part. It is no lawful basis and opens no disclosure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agreements", verbose_name="who agrees")
    to_what = WrittenText("to what")
    was_told = WrittenText("what they were told")
    language = WrittenChar("in which language", max_length=60)
    had_interpreter = models.BooleanField("with an interpreter", default=False)
    agreed_on = models.DateField("agreed on")
    review_on = models.DateField("to be asked again on", null=True, blank=True)
    withdrawn_on = models.DateField("withdrawn on", null=True, blank=True)
    withdrawn_effect = WrittenText("what the withdrawal means", blank=True)
    # What was asked of the withdrawal: whether a child is at risk without the help, and what becomes of what is held.
    threshold = models.CharField("whether statutory help is needed", max_length=9, choices=THRESHOLD, blank=True)
    threshold_because = WrittenText("how that was judged, and with whom", blank=True)
    data_review_on = models.DateField("what is held is looked at again by", null=True, blank=True)
    reviewed_on = models.DateField("what is held was looked at on", null=True, blank=True, editable=False)
    reviewed_by = models.UUIDField(null=True, editable=False)
    data_decided = WrittenText("what is kept and on which basis, and what is shared no longer", blank=True)
    withdrawn_by = models.UUIDField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    # It went with the case that had ended and is reopened: the family is asked anew, and nobody withdrew anything.
    lapsed_on = models.DateField("lapsed on", null=True, blank=True, editable=False)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ("agreed_on", "recorded_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("agreed_on")),
                name="withdrawal_follows_agreement",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                name="a_withdrawal_has_its_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=STANDS,
                name="one_agreement_a_person_and_case",
            ),
            models.CheckConstraint(
                condition=Q(lapsed_on__isnull=True) | Q(withdrawn_on__isnull=True),
                name="an_agreement_is_withdrawn_or_lapses",
            ),
        )

    @property
    def stands(self) -> bool:
        """Whether it is neither withdrawn nor lapsed."""
        return self.withdrawn_on is None and self.lapsed_on is None

    @property
    def waits_for_review(self) -> bool:
        """Whether it was withdrawn, and nobody has looked at what is held since; never of one from before this was asked."""
        return self.withdrawn_on is not None and self.data_review_on is not None and self.reviewed_on is None


class ChildView(models.Model):
    """What one child said, on one day, about the family taking part. It is heard, and stands for nobody's agreement."""

    WISHES = [
        ("wants", _("Wants to take part")),
        ("does_not_want", _("Does not want to")),
        ("mixed", _("Wants some of it, or is not sure")),
        ("not_said", _("Was asked, and would rather not say")),
        ("too_young", _("Too young to be asked")),
    ]
    # From this age a child is asked; our choice, being the age by which every child is at school.
    ASKED_FROM_AGE = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="child_views")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="which child")
    wish = models.CharField("what the child wishes", max_length=15, choices=WISHES)
    own_words = WrittenText("in the child's own words", blank=True, by="recorded_by")
    how_asked = WrittenChar("how the child was asked, and who was there", max_length=300, by="recorded_by")
    said_on = models.DateField("on")
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-said_on", "-recorded_at")
