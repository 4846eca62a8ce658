"""What must be so before a handover goes on. A guard's docstring is what a worker reads when it is not met."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from thinkfamily.casework.profiles.queries import profile_of_case


def note_is_written(handover: Any) -> bool:
    """What the next lead must know is written down, in five words or more."""
    return len(handover.note.split()) >= 5


def checklist_is_done(handover: Any) -> bool:
    """Every line of the checklist is done."""
    return {code for code, _ in handover.CHECKLIST} <= set(handover.checked)


def they_visited_or_say_why(handover: Any) -> bool:
    """Old and new lead visited together, or it is said why not."""
    return handover.visit_on is not None or bool(handover.no_visit_because.strip())


def they_visited_or_it_is_not_asked(handover: Any) -> bool:
    """They visited together, it is said why not, or the profile does not ask for it."""
    profile = profile_of_case(handover.case)
    return they_visited_or_say_why(handover) or (profile is not None and not profile["joint_visit"])


def family_is_told(handover: Any) -> bool:
    """The family was told who comes now."""
    return handover.told_on is not None and bool(handover.told_words.strip())


def unmet(handover: Any, move: str) -> list[str]:
    """What is not so yet and must be before a handover goes on by a move of its own."""
    guards = getattr(handover, move)._django_fsm.transitions[handover.state].conditions or ()
    return [gettext(" ".join((guard.__doc__ or "").split())) for guard in guards if not guard(handover)]
