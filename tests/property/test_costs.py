"""Costs of any events: as a plain reading of the contract by hand, and indifferent to what must not matter."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest
from tests.spec.costs.worked import Costed, run, world

from thinkfamily.programmes.prices import charged_through, load_deflators, load_prices, load_unit_costs
from thinkfamily.programmes.vocabulary import load_vocabulary

OPENS, CLOSES = date(2025, 10, 1), date(2026, 10, 1)
POINTS = (
    "arrest",
    "crime_suspect",
    "youth_offence",
    "proven_offence",
    "permanent_exclusion",
    "fire_incident",
    "ae_attendance",
)
SPELLS = (
    "persistent_truancy",
    "alternative_provision",
    "temporary_accommodation",
    "looked_after_foster",
    "out_of_work_benefit",
)
PEOPLE = ("Ann", "Ben", "Cyn", "Dan", "Eve")
MEMBERS = pl.DataFrame(
    [
        ("F", "Ann", "child", "with_children"),
        ("F", "Ben", "adult", "away"),
        ("G", "Ann", "child", "with_children"),
        ("G", "Cyn", "adult", "with_children"),
        ("G", "Dan", "adult", "elsewhere"),
    ],
    ["family_id", "person_id", "role", "residence"],
    orient="row",
).with_columns(pl.lit(None, pl.Date).alias("from_on"), pl.lit(None, pl.Date).alias("until_on"))
COVERS_UNTIL = date(2026, 9, 10)

Row = dict[str, Any]
seeds = pytest.mark.parametrize("seed", [1, 2, 3])


def invent(seed: int, boroughs: int = 60) -> list[list[Row]]:
    """Boroughs of up to 40 events, drawn by chance; some crowded, so that overlaps of every kind are among them."""
    chance = random.Random(seed)
    return [[_event(chance) for _ in range(chance.choice((0, 1, 5, 20, 40)))] for _ in range(boroughs)]


def _event(chance: random.Random) -> Row:
    event = chance.choice(POINTS + SPELLS)
    begins = OPENS + timedelta(days=chance.choice((chance.randint(-40, 370), chance.randint(90, 150), -1, 0, 364, 365)))
    length = chance.choice((None, chance.randint(1, 200)))
    return {
        "who": chance.choice(PEOPLE),
        "event": event,
        "from_on": begins,
        "until_on": begins + timedelta(days=length) if length and event in SPELLS else None,
        "reference": chance.choice((None, None, "R1", "R2")),
        "detail": chance.choice(("jsa", "esa", "carers", None)) if event == "out_of_work_benefit" else None,
    }


def side_by_side(boroughs: list[list[Row]]) -> tuple[list[Row], pl.DataFrame]:
    """Many boroughs in one run, whose people and families share nothing: one run costs more than the rows in it."""
    rows = [{**row, "who": f"{at}{row['who']}"} for at, borough in enumerate(boroughs) for row in borough]
    each = pl.DataFrame({"at": [str(at) for at in range(len(boroughs))]})
    members = each.join(MEMBERS, how="cross").with_columns(
        pl.concat_str("at", name).alias(name) for name in ("family_id", "person_id")
    )
    return rows, members.drop("at")


def price(rows: list[Row], members: pl.DataFrame = MEMBERS) -> Costed:
    """The program's answer."""
    columns = {
        "who": pl.String,
        "event": pl.String,
        "from_on": pl.Date,
        "until_on": pl.Date,
        "quantity": pl.Float64,
        "role": pl.String,
        "reference": pl.String,
        "service": pl.String,
        "detail": pl.String,
    }
    events = pl.DataFrame([{name: row.get(name) for name in columns} for row in rows], schema=columns)
    feeds = dict.fromkeys(load_vocabulary().feeds, COVERS_UNTIL)
    return run(world(events, members, covers_until=feeds))


def by_hand(rows: list[Row], members: list[str]) -> dict[str, Decimal]:
    """Pounds by agency of one family, by a loop over its rows: slow, and plain enough to check by eye."""
    prices = {(each.event, each.detail): each for each in load_prices()}
    lines: list[tuple[str, date, Any, Decimal]] = []  # who, date, price, units of the published price
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for at, row in enumerate(sorted(rows, key=lambda row: row["who"])):
        priced = prices.get((row["event"], row.get("detail") or "")) or prices.get((row["event"], ""))
        if priced is None or row["who"] not in members:
            continue
        starts = OPENS <= row["from_on"] < CLOSES
        if priced.basis == "per_event" and starts:
            lines.append((row["who"], row["from_on"], priced, Decimal(1)))
        elif priced.basis == "per_person" and starts:
            groups["person", priced, row["who"]].append(row)
        elif priced.basis == "per_reference" and starts:
            groups["reference", priced, row["reference"] or at].append(row)
        elif priced.basis == "per_week_per_reference":
            groups["days", priced, row["reference"]].append(row)
        elif priced.basis in ("per_week", "per_month", "per_year"):
            groups["days", priced, row["who"], "person"].append(row)
    for (kind, priced, *_), held in groups.items():
        if kind != "days":
            lines.append((held[0]["who"], min(row["from_on"] for row in held), priced, Decimal(1)))
            continue
        covered = set()
        for row in held:
            last = min(row["until_on"] or COVERS_UNTIL, CLOSES)
            day = max(row["from_on"], OPENS)
            while day < last:
                covered.add(day)
                day += timedelta(days=1)
        if covered:
            share = {"per_year": Decimal("365.25"), "per_month": Decimal("365.25") / 12}.get(priced.basis, Decimal(7))
            lines.append((held[0]["who"], min(covered), priced, len(covered) / share))
    total: dict[str, Decimal] = defaultdict(Decimal)
    for _, _, priced, units in _without_overlaps(lines):
        for agency, pounds in parts(priced.unit_cost).items():
            total[agency] += pounds * units
    return total


@cache
def parts(unit_cost: str) -> dict[str, Decimal]:
    """Pounds of one unit by agency, in prices of 2026-27."""
    held: dict[str, Decimal] = defaultdict(Decimal)
    for part in charged_through(unit_cost, load_unit_costs()):
        held[part.agency] += part.value_gbp * load_deflators().factor(part.price_year, "2026-27")
    return held


def _without_overlaps(lines: list[tuple[str, date, Any, Decimal]]) -> list[tuple[str, date, Any, Decimal]]:
    def pounds(line: tuple[str, date, Any, Decimal]) -> Decimal:
        return sum(parts(line[2].unit_cost).values()) * line[3]

    kept = [line for line in lines if not line[2].overlap_group]
    for who in PEOPLE:
        school = [line for line in lines if line[0] == who and line[2].overlap_group == "school"]
        kept += sorted(school, key=pounds)[-1:]
        crime = sorted(
            (line for line in lines if line[0] == who and line[2].overlap_group == "crime"), key=lambda x: x[1]
        )
        while crime:
            one = [line for line in crime if line[1] <= crime[0][1] + timedelta(days=14)]
            kept.append(max(one, key=pounds))
            crime = crime[len(one) :]
    return kept


@seeds
def test_any_events_cost_what_a_loop_by_hand_makes_them(seed: int) -> None:
    boroughs = invent(seed)
    result = price(*side_by_side(boroughs))
    for at, rows in enumerate(boroughs):
        for family, members in (("F", ["Ann", "Ben"]), ("G", ["Ann", "Cyn"])):
            expected = by_hand(rows, members)
            found = result.by_agency(f"{at}{family}")
            assert found.keys() == expected.keys(), f"borough {at}, family {family}"
            for agency, pounds in expected.items():
                assert abs(found[agency] - pounds) < Decimal("0.0001"), f"borough {at}, family {family}, {agency}"


@seeds
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    rows, members = side_by_side(invent(seed))
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    first, second = price(rows, members), price(shuffled, members)
    assert first.costs.equals(second.costs)
    assert first.unpriced.equals(second.unpriced)
    assert first.services.equals(second.services)
    assert first.notes == second.notes
    assert first.lines.sort(pl.all()).equals(second.lines.sort(pl.all()))


@seeds
def test_what_happens_to_others_costs_the_family_nothing(seed: int) -> None:
    """A stranger, and a parent who lives elsewhere."""
    rows, members = side_by_side(invent(seed))
    mine = [row for row in rows if not row["who"].endswith(("Dan", "Eve"))]
    assert len(mine) < len(rows)
    assert price(mine, members).costs.equals(price(rows, members).costs)


@seeds
def test_costs_add_up_however_families_are_split(seed: int) -> None:
    """A family costs the same priced alone or with others, and is exactly the sum of its lines."""
    rows, members = side_by_side(invent(seed))
    together = price(rows, members)
    one = pl.col("family_id").str.ends_with("F")
    apart = [price(rows, members.filter(half)) for half in (one, ~one)]
    assert together.costs.equals(pl.concat([each.costs for each in apart]).sort("family_id", "agency"))
    summed = together.lines.group_by("family_id", "agency").agg(
        pl.col("cost_gbp").sum(), pl.col("cost_gbp").filter("is_transfer").sum().alias("transfer_gbp")
    )
    assert together.costs.drop("price_year").rows() == summed.sort("family_id", "agency").rows()


def test_rounding_is_a_half_away_from_nought() -> None:
    """Stated in the manual, so held here: pounds of a line are the exact amount to six decimals."""
    (line,) = price([{"who": "Ann", "event": "ae_attendance", "from_on": date(2026, 1, 1)}], MEMBERS.head(1)).lines[
        "cost_gbp"
    ]
    exact = Decimal(109) * Decimal("105.3095") / Decimal("70.3261")
    assert line == exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)
