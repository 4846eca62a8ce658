"""Who lives where: homes by hardship, moves in three years, and placements away from home."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from thinkfamily.synthetic.cast import CHILD, ELDER, FEMALE, LODGER, MALE, NOBODY, SOLO, People
from thinkfamily.synthetic.families import Families
from thinkfamily.synthetic.needs import Needs
from thinkfamily.synthetic.places import (
    BLOCK,
    CARE_HOME,
    CHILDRENS_HOME,
    HOSTEL,
    HOUSE,
    OUTSIDE,
    PRISON,
    REFUGE,
    TOWER,
    Places,
)
from thinkfamily.synthetic.residents import ALONE, OLD_ALONE, SHARED

# Shares over three years; ours: guesses at a borough with much turnover (the founding paper, section 1).
MOVED_WITHIN, MOVED_IN, MOVED_OUT = 0.20, 0.09, 0.03
HOSTEL_FAMILIES, HOSTEL_SINGLES, CARE_HOME_SHARE = 0.005, 0.010, 0.06
IN_CARE, IN_REFUGE = 0.0050, 0.0025  # children in care: about 70 in 10,000 in England, fewer here; refuge: ours
LOST_FLAT_BUILDINGS = 0.05  # buildings of flats whose flat numbers no agency holds
WINDOW_DAYS = 3 * 365


@dataclass
class Homes:
    """One row per household, in columns; days from 1970-01-01, 0 = never."""

    dwelling: np.ndarray
    before: np.ndarray  # the dwelling lived in before moved_on
    moved_on: np.ndarray
    arrived_on: np.ndarray
    left_on: np.ndarray
    next: np.ndarray  # the dwelling outside the borough gone to on left_on
    is_social: np.ndarray
    lost_flat: np.ndarray  # per dwelling


def settle(
    rng: np.random.Generator,
    people: People,
    families: Families,
    needs: Needs,
    places: Places,
    kinds: np.ndarray,
    as_at: int,
) -> Homes:
    """Give every household a home and a history. ``kinds`` is the kind of each household without children, at the end."""
    count = len(needs.strain)
    is_family = np.zeros(count, bool)
    is_family[families.household] = True
    kind = np.full(count, -1)
    kind[count - len(kinds) :] = kinds
    dwelling = _by_hardship(rng, needs.strain, places, kind == SHARED)
    hostels, care_homes = places.special[HOSTEL], places.special[CARE_HOME]
    hostel_families = families.household[needs["housing"][families.household]]
    for candidates, share, of in (
        (hostel_families, HOSTEL_FAMILIES, len(families)),
        (np.flatnonzero(kind == ALONE), HOSTEL_SINGLES, int((kind == ALONE).sum())),
    ):
        chosen = _some(rng, candidates, share * of)
        dwelling[chosen] = rng.choice(hostels, len(chosen))
    old = _some(rng, np.flatnonzero(kind == OLD_ALONE), CARE_HOME_SHARE * int((kind == OLD_ALONE).sum()))
    dwelling[old] = rng.choice(care_homes, len(old))

    ordinary = np.flatnonzero(places.kind < HOSTEL)
    outside = places.special[OUTSIDE]
    fate = rng.random(count)
    fate[rng.permutation(families.household)[:8]] = np.repeat([0.0, MOVED_WITHIN, MOVED_WITHIN + MOVED_IN, 0.99], 2)
    moved_in = (fate >= MOVED_WITHIN) & (fate < MOVED_WITHIN + MOVED_IN)
    moved_out = (fate >= MOVED_WITHIN + MOVED_IN) & (fate < MOVED_WITHIN + MOVED_IN + MOVED_OUT)
    day = as_at - rng.integers(20, WINDOW_DAYS - 30, count)
    before = np.where(moved_in, rng.choice(outside, count), rng.choice(ordinary, count))
    homes = Homes(
        dwelling=dwelling,
        before=np.where((fate < MOVED_WITHIN) | moved_in, before, NOBODY),
        moved_on=np.where((fate < MOVED_WITHIN) | moved_in, day, 0),
        arrived_on=np.where(moved_in, day, 0),
        left_on=np.where(moved_out, day, 0),
        next=np.where(moved_out, rng.choice(outside, count), NOBODY),
        is_social=(kind != SHARED)
        & (
            rng.random(count)
            < 1 / (1 + np.exp(1.6 - 0.7 * needs.strain - 0.9 * np.isin(places.kind[dwelling], (BLOCK, TOWER))))
        ),
        lost_flat=_lost_flats(rng, places),
    )
    for flags, case in ((moved_in, "mover_in"), (moved_out, "mover_out"), (fate < MOVED_WITHIN, "mover_within")):
        people.mark(np.flatnonzero(flags[people.household]), case)
    people.mark(np.flatnonzero(places.kind[homes.dwelling[people.household]] == HOSTEL), "in_hostel")
    people.mark(np.flatnonzero((kind == SHARED)[people.household]), "shared_house")
    people.mark(np.flatnonzero(homes.lost_flat[homes.dwelling[people.household]]), "lost_flat")
    people.mark(np.flatnonzero(people.part == LODGER), "lodger")
    return homes


def _by_hardship(rng: np.random.Generator, strain: np.ndarray, places: Places, shared: np.ndarray) -> np.ndarray:
    """The harder pressed live where hardship is, more or less; shared homes are houses."""
    ordinary = np.flatnonzero(places.kind < HOSTEL)
    count = len(strain)
    houses = ordinary[places.kind[ordinary] == HOUSE]
    shared = np.flatnonzero(shared)[: len(houses)]
    dwelling = np.empty(count, dtype=np.int32)
    dwelling[shared] = rng.choice(houses, len(shared), replace=False)
    left = np.setdiff1d(ordinary, dwelling[shared], assume_unique=True)
    others = np.setdiff1d(np.arange(count), shared, assume_unique=True)
    left = rng.permutation(left)[: len(others)]
    there = left[np.argsort(places.hardship[left] + rng.normal(0, 1.3, len(left)), kind="stable")]
    who = others[np.argsort(strain[others] + rng.normal(0, 1.3, len(others)), kind="stable")]
    dwelling[who] = there
    return dwelling


def _lost_flats(rng: np.random.Generator, places: Places) -> np.ndarray:
    of_flats = np.unique(places.building[np.isin(places.kind, (BLOCK, TOWER))])
    lost = _some(rng, of_flats, LOST_FLAT_BUILDINGS * len(of_flats))
    return np.isin(places.building, lost)


@dataclass
class Placements:
    """One row per person placed away from home or under another name, in columns by kind."""

    foster_child: np.ndarray
    foster_carer: np.ndarray  # one for each foster child
    residential_child: np.ndarray
    custody_adult: np.ndarray
    custody_child: np.ndarray
    refuge: np.ndarray


def place(
    rng: np.random.Generator,
    people: People,
    families: Families,
    needs: Needs,
    homes: Homes,
    places: Places,
    as_at: int,
) -> Placements:
    """Place children in care, members in custody and families in refuges; marks ``away_home`` and the cases."""
    age = people.age(as_at)
    in_family = np.flatnonzero((people.part == CHILD) & (age < 17.5) & (people.mother != NOBODY))
    stays = homes.left_on[people.household[in_family]] == 0
    in_family = in_family[stays & ~people.is_case("two_homes")[in_family]]
    weight = np.exp(
        1.6 * needs.strain[people.household[in_family]] + 2.0 * needs["parenting"][people.household[in_family]]
    )
    chosen = _weighted(rng, in_family, weight, max(6, round(IN_CARE * len(in_family))))
    residential = age[chosen] > 11
    residential &= rng.random(len(chosen)) < 0.15
    foster, home = chosen[~residential], chosen[residential]
    carers = np.flatnonzero(
        (people.part == SOLO) & (people.sex == FEMALE) & (age > 30) & (age < 64) & (people.partner != NOBODY)
    )
    carers = carers[(homes.moved_on[people.household[carers]] == 0) & (homes.left_on[people.household[carers]] == 0)]
    some = rng.choice(carers, max(2, round(len(foster) * 0.7)), replace=False)
    carer = rng.choice(some, len(foster))
    people.away_home[foster] = homes.dwelling[people.household[carer]]
    people.away_home[home] = rng.choice(places.special[CHILDRENS_HOME], len(home))
    people.mark(chosen, "in_care")
    people.mark(np.unique(carer), "foster_carer")

    free = people.away_home == NOBODY
    here = free & (homes.left_on[people.household] == 0)
    men = np.flatnonzero(here & needs["crime"][people.household] & (people.part != ELDER) & (age > 18.2) & (age < 60))
    men = men[rng.random(len(men)) < np.where(people.sex[men] == MALE, 0.11, 0.012)]
    fathers = np.flatnonzero(here & needs["crime"][people.household] & (people.part == 1) & (age > 18.2))
    men = np.union1d(men, fathers[:2])
    youths = np.flatnonzero(
        here & needs["youth_crime"][people.household] & (people.part == CHILD) & (age > 14.5) & (age < 17.8)
    )
    youths = youths[rng.random(len(youths)) < 0.06]
    prisons = places.special[PRISON]
    for who in (men, youths):
        people.away_home[who] = rng.choice(prisons, len(who))
        people.mark(who, "in_custody")

    fled = np.flatnonzero((families.mother != NOBODY) & (families.father == NOBODY) & ~families.is_expecting_first)
    fled = fled[(homes.left_on[families.household[fled]] == 0)]
    fled = _weighted(
        rng, fled, np.exp(4.0 * needs["domestic"][families.household[fled]]), max(2, round(IN_REFUGE * len(families)))
    )
    refuge = np.flatnonzero(
        np.isin(people.family, fled) & np.isin(people.part, (0, CHILD)) & (people.away_home == NOBODY)
    )
    refuge = refuge[(people.part[refuge] == 0) | (age[refuge] < 18)]
    of_family = dict(zip(fled.tolist(), rng.choice(places.special[REFUGE], len(fled)).tolist(), strict=True))
    people.away_home[refuge] = [of_family[f] for f in people.family[refuge].tolist()]
    people.mark(refuge, "in_refuge")
    away = np.flatnonzero(people.away_home != NOBODY)
    long = np.minimum(rng.exponential(260, len(away)).astype(np.int32) + 20, (as_at - people.born[away]) - 5)
    long = np.where(np.isin(away, refuge), rng.integers(14, 120), long)
    people.away_from[away] = as_at - np.maximum(long, 3)
    for family in fled.tolist():  # they fled together
        of_it = refuge[people.family[refuge] == family]
        people.away_from[of_it] = max(int(people.away_from[of_it].min()), int(people.born[of_it].max()) + 1)
    return Placements(foster, carer, home, men, youths, refuge)


def _some(rng: np.random.Generator, candidates: np.ndarray, wanted: float, least: int = 2) -> np.ndarray:
    count = min(len(candidates), max(least, round(wanted)))
    return np.sort(rng.choice(candidates, count, replace=False))


def _weighted(rng: np.random.Generator, candidates: np.ndarray, weight: np.ndarray, wanted: int) -> np.ndarray:
    wanted = min(wanted, len(candidates))
    return np.sort(rng.choice(candidates, wanted, replace=False, p=weight / weight.sum()))
