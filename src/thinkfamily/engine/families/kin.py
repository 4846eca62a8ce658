"""What agencies state of the ties between people, lifted from records to persons."""

from __future__ import annotations

from datetime import date

import polars as pl

from thinkfamily.engine.store import Store

# A parent, step-parent or carer cares for a child; a grandparent or other kin does only where the two live together.
CARING = ("parent", "step_parent", "carer")
KINDRED = ("grandparent", "other_kin")
# A stated parent who is less than this much older is a slip of the keyboard.
YOUNGEST_PARENT_YEARS = 12


def lift_relationships(store: Store, as_at: date) -> None:
    """Make `relationship`, one row per pair of persons and stated relationship, and what this stage needs of it.

    Reads:   stated_relationship, person_record.
    Writes:  relationship (run folder); tie and shared_parent (pairs of children of one parent), for this stage alone.
    Where agencies disagree on whether two people live together, the greater number stands; of as many each, unknown.
    """
    store.run(
        """
        create or replace temp table stated as
        select a.person_id as person_id_l, b.person_id as person_id_r, s.relationship, s.from_on, s.until_on, s.feed,
            coalesce(s.lives_with, 'unknown') as lives_with,
            coalesce(s.from_on <= $as_at, true) and coalesce(s.until_on > $as_at, true) as is_live
        from stated_relationship s
            join person_record a using (record_no)
            join person_record b on b.record_no = s.related_record_no
        where a.person_id <> b.person_id
    """,
        {"as_at": as_at},
    )
    store.make(
        "tie",
        """
        with pair as (
            select person_id_l, person_id_r, relationship,
                bool_or(is_live) as is_live, min(from_on) as from_on,
                case when bool_or(until_on is null) then null else max(until_on) end as until_on,
                count(*) filter (is_live and lives_with = 'yes') as yes,
                count(*) filter (is_live and lives_with = 'no') as no,
                array_to_string(list_sort(list_distinct(list(feed))), ',') as feeds
            from stated group by all
        )
        select person_id_l, person_id_r, relationship,
            case when yes > no then 'yes' when no > yes then 'no' else 'unknown' end as lives_with,
            from_on, until_on, feeds, is_live
        from pair order by 1, 2, 3
        """,
    )
    # Children of one parent are siblings, alive or dead the parent; not once a tie has ended (an adoption ends it).
    store.make(
        "shared_parent",
        """
        select distinct a.person_id_r as person_id_l, b.person_id_r
        from tie a join tie b on a.person_id_l = b.person_id_l and a.person_id_r < b.person_id_r
        where a.relationship = 'parent' and b.relationship = 'parent' and a.is_live and b.is_live order by 1, 2
        """,
    )
    store.make(
        "relationship",
        "select person_id_l, person_id_r, relationship, lives_with, from_on, until_on, feeds from tie order by 1, 2, 3",
    )
    store.drop("stated")


def sound_ties(ties: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """One row per tie between two living people, by number (l, r), where a parent is old enough to be one.

    Args:
        ties: rows of `tie`.
        people: one row per living person: p (number), person_id, age, …
    """
    left = people.select(person_id_l="person_id", l="p", age_l="age")
    right = people.select(person_id_r="person_id", r="p", age_r="age")
    is_older = (pl.col("age_l") - pl.col("age_r") >= YOUNGEST_PARENT_YEARS).fill_null(True)
    return (
        ties.join(left, on="person_id_l")
        .join(right, on="person_id_r")
        .with_columns(
            relationship=pl.when(pl.col("relationship").is_in(["parent", "grandparent"]) & ~is_older)
            .then(pl.lit("other_kin"))
            .otherwise("relationship")
        )
        .select("l", "r", "relationship", "lives_with", "feeds", "is_live", "from_on", "until_on")
        .sort("l", "r", "relationship")
    )
