"""The truth that lies beside invented extracts: whose each record is, who is in which family, needs, costs."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from thinkfamily.synthetic.cast import CASES, CHILD, MOTHER, NOBODY
from thinkfamily.synthetic.extracts import Extract
from thinkfamily.synthetic.members import family_members
from thinkfamily.synthetic.names import GROUPS
from thinkfamily.synthetic.places import KIND_NAMES, OUTSIDE
from thinkfamily.synthetic.town import Town
from thinkfamily.synthetic.truth_cost import true_costs

YOUNG = 20


def write_truth(
    folder: Path, town: Town, extracts: list[Extract], flaws: dict[str, int], style: str, extra_rows: int = 0
) -> dict[str, object]:
    """Write every file of ``truth/``; ``extra_rows`` are bad rows a style added.

    Returns:
        The summary.
    """
    folder.mkdir(parents=True, exist_ok=True)
    members = family_members(town)
    records = pl.concat(
        pl.DataFrame(
            {"record_id": e.people["record_id"], "person": e.persons, "objection": e.people["objection"]}
        ).select(pl.lit(e.agency.feed).alias("feed"), "record_id", "person", "objection")
        for e in extracts
    ).sort("feed", "record_id")
    accepted = records.filter(pl.col("objection").is_null()).drop("objection")
    accepted.write_csv(folder / "record_person.csv")
    members.write_csv(folder / "family_member.csv")
    person_table(town, accepted["person"].unique()).write_csv(folder / "person.csv")
    household_table(town).write_csv(folder / "household.csv")
    needs = town.needs.of_families(_young_parent(town))
    needs.write_csv(folder / "need.csv")
    events = accepted_events(town, extracts, accepted)
    costs = true_costs(events, members, town.as_at)
    costs.write_csv(folder / "cost.csv", float_precision=6)
    set_aside = _set_aside(extracts, records) + extra_rows
    summary = {
        "families": len(town.families),
        "residents": int((town.homes.left_on[town.people.household] == 0).sum() - len(town.adoptions.before)),
        "children_under_18": int((members["role"] == "child").sum()),
        "people": len(town.people),
        "people_in_records": int(accepted["person"].n_unique()),
        "records": len(records),
        "events": sum(len(e.events) for e in extracts),
        "relationships": sum(len(e.relationships) for e in extracts),
        "rows_to_set_aside": set_aside,
        "as_at": str(town.as_at),
        "seed": town.seeds.seed,
        "style": style,
        "cases": {case: int(town.people.is_case(case).sum()) for case in CASES},
        "flaws": flaws,
    }
    (folder / "summary.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    return summary


def person_table(town: Town, persons: pl.Series) -> pl.DataFrame:
    """One row per person who is in a record: person, date_of_birth, sex, name_group, moved_on, case (by semicolons)."""
    people, who = town.people, np.sort(persons.to_numpy())
    home = people.household[who]
    moved = np.maximum(town.homes.moved_on[home], town.homes.left_on[home]).astype(np.int32)
    bits = people.cases[who]
    names = {code: ";".join(c for i, c in enumerate(CASES) if code >> i & 1) for code in np.unique(bits).tolist()}
    return pl.DataFrame(
        {
            "person": who,
            "date_of_birth": pl.Series(people.born[who]).cast(pl.Date),
            "sex": pl.Series(["female", "male"]).gather(people.sex[who]),
            "name_group": pl.Series(GROUPS).gather(people.group[who]),
            "moved_on": pl.select(pl.when(pl.Series(moved > 0)).then(pl.Series(moved).cast(pl.Date))).to_series(),
            "case": pl.Series([names[code] or None for code in bits.tolist()], dtype=pl.String),
        }
    )


def household_table(town: Town) -> pl.DataFrame:
    """One row per resident on the as-at date: household, person, uprn, kind (house, tower, hostel, prison …)."""
    people, homes, places = town.people, town.homes, town.places
    dwelling = homes.dwelling[people.household].astype(np.int64)
    away = people.away_home != NOBODY
    dwelling[away] = people.away_home[away]
    here = (homes.left_on[people.household] == 0) & (people.died == 0)
    here[town.adoptions.before] = False
    who = np.flatnonzero(here & (places.kind[dwelling] != OUTSIDE))
    # Whoever is placed somewhere is there, with everyone else there; at home it is the household that counts.
    number = np.where(away, len(homes.dwelling) + dwelling, people.household)[who]
    return pl.DataFrame(
        {
            "household": number,
            "person": who,
            "uprn": places.uprn.gather(dwelling[who]),
            "kind": pl.Series(KIND_NAMES).gather(places.kind[dwelling[who]]),
        }
    ).sort("household", "person")


def accepted_events(town: Town, extracts: list[Extract], accepted: pl.DataFrame) -> pl.DataFrame:
    """One row per event that intake accepts, with the person it truly belongs to and where its feed's coverage ends."""
    tables = [
        e.events.select(
            pl.lit(e.agency.feed).alias("feed"),
            "record_id",
            "event",
            "from_on",
            "until_on",
            "reference",
            "detail",
            pl.lit(town.as_at - timedelta(days=e.agency.days_old - 1)).alias("covers_until"),
        )
        for e in extracts
        if len(e.events)
    ]
    return pl.concat(tables).join(accepted, on=["feed", "record_id"], how="inner", maintain_order="left")


def _set_aside(extracts: list[Extract], records: pl.DataFrame) -> int:
    """Rows that objections take with them: the records, their events and their relationships."""
    total = 0
    for e in extracts:
        gone = e.people.filter(pl.col("objection").is_not_null())["record_id"]
        total += len(gone)
        total += int(e.events["record_id"].is_in(gone.implode()).sum()) if len(e.events) else 0
        stated = e.relationships
        total += int(
            (stated["record_id"].is_in(gone.implode()) | stated["related_record_id"].is_in(gone.implode())).sum()
        )
    return total


def _young_parent(town: Town) -> np.ndarray:
    """Per family: a parent who lives with the children was under 20 when one was born, or one under 20 is expecting."""
    people = town.people
    found = np.zeros(len(town.families), bool)
    children = np.flatnonzero((people.part == CHILD) & (people.family != NOBODY) & (town.age < 18))
    for parent in (people.mother[children], people.father[children]):
        there = (parent != NOBODY) & (people.household[parent] == people.household[children])
        young = there & (people.born[children] - people.born[parent] < YOUNG * 365.25)
        found[people.family[children[young]]] = True
    expecting = np.flatnonzero(people.is_case("expecting") & (people.part == MOTHER) & (town.age < YOUNG))
    found[people.family[expecting]] = True
    return found
