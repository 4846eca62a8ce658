"""Which ids changed since the run before, and why, in words that hold no value of a person."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.run_folder import Run
from thinkfamily.engine.store import Store
from thinkfamily.tables.made import IdChange


def list_changes(store: Store, previous: Run) -> dict[str, object]:
    """Make `id_change`, one row per id of a person or family that was not there the night before or is no more.

    Reads:   record_person, family_member, link, kept_person_id, kept_family_id.
    Writes:  id_change.
    Returns: how many of each kind, and how many ids were kept.
    """
    _put_both_nights(store, previous)
    people = _changed(store, "person_part")
    families = _changed(store, "family_part")
    reasoned = pl.concat([_why_people(store, people), _why_families(store, families)])
    store.put("id_change", IdChange.validate(reasoned.select(IdChange.column_names())).sort(pl.all(), nulls_last=True))
    counts = reasoned.group_by(subject=pl.col("subject"), kind=pl.col("kind")).len().sort("subject", "kind")
    kept = {
        f"{name}_kept": store.value(f"select count(distinct old_id) from {part}")
        - changed.filter(pl.col("kind").is_in(["merge", "departure"])).height
        for name, part, changed in (("people", "person_part", people), ("families", "family_part", families))
    }
    store.drop("person_part", "family_part")
    return {**kept, "changes": counts.to_dicts()}


def _put_both_nights(store: Store, previous: Run) -> None:
    """Make `person_part` and `family_part`: one row per record, and per family and member, with its id on both nights.

    Ids are as they are written. A part that is of one night only has no id on the other.
    """
    store.put(
        "record_before", previous.table("record_person").select("feed", "record_id", old_id="person_id").collect()
    )
    store.run("""
        create or replace temp table person_part as
        select feed || '/' || record_id as part, feed, record_id, b.old_id, coalesce(k.kept_id, n.person_id) as new_id
        from record_before b full join record_person n using (feed, record_id)
            left join kept_person_id k on k.made_id = n.person_id
    """)
    living = pl.col("residence") != "elsewhere"
    before = previous.table("family_member").filter(living).select("person_id", old_id="family_id").unique().collect()
    store.put("member_before", before.sort("person_id", "old_id"))
    store.run("""
        create or replace temp table member_now as
        select distinct coalesce(p.kept_id, m.person_id) as person_id, coalesce(f.kept_id, m.family_id) as new_id
        from family_member m left join kept_person_id p on p.made_id = m.person_id
            left join kept_family_id f on f.made_id = m.family_id
        where m.residence <> 'elsewhere'
    """)
    store.run("""
        create or replace temp table family_part as
        select person_id as part, old_id, old_id as new_id
        from member_before b semi join member_now n on n.person_id = b.person_id and n.new_id = b.old_id
        union all
        select coalesce(b.person_id, n.person_id), b.old_id, n.new_id
        from (from member_before b anti join member_now n on n.person_id = b.person_id and n.new_id = b.old_id) b
            full join (from member_now n anti join member_before b on n.person_id = b.person_id and n.new_id = b.old_id) n
            on n.person_id = b.person_id
    """)
    store.drop("record_before", "member_before", "member_now")


def _changed(store: Store, part: str) -> pl.DataFrame:
    """One row per id that is of one night only, from a table of parts on both nights: kind, old_id, new_id."""
    return store.frame(f"""
        with moved as (
            from {part} where old_id is distinct from new_id
        ), gone as (
            select distinct old_id from moved m anti join {part} p on p.new_id = m.old_id where old_id is not null
        ), come as (
            select distinct new_id from moved m anti join {part} p on p.old_id = m.new_id where new_id is not null
        ), went as (
            select old_id, new_id, count(*) as parts from moved semi join gone using (old_id)
            where new_id is not null group by all
        ), came as (
            select old_id, new_id, count(*) as parts from moved semi join come using (new_id)
            where old_id is not null group by all
        )
        select 'merge' as kind, old_id, first(new_id order by parts desc, new_id) as new_id from went group by old_id
        union all select 'departure', old_id, null from gone where old_id not in (select old_id from went)
        union all select 'split', first(old_id order by parts desc, old_id), new_id from came group by new_id
        union all select 'arrival', null, new_id from come where new_id not in (select new_id from came)
        order by all
    """)


def _why_people(store: Store, changes: pl.DataFrame) -> pl.DataFrame:
    """The changes of people with their cause."""
    store.put("changed", changes)
    feeds = store.frame("""
        with part as (
            select 'arrival' as kind, new_id as id, feed from person_part
            union all select 'departure', old_id, feed from person_part
        )
        select c.kind, c.old_id, c.new_id, array_to_string(list_sort(list_distinct(list(replace(p.feed, '_', ' ')))), ', ') as feeds
        from changed c join part p on p.kind = c.kind and p.id = coalesce(c.new_id, c.old_id)
        group by all
    """)
    # The pair of records that joins those who were two, or that no longer joins those who were one.
    reasons = store.frame("""
        with sought as (
            from person_part semi join changed using (old_id)
        ), ends as (
            select feed_l as feed, record_id_l as record_id, feed_r as other_feed, record_id_r as other_id, pass, outcome,
                reasons, weight_bits from link
            union all select feed_r, record_id_r, feed_l, record_id_l, pass, outcome, reasons, weight_bits from link
        ), both_ways as (
            select l.new_id as new_l, l.old_id as old_l, r.new_id as new_r, r.old_id as old_r, pass, outcome, reasons,
                weight_bits
            from ends e join sought l using (feed, record_id)
                join person_part r on r.feed = e.other_feed and r.record_id = e.other_id
        ), joins as (
            select c.kind, c.old_id, c.new_id, outcome, pass, reasons, weight_bits
            from changed c join both_ways b on b.old_l = c.old_id and b.new_l = c.new_id and b.new_r = c.new_id
            where c.kind = 'merge' and b.old_r is distinct from c.old_id and b.outcome in ('linked', 'human_same')
            union all
            select c.kind, c.old_id, c.new_id, outcome, pass, reasons, weight_bits
            from changed c join both_ways b on b.new_l = c.new_id and b.old_l = c.old_id and b.new_r = c.old_id
            where c.kind = 'split' and b.outcome in ('refused', 'human_not_same')
        )
        select kind, old_id, new_id,
            first(case when outcome in ('human_same', 'human_not_same') then 'a person decided so' else
                pass || ' pass: ' || reasons end order by outcome like 'human%' desc, weight_bits desc nulls last, reasons) as told
        from joins
        group by all
    """)
    store.drop("changed")
    key = ["kind", "old_id", "new_id"]
    told = changes.join(feeds, on=key, how="left", nulls_equal=True).join(reasons, on=key, how="left", nulls_equal=True)
    cause = (
        pl.when(kind="arrival")
        .then(pl.format("new records of: {}", "feeds"))
        .when(kind="departure")
        .then(pl.format("its records left or were set aside: {}", "feeds"))
        .when(kind="merge")
        .then(pl.format("linked now: {}", pl.col("told").fill_null("by records between them")))
        .otherwise(
            pl.format("no longer linked: {}", pl.col("told").fill_null("what held them together changed or left"))
        )
    )
    return told.select(*key, subject=pl.lit("person"), cause=cause)


def _why_families(store: Store, changes: pl.DataFrame) -> pl.DataFrame:
    """The changes of families with their cause."""
    store.put("changed", changes)
    counts = store.frame("""
        with member as (
            select unnest(['arrival', 'split']) as kind, new_id as id, part from family_part
            union all select unnest(['departure', 'merge']), old_id, part from family_part
        ), of_changed as (
            select c.kind, c.old_id, c.new_id, m.part
            from changed c join member m on m.kind = c.kind
                and m.id = case when c.kind in ('arrival', 'split') then c.new_id else c.old_id end
        )
        select kind, old_id, new_id, count(*) as members,
            count(*) filter (part not in (select old_id from person_part p semi join of_changed f on f.part = p.old_id)) as newcomers,
            count(*) filter (part not in (select new_id from person_part p semi join of_changed f on f.part = p.new_id)) as leavers
        from of_changed group by all
    """)
    store.drop("changed")
    key = ["kind", "old_id", "new_id"]
    members, newcomers, leavers = pl.col("members"), pl.col("newcomers"), pl.col("leavers")
    cause = (
        pl.when(kind="arrival")
        .then(
            pl.when(newcomers == members)
            .then(pl.lit("nobody of it was known before"))
            .otherwise(pl.lit("its people were of no family before: a child is known or expected now"))
        )
        .when(kind="departure")
        .then(
            pl.when(leavers == members)
            .then(pl.lit("nobody of it is known any more"))
            .otherwise(pl.lit("its people are of no family now: no child is known or expected any more"))
        )
        .when(kind="merge")
        .then(pl.lit("its members are of one family with others now"))
        .otherwise(pl.lit("some members are a family of their own now"))
    )
    return changes.join(counts, on=key, how="left", nulls_equal=True).select(
        *key, subject=pl.lit("family"), cause=cause
    )
