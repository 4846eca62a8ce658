"""What each agency's records would say if nobody ever got anything wrong."""

from __future__ import annotations

import numpy as np
import polars as pl

from thinkfamily.synthetic.cast import CHILD, NOBODY, People
from thinkfamily.synthetic.draft import Draft, Facts
from thinkfamily.synthetic.feeds import AGENCIES, FEEDS
from thinkfamily.synthetic.identifiers import emails, nhs_numbers, ninos, phones, upns
from thinkfamily.synthetic.names import ETHNICITY, GROUPS, LANGUAGE, given_names, surnames
from thinkfamily.synthetic.places import OUTSIDE, REFUGE, WARDS
from thinkfamily.synthetic.town import Town

PLACEMENT_KNOWN_TO = ("childrens_social_care", "probation", "youth_justice")  # who know where someone is placed
PLACEMENT_KNOWN_OTHERWISE = 0.2
REFUGE_KNOWN_TO = ("voluntary", "childrens_social_care", "police")
STAFF_RESTRICTED_BY = ("health", "childrens_social_care", "early_help", "adult_social_care")
NEW_ADDRESS_OF_LEAVERS = 0.3
SEXES = pl.Series(["female", "male"])


def state_facts(town: Town) -> Facts:
    """The true strings of each person."""
    people, rng = town.people, town.seeds.stream("identifiers")
    last = surname(people, people.last_a, people.last_b, people.joined_by)
    mother, partner = people.mother, people.partner
    kin = np.where(people.part == CHILD, np.where(mother != NOBODY, mother, people.father), partner)
    kin = np.where((kin != NOBODY) & (people.household[kin] == people.household), kin, NOBODY)
    return Facts(
        first=_of(given_names(), people.first),
        middle=_of(given_names(), people.middle),
        last=last,
        old_last=_of(surnames(), people.old_a),
        kin_last=_of(last, kin),
        nhs_number=nhs_numbers(rng, len(people)),
        upn=_where((town.age > 3.5) & (town.age < 20), upns(rng, len(people))),
        nino=_where(town.age > 15.75, ninos(rng, len(people))),
    )


def surname(people: People, first: np.ndarray, second: np.ndarray, joined_by: np.ndarray) -> pl.Series:
    """Surnames of one part or two."""
    frame = pl.DataFrame(
        {"a": _of(surnames(), first), "b": _of(surnames(), second), "join": pl.Series(["", "-", " "]).gather(joined_by)}
    )
    both = pl.concat_str("a", "join", "b")
    return frame.select(pl.when(pl.col("b").is_null()).then("a").otherwise(both))["a"]


def write_plainly(town: Town, facts: Facts, feed: np.ndarray, person: np.ndarray) -> Draft:
    """A draft of right and full records, each agency with every field it could hold."""
    rng = town.seeds.stream("plain records")
    people, homes, places = town.people, town.homes, town.places
    draft = Draft(town, facts, feed, person)
    n, home = len(draft), people.household[person]
    draft.dwelling = homes.dwelling[home].copy()
    placed = people.away_home[person]
    in_refuge = np.isin(placed, places.special[REFUGE])
    knows = np.where(
        in_refuge,
        np.isin(feed, [FEEDS.index(f) for f in REFUGE_KNOWN_TO]),
        np.isin(feed, [FEEDS.index(f) for f in PLACEMENT_KNOWN_TO]) | (rng.random(n) < PLACEMENT_KNOWN_OTHERWISE),
    )
    knows &= placed != NOBODY
    draft.dwelling[knows] = placed[knows]
    left = (homes.left_on[home] > 0) & (rng.random(n) < NEW_ADDRESS_OF_LEAVERS)
    draft.dwelling[left] = homes.next[home][left]
    restriction = np.full(n, -1)
    restriction[knows & in_refuge] = 0
    restriction[people.is_case("adopted")[person] & ~np.isin(person, town.adoptions.before)] = 1
    witness = people.is_case("witness")[person]
    restriction[witness] = 2
    draft.dwelling[witness] = places.special[OUTSIDE][person[witness] % len(places.special[OUTSIDE])]
    staff = people.is_case("staff")[person] & np.isin(feed, [FEEDS.index(f) for f in STAFF_RESTRICTED_BY])
    restriction[staff] = 3

    address, postcode, uprn = places.address, places.postcode, places.uprn
    since = np.where(homes.moved_on[home] > 0, homes.moved_on[home], town.window - rng.integers(30, 5000, n))
    since = np.where(
        knows, people.away_from[person], np.where(left, homes.left_on[home], np.maximum(since, people.born[person]))
    )
    gone = (homes.left_on[home] > 0) & ~left & (rng.random(n) < 0.5)
    ended = np.where(gone, homes.left_on[home], 0)
    adopted_on = np.zeros(len(people), dtype=np.int64)
    adopted_on[town.adoptions.before] = town.adoptions.on
    ended = np.maximum(ended, adopted_on[person])  # a name given up is at home nowhere
    ethnicity = pl.Series([ETHNICITY[g] for g in GROUPS]).gather(people.group[person])
    language = pl.Series([LANGUAGE.get(g, "English") for g in GROUPS]).gather(people.group[person])
    phone = phones(town.seeds.stream("phones"), len(people))
    email = emails(town.seeds.stream("emails"), facts.first, facts.last)
    objects = people.is_case("objection")[person]
    wards = pl.Series(WARDS)
    draft.columns = {
        "first_name": facts.first.gather(person),
        "middle_names": facts.middle.gather(person),
        "last_name": facts.last.gather(person),
        "known_as": pl.repeat(None, n, dtype=pl.String, eager=True),
        "date_of_birth": pl.Series(people.born[person]).cast(pl.Date),
        "died_on": _where(people.died[person] > 0, pl.Series(people.died[person]).cast(pl.Date)),
        "sex": SEXES.gather(people.sex[person]),
        "ethnicity": ethnicity,
        "language": language,
        "disability": pl.Series(np.where((person % 11) == 0, "yes", "no")),
        "address": address.gather(draft.dwelling),
        "postcode": postcode.gather(draft.dwelling),
        "uprn": uprn.gather(draft.dwelling),
        "address_from": pl.Series(since.astype(np.int32)).cast(pl.Date),
        "address_to": _where(ended > 0, pl.Series(ended.astype(np.int32)).cast(pl.Date)),
        "nhs_number": facts.nhs_number.gather(person),
        "upn": facts.upn.gather(person),
        "nino": facts.nino.gather(person),
        "phone": phone.gather(person),
        "email": email.gather(person),
        "household_ref": _household_refs(feed, home, _claim(people)[person]),
        "area": _where(places.kind[draft.dwelling] != OUTSIDE, wards.gather(places.ward[draft.dwelling])),
        "restriction": _of(pl.Series(["safe_address", "adoption", "witness", "staff"]), restriction),
        "objection": _where(objects, pl.repeat("yes", n, dtype=pl.String, eager=True)),
    }
    _only_some_households(draft)
    return draft


def _claim(people: People) -> np.ndarray:
    """A couple claims together, everybody else alone, whoever shares the home."""
    alone = np.arange(len(people))
    return np.where(people.partner != NOBODY, np.minimum(alone, people.partner), alone)


def _household_refs(feed: np.ndarray, home: np.ndarray, claim: np.ndarray) -> pl.Series:
    """A number of the agency's own for each household, or claim: the same home has another number elsewhere."""
    size = 1 << 23
    home = np.where(feed == FEEDS.index("dwp"), claim, home)
    number = (home.astype(np.int64) * 2_654_435 + feed.astype(np.int64) * 1_299_709) % size
    prefix = pl.Series([agency.prefix for agency in AGENCIES]).gather(feed)
    return prefix + pl.Series(number).cast(pl.String).str.zfill(7)


def _only_some_households(draft: Draft) -> None:
    """People placed elsewhere, and leavers, are on no tenancy or claim of the home."""
    people, homes = draft.town.people, draft.town.homes
    away = draft.dwelling != homes.dwelling[people.household[draft.person]]
    draft.blank("household_ref", np.flatnonzero(away))


def _of(pool: pl.Series, codes: np.ndarray) -> pl.Series:
    """Values by number; null for -1."""
    return _where(codes >= 0, pool.gather(np.maximum(codes, 0)))


def _where(keep: np.ndarray, values: pl.Series) -> pl.Series:
    return values.zip_with(pl.Series(keep), pl.repeat(None, len(values), dtype=values.dtype, eager=True))
