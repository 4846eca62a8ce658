"""Setting the values of this site: from a day on, with the reason, within the program's bounds."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.models import SiteValue, Worker
from thinkfamily.casework.agencies.permissions import require
from thinkfamily.casework.agencies.site_values import VALUES, allowed
from thinkfamily.casework.audit.record import record


@transaction.atomic
def set_value(code: str, *, by: Worker, value: int, from_on: date, because: str) -> SiteValue:
    """Set one value from a day on. What held until then stays on record.

    Raises:
        PermissionDenied: it is not theirs to do.
        ValidationError: a value past its bounds, a day before today or no reason.
    """
    require(by, "value.set")
    declared = VALUES[code]
    if not declared.least <= value <= declared.most or value % declared.step:
        raise ValidationError({"value": allowed(declared)})
    if from_on < timezone.localdate():
        raise ValidationError({"from_on": _("The first day cannot be before today.")})
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    made = SiteValue.objects.create(code=code, value=value, from_on=from_on, because=because.strip(), set_by=by.pk)
    record("value.set", by=by, kind="site_value", object=made.pk, others=[code], fields=["value", "from_on", "because"])
    return made
