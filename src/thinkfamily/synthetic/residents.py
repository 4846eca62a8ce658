"""Residents without dependent children: alone, couples, sharers, older people. Most of a borough."""

from __future__ import annotations

import numpy as np

from thinkfamily.synthetic.cast import FEMALE, MALE, NOBODY, SOLO, Cast
from thinkfamily.synthetic.names import GROUP_SHARES, GROUPS

RESIDENTS_PER_FAMILY = 250_000 / 18_000  # Westminster: some 250,000 residents, 18,000 families

# Kinds of household without a dependent child: share of such households. Ours: guesses.
ALONE, OLD_ALONE, COUPLE, OLD_COUPLE, WITH_GROWN_CHILD, SHARED = range(6)
KINDS = (0.40, 0.16, 0.21, 0.10, 0.06, 0.07)
SMALLEST_SHARED, LARGEST_SHARED = 3, 8


def make_residents(
    rng: np.random.Generator, cast: Cast, wanted: int, first_household: int, as_at: int
) -> tuple[np.ndarray, np.ndarray]:
    """Add residents without dependent children until the borough is full.

    Returns:
        The kind of each new household, and the number of each.
    """
    mean = 0.56 + 0.31 * 2 + 0.06 * 2.4 + 0.07 * 5.5
    count = max(40, round(wanted / mean))
    kind = rng.choice(len(KINDS), count, p=KINDS)
    household = np.arange(first_household, first_household + count, dtype=np.int32)
    old = np.isin(kind, (OLD_ALONE, OLD_COUPLE))
    age = np.where(
        old, np.clip(66 + rng.gamma(2.0, 5.0, count), 66, 99), np.clip(18 + rng.gamma(2.6, 7.0, count), 18, 65)
    )
    age = np.where(kind == WITH_GROWN_CHILD, np.clip(rng.normal(60, 8, count), 45, 90), age)
    group = rng.choice(len(GROUPS), count, p=list(GROUP_SHARES.values())).astype(np.int8)
    sex = rng.integers(0, 2, count)

    def born(years: np.ndarray) -> np.ndarray:
        return (as_at - years * 365.25).astype(np.int32)

    first = cast.add(count, sex=sex, born=born(age), group=group, household=household, part=SOLO)
    pair = np.isin(kind, (COUPLE, OLD_COUPLE)) | ((kind == WITH_GROWN_CHILD) & (rng.random(count) < 0.5))
    other_group = np.where(
        rng.random(count) < 0.15, rng.choice(len(GROUPS), count, p=list(GROUP_SHARES.values())), group
    )
    same_sex = rng.random(count) < 0.04
    cast.add(
        int(pair.sum()),
        sex=np.where(same_sex, sex, 1 - sex)[pair],
        born=born(np.clip(age + rng.normal(0, 3.5, count), 18, 99)[pair]),
        group=other_group[pair],
        household=household[pair],
        part=SOLO,
        partner=first[pair],
    )
    grown = kind == WITH_GROWN_CHILD
    parent_is_woman = sex[grown] == FEMALE
    cast.add(
        int(grown.sum()),
        sex=rng.integers(0, 2, int(grown.sum())),
        born=born(np.clip(age[grown] - rng.normal(30, 4, int(grown.sum())), 18, 60)),
        group=group[grown],
        household=household[grown],
        part=SOLO,
        mother=np.where(parent_is_woman, first[grown], NOBODY),
        father=np.where(parent_is_woman, NOBODY, first[grown]),
    )
    more = np.where(kind == SHARED, rng.integers(SMALLEST_SHARED - 1, LARGEST_SHARED, count), 0)
    homes = np.repeat(household, more)
    cast.add(
        len(homes),
        sex=np.where(rng.random(len(homes)) < 0.55, MALE, FEMALE),
        born=born(np.clip(18 + rng.gamma(2.2, 5.0, len(homes)), 18, 60)),
        group=rng.choice(len(GROUPS), len(homes), p=list(GROUP_SHARES.values())),
        household=homes,
        part=SOLO,
    )
    return kind, household
