"""How many units of its price each event comes to: one expression a basis (extract contract, section 4)."""

from __future__ import annotations

from typing import Any

import ibis

_COLUMNS = (
    "family_id",
    "person_id",
    "event",
    "price_detail",
    "event_no",
    "record_no",
    "reference",
    "from_on",
    "units",
    "basis",
    "overlap_group",
    "line_gbp",
)


def priced_lines(tables: Any) -> Any:
    """One row per family and priced line, before overlaps are taken out.

    Reads:   family_event, price_rate, price_total.
    Units:   ``units`` is whole events, or whole days for a basis of weeks, months or years; ``line_gbp`` is pounds in
             all agencies together; ``from_on`` is the first day priced.

    A line that stands for several rows carries the record whose feed and record_id sort first: records are
    numbered in that order.
    """
    rows = tables.table("family_event")
    rate = tables.table("price_rate")
    rows = rows.filter(rows.price_detail.notnull()).join(rate, ["event", "price_detail"])
    begun = rows.filter(rows.starts)
    lasting = rows.filter(rows.end_day > rows.first_day)
    lines = ibis.union(
        _per_event(begun.filter(begun.basis == "per_event")),
        _per_person(begun.filter(begun.basis == "per_person")),
        _per_reference(begun.filter(begun.basis == "per_reference")),
        _per_day(lasting.filter(lasting.basis.isin(["per_week", "per_month", "per_year"])), "person_id"),
        _per_day(lasting.filter(lasting.basis == "per_week_per_reference"), "reference"),
    )
    lines = lines.join(rate, ["event", "price_detail"])
    return lines.join(tables.table("price_total"), ["event", "price_detail", "units"]).select(*_COLUMNS)


def _per_event(rows: Any) -> Any:
    """Every event and spell that begins in the window."""
    return _line(rows, units=1)


def _per_person(rows: Any) -> Any:
    """A person once, on the date of the first event in the window."""
    return _line(
        _first(
            rows,
            ["family_id", "person_id", "event", "price_detail"],
            ["from_on", "record_no", "event_no"],
        ),
        units=1,
    )


def _per_reference(rows: Any) -> Any:
    """Each reference once in a family, whoever holds the rows; each row without one once."""
    alone = ibis.ifelse(rows.reference.isnull(), rows.event_no, ibis.literal(-1, type="int64"))
    return _line(
        _first(
            rows.mutate(alone=alone),
            ["family_id", "event", "price_detail", "reference", "alone"],
            ["record_no", "from_on", "event_no"],
        ),
        units=1,
    )


def _per_day(rows: Any, whose: str) -> Any:
    """The days that one person's spells, or a family's spells of one reference (or of none), cover together.

    Each spell adds the days that no earlier one has covered, so overlapping spells count once.
    """
    keys = ["family_id", "event", "price_detail", whose]
    before = ibis.window(group_by=keys, order_by=["first_day", "end_day", "record_no", "event_no"], preceding=(None, 1))
    rows = rows.mutate(covered=ibis.coalesce(rows.end_day.max().over(before), rows.first_day))
    rows = rows.mutate(adds=ibis.greatest(rows.end_day - ibis.greatest(rows.first_day, rows.covered), 0))
    carried = {
        "person_id": rows.person_id.argmin(rows.record_no),
        "reference": ibis.null("string"),
        "event_no": rows.event_no.min(),
        "record_no": rows.record_no.min(),
        "from_on": rows.first_on.min(),
        "units": rows.adds.sum(),
    }
    lines = rows.group_by(keys).aggregate(**{name: value for name, value in carried.items() if name != whose})
    return _ordered(lines)


def _first(rows: Any, keys: list[str], order: list[str]) -> Any:
    place = ibis.row_number().over(ibis.window(group_by=keys, order_by=order))
    rows = rows.mutate(place=place)
    return rows.filter(rows.place == 0)


def _line(rows: Any, *, units: int) -> Any:
    return _ordered(rows.mutate(units=ibis.literal(units, type="int64")))


def _ordered(lines: Any) -> Any:
    columns = _COLUMNS[: _COLUMNS.index("basis")]
    return lines.select(*columns).mutate(units=lines.units.cast("int64"), event_no=lines.event_no.cast("int64"))
