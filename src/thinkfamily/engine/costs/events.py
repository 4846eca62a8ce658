"""Which events count for which family, and which of their days lie in the 12 months."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis

from thinkfamily.core.dates import Period

# Days are whole numbers since 1970 here: DuckDB and Spark agree on whole numbers more readily than on intervals.
_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """A day as a whole number of days since 1970."""
    return (day - _EPOCH).days


def counted_members(tables: Any, as_at: date) -> Any:
    """One row per family and person whose events count for it on the as-at date: with the children, or away."""
    member = tables.table("family_member")
    on = ibis.literal(as_at)
    return (
        member.filter(
            member.residence.isin(["with_children", "away"]),
            member.from_on.isnull() | (member.from_on <= on),
            member.until_on.isnull() | (member.until_on > on),
        )
        .select("family_id", "person_id")
        .distinct()
    )


def active_events(tables: Any, window: Period) -> Any:
    """One row per accepted event that begins in the window or has a day in it, with its type.

    ``starts``: it begins in the window. ``first_day`` up to, not including, ``end_day``: its days in the window, as
    whole numbers; none where ``end_day`` is not later. A point has its one day. A spell or measure without an end ends
    with the window, or at its feed's ``covers_until`` where that is earlier.
    """
    event, kind, feed = tables.table("event"), tables.table("event_type"), tables.table("feed")
    opens, closes = day_number(window.from_on), day_number(window.until_on)
    rows = (
        event.join(kind.select("event", "agency", "shape", "title", "cost", unit=kind.quantity), "event")
        .join(feed.select("feed", "covers_until"), "feed")
        .filter(event.from_on < ibis.literal(window.until_on))
    )
    begins = rows.from_on.epoch_days()
    ends = ibis.ifelse(
        rows.shape == "point",
        begins + 1,
        ibis.coalesce(rows.until_on, rows.covers_until).epoch_days(),
    )
    rows = rows.mutate(
        starts=begins >= opens,
        first_day=ibis.greatest(begins, opens),
        end_day=ibis.least(ends, closes),
        is_open=(rows.shape != "point") & rows.until_on.isnull(),
    )
    return rows.filter(rows.starts | (rows.end_day > rows.first_day))


def of_members(tables: Any, rows: Any, as_at: date) -> Any:
    """One row per event and family for which it counts: a child of two families brings its events to both."""
    record = tables.table("person_record").select("record_no", "person_id")
    return rows.join(record, "record_no").join(counted_members(tables, as_at), "person_id")


def family_event(tables: Any, window: Period, as_at: date) -> Any:
    """One row per event that is a cost and family for which it counts, with the price row that prices it.

    ``price_detail`` names the price row (with ``event``): the one with the event's detail, else the one without
    detail; null where there is neither.
    """
    price = tables.table("price_rate").select("event", "price_detail")
    exact = price.select(exact_event=price.event, exact_detail=price.price_detail)
    other = price.filter(price.price_detail == "").select(other_event=price.event, other_detail=price.price_detail)
    rows = active_events(tables, window)
    rows = rows.left_join(
        exact, [rows.event == exact.exact_event, ibis.coalesce(rows.detail, "") == exact.exact_detail]
    )
    rows = rows.left_join(other, [rows.event == other.other_event])
    rows = rows.mutate(price_detail=ibis.coalesce(rows.exact_detail, rows.other_detail))
    rows = rows.filter(rows.price_detail.notnull() | (rows.cost != "not_a_cost"))
    rows = of_members(tables, rows, as_at)
    return rows.select(
        "event_no",
        "record_no",
        "family_id",
        "person_id",
        "event",
        "price_detail",
        "starts",
        "first_day",
        "end_day",
        "quantity",
        "unit",
        "detail",
        "reference",
        from_on=rows.from_on,
        first_on=ibis.greatest(rows.from_on, ibis.literal(window.from_on)),
    )
