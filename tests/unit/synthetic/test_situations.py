"""The hard cases are what their names say, in the truth and in the records."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from thinkfamily.synthetic.borough import Borough
from thinkfamily.synthetic.cast import CHILD, NOBODY
from thinkfamily.synthetic.members import family_members
from thinkfamily.synthetic.places import HOSTEL, PRISON, REFUGE
from thinkfamily.synthetic.town import Town


@pytest.fixture(scope="module")
def town(borough: Borough) -> Town:
    return borough.town


@pytest.fixture(scope="module")
def members(town: Town) -> pl.DataFrame:
    return family_members(town)


def _who(town: Town, case: str) -> np.ndarray:
    found = np.flatnonzero(town.people.is_case(case))
    assert len(found)
    return found


def _residence(members: pl.DataFrame, who: np.ndarray) -> set[str]:
    return set(members.filter(pl.col("person").is_in(who.tolist()))["residence"])


def test_twins_share_mother_birthday_and_surname(town: Town) -> None:
    people = town.people
    twins = _who(town, "twin")
    frame = pl.DataFrame({"home": people.household[twins], "born": people.born[twins], "last": people.last_a[twins]})
    assert frame.group_by("home", "born").len()["len"].min() >= 2  # type: ignore[operator]
    assert people.is_case("twin")[twins].all()


def test_a_junior_bears_all_the_names_of_the_father_he_lives_with(town: Town) -> None:
    people = town.people
    sons = _who(town, "junior")
    father = people.father[sons]
    assert (people.first[sons] == people.first[father]).all()
    assert (people.last_a[sons] == people.last_a[father]).all()
    assert (people.household[sons] == people.household[father]).all()


def test_namesakes_do_not_live_together(town: Town) -> None:
    people = town.people
    who = _who(town, "namesake")
    named = pl.DataFrame({"first": people.first[who], "last": people.last_a[who], "home": people.household[who]})
    assert (named.group_by("first", "last").agg(pl.col("home").n_unique())["home"] >= 2).mean() > 0.9  # type: ignore[operator]


def test_a_couple_of_the_same_initials_share_surname_and_home(town: Town) -> None:
    people = town.people
    who = _who(town, "same_initials")
    partner = people.partner[who]
    assert (people.last_a[who] == people.last_a[partner]).all()
    assert (people.household[who] == people.household[partner]).all()


def test_a_separated_parent_is_elsewhere(town: Town, members: pl.DataFrame) -> None:
    assert "elsewhere" in _residence(members, _who(town, "separated_parent"))


def test_a_child_with_two_homes_belongs_to_two_families(town: Town, members: pl.DataFrame) -> None:
    who = _who(town, "two_homes").tolist()
    assert (members.filter(pl.col("person").is_in(who)).group_by("person").len()["len"] == 2).all()


def test_children_in_care_and_members_in_custody_are_away_and_still_of_their_family(
    town: Town, members: pl.DataFrame
) -> None:
    in_care = _who(town, "in_care")
    assert _residence(members, in_care) == {"away"}
    of_families = _who(town, "in_custody")
    of_families = of_families[town.people.family[of_families] != NOBODY]
    assert _residence(members, of_families) <= {"away", "elsewhere"}
    assert np.isin(town.people.away_home[_who(town, "in_custody")], town.places.special[PRISON]).all()


def test_no_placement_forms_a_family(town: Town, members: pl.DataFrame) -> None:
    carers = set(town.placements.foster_carer.tolist())
    fostered = set(town.placements.foster_child.tolist())
    together = members.group_by("family").agg("person")
    assert not any(carers & set(row) and fostered & set(row) for row in together["person"].to_list())


def test_a_lodger_is_no_member(town: Town, members: pl.DataFrame) -> None:
    assert _residence(members, _who(town, "lodger")) == set()


def test_in_a_hostel_many_households_share_one_address(town: Town) -> None:
    who = _who(town, "in_hostel")
    dwelling = town.homes.dwelling[town.people.household[who]]
    assert (town.places.kind[dwelling] == HOSTEL).all()
    assert np.bincount(dwelling).max() > 8


def test_a_refuge_address_stands_on_restricted_records_only(borough: Borough, town: Town) -> None:
    refuges = town.places.special[REFUGE]
    lines = [line.lower() for line in town.places.line.gather(refuges)]
    codes = town.places.postcode.gather(refuges).to_list()
    seen = 0
    for extract in borough.extracts:
        people = extract.people
        there = people["uprn"].is_in(town.places.uprn.gather(refuges).implode()).fill_null(False)
        there |= people["postcode"].str.replace(" ", "").is_in([c.replace(" ", "") for c in codes]).fill_null(False)
        for line in lines:
            name = line.split(",")[0]
            there |= people["address"].str.to_lowercase().str.contains(name, literal=True).fill_null(False)
        seen += int(there.sum())
        assert set(people.filter(there)["restriction"]) <= {"safe_address"}
    assert seen


def test_an_adopted_child_is_two_persons_and_every_record_of_the_later_one_is_restricted(
    borough: Borough, town: Town, members: pl.DataFrame
) -> None:
    people, adoptions = town.people, town.adoptions
    assert (people.born[adoptions.now] == people.born[adoptions.before]).all()
    assert _residence(members, adoptions.before) == set()
    for extract in borough.extracts:
        now = np.isin(extract.persons, adoptions.now)
        before = np.isin(extract.persons, adoptions.before)
        assert set(extract.people["restriction"].filter(pl.Series(now))) <= {"adoption"}
        assert not extract.people["restriction"].filter(pl.Series(before)).is_in(["adoption"]).any()


def test_an_expected_child_is_a_pregnancy_open_on_the_date(borough: Borough, town: Town) -> None:
    health = next(e for e in borough.extracts if e.agency.feed == "health")
    whose = dict(zip(health.people["record_id"], health.persons.tolist(), strict=True))
    pregnancies = health.events.filter(pl.col("event") == "pregnancy")
    open_now = {whose[r] for r in pregnancies.filter(pl.col("until_on").is_null())["record_id"]}
    ended = {whose[r] for r in pregnancies.filter(pl.col("until_on").is_not_null())["record_id"]}
    assert open_now == set(_who(town, "expecting").tolist())
    assert set(_who(town, "pregnancy_ended").tolist()) <= ended


def test_movers_have_a_day_and_an_address_before(town: Town) -> None:
    home = town.people.household[_who(town, "mover_within")]
    assert (town.homes.moved_on[home] > town.window).all()
    assert (town.homes.before[home] >= 0).all()
    assert (town.homes.left_on[town.people.household[_who(town, "mover_out")]] > town.window).all()


def test_an_incident_is_one_number_for_all_who_were_in_it(borough: Borough) -> None:
    police = next(e for e in borough.extracts if e.agency.feed == "police")
    incidents = police.events.filter(pl.col("event") == "domestic_abuse_incident")
    roles = incidents.group_by("reference").agg("role", pl.col("from_on").n_unique())
    assert (roles["from_on"] == 1).all()
    assert roles["role"].list.contains("victim").all()
    assert roles["role"].list.contains("child_present").any()


def test_every_child_lives_in_a_family_with_somebody_grown(town: Town, members: pl.DataFrame) -> None:
    children = np.flatnonzero((town.people.part == CHILD) & (town.age < 17.9))
    assert set(children.tolist()) <= set(members["person"].to_list())
    parents = members.filter(pl.col("role") == "adult")["family"].unique()
    assert len(parents) >= 0.985 * len(town.families)  # a few mothers are themselves under 18


def test_no_relationship_makes_a_parent_younger_than_the_child(town: Town) -> None:
    people = town.people
    for parent in (people.mother, people.father):
        known = np.flatnonzero(parent != NOBODY)
        assert (people.born[known] - people.born[parent[known]] > 14 * 365).all()


def test_a_claim_number_is_of_one_person_or_a_couple(borough: Borough) -> None:
    dwp = next(e for e in borough.extracts if e.agency.feed == "dwp")
    claims = dwp.people.select("household_ref").with_columns(person=pl.Series(dwp.persons)).drop_nulls("household_ref")
    assert claims.group_by("household_ref").agg(pl.col("person").n_unique())["person"].max() == 2


def test_nobody_of_a_shared_house_is_on_a_tenancy_of_strangers(borough: Borough, town: Town) -> None:
    housing = next(e for e in borough.extracts if e.agency.feed == "housing")
    tenants = housing.events.filter(pl.col("event") == "tenancy")["record_id"].unique()
    who = housing.persons[housing.people["record_id"].is_in(tenants.implode()).to_numpy()]
    assert not town.people.is_case("shared_house")[who].any()
    assert not town.people.is_case("lodger")[who].any()


def test_a_concern_of_exploitation_has_its_kind_or_none(town: Town) -> None:
    diary = town.diary
    blocks = [block for held in diary.entries.values() for block in held]
    kinds = {
        diary.words[kind] if kind >= 0 else None
        for block in blocks
        for kind in np.unique(block["detail"][block["event"] == diary.word("exploitation_concern")])
    }
    assert kinds == {"criminal", "sexual", None}
