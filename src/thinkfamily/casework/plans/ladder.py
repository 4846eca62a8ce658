"""The ladder of ways to reach a family that has been missed several times. It closes nothing: the last step is to decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

LADDER: list[tuple[str, Any]] = [
    ("another_time", _("Another time or another place")),
    ("another_worker", _("Another worker")),
    ("partner", _("Through a partner who is in touch")),
    ("manager", _("A visit with the manager")),
]
# Missed contacts in a row before another way is tried, where the case has no profile; our choice.
MISSED_MOST = 3


@dataclass(frozen=True)
class Ladder:
    """How one case stands on the ladder.

    Attributes:
        missed: contacts missed in a row since somebody of the family was last met.
        most: how many of them the programme takes before another way is tried.
        tried: the steps that were tried since then.
    """

    missed: int
    most: int
    tried: frozenset[str]

    @property
    def is_on(self) -> bool:
        """Whether another way should be tried now."""
        return self.missed >= self.most

    @property
    def next_step(self) -> str:
        """The first step not tried yet, by its code; empty where all are, and a person has to decide."""
        return next((code for code, _title in LADDER if code not in self.tried), "")

    @property
    def is_at_end(self) -> bool:
        """Whether every way was tried, so that a manager and the leads decide."""
        return self.is_on and not self.next_step

    @property
    def says(self) -> Any:
        """The next step, in words."""
        if not self.next_step:
            return _("Every way was tried. A manager and the leads decide what happens now; nothing closes by itself.")
        return dict(LADDER)[self.next_step]

    @property
    def left(self) -> list[tuple[str, Any]]:
        """The steps not tried yet, in their order."""
        return [(code, title) for code, title in LADDER if code not in self.tried]


def ladder(missed: int, most: int, tried: Collection[str]) -> Ladder:
    """How a case stands on the ladder."""
    return Ladder(missed, most, frozenset(tried) - {""})
