"""The way of a goal and the way of an action, whole: states, transitions and guards. The manual's diagrams are made from them.

A guard's docstring is what a worker reads when it is not met. A goal that is met is not *sustained*: that is seen later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

PROPOSED, AGREED, IN_PROGRESS = "proposed", "agreed", "in_progress"
MET, PARTLY, NOT_MET, DROPPED = "met", "partly", "not_met", "dropped"
SUSTAINED, REGRESSED = "sustained", "regressed"
# Still to be worked for.
OPEN_GOALS = (PROPOSED, AGREED, IN_PROGRESS)
ASKED, ACCEPTED, REFUSED, DONE, TAKEN_BACK = "asked", "accepted", "refused", "done", "taken_back"
# Still to be done by somebody.
OPEN_ACTIONS = (ASKED, ACCEPTED)

Guards = dict[Callable[[Any], bool], str]


def family_was_asked(goal: Any) -> bool:
    """Say who of the family agrees to the goal, or why they could not be asked."""
    return bool(goal.because.strip())


def can_be_measured(goal: Any) -> bool:
    """The goal needs a baseline, a measure, a date and a worker who sees to it before work on it begins."""
    return not goal.missing


def there_is_room(goal: Any) -> bool:
    """As many goals are worked on at once as the programme allows: end one first, or leave this one for later."""
    return bool(goal.room > 0)


def has_a_rating(goal: Any) -> bool:
    """Rate the goal on the scale from 0 to 10 before it ends."""
    return bool(goal.ratings.exists())


def why_is_given(row: Any) -> bool:
    """Say why."""
    return bool(row.because.strip())


def was_looked_at_again(goal: Any) -> bool:
    """Rate the goal again on a later day than the one on which it ended: met is not yet sustained."""
    return goal.ended_on is not None and bool(goal.ratings.filter(rated_on__gt=goal.ended_on).exists())


def somebody_answers(action: Any) -> bool:
    """Whoever is asked answers, or whoever writes the plan was told their answer."""
    return action.answered_by is not None


def evidence_is_given(action: Any) -> bool:
    """Say how it is known that it was done."""
    return bool(action.evidence.strip()) or action.owner_person_id is not None


# Each guard beside the field on which a page shows that it is not met.
TO_AGREE: Guards = {family_was_asked: "because"}
TO_BEGIN: Guards = {can_be_measured: "", there_is_room: ""}
TO_END: Guards = {has_a_rating: ""}
TO_DROP: Guards = {why_is_given: "because"}
TO_SUSTAIN: Guards = {was_looked_at_again: ""}
TO_REGRESS: Guards = {why_is_given: "because"}
TO_ACCEPT: Guards = {somebody_answers: ""}
TO_REFUSE: Guards = {somebody_answers: "", why_is_given: "because"}
TO_FINISH: Guards = {somebody_answers: "", evidence_is_given: "evidence"}
TO_TAKE_BACK: Guards = {why_is_given: "because"}


def unmet(guards: Guards, row: Any) -> tuple[str, str] | None:
    """The first guard that is not met, in words, and its field; None when all are."""
    for guard, field in guards.items():
        if not guard(row):
            return (guard.__doc__ or "").strip(), field
    return None


class GoalMachine(models.Model):
    """The state of one goal. It changes through the transitions below and in no other way."""

    STATES = [
        (PROPOSED, _("Proposed")),
        (AGREED, _("Agreed, for later")),
        (IN_PROGRESS, _("Worked on now")),
        (MET, _("Met")),
        (PARTLY, _("Partly met")),
        (NOT_MET, _("Not met")),
        (DROPPED, _("Dropped")),
        (SUSTAINED, _("Sustained")),
        (REGRESSED, _("Slipped back")),
    ]

    state = FSMField("state", max_length=12, choices=STATES, default=PROPOSED, editable=False, protected=True)

    class Meta:
        abstract = True

    @transition(field=state, source=PROPOSED, target=AGREED, conditions=list(TO_AGREE))
    def agree(self) -> None:
        """The family agrees to the goal."""

    @transition(field=state, source=AGREED, target=IN_PROGRESS, conditions=list(TO_BEGIN))
    def begin(self) -> None:
        """Work on the goal begins."""

    @transition(field=state, source=IN_PROGRESS, target=MET, conditions=list(TO_END))
    def meet(self) -> None:
        """The target is reached."""

    @transition(field=state, source=IN_PROGRESS, target=PARTLY, conditions=list(TO_END))
    def meet_in_part(self) -> None:
        """Some of the target is reached, and work on it ends."""

    @transition(field=state, source=IN_PROGRESS, target=NOT_MET, conditions=list(TO_END))
    def miss(self) -> None:
        """The target is not reached, and work on it ends."""

    @transition(field=state, source=OPEN_GOALS, target=DROPPED, conditions=list(TO_DROP))
    def drop(self) -> None:
        """The goal is given up before it was reached."""

    @transition(field=state, source=(MET, PARTLY), target=SUSTAINED, conditions=list(TO_SUSTAIN))
    def sustain(self) -> None:
        """Looked at again later, what was reached still holds."""

    @transition(field=state, source=(MET, PARTLY, SUSTAINED), target=REGRESSED, conditions=list(TO_REGRESS))
    def regress(self) -> None:
        """What was reached holds no longer."""


class ActionMachine(models.Model):
    """The state of one action. It changes through the transitions below; whether it is late, its date says."""

    STATES = [
        (ASKED, _("Asked")),
        (ACCEPTED, _("Accepted")),
        (REFUSED, _("Refused")),
        (DONE, _("Done")),
        (TAKEN_BACK, _("No longer asked")),
    ]

    state = FSMField("state", max_length=10, choices=STATES, default=ASKED, editable=False, protected=True)

    class Meta:
        abstract = True

    @transition(field=state, source=ASKED, target=ACCEPTED, conditions=list(TO_ACCEPT))
    def accept(self) -> None:
        """Whoever is asked says yes."""

    @transition(field=state, source=ASKED, target=REFUSED, conditions=list(TO_REFUSE))
    def refuse(self) -> None:
        """Whoever is asked says no, and why."""

    @transition(field=state, source=OPEN_ACTIONS, target=DONE, conditions=list(TO_FINISH))
    def finish(self) -> None:
        """It is done, and it is said how that is known."""

    @transition(field=state, source=OPEN_ACTIONS, target=TAKEN_BACK, conditions=list(TO_TAKE_BACK))
    def take_back(self) -> None:
        """Whoever leads no longer asks it."""


# Each step by which a goal moves: the method, its guards, and its words on a button.
GOAL_STEPS: dict[str, tuple[Guards, Any]] = {
    "agree": (TO_AGREE, _("Agreed with the family")),
    "begin": (TO_BEGIN, _("Begin to work on it")),
    "meet": (TO_END, _("Met")),
    "meet_in_part": (TO_END, _("Partly met")),
    "miss": (TO_END, _("Not met")),
    "drop": (TO_DROP, _("Drop it")),
    "sustain": (TO_SUSTAIN, _("Sustained: it still holds")),
    "regress": (TO_REGRESS, _("Slipped back")),
}
# Those that can be seen after the case has ended.
AFTERWARDS = ("sustain", "regress")
ACTION_STEPS: dict[str, tuple[Guards, Any]] = {
    "accept": (TO_ACCEPT, _("Yes, I will do it")),
    "refuse": (TO_REFUSE, _("No")),
    "finish": (TO_FINISH, _("It is done")),
}
