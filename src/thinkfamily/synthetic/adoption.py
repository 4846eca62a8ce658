"""Adopted children: two identities of one child, which nobody may ever join, so the truth counts two persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thinkfamily.synthetic.cast import CHILD, FEMALE, FORMER_IDENTITY, MOTHER, Cast, People
from thinkfamily.synthetic.families import Families
from thinkfamily.synthetic.names import draw_surname

ADOPTED = 0.0015  # of children; ours: a guess
KEEPS_FIRST_NAME = 0.7


@dataclass
class Adoptions:
    """One row per adopted child, in columns."""

    now: np.ndarray  # the person the child is today
    before: np.ndarray  # the person it was to the agencies that knew it before
    birth_mother: np.ndarray
    on: np.ndarray  # the day


def reserve_former_identities(cast: Cast, family_count: int) -> np.ndarray:
    """Make room for the identities before adoption; they are filled in by ``adopt``."""
    return cast.add(max(2, round(ADOPTED * 2 * family_count)), part=FORMER_IDENTITY, household=0)


def adopt(rng: np.random.Generator, people: People, families: Families, former: np.ndarray, as_at: int) -> Adoptions:
    """Choose the adopted children and say who they were; marks the case."""
    age = people.age(as_at)
    couples = (families.mother >= 0) & (families.father >= 0) & ~families.is_step
    children = np.flatnonzero((people.part == CHILD) & (age > 3) & (age < 14) & ~people.is_case("twin"))
    children = children[couples[people.family[children]]]
    _, one = np.unique(people.family[children], return_index=True)
    chosen = np.sort(rng.choice(children[one], min(len(former), len(one)), replace=False))
    former = former[: len(chosen)]
    mothers = np.flatnonzero((people.part == MOTHER) & (people.sex == FEMALE))
    candidates = rng.choice(mothers, (len(chosen), 20))
    gap = people.born[chosen][:, None] - people.born[candidates]
    old_enough = (gap > 16 * 366) & (gap < 42 * 365) & (people.family[candidates] != people.family[chosen][:, None])
    birth_mother = candidates[np.arange(len(chosen)), np.argmax(old_enough, axis=1)]
    for column in ("sex", "born", "group"):
        getattr(people, column)[former] = getattr(people, column)[chosen]
    people.household[former] = people.household[birth_mother]
    people.first[former] = people.first[chosen]
    renamed = np.flatnonzero(rng.random(len(chosen)) >= KEEPS_FIRST_NAME)
    people.first[chosen[renamed]] = people.first[rng.permutation(chosen)[renamed]]
    people.last_a[former] = np.where(
        rng.random(len(chosen)) < 0.7, people.last_a[birth_mother], draw_surname(rng, people.group[former])
    )
    people.last_b[former], people.joined_by[former] = -1, 0
    on = np.maximum(as_at - rng.integers(60, 700, len(chosen)), people.born[chosen] + 300)
    people.mark(np.concatenate([chosen, former]), "adopted")
    return Adoptions(chosen, former, birth_mother, on)
