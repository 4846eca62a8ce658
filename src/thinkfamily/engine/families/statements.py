"""Where each person lives, as dated statements, and how much each statement is worth today.

A home is chosen by recency and authority, never by counting addresses alone; ended addresses stay in the history
(`household`) and out of everything else. Points are whole numbers, so that their sums do not depend on row order.
"""

from __future__ import annotations

from datetime import date

from thinkfamily.engine.store import Store

# How far an agency's address can be trusted. A landlord and the council tax office charge for the home itself; schools
# and social workers visit it; a surgery or a custody desk writes down what it is told. The order is ours: we know of no
# published one.
AUTHORITY = {
    "housing": 6,
    "revenues": 6,
    "childrens_social_care": 5,
    "dwp": 5,
    "education": 4,
    "early_help": 4,
    "adult_social_care": 4,
    "health": 3,
    "probation": 3,
    "substance_treatment": 3,
    "youth_justice": 3,
    "police": 1,
}
OTHER_AUTHORITY = 2
# Agencies that write down a family's members as such: whom they know at a family's home is of the family.
FAMILY_AGENCIES = ("childrens_social_care", "early_help", "education")

# Words in an address that make it an institution, whoever is registered there.
COMMUNAL_WORDS = (
    r"\b(hostel|refuge|hmp|yoi|night ?shelter|care home|nursing home|residential home|children'?s home"
    r"|halls? of residence|approved premises|foyer|no fixed (abode|address)|bed and breakfast)\b"
)


def gather_statements(store: Store, as_at: date) -> None:
    """Make `place_statement`, one row per person, property, kind and feed, with its points on the as-at date.

    Reads:   record, person_record, record_place, event, feed, tie.
    Writes:  place_statement (live ones have points above nought; others are history) and place_left (one row per person,
             property and day on which the person left it), for this stage alone.
    """
    authority = " ".join(f"when '{feed}' then {points}" for feed, points in AUTHORITY.items())
    store.run(
        """
        create or replace temp table record_seen as
        select record_no, max(least(coalesce(until_on, $as_at), $as_at)) as last_on
        from event where from_on <= $as_at group by record_no
        """,
        {"as_at": as_at},
    )
    # A register lists whom it serves now; a log of incidents knows an address only as of the last incident.
    store.run(
        f"""
        create or replace temp table place_row as
        select l.person_id, r.feed, r.record_no, p.property_id, r.address_from as from_on, r.address_to as until_on,
            case when p.is_restricted then 'restricted' when p.is_building_only then 'building_only'
                else 'home' end as kind,
            coalesce(regexp_matches(lower(r.address), $words), false) and not p.is_restricted as has_communal_word,
            case when f.absence_means = 'no' then coalesce(s.last_on, f.extract_on) else f.extract_on end as known_on,
            case r.feed {authority} else {OTHER_AUTHORITY} end as authority,
            coalesce(r.address_to > $as_at, true) and coalesce(r.address_from <= $as_at, true) as is_live
        from record r
            join person_record l using (record_no)
            join record_place p using (record_no)
            join feed f on f.feed = r.feed
            left join record_seen s using (record_no)
        where p.property_id is not null or p.is_restricted
        """,
        {"as_at": as_at, "words": COMMUNAL_WORDS},
    )
    store.run(
        """
        create or replace temp table place_moved as
        select person_id, max(from_on) as moved_on from place_row
        where is_live and kind = 'home' and from_on > $as_at - interval 36 month group by person_id
        """,
        {"as_at": as_at},
    )
    store.run(
        """
        create or replace temp table place_left as
        select distinct person_id, property_id, until_on as left_on from place_row
        where until_on <= $as_at and kind = 'home'
        """,
        {"as_at": as_at},
    )
    # Where the person, or someone who lives with the person, has left, what others say of that home without a date is old.
    store.run(
        """
        create or replace temp table place_old as
        with both_ways as (
            select person_id_l as person_id, person_id_r as other, * exclude (person_id_l, person_id_r) from tie
            union all select person_id_r, person_id_l, * exclude (person_id_l, person_id_r) from tie
        ), leavers as (
            select person_id, property_id, left_on from place_left
            union all
            select t.person_id, l.property_id, l.left_on from both_ways t join place_left l on l.person_id = t.other
            where t.is_live and t.lives_with <> 'no'
              and t.relationship in ('parent', 'step_parent', 'carer', 'partner', 'sibling')
        )
        select person_id, property_id, max(left_on) as left_on from leavers group by all
        """
    )
    store.run(
        """
        create or replace temp table place_statement as
        with rated as (
            select r.*, m.moved_on,
                case when known_on > $as_at - interval 6 month then 4 when known_on > $as_at - interval 12 month then 3
                     when known_on > $as_at - interval 24 month then 2 else 1 end as recency,
                -- A move of years ago has reached every agency by now: only a later one makes what the others say old.
                case when o.left_on is not null and coalesce(r.from_on < o.left_on, true) then 1
                     when moved_on is null or r.from_on = moved_on then 8
                     when r.from_on is not null or known_on < moved_on then 1 else 4 end as standing
            from place_row r left join place_moved m using (person_id)
                left join place_old o on o.person_id = r.person_id and o.property_id = r.property_id
        )
        select person_id, property_id, kind, feed,
            max(case when is_live then authority * recency * standing else 0 end)::bigint as points,
            count(*) as records, min(from_on) as from_on,
            case when bool_or(until_on is null) then null else max(until_on) end as until_on,
            bool_or(has_communal_word) as has_communal_word
        from rated group by all
        """,
        {"as_at": as_at},
    )
    store.drop("record_seen", "place_row", "place_moved", "place_old")
