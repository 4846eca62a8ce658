"""Which services a family meets, and which of its events cost something that nobody has published a price for."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis

from thinkfamily.core.dates import Period
from thinkfamily.engine.costs.events import active_events, of_members


def family_service(tables: Any, window: Period, as_at: date) -> Any:
    """One row per family, agency and service with a day in the 12 months.

    A service is the team or provider an event names; where it names none, the event's title, unless the event is no
    service at all (``not_a_cost``, such as being in employment). Universal services, such as a school, are services.
    """
    rows = active_events(tables, window)
    rows = rows.mutate(
        service=ibis.coalesce(rows.service, ibis.ifelse(rows.cost == "not_a_cost", ibis.null("string"), rows.title))
    )
    rows = rows.filter(rows.service.notnull(), rows.end_day > rows.first_day)
    rows = of_members(tables, rows, as_at)
    # A point has a day and no end: it is over the day after. A date plus an interval is a timestamp in DuckDB.
    day_after = (rows.from_on.cast("timestamp") + ibis.interval(days=1)).date()
    rows = rows.mutate(
        ended=ibis.ifelse(rows.shape == "point", day_after, rows.until_on),
        open_now=rows.is_open | ((rows.shape != "point") & (rows.until_on > ibis.literal(as_at))),
    )
    found = rows.group_by("family_id", "agency", "service").aggregate(
        people=rows.person_id.nunique(),
        from_on=rows.from_on.min(),
        last_end=rows.ended.max(),
        any_open=rows.is_open.any(),
        is_open=ibis.coalesce(rows.open_now, False).any(),
    )
    return found.select(
        "family_id",
        "agency",
        "service",
        "people",
        "from_on",
        until_on=ibis.ifelse(found.any_open, ibis.null("date"), found.last_end),
        is_open=found.is_open,
    ).order_by("family_id", "agency", "service")


def unpriced(tables: Any) -> Any:
    """One row per family, event and detail of the window that is a cost without a price: never counted as nought.

    A point counts where its day is in the window, a spell or measure where any of its days is.
    """
    rows = tables.table("family_event")
    rows = rows.filter(rows.price_detail.isnull(), rows.end_day > rows.first_day)
    # Quantities are summed as decimals: sums of doubles differ in their last digits from run to run.
    exact = rows.quantity.try_cast("decimal(18, 6)")
    return (
        rows.group_by("family_id", "event", "detail", "unit")
        .aggregate(events=rows.event_no.nunique(), quantity=exact.sum().cast("float64"))
        .select("family_id", "event", "detail", "events", "quantity", "unit")
        .order_by("family_id", "event", "detail")
    )
