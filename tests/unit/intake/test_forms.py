"""The forms a file can come in: however it is written, the same rows come out."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from tests.unit.intake.folder import FEED, Taken, take

from thinkfamily.core.errors import ExtractError

HEADER = ["URN", "Surname", "D.O.B", "Gender", "NHS", "Post Code"]
ROWS = [
    ["1234567890", "O’Brien", "28/07/1987", "F", "9994765914", "ZZ1 1AA"],
    ["1234567891", 'van "der" Zee, Zoë', "01/09/1983", "NOT KNOWN", "", "ZZ1 1AB"],
    ["0000000007", "Bell", "", "", "", ""],
]
TOML = """
[people]
{place}
dates = "%d/%m/%Y"
[people.columns]
record_id = "URN"
last_name = "Surname"
date_of_birth = "D.O.B"
sex = "Gender"
nhs_number = "NHS"
postcode = "Post Code"
[people.values.sex]
F = "female"
"NOT KNOWN" = "unknown"
"""
COLUMNS = "record_id, last_name, date_of_birth, sex, nhs_number, postcode"
EXPECTED = [
    ("0000000007", "Bell", None, None, None, None),
    ("1234567890", "O’Brien", date(1987, 7, 28), "female", "9994765914", "ZZ1 1AA"),
    ("1234567891", 'van "der" Zee, Zoë', date(1983, 9, 1), "unknown", None, "ZZ1 1AB"),
]


def delimited(delimiter: str) -> str:
    lines = [HEADER, *ROWS]
    return "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines) + "\r\n"


def rows_of(taken: Taken) -> list[tuple[object, ...]]:
    return taken.store.rows(f"select {COLUMNS} from record order by record_no")


def police(folder: Path, name: str, content: bytes, place: str = "") -> Taken:
    toml = FEED + TOML.format(place=f'file = "{name}"\n{place}')
    return take(folder, {"police/feed.toml": toml, f"police/{name}": content})


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_delimited_text_in_each_encoding(tmp_path: Path, delimiter: str, encoding: str):
    taken = police(tmp_path, "NICHE export.csv", delimited(delimiter).encode(encoding))
    assert rows_of(taken) == EXPECTED
    assert taken.delivery.warnings == []


def test_lines_above_the_header(tmp_path: Path):
    banner = "RESTRICTED, not for onward sharing\n\n3 rows\n"
    taken = police(tmp_path, "a.csv", (banner + delimited(",")).encode(), "skip_rows = 3")
    assert rows_of(taken) == EXPECTED


def test_parquet_with_its_own_types(tmp_path: Path):
    frame = pl.DataFrame(
        {
            "URN": [1234567890, 1234567891, 7],
            "Surname": pl.Series(["O’Brien", 'van "der" Zee, Zoë', "Bell"], dtype=pl.Categorical),
            "D.O.B": [date(1987, 7, 28), date(1983, 9, 1), None],
            "Gender": ["F", "NOT KNOWN", None],
            "NHS": [9994765914.0, None, None],
            "Post Code": ["ZZ1 1AA", "ZZ1 1AB", "  "],
        }
    )
    held = io.BytesIO()
    frame.write_parquet(held)
    taken = police(tmp_path, "a.parquet", held.getvalue())
    assert rows_of(taken) == [*EXPECTED[1:], ("7", *EXPECTED[0][1:])]


def workbook(rows: list[list[object]], sheet: str = "Nominals", banner: int = 3) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    page = book.create_sheet(sheet)
    for _ in range(banner):
        page.append(["RESTRICTED"])
    for row in rows:
        page.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_with_a_banner_numbers_and_real_dates(tmp_path: Path):
    rows: list[list[object]] = [
        list(HEADER),
        [1234567890, "O’Brien", date(1987, 7, 28), "F", 9994765914, "ZZ1 1AA"],
        [1234567891, 'van "der" Zee, Zoë', datetime(1983, 9, 1, 0, 0), "NOT KNOWN", None, "ZZ1 1AB"],
        [None, None, None, None, None, None],
        ["0000000007", "Bell", None, None, None, None],
    ]
    taken = police(tmp_path, "a.xlsx", workbook(rows), 'sheet = "Nominals"\nskip_rows = 3')
    assert rows_of(taken) == EXPECTED
    assert taken.counts()["people"] == (3, 3, 0)


def test_one_workbook_holds_a_sheet_for_each_table(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.title = "People"
    book.active.append(["record_id", "last_name"])
    book.active.append(["P1", "Bell"])
    page = book.create_sheet("events")
    page.append(["record_id", "event", "from_on"])
    page.append(["P1", "arrest", date(2025, 1, 2)])
    held = io.BytesIO()
    book.save(held)
    taken = take(tmp_path, {"police/whole delivery.xlsx": held.getvalue()})
    assert taken.counts() == {"people": (1, 1, 0), "events": (1, 1, 0)}
    assert taken.column("from_on", "event") == [date(2025, 1, 2)]


def test_two_files_of_one_table_are_refused(tmp_path: Path):
    with pytest.raises(ExtractError, match=r"people in more than one file: people.csv, people.tsv"):
        take(tmp_path, {"police/people.csv": "record_id\n1\n", "police/people.tsv": "record_id\n1\n"})


def test_dates_in_iso_form_are_read_whatever_the_stated_form(tmp_path: Path):
    days = ["1987-07-28", "28/07/1987", "1987-07-28 00:00:00", "1987-07-28T10:30:00Z", "28.07.1987", "07/28/1987"]
    people = "record_id,date_of_birth\n" + "".join(f"{n},{day}\n" for n, day in enumerate(days))
    taken = take(tmp_path, {"police/people.csv": people, "police/feed.toml": FEED + '[people]\ndates = "%d/%m/%Y"\n'})
    assert taken.column("date_of_birth", order="record_no") == [date(1987, 7, 28)] * 4 + [None] * 2
    assert [row for _, row, _, _ in taken.codes("value")] == [5, 6]


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("%d.%m.%Y", "02.03.2004"),
        ("%d-%b-%Y", "02-Mar-2004"),
        ("%d-%b-%Y", "02-MAR-2004"),
        ("%d %B %Y", "2 March 2004"),
        ("%Y%m%d", "20040302"),
        ("%d/%m/%y", "02/03/04"),
        ("%d/%m/%Y %H:%M", "02/03/2004 09:15"),
        ("%m/%d/%Y", "3/2/2004"),
    ],
)
def test_stated_forms_of_dates(tmp_path: Path, form: str, written: str):
    toml = FEED + f'[people]\ndates = "{form}"\n'
    taken = take(tmp_path, {"police/people.csv": f"record_id,date_of_birth\n1,{written}\n", "police/feed.toml": toml})
    assert taken.column("date_of_birth") == [date(2004, 3, 2)]


def test_numbers_as_people_write_them(tmp_path: Path):
    written = ["12", "12.5", "£1,234.50", "1,234", "-3", "1e3", "1,5", "12 days", "nan", "inf", "1e999", "£", "."]
    events = "record_id;event;from_on;quantity\n" + "".join(f"P1;rent_arrears;2025-01-01;{n}\n" for n in written)
    taken = take(tmp_path, {"housing/people.csv": "record_id\nP1\n", "housing/events.csv": events})
    assert taken.column("quantity", "event", "event_no") == [12, 12.5, 1234.5, 1234, -3, 1000] + [None] * 7
    assert [row for _, row, _, _ in taken.codes("value")] == list(range(7, 14))


def test_text_is_trimmed_and_empty_is_missing(tmp_path: Path):
    taken = take(tmp_path, {"police/people.csv": 'record_id,first_name\n  P1 ,"\u00a0 "\n   ,Ann\n'})
    assert taken.column("record_id") == ["P1"]
    assert taken.column("first_name") == [None]
    assert taken.codes() == [("people", 2, "record_id", "missing_record_id")]


def test_blank_lines_are_no_rows(tmp_path: Path):
    taken = take(tmp_path, {"police/people.csv": "record_id,first_name\n\nP1,Ann\n\r\n\nP1,Bob\n\n"})
    assert taken.codes() == [("people", 2, "record_id", "duplicate_record")]


def test_what_begins_like_a_formula_stays_plain_text(tmp_path: Path):
    cells = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"]
    people = "record_id,first_name\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells))
    taken = take(tmp_path, {"police/people.csv": people})
    assert taken.column("first_name", order="record_no") == cells
