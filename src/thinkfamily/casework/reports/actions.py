"""Releasing figures: by information governance, and not so often that two releases tell of one family."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.agencies.site_values import SMALLEST_SHOWN, value_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.reports.hiding import shown
from thinkfamily.casework.reports.models import Release
from thinkfamily.casework.reports.queries import counts

# Our choice: what changes between two releases is then more than one family.
DAYS_BETWEEN = 28


@transaction.atomic
def release_figures(*, by: Worker) -> Release:
    """Fix today's figures, small numbers hidden.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: the last release is too recent.
    """
    if not standing_of(by).holds("figures.release"):
        raise PermissionDenied
    last = Release.objects.first()
    if last and timezone.now() - last.released_at < timedelta(days=DAYS_BETWEEN):
        raise ValidationError(
            _("Figures were released on %(day)s. The next release can be made %(days)d days after that.")
            % {"day": f"{timezone.localtime(last.released_at):%d %B %Y}", "days": DAYS_BETWEEN}
        )
    smallest = value_of(SMALLEST_SHOWN)
    figures = [
        {
            "title": table["title"],
            "of": table["of"],
            "smallest": smallest,
            "total": shown(table["total"], smallest),
            "rows": [[label, shown(count, smallest)] for label, count in table["rows"]],
        }
        for table in counts()
    ]
    made = Release.objects.create(figures=figures, released_by=by.pk)
    record("figures.release", by=by, kind="release", object=made.pk)
    return made
