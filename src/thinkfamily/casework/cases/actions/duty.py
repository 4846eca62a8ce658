"""The statutory ground on which a family that has not agreed is worked with: recorded by one, signed by another, ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.queries.recipients import managers_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions._held import held_now, held_open
from thinkfamily.casework.cases.actions.moving import moved
from thinkfamily.casework.cases.guards import no_duty_stands
from thinkfamily.casework.cases.machine import CONSIDERED, OFFERED, UNDER_DUTY
from thinkfamily.casework.cases.models import Case, StatutoryGround
from thinkfamily.casework.cases.problems import CaseError, place_of_safety
from thinkfamily.casework.cases.queries.leads import to_hear
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.sharing.permissions import must_hold

# A ground is looked at again at least so often: our choice.
MOST_DAYS = 183


@transaction.atomic
def record_ground(case: Case, *, kind: str, threshold: str, told: str, until_on: date, by: Any) -> StatutoryGround:
    """Record a ground for working with a family that has not agreed. Nothing follows until another person signs it.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: the family takes part already, or the ground has no end in sight.
    """
    how = must_hold(by, case.family, "case.move")[0][1]
    held = held_now(case)
    today = timezone.localdate()
    if held.state not in (CONSIDERED, OFFERED, UNDER_DUTY):
        raise CaseError(
            "TF-CASE-070",
            found=_("The family takes part, or its case has ended."),
            do=_("A duty needs no state of its own beside agreement."),
        )
    if not 1 <= (until_on - today).days <= MOST_DAYS:
        raise CaseError(
            "TF-CASE-071",
            found=ngettext(
                "A ground ends after today, and within %(days)d day.",
                "A ground ends after today, and within %(days)d days.",
                MOST_DAYS,
            )
            % {"days": MOST_DAYS},
            do=_("Give an earlier day; it can be recorded again."),
            field="until_on",
        )
    said = heard(by, held.family, place_of_safety, threshold=threshold.strip(), told=told.strip())
    made = StatutoryGround.objects.create(case=held, kind=kind, until_on=until_on, recorded_by=by.pk, **said)
    record(
        "case.ground",
        by=by,
        kind="statutory_ground",
        object=made.pk,
        family=held.family_id,
        fields=["kind", "threshold", "told", "until_on"],
        relationship=how,
    )
    tell("to_sign", made.pk, [worker for worker in managers_of(held.family) if worker.pk != by.pk])
    return made


@transaction.atomic
def sign_ground(ground: StatutoryGround, *, by: Any) -> StatutoryGround:
    """Sign a ground that another recorded; the family is then worked with under a duty, which is no agreement.

    Raises:
        PermissionDenied: the worker may not sign.
        CaseError: the case does not go on, or the ground is their own, signed already, or over.
    """
    how = must_hold(by, ground.case.family, "case.sign")[0][1]
    case = held_open(ground.case)
    held = StatutoryGround.objects.select_for_update().get(pk=ground.pk)
    today = timezone.localdate()
    if held.signed_at is not None or held.until_on <= today:
        raise CaseError(
            "TF-CASE-072", found=_("It was signed already, or is over."), do=_("Record a new one if need be.")
        )
    if held.recorded_by == by.pk:
        raise CaseError("TF-CASE-073", found=_("You recorded this ground."), do=_("Another person must sign it."))
    held.signed_by, held.signed_at = by.pk, timezone.now()
    held.save()
    record(
        "case.sign_ground",
        by=by,
        kind="statutory_ground",
        object=held.pk,
        family=case.family_id,
        fields=["signed_at"],
        relationship=how,
    )
    if case.state in (CONSIDERED, OFFERED):
        before = case.state
        case.begin_duty()
        moved(case, code="begin_duty", content={}, on=today, by=by, how=how, before=before)
    tell("step_decided", held.pk, to_hear(case.family, held.recorded_by, but=by.pk), family=case.family_id)
    return held


@transaction.atomic
def end_ground(ground: StatutoryGround, *, by: Any) -> StatutoryGround:
    """End a ground today; where none is left the case is considered again.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: it is over already.
    """
    how = must_hold(by, ground.case.family, "case.move")[0][1]
    case = held_now(ground.case)
    held = StatutoryGround.objects.select_for_update().get(pk=ground.pk)
    today = timezone.localdate()
    if held.until_on <= today and (case.state != UNDER_DUTY or not no_duty_stands(case)):
        raise CaseError("TF-CASE-074", found=_("It is over already."), do=_("Nothing is left to do."))
    held.until_on = max(held.from_on, min(held.until_on, today))
    held.save(update_fields=["until_on"])
    record(
        "case.end_ground",
        by=by,
        kind="statutory_ground",
        object=held.pk,
        family=case.family_id,
        fields=["until_on"],
        relationship=how,
    )
    if case.state == UNDER_DUTY and no_duty_stands(case):
        before = case.state
        case.end_duty()
        moved(case, code="end_duty", content={}, on=today, by=by, how=how, before=before)
    return held
