"""Which agency knows whom: those to whom something happened there, those it serves, and their relatives it writes down."""

from __future__ import annotations

import numpy as np

from thinkfamily.synthetic.cast import CHILD, ELDER, FATHER, KIN, LODGER, MOTHER, NOBODY
from thinkfamily.synthetic.events_adults import first_adult
from thinkfamily.synthetic.feeds import FEEDS
from thinkfamily.synthetic.places import HOSTEL
from thinkfamily.synthetic.town import Town

# Shares of relatives an agency writes down; ours: guesses.
PARENT_OF_PUPIL = {MOTHER: 0.80, FATHER: 0.45, ELDER: 0.04}
PARENT_APART_OF_PUPIL = 0.10
FAMILY_OF_SERVED = {MOTHER: 0.95, FATHER: 0.80, CHILD: 0.75, ELDER: 0.35, KIN: 0.2}
PARENT_APART_OF_SERVED = 0.5
COUNCIL_TAX = (0.62, 0.62)  # of households: the first adult, and a partner
TENANTS_FAMILY = 0.85


def known_to(town: Town) -> tuple[np.ndarray, np.ndarray]:
    """One pair per agency and person it holds a record of: the agency's position in ``FEEDS``, and the person."""
    rng = town.seeds.stream("presence")
    feeds, persons = [], []
    for number, feed in enumerate(FEEDS):
        blocks = town.diary.entries.get(feed, [])
        served = np.unique(np.concatenate([block["person"] for block in blocks])) if blocks else np.array([], int)
        more = np.unique(_relatives(rng, town, feed, served))
        both = np.union1d(served, more[more >= 0]).astype(np.int32)
        feeds.append(np.full(len(both), number, dtype=np.int8))
        persons.append(both)
    return np.concatenate(feeds), np.concatenate(persons)


def _relatives(rng: np.random.Generator, town: Town, feed: str, served: np.ndarray) -> np.ndarray:
    people, families = town.people, town.families
    homes = people.household

    def some(who: np.ndarray, share: float) -> np.ndarray:
        return who[rng.random(len(who)) < share]

    of_homes = np.zeros(len(town.needs.strain), bool)
    of_homes[homes[served]] = True
    inside = of_homes[homes]
    family = np.unique(people.family[served])
    family = family[family != NOBODY]
    if feed == "education":
        pupils_homes = np.zeros(len(town.needs.strain), bool)
        pupils_homes[homes[served[people.part[served] == CHILD]]] = True
        parts = [
            some(np.flatnonzero(pupils_homes[homes] & (people.part == part)), share)
            for part, share in PARENT_OF_PUPIL.items()
        ]
        return np.concatenate([*parts, some(families.ex[family], PARENT_APART_OF_PUPIL)])
    if feed in ("childrens_social_care", "early_help"):
        parts = [
            some(np.flatnonzero(inside & (people.part == part)), share) for part, share in FAMILY_OF_SERVED.items()
        ]
        found = [*parts, some(families.ex[family], PARENT_APART_OF_SERVED)]
        if feed == "childrens_social_care":
            found += [
                town.placements.foster_carer,
                town.adoptions.before,
                town.adoptions.now,
                town.adoptions.birth_mother,
            ]
        return np.concatenate(found)
    if feed == "health":
        return np.concatenate([town.adoptions.before, town.adoptions.now])
    if feed == "housing":
        return some(np.flatnonzero(inside & ~np.isin(people.part, (LODGER,))), TENANTS_FAMILY * 0.5)
    if feed == "revenues":
        lead = first_adult(town)
        ordinary = (town.places.kind[town.homes.dwelling] < HOSTEL) & (lead != NOBODY)
        first = some(lead[ordinary], COUNCIL_TAX[0])
        return np.concatenate([first, some(people.partner[first], COUNCIL_TAX[1])])
    return np.array([NOBODY])
