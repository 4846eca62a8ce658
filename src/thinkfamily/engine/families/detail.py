"""What later stages need to know of each family: home, area, numbers, arrival, and whether it looks improbable."""

from __future__ import annotations

from datetime import date

from thinkfamily.engine.families.homes import LARGEST_HOUSEHOLD
from thinkfamily.engine.store import Store

# Agencies whose records do not show that a person lived in the area at the time.
NATIONAL_FEEDS = ("dwp", "probation")
# An event this many days before the stated arrival shows that the family was here already.
ARRIVAL_SLACK_DAYS = 31


def detail_families(store: Store, as_at: date) -> None:
    """Make `family_detail`, one row per family.

    Reads:   member (one row per family and person), place_statement, place_left, communal (properties), record,
             record_place, person_record, event, feed.
    Writes:  family_detail.
    A family has arrived on the earliest day that any address of its members gives, unless a member has an undated
    address elsewhere in it or a local event before: then it moved within the area, or was here all along. A family has left
    when the children's home on the date is not in the area, or is not known, and a member is stated to have left one in
    it: on the latest such day. Of a family with a restricted address nobody is told when it left.
    """
    national = ", ".join(f"'{feed}'" for feed in NATIONAL_FEEDS)
    store.run("""
        create or replace temp table present as
        select family_id, person_id, property_id from member where residence <> 'elsewhere'
    """)
    store.run("""
        create or replace temp table family_restricted as
        select distinct m.family_id
        from present m join person_record using (person_id) join record r using (record_no)
        where r.restriction in ('safe_address', 'witness')
    """)
    store.run(
        """
        create or replace temp table family_area as
        select m.family_id,
            first(r.area order by coalesce(r.address_from, f.extract_on) desc, f.extract_on desc, r.record_no) as area
        from present m
            join person_record l using (person_id)
            join record_place p on p.record_no = l.record_no and p.property_id = m.property_id
            join record r on r.record_no = l.record_no
            join feed f on f.feed = r.feed
        where r.area is not null and coalesce(r.address_to > $as_at, true)
        group by m.family_id
    """,
        {"as_at": as_at},
    )
    # An address is of the area where some agency gives an area for its postcode; if none ever gives one, every address is.
    store.run("""
        create or replace temp table local_property as
        with postcode as (
            select p.postcode_key, bool_or(r.area is not null) as is_local
            from record_place p join record r using (record_no) where p.postcode_key is not null group by all
        ), known as (select bool_or(is_local) as any_local from postcode)
        select distinct p.property_id
        from record_place p left join postcode c using (postcode_key) cross join known
        where p.property_id is not null and (coalesce(c.is_local, true) or not coalesce(any_local, false))
    """)
    store.run(
        f"""
        create or replace temp table family_arrival as
        with stated as (
            select m.family_id, min(s.from_on) as first_on,
                bool_or(s.from_on is null and s.property_id <> m.property_id) as is_older
            from present m join place_statement s using (person_id)
                join local_property a on a.property_id = s.property_id
            group by m.family_id
        ), seen as (
            select m.family_id, min(e.from_on) as event_on
            from present m join person_record l using (person_id) join event e using (record_no)
            where e.feed not in ({national}) group by m.family_id
        )
        select s.family_id, s.first_on as arrived_on from stated s left join seen e using (family_id)
        where s.first_on is not null and s.first_on <= $as_at and not s.is_older
          and coalesce(e.event_on >= s.first_on - {ARRIVAL_SLACK_DAYS}, true)
    """,
        {"as_at": as_at},
    )
    store.run(
        """
        create or replace temp table family_left as
        with home as (
            select family_id, max(a.property_id) is not null as is_here
            from present m left join local_property a using (property_id) group by family_id
        )
        select m.family_id, max(l.left_on) as left_on
        from present m join place_left l using (person_id) join local_property a on a.property_id = l.property_id
            join home h on h.family_id = m.family_id
        where not h.is_here and l.left_on <= $as_at and m.family_id not in (select family_id from family_restricted)
        group by m.family_id
        """,
        {"as_at": as_at},
    )
    # Everyone said to live there now counts, of whatever family: an unnoticed shared house looks like one large household.
    store.run(f"""
        create or replace temp table crowded as
        select property_id from place_statement s
        where kind = 'home' and points > 0 and not exists (select 1 from communal c where c.property_id = s.property_id)
        group by property_id having count(distinct person_id) > {LARGEST_HOUSEHOLD}
    """)
    store.make(
        "family_detail",
        f"""
        select m.family_id,
            case when bool_or(x.family_id is not null) then null
                else first(m.property_id order by m.person_id) end as property_id,
            case when bool_or(x.family_id is not null) then null else first(a.area order by m.person_id) end as area,
            count(*) filter (m.role = 'child' and m.residence <> 'elsewhere') as children,
            count(*) filter (m.is_expecting and m.residence <> 'elsewhere') as expected_children,
            count(*) filter (m.role = 'adult' and m.residence <> 'elsewhere') as adults,
            first(v.arrived_on order by m.person_id) as arrived_on,
            first(o.left_on order by m.person_id) as left_on,
            count(*) filter (m.residence = 'with_children') > {LARGEST_HOUSEHOLD}
                or bool_or(c.property_id is not null) as is_flagged
        from member m
            left join family_restricted x using (family_id)
            left join family_area a using (family_id)
            left join family_arrival v using (family_id)
            left join family_left o using (family_id)
            left join crowded c using (property_id)
        group by m.family_id order by m.family_id
        """,
    )
    store.drop(
        "present", "family_restricted", "family_area", "family_arrival", "family_left", "crowded", "local_property"
    )


def list_households(store: Store) -> None:
    """Make `household`, one row per person and property: every address stated, ended ones too, and its kind.

    Reads:   place_statement, communal.
    Writes:  household.
    """
    # A restricted address stands as an id that is made from the person alone, never from the address.
    store.make(
        "household",
        """
        with named as (
            select s.person_id,
                case when s.kind = 'restricted' then 'R' || left(sha256('restricted ' || s.person_id), 16)
                    else s.property_id end as property_id,
                case when s.kind = 'restricted' then 'restricted' when c.property_id is not null then 'communal'
                    else s.kind end as kind,
                s.from_on, s.until_on, s.feed
            from place_statement s left join communal c using (property_id)
        )
        select person_id, property_id, min(from_on) as from_on,
            case when bool_or(until_on is null) then null else max(until_on) end as until_on,
            array_to_string(list_sort(list_distinct(list(feed))), ',') as source,
            first(kind order by case kind when 'restricted' then 0 when 'communal' then 1 when 'home' then 2
                else 3 end) as kind
        from named group by person_id, property_id order by person_id, property_id
        """,
    )
