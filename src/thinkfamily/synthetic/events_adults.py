"""What happens to grown people: work, money, home, police, courts. Rates a year unless said; ours: guesses."""

from __future__ import annotations

import numpy as np

from thinkfamily.synthetic.cast import CHILD, FATHER, LODGER, MALE, MOTHER, NOBODY
from thinkfamily.synthetic.places import HOSTEL, OUTSIDE
from thinkfamily.synthetic.town import Town

BENEFITS = ("uc_no_requirement", "uc_searching", "esa", "carers", "jsa", "is")
BENEFIT_SHARES = (0.44, 0.30, 0.14, 0.08, 0.02, 0.02)


def adults_live(town: Town) -> None:
    """Enter the events of adults' agencies in the diary."""
    _work(town)
    _arrears(town)
    _housing(town)
    _police(town)
    _domestic_abuse(town)
    _courts(town)
    _voluntary_and_fire(town)


def _adults(town: Town, low: float = 18, high: float = 120) -> np.ndarray:
    return np.flatnonzero((town.age >= low) & (town.age < high) & (town.diary.last > town.diary.first))


def first_adult(town: Town) -> np.ndarray:
    """Per household, the adult in whose name things stand: the mother, else the father, else whoever is there; or -1."""
    people = town.people
    rank = np.select(
        [people.part == MOTHER, people.part == FATHER, people.part == CHILD, people.part == LODGER], [0, 1, 8, 9], 4
    )
    who = np.flatnonzero(town.age >= 18)
    order = who[np.lexsort((who, rank[who], people.household[who]))]
    homes, at = np.unique(people.household[order], return_index=True)
    found = np.full(len(town.needs.strain), NOBODY, dtype=np.int32)
    found[homes] = order[at]
    return found


def _work(town: Town) -> None:
    rng, diary = town.seeds.stream("events: work"), town.diary
    lead = first_adult(town)
    able = _adults(town, 18, 66)
    workless = town.needed_at("work")[able] & ((rng.random(len(able)) < 0.6) | np.isin(able, lead))
    workless &= ~town.people.is_case("in_custody")[able]
    out = able[workless]
    details = np.array([diary.word(b) for b in BENEFITS])
    chosen = details[rng.choice(len(BENEFITS), len(out), p=BENEFIT_SHARES)]
    long = rng.random(len(out)) < 0.8
    begin = np.where(
        long, town.today - 370 - rng.integers(0, 2500, len(out)), town.today - rng.integers(30, 370, len(out))
    )
    adult_on = town.people.born[out] + int(18.1 * 365.25)
    begin = np.maximum(begin, adult_on)
    arrived = town.homes.arrived_on[town.people.household[out]]
    begin = np.where(arrived > 0, np.maximum(begin, arrived), begin)
    fine = (begin < diary.last[out] - 3) & (begin <= town.today)
    until = np.where(diary.last[out] <= town.today, diary.last[out], 0)
    diary.enter(
        "out_of_work_benefit", out[fine], begin[fine], until[fine], service="Jobcentre Plus", detail=chosen[fine]
    )
    diary.enter("work_programme", *diary.spells(rng, out, 0.15, 200))
    diary.enter("esf_provision", *diary.spells(rng, out, 0.04, 200))

    others = able[~workless]
    who, begin, until = diary.spells(rng, others, 0.075, 220, 0.3)
    chosen = details[rng.choice(len(BENEFITS), len(who), p=BENEFIT_SHARES)]
    grown = begin > town.people.born[who] + 18 * 366
    diary.enter(
        "out_of_work_benefit", who[grown], begin[grown], until[grown], service="Jobcentre Plus", detail=chosen[grown]
    )
    # The department tells the council only of people it knows: here, those on an in-work award.
    at_work = np.setdiff1d(others, who)
    parent = np.isin(town.people.part[at_work], (MOTHER, FATHER))
    known = at_work[rng.random(len(at_work)) < np.where(parent, 0.5, 0.26)]
    begin = np.maximum(
        diary.first[known] - rng.integers(0, 2000, len(known)), town.people.born[known] + int(16.5 * 365.25)
    )
    arrived = town.homes.arrived_on[town.people.household[known]]
    begin = np.where(arrived > 0, np.maximum(begin, arrived), begin)
    until = np.where(diary.last[known] <= town.today, diary.last[known], 0)
    fine = begin < diary.last[known] - 5
    diary.enter("employment", known[fine], begin[fine], until[fine])
    award = known[fine & (rng.random(len(known)) < np.where(town.people.part[known] == MOTHER, 0.60, 0.34))]
    monthly = np.exp(rng.normal(7.0, 0.45, len(award)))
    for back in range(34, 0, -1):
        last = town.today - int(back * 30.4)
        there = (diary.first[award] < last - 31) & (diary.last[award] > last)
        who = award[there]
        pay = np.round(monthly[there] * rng.normal(1, 0.08, len(who)))
        diary.enter("monthly_earnings", who, np.full(len(who), last - 30), last, quantity=pay)


def _arrears(town: Town) -> None:
    rng, diary, homes = town.seeds.stream("events: arrears"), town.diary, town.homes
    lead = first_adult(town)
    household = np.flatnonzero(lead != NOBODY)
    ordinary = town.places.kind[homes.dwelling[household]] < HOSTEL
    household = household[ordinary]
    money = town.needs["money"][household]
    for event, chance, only in (
        ("council_tax_arrears", np.where(money, 0.75, 0.055), None),
        ("rent_arrears", np.where(money, 0.8, 0.20), homes.is_social),
    ):
        behind = household[(rng.random(len(household)) < chance) & (only[household] if only is not None else True)]
        who = lead[behind]
        level = np.where(
            town.needs["money"][behind], rng.gamma(3.0, 420, len(behind)) + 350, rng.gamma(1.2, 160, len(behind))
        )
        for month in range(35, -1, -1):
            last = town.today - int(30.4 * month) - 15
            there = (diary.first[who] < last - 30) & (diary.last[who] > last)
            amount = np.maximum(np.round(level[there] * rng.normal(1 - 0.01 * month, 0.1, int(there.sum())), 2), 5)
            diary.enter(event, who[there], np.full(int(there.sum()), last - 30), last, quantity=amount)


def _housing(town: Town) -> None:
    rng, diary, people, homes = town.seeds.stream("events: housing"), town.diary, town.people, town.homes
    lead = first_adult(town)
    tenants = np.flatnonzero(homes.is_social[people.household] & (people.part != LODGER))
    tenants = tenants[
        (town.places.kind[homes.dwelling[people.household[tenants]]] < HOSTEL)
        & (diary.last[tenants] > diary.first[tenants])
    ]
    since = town.today - 200 - rng.integers(0, 5000, len(homes.dwelling))
    since = np.where(homes.moved_on > 0, homes.moved_on, since)
    begin = np.maximum(since[people.household[tenants]], people.born[tenants])
    until = np.where(diary.last[tenants] <= town.today, diary.last[tenants], 0)
    fine = (until == 0) | (until > begin)
    diary.enter("tenancy", tenants[fine], begin[fine], until[fine], service="Housing management")

    pressed = np.flatnonzero(town.needs["housing"] & (lead != NOBODY))
    lead_pressed = lead[pressed]
    diary.enter("overcrowding", *diary.spells(rng, lead_pressed, 0.62, 500, 0.75), service="Housing needs")
    everyone = lead[lead != NOBODY]
    money = town.needed_at("money")[everyone] & homes.is_social[people.household[everyone]]
    bad = town.needed_at("housing")[everyone]
    crime = town.needed_at("crime")[everyone] & homes.is_social[people.household[everyone]]
    for event, rate, service in (
        ("possession_notice", 0.001 + 0.30 * money, "Income team"),
        ("eviction", 0.0004 + 0.012 * money + 0.01 * bad, "Income team"),
        ("homelessness_application", 0.003 + 0.22 * bad, "Housing needs"),
        ("housing_asb_action", 0.0008 + 0.25 * crime, "Tenancy enforcement"),
    ):
        who, day = diary.points(rng, everyone, rate)
        diary.enter(event, who, day, reference=diary.new_references(len(who)), service=service)
    teens = np.flatnonzero((people.part == CHILD) & (town.age > 16.1) & (town.age < 18))
    who, day = diary.points(rng, teens, 0.003 + 0.02 * town.needed_at("parenting")[teens])
    adult_enough = day > people.born[who] + int(16.05 * 365.25)
    diary.enter("excluded_from_home", who[adult_enough], day[adult_enough], service="Housing needs")

    # Temporary accommodation: the whole household on one case, hostel or not.
    in_hostel = np.flatnonzero(town.places.kind[homes.dwelling] == HOSTEL)
    placed = np.union1d(in_hostel[town.needs["housing"][in_hostel]], pressed[rng.random(len(pressed)) < 0.06])
    number = np.full(len(homes.dwelling), -1)
    number[placed] = diary.new_references(len(placed))
    first = np.zeros(len(homes.dwelling), dtype=np.int64)
    first[placed] = town.today - rng.integers(15, 900, len(placed))
    members = np.flatnonzero((number[people.household] >= 0) & (people.away_home == NOBODY))
    begin = np.maximum(first[people.household[members]], diary.first[members])
    fine = begin < diary.last[members] - 2
    members, begin = members[fine], begin[fine]
    until = np.where(diary.last[members] <= town.today, diary.last[members], 0)
    diary.enter(
        "temporary_accommodation",
        members,
        begin,
        until,
        reference=number[people.household[members]],
        service="Temporary accommodation",
    )


def _police(town: Town) -> None:
    rng, diary, people = town.seeds.stream("events: police"), town.diary, town.people
    grown = _adults(town, 14, 75)
    young = np.clip((50 - town.age[grown]) / 30, 0.15, 1.0) * np.where(people.sex[grown] == MALE, 1.4, 0.5)
    offends = np.where(
        people.part[grown] == CHILD, 0.6 * town.needed_at("youth_crime")[grown], town.needed_at("crime")[grown] * young
    )
    free = ~people.is_case("in_custody")[grown]
    for event, base, pressed in (("asb_incident", 0.006, 0.8), ("arrest", 0.006, 0.55), ("crime_suspect", 0.008, 0.7)):
        who, day = diary.points(rng, grown, (base * young + pressed * offends) * np.where(free, 1.0, 0.4))
        old_enough = day > people.born[who] + int(10.3 * 365.25)
        who, day = who[old_enough], day[old_enough]
        mild = (
            np.where(rng.random(len(who)) < 0.5, diary.word("no_further_action"), -1)
            if event == "asb_incident"
            else None
        )
        diary.enter(
            event,
            who,
            day,
            role="suspect",
            reference=diary.new_references(len(who)),
            service="Response team",
            detail=mild,
        )
    diary.enter(
        "asb_order", *diary.spells(rng, grown, 0.0004 + 0.05 * offends, 250), service="Anti-social behaviour team"
    )
    everyone = _adults(town, 11, 95)
    who, day = diary.points(rng, everyone, 0.028 + 0.12 * town.needed_at("crime")[everyone])
    diary.enter("crime_victim", who, day, role="victim", reference=diary.new_references(len(who)))


def _domestic_abuse(town: Town) -> None:
    """Incidents with a number that victim, perpetrator and the children who were there share."""
    rng, diary, people = town.seeds.stream("events: domestic abuse"), town.diary, town.people
    families = town.families
    mother = np.flatnonzero((people.part == MOTHER) & (diary.last > diary.first))
    ex = np.full(len(people), NOBODY)
    ex[families.mother[families.mother != NOBODY]] = families.ex[families.mother != NOBODY]
    partners = np.flatnonzero((people.partner != NOBODY) & (people.sex == 0) & (people.part != MOTHER))
    victims = np.concatenate([mother, partners])
    fled = people.is_case("in_refuge")[victims]
    victim, day = diary.points(rng, victims, 0.012 + 1.1 * town.needed_at("domestic")[victims] + 2.5 * fled)
    number = diary.new_references(len(victim))
    perpetrator = np.where(people.partner[victim] != NOBODY, people.partner[victim], ex[victim])
    swapped = (rng.random(len(victim)) < 0.12) & (perpetrator != NOBODY)
    a, b = np.where(swapped, perpetrator, victim), np.where(swapped, victim, perpetrator)
    diary.enter("domestic_abuse_incident", a, day, role="victim", reference=number, service="Safeguarding unit")
    named = (b != NOBODY) & (rng.random(len(b)) < 0.85)
    diary.enter(
        "domestic_abuse_incident",
        b[named],
        day[named],
        role="perpetrator",
        reference=number[named],
        service="Safeguarding unit",
    )
    children = np.flatnonzero((people.part == CHILD) & (town.age < 18))
    order = children[np.argsort(people.household[children], kind="stable")]
    homes = people.household[order]
    low, high = (
        np.searchsorted(homes, people.household[victim]),
        np.searchsorted(homes, people.household[victim], side="right"),
    )
    count = high - low
    incident = np.repeat(np.arange(len(victim)), count)
    child = order[np.repeat(low, count) + np.arange(len(incident)) - np.repeat(np.cumsum(count) - count, count)]
    seen = (rng.random(len(child)) < 0.5) & (day[incident] > people.born[child])
    diary.enter(
        "domestic_abuse_incident",
        child[seen],
        day[incident][seen],
        role="child_present",
        reference=number[incident][seen],
        service="Safeguarding unit",
    )


def _courts(town: Town) -> None:
    rng, diary, people = town.seeds.stream("events: courts"), town.diary, town.people
    grown = _adults(town, 18.2, 70)
    pressed = town.needed_at("crime")[grown] * np.where(people.sex[grown] == MALE, 1.0, 0.35)
    who, day = diary.points(rng, grown, 0.002 + 0.35 * pressed)
    of_age = day > people.born[who] + int(18.05 * 365.25)
    diary.enter("proven_offence", who[of_age], day[of_age])
    who, begin, until = diary.spells(rng, grown, 0.002 + 0.30 * pressed, 260)
    of_age = begin > people.born[who] + int(18.05 * 365.25)
    diary.enter("probation_supervision", who[of_age], begin[of_age], until[of_age], service="Probation")
    jailed = town.placements.custody_adult
    diary.enter("adult_custody", jailed, people.away_from[jailed], service="Prison")
    free = np.setdiff1d(grown, jailed)
    chance = 0.035 * town.needed_at("crime")[free] * (people.sex[free] == MALE)
    who, begin, until = diary.spells(rng, free, chance, 130, 0.0)
    over = (until > 0) & (begin > people.born[who] + int(18.1 * 365.25))
    diary.enter("adult_custody", who[over], begin[over], until[over], service="Prison")


def _voluntary_and_fire(town: Town) -> None:
    rng, diary, people = town.seeds.stream("events: voluntary"), town.diary, town.people
    grown = _adults(town, 18, 90)
    money = town.needed_at("money")[grown]
    who, day = diary.points(rng, grown, 0.006 + 0.6 * money * (people.part[grown] == MOTHER) + 0.12 * money)
    diary.enter("food_bank", who, day, service="Food bank")
    diary.enter("debt_advice", *diary.spells(rng, grown, 0.003 + 0.12 * money, 120), service="Advice centre")
    names = np.array([diary.word(f"{name} Trust") for name in ("Lantern", "Harbour", "Bridge", "Orchard")])
    who, begin, until = diary.spells(rng, grown, 0.008 + 0.05 * money, 200)
    diary.enter("voluntary_support", who, begin, until, service=rng.choice(names, len(who)))
    fled = town.placements.refuge
    diary.enter("refuge_stay", fled, people.away_from[fled], service="Refuge")
    lead = first_adult(town)
    homes = lead[(lead != NOBODY)]
    homes = homes[town.places.kind[town.homes.dwelling[people.household[homes]]] < OUTSIDE]
    who, day = diary.points(rng, homes, 0.0018)
    diary.enter("fire_incident", who, day, reference=diary.new_references(len(who)))
