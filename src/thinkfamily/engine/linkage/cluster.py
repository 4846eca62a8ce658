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
    if not one.not_same.isdisjoint(other.groups) or not other.not_same.isdisjoint(one.groups):
        return "a person decided they are not the same"
    if (one.is_adopted or other.is_adopted) and not (
        one.firsts == other.firsts and one.lasts == other.lasts and one.births == other.births and one.births
    ):
        return "an adopted child's identities are never joined"
    swapped = not one.firsts.isdisjoint(other.lasts) and not one.lasts.isdisjoint(other.firsts)
    same_first = swapped or not one.firsts.isdisjoint(other.firsts)
    like_first = swapped or _some(one.firsts, other.firsts, first_names_alike)
    like_last = swapped or _some(one.lasts, other.lasts, last_names_alike)
    numbers = ((one.nhs_numbers, other.nhs_numbers), (one.ninos, other.ninos), (one.upns, other.upns))
    number_agrees = any(not ours.isdisjoint(theirs) for ours, theirs in numbers)
    same_home = not one.homes.isdisjoint(other.homes)

    same_birth = not one.births.isdisjoint(other.births)
    if like_first is False and not (number_agrees and _some(one.firsts, other.firsts, first_names_akin)):
        # An agency that knows both under their own names knows twins; where none does, it is one name in two forms.
        is_known_twice = not one.feeds.isdisjoint(other.feeds)
        if is_known_twice or not (same_birth and like_last and (same_home or number_agrees)):
            return "different first names"
    if _some(one.births, other.births, birth_dates_alike) is False and not (number_agrees and like_first):
        close = _some(one.births, other.births, birth_dates_close)
        # A father and son share name and home, and are born a generation apart.
        within_years = same_home and _some(one.births, other.births, birth_years_close)
        if not (same_first and like_last and (close or within_years)):
            return "different dates of birth"
    if not number_agrees:
        differ = any(_some(ours, theirs, numbers_alike) is False for ours, theirs in numbers)
        if differ and not (same_first and like_last and same_home and same_birth):
            return "different identifiers"
        if not same_first and one.sexes and other.sexes and one.sexes.isdisjoint(other.sexes):
            return "different sex and first name"
    return ""


def _some(ours: Texts, theirs: Texts, alike: Callable[[str, str], bool]) -> bool | None:
    """Whether any two agree; None when one side says nothing."""
    if not ours or not theirs:
        return None
    if not ours.isdisjoint(theirs):
        return True
    return any(alike(a, b) for a in ours for b in theirs)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups, the evidence that they are one person, and whether a human has said so."""

    left: int
    right: int
    weight_bits: float
    is_human: bool = False


def best_first(facts: dict[int, Facts], pairs: Iterable[Pair], link_at_bits: float) -> tuple[dict[int, int], list[str]]:
    """Join groups into people.

    Args:
        facts: of every group that stands in a pair.
        pairs: in any order; taken human decisions first, then by falling weight, then by number.
        link_at_bits: pairs below this weight are left to clerical review.

    Returns:
        the lowest group of each group's person; and, beside each pair in the order taken, why it was refused
        (empty: linked). The order taken is that of ``sorted(pairs, key=order_of)``.
    """
    parent = {group: group for group in facts}
    cluster = dict(facts)

    def root(group: int) -> int:
        while parent[group] != group:
            parent[group] = parent[parent[group]]
            group = parent[group]
        return group

    refused: list[str] = []
    for pair in sorted(pairs, key=order_of):
        left, right = root(pair.left), root(pair.right)
        if left == right:
            refused.append("")
            continue
        if pair.weight_bits < link_at_bits and not pair.is_human:
            refused.append("too little evidence")
            continue
        why_not = "" if pair.is_human else conflict(cluster[left], cluster[right])
        refused.append(why_not)
        if not why_not:
            low, high = min(left, right), max(left, right)
            parent[high] = low
            cluster[low] = cluster[low].joined_with(cluster.pop(high))
    return {group: root(group) for group in facts}, refused


def order_of(pair: Pair) -> tuple[bool, float, int, int]:
    """Sort key: what a human said, then the strongest evidence, then the lowest numbers."""
    return (not pair.is_human, -pair.weight_bits, pair.left, pair.right)
