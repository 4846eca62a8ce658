"""Telling whoever asked and has no account what became of their request: a person does it, and says that it is done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.referrals.actions._moving import held, written
from thinkfamily.casework.referrals.models import HOW_TOLD, Referral
from thinkfamily.casework.referrals.problems import changed_meanwhile, missing


@transaction.atomic
def pass_on(referral: Referral, *, told_on: date, told_how: str, by: Any) -> Referral:
    """Record that whoever asked, and reads nothing here, was told what became of it; or that they could not be reached.

    Raises:
        NotAllowedError: it is not this worker's to look at.
        NotPossibleError: nobody waits to be told, or the day cannot be.
    """
    row = held(referral, by, "referral.screen")
    if not row.waits_to_be_told or row.ended_at is None:
        raise changed_meanwhile()
    if not timezone.localdate(row.ended_at) <= told_on <= timezone.localdate():
        raise missing(
            "told_on", _("The day is before it was decided, or lies ahead."), _("Give the day they were told.")
        )
    if told_how not in dict(HOW_TOLD):
        raise missing("told_how", _("It is not said how."), _("Say how they were told."))
    row.told_on, row.told_how, row.told_by = told_on, told_how, by.pk
    row.save()
    written(row, "referral.pass_on", by=by, fields=["told_how", "told_on"])
    return row
