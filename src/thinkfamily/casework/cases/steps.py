"""The steps of a case: for each, what it means, who may take it, and what it does to the case. Its form says what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases import machine
from thinkfamily.casework.cases.council import links_are_made
from thinkfamily.casework.cases.spells import goes_by

Content = dict[str, Any]
BEFORE_WORK = (
    machine.CONSIDERED,
    machine.OFFERED,
    machine.UNDER_DUTY,
    machine.AGREED,
    machine.ASSESSING,
    machine.PLANNING,
)
AT_WORK = (machine.ACTIVE, machine.REVIEWING, machine.STEPPING_DOWN)


@dataclass(frozen=True)
class StepKind:
    """One kind of step.

    Attributes:
        code: what is stored, and stands in the address of its page.
        title: what the link and the button say.
        power: who may take it.
        move: the transition it takes; empty where it only records.
        when: the states in which it can be recorded, for one without a transition.
        second: the name under which a profile asks for a second person; empty where none is asked.
        always_second: whether a second person signs whatever the profile says.
        effect: what it sets on the case besides.
        is_here: whether this site has it at all.
    """

    code: str
    title: Any
    power: str = "case.move"
    move: str = ""
    when: tuple[str, ...] = machine.OPEN
    second: str = ""
    always_second: bool = False
    effect: Callable[[Any, Content, date], None] | None = None
    is_here: Callable[[], bool] = lambda: True

    def needs_second(self, profile: Any) -> bool:
        """Whether a second person signs it, under a profile."""
        if self.always_second:
            return True
        return bool(self.second) and profile is not None and self.second in profile["second_person"]


def _check(case: Any, content: Content, on: date) -> None:
    case.checked_on, case.lone_visit_risk = on, content["risk"]


def _link(case: Any, content: Content, on: date) -> None:
    case.council_key = content["council_key"]


def _pause(case: Any, content: Content, on: date) -> None:
    case.paused_until_on = date.fromisoformat(content["until_on"])


def _resume(case: Any, content: Content, on: date) -> None:
    case.paused_until_on = None


def _step_up(case: Any, content: Content, on: date) -> None:
    case.stepped_up_at = timezone.now()


def _decided(case: Any, content: Content, on: date) -> None:
    case.stepped_up_at = None


STEPS: dict[str, StepKind] = {
    kind.code: kind
    for kind in (
        StepKind("choose_profile", _("Choose the programme"), "case.offer", effect=goes_by, when=BEFORE_WORK),
        StepKind(
            "change_programme",
            _("Change the programme or its intensity"),
            effect=goes_by,
            when=AT_WORK,
            second="change_programme",
        ),
        StepKind("check", _("Check who may know, and visits"), effect=_check),
        StepKind("link", _("Say its key in the council's system"), effect=_link, is_here=links_are_made),
        StepKind("offer", _("Offer the programme"), "case.offer", "offer"),
        StepKind("decline", _("Record that the family says no"), "case.offer", "decline"),
        StepKind("offer_again", _("Offer it again"), "case.offer", "offer_again"),
        StepKind("assess", _("Begin the assessment"), move="assess"),
        StepKind("assessed", _("Record the assessment"), when=(machine.ASSESSING,)),
        StepKind("authorise", _("Authorise the assessment"), "case.sign", "write_plan"),
        StepKind("begin_work", _("Begin to work by the plan"), move="begin_work"),
        StepKind("review", _("Begin the plan review"), move="review"),
        StepKind("go_on", _("End the plan review"), move="go_on"),
        StepKind("step_down", _("Step down"), move="step_down", second="step_down"),
        StepKind("next_accepted", _("Record who accepted"), when=(machine.STEPPING_DOWN,)),
        StepKind("take_back", _("Go on working instead"), move="take_back"),
        StepKind("close", _("Close the case"), move="close", second="close"),
        StepKind("close_early", _("Close early"), move="close_early", second="close"),
        StepKind(
            "breach_heard",
            _("Record a breach, and hear the family"),
            when=machine.TAKING_PART,
        ),
        StepKind("remove", _("Take the family off the programme"), move="remove", always_second=True),
        StepKind("transfer_accepted", _("Record that another area accepted")),
        StepKind("transfer_out", _("Transfer to another area"), move="transfer_out", second="transfer_out"),
        StepKind("archive", _("Archive"), "case.sign", "archive"),
        StepKind("reopen", _("Reopen"), "case.offer", "reopen"),
        StepKind("pause", _("Pause"), move="pause", effect=_pause),
        StepKind("lose_touch", _("The family draws back"), move="lose_touch"),
        StepKind("resume", _("Go on"), move="resume", effect=_resume),
        StepKind("step_up", _("Step up now"), "case.step_up", "step_up", effect=_step_up),
        StepKind(
            "decide_step_up",
            _("Decide on the step up"),
            "case.sign",
            "decide_step_up",
            effect=_decided,
        ),
    )
}


def possible(kind: StepKind, case: Any) -> bool:
    """Whether a step is one of the state that the case is in, its guards aside."""
    if not kind.is_here():
        return False
    if not kind.move:
        return case.state in kind.when
    return _transition(kind, case) is not None and (case.is_open or kind.move not in _OF_OPEN)


def unmet(kind: StepKind, case: Any) -> list[str]:
    """What is not yet so and must be, in words, before a step can be taken."""
    found = _transition(kind, case)
    if found is None:
        return []
    return [
        gettext(" ".join((guard.__doc__ or guard.__name__).split()))
        for guard in found.conditions or ()
        if not guard(case)
    ]


# What is beside the state moves only while the case is open.
_OF_OPEN = ("pause", "lose_touch", "resume", "step_up", "decide_step_up")


def _transition(kind: StepKind, case: Any) -> Any:
    if not kind.move:
        return None
    meta = getattr(type(case), kind.move)._django_fsm
    return meta.transitions.get(getattr(case, meta.field.name))
