"""Saying of a goal that it is vague. It stops nobody: a family's own words come first, and what is missing can be added."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

# Fewer words than these hardly say what is to change: our choice.
SHORT = 4


def vague(goal: Any) -> list[str]:
    """What is vague about a goal, each in a sentence."""
    told = []
    if len(goal.text.split()) < SHORT:
        told.append(_("It is very short: say what will be different, and for whom."))
    if not goal.measure:
        told.append(_("Nobody can tell when it is reached: say how we will know."))
    if goal.target_on is None:
        told.append(_("It has no date."))
    elif goal.target_on < timezone.localdate():
        told.append(_("Its date has passed: look at it again."))
    if not goal.baseline:
        told.append(_("It does not say how things are now, so nobody can see what has changed."))
    if goal.owner_id is None:
        told.append(_("No worker sees to it."))
    if not goal.own_words:
        told.append(_("The family's own words are missing."))
    return told
