"""Who is away from home on the as-at date, and why: a placement never forms a family and never ends one."""

from __future__ import annotations

from datetime import date

import polars as pl

from thinkfamily.engine.store import Store

# Spells of the event vocabulary during which a person lives away from a family that is still theirs.
AWAY = {
    "looked_after_foster": "looked after in a foster placement",
    "looked_after_residential": "looked after in a children's home",
    "youth_custody": "in custody",
    "adult_custody": "in custody",
    "refuge_stay": "in a refuge",
}
# A hospital stay counts as living away from this length on: shorter ones are visits (our choice).
HOSPITAL_DAYS = 28
# A pregnancy with no end recorded is over after 42 weeks and a fortnight for the record to catch up.
PREGNANCY_DAYS = 308


def find_absent(store: Store, as_at: date) -> pl.DataFrame:
    """One row per person who is away on the as-at date: person_id, since, why, is_looked_after.

    Reads: event, person_record. Where several spells are open, the latest to begin tells why.
    """
    spells = ", ".join(f"'{event}'" for event in AWAY)
    rows = store.frame(
        f"""
        select l.person_id, e.event, e.from_on as since
        from event e join person_record l using (record_no)
        where e.from_on <= $as_at and (
            (e.event in ({spells}) and coalesce(e.until_on > $as_at, true))
            or (e.event = 'hospital_admission' and e.quantity >= {HOSPITAL_DAYS}
                and e.from_on + cast(least(e.quantity, 3650) as integer) > $as_at))
        """,
        {"as_at": as_at},
    )
    return (
        rows.sort(["person_id", "since", "event"], descending=[False, True, False])
        .unique("person_id", keep="first", maintain_order=True)
        .select(
            "person_id",
            "since",
            why=pl.col("event").replace_strict(AWAY, default="in hospital", return_dtype=pl.String),
            is_looked_after=pl.col("event").str.starts_with("looked_after"),
        )
    )


def find_expecting(store: Store, as_at: date) -> pl.DataFrame:
    """One row per person with an open pregnancy on the as-at date: person_id.

    Reads: event, person_record.
    """
    return store.frame(
        f"""
        select distinct l.person_id
        from event e join person_record l using (record_no)
        where e.event = 'pregnancy' and e.from_on <= $as_at and e.from_on > $as_at - {PREGNANCY_DAYS}
          and coalesce(e.until_on > $as_at, true)
        order by 1
        """,
        {"as_at": as_at},
    )
