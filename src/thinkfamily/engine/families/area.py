"""Everyone of the area and what is known of them, as frames by number: what families are grouped from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from thinkfamily.engine.families.absence import find_absent, find_expecting
from thinkfamily.engine.families.homes import choose_homes
from thinkfamily.engine.families.kin import sound_ties
from thinkfamily.engine.families.statements import FAMILY_AGENCIES
from thinkfamily.engine.store import Store


@dataclass(frozen=True)
class Area:
    """Frames by number: p is a living person, h a property; numbers follow the order of the ids.

    Args:
        people: one row per living person: p, person_id, is_child, age, sex, is_adopted, is_expecting, away_why,
            is_looked_after.
        ties: one row per pair and stated relationship: l, r, relationship, lives_with, feeds, is_live, from_on,
            until_on.
        siblings: one row per two children of one parent: l, r.
        homes: one row per person and property that may be the home: p, h, own, points, feeds, by_family_agency,
            is_sure, is_home.
        buildings: one row per person and building in which its flat is not known: p, building.
        left: one row per person and property left for good: p, property_id, left_on.
        names: one row per person and word of a last name: p, name.
        alike: one row per home and two words that differ by a slip of the pen: h, name, other.
        references: one row per person and agency's household number: p, feed, reference.
        properties: one row per property: h, property_id, has_communal_word.
    """

    people: pl.DataFrame
    ties: pl.DataFrame
    siblings: pl.DataFrame
    homes: pl.DataFrame
    buildings: pl.DataFrame
    left: pl.DataFrame
    names: pl.DataFrame
    alike: pl.DataFrame
    references: pl.DataFrame
    properties: pl.DataFrame


# A home is sure where so many agencies say so, or one since a day that it knows; else it may be an old address.
SURE_FEEDS = 3
# A household number held by more people than this is a default value, not a household.
LARGEST_REFERENCE = 12
# Spellings are compared only at homes of no more names than this: elsewhere chance would find some alike.
MOST_NAMES = 30


def survey_area(store: Store, as_at: date) -> Area:
    """Read what families are grouped from.

    Reads: person, person_detail, record, person_record, event, tie, shared_parent, place_statement and place_left.
    """
    people = _people(store, as_at)
    number = people.select("person_id", "p")
    ties = sound_ties(store.frame("select * from tie"), people)
    stated = store.frame(f"""
        select person_id, property_id, sum(points)::bigint as own, count(distinct feed) as feeds,
            count(distinct feed) >= {SURE_FEEDS} or bool_or(from_on is not null) as is_sure,
            bool_or(feed in {FAMILY_AGENCIES}) as by_family_agency, bool_or(has_communal_word) as has_communal_word
        from place_statement where kind = 'home' and points > 0 group by all
    """)
    properties = (
        stated.group_by("property_id")
        .agg(pl.col("has_communal_word").any())
        .sort("property_id")
        .with_row_index("h")
        .with_columns(pl.col("h").cast(pl.Int64))
    )
    statements = (
        stated.join(number, on="person_id")
        .join(properties, on="property_id")
        .select("p", "h", "own", "feeds", "by_family_agency", "is_sure")
    )
    store.put("home_number", properties)
    names, alike = _names(store)
    references = store.frame(
        f"""
        select person_id, feed, reference from (
            select distinct l.person_id, r.feed, r.household_ref as reference,
                count(distinct l.person_id) over (partition by r.feed, r.household_ref) as people
            from record r join person_record l using (record_no)
            where r.household_ref is not null and coalesce(r.address_to > $as_at, true))
        where people between 1 and {LARGEST_REFERENCE}
    """,
        {"as_at": as_at},
    )
    return Area(
        people=people,
        ties=ties,
        siblings=store.frame("select * from shared_parent")
        .join(number.select(person_id_l="person_id", l="p"), on="person_id_l")
        .join(number.select(person_id_r="person_id", r="p"), on="person_id_r")
        .select("l", "r"),
        homes=choose_homes(statements, ties),
        buildings=store.frame("""
            select distinct person_id, property_id as building from place_statement
            where kind = 'building_only' and points > 0
        """)
        .join(number, on="person_id")
        .select("p", "building"),
        left=store.frame("select * from place_left").join(number, on="person_id").select("p", "property_id", "left_on"),
        alike=alike,
        names=names.join(number, on="person_id").select("p", "name").sort("p", "name"),
        references=references.join(number, on="person_id")
        .select("p", "feed", "reference")
        .sort("p", "feed", "reference"),
        properties=properties.select("h", "property_id", "has_communal_word"),
    )


def _names(store: Store) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row per person and word of a last name; and one per home and two such words that are nearly the same."""
    store.run(r"""
        create or replace temp table held_name as
        with word as (
            select last_name, unnest(string_split(trim(regexp_replace(
                lower(strip_accents(replace(last_name, '''', ''))), '[^a-z]+', ' ', 'g')), ' ')) as name
            from (select distinct last_name from record where last_name is not null)
        )
        select distinct l.person_id, w.name
        from record r join person_record l using (record_no) join word w on w.last_name = r.last_name
        where length(w.name) >= 2
    """)
    alike = store.frame(f"""
        with here as (
            select n.h, h.name from place_statement s
                join home_number n using (property_id) join held_name h using (person_id)
            where s.kind = 'home' and s.points > 0 and length(h.name) >= 4 group by all
        ), few as (
            select h, name from here qualify count(*) over (partition by h) between 2 and {MOST_NAMES}
        ), pair as (
            select a.h, a.name, b.name as other from few a join few b on a.h = b.h and a.name < b.name
        ), compared as (
            select name, other from (select distinct name, other from pair)
            where abs(length(name) - length(other)) <= 1 and damerau_levenshtein(name, other) <= 1
               or left(name, 2) = left(other, 2) and jaro_winkler_similarity(name, other) >= 0.92
        )
        select h, name, other from pair semi join compared using (name, other) order by h, name, other
    """)
    names = store.frame("select person_id, name from held_name")
    store.drop("held_name", "home_number")
    return names, alike


def _people(store: Store, as_at: date) -> pl.DataFrame:
    """One row per living person, in order of person_id."""
    # Where no record holds a date of birth, a pupil number or a place on a school's roll tells a child.
    people = store.frame("""
        with pupil as (
            select distinct l.person_id
            from record r join person_record l using (record_no)
            where r.upn is not null
        )
        select p.person_id, coalesce(p.is_child, u.person_id is not null) as is_child, p.age, p.sex, d.is_adopted
        from person p join person_detail d using (person_id) left join pupil u using (person_id)
        where not p.is_dead order by p.person_id
    """)
    absent = find_absent(store, as_at).select("person_id", "is_looked_after", away_why="why")
    expecting = find_expecting(store, as_at).with_columns(is_expecting=pl.lit(True))
    return (
        people.with_row_index("p")
        .join(absent, on="person_id", how="left", maintain_order="left")
        .join(expecting, on="person_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("p").cast(pl.Int64), pl.col("is_looked_after", "is_expecting", "is_adopted").fill_null(False)
        )
    )
