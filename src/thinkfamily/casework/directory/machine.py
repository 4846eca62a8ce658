"""The way of a referral to a service, whole: states, transitions and guards. The manual's diagram is made from it.

A guard's docstring is what a worker reads when it is not met.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

SENT, WAITING, ACCEPTED, DECLINED, TAKEN_BACK = "sent", "waiting", "accepted", "declined", "taken_back"
# Somebody still has to hear from the service.
OPEN = (SENT, WAITING)

Guards = dict[Callable[[Any], bool], str]


def somebody_answers(referral: Any) -> bool:
    """The service answers, or whoever works with the family was told its answer."""
    return referral.answered_by is not None


def day_to_ask_again_is_given(referral: Any) -> bool:
    """Say by when to ask the service again: a day that is still to come."""
    return bool(referral.ask_again_is_ahead)


def why_declined_is_given(referral: Any) -> bool:
    """Say why it declined."""
    return bool(referral.declined_why)


def why_taken_back_is_given(referral: Any) -> bool:
    """Say why."""
    return bool(referral.because.strip())


# Each guard beside the field on which a page shows that it is not met.
TO_WAIT: Guards = {somebody_answers: "", day_to_ask_again_is_given: "answer_by_on"}
TO_ACCEPT: Guards = {somebody_answers: ""}
TO_DECLINE: Guards = {somebody_answers: "", why_declined_is_given: "declined_why"}
TO_TAKE_BACK: Guards = {why_taken_back_is_given: "because"}


def unmet(guards: Guards, row: Any) -> tuple[str, str] | None:
    """The first guard that is not met, in words, and its field; None when all are."""
    for guard, field in guards.items():
        if not guard(row):
            return (guard.__doc__ or "").strip(), field
    return None


class ServiceReferralMachine(models.Model):
    """The state of one referral to a service. It changes through the transitions below; whether it is late, its date says."""

    STATES = [
        (SENT, _("No answer yet")),
        (WAITING, _("On the waiting list")),
        (ACCEPTED, _("Accepted")),
        (DECLINED, _("Declined")),
        (TAKEN_BACK, _("Taken back")),
    ]

    state = FSMField("state", max_length=10, choices=STATES, default=SENT, editable=False, protected=True)

    class Meta:
        abstract = True

    @transition(field=state, source=OPEN, target=WAITING, conditions=list(TO_WAIT))
    def wait(self) -> None:
        """The service takes the name onto its waiting list, or says that it still waits."""

    @transition(field=state, source=OPEN, target=ACCEPTED, conditions=list(TO_ACCEPT))
    def accept(self) -> None:
        """The service says yes: help begins, or has a day."""

    @transition(field=state, source=OPEN, target=DECLINED, conditions=list(TO_DECLINE))
    def decline(self) -> None:
        """The service says no, and why."""

    @transition(field=state, source=OPEN, target=TAKEN_BACK, conditions=list(TO_TAKE_BACK))
    def take_back(self) -> None:
        """Whoever works with the family no longer asks for it."""


# Each answer: the method, its guards, and its words on a page.
STEPS: dict[str, tuple[Guards, Any]] = {
    "accept": (TO_ACCEPT, _("Accepted")),
    "wait": (TO_WAIT, _("On the waiting list")),
    "decline": (TO_DECLINE, _("Declined")),
}
