"""Person records in comparable form: what the three passes compare.

A restricted address takes no part: `record_place` holds no key for it.
"""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.linkage.names import PLACEHOLDERS, full_names, sound
from thinkfamily.engine.store import Store

# A value that so many records share is a default, an agency's own address or a switchboard: it identifies nobody.
SHARED_BY_TOO_MANY = 12


def make_comparable(store: Store) -> None:
    """Make `comparable`, one row per record, in order of record_no.

    Reads:   record, record_place.
    Writes:  comparable.
    """
    nobody = ", ".join(f"'{word}'" for word in sorted(PLACEHOLDERS))

    def letters(column: str) -> str:
        return f"nullif(regexp_replace(lower(strip_accents({column})), '[^a-z]', '', 'g'), '')"

    store.run(f"""
        create or replace temp table plain_name as
        select record_no, {letters("first_name")} as first, {letters("last_name")} as last,
            {letters("known_as")} as known_as, {letters("split_part(middle_names, ' ', 1)")} as middle,
            list_filter(string_split_regex(lower(strip_accents(coalesce(last_name, ''))), '[^a-z]+'),
                part -> length(part) > 2) as last_parts
        from record
    """)
    _make_name_forms(store)
    identifiers = ", ".join(
        f"case when count({name}) over (partition by {name}) <= {SHARED_BY_TOO_MANY} then {name} end as {name}"
        for name in ("nhs_number", "upn", "nino")
    )
    contacts = ", ".join(
        f"case when count(*) over (partition by {form}) <= {SHARED_BY_TOO_MANY} then {form} end as {name}"
        for name, form in (
            ("phone", "nullif(right(regexp_replace(coalesce(phone, ''), '[^0-9]', '', 'g'), 10), '')"),
            ("email", "nullif(lower(trim(email)), '')"),
        )
    )
    store.make(
        "comparable",
        f"""
        with numbers as (select record_no, {identifiers}, {contacts} from record),
        named as (
            select record_no, case when first not in ({nobody}) then first end as first,
                case when last not in ({nobody}) then last end as last, known_as, middle, last_parts
            from plain_name
        )
        select r.record_no, r.feed, [r.feed] as feeds, n.first, n.last, n.middle, n.known_as, n.last_parts,
            list_distinct(list_filter([n.first, n.known_as, n.middle], name -> name is not null and length(name) > 1))
                as firsts,
            list_filter([n.last], name -> name is not null) as lasts,
            f.sound as first_sound, l.sound as last_sound, f.full_names,
            strftime(r.date_of_birth, '%Y%m%d') as dob, year(r.date_of_birth) as birth_year,
            datediff('day', date '1900-01-01', r.date_of_birth) as born,
            list_filter([strftime(r.date_of_birth, '%Y%m%d')], born -> born is not null) as dobs,
            case when r.sex in ('female', 'male') then r.sex end as sex,
            case when not p.is_building_only then p.property_id end as property_id,
            list_filter([case when not p.is_building_only then p.property_id end], home -> home is not null) as homes,
            p.building_key, p.postcode_key, left(p.postcode_key, length(p.postcode_key) - 2) as sector,
            i.nhs_number, i.upn, i.nino, i.phone, i.email,
            coalesce(r.restriction = 'adoption', false) as is_adopted
        from record r join named n using (record_no) join numbers i using (record_no)
            join record_place p using (record_no)
            left join name_form f on n.first = f.name left join name_form l on n.last = l.name
        order by r.record_no
        """,
    )
    store.drop("plain_name", "name_form")


def _make_name_forms(store: Store) -> None:
    """One row per distinct name: how it sounds and what it may be short for."""
    names = store.frame("""
        select distinct unnest([first, last]) as name from plain_name where coalesce(first, last) is not null order by name
    """)["name"].drop_nulls()
    store.put(
        "name_form",
        pl.DataFrame(
            {
                "name": names,
                "sound": [sound(name) for name in names],
                "full_names": [list(full_names(name)) for name in names],
            },
            schema={"name": pl.String, "sound": pl.String, "full_names": pl.List(pl.String)},
        ),
    )
