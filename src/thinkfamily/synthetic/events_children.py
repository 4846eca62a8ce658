"""What happens to children: school, social care, early help, youth justice. Rates a year unless said; ours: guesses."""

from __future__ import annotations

import numpy as np

from thinkfamily.synthetic.cast import CHILD, ELDER, FATHER, MOTHER
from thinkfamily.synthetic.diary import day_number
from thinkfamily.synthetic.places import STEMS
from thinkfamily.synthetic.terms import school_terms
from thinkfamily.synthetic.town import Town

PUPILS_ON_ROLL = 0.955  # of children of school age; the rest go to schools outside, or private ones


def children_live(town: Town) -> None:
    """Enter the events of children's agencies in the diary."""
    _school(town)
    _school_troubles(town)
    _social_care(town)
    _in_care(town)
    _early_help(town)
    _youth_justice(town)


def _children(town: Town, low: float, high: float) -> np.ndarray:
    return np.flatnonzero((town.people.part == CHILD) & (town.age >= low) & (town.age < high))


def _one_each(rng: np.random.Generator, town: Town, who: np.ndarray, need: str, others: float) -> np.ndarray:
    """Of people in homes with a need: one of each home for certain, each other with a chance."""
    who = who[town.needed_at(need)[who]]
    shuffled = rng.permutation(who)
    _, first = np.unique(town.people.household[shuffled], return_index=True)
    sure = np.zeros(len(shuffled), bool)
    sure[first] = True
    return np.sort(shuffled[sure | (rng.random(len(shuffled)) < others)])


def _school(town: Town) -> None:
    rng, diary, people = town.seeds.stream("events: school"), town.diary, town.people
    schools = np.array(
        [
            diary.word(f"{STEMS[i * 3 % len(STEMS)]} {kind}")
            for i, kind in enumerate(["Primary School"] * 44 + ["Academy"] * 12)
        ]
    )
    little = _children(town, 2, 5.2)
    who, begin, until = diary.spells(rng, little, 0.55, 420, 0.8)
    diary.enter("early_education_place", who, begin, until)

    pupils = _children(town, 4.7, 19)
    pupils = pupils[rng.random(len(pupils)) < PUPILS_ON_ROLL]
    area_school = (
        town.places.ward[town.homes.dwelling[people.household[pupils]]] * 2 + rng.integers(0, 4, len(pupils))
    ) % 44
    upper = 44 + area_school % 12
    missing = _one_each(rng, town, pupils, "attendance", 0.35)
    is_missing = np.isin(pupils, missing)
    unauthorised = np.where(is_missing, rng.beta(6, 18, len(pupils)), rng.beta(1.1, 70, len(pupils)))
    authorised = rng.beta(2, 55, len(pupils)) + np.where(is_missing, 0.03, 0.0)
    start_age, end_age = 4.65, 16.1
    begins = np.maximum(people.born[pupils] + int(start_age * 365.25), diary.first[pupils] - 700)
    begins = np.where(
        town.homes.arrived_on[people.household[pupils]] > 0, np.maximum(begins, diary.first[pupils]), begins
    )
    finishes = people.born[pupils] + int(end_age * 365.25)
    until = np.where(finishes <= town.today, finishes, 0)
    until = np.where((until == 0) & (diary.last[pupils] <= town.today), diary.last[pupils], until)
    secondary = town.age[pupils] > 11.3
    fine = (until == 0) | (until > begins + 1)
    fine &= begins < town.today
    diary.enter(
        "school_roll",
        pupils[fine],
        begins[fine],
        until[fine],
        service=schools[np.where(secondary, upper, area_school)][fine],
    )
    for term in school_terms(town.as_at):
        first, last = day_number(term.from_on), day_number(term.until_on)
        if last > town.today + 1:
            continue
        age = (first - people.born[pupils]) / 365.25
        there = (
            (age > start_age) & (age < end_age - 0.2) & (diary.first[pupils] <= first) & (diary.last[pupils] >= last)
        )
        who = pupils[there]
        possible = np.full(len(who), term.sessions) - rng.integers(0, 5, len(who))
        missed = rng.binomial(possible, np.clip(unauthorised[there], 0, 0.8))
        excused = rng.binomial(possible - missed, np.clip(authorised[there], 0, 0.5))
        school = schools[np.where(age[there] > 11.2, upper[there], area_school[there])]
        for event, quantity in (
            ("sessions_possible", possible),
            ("absence_authorised", excused),
            ("absence_unauthorised", missed),
        ):
            diary.enter(event, who, np.full(len(who), first), last, quantity=quantity, service=school)


def _school_troubles(town: Town) -> None:
    rng, diary = town.seeds.stream("events: school troubles"), town.diary
    older = _children(town, 8, 16.4)
    poor = town.needed_at("attendance")[older] * 0.9 + town.needed_at("youth_crime")[older] * 0.8
    who, day = diary.points(rng, older, 0.02 + poor * 0.6)
    diary.enter("suspension", who, day, quantity=rng.integers(1, 6, len(who)))
    who, day = diary.points(rng, older, 0.0004 + poor * 0.012)
    diary.enter("permanent_exclusion", who, day)
    for event, chance, length in (
        ("persistent_truancy", poor * 0.22, 300),
        ("alternative_provision", 0.001 + poor * 0.06, 260),
        ("not_on_roll", 0.004 + poor * 0.05, 120),
        ("part_time_timetable", 0.003 + poor * 0.06, 90),
    ):
        diary.enter(event, *diary.spells(rng, older, chance, length))
    school_age = _children(town, 5, 16)
    diary.enter("elective_home_education", *diary.spells(rng, school_age, 0.008, 500, 0.6))
    helped = _one_each(rng, town, _children(town, 4.5, 17), "learning", 0.25)
    begin = np.maximum(town.people.born[helped] + 1550, diary.first[helped])
    begin = begin + (rng.random(len(helped)) * (np.maximum(town.today - 30 - begin, 1))).astype(np.int32)
    fine = begin < diary.last[helped] - 5
    until = np.where(diary.last[helped] <= town.today, diary.last[helped], 0)
    diary.enter("send_support", helped[fine], begin[fine], until[fine], detail="ehcp")
    others = np.setdiff1d(_children(town, 5, 16), helped)
    diary.enter("send_support", *diary.spells(rng, others, 0.05, 600, 0.7), detail="k")
    teens = _children(town, 16.2, 18.9)
    diary.enter("neet", *diary.spells(rng, teens, 0.04 + 0.25 * town.needed_at("work")[teens], 160, 0.5))


def _social_care(town: Town) -> None:
    rng, diary = town.seeds.stream("events: social care"), town.diary
    under = _children(town, 0, 18)
    care, harm = town.needed_at("parenting")[under], town.needed_at("domestic")[under]
    poor = town.needed_at("substance")[under]
    in_care = town.people.is_case("in_care")[under]
    for event, base, parenting, domestic, service in (
        ("csc_contact", 0.03, 1.1, 0.55, "MASH"),
        ("csc_referral", 0.008, 0.65, 0.16, "MASH"),
        ("csc_assessment", 0.006, 0.5, 0.12, "Assessment team"),
        ("section47_enquiry", 0.0008, 0.35, 0.04, "Assessment team"),
    ):
        who, day = diary.points(rng, under, base + parenting * care + domestic * harm + 0.1 * poor + 0.5 * in_care)
        diary.enter(event, who, day, service=service)
    diary.enter(
        "child_in_need",
        *diary.spells(rng, under, 0.004 + 0.30 * care + 0.07 * harm, 230),
        service="Family support team",
    )
    sure = _one_each(rng, town, under, "parenting", 0.5)
    sure = sure[rng.random(len(sure)) < 0.6]
    diary.enter("child_protection_plan", *diary.spells(rng, sure, 0.9, 290, 0.6), service="Child protection team")
    diary.enter("child_disability", *diary.spells(rng, under, 0.008, 900, 0.9), service="Disabled children's team")
    teens = _children(town, 11, 18)
    pressed = town.needed_at("youth_crime")[teens]
    diary.enter("harm_outside_home", *diary.spells(rng, teens, 0.003 + 0.12 * pressed, 200))
    leavers = np.flatnonzero((town.people.part == 6) & (town.age > 18) & (town.age < 24))
    diary.enter("care_leaver", *diary.spells(rng, leavers, 0.02, 900, 0.9), service="Leaving care team")


def _in_care(town: Town) -> None:
    """The spell of each child in care, open on the date; and earlier ones that have ended."""
    rng, diary, people = town.seeds.stream("events: in care"), town.diary, town.people
    for who, event, detail in (
        (town.placements.foster_child, "looked_after_foster", "foster"),
        (town.placements.residential_child, "looked_after_residential", "childrens_home"),
    ):
        diary.enter(event, who, people.away_from[who], service="Children in care team", detail=detail)
        begun = who[rng.random(len(who)) < 0.22]
        begun = begun[people.away_from[begun] - 20 > people.born[begun]]
        diary.enter(
            "care_proceedings", begun, people.away_from[begun] - rng.integers(0, 15, len(begun)), service="Legal"
        )
    adopted = town.adoptions
    begin = np.maximum(people.born[adopted.before] + 3, adopted.on - 500)
    diary.enter(
        "looked_after_foster", adopted.before, begin, adopted.on, service="Children in care team", detail="foster"
    )
    once = _children(town, 2, 18)
    once = once[town.needed_at("parenting")[once] & ~people.is_case("in_care")[once]]
    who, begin, until = diary.spells(rng, once, 0.05, 120, 0.0)
    ended = until > 0
    diary.enter(
        "looked_after_foster", who[ended], begin[ended], until[ended], service="Children in care team", detail="foster"
    )


def _early_help(town: Town) -> None:
    rng, diary = town.seeds.stream("events: early help"), town.diary
    under = _children(town, 0, 18)
    pressed = (
        0.25 * town.needed_at("learning")[under]
        + 0.35 * town.needed_at("attendance")[under]
        + 0.4 * town.needed_at("parenting")[under]
    )
    who, day = diary.points(rng, under, 0.012 + 0.4 * pressed)
    diary.enter("early_help_assessment", who, day, service="Early help")
    diary.enter("early_help_plan", *diary.spells(rng, under, 0.012 + 0.5 * pressed, 200), service="Early help")
    teens = _children(town, 8, 18)
    who, begin, until = diary.spells(rng, teens, 0.006 + 0.06 * town.needed_at("adult_mind")[teens], 500, 0.7)
    diary.enter("young_carer", who, begin, until, quantity=rng.integers(2, 30, len(who)), service="Young carers")
    carers = np.flatnonzero(np.isin(town.people.part, (MOTHER, FATHER, ELDER)))
    who, day = diary.points(rng, carers, 0.002 + 0.35 * town.needed_at("parenting")[carers])
    diary.enter("parenting_programme", who, day, service="Early help")
    couple = np.flatnonzero((town.people.part == MOTHER) & town.needed_at("conflict"))
    who, day = diary.points(rng, couple, 1.1)
    diary.enter("parental_conflict", who, day, service="Early help")


def _youth_justice(town: Town) -> None:
    rng, diary, people = town.seeds.stream("events: youth justice"), town.diary, town.people
    teens = _children(town, 11, 18)
    boys = 0.4 + 0.6 * people.sex[teens]
    pressed = town.needed_at("youth_crime")[teens] * boys
    who, day = diary.points(rng, teens, 0.002 + 0.8 * pressed)
    grown = (day - people.born[who]) > 10.2 * 365.25
    diary.enter("youth_offence", who[grown], day[grown], service="Youth justice service")
    older = _children(town, 13, 18)
    pressed = town.needed_at("youth_crime")[older]
    diary.enter("youth_order", *diary.spells(rng, older, 0.001 + 0.3 * pressed, 200), service="Youth justice service")
    diary.enter("youth_at_risk_of_crime", *diary.spells(rng, older, 0.004 + 0.25 * pressed, 250))
    jailed = town.placements.custody_child
    diary.enter("youth_custody", jailed, people.away_from[jailed], service="Youth custody")
    who, day = diary.points(rng, older, 0.004 + 0.7 * pressed)
    diary.enter("missing_episode", who, day, reference=diary.new_references(len(who)))
    who, begin, until = diary.spells(rng, older, 0.002 + 0.1 * pressed, 200)
    # Of a fifth the police did not write down the kind.
    kinds = np.array([diary.word("criminal"), diary.word("sexual"), diary.word(None)])
    kind = town.seeds.stream("events: kinds of exploitation").choice(kinds, len(who), p=(0.5, 0.3, 0.2))
    diary.enter("exploitation_concern", who, begin, until, detail=kind)
    who, day = diary.points(rng, older, 0.0006)
    diary.enter("prevent_referral", who, day)
