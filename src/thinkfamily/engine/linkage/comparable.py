"""Person records in comparable form: what the three passes compare.

A restricted address takes no part: `record_place` holds no key for it.
"""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.linkage.frequent import begin_counting, count_frequent, frequent
from thinkfamily.engine.linkage.names import PLACEHOLDERS, short_names, sounds
from thinkfamily.engine.store import Store

# A value that so many records share is a default, an agency's own address or a switchboard: it identifies nobody.
SHARED_BY_TOO_MANY = 12

_NUMBERS = {
    "nhs_number": "r.nhs_number",
    "upn": "r.upn",
    "nino": "r.nino",
    "phone": "nullif(right(regexp_replace(coalesce(r.phone, ''), '[^0-9]', '', 'g'), 10), '')",
    "email": "lower(r.email)",
}


def make_comparable(store: Store, *, learns: bool = True) -> None:
    """Make `comparable`, one row per record.

    A list (``firsts``, ``dobs``, …) is null where it would hold no more than the single value beside it: nearly always.

    Reads:   record, record_place.
    Writes:  comparable.

    Args:
        store: the tables.
        learns: whether to count which numbers are frequent, beginning `frequent_value`; else those in it stand.
    """
    _make_name_forms(store)
    if learns:
        begin_counting(store)
        for name, form in _NUMBERS.items():
            count_frequent(
                store,
                name,
                f"""select {form} as value, null::double as share from record r where value is not null
                group by value having count(*) > {SHARED_BY_TOO_MANY}""",
            )
    numbers = ", ".join(
        f"case when {form} not in {frequent(name)} then {form} end as {name}" for name, form in _NUMBERS.items()
    )
    store.make(
        "comparable",
        f"""
        with named as (
            select r.record_no, f.letters as first, l.letters as last, k.letters as known_as, m.letters as middle,
                f.sound as first_sound, l.sound as last_sound, f.full_names, l.parts as last_parts,
                r.date_of_birth as birthday, strftime(r.date_of_birth, '%Y%m%d') as dob,
                case when r.sex in ('female', 'male') then r.sex end as sex,
                case when not p.is_building_only then p.property_id end as property_id,
                p.building_key, p.postcode_key, r.feed, {numbers}, coalesce(r.restriction = 'adoption', false) as is_adopted
            from record r join record_place p using (record_no)
                left join name_form f on r.first_name = f.name left join name_form l on r.last_name = l.name
                left join name_form k on r.known_as = k.name
                left join name_form m on split_part(r.middle_names, ' ', 1) = m.name
        )
        select record_no, feed, [feed] as feeds, first, last, known_as, middle,
            case when coalesce(known_as, middle) is not null then list_distinct([first, known_as, middle]) end as firsts,
            case when known_as is not null then list_distinct([first, known_as]) end as given,
            null::varchar[] as lasts, last_parts, first_sound, last_sound, full_names,
            dob, null::varchar[] as dobs, year(birthday) as birth_year,
            datediff('day', date '1900-01-01', birthday) as born, sex, property_id, null::varchar[] as homes,
            building_key, postcode_key, left(postcode_key, length(postcode_key) - 2) as sector,
            nhs_number, upn, nino, phone, email, is_adopted
        from named
        """,
    )
    store.drop("name_form")


def _make_name_forms(store: Store) -> None:
    """Make `name_form`, one row per distinct name as held: its letters, parts, sound and what it may be short for."""
    nobody = ", ".join(f"'{word}'" for word in sorted(PLACEHOLDERS))
    written = store.frame(f"""
        with held as (
            select first_name as name from record union select last_name from record union select known_as from record
            union select split_part(middle_names, ' ', 1) from record
        ), plain as (
            select name, lower(strip_accents(name)) as small, regexp_replace(small, '[^a-z]', '', 'g') as letters from held
        )
        select name, letters, case when regexp_matches(small, '[^a-z]')
                then list_filter(string_split_regex(small, '[^a-z]+'), part -> length(part) > 2) end as parts
        from plain where letters <> '' and letters not in ({nobody}) order by name
    """)
    letters = written.select("letters").unique().with_columns(sound=sounds(pl.col("letters")))
    store.put(
        "name_form",
        written.join(letters, on="letters", how="left", maintain_order="left").join(
            short_names().rename({"name": "letters"}), on="letters", how="left", maintain_order="left"
        ),
    )
