"""Whether it lasted: the looks after the end of a case."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.models.case import Case
from thinkfamily.casework.secrets.written import WrittenText


class SustainCheck(models.Model):
    """One look at one family after the end of its case: due on a day, and done, or not wanted by the family."""

    FOUND = [
        ("lasted", _("It lasted")),
        ("partly", _("Some of it lasted")),
        ("slipped", _("It slipped back")),
        ("not_wanted", _("The family does not want to be asked")),
        ("not_found", _("The family could not be found")),
    ]
    WAYS = [
        ("contact", _("With the family, who agreed to be asked")),
        ("records", _("From records alone, on a recorded lawful basis")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sustain_checks")
    months = models.PositiveIntegerField()
    due_on = models.DateField()
    way = models.CharField("how", max_length=10, choices=WAYS)
    done_on = models.DateField(null=True, blank=True)
    found = models.CharField("what was found", max_length=12, choices=FOUND, blank=True)
    note = WrittenText("in words", blank=True, by="done_by")
    done_by = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("due_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, found="") | Q(done_on__isnull=False) & ~Q(found=""),
                name="a_look_after_the_end_has_its_finding",
            ),
        )
