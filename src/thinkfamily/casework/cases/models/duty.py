"""The statutory ground on which a family that has not agreed is worked with."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.models import period_is_forward
from thinkfamily.casework.cases.models.case import Case
from thinkfamily.casework.secrets.written import WrittenText


class StatutoryGround(models.Model):
    """One ground for working with one family under a duty. It is no agreement, no lawful basis and no sharing decision."""

    KINDS = [
        ("section_47", _("Enquiries under section 47 of the Children Act 1989")),
        ("child_protection", _("A child protection plan")),
        ("court", _("An order of a court, or proceedings")),
        ("other", _("Another duty, named below")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grounds")
    kind = models.CharField("on what ground", max_length=20, choices=KINDS)
    threshold = WrittenText("which threshold was met, and how it is known", by="recorded_by")
    told = WrittenText("what the family was told, and that it did not agree; or why it was not told", by="recorded_by")
    from_on = models.DateField("from", default=timezone.localdate)
    until_on = models.DateField("first day on which it no longer stands")
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_by = models.UUIDField(null=True, editable=False)
    signed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-from_on", "-recorded_at")
        constraints = (
            period_is_forward("statutory_ground"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("recorded_by")), name="another_signs_a_ground"
            ),
        )
