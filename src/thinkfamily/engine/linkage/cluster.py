"""Best-first clustering that refuses what the facts contradict.

Pairs are taken by falling weight. Two clusters are joined unless their trusted facts conflict: it is clusters that are
compared, so a chain A-B-C that no single pair shows is caught. What is refused is the clerical review queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from thinkfamily.engine.linkage.likeness import (
    birth_dates_alike,
    birth_dates_close,
    birth_years_close,
    first_names_akin,
    first_names_alike,
    last_names_alike,
    numbers_alike,
)

Texts = frozenset[str]
NOTHING: Texts = frozenset()


@dataclass(slots=True)
class Facts:
    """What the records of one cluster say; an empty set says nothing.

    ``not_same`` holds the groups that a human has said are other people; ``groups`` those that are in the cluster.
    """

    groups: frozenset[int]
    firsts: Texts = NOTHING
    middles: Texts = NOTHING
    lasts: Texts = NOTHING
    births: Texts = NOTHING
    sexes: Texts = NOTHING
    nhs_numbers: Texts = NOTHING
    ninos: Texts = NOTHING
    upns: Texts = NOTHING
    homes: Texts = NOTHING
    feeds: Texts = NOTHING
    is_adopted: bool = False
    not_same: frozenset[int] = field(default_factory=frozenset)

    def joined_with(self, other: Facts) -> Facts:
        """The facts of both together."""
        return Facts(
            self.groups | other.groups,
            self.firsts | other.firsts,
            self.middles | other.middles,
            self.lasts | other.lasts,
            self.births | other.births,
            self.sexes | other.sexes,
            self.nhs_numbers | other.nhs_numbers,
            self.ninos | other.ninos,
            self.upns | other.upns,
            self.homes | other.homes,
            self.feeds | other.feeds,
            self.is_adopted or other.is_adopted,
            self.not_same | other.not_same,
        )


def conflict(one: Facts, other: Facts) -> str:
    """Why two clusters cannot be one person, in words; empty when nothing speaks against it.

    One fact alone is often a slip, so each conflict can be outweighed by others that agree, but never by a shared name
    and home: those are what members of one family have in common.
    """
    why_not = forbidden(one, other)
    if why_not:
        return why_not
    same_first = not one.firsts.isdisjoint(other.firsts)
    same_birth = not one.births.isdisjoint(other.births)
    number_agrees, numbers_differ = _numbers(one, other)
    if same_first and same_birth and not numbers_differ:
        return ""
    return _weighed(one, other, same_first, same_birth, number_agrees, numbers_differ)


def forbidden(one: Facts, other: Facts) -> str:
    """Why two clusters are never one person, whatever the evidence and whoever says so."""
    if (one.not_same and not one.not_same.isdisjoint(other.groups)) or (
        other.not_same and not other.not_same.isdisjoint(one.groups)
    ):
        return "a person decided they are not the same"
    if (one.is_adopted or other.is_adopted) and not (
        one.firsts == other.firsts and one.lasts == other.lasts and one.births == other.births and one.births
    ):
        return "an adopted child's identities are never joined"
    return ""


def _weighed(
    one: Facts, other: Facts, same_first: bool, same_birth: bool, number_agrees: bool, numbers_differ: bool
) -> str:
    """The conflicts of clusters that do not agree on everything; see ``conflict``."""
    swapped = not one.firsts.isdisjoint(other.lasts) and not one.lasts.isdisjoint(other.firsts)
    same_first = same_first or swapped
    like_first = same_first or _some(one.firsts, other.firsts, first_names_alike)
    like_last = swapped or _some(one.lasts, other.lasts, last_names_alike)
    same_home = not one.homes.isdisjoint(other.homes)
    if like_first is False and not (number_agrees and _some(one.firsts, other.firsts, first_names_akin)):
        # An agency that knows both under their own names knows twins; where none does, it is one name in two forms, or
        # the middle name is the one in use.
        is_known_twice = not one.feeds.isdisjoint(other.feeds)
        goes_by_middle = not (one.firsts | one.middles).isdisjoint(other.firsts | other.middles)
        explained = same_birth and like_last and (same_home or number_agrees)
        if is_known_twice or not (goes_by_middle or explained):
            return "different first names"
    trusts_birth = not same_birth and not (number_agrees and like_first)
    if trusts_birth and _some(one.births, other.births, birth_dates_alike) is False:
        close = _some(one.births, other.births, birth_dates_close)
        # A father and son share name and home, and are born a generation apart.
        within_years = same_home and _some(one.births, other.births, birth_years_close)
        if not (same_first and like_last and (close or within_years)):
            return "different dates of birth"
    if numbers_differ and not (same_first and like_last and same_home and same_birth):
        return "different identifiers"
    if not number_agrees and not same_first and one.sexes and other.sexes and one.sexes.isdisjoint(other.sexes):
        return "different sex and first name"
    return ""


def _numbers(one: Facts, other: Facts) -> tuple[bool, bool]:
    """Whether any identifier agrees; and whether, none agreeing, one differs in more than a slip."""
    differs = False
    for ours, theirs in (
        (one.nhs_numbers, other.nhs_numbers),
        (one.ninos, other.ninos),
        (one.upns, other.upns),
    ):
        if ours and theirs:
            if not ours.isdisjoint(theirs):
                return True, False
            differs = differs or not _some(ours, theirs, numbers_alike)
    return False, differs


def _some(ours: Texts, theirs: Texts, alike: Callable[[str, str], bool]) -> bool | None:
    """Whether any two agree; None when one side says nothing."""
    if not ours or not theirs:
        return None
    if not ours.isdisjoint(theirs):
        return True
    return any(alike(a, b) for a in ours for b in theirs)


def best_first(facts: dict[int, Facts], pairs: Iterable[tuple[int, int, bool]]) -> tuple[dict[int, int], list[str]]:
    """Join groups into people.

    Args:
        facts: of every group that stands in a pair.
        pairs: two groups and whether a human has said that they are the same, in the order in which they are taken: what
            humans said first, then by falling weight.

    Returns:
        the lowest group of each group's person; and for each pair why it was refused, empty where it was linked.
    """
    parent = {group: group for group in facts}
    cluster = dict(facts)

    def root(group: int) -> int:
        while parent[group] != group:
            parent[group] = parent[parent[group]]
            group = parent[group]
        return group

    refused: list[str] = []
    for one, other, is_human in pairs:
        left, right = root(one), root(other)
        why_not = ""
        if left != right:
            why_not = (forbidden if is_human else conflict)(cluster[left], cluster[right])
            if not why_not:
                low, high = min(left, right), max(left, right)
                parent[high] = low
                cluster[low] = cluster[low].joined_with(cluster.pop(high))
        refused.append(why_not)
    return {group: root(group) for group in facts}, refused
