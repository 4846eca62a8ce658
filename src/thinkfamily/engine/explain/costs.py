"""What the family's year cost each agency, line by line; what has no price; and which services it meets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from thinkfamily.engine.explain.account import Rows, Section, Words, amount, pounds
from thinkfamily.engine.explain.subject import Subject
from thinkfamily.engine.page import day, number
from thinkfamily.programmes.agencies import agency_title
from thinkfamily.programmes.prices import load_unit_costs
from thinkfamily.programmes.vocabulary import without_hint


def costs(family: Subject) -> Section:
    """Cost by agency with transfers apart, and every line of it."""
    by_agency = family.rows("family_cost").sort("agency")
    parts: list[Words | Rows] = [Words(_base(family))]
    if by_agency.is_empty():
        parts.append(Words("No event of the 12 months has a price."))
    else:
        parts += [_by_agency(by_agency), *_lines(family)]
    return Section("What the year cost", (*parts, *_unpriced(family)))


def _base(family: Subject) -> str:
    notes, year = family.notes("costs"), family.year
    forecast = ", whose deflator is a forecast" if notes["deflator_is_forecast"] else ""
    return (
        f"Events from {day(year.from_on)} until {day(family.as_at)}, each at its published unit cost, in prices of "
        f"{notes['price_year']}{forecast}. A line's date is the first day priced; an incident that several members "
        "share stands beside one of them. These are average costs: what a service costs, not what the family takes or "
        "owes, and not what help would save."
    )


def _by_agency(by_agency: pl.DataFrame) -> Rows:
    held: list[tuple[str, Decimal, Decimal]] = by_agency.select("agency", "cost_gbp", "transfer_gbp").rows()
    rows = [[agency_title(agency), pounds(cost - transfer), pounds(transfer)] for agency, cost, transfer in held]
    transfers = sum((transfer for _, _, transfer in held), Decimal(0))
    whole = sum((cost for _, cost, _ in held), Decimal(0))
    rows.append(["Together", pounds(whole - transfers), pounds(transfers)])
    return Rows(
        "Pounds by agency; a transfer is a payment from one pocket to another, and fills no place on the list",
        ["Agency", "Services", "Transfers"],
        rows,
    )


def _lines(family: Subject) -> list[Rows]:
    """One table per agency, services before transfers, with a row per priced event; and the unit costs they use."""
    lines = family.rows("cost_line").sort(
        "is_transfer", "agency", "from_on", "event", "person_id", "unit_cost", "cost_gbp", "reference", nulls_last=True
    )
    columns = ["From", "What", "Who", "Unit cost", "How many", "Pounds"]
    tables = [
        Rows(
            f"{agency_title(str(agency))}: {'transfers' if is_transfer else 'services'}, line by line",
            columns,
            [_line(family, row) for row in held.iter_rows(named=True)],
        )
        for (is_transfer, agency), held in lines.group_by("is_transfer", "agency", maintain_order=True)
    ]
    return [*tables, _unit_costs(lines["unit_cost"].unique().sort().to_list())]


def _line(family: Subject, row: dict[str, Any]) -> list[object]:
    return [
        row["from_on"],
        family.event(row["event"]),
        family.who(row["person_id"]),
        row["unit_cost"],
        amount(row["quantity"]),
        pounds(Decimal(row["cost_gbp"])),
    ]


def _unit_costs(used: list[str]) -> Rows:
    costs = load_unit_costs()
    rows = [
        [
            each,
            costs[each].title,
            f"£{amount(costs[each].value_gbp)} {costs[each].unit}",
            costs[each].price_year,
            costs[each].source,
        ]
        for each in used
    ]
    return Rows(
        "The unit costs above, as published", ["Unit cost", "What it is", "Pounds", "Prices of", "Source"], rows
    )


def _unpriced(family: Subject) -> list[Words | Rows]:
    rows = family.rows("unpriced").sort("event", "detail", nulls_last=True)
    if rows.is_empty():
        return []
    return [
        Words("The events below cost something too; nobody has published what. They are in no sum above."),
        Rows(
            "Events of the 12 months without a price",
            ["What", "Kind", "Times", "How much"],
            [
                [
                    family.event(row["event"]),
                    row["detail"].replace("_", " ") if row["detail"] else None,
                    row["events"],
                    _quantity(row),
                ]
                for row in rows.iter_rows(named=True)
            ],
        ),
    ]


def _quantity(row: dict[str, Any]) -> str | None:
    if row["quantity"] is None:
        return None
    return (
        f"£{row['quantity']:,.2f}" if row["unit"] == "gbp" else f"{amount(row['quantity'])} {row['unit'] or ''}".strip()
    )


def services(family: Subject) -> Section:
    """Agencies and services active with the family in the 12 months."""
    rows = family.rows("family_service").sort("agency", "service")
    if rows.is_empty():
        return Section("Who works with the family", (Words("No service was active in the 12 months."),))
    table = [
        [
            agency_title(row["agency"]),
            without_hint(row["service"]),
            number(row["people"], "person", "people"),
            row["from_on"],
            "open" if row["is_open"] else f"until {day(row['until_on'])}",
        ]
        for row in rows.iter_rows(named=True)
    ]
    agencies = rows["agency"].n_unique()
    return Section(
        "Who works with the family",
        (
            Words(
                f"{number(agencies, 'agency', 'agencies')} and {number(rows.height, 'service')} in the 12 months, schools among them."
            ),
            Rows("Services of the 12 months", ["Agency", "Service", "For", "From", "State"], table),
        ),
    )
