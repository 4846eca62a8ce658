"""The tables of each feed in the standard form: people, events, relationships."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from thinkfamily.synthetic.diary import Diary
from thinkfamily.synthetic.draft import PEOPLE_COLUMNS, Draft
from thinkfamily.synthetic.feeds import AGENCIES, Agency
from thinkfamily.synthetic.town import Town

EVENT_COLUMNS = ("record_id", "event", "from_on", "until_on", "quantity", "role", "reference", "service", "detail")
RELATIONSHIP_COLUMNS = ("record_id", "related_record_id", "relationship", "lives_with", "from_on", "until_on")

# Which kinds of relationship an agency states, and how often where it holds both; ours: guesses.
STATED_BY = {
    "education": {"parent": 0.9, "step": 0.45, "apart": 0.8},
    "childrens_social_care": {
        "parent": 0.95,
        "step": 0.75,
        "apart": 0.9,
        "elder": 0.7,
        "sibling": 0.5,
        "couple": 0.4,
        "former": 0.4,
        "foster": 1.0,
        "birth": 1.0,
    },
    "early_help": {"parent": 0.85, "step": 0.5, "apart": 0.6, "sibling": 0.3, "couple": 0.3},
    "health": {"parent": 0.35},
    "housing": {"parent": 0.7, "step": 0.3, "couple": 0.7, "elder": 0.5},
    "dwp": {"couple": 0.6},
    "voluntary": {"parent": 0.4},
    "youth_justice": {},
}
LIVES_WITH_KNOWN = 0.6


@dataclass
class Extract:
    """One feed's tables in standard form, and whose each record truly is (``persons``, in the order of ``people``)."""

    agency: Agency
    people: pl.DataFrame
    events: pl.DataFrame
    relationships: pl.DataFrame
    persons: np.ndarray


def make_extracts(town: Town, draft: Draft, relations: pl.DataFrame) -> list[Extract]:
    """Every feed's tables; records are in no order that tells anything, and numbered in it."""
    rng = town.seeds.stream("order of records")
    found = []
    for number, agency in enumerate(AGENCIES):
        rows = rng.permutation(np.flatnonzero(draft.feed == number))
        persons = draft.person[rows]
        ids = _record_ids(agency, len(rows))
        people = pl.DataFrame({"record_id": ids} | {c: draft.read(c, rows) for c in PEOPLE_COLUMNS if c != "record_id"})
        if agency.shouts:
            people = people.with_columns(
                pl.col("first_name", "middle_names", "last_name", "address").str.to_uppercase()
            )
        by_person = _Lookup(persons)
        events = _events(town, agency, by_person, ids)
        stated = _relationships(town, agency, by_person, ids, relations)
        found.append(Extract(agency, people, events, stated, persons))
    return found


class _Lookup:
    """From a person to its records in one feed."""

    def __init__(self, persons: np.ndarray) -> None:
        self.order = np.argsort(persons, kind="stable")
        self.sorted = persons[self.order]

    def a_record_of(self, persons: np.ndarray, rng: np.random.Generator | None = None) -> np.ndarray:
        """A row for each person, -1 where it has none; one of several by chance, or the first."""
        if not len(self.order):
            return np.full(len(persons), -1)
        low = np.searchsorted(self.sorted, persons)
        count = np.searchsorted(self.sorted, persons, side="right") - low
        pick = (rng.random(len(persons)) * count).astype(int) if rng is not None else 0
        return np.where(count > 0, self.order[np.minimum(low + pick, len(self.order) - 1)], -1)


def _record_ids(agency: Agency, n: int) -> pl.Series:
    return agency.prefix + pl.Series(np.arange(n) + 100_001).cast(pl.String)


def _events(town: Town, agency: Agency, by_person: _Lookup, ids: pl.Series) -> pl.DataFrame:
    diary: Diary = town.diary
    rng = town.seeds.stream(f"order of events: {agency.feed}")
    blocks = diary.entries.get(agency.feed, [])
    if not blocks:
        return pl.DataFrame(schema=dict.fromkeys(EVENT_COLUMNS, pl.String))
    columns = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    taken = town.today - agency.days_old
    row = by_person.a_record_of(columns["person"], rng)
    columns["until_on"] = np.where(columns["until_on"] > taken, 0, columns["until_on"])
    fine = np.flatnonzero((row >= 0) & (columns["from_on"] <= taken))
    # Of several entries on one incident for one record, one: the agency would not write the same line twice.
    fine = fine[np.lexsort((fine, columns["event"][fine], columns["from_on"][fine], row[fine]))]
    columns = {name: values[fine] for name, values in columns.items()}
    row = row[fine]
    words, prefix = pl.Series(diary.words), agency.prefix
    quantity = pl.Series(columns["quantity"].astype(np.float64)).fill_nan(None).round(2)
    reference = prefix + "/" + pl.Series(columns["reference"]).cast(pl.String).str.zfill(6)
    return pl.DataFrame(
        {
            "record_id": ids.gather(row),
            "event": words.gather(columns["event"]),
            "from_on": pl.Series(columns["from_on"]).cast(pl.Date),
            "until_on": _null_if(
                columns["until_on"] == 0, pl.Series(columns["until_on"].astype(np.int32)).cast(pl.Date)
            ),
            "quantity": quantity,
            "role": _word(words, columns["role"]),
            "reference": _null_if(columns["reference"] < 0, reference),
            "service": _word(words, columns["service"]),
            "detail": _word(words, columns["detail"]),
        }
    )


def _relationships(
    town: Town, agency: Agency, by_person: _Lookup, ids: pl.Series, relations: pl.DataFrame
) -> pl.DataFrame:
    rng = town.seeds.stream(f"relationships: {agency.feed}")
    shares = STATED_BY.get(agency.feed, {})
    chance = relations["kind"].replace_strict(shares or {"": 0.0}, default=0.0, return_dtype=pl.Float64).to_numpy()
    a = by_person.a_record_of(relations["person"].to_numpy())
    b = by_person.a_record_of(relations["related"].to_numpy())
    stated = np.flatnonzero((rng.random(len(relations)) < chance) & (a >= 0) & (b >= 0))
    stated = stated[np.lexsort((b[stated], a[stated]))]
    part, n = relations[stated], len(stated)
    known = rng.random(n) < LIVES_WITH_KNOWN
    people = town.people
    one, other = part["person"].to_numpy(), part["related"].to_numpy()
    together = (people.household[one] == people.household[other]) & (people.away_home[one] == people.away_home[other])
    shared = people.is_case("two_homes")[other] & (part["kind"] == "apart").to_numpy()
    together |= shared | (part["kind"] == "foster").to_numpy()
    apart = np.isin(part["kind"].to_numpy(), ("former", "birth"))
    lives = np.where(apart, "no", np.where(known, np.where(together, "yes", "no"), "unknown"))
    until = part["until"].to_numpy()
    return pl.DataFrame(
        {
            "record_id": ids.gather(a[stated]),
            "related_record_id": ids.gather(b[stated]),
            "relationship": part["relationship"],
            "lives_with": pl.Series(lives, dtype=pl.String),
            "from_on": pl.repeat(None, n, dtype=pl.Date, eager=True),
            "until_on": _null_if(until == 0, pl.Series(until).cast(pl.Date)),
        }
    )


def _word(words: pl.Series, codes: np.ndarray) -> pl.Series:
    return _null_if(codes < 0, words.gather(np.maximum(codes, 0)))


def _null_if(empty: np.ndarray, values: pl.Series) -> pl.Series:
    return values.zip_with(pl.Series(~empty), pl.repeat(None, len(values), dtype=values.dtype, eager=True))
