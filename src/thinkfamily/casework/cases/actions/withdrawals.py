"""Recording who no longer agrees to take part, whether statutory help is needed without the help, and what is kept after.

None of this touches a lawful basis, a sharing decision or a grant: they are other records, with lives of their own.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.queries.recipients import managers_of
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions._held import held_now, held_open
from thinkfamily.casework.cases.actions.moving import moved
from thinkfamily.casework.cases.machine import no_adult_agrees
from thinkfamily.casework.cases.models import TAKING_PART, THRESHOLD, AgreementToTakePart
from thinkfamily.casework.cases.problems import CaseError, place_of_safety
from thinkfamily.casework.cases.queries.leads import to_hear
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.sharing.permissions import must_hold

# What a manager can decide of the threshold: that it is not clear is an answer for whoever records a withdrawal alone.
DECIDED = ("not_met", "met")
# So long at most may it take until somebody looks at what is held of a family that withdrew: our choice.
DATA_REVIEW_MOST = 60


@transaction.atomic
def withdraw_agreement(
    agreement: AgreementToTakePart,
    *,
    withdrawn_on: date,
    effect: str,
    threshold: str,
    threshold_because: str,
    data_review_on: date,
    by: Any,
) -> AgreementToTakePart:
    """Record that one person no longer agrees; the case is considered again when no agreement that counts is left.

    Its managers are told, and somebody looks at what is held by a day: nothing is deleted by itself, and nothing is kept so.

    Args:
        agreement: which.
        withdrawn_on: the day.
        effect: what it means.
        threshold: one of `THRESHOLD`: whether a child is at risk without the help, so that statutory help is needed.
        threshold_because: how that was judged, and with whom.
        data_review_on: the day by which what is held is looked at again.
        by: who records it.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: the case does not go on, it was withdrawn already, the day cannot be, or what it means is missing.
    """
    how = must_hold(by, agreement.case.family, "case.agree")[0][1]
    case = held_open(agreement.case)
    held = AgreementToTakePart.objects.select_for_update().get(pk=agreement.pk)
    if not held.stands:
        raise CaseError("TF-CASE-020", found=_("This agreement stands no longer."), do=_("Nothing is left to do."))
    if not held.agreed_on <= withdrawn_on <= timezone.localdate():
        raise CaseError(
            "TF-CASE-021",
            found=_("The day is before the agreement, or lies ahead."),
            do=_("Give the day they withdrew."),
            field="withdrawn_on",
        )
    if not effect.strip():
        raise CaseError(
            "TF-CASE-022",
            found=_("It is not said what the withdrawal means."),
            do=_("Say which work stops, what goes on without agreement and on what footing, and what they were told."),
            field="effect",
        )
    if threshold not in dict(THRESHOLD):
        raise CaseError(
            "TF-CASE-023",
            found=_("It is not said whether the threshold for statutory help is met."),
            do=_("Think about whether a child is at risk without the help, and say so."),
            field="threshold",
        )
    if not threshold_because.strip():
        raise CaseError(
            "TF-CASE-024",
            found=_("It is not said how that was judged."),
            do=_("Say how, and with whom."),
            field="threshold_because",
        )
    if not timezone.localdate() <= data_review_on <= timezone.localdate() + timedelta(days=DATA_REVIEW_MOST):
        raise CaseError(
            "TF-CASE-025",
            found=ngettext(
                "The day has passed, or is more than %(days)d day away.",
                "The day has passed, or is more than %(days)d days away.",
                DATA_REVIEW_MOST,
            )
            % {"days": DATA_REVIEW_MOST},
            do=_("Give the day by which what is held is looked at again."),
            field="data_review_on",
        )
    said = heard(by, case.family, place_of_safety, effect=effect.strip(), threshold_because=threshold_because.strip())
    held.withdrawn_on, held.withdrawn_effect = withdrawn_on, said["effect"]
    held.threshold, held.threshold_because = threshold, said["threshold_because"]
    held.data_review_on = data_review_on
    held.withdrawn_by, held.withdrawn_at = by.pk, timezone.now()
    save(held, by)
    record(
        "case.withdraw",
        by=by,
        kind="agreement_to_take_part",
        object=held.pk,
        family=case.family_id,
        others=[held.person_id],
        fields=["data_review_on", "threshold", "threshold_because", "withdrawn_effect", "withdrawn_on"],
        relationship=how,
    )
    managers = managers_of(case.family).exclude(pk=by.pk)
    tell("withdrawn", held.pk, managers, family=case.family_id)
    if case.state in TAKING_PART and no_adult_agrees(case):
        before = case.state
        case.fall_back()
        moved(case, code="fall_back", content={}, on=withdrawn_on, by=by, how=how, before=before)
    return held


@transaction.atomic
def review_withdrawal(agreement: AgreementToTakePart, *, decided: str, threshold: str, by: Any) -> AgreementToTakePart:
    """Record that what is held was looked at after a withdrawal, and whether statutory help is needed, as a manager judges it.

    Who leads the case is told that it was decided: what goes on with the family, and on what footing, is theirs to follow.

    Raises:
        PermissionDenied: the worker may not.
        CaseError: nothing waits to be looked at, it is still not clear, or it is not said what is kept.
    """
    how = must_hold(by, agreement.case.family, "case.sign")[0][1]
    case = held_now(agreement.case)
    held = AgreementToTakePart.objects.select_for_update().get(pk=agreement.pk)
    if not held.waits_for_review:
        raise CaseError("TF-CASE-026", found=_("It was looked at already."), do=_("Nothing is left to do."))
    if threshold not in DECIDED:
        raise CaseError(
            "TF-CASE-023",
            found=_("It is not said whether the threshold for statutory help is met."),
            do=_("Decide: where it is met, step the case up."),
            field="threshold",
        )
    if not decided.strip():
        raise CaseError(
            "TF-CASE-027",
            found=_("It is not said what is kept."),
            do=_("Say what is kept and on which lawful basis, and what is shared no longer."),
            field="decided",
        )
    held.data_decided = heard(by, case.family, place_of_safety, decided=decided.strip())["decided"]
    held.threshold, held.reviewed_on, held.reviewed_by = threshold, timezone.localdate(), by.pk
    save(held, by)
    record(
        "case.review_withdrawal",
        by=by,
        kind="agreement_to_take_part",
        object=held.pk,
        family=case.family_id,
        others=[held.person_id],
        fields=["data_decided", "reviewed_on", "threshold"],
        relationship=how,
    )
    tell("kept_decided", held.pk, to_hear(case.family, but=by.pk), family=case.family_id)
    return held
