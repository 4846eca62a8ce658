"""Moving a case: the one place where its state changes, with the step that it took and the audit of both."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions.ending import end_planned
from thinkfamily.casework.cases.machine import ACTIVE, AGREED, DECLINED, ENDED, LOSING_TOUCH, PAUSED
from thinkfamily.casework.cases.models import Case, Step
from thinkfamily.casework.questions.answers import named


def moved(
    case: Case, *, code: str, content: dict[str, Any], on: date, by: Any, how: str, before: str, signed_by: Any = None
) -> Step:
    """Keep a step that a case has just taken, and save the case as it now stands.

    Args:
        case: held, its transition done.
        code: which step.
        content: what was recorded at it.
        on: the day on which it was taken.
        by: who takes it.
        how: the relationship through which they may.
        before: the state it was in.
        signed_by: the second person, where there is one.
    """
    if case.state != before:
        if case.side in (PAUSED, LOSING_TOUCH) and (_is_over(case.state) or _is_over(before)):
            # What rests, or draws back, is work: with the end there is none, and a family that is asked anew begins anew.
            case.resume()
            case.paused_until_on = None
        case.state_since = on
        if case.state == AGREED:
            case.agreed_on = case.agreed_on or on
        if case.state == ACTIVE:
            case.active_on = case.active_on or on
        case.ended_on = (case.ended_on or on) if case.state in ENDED else None
    save(case, by)
    if case.state != before and _is_over(case.state):
        end_planned(case, by=by)
    step = Step.objects.create(
        case=case,
        code=code,
        content=content,
        before=before,
        after=case.state,
        on=on,
        taken_by=by.pk,
        taken_at=timezone.now(),
        signed_by=signed_by,
    )
    record(
        "case.move",
        by=by,
        kind="case",
        object=case.pk,
        family=case.family_id,
        others=[step.pk, *([signed_by] if signed_by else [])],
        fields=["state", *sorted(named(content))],
        relationship=how,
    )
    return step


def _is_over(state: str) -> bool:
    return state in (DECLINED, *ENDED)
