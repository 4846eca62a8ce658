"""Worked examples of pricing: draw the events, say the pounds.

Every event hangs on a record of its feed named after its person, and everybody drawn is a member of one family unless
an example draws the members itself. Pounds are worked out here from figures typed in from the published tables, not
with the program's own code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
from tests.drawn import draw

from thinkfamily.engine.costs import STAGE
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.programmes.vocabulary import load_vocabulary
from thinkfamily.tables.made import CostLine, FamilyCost, FamilyMember, FamilyService, Unpriced
from thinkfamily.tables.supplied import Price

AS_AT = date(2026, 9, 30)
MEMBERS = "family_id | person_id | role | residence | from_on | until_on | known_by"

# HM Treasury, GDP deflators, March 2026 (2024-25 = 100).
DEFLATOR = {
    "2002-03": "56.6000",
    "2005-06": "61.3576",
    "2006-07": "63.2017",
    "2007-08": "64.4380",
    "2008-09": "66.8397",
    "2009-10": "67.7042",
    "2010-11": "68.8561",
    "2011-12": "70.3261",
    "2012-13": "71.5454",
    "2013-14": "73.0337",
    "2023-24": "96.1117",
    "2024-25": "100.0000",
    "2025-26": "103.2388",
    "2026-27": "105.3095",
}


def gbp(value: str, year: str, *, days: int | None = None, of: str = "1", base: str = "2026-27") -> Decimal:
    """Pounds of the base year for ``value`` pounds of ``year``, for a number of ``days`` of ``of`` days each."""
    exact = Decimal(value) * Decimal(DEFLATOR[base]) / Decimal(DEFLATOR[year])
    if days is not None:
        exact = exact * days / Decimal(of)
    return exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Costed:
    """What the stage wrote."""

    lines: pl.DataFrame
    costs: pl.DataFrame
    unpriced: pl.DataFrame
    services: pl.DataFrame
    notes: dict[str, object]

    def by_agency(self, family: str = "F") -> dict[str, Decimal]:
        """Pounds by agency of one family."""
        return dict(self.costs.filter(pl.col("family_id") == family).select("agency", "cost_gbp").iter_rows())

    def line(self, *columns: str) -> list[tuple[object, ...]]:
        """Some columns of the lines, in their order."""
        return self.lines.select(columns).rows()


def world(
    events: pl.DataFrame,
    members: pl.DataFrame,
    *,
    covers_until: dict[str, date] | None = None,
    prices: pl.DataFrame | None = None,
) -> Store:
    """A store with what the costs stage reads. ``events`` has columns who, event, from_on … as drawn."""
    vocabulary = load_vocabulary()
    store = Store(threads=1)
    store.put("event_type", vocabulary.event_types)
    store.put("price", vocabulary.prices if prices is None else prices)
    events = events.join(vocabulary.event_types.select("event", "feed"), on="event", how="left", maintain_order="left")
    assert events["feed"].null_count() == 0
    records = (
        events.select("feed", record_id="who").unique().sort("feed", "record_id").with_row_index("record_no")
    ).cast({"record_no": pl.Int64})
    store.put("record", records)
    store.put("person_record", records.select("record_no", person_id=pl.col("record_id").str.split("/").list.first()))
    numbered = events.join(
        records, left_on=["feed", "who"], right_on=["feed", "record_id"], maintain_order="left"
    ).with_row_index("event_no")
    store.put("event", numbered.cast({"event_no": pl.Int64}).drop("who"))
    feeds = vocabulary.event_types.select("feed").unique().sort("feed")
    until = covers_until or {}
    store.put(
        "feed",
        feeds.with_columns(
            pl.Series("covers_until", [until.get(feed, date(2026, 10, 1)) for feed in feeds["feed"]], pl.Date)
        ),
    )
    store.put("family_member", members)
    return store


def cost(
    drawing: str,
    *,
    members: str | None = None,
    as_at: date = AS_AT,
    price_year: str | None = None,
    covers_until: dict[str, date] | None = None,
    prices: str | None = None,
) -> Costed:
    """Price drawn events.

    Args:
        drawing: columns ``who | event | from_on`` and any of ``until_on quantity reference service detail``. ``Ann/2``
            is a second record of Ann in the same feed.
        members: drawn members; without, everyone drawn is with the children of family F.
        prices: drawn prices in place of the program's own.
    """
    who = draw_events(drawing)
    people = sorted({name.split("/")[0] for name in who["who"]})
    drawn = members or "\n".join([MEMBERS, *(f"F | {name} | adult | with_children | - | - | drawn" for name in people)])
    store = world(
        who,
        draw(FamilyMember, drawn),
        covers_until=covers_until,
        prices=draw(Price, prices).with_columns(pl.col("detail").fill_null("")) if prices else None,
    )
    return run(store, as_at=as_at, price_year=price_year)


def run(store: Store, *, as_at: date = AS_AT, price_year: str | None = None) -> Costed:
    """Run the stage and hold its tables to their declared shapes."""
    notes = STAGE.run(store, Settings(extracts=Path("."), as_at=as_at, price_year=price_year))
    shapes = {"cost_line": CostLine, "family_cost": FamilyCost, "unpriced": Unpriced, "family_service": FamilyService}
    tables = {name: store.frame(f"select * from {name}") for name in shapes}
    for name, shape in shapes.items():
        assert tables[name].columns == shape.column_names()
        if name == "unpriced":  # its detail is part of the key and may be none
            continue
        shape.validate(tables[name])
    return Costed(tables["cost_line"], tables["family_cost"], tables["unpriced"], tables["family_service"], notes)


def draw_events(drawing: str) -> pl.DataFrame:
    """Drawn events: who, and the columns of an event."""
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
    lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]
    header, *rows = lines
    cells = {
        name: [None if row[header.index(name)] in ("", "-") else row[header.index(name)] for row in rows]
        if name in header
        else [None] * len(rows)
        for name in columns
    }
    frame = pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String))
    return frame.with_columns(pl.col("from_on", "until_on").str.to_date(), pl.col("quantity").cast(pl.Float64))
