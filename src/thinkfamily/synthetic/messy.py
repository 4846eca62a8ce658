"""The same borough in the state in which such files really arrive: own headers, own codes, and rows that cannot stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import xlsxwriter

from thinkfamily.synthetic.extracts import Extract
from thinkfamily.synthetic.seeds import Seeds
from thinkfamily.synthetic.write import feed_lines, write_extract

BAD_ROWS = 0.0006  # of a table's rows, of each kind of bad row; ours: a guess
WITH_BAD_ROWS = ("education", "childrens_social_care", "police", "dwp", "health", "voluntary")

SCHOOL_HEADERS = {
    "record_id": "PupilID",
    "first_name": "Legal Forename",
    "last_name": "Legal Surname",
    "known_as": "Preferred Name",
    "date_of_birth": "D.O.B.",
    "sex": "Gender",
    "address": "Home Address",
    "postcode": "Post Code",
    "upn": "UPN",
    "area": "Ward",
    "phone": "Contact tel",
}
SCHOOL_SEX = {"female": "F", "male": "M", "unknown": "U"}
POLICE_HEADERS = {
    "record_id": "NOMINAL REF",
    "first_name": "FORENAME1",
    "middle_names": "FORENAME2",
    "last_name": "SURNAME",
    "known_as": "AKA",
    "date_of_birth": "DATE OF BIRTH",
    "sex": "SEX",
    "address": "LAST KNOWN ADDRESS",
    "postcode": "POSTCODE",
    "phone": "TEL",
    "restriction": "FLAG",
    "objection": "OBJ",
}
POLICE_SEX = {"female": "2", "male": "1", "unknown": "9"}
POLICE_EVENT_HEADERS = {
    "record_id": "NOMINAL REF",
    "event": "OCC TYPE",
    "from_on": "OCC DATE",
    "until_on": "CLOSED",
    "role": "ROLE",
    "reference": "OCC NO",
    "service": "OIC UNIT",
    "detail": "OUTCOME",
}
POLICE_EVENTS = {
    "domestic_abuse_incident": "DA/01",
    "asb_incident": "ASB/PER",
    "asb_order": "ASB/INJ",
    "arrest": "CUST/ARR",
    "crime_suspect": "CR/SUS",
    "crime_victim": "CR/VIC",
    "missing_episode": "MISPER",
    "exploitation_concern": "CE",
    "prevent_referral": "PRV",
}
POLICE_ROLES = {"victim": "VIC", "perpetrator": "SUBJ", "child_present": "CHP", "suspect": "SUS"}
POLICE_DETAILS = {"no_further_action": "NFA", "criminal": "CCE", "sexual": "CSE"}
BANNER = ("RESTRICTED WHEN COMPLETE", "Nominal and occurrence extract for the partnership", "Run by: MI team")
WORKBOOK = "PARTNERSHIP EXTRACT (final v2).xlsx"


@dataclass
class _Tables:
    """One feed's tables as text, in the form in which they will be written."""

    people: pl.DataFrame
    events: pl.DataFrame
    relationships: pl.DataFrame


def write_messy(folder: Path, extract: Extract, seeds: Seeds, as_at: date) -> int:
    """Write one feed's folder as it might really arrive.

    Returns:
        How many rows were added that must be set aside.
    """
    feed = extract.agency.feed
    if feed not in (*WITH_BAD_ROWS, "housing", "revenues"):
        write_extract(folder, extract, as_at)
        return 0
    into = folder / feed
    into.mkdir(exist_ok=True)
    tables = _Tables(_text(extract.people), _text(extract.events), _text(extract.relationships))
    bad = 0
    if feed in WITH_BAD_ROWS:
        bad = _spoil(tables, seeds.stream(f"bad rows: {feed}"), as_at - timedelta(days=extract.agency.days_old))
    lines = feed_lines(extract.agency, as_at)
    if feed == "education":
        lines += _write_school(into, tables)
    elif feed == "police":
        lines += _write_police(into, tables, as_at)
    elif feed == "housing":
        for name in ("people", "events", "relationships"):
            getattr(extract, name).write_parquet(into / f"{name}.parquet")
    elif feed == "revenues":
        tables.people.write_csv(into / "people.csv", separator="\t", include_bom=True)
        tables.events.write_csv(into / "events.csv", separator="\t", include_bom=True)
    else:
        for name in ("people", "events", "relationships"):
            table: pl.DataFrame = getattr(tables, name)
            if name == "people" or len(table):
                table.write_csv(into / f"{name}.csv")
    (into / "feed.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return bad


def _text(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(pl.all().cast(pl.String))


def _spoil(tables: _Tables, rng: np.random.Generator, taken: date) -> int:
    """Add rows that cannot stand, each for one stated reason, at the end of each table."""
    people = tables.people
    usable = people.filter(pl.col("objection").is_null())
    each = max(1, round(BAD_ROWS * len(people)))

    def some(table: pl.DataFrame) -> pl.DataFrame:
        return table[np.sort(rng.choice(len(table), min(each, len(table)), replace=False))]

    nameless = some(usable).with_columns(record_id=pl.lit(None, dtype=pl.String))
    again = some(usable)
    added = [nameless, again]
    tables.people = pl.concat([people, *added])
    bad = sum(map(len, added))
    # A birth date nobody can read costs the value, not the row.
    unread = np.sort(rng.choice(len(people), each, replace=False))
    born = tables.people["date_of_birth"].scatter(unread, pl.Series(["31.02.19"] * len(unread)))
    tables.people = tables.people.with_columns(born)

    events = tables.events
    known = events.filter(pl.col("record_id").is_in(usable["record_id"].implode()))
    with_until = known.filter(pl.col("until_on").is_not_null())
    with_reference = known.filter(pl.col("reference").is_not_null())
    none = pl.lit(None, dtype=pl.String)
    each = max(1, round(BAD_ROWS * len(events)))
    added = [
        some(known).with_columns(record_id=pl.lit("GONE") + pl.col("record_id")),
        some(known).with_columns(record_id=none),
        some(known).with_columns(event=pl.lit("misc_note")),
        some(known).with_columns(from_on=none),
        some(known).with_columns(from_on=pl.lit("about Easter")),
        some(known).with_columns(from_on=pl.lit(str(taken + timedelta(days=40))), until_on=none),
        some(with_until).with_columns(until_on=pl.lit("ongoing")),
        some(with_until).with_columns(from_on=pl.col("until_on"), until_on=pl.lit("2001-01-01")),
        some(with_reference).unique(maintain_order=True),
    ]
    tables.events = pl.concat([events, *added])
    bad += sum(map(len, added))
    stated = tables.relationships
    if len(stated):
        added = [some(stated).with_columns(related_record_id=pl.lit("GONE") + pl.col("related_record_id"))]
        tables.relationships = pl.concat([stated, *added])
        bad += sum(map(len, added))
    return bad


def _dates(table: pl.DataFrame, columns: tuple[str, ...], form: str) -> pl.DataFrame:
    """Dates in an agency's own form; what is no date stays as it is."""
    return table.with_columns(
        pl.coalesce(pl.col(column).str.to_date("%Y-%m-%d", strict=False).dt.strftime(form), column).alias(column)
        for column in columns
    )


def _coded(table: pl.DataFrame, **codes: dict[str, str]) -> pl.DataFrame:
    return table.with_columns(pl.col(column).replace(code) for column, code in codes.items())


def _map(section: str, file: str, dates: str, headers: dict[str, str], **more: object) -> list[str]:
    """The lines of ``feed.toml`` that say how a table is to be read."""
    lines = [f"[{section}]", f'file = "{file}"']
    lines += [f"{name} = {value!r}".replace("'", '"') for name, value in more.items()]
    lines += [f'dates = "{dates}"', f"[{section}.columns]"]
    return lines + [f'{ours} = "{theirs}"' for ours, theirs in headers.items()]


def _values(section: str, column: str, codes: dict[str, str]) -> list[str]:
    return [f"[{section}.values.{column}]", *(f'"{theirs}" = "{ours}"' for ours, theirs in codes.items())]


def _write_school(into: Path, tables: _Tables) -> list[str]:
    """Semicolons, Windows-1252, dotted dates, own headers."""
    form = "%d.%m.%Y"
    people = _coded(
        _dates(tables.people, ("date_of_birth", "died_on", "address_from", "address_to"), form), sex=SCHOOL_SEX
    )
    text = people.rename(SCHOOL_HEADERS).write_csv(separator=";", line_terminator="\r\n")
    (into / "ks_pupils_and_contacts.csv").write_bytes(text.encode("cp1252", errors="replace"))
    tables.events.write_csv(into / "events.csv")
    tables.relationships.write_csv(into / "relationships.csv")
    return _map("people", "ks_pupils_and_contacts.csv", form, SCHOOL_HEADERS) + _values("people", "sex", SCHOOL_SEX)


def _write_police(into: Path, tables: _Tables, as_at: date) -> list[str]:
    """One workbook, a banner above each header, dates of two forms, codes of their own."""
    born, happened = "%d/%m/%Y", "%d-%b-%Y"
    people = _coded(_dates(tables.people, ("date_of_birth",), born), sex=POLICE_SEX)
    events = _coded(
        _dates(tables.events, ("from_on", "until_on"), happened),
        event=POLICE_EVENTS,
        role=POLICE_ROLES,
        detail=POLICE_DETAILS,
    )
    book = xlsxwriter.Workbook(into / WORKBOOK, {"constant_memory": True, "strings_to_numbers": False})
    # The moment of writing would make the same seed other bytes.
    book.set_properties({"created": datetime(as_at.year, as_at.month, as_at.day)})
    for sheet, table, headers in (
        ("Nominals", people, POLICE_HEADERS),
        ("Occurrences", events, POLICE_EVENT_HEADERS),
    ):
        page = book.add_worksheet(sheet)
        for number, line in enumerate(BANNER):
            page.write_string(number, 0, line)
        page.write_row(len(BANNER), 0, list(headers.values()))
        for number, row in enumerate(table.select(list(headers)).iter_rows(), start=len(BANNER) + 1):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write_string(number, column, cell)
    book.close()
    return [
        *_map("people", WORKBOOK, born, POLICE_HEADERS, sheet="Nominals", skip_rows=len(BANNER)),
        *_values("people", "sex", POLICE_SEX),
        *_map("events", WORKBOOK, happened, POLICE_EVENT_HEADERS, sheet="Occurrences", skip_rows=len(BANNER)),
        *_values("events", "event", POLICE_EVENTS),
        *_values("events", "role", POLICE_ROLES),
        *_values("events", "detail", POLICE_DETAILS),
    ]
