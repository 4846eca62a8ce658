"""One incident leaves several events, and is paid for once: what is dearest stands for the rest."""

from __future__ import annotations

from typing import Any

import ibis

from thinkfamily.engine.store import Store

CRIME_GROUP_DAYS = 14
_WHOSE = ["family_id", "person_id"]


def keep_dearest(store: Store) -> Any:
    """One row per line that stands: those of no overlap group, and the dearest of each group.

    Reads:   priced_line.
    Writes:  crime_day while it works (one row per family, person and day of a crime line).

    Within ``crime``, a person's lines are taken by date: those up to and including the 14th day after the first are
    one; the next later line opens a new group. Within ``school``, all a person's lines in the window are one. Of two
    equally dear, the earlier stands.
    """
    lines = store.ibis.table("priced_line")
    _open_crime_groups(store)
    groups = store.ibis.table("crime_day")
    lines = lines.left_join(
        groups, [*(lines[key] == groups[key] for key in _WHOSE), lines.from_on.epoch_days() == groups.day]
    ).select(*(lines[name] for name in lines.columns), groups.opened)
    place = ibis.row_number().over(
        ibis.window(
            group_by=[*_WHOSE, "overlap_group", ibis.ifelse(lines.overlap_group == "crime", lines.opened, 0)],
            order_by=[ibis.desc("line_gbp"), "from_on", "record_no", "event_no", "event", "price_detail"],
        )
    )
    lines = lines.mutate(place=place)
    return lines.filter(lines.overlap_group.isnull() | (lines.place == 0)).drop("place", "opened")


def _open_crime_groups(store: Store) -> None:
    """Give each day on which a person has a crime line the day that opened its group.

    Where a group begins depends on where the one before it began, so this cannot be said in one pass: each round opens
    every person's next group. A group takes at least 15 days, so 366 days need at most 25 rounds, over ever fewer rows.
    """
    lines = store.ibis.table("priced_line")
    days = lines.filter(lines.overlap_group == "crime").select(*_WHOSE, day=lines.from_on.epoch_days()).distinct()
    store.make("crime_day", days.mutate(opened=ibis.null("int64")))
    while True:
        if store.value("select count(*) from crime_day where opened is null") == 0:
            return
        days = store.ibis.table("crime_day")
        waiting = days.filter(days.opened.isnull())
        opener = waiting.group_by(_WHOSE).aggregate(opener=waiting.day.min())
        days = days.left_join(opener, _WHOSE).select(*(days[name] for name in days.columns), opener.opener)
        joins = days.opened.isnull() & (days.day <= days.opener + CRIME_GROUP_DAYS)
        days = days.mutate(opened=ibis.ifelse(joins, days.opener, days.opened)).drop("opener")
        store.make("crime_day", days)
