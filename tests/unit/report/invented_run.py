"""A finished run of an invented borough, drawn by chance from a seed in the shape of the declared tables."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import dataframely as dy
import polars as pl
from tests.drawn import draw

from thinkfamily.tables import made

AS_AT = date(2026, 9, 30)
PROGRAMME = "westminster_3_percent"
EARLY = "early_signs"
NEEDS = {  # criterion: heading, event, feed, agency
    "school_attendance": ("education", "absence_unauthorised", "education", "LA-EDU"),
    "crime": ("crime", "arrest", "police", "POLICE"),
    "worklessness": ("finance", "rent_arrears", "housing", "LA-HSG"),
    "benefit_dependency": ("finance", "out_of_work_benefit", "dwp", "DWP"),
    "domestic_violence": ("domestic_abuse", "domestic_abuse_incident", "police", "POLICE"),
    "substance_misuse": ("substance_use", "drug_treatment", "substance_treatment", "NHS"),
}
AREAS = ("W01", "W02", "W03", "W04", None)
TABLES: dict[str, type[dy.Schema]] = {
    "record_person": made.RecordPerson,
    "link": made.Link,
    "person": made.Person,
    "household": made.Household,
    "family_member": made.FamilyMember,
    "indicator": made.Indicator,
    "evidence": made.Evidence,
    "cost_line": made.CostLine,
    "family_cost": made.FamilyCost,
    "unpriced": made.Unpriced,
    "cohort": made.Cohort,
    "eligibility": made.Eligibility,
    "family_move": made.FamilyMove,
    "set_aside": made.SetAside,
}


def invented_run(families: int = 400, seed: int = 1) -> tuple[dict[str, pl.LazyFrame], dict[str, Any]]:
    """The tables and the facts of one run."""
    chance = random.Random(seed)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for at in range(families):
        _family(rows, chance, f"F{at:05d}", at)
    _choose(rows["cohort"])
    _beside(rows, random.Random(seed + 1))
    _set_aside(rows["set_aside"])
    tables = {
        name: pl.DataFrame(rows[name], schema=schema.create_empty().schema, orient="row").lazy()
        for name, schema in TABLES.items()
    }
    for name, schema in TABLES.items():
        schema.validate(tables[name].collect())
    about = facts(len(rows["record_person"]), len(rows["evidence"]))
    about["stages"]["costs"]["area"] = _area_totals(tables["family_cost"])
    return tables, about


def empty_run() -> tuple[dict[str, pl.LazyFrame], dict[str, Any]]:
    """A run in which nothing was accepted."""
    return {name: schema.create_empty().lazy() for name, schema in TABLES.items()}, facts(0, 0)


def drawn_cohort(drawing: str) -> pl.LazyFrame:
    """A cohort table drawn with bars."""
    return draw(made.Cohort, drawing).lazy()


def facts(records: int, events: int) -> dict[str, Any]:
    """What ``run.json`` holds."""
    feeds = sorted({(feed, agency) for _, _, feed, agency in NEEDS.values()})
    return {
        "program_version": "0.1.0",
        "programmes": [PROGRAMME, EARLY],
        "as_at": AS_AT.isoformat(),
        "seed": 1,
        "inputs": [{"file": "police/people.csv", "sha256": "0" * 64}],
        "feeds": [
            {
                "feed": feed,
                "agency": f"Northbridge {agency}",
                "extract_on": "2026-09-30",
                "covers_from": "2023-10-01" if feed != "dwp" else "2026-01-01",
                "covers_until": "2026-10-01",
                "absence_means": "unknown" if feed in ("education", "housing") else "no",
                "is_synthetic": True,
            }
            for feed, agency in feeds
        ],
        "intake_counts": [
            {
                "feed": "police",
                "file": "people.csv",
                "table": "people",
                "rows_read": records + 2,
                "rows_accepted": records,
                "rows_set_aside": 2,
            },
            {
                "feed": "police",
                "file": "events.csv",
                "table": "events",
                "rows_read": events + 1,
                "rows_accepted": events,
                "rows_set_aside": 1,
            },
        ],
        "stages": {
            "intake": {"area": "Northbridge", "warnings": []},
            "families": {"families_flagged": 7},
            "cohort": {
                "capacity_share": 0.03,
                "would_change": {
                    "transfers_counted": {"join": 6, "leave": 6},
                    "health_and_disability_costs_left_out": {"join": 2, "leave": 2},
                },
            },
            "costs": {"price_year": "2026-27", "deflator_is_forecast": True, "area": []},
        },
    }


def _area_totals(family_cost: pl.LazyFrame) -> list[dict[str, str]]:
    """What the costs stage notes; no incident of this borough involves two families."""
    totals = family_cost.group_by("agency").agg(pl.col("cost_gbp", "transfer_gbp").sum()).sort("agency").collect()
    return totals.with_columns(pl.all().cast(pl.String)).to_dicts()


def _family(rows: dict[str, list[dict[str, Any]]], chance: random.Random, family: str, at: int) -> None:
    children, adults = chance.choice((0, 1, 1, 2, 2, 3, 4, 6)), chance.choice((1, 2, 2))
    people = [f"P{at:05d}{place}" for place in range(children + adults)]
    for place, person in enumerate(people):
        _person(rows, chance, family, person, is_child=place < children, home=f"H{at:05d}")
    trouble = chance.random() ** 3
    met = [criterion for criterion in NEEDS if chance.random() < trouble]
    money: dict[str, list[Decimal]] = {}
    for criterion in NEEDS:
        if criterion in met:
            _met(rows, chance, family, people[-1], criterion, money)
        elif chance.random() < 0.2:
            rows["indicator"].append(
                _indicator(family, None, criterion, "unknown", "The feed was not supplied for the whole time.")
            )
    for agency, (cost, transfer) in sorted(money.items()):
        rows["family_cost"].append(
            {
                "family_id": family,
                "agency": agency,
                "cost_gbp": cost,
                "transfer_gbp": transfer,
                "price_year": "2026-27",
            }
        )
    rows["cohort"].append(
        {
            "family_id": family,
            "children": children,
            "adults": adults,
            "area": chance.choice(AREAS),
            "agencies": len({NEEDS[criterion][3] for criterion in met}),
            "services": len(met),
            "headings_met": len({NEEDS[criterion][0] for criterion in met}),
            "criteria_met": len(met),
            "months_observed": chance.choice((12, 12, 12, 5)),
            "cost_gbp": sum((cost for cost, _ in money.values()), Decimal(0)),
            "transfer_gbp": sum((transfer for _, transfer in money.values()), Decimal(0)),
            "is_eligible_otherwise": False,
            "is_eligible": len({NEEDS[criterion][0] for criterion in met}) >= 3,
            "is_proposed": False,
            "proposed_because": f"family {family}",
        }
    )


def _beside(rows: dict[str, list[dict[str, Any]]], chance: random.Random) -> None:
    """What each programme says of each family, the costliest, early signs, and moves."""
    judged = [each for each in rows["cohort"] if each["months_observed"] == 12]
    judged.sort(key=lambda each: (each["transfer_gbp"] - each["cost_gbp"], each["family_id"]))
    most = {each["family_id"] for each in judged[: max(12, len(judged) // 10)]}
    for row in rows["cohort"]:
        signs = chance.sample(
            ("suspended", "slipping_attendance", "unauthorised_absence"), chance.choice((0, 0, 0, 1, 2))
        )
        for sign in signs:
            rows["indicator"].append(_indicator(row["family_id"], None, sign, "yes", "drawn") | {"programme": EARLY})
        for programme, met in ((PROGRAMME, row["criteria_met"]), (EARLY, len(signs))):
            is_eligible = row["is_eligible"] if programme == PROGRAMME else met >= 2
            rows["eligibility"].append(
                {
                    "family_id": row["family_id"],
                    "programme": programme,
                    "criteria_met": met,
                    "headings_met": min(met, 2),
                    "agencies_met": min(met, 1),
                    "criteria_unknown": 0,
                    "is_eligible": is_eligible,
                    "is_listed": row["is_proposed"] if programme == PROGRAMME else is_eligible,
                    "is_costliest": row["family_id"] in most,
                }
            )
        if row["months_observed"] < 12 or chance.random() < 0.04:
            came = row["months_observed"] < 12
            rows["family_move"].append(
                {
                    "family_id": row["family_id"],
                    "arrived_on": date(2026, 4, 20) if came else None,
                    "left_on": None if came else date(2026, 6, 1),
                }
            )


def _person(
    rows: dict[str, list[dict[str, Any]]],
    chance: random.Random,
    family: str,
    person: str,
    *,
    is_child: bool,
    home: str,
) -> None:
    records = chance.choice((1, 1, 2, 3, 6, 12))
    linked_by = "alone" if records == 1 else chance.choice(("identifier", "exact", "model"))
    for place in range(records):
        rows["record_person"].append(
            {
                "feed": "police",
                "record_id": f"R-{person}-{place}",
                "person_id": person,
                "linked_by": linked_by,
                "weight_bits": None if records == 1 else 12.5,
            }
        )
    if records > 1:
        rows["link"].append(
            {
                "feed_l": "police",
                "record_id_l": f"R-{person}-0",
                "feed_r": "police",
                "record_id_r": f"R-{person}-1",
                "pass": linked_by,
                "weight_bits": 12.5,
                "reasons": "same name",
                "outcome": chance.choice(("linked", "linked", "refused")),
            }
        )
    rows["person"].append(
        {
            "person_id": person,
            "is_child": is_child,
            "age": chance.randrange(0, 18) if is_child else chance.choice((34, None)),
            "sex": "female",
            "is_dead": False,
            "records": records,
            "feeds": min(records, 6),
        }
    )
    rows["household"].append(
        {
            "person_id": person,
            "property_id": home,
            "from_on": None,
            "until_on": None,
            "source": "police",
            "kind": "home",
        }
    )
    rows["family_member"].append(
        {
            "family_id": family,
            "person_id": person,
            "role": "child" if is_child else "adult",
            "residence": chance.choice(("with_children", "with_children", "elsewhere" if not is_child else "away")),
            "from_on": None,
            "until_on": None,
            "known_by": "shared home",
        }
    )


def _met(
    rows: dict[str, list[dict[str, Any]]],
    chance: random.Random,
    family: str,
    person: str,
    criterion: str,
    money: dict[str, list[Decimal]],
) -> None:
    _, event, feed, agency = NEEDS[criterion]
    day = AS_AT - timedelta(days=chance.randrange(300))
    rows["indicator"].append(_indicator(family, person, criterion, "yes", "Recorded in the last 12 months."))
    common = {"family_id": family, "person_id": person, "feed": feed, "record_id": f"R-{person}-0", "event": event}
    rows["evidence"].append(
        {
            **common,
            "programme": PROGRAMME,
            "criterion": criterion,
            "from_on": day,
            "until_on": None,
            "quantity": None,
            "reference": None,
            "detail": None,
        }
    )
    if event in ("rent_arrears", "absence_unauthorised"):
        rows["unpriced"].append(
            {"family_id": family, "event": event, "detail": None, "events": 2, "quantity": 5.0, "unit": "days"}
        )
        return
    cost = Decimal(str(round(chance.lognormvariate(8, 1.2), 2)))
    is_transfer = event == "out_of_work_benefit"
    rows["cost_line"].append(
        {
            **common,
            "reference": None,
            "from_on": day,
            "unit_cost": f"UC-{event}",
            "agency": agency,
            "quantity": Decimal(1),
            "cost_gbp": cost,
            "is_transfer": is_transfer,
        }
    )
    held = money.setdefault(agency, [Decimal(0), Decimal(0)])
    held[0] += cost
    held[1] += cost if is_transfer else 0


def _indicator(family: str, person: str | None, criterion: str, answer: str, reason: str) -> dict[str, Any]:
    return {
        "family_id": family,
        "person_id": person,
        "programme": PROGRAMME,
        "criterion": criterion,
        "heading": NEEDS[criterion][0] if criterion in NEEDS else "attendance",
        "answer": answer,
        "value": None,
        "threshold": None,
        "from_on": None,
        "until_on": None,
        "reason": reason,
    }


def _choose(cohort: list[dict[str, Any]]) -> None:
    """The eligible families on whom services spend most, up to 3% of all."""
    eligible = sorted(
        (family for family in cohort if family["is_eligible"]),
        key=lambda family: (family["transfer_gbp"] - family["cost_gbp"], family["family_id"]),
    )
    for family in eligible[: -(-3 * len(cohort) // 100)]:
        family["is_proposed"] = True


def _set_aside(rows: list[dict[str, Any]]) -> None:
    for table, column, code, severity in (
        ("people", "record_id", "duplicate_record", "row"),
        ("people", None, "objection", "row"),
        ("events", "from_on", "bad_from_on", "row"),
        ("people", "date_of_birth", "bad_date_of_birth", "value"),
    ):
        rows.append(
            {
                "feed": "police",
                "file": f"{table}.csv",
                "table": table,
                "row": len(rows) + 1,
                "column": column,
                "code": code,
                "severity": severity,
                "reason": "In words.",
            }
        )
