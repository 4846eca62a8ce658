"""Addresses in comparable form: which records speak of the same home.

Linkage compares places and families groups by them, so both read one table, `record_place`, made here (decision 0008).
A restricted address is read by nothing below and leaves no key behind.
"""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.store import Store

# An address under any of these is used by nothing. An adopted child's home is known by the stated relationships.
RESTRICTED = ("safe_address", "adoption", "witness", "staff")

# Endings and unit words that agencies shorten each in their own way.
_SHORTER = {
    "street": "st",
    "road": "rd",
    "avenue": "ave",
    "av": "ave",
    "lane": "ln",
    "close": "cl",
    "gardens": "gdns",
    "gdn": "gdns",
    "garden": "gdns",
    "court": "ct",
    "crt": "ct",
    "drive": "dr",
    "place": "pl",
    "square": "sq",
    "terrace": "ter",
    "terr": "ter",
    "crescent": "cres",
    "cresc": "cres",
    "grove": "gr",
    "house": "hse",
    "buildings": "bldgs",
    "saint": "st",
    "mansions": "mans",
    "estate": "est",
    "park": "pk",
    "hill": "hl",
    "walk": "wk",
    "apartment": "flat",
    "apt": "flat",
    "flt": "flat",
    "fl": "flat",
    "unit": "flat",
    "room": "flat",
    "rm": "flat",
}


# Written where there is no address to write: a postcode beside it is that of an office, and nobody's home.
_NOWHERE = r"\b(?:no fixed (?:abode|address)|nfa|homeless|address (?:unknown|withheld)|not known|unknown)\b"
_FLAT = r"(?:^| )flat ([0-9]+ ?[a-z]?|[a-z])(?: |$)"
_NUMBER = r"(?:^| )([0-9]+[a-z]?)(?: |$)"


def read_lines(addresses: pl.DataFrame) -> pl.DataFrame:
    """One row per address: its flat, number and street in comparable form, empty where it has none.

    "13/8 Villa Gardens", "8 Villa Gardens Flat 13" and "Flat 13, 8 Villa Gdns" all become flat 13, number 8, villa gdns.

    Args:
        addresses: one row per distinct ``address``, with ``plain``: small letters without accents.
    """
    slashed = pl.col("plain").str.replace(r"^\s*([0-9]+[a-z]?)\s*/\s*([0-9])", "flat $1 $2")
    words = slashed.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
    words = pl.when(words.str.contains(_NOWHERE)).then(pl.lit("")).otherwise(words)
    # Two spaces between words, so that each word has a space of its own on either side.
    apart = " " + words.str.replace_all(" ", "  ", literal=True) + " "
    shorter = apart.str.replace_many({f" {word} ": f" {form} " for word, form in _SHORTER.items()})
    line = shorter.str.replace_all("  ", " ", literal=True).str.strip_chars()
    return (
        addresses.select("address", line=line)
        .with_columns(
            flat=pl.col("line").str.extract(_FLAT).str.replace_all(" ", "", literal=True).fill_null(""),
            rest=pl.col("line").str.replace(_FLAT, " ").str.strip_chars(),
        )
        .with_columns(number=pl.col("rest").str.extract(_NUMBER).fill_null(""))
        .select(
            "address",
            "flat",
            "number",
            street=pl.col("rest").str.replace(_NUMBER, " ").str.replace_all(" +", " ").str.strip_chars(),
        )
    )


# So many streets at one number in one postcode are not spellings of one another.
_MOST_SPELLINGS = 200

# Two spellings of a street at one number in one postcode: equal, one within the other, or a few keys apart.
_SAME_STREET = """(a.street = b.street or a.street = '' or b.street = '' or ends_with(a.street, ' ' || b.street)
    or ends_with(b.street, ' ' || a.street) or damerau_levenshtein(a.street, b.street) <= 2
    or jaro_winkler_similarity(a.street, b.street) >= 0.92)"""


def place_records(store: Store) -> None:
    """Make `record_place`, one row per record.

    Reads:   record.
    Writes:  record_place.
    A home is, in order: the UPRN whose records mostly give the same number and postcode; the UPRN that other records with
    the same line give; else line and postcode, after spellings of one street in one postcode are taken together.
    """
    restricted = ", ".join(f"'{kind}'" for kind in RESTRICTED)
    addresses = store.frame(f"""
        select distinct address, lower(strip_accents(address)) as plain from record
        where address is not null and coalesce(restriction, '') not in ({restricted}) order by address
    """)
    store.put("place_line", read_lines(addresses))
    store.run(f"""
        create or replace temp table placed as
        select record_no, uprn, nullif(regexp_replace(upper(coalesce(postcode, '')), '[^A-Z0-9]', '', 'g'), '') as postcode_key,
            coalesce(flat, '') as flat, coalesce(number, '') as number, coalesce(street, '') as street
        from record left join place_line using (address)
        where coalesce(restriction, '') not in ({restricted}) and coalesce(address, postcode, uprn) is not null
    """)
    store.run("""
        create or replace temp table place_street as
        select postcode_key, number, street, count(*) as records from placed
        where postcode_key is not null and (number <> '' or street <> '') group by all
    """)
    store.run(f"""
        create or replace temp table place_spelling as
        select a.postcode_key, a.number, a.street, first(b.street order by b.records desc, b.street) as known_street
        from place_street a join place_street b
          on a.postcode_key = b.postcode_key and a.number = b.number and b.street <> ''
            and b.records >= a.records and {_SAME_STREET}
        where (a.postcode_key, a.number) in (select (postcode_key, number) from place_street group by all
            having count(*) between 2 and {_MOST_SPELLINGS})
        group by all
    """)
    # A postcode that is mistyped or missing takes the one place that has the same number and street within two keys of it.
    store.run("""
        create or replace temp table place_postcode as
        with odd as (
            select postcode_key, number, street, count(*) as records from placed
            where number <> '' and street <> '' group by all
        )
        select a.postcode_key, a.number, a.street, min(b.postcode_key) as known_postcode
        from odd a join place_street b
          on a.number = b.number and a.street = b.street and a.postcode_key is distinct from b.postcode_key
          and b.records > 2 * a.records
          and (a.postcode_key is null or damerau_levenshtein(a.postcode_key, b.postcode_key) <= 2)
        group by all having count(distinct b.postcode_key) = 1
    """)
    store.run("""
        create or replace temp table place_known as
        with moved as (
            select p.record_no, p.uprn, p.flat, p.number, p.street, coalesce(k.known_postcode, p.postcode_key) as postcode_key
            from placed p left join place_postcode k
              on p.postcode_key is not distinct from k.postcode_key and p.number = k.number and p.street = k.street
        )
        select m.record_no, m.uprn, m.postcode_key, m.flat, m.number, coalesce(s.known_street, m.street) as street
        from moved m left join place_spelling s using (postcode_key, number, street)
    """)
    _choose_property(store)


def _choose_property(store: Store) -> None:
    """From number, street, flat and UPRN to one property a record."""
    # A UPRN stands for the flat, number and postcode that most of its records give; one that contradicts them is a slip.
    store.run("""
        create or replace temp table uprn_place as
        select uprn, first(postcode_key order by records desc, postcode_key) as postcode_key,
            first(number order by records desc, number) as number, first(flat order by records desc, flat) as flat
        from (select uprn, postcode_key, number, flat, count(*) as records from place_known
              where uprn is not null and postcode_key is not null and number <> '' group by all)
        group by uprn
    """)
    store.run("""
        create or replace temp table place_uprn as
        select k.*, case when k.number = '' or u.uprn is null or (k.number = u.number and k.postcode_key is not distinct from
            u.postcode_key and (k.flat = u.flat or k.flat = '')) then k.uprn end as sound_uprn
        from place_known k left join uprn_place u using (uprn)
    """)
    store.run("""
        create or replace temp table line_uprn as
        select postcode_key, number, street, flat, first(uprn order by records desc, uprn) as uprn
        from (select postcode_key, number, street, flat, sound_uprn as uprn, count(*) as records from place_uprn
              where sound_uprn is not null and postcode_key is not null and (number <> '' or street <> '') group by all)
        group by all
    """)
    store.run("""
        create or replace temp table building as
        select postcode_key, number, street, coalesce(min(nullif(flat, '')) <> max(flat), false) as has_flats
        from place_known where postcode_key is not null and (number <> '' or street <> '') group by all
    """)
    store.make(
        "record_place",
        """
        with homes as (
            select p.record_no, p.postcode_key, p.flat, p.number, p.street, coalesce(b.has_flats, false) as has_flats,
                coalesce(p.sound_uprn, case when p.flat <> '' or not coalesce(b.has_flats, false) then u.uprn end) as uprn
            from place_uprn p left join line_uprn u using (postcode_key, number, street, flat)
                left join building b using (postcode_key, number, street)
        ), keyed as (
            select record_no, postcode_key,
                case when number <> '' or street <> ''
                    then concat_ws(' ', nullif(flat, ''), nullif(number, ''), street) end as line_key,
                case when postcode_key is not null and (number <> '' or street <> '')
                    then concat_ws(' ', postcode_key, nullif(number, ''), street) end as building_key,
                uprn, flat, has_flats from homes
        )
        select r.record_no, coalesce(r.restriction, '') in ('safe_address', 'adoption', 'witness', 'staff') as is_restricted,
            k.postcode_key, k.line_key, k.building_key,
            'H' || left(md5(coalesce('uprn ' || k.uprn, 'line ' || k.building_key || '|' || k.flat)), 16) as property_id,
            coalesce(k.uprn is null and k.flat = '' and k.has_flats, false) as is_building_only
        from record r left join keyed k using (record_no) order by record_no
        """,
    )
    for name in (
        "place_line",
        "placed",
        "place_street",
        "place_spelling",
        "place_postcode",
        "place_known",
        "uprn_place",
        "place_uprn",
        "line_uprn",
        "building",
    ):
        store.run(f"drop table if exists {name}")
