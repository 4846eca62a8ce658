"""Urgent child protection enquiries: the decision to make them is signed by whoever takes it, before anything is shared."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.sharing.models import UrgentEnquiry
from thinkfamily.casework.sharing.permissions import must_hold
from thinkfamily.casework.sharing.problems import SharingError, place_of_safety


@transaction.atomic
def sign_enquiry(family: Any, *, grounds: str, by: Any, decided_at: datetime | None = None) -> UrgentEnquiry:
    """Sign one's own decision to make urgent child protection enquiries about one family.

    Nobody signs for another: the decision maker is the worker who acts. It shares nothing by itself.

    Raises:
        PermissionDenied: the worker may not decide what is shared about this family.
        SharingError: there are no grounds, or the time lies ahead.
    """
    how = must_hold(by, family, "sharing.decide")[0][1]
    now = timezone.now()
    if not grounds.strip():
        raise SharingError(
            "TF-SHARING-010",
            found=_("There are no grounds."),
            do=_("Say what gives reasonable cause to suspect significant harm, and how it is known."),
            field="grounds",
        )
    if decided_at is not None and decided_at > now:
        raise SharingError(
            "TF-SHARING-011",
            found=_("The time of the decision lies ahead."),
            do=_("Give the time at which you decided."),
            field="decided_at",
        )
    said = heard(by, family, place_of_safety, grounds=grounds.strip())
    made = UrgentEnquiry.objects.create(family=family, decided_by=by, decided_at=decided_at or now, **said)
    record(
        "enquiry.sign",
        by=by,
        kind="urgent_enquiry",
        object=made.pk,
        family=family.pk,
        fields=["decided_at", "grounds"],
        relationship=how,
    )
    return made
