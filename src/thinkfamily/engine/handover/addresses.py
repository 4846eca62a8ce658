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
    with a sheltered member; and, of anybody's, one that could be a restricted address of the family, or surely is one of the
    area, and every other of the same property.
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

    Within a family doubt goes far: the same postcode, or a number and a long word that is nearly the same. Across families
    only what is surely the same place counts, else every neighbour of a refuge would lose its address.

    A restricted address is in comparable form here alone, in tables that are dropped at once.
    """
    columns = """
        nullif(regexp_replace(upper(coalesce(r.postcode, '')), '[^A-Z0-9]', '', 'g'), '') as postcode,
        nullif(regexp_replace(lower(strip_accents(coalesce(r.address, ''))), '[^a-z0-9]+', '', 'g'), '') as line,
        regexp_extract_all(lower(strip_accents(coalesce(r.address, ''))), '[a-z]{5,}') as long_words,
        coalesce(nullif(regexp_extract_all(coalesce(r.address, ''), '[0-9]+'), []), ['none']) as numbers,
        nullif(trim(r.uprn), '') as uprn
    """
    # A refuge's address stands on the record of the stay, marked or not.
    store.run(f"""
        create or replace temp table secret_place as
        select distinct m.family_id, {columns}
        from record r left join kept_person k using (record_no) left join kept_member m using (person_id)
        where coalesce(r.address, r.postcode, r.uprn) is not null and (r.restriction is not null
            or (k.person_id in (select person_id from sheltered)
                and r.record_no in (select record_no from event where event = 'refuge_stay')))
    """)
    store.run(f"""
        create or replace temp table kept_place as
        select distinct m.family_id, k.record_no, {columns}
        from kept_person k join record r using (record_no) join kept_member m using (person_id)
        where coalesce(r.address, r.postcode, r.uprn) is not null
    """)
    for name in ("secret", "kept"):
        key = "family_id, record_no" if name == "kept" else "family_id"
        store.run(f"""
            create or replace temp table {name}_word as
            select distinct {key}, word, unnest(numbers) as number
            from (select {key}, unnest(long_words) as word, numbers from {name}_place where family_id is not null)
        """)
    store.run("""
        create or replace temp table alike as
        select k.record_no from kept_place k join secret_place s on k.uprn = s.uprn
        union select k.record_no from kept_place k join secret_place s on k.line = s.line
            where k.family_id = s.family_id or coalesce(damerau_levenshtein(k.postcode, s.postcode) <= 2, true)
        union select k.record_no from kept_place k join secret_place s on k.postcode = s.postcode
            where k.family_id = s.family_id or list_has_any(k.numbers, s.numbers)
        union select k.record_no from kept_word k join secret_word s
            on k.family_id = s.family_id and (k.number = s.number or k.number = 'none' or s.number = 'none')
            where damerau_levenshtein(k.word, s.word) <= 2
    """)
    store.drop("secret_word", "kept_word")
