"""Families with children: who lives with whom, who is whose parent, who lives elsewhere.

Shares are ours unless a source stands beside them: guesses at an inner-London borough, made to be hard.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thinkfamily.synthetic.cast import CHILD, ELDER, FATHER, FEMALE, KIN, LODGER, MALE, MOTHER, NOBODY, SOLO, Cast
from thinkfamily.synthetic.names import GROUP_SHARES, GROUPS

CHILDREN = (0.30, 0.37, 0.20, 0.08, 0.03, 0.02)  # families by number of children ever born: about 2.2 aged 0-19
LARGE_FAMILY_GROUPS = ("south_asian_muslim", "somali", "arabic", "west_african")
LONE_FATHERS, KIN_CARERS, EXPECTING_FIRST = 0.03, 0.02, 0.015
STEP_FAMILIES, THREE_GENERATIONS, OTHER_KIN, LODGERS = 0.10, 0.06, 0.02, 0.025
MIXED_COUPLES = 0.12
TWINS = 0.016  # of births that follow another: about the share of twin maternities in England and Wales
TWO_HOMES = 0.012  # families whose children also live in another family
EX_NEARBY, EX_WITH_ANOTHER = 0.38, 0.12  # where a lone mother's former partner lives, if in the borough
AT_HOME_BY_AGE = ((18, 1.0), (20, 0.8), (25, 0.5), (99, 0.2))  # children under this age who still live at home
MOST = len(CHILDREN)


@dataclass
class Families:
    """One row per family, in columns; ``mother`` and ``father`` are the adults at home, ``ex`` the parent elsewhere."""

    strain: np.ndarray  # the latent frailty that all needs share: mean 0, standard deviation 1
    mother: np.ndarray
    father: np.ndarray
    elder: np.ndarray
    ex: np.ndarray
    household: np.ndarray
    is_kin_care: np.ndarray
    is_step: np.ndarray
    is_expecting_first: np.ndarray
    shares_with: np.ndarray  # the family whose children also live here, or -1
    households: int  # homes filled so far, those of parents elsewhere included

    def __len__(self) -> int:
        return len(self.strain)


def make_families(rng: np.random.Generator, cast: Cast, count: int, as_at: int) -> Families:
    """Make ``count`` families with all their people."""
    return _Maker(rng, cast, count, as_at).make()


class _Maker:
    def __init__(self, rng: np.random.Generator, cast: Cast, count: int, as_at: int) -> None:
        self.rng, self.cast, self.as_at = rng, cast, as_at
        self.shared = max(2, round(TWO_HOMES * count))
        self.n = n = count - self.shared
        self.home = np.arange(n, dtype=np.int32)
        self.strain = rng.normal(size=n)
        self.group = self.any_group(n)

    def make(self) -> Families:
        self.plan()
        self.add_parents()
        self.add_elders()
        self.add_kin_and_lodgers()
        sharing = self.add_parents_elsewhere()
        self.add_children()
        extra = self.nobody(len(sharing))
        no = np.zeros(len(sharing), bool)
        join = np.concatenate
        return Families(
            strain=join([self.strain, self.strain[sharing]]),
            mother=join([self.mother, extra]),
            father=join([self.father, self.ex[sharing]]),
            elder=join([self.elder, extra]),
            ex=join([self.ex, self.mother[sharing]]),
            household=join([self.home, self.home[: len(sharing)] + self.n]),
            is_kin_care=join([self.kin_care, no]),
            is_step=join([self.step, no]),
            is_expecting_first=join([self.expecting, no]),
            shares_with=join([self.nobody(self.n), sharing.astype(np.int32)]),
            households=self.households,
        )

    # Small helpers

    def nobody(self, n: int) -> np.ndarray:
        return np.full(n, NOBODY, dtype=np.int32)

    def any_group(self, n: int) -> np.ndarray:
        return self.rng.choice(len(GROUPS), n, p=list(GROUP_SHARES.values())).astype(np.int8)

    def born(self, age: np.ndarray) -> np.ndarray:
        return (self.as_at - age * 365.25).astype(np.int32)

    def add(self, which: np.ndarray, age: np.ndarray, **columns: object) -> np.ndarray:
        """Add one person to each family of a mask, at home there; the row of each family's person, or -1."""
        rows = self.nobody(self.n)
        given = {name: np.broadcast_to(np.asarray(value), (self.n,))[which] for name, value in columns.items()}
        at_home = {"group": self.group[which], "household": self.home[which], "family": self.home[which]}
        rows[which] = self.cast.add(int(which.sum()), born=self.born(age[which]), **(at_home | given))
        return rows

    # The steps

    def plan(self) -> None:
        """What kind of family each is, and how old its children are."""
        rng, n = self.rng, self.n
        kind = rng.random(n)
        # The first families of all are of the rare kinds, so that a very small borough holds them too.
        kind[:2], kind[2:4], kind[4:6] = 0.0, LONE_FATHERS, LONE_FATHERS + KIN_CARERS
        self.lone_father = kind < LONE_FATHERS
        self.kin_care = ~self.lone_father & (kind < LONE_FATHERS + KIN_CARERS)
        self.expecting = (kind >= LONE_FATHERS + KIN_CARERS) & (kind < LONE_FATHERS + KIN_CARERS + EXPECTING_FIRST)
        self.has_mother = ~(self.lone_father | self.kin_care)
        self.lone_mother = self.has_mother & (rng.random(n) < 1 / (1 + np.exp(0.95 - 0.6 * self.strain)))
        self.couple = self.has_mother & ~self.lone_mother
        large = np.isin(self.group, [GROUPS.index(g) for g in LARGE_FAMILY_GROUPS])
        births = 1 + rng.choice(MOST, n, p=CHILDREN) + (large & (rng.random(n) < 0.35))
        births[6:8] = np.maximum(births[6:8], 2)
        self.births = np.where(self.expecting, 0, np.minimum(births, MOST))
        gaps = 1.15 + rng.gamma(2.0, 1.0, (n, MOST))
        gaps[:, 0] = rng.random(n) * 17.95 + 0.02
        twin = rng.random((n, MOST)) < TWINS
        twin[:, 0], twin[6:8, 1] = False, True
        gaps[twin] = 0.0
        self.ages = np.cumsum(gaps, axis=1)  # of the youngest, the next, …
        self.oldest = np.where(self.births > 0, self.ages[self.home, np.maximum(self.births - 1, 0)], -0.1)
        youngest = np.where(self.births > 0, self.ages[:, 0], 0.0)
        first_birth = np.clip(rng.normal(29.5 - 2.2 * self.strain, 4.6), 15.2, 43)
        first_birth = np.maximum(np.minimum(first_birth, 46 - (self.oldest - youngest)), 15.2)
        self.mother_age = self.oldest + first_birth

    def add_parents(self) -> None:
        """The parents at home."""
        rng, n = self.rng, self.n
        self.mother = self.add(self.has_mother, self.mother_age, sex=FEMALE, part=MOTHER)
        age = np.maximum(self.mother_age + rng.normal(2.3, 4.2, n), np.maximum(17, self.oldest + 16))
        group = np.where(rng.random(n) < MIXED_COUPLES, self.any_group(n), self.group)
        mate = np.where(self.couple, self.mother, NOBODY)
        self.father = self.add(self.couple | self.lone_father, age, sex=MALE, part=FATHER, group=group, partner=mate)

    def add_elders(self) -> None:
        """Grandmothers who live in, or who bring the children up; some with the grandfather."""
        rng, n = self.rng, self.n
        has = ((rng.random(n) < THREE_GENERATIONS) & self.has_mother) | self.kin_care
        age = np.clip(self.mother_age + rng.normal(27, 4, n), self.mother_age + 16, 97)
        self.elder = self.add(has, age, sex=FEMALE, part=ELDER)
        both = has & (rng.random(n) < 0.4)
        older = np.clip(age + rng.normal(2, 3, n), self.mother_age + 16, 98)
        self.elder_mate = self.add(both, older, sex=MALE, part=ELDER, partner=self.elder)

    def add_kin_and_lodgers(self) -> None:
        """An aunt or uncle in the home, and lodgers who are no kin at all."""
        rng, n = self.rng, self.n
        kin = self.has_mother & (rng.random(n) < OTHER_KIN)
        age = np.maximum(self.mother_age + rng.normal(0, 5, n), 18)
        self.add(kin, age, sex=rng.integers(0, 2, n), part=KIN)
        lodger = rng.random(n) < LODGERS
        lodger[8:10] = True
        self.add(lodger, 19 + rng.gamma(2.0, 7.0, n), sex=rng.integers(0, 2, n), part=LODGER, group=self.any_group(n))

    def add_parents_elsewhere(self) -> np.ndarray:
        """Former partners: with the children half the time, alone nearby, with another family, or not in the borough.

        Returns:
            The families whose children also live with the other parent.
        """
        rng, n = self.rng, self.n
        self.step = self.couple & (self.births > 0) & (rng.random(n) < STEP_FAMILIES)
        self.ex = self.nobody(n)
        lone = np.flatnonzero(self.lone_mother & (self.births > 0))
        sharing = np.sort(rng.choice(lone, self.shared, replace=False))
        age = np.maximum(self.mother_age + rng.normal(2.3, 4.2, n), self.oldest + 16)
        self.ex[sharing] = self.cast.add(
            self.shared,
            sex=MALE,
            born=self.born(age[sharing]),
            group=self.group[sharing],
            household=np.arange(n, n + self.shared),
            family=np.arange(n, n + self.shared),
            part=FATHER,
        )
        where = rng.random(n)
        where[sharing] = 2.0
        with_another = (
            self.lone_mother & (self.births > 0) & (where >= EX_NEARBY) & (where < EX_NEARBY + EX_WITH_ANOTHER)
        )
        takers = np.flatnonzero(self.couple & ~self.step & (self.births > 0))
        mothers = np.flatnonzero(with_another)
        mothers = mothers[: len(takers)]
        taken = rng.choice(takers, len(mothers), replace=False)
        # Matched by age, so that no father is younger than his child.
        mothers = mothers[np.argsort(self.mother_age[mothers], kind="stable")]
        taken = taken[np.argsort(self.mother_age[taken], kind="stable")]
        fits = self.mother_age[taken] > self.oldest[mothers] + 16
        self.ex[mothers[fits]] = self.father[taken[fits]]
        alone = (self.lone_mother | self.step | self.lone_father | self.kin_care) & (self.births > 0)
        alone &= (where < EX_NEARBY) & (self.ex == NOBODY)
        count = int(alone.sum())
        is_man = (self.lone_mother | self.step)[alone]
        self.ex[alone] = self.cast.add(
            count,
            sex=np.where(is_man, MALE, FEMALE),
            born=self.born(np.where(is_man, age[alone], self.mother_age[alone])),
            group=self.group[alone],
            household=np.arange(n + self.shared, n + self.shared + count),
            part=SOLO,
        )
        self.households = n + self.shared + count
        return sharing

    def add_children(self) -> None:
        """The children, each with the parents it was born to where they are in the borough."""
        rng, n = self.rng, self.n
        order = np.arange(MOST)[None, :]
        age = self.ages
        limits, chances = zip(*AT_HOME_BY_AGE, strict=True)
        chance = np.asarray(chances)[np.searchsorted(limits, age, side="right").clip(0, len(limits) - 1)]
        there = (order < self.births[:, None]) & ((rng.random((n, MOST)) < chance) | (order == 0))
        # The older children of a step-family are of the former partner.
        of_before = self.step[:, None] & (order >= (self.births * rng.random(n)).astype(int)[:, None])
        absent_mother = np.where(self.lone_father | self.kin_care, self.ex, self.mother)
        absent_father = np.where(self.lone_mother, self.ex, np.where(self.kin_care, NOBODY, self.father))
        family, position = np.nonzero(there)
        self.cast.add(
            len(family),
            sex=rng.integers(0, 2, len(family)),
            born=self.born(age[family, position]),
            group=self.group[family],
            household=self.home[family],
            family=self.home[family],
            part=CHILD,
            mother=absent_mother[family],
            father=np.where(of_before[family, position], self.ex[family], absent_father[family]),
        )
