"""Which programmes a candidate's needs point to, with which needs. They are told at the desk, where the needs lie, and nowhere else.

What a decider proposes of them crosses into casework with the family; which needs led there does not: needs come to a file
when the family has agreed, and are then read there.
"""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.cases.proposing import Pointer, pointed_to
from thinkfamily.casework.consideration.models import Candidate, Decision
from thinkfamily.casework.families.actions.categories import category_of_need
from thinkfamily.casework.profiles.queries import in_use


def pointing(candidate: Candidate) -> list[Pointer]:
    """One row per programme that the needs of one candidate point to, the best first."""
    return pointed_to(
        category_of_need(row["criterion"], row["heading"], row["says"], feed)
        for row in candidate.content["needs"]
        if row["answer"] == "yes"
        for feed in _feeds(row)
    )


def key_of(one: Pointer) -> str:
    """What a form calls a programme with its intensity."""
    return f"{one.code} {one.tier}"


def with_proposals(decisions: list[Decision]) -> list[Decision]:
    """The same decisions, each with what it proposes as ``points_to``; None where it proposes nothing: one query."""
    every = in_use()
    for each in decisions:
        found = every.get(each.profile)
        each.points_to = None if found is None else Pointer(found, each.tier)  # type: ignore[attr-defined]
    return decisions


def _feeds(row: Any) -> list[str | None]:
    return [feed.strip() for feed in (row.get("sources") or "").split(",") if feed.strip()] or [None]
