"""When a file goes: the longest of the rules that apply to it, worked out from its ended cases and its youngest child."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.cases.machine import TRANSFERRED
from thinkfamily.casework.plans.months import months_after
from thinkfamily.casework.retention.values import CHILD_AGE, HELPED, MOVED, NOT_HELPED, of_programme

BY_END, BY_PROGRAMME, BY_CHILD = "end", "programme", "child"
RULES = {
    BY_END: _("So long after the end"),
    BY_PROGRAMME: _("The programme’s own time"),
    BY_CHILD: _("The age of the youngest child"),
}
OUTCOMES = {HELPED: _("Took part"), NOT_HELPED: _("Was never helped"), MOVED: _("Transferred out")}


@dataclass(frozen=True)
class Ended:
    """One case that has ended.

    Attributes:
        on: the day.
        state: its state.
        was_helped: whether the family took part, or was worked with under a duty.
        profile: the programme profile; empty where nobody chose one.
        programme: the framework.
        began_on: the day it began.
    """

    on: date
    state: str
    was_helped: bool
    profile: str
    programme: str
    began_on: date

    @property
    def outcome(self) -> str:
        """By which rule it is kept."""
        if self.state == TRANSFERRED:
            return MOVED
        return HELPED if self.was_helped else NOT_HELPED


@dataclass(frozen=True)
class Kept:
    """Until when one file is kept.

    Attributes:
        until: the first day on which it may go.
        rule: which of the rules holds it longest.
        last: the case that ended last.
    """

    until: date
    rule: str
    last: Ended


def kept_until(cases: Sequence[Ended], births: Iterable[date | None], values: Mapping[str, int]) -> Kept:
    """Until when a file is kept: the longest of what applies, over all of its cases and all of its children.

    Args:
        cases: every case of the family, all ended; at least one.
        births: the date of birth of each child of it, None where it is not known.
        values: the values of the site by code.
    """
    last = max(cases, key=lambda one: (one.on, one.began_on))
    found = [(months_after(one.on, values[one.outcome]), BY_END) for one in cases]
    for one in cases:
        if own := values.get(of_programme(one.profile), 0):
            found.append((months_after(one.on, own), BY_PROGRAMME))
    children = list(births)
    if children and any(one.outcome == HELPED for one in cases):
        # Whoever was known when the last case began had been born by then, or was about to be.
        youngest = max(born or last.began_on for born in children)
        found.append((months_after(youngest, 12 * values[CHILD_AGE]), BY_CHILD))
    until, rule = max(found)
    return Kept(until, rule, last)
