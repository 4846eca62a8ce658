"""What workers have seen, as answers to the criteria of a case's programme."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.cases.models.case import Case
from thinkfamily.casework.families.models import Person, Statement
from thinkfamily.casework.secrets.written import WrittenChar


class WorkerEvidence(models.Model):
    """One agency's yes or no to one criterion, for one member of a family or for the family as one, until it is ended.

    What was seen is a statement of the file, and whoever sees that sees this. Of one agency and one question only one
    answer stands: an action that answers anew ends the answer before, and holds the case while it does.
    """

    ANSWERS = [("yes", _("Yes")), ("no", _("No"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="about")
    # None: the team that runs the programme.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    criterion = models.CharField("criterion", max_length=60)
    # As the programme worded them that day: its words may change, and this is what was answered.
    heading = models.CharField(max_length=80, editable=False)
    says = models.CharField(max_length=300, editable=False)
    answer = models.CharField("answer", max_length=3, choices=ANSWERS)
    from_on = models.DateField("from")
    until_on = models.DateField("until", null=True, blank=True)
    statement = models.OneToOneField(
        Statement, on_delete=models.CASCADE, related_name="+", verbose_name="what was seen"
    )
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.UUIDField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_because = WrittenChar("why it no longer stands", max_length=300, blank=True, editable=False, by="ended_by")
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="evidence_period_is_forward"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="an_end_of_evidence_has_its_who_and_when",
            ),
        )
