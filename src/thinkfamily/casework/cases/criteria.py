"""The criteria of a case's programme, as a worker can answer them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.answering import is_for_workers_alone, is_of_members, is_of_the_family, may_be_meant
from thinkfamily.programmes.criterion import Criterion
from thinkfamily.programmes.framework import load_programme


@dataclass(frozen=True)
class Asked:
    """One criterion of a programme.

    Attributes:
        criterion: as the programme declares it.
        heading: its heading's id, under which needs are kept.
        title: its heading in words.
        is_for_workers_alone: whether no record can answer it.
    """

    criterion: Criterion
    heading: str
    title: str
    is_for_workers_alone: bool

    @property
    def is_of_the_family(self) -> bool:
        """Whether it can be answered for the family as one."""
        return is_of_the_family(self.criterion)

    @property
    def is_of_members(self) -> bool:
        """Whether it can be answered for one member."""
        return is_of_members(self.criterion)

    def may_be_meant(self, member: Any, on: date) -> bool:
        """Whether it can speak of one member, as far as is known."""
        return may_be_meant(self.criterion, role=member.role, born=member.person.date_of_birth, on=on)


def asked_by(programme: str) -> list[Asked]:
    """The criteria of a programme in its own order, those first that only a worker can answer.

    A programme that this release does not ship asks nothing.
    """
    try:
        shipped = load_programme(programme)
    except RuleError:
        return []
    titles = {heading.id: heading.title for heading in shipped.headings}
    found = [Asked(each, each.heading, titles[each.heading], is_for_workers_alone(each)) for each in shipped.criteria]
    return sorted(found, key=lambda one: not one.is_for_workers_alone)
