"""Taking a step of a case: at once, or proposed by one and signed by another, as the programme profile asks."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.queries.recipients import managers_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions._held import held_now
from thinkfamily.casework.cases.actions.after import plan_looks
from thinkfamily.casework.cases.actions.agreements import lapse
from thinkfamily.casework.cases.actions.ceiling import must_go_on_carrying
from thinkfamily.casework.cases.actions.ending import drop_looks
from thinkfamily.casework.cases.actions.moving import moved
from thinkfamily.casework.cases.models import Case, Step, StepProposal
from thinkfamily.casework.cases.problems import CaseError, place_of_safety
from thinkfamily.casework.cases.queries.leads import to_hear
from thinkfamily.casework.cases.spells import CHANGED, CHOSEN, goes_by
from thinkfamily.casework.cases.steps import STEPS, Content, StepKind, possible, unmet
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.profiles.queries import profile_of_case
from thinkfamily.casework.questions.answers import fitting, local_of, named
from thinkfamily.casework.questions.kinds import CLOSING
from thinkfamily.casework.sharing.permissions import must_hold

# The ends after which it is looked at whether it lasted.
ENDS = ("close", "close_early")
# Decisions on what another recorded: which step that was, and by which notice they and the leads hear of it.
DECIDES = {"authorise": ("assessed", "step_decided"), "decide_step_up": ("step_up", "step_up_decided")}


@transaction.atomic
def take_step(case: Case, code: str, *, by: Any, on: date | None = None, **content: Any) -> Step | StepProposal:
    """Take one step of a case, or propose it where a second person must sign.

    Args:
        case: which case.
        code: one of `STEPS`.
        by: who takes it.
        on: the day on which it was taken; today where none is given.
        content: what the step's form holds besides.

    Raises:
        PermissionDenied: the worker may not take this step.
        CaseError: the case is not where this step begins, a guard is not met, or the day cannot be.
    """
    kind = STEPS[code]
    how = must_hold(by, case.family, kind.power)[0][1]
    held = held_now(case)
    held.mover = by.pk
    day, kept = on or timezone.localdate(), _kept(content)
    answered = local_of(kept)
    kept = {name: value for name, value in kept.items() if name not in answered}
    kept |= fitting(CLOSING, answered, programme=held.profile) if code in ENDS else {}
    _must_be_possible(kind, held, day)
    if code in (CHOSEN, CHANGED):
        _must_be_carried(held, kept, day)
    # Whoever fears for somebody is never kept waiting.
    if code != "step_up":
        kept |= heard(by, held.family, place_of_safety, **{name: one for name, one in kept.items() if type(one) is str})
    if not kind.needs_second(profile_of_case(held)):
        return _apply(kind, held, kept, day, by, how)
    if held.step_proposals.filter(is_signed__isnull=True).exists():
        raise CaseError(
            "TF-CASE-052",
            found=_("Another step of this case waits for its signature."),
            do=_("Let a second person sign or return that one first."),
        )
    made = StepProposal.objects.create(case=held, code=code, content=kept, on=day, proposed_by=by.pk)
    record(
        "case.propose_step",
        by=by,
        kind="step_proposal",
        object=made.pk,
        family=held.family_id,
        fields=["on", *sorted(named(kept))],
        relationship=how,
    )
    tell("to_sign", made.pk, _others(managers_of(held.family), by))
    return made


@transaction.atomic
def sign_step(proposal: StepProposal, *, answer: str, by: Any, because: str = "") -> StepProposal:
    """Sign a step that another proposed, which then is taken; or return it, with the reason.

    Who proposed it and who leads the case are told, each once: of a change of programme leads are told as of any other.

    Raises:
        PermissionDenied: the worker may not sign.
        CaseError: it was decided already, is their own, or what it needs is no longer so.
    """
    how = must_hold(by, proposal.case.family, "case.sign")[0][1]
    case = held_now(proposal.case)
    held = StepProposal.objects.select_for_update().get(pk=proposal.pk)
    if held.is_signed is not None:
        raise CaseError("TF-CASE-053", found=_("This was decided already."), do=_("Look at how the case went."))
    if held.proposed_by == by.pk:
        raise CaseError("TF-CASE-054", found=_("You proposed this step."), do=_("Another person must sign it."))
    if answer != "sign" and not because.strip():
        raise CaseError("TF-CASE-055", found=_("It is not said why it is returned."), do=_("Say why."), field="because")
    held.is_signed, held.decided_by, held.decided_at = answer == "sign", by.pk, timezone.now()
    held.because = heard(by, case.family, place_of_safety, because=because.strip())["because"]
    held.save()
    record(
        "case.sign_step",
        by=by,
        kind="step_proposal",
        object=held.pk,
        family=case.family_id,
        fields=["because", "is_signed"],
        relationship=how,
    )
    # Asked before it is taken: an end can end the parts of who leads.
    hear = list(to_hear(case.family, held.proposed_by, but=by.pk))
    if held.is_signed:
        kind, proposer = STEPS[held.code], Worker.objects.get(pk=held.proposed_by)
        case.mover = held.proposed_by
        _must_be_possible(kind, case, held.on)
        if held.code in (CHOSEN, CHANGED):
            _must_be_carried(case, held.content, held.on)
        _apply(kind, case, held.content, held.on, proposer, how, signed_by=by.pk)
        if held.code == CHANGED:
            leads = set(to_hear(case.family, but=by.pk).values_list("pk", flat=True))
            hear = [one for one in hear if one.pk not in leads]
    tell("step_decided", held.pk, hear, family=case.family_id)
    return held


def _must_be_possible(kind: StepKind, case: Case, day: date) -> None:
    if not possible(kind, case):
        raise CaseError(
            "TF-CASE-050",
            found=_("The case is not where this step begins."),
            do=_("Look at where it stands, and at what can come next."),
        )
    if not case.state_since <= day <= timezone.localdate():
        raise CaseError(
            "TF-CASE-051",
            found=_("The day lies ahead, or before the case came to where it stands."),
            do=_("Give the day on which it was done."),
            field="on",
        )
    for words in unmet(kind, case):
        raise CaseError(
            "TF-CASE-056", found=_("This is not so yet: %(words)s") % {"words": words}, do=_("Do that first.")
        )


def _must_be_carried(case: Case, content: Content, on: date) -> None:
    becomes = copy(case)
    goes_by(becomes, dict(content), on)
    must_go_on_carrying(case, becomes, content.get("over_because", ""))


def _apply(kind: StepKind, case: Case, content: Content, on: date, by: Any, how: str, *, signed_by: Any = None) -> Step:
    before = case.state
    if kind.effect is not None:
        kind.effect(case, content, on)
    if kind.move:
        getattr(case, kind.move)()
    if kind.code == "decide_step_up":
        _go_on_as_before(case)
    step = moved(case, code=kind.code, content=content, on=on, by=by, how=how, before=before, signed_by=signed_by)
    if kind.code == "reopen":
        lapse(case, on=on, by=by, how=how)
        drop_looks(case, by=by, how=how)
    if kind.code in ENDS:
        plan_looks(case, content.get("follow_up", "none"), on, by, how)
    if kind.code == CHANGED:
        leads = to_hear(case.family, but=by.pk if signed_by is None else signed_by)
        tell("programme_moved", step.pk, leads, family=case.family_id)
    if kind.code == "step_up":
        tell("step_up", case.pk, managers_of(case.family), again=True)
    if kind.code in DECIDES:
        before_it, notice = DECIDES[kind.code]
        asked = case.steps.filter(code=before_it).order_by("-taken_at").values_list("taken_by", flat=True).first()
        tell(notice, step.pk, to_hear(case.family, asked, but=by.pk), family=case.family_id)
    if kind.code == "lose_touch":
        tell("losing_touch", step.pk, _others(managers_of(case.family), by), family=case.family_id)
    if kind.code == "assessed":
        tell("to_sign", step.pk, _others(managers_of(case.family), by))
    return step


def _go_on_as_before(case: Case) -> None:
    """Pause a case again that a step up interrupted, or count its family as drawn back: until somebody records otherwise."""
    told = case.steps.filter(code__in=("pause", "lose_touch", "resume", "reopen", "offer_again"))
    last = told.order_by("-taken_at").first()
    if last is not None and last.code in ("pause", "lose_touch"):
        getattr(case, last.code)()


def _others(workers: Iterable[Any], by: Any) -> list[Any]:
    return [worker for worker in workers if worker.pk != by.pk]


def _kept(content: Content) -> Content:
    """What a form holds, as a step keeps it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in content.items()}
