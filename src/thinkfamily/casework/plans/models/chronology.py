"""The chronology: what matters of a family's file, one line each, put there by promoting what is recorded already."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Item


class ChronologyEntry(Item):
    """One line of one family's chronology, for one thing that is on the file; who does not see that does not see this."""

    PRECISIONS = [
        ("day", _("That day")),
        ("about", _("About that day")),
        ("month", _("That month")),
        ("year", _("That year")),
    ]
    SIGNIFICANCES = [
        ("key", _("A turning point")),
        ("concern", _("A concern")),
        ("progress", _("Progress")),
        ("context", _("Background")),
    ]

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="chronology")
    # What it was promoted from. Ids are opaque, and no table is named: meetings and others lie in higher apps.
    source_kind = models.CharField(max_length=12, editable=False)
    source = models.UUIDField(editable=False)
    on = models.DateField("when")
    precision = models.CharField("how well known", max_length=5, choices=PRECISIONS, default="day")
    text = models.CharField("in one line", max_length=200)
    significance = models.CharField("what it is", max_length=8, choices=SIGNIFICANCES)
    why = models.CharField("why it matters", max_length=300, blank=True)
    taken_out_by = models.UUIDField(null=True, editable=False)
    taken_out_at = models.DateTimeField(null=True, editable=False)

    class Meta(Item.Meta):
        ordering = ("on", "recorded_at")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "source_kind", "source"],
                condition=Q(taken_out_at__isnull=True),
                name="a_thing_stands_once_in_a_chronology",
            ),
        )
