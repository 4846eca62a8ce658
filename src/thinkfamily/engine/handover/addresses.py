"""Which addresses must not be handed over: the restricted ones, and every one that could show where such a one is.

One agency restricts an address, another holds the same one without a mark, spelt in its own way. What is hidden in error
costs a worker a question; what is shown in error can cost a life. So doubt hides.
"""

from __future__ import annotations

from datetime import date

from thinkfamily.engine.store import Store


def hide_addresses(store: Store, as_at: date) -> None:
    """Make `sheltered` and `hidden_record`: whose address is protected, and whose records' addresses are left out.

    Reads:   kept_person, kept_member, record, record_place, event.
    Writes:  sheltered, one row per kept person with a restricted record or in a refuge: person_id.
             hidden_record, one row per kept person's record whose address is not kept: record_no.

    Hidden are: every address of a sheltered person; the present address of all who are with_children or away in a family
    with a sheltered member; and, of anybody's, one with the postcode, UPRN, line or property of an address that a sheltered
    person's record restricts, or with the same line or UPRN as any restricted address of the area.
    """
    store.run(
        """
        create or replace temp table sheltered as
        select distinct person_id from kept_person join record using (record_no) where restriction is not null
        union
        select distinct person_id from kept_person join event e using (record_no)
        where e.event = 'refuge_stay' and e.from_on <= $as_at and coalesce(e.until_on > $as_at, true)
        """,
        {"as_at": as_at},
    )
    _compare_places(store)
    store.run(
        """
        create or replace temp table hidden_record as
        with protected as (
            select distinct m.person_id from kept_member m
            where m.residence <> 'elsewhere'
                and m.family_id in (select family_id from kept_member semi join sheltered using (person_id))
        ), tainted as (
            select distinct p.property_id from kept_place k semi join alike using (record_no)
                join record_place p using (record_no) where p.property_id is not null
        )
        select distinct k.record_no
        from kept_person k join record r using (record_no) left join record_place p using (record_no)
        where r.restriction is not null
            or k.person_id in (select person_id from sheltered)
            or (k.person_id in (select person_id from protected) and coalesce(r.address_to > $as_at, true))
            or k.record_no in (select record_no from alike)
            or p.property_id in (select property_id from tainted)
        """,
        {"as_at": as_at},
    )
    store.drop("kept_place", "secret_place", "alike")


def _compare_places(store: Store) -> None:
    """Make `alike`, one row per kept person's record whose address could be one that is restricted: record_no.

    A restricted address is in comparable form here alone, in a table that is dropped at once.
    """
    columns = """
        nullif(regexp_replace(upper(coalesce(r.postcode, '')), '[^A-Z0-9]', '', 'g'), '') as postcode,
        nullif(regexp_replace(lower(strip_accents(coalesce(r.address, ''))), '[^a-z0-9]+', '', 'g'), '') as line,
        regexp_extract(lower(coalesce(r.address, '')), '[0-9]+') as number,
        nullif(trim(r.uprn), '') as uprn
    """
    store.run(f"""
        create or replace temp table secret_place as
        select distinct {columns}, r.record_no in (select record_no from kept_person) as is_near
        from record r where r.restriction is not null and coalesce(r.address, r.postcode, r.uprn) is not null
    """)
    # A refuge's address stands on the records of those in it, marked or not.
    store.run(f"""
        insert into secret_place
        select distinct {columns}, true from record r
        where r.record_no in (select record_no from kept_person semi join sheltered using (person_id))
            and r.restriction is null and r.address_to is null
            and r.record_no in (select record_no from event where event = 'refuge_stay')
    """)
    store.run(f"""
        create or replace temp table kept_place as
        select distinct k.record_no, {columns} from kept_person k join record r using (record_no)
        where coalesce(r.address, r.postcode, r.uprn) is not null
    """)
    store.run("""
        create or replace temp table alike as
        select k.record_no from kept_place k join secret_place s on k.uprn = s.uprn
        union select k.record_no from kept_place k join secret_place s on k.postcode = s.postcode
            where s.is_near or k.line = s.line
        union select k.record_no from kept_place k join secret_place s on k.line = s.line
        union select k.record_no from kept_place k join secret_place s
            on k.number = s.number and s.is_near and k.number <> ''
            where jaro_winkler_similarity(k.line, s.line) >= 0.85
    """)
