"""The invented borough before any agency has written anything down: its true people, homes, needs and events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from thinkfamily.core.dates import years_before
from thinkfamily.synthetic.adoption import Adoptions, adopt, reserve_former_identities
from thinkfamily.synthetic.cast import CHILD, KIN, LODGER, NOBODY, Cast, People
from thinkfamily.synthetic.diary import Diary, day_number, open_diary
from thinkfamily.synthetic.families import Families, make_families
from thinkfamily.synthetic.homes import Homes, Placements, place, settle
from thinkfamily.synthetic.naming import name_everybody
from thinkfamily.synthetic.needs import Needs
from thinkfamily.synthetic.places import Places, make_places
from thinkfamily.synthetic.residents import OLD_ALONE, RESIDENTS_PER_FAMILY, make_residents
from thinkfamily.synthetic.seeds import Seeds

BOROUGH = "Fableham"
YEARS = 3
STAFF, WITNESSES, OBJECTIONS = 0.003, 0.0002, 0.0006  # of adults, of adults, of everybody; ours: guesses
DIED = 0.05  # of older people living alone, in three years; ours: a guess


@dataclass
class Town:
    """Everything that is true of the borough; days are counted from 1970-01-01."""

    seeds: Seeds
    as_at: date
    today: int
    window: int  # first day of the three years
    people: People
    families: Families
    needs: Needs
    places: Places
    homes: Homes
    placements: Placements
    adoptions: Adoptions
    diary: Diary

    @property
    def age(self) -> np.ndarray:
        """Age in years on the as-at date."""
        return self.people.age(self.today)

    def needed_at(self, need: str) -> np.ndarray:
        """Per person, whether the household has the need."""
        return self.needs[need][self.people.household]


def make_town(seeds: Seeds, family_count: int, as_at: date) -> Town:
    """Make the true borough; nothing has happened in it yet."""
    today, cast = day_number(as_at), Cast()
    families = make_families(seeds.stream("families"), cast, family_count, today)
    wanted = round(RESIDENTS_PER_FAMILY * family_count) - cast.size
    kinds, _ = make_residents(seeds.stream("residents"), cast, wanted, families.households, today)
    former = reserve_former_identities(cast, family_count)
    people = cast.seal()
    households = families.households + len(kinds)
    name_everybody(seeds.stream("names"), people, families)
    adoptions = adopt(seeds.stream("adoptions"), people, families, former, today)
    needs = Needs(seeds.stream("needs"), families, households)
    places = make_places(seeds.stream("places"), households)
    _name_situations(people, families)
    homes = settle(seeds.stream("homes"), people, families, needs, places, kinds, today)
    placements = place(seeds.stream("placements"), people, families, needs, homes, places, today)
    window = day_number(years_before(as_at, YEARS)) + 1
    _deaths(seeds.stream("deaths"), people, kinds, households, window, today)
    _restrict(seeds.stream("restrictions"), people, today)
    diary = open_diary(people, homes, today, window)
    diary.last[adoptions.before] = diary.first[adoptions.before]  # nothing happens to a name that was given up
    return Town(seeds, as_at, today, window, people, families, needs, places, homes, placements, adoptions, diary)


def _name_situations(people: People, families: Families) -> None:
    """Mark the cases that the shape of a family makes."""
    two = families.shares_with
    sharing = two[two != NOBODY]
    child = people.part == CHILD
    people.mark(np.flatnonzero(child & np.isin(people.family, sharing)), "two_homes")
    people.mark(np.unique(families.ex[families.ex != NOBODY]), "separated_parent")
    people.mark(np.flatnonzero(child & np.isin(people.family, np.flatnonzero(families.is_step))), "step_family")
    three = np.flatnonzero((families.elder != NOBODY) & ~families.is_kin_care)
    people.mark(np.flatnonzero(np.isin(people.family, three) & (people.part != LODGER)), "three_generations")
    people.mark(families.elder[families.is_kin_care], "kinship_carer")
    people.mark(np.flatnonzero(people.part == KIN), "other_kin")


def _deaths(
    rng: np.random.Generator, people: People, kinds: np.ndarray, households: int, window: int, today: int
) -> None:
    old = np.flatnonzero(kinds == OLD_ALONE) + households - len(kinds)
    who = np.flatnonzero(np.isin(people.household, old))
    who = who[rng.random(len(who)) < DIED]
    people.died[who] = rng.integers(window + 30, today - 10, len(who))
    people.mark(who, "died")


def _restrict(rng: np.random.Generator, people: People, today: int) -> None:
    """People whose records agencies restrict, and people whose objection to the use of their data is upheld."""
    free = (people.cases == 0) | people.is_case("mover_within")
    grown = np.flatnonzero(free & (people.age(today) > 20) & (people.age(today) < 66))
    chosen = rng.permutation(grown)
    staff, witnesses = max(2, round(STAFF * len(grown))), max(2, round(WITNESSES * len(grown)))
    objections = max(2, round(OBJECTIONS * len(people)))
    people.mark(np.sort(chosen[:staff]), "staff")
    people.mark(np.sort(chosen[staff : staff + witnesses]), "witness")
    people.mark(np.sort(chosen[staff + witnesses : staff + witnesses + objections]), "objection")
