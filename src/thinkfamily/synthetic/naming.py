"""What everybody is called: surnames by birth and marriage, given names, and the namesakes that make linking hard."""

from __future__ import annotations

import numpy as np

from thinkfamily.synthetic.cast import CHILD, ELDER, FEMALE, FORMER_IDENTITY, KIN, MALE, NOBODY, People
from thinkfamily.synthetic.families import Families
from thinkfamily.synthetic.names import GROUPS, draw_given, draw_surname, given_names, surnames

# Share of women with a partner who bear his surname, by origin of the name; ours: guesses.
TAKES_HIS_NAME = {
    "british": 0.60,
    "irish": 0.60,
    "caribbean": 0.55,
    "west_african": 0.55,
    "indian": 0.45,
    "east_european": 0.60,
    "turkish": 0.6,
    "south_asian_muslim": 0.25,
    "arabic": 0.10,
    "somali": 0.02,
    "chinese": 0.08,
    "iberian": 0.05,
}
FEMALE_TITLES_AS_SURNAME = ("Begum", "Bibi", "Khatun", "Akhtar")  # many women of the group bear one of these
WITH_MIDDLE_NAME = 0.55
JUNIOR, SAME_INITIALS, NAMESAKE = 0.012, 0.010, 0.006
TWINS_ALIKE = 0.4
RECENT_CHANGE, CHANGED_OTHERWISE = 0.10, 0.004


def name_everybody(rng: np.random.Generator, people: People, families: Families) -> None:
    """Fill in the names of all people, in place, and mark the cases that names make."""
    _surnames(rng, people, families)
    _given(rng, people)
    _juniors(rng, people)
    _same_initials(rng, people)
    _twins(rng, people)
    _namesakes(rng, people)


def _surnames(rng: np.random.Generator, people: People, families: Families) -> None:
    n = len(people)
    own = draw_surname(rng, people.group)
    moslem = people.group == GROUPS.index("south_asian_muslim")
    titled = np.flatnonzero(moslem & (people.sex == FEMALE) & (rng.random(n) < 0.45))
    titles = np.array([surnames().index_of(name) for name in FEMALE_TITLES_AS_SURNAME], dtype=np.int32)
    own[titled] = rng.choice(titles, len(titled), p=[0.6, 0.15, 0.15, 0.1])
    second = np.full(n, NOBODY, dtype=np.int32)
    iberian = people.group == GROUPS.index("iberian")
    second[iberian] = draw_surname(rng, people.group[iberian])

    # Grandparents and aunts bear the surname the mother was born with, or the father's.
    family_of = people.family
    for part in (ELDER, KIN):
        who = np.flatnonzero(people.part == part)
        mother, father = families.mother[family_of[who]], families.father[family_of[who]]
        hers = (mother != NOBODY) & ((father == NOBODY) | (rng.random(len(who)) < 0.6))
        own[who] = np.where(hers, own[mother], np.where(father != NOBODY, own[father], own[who]))
    people.last_a, people.last_b = own.copy(), second.copy()
    people.joined_by = np.where(second != NOBODY, 2, 0).astype(np.int8)

    # Marriage. The rows of a couple name one another one way only: make it both ways.
    with_mate = np.flatnonzero(people.partner != NOBODY)
    people.partner[people.partner[with_mate]] = with_mate
    mate = people.partner
    chance = np.array([TAKES_HIS_NAME[g] for g in GROUPS])[people.group]
    wives = np.flatnonzero(
        (people.sex == FEMALE) & (mate != NOBODY) & (people.sex[mate] == MALE) & (rng.random(n) < chance)
    )
    husband = mate[wives]
    both = rng.random(len(wives)) < 0.05
    people.old_a[wives] = own[wives]
    people.last_a[wives] = np.where(both, own[wives], own[husband])
    people.last_b[wives] = np.where(both, own[husband], NOBODY)
    people.joined_by[wives] = np.where(both, 1, 0)

    _childrens_surnames(rng, people, own)

    recent = wives[rng.random(len(wives)) < RECENT_CHANGE]
    others = np.flatnonzero((people.part != CHILD) & (people.old_a == NOBODY) & (rng.random(n) < CHANGED_OTHERWISE))
    people.old_a[others] = draw_surname(rng, people.group[others])
    people.mark(recent, "name_changer")
    people.mark(others, "name_changer")


def _childrens_surnames(rng: np.random.Generator, people: People, own: np.ndarray) -> None:
    n = len(people)
    born_to = np.flatnonzero((people.mother != NOBODY) | (people.father != NOBODY))
    mother, father = people.mother[born_to], people.father[born_to]
    family = np.where(people.family[born_to] == NOBODY, n + born_to, people.family[born_to]).astype(np.int64)
    # One choice a set of brothers and sisters of the same father: his name, hers, or both.
    key = family * 2 + (father == NOBODY)
    _, group = np.unique(np.stack([key, father], axis=1), axis=0, return_inverse=True)
    choice = rng.random(int(group.max()) + 1)[group]
    absent = draw_surname(rng, people.group[born_to])
    absent_by_group = np.empty(int(group.max()) + 1, dtype=np.int32)
    absent_by_group[group[::-1]] = absent[::-1]
    his = np.where(father != NOBODY, people.last_a[father], absent_by_group[group])
    hers = np.where(mother != NOBODY, own[mother], his)
    lives_with_him = (father != NOBODY) & (people.household[father] == people.household[born_to])
    takes_his = choice < np.where(lives_with_him, 0.82, 0.45)
    both = choice > np.where(lives_with_him, 0.95, 0.97)
    iberian = people.group[born_to] == GROUPS.index("iberian")
    people.last_a[born_to] = np.where(takes_his | iberian | both, his, hers)
    people.last_b[born_to] = np.where((both | iberian) & (mother != NOBODY), hers, NOBODY)
    people.joined_by[born_to] = np.where(people.last_b[born_to] == NOBODY, 0, np.where(iberian, 2, 1))
    kin = np.flatnonzero((people.part == CHILD) & (people.mother == NOBODY) & (people.father == NOBODY))
    people.last_b[kin], people.joined_by[kin] = NOBODY, 0
    # Children brought up by a grandmother share a surname, hers more often than not.
    family_name = draw_surname(rng, people.group)
    elders = np.flatnonzero((people.part == ELDER) & (people.sex == FEMALE))
    hers_by_family = dict(zip(people.family[elders].tolist(), people.last_a[elders].tolist(), strict=True))
    for child in kin.tolist():
        family_no = int(people.family[child])
        people.last_a[child] = hers_by_family.get(family_no, family_name[family_no])


def _given(rng: np.random.Generator, people: People) -> None:
    n = len(people)
    people.first = draw_given(rng, people.group, people.sex)
    # Brothers do not share a first name: draw again, a few times.
    for _ in range(6):
        order = np.lexsort((np.arange(n), people.first, people.household))
        same = (people.household[order][1:] == people.household[order][:-1]) & (
            people.first[order][1:] == people.first[order][:-1]
        )
        again = order[1:][same]
        if not len(again):
            break
        people.first[again] = draw_given(rng, people.group[again], people.sex[again])
    middle = draw_given(rng, people.group, people.sex)
    people.middle = np.where((rng.random(n) < WITH_MIDDLE_NAME) & (middle != people.first), middle, NOBODY).astype(
        np.int32
    )


def _juniors(rng: np.random.Generator, people: People) -> None:
    """Sons named for the father they live with."""
    sons = np.flatnonzero((people.sex == MALE) & (people.father != NOBODY) & (people.part == CHILD))
    father = people.father[sons]
    sons = sons[people.household[father] == people.household[sons]]
    chosen = sons[_some(rng, len(sons), JUNIOR)]
    _, first_of_father = np.unique(people.father[chosen], return_index=True)
    chosen = chosen[np.sort(first_of_father)]
    father = people.father[chosen]
    people.first[chosen] = people.first[father]
    people.last_a[chosen], people.last_b[chosen] = people.last_a[father], people.last_b[father]
    people.joined_by[chosen] = people.joined_by[father]
    people.mark(chosen, "junior")


def _same_initials(rng: np.random.Generator, people: People) -> None:
    """Couples whose initials are the same: J. Smith and J. Smith at one address."""
    women = np.flatnonzero((people.sex == FEMALE) & (people.partner != NOBODY))
    women = women[people.sex[people.partner[women]] == MALE]
    women = women[people.last_a[women] == people.last_a[people.partner[women]]]
    chosen = women[_some(rng, len(women), SAME_INITIALS)]
    names = given_names()
    initial = names.str.slice(0, 1).to_list()
    female: dict[str, int] = {}
    for code in draw_given(rng, people.group, np.zeros(len(people), dtype=np.int8)).tolist():
        female.setdefault(initial[code], code)
    for woman in chosen.tolist():
        people.first[woman] = female.get(initial[people.first[people.partner[woman]]], people.first[woman])
    people.mark(np.concatenate([chosen, people.partner[chosen]]), "same_initials")


def _twins(rng: np.random.Generator, people: People) -> None:
    """Mark twins, and give some of them names that begin alike."""
    children = np.flatnonzero(people.part == CHILD)
    order = children[np.lexsort((children, people.born[children], people.household[children]))]
    a, b = order[:-1], order[1:]
    pair = (people.household[a] == people.household[b]) & (people.born[a] == people.born[b])
    people.mark(np.concatenate([a[pair], b[pair]]), "twin")
    names = given_names()
    initial = names.str.slice(0, 2).to_numpy()
    alike = np.flatnonzero(pair)[rng.random(int(pair.sum())) < TWINS_ALIKE]
    for i in alike.tolist():
        pool = np.unique(draw_given(rng, np.repeat(people.group[b[i]], 400), np.repeat(people.sex[b[i]], 400)))
        close = [c for c in pool.tolist() if initial[c] == initial[people.first[a[i]]] and c != people.first[a[i]]]
        if close:
            people.first[b[i]] = close[int(rng.integers(len(close)))]


def _namesakes(rng: np.random.Generator, people: People) -> None:
    """Unrelated people with the same name, some born in the same year, a few on the same day."""
    # Nobody whose birthday or surname says something about a parent or a child.
    free = (people.partner == NOBODY) & (people.mother == NOBODY) & (people.father == NOBODY)
    for parent in (people.mother, people.father):
        free[parent[parent != NOBODY]] = False
    adults = np.flatnonzero(free & ~np.isin(people.part, (CHILD, ELDER, FORMER_IDENTITY)))
    chosen = adults[_some(rng, len(adults), NAMESAKE)]
    for sex in (FEMALE, MALE):
        these = chosen[people.sex[chosen] == sex]
        others = np.flatnonzero((people.sex == sex) & (people.part != CHILD))
        model = rng.choice(others, len(these))
        fine = people.household[model] != people.household[these]
        these, model = these[fine], model[fine]
        for column in ("first", "last_a", "last_b", "joined_by", "group"):
            getattr(people, column)[these] = getattr(people, column)[model]
        near = rng.random(len(these))
        people.born[these] = np.where(
            near < 0.08,
            people.born[model],
            np.where(near < 0.3, people.born[model] + rng.integers(-150, 150, len(these)), people.born[these]),
        )
        people.mark(np.concatenate([these, model]), "namesake")


def _some(rng: np.random.Generator, size: int, share: float, least: int = 2) -> np.ndarray:
    """Positions of a share of ``size`` things, never fewer than ``least`` where there are so many; in order."""
    wanted = min(size, max(least, round(share * size)))
    return np.sort(rng.choice(size, wanted, replace=False))
