"""What happens to people's health: general practice, hospital, mind, pregnancy, treatment, adult care. Ours: guesses."""

from __future__ import annotations

import numpy as np

from thinkfamily.synthetic.cast import CHILD, FEMALE, MOTHER, NOBODY
from thinkfamily.synthetic.town import Town

REGISTERED = 0.86  # of residents with a general practice
EXPECTING = 0.028  # of mothers of childbearing age, on the date
LOST = 0.006  # of women of childbearing age, a pregnancy in three years that ended without a child


def health_lives(town: Town) -> None:
    """Enter the events of health agencies and adult social care in the diary."""
    _general_practice_and_hospital(town)
    _minds(town)
    _pregnancies(town)
    _treatment_and_care(town)


def _general_practice_and_hospital(town: Town) -> None:
    rng, diary, people = town.seeds.stream("events: hospital"), town.diary, town.people
    here = np.flatnonzero(diary.last > diary.first)
    registered = here[rng.random(len(here)) < REGISTERED]
    arrived, moved = (
        town.homes.arrived_on[people.household[registered]],
        town.homes.moved_on[people.household[registered]],
    )
    begin = np.where(
        arrived > 0, arrived, np.where(moved > 0, moved, town.window - rng.integers(100, 4000, len(registered)))
    )
    begin = np.maximum(begin, people.born[registered])
    until = np.where(diary.last[registered] <= town.today, diary.last[registered], 0)
    fine = (until == 0) | (until > begin)
    practices = np.array(
        [diary.word(f"{name} Practice") for name in ("Abbey", "Canal", "Dial", "Elm", "Forge", "Gate", "Hill", "Inn")]
    )
    ward = town.places.ward[town.homes.dwelling[people.household[registered]]]
    diary.enter("gp_registered", registered[fine], begin[fine], until[fine], service=practices[ward % 8][fine])
    age = town.age[here]
    frail = np.select([age < 5, age < 18, age < 65, age < 80], [0.65, 0.38, 0.34, 0.45], 0.75)
    frail = frail * np.exp(0.18 * town.needs.strain[people.household[here]])
    extra = 0.5 * town.needed_at("substance")[here] + 0.35 * town.needed_at("adult_mind")[here]
    who, day = diary.points(rng, here, frail + extra)
    diary.enter("ae_attendance", who, day, service="Hospital A&E")
    who, day = diary.points(rng, here, 0.16 * frail + 0.1 * extra)
    diary.enter("ambulance_callout", who, day)
    who, day = diary.points(rng, here, 0.27 * frail + 0.06 * extra)
    diary.enter("hospital_admission", who, day, quantity=1 + rng.poisson(2.0, len(who)))
    chance = np.select([age < 18, age < 45, age < 65], [0.035, 0.06, 0.18], 0.45)
    diary.enter("long_term_condition", *diary.spells(rng, here, chance, 1500, 0.97))


def _minds(town: Town) -> None:
    rng, diary, people = town.seeds.stream("events: minds"), town.diary, town.people
    young = np.flatnonzero((people.part == CHILD) & (town.age > 5) & (town.age < 18))
    diary.enter(
        "child_mental_health",
        *diary.spells(rng, young, 0.045 + 0.40 * town.needed_at("child_mind")[young], 300),
        service="CAMHS",
    )
    grown = np.flatnonzero(town.age >= 18.5)
    chance = 0.018 + 0.5 * town.needed_at("adult_mind")[grown]
    diary.enter("adult_mental_health", *diary.spells(rng, grown, chance, 380), service="Community mental health team")
    little = np.flatnonzero((people.part == CHILD) & (town.age < 5))
    concern = town.needed_at("parenting")[little] + 0.3 * town.needed_at("learning")[little]
    who, day = diary.points(rng, little, 0.02 + 0.5 * concern)
    diary.enter("health_visitor_concern", who, day, service="Health visiting")
    who, day = diary.points(rng, little, 0.05 + 0.45 * town.needed_at("learning")[little])
    grown_enough = day > people.born[who] + 200
    diary.enter("development_check_below", who[grown_enough], day[grown_enough], service="Health visiting")


def _pregnancies(town: Town) -> None:
    """Open on the date, ended in a birth, and ended without a child."""
    rng, diary, people = town.seeds.stream("events: pregnancies"), town.diary, town.people
    families = town.families
    able = (people.sex == FEMALE) & (town.age > 16) & (town.age < 45) & (diary.last > town.today)
    babies = np.flatnonzero((people.part == CHILD) & (town.age < 2.9) & (people.mother != NOBODY))
    mother = people.mother[babies]
    _, one = np.unique(np.stack([mother, people.born[babies]]), axis=1, return_index=True)
    mother, born = mother[one], people.born[babies][one]
    known = (born - 215 > diary.first[mother]) & (diary.last[mother] >= born) & (born <= town.today)
    diary.enter("pregnancy", mother[known], born[known] - 215, born[known], service="Maternity")
    recent = np.unique(mother[born > town.today - 330])
    first = families.mother[families.is_expecting_first]
    mothers = np.setdiff1d(np.flatnonzero(able & (people.part == MOTHER)), np.concatenate([recent, first]))
    more = np.sort(rng.choice(mothers, max(2, round(EXPECTING * len(mothers))), replace=False))
    now = np.concatenate([first, more])
    begin = np.maximum(town.today - rng.integers(10, 215, len(now)), diary.first[now])
    begin = np.minimum(begin, town.today)
    diary.enter("pregnancy", now, begin, service="Maternity")
    people.mark(now, "expecting")
    women = np.setdiff1d(np.flatnonzero(able), np.concatenate([now, np.unique(mother)]))
    lost = np.sort(rng.choice(women, max(2, round(LOST * len(women))), replace=False))
    length = rng.integers(20, 110, len(lost))
    begin = np.maximum(town.today - length - rng.integers(10, 900, len(lost)), diary.first[lost])
    fine = begin + length < town.today
    diary.enter("pregnancy", lost[fine], begin[fine], (begin + length)[fine], service="Maternity")
    people.mark(lost[fine], "pregnancy_ended")


def _treatment_and_care(town: Town) -> None:
    rng, diary, people = town.seeds.stream("events: treatment"), town.diary, town.people
    grown = np.flatnonzero((town.age > 18.2) & (town.age < 75) & (diary.last > diary.first))
    need = town.needed_at("substance")[grown]
    lead = need & (rng.random(len(grown)) < 0.75)
    for event, base, share in (("drug_treatment", 0.0012, 0.62), ("alcohol_treatment", 0.0012, 0.5)):
        who, begin, until = diary.spells(rng, grown, base + share * lead, 300, 0.55)
        diary.enter(event, who, begin, until, service="Turning Tide")
    old = np.flatnonzero(town.age > 65)
    chance = np.where(town.age[old] > 80, 0.22, 0.05)
    diary.enter("adult_care_package", *diary.spells(rng, old, chance, 900, 0.7), service="Adult social care")
    carers = np.flatnonzero((people.part != CHILD) & (town.age > 20) & (town.age < 65))
    diary.enter("adult_care_package", *diary.spells(rng, carers, 0.004, 900, 0.7), service="Adult social care")
