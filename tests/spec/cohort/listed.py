"""Worked examples of the list: draw the families, say who is proposed.

Families are drawn in one table, with the pounds, criteria and agencies that the stages before would have found; the
criteria are those of the programme, as many as drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
from tests.drawn import draw

from thinkfamily.engine.cohort import STAGE
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.programmes.framework import load_programme
from thinkfamily.programmes.vocabulary import load_vocabulary
from thinkfamily.tables import made

AS_AT = date(2026, 9, 30)
PROGRAMME = "westminster_3_percent"
EVENTS = {"LA-EDU": "permanent_exclusion", "POLICE": "arrest", "NHS": "ae_attendance", "LA-HSG": "eviction"}


@dataclass(frozen=True)
class Listed:
    """What the stage wrote."""

    cohort: pl.DataFrame
    what_if: pl.DataFrame
    eligibility: pl.DataFrame
    moves: pl.DataFrame
    notes: dict[str, object]

    @property
    def proposed(self) -> list[str]:
        """Families on the list."""
        return self.cohort.filter("is_proposed")["family_id"].to_list()

    def why(self, family: str) -> str:
        """The sentence of one family."""
        return str(self.cohort.filter(family_id=family)["proposed_because"].item())


def propose(
    drawing: str,
    *,
    share: float = 0.5,
    seed: int = 1,
    services: str | None = None,
    lines: str | None = None,
    programmes: tuple[str, ...] = (PROGRAMME,),
    signs: tuple[str, ...] = (),
) -> Listed:
    """Make the list from drawn families.

    Args:
        drawing: columns ``family_id | cost_gbp``, and any of ``transfer_gbp`` (0), ``criteria`` (3), ``unknown`` (0),
            ``agencies`` (2), ``arrived_on`` (-), ``left_on`` (-), ``children`` (1), ``expected`` (0), ``flagged`` (no), ``area`` (-).
        share: capacity share.
        services: drawn family_service rows.
        lines: drawn cost_line rows.
        programmes: those to judge by; the first makes the list.
        signs: families that show two early signs.
    """
    table = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]
    rows = [dict(zip(table[0], cells, strict=True)) for cells in table[1:]]
    store = Store(threads=1)
    store.put("event_type", load_vocabulary().event_types)
    store.put("family_detail", _detail(rows))
    indicator, evidence = _met(rows)
    store.put("family_member", made.FamilyMember.create_empty())
    store.put("indicator", pl.concat([indicator, _early(signs)]))
    store.put("evidence", evidence)
    store.put("family_cost", _costs(rows))
    service_columns = "family_id | agency | service | people | from_on | until_on | is_open"
    store.put("family_service", draw(made.FamilyService, f"{service_columns}\n{services or ''}"))
    store.put("cost_line", draw(made.CostLine, lines) if lines else made.CostLine.create_empty())
    notes = STAGE.run(
        store, Settings(extracts=Path("."), as_at=AS_AT, programmes=programmes, capacity_share=share, seed=seed)
    )
    cohort, what_if = store.frame("from cohort"), store.frame("from cohort_what_if")
    return Listed(
        made.Cohort.validate(cohort),
        made.CohortWhatIf.validate(what_if),
        made.Eligibility.validate(store.frame("from eligibility")),
        made.FamilyMove.validate(store.frame("from family_move")),
        notes,
    )


def _early(families: tuple[str, ...]) -> pl.DataFrame:
    """Two early signs of each family."""
    return _frame(
        made.Indicator,
        [
            {
                "family_id": family,
                "programme": "early_signs",
                "criterion": sign,
                "heading": "exclusion",
                "answer": "yes",
                "reason": "drawn",
            }
            for family in families
            for sign in ("suspended", "suspended_again")
        ],
    )


def _detail(rows: list[dict[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "family_id": row["family_id"],
                "property_id": None,
                "area": _or_none(row.get("area", "-")),
                "children": int(row.get("children", 1)),
                "expected_children": int(row.get("expected", 0)),
                "adults": 1,
                "arrived_on": _day(row.get("arrived_on", "-")),
                "left_on": _day(row.get("left_on", "-")),
                "is_flagged": row.get("flagged", "no") == "yes",
            }
            for row in rows
        ],
        schema={name: column.dtype for name, column in made.FamilyDetail.columns().items()},
    )


def _met(rows: list[dict[str, str]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Indicators and evidence: the n-th criterion's evidence is the n-th agency's, round and round."""
    criteria = load_programme(PROGRAMME).criteria
    indicators, evidence = [], []
    for row in rows:
        met, unknown = int(row.get("criteria", 3)), int(row.get("unknown", 0))
        agencies = list(EVENTS)[: int(row.get("agencies", 2))]
        for place, criterion in enumerate(criteria[: met + unknown]):
            about = {"family_id": row["family_id"], "programme": PROGRAMME, "criterion": criterion.id}
            answer = "yes" if place < met else "unknown"
            indicators.append(about | {"heading": criterion.heading, "answer": answer, "reason": "drawn"})
            if place < met and agencies:
                event = EVENTS[agencies[place % len(agencies)]]
                evidence.append(
                    about | {"feed": "drawn", "record_id": "R", "event": event, "from_on": date(2026, 1, 1)}
                )
    return _frame(made.Indicator, indicators), _frame(made.Evidence, evidence)


def _costs(rows: list[dict[str, str]]) -> pl.DataFrame:
    costs = [
        {
            "family_id": row["family_id"],
            "agency": "POLICE",
            "cost_gbp": Decimal(row["cost_gbp"]),
            "transfer_gbp": Decimal(row.get("transfer_gbp", "0")),
            "price_year": "2026-27",
        }
        for row in rows
        if row["cost_gbp"] != "-"
    ]
    return _frame(made.FamilyCost, costs)


def _frame(schema: type, rows: list[dict[str, object]]) -> pl.DataFrame:
    columns = {name: column.dtype for name, column in schema.columns().items()}
    return pl.DataFrame([{name: row.get(name) for name in columns} for row in rows], schema=columns)


def _day(written: str) -> date | None:
    return None if written == "-" else date.fromisoformat(written)


def _or_none(written: str) -> str | None:
    return None if written == "-" else written
