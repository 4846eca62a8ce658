"""Files that are broken: an error that names the place, or rows set aside; never a traceback, never a person's value."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import polars as pl
import pytest
from tests.unit.intake.folder import FEED, PEOPLE, take, take_police
from tests.unit.intake.test_forms import workbook

from thinkfamily.core.errors import ExtractError, UserError

SECRET = "Zxqsecretperson"


def refused(folder: Path, files: dict[str, str | bytes]) -> UserError:
    with pytest.raises(ExtractError) as caught:
        take(folder, files)
    assert SECRET not in str(caught.value)
    return caught.value


def test_a_quotation_mark_that_never_closes_names_its_row(tmp_path: Path):
    error = refused(tmp_path, {"police/people.csv": f'record_id,first_name\n1,Ann\n2,"{SECRET}\n3,Bob\n'})
    assert error.where == "police/people.csv, row 2"
    assert "never closed" in error.found


def test_text_after_a_closing_quotation_mark_names_its_row(tmp_path: Path):
    error = refused(tmp_path, {"police/people.csv": f'record_id,first_name\n1,Ann\n2,"Bob"{SECRET}\n'})
    assert error.where == "police/people.csv, row 2"


def test_quotation_marks_within_plain_text_are_read_as_they_stand(tmp_path: Path):
    taken = take(tmp_path, {"police/people.csv": 'record_id,address\n1,The 5" gun, x\n2,6" and 7"\n3,a""b\n4,"q, r"\n'})
    assert taken.column("address", order="record_no") == ['6" and 7"', 'a""b', "q, r"]
    assert taken.codes() == [("people", 1, None, "bad_row")]


def test_rows_with_too_many_fields_are_set_aside_and_short_ones_warned_of(tmp_path: Path):
    taken = take(tmp_path, {"police/people.csv": "record_id,first_name,last_name\n1,A,B,C\n2,A\n3,A,B,,\n4,A,B\n"})
    assert taken.codes() == [("people", 1, None, "bad_row")]
    assert taken.counts()["people"] == (4, 3, 1)
    assert taken.warned()["fields_missing"] == 1


def test_a_file_cut_off_in_a_row_loses_only_that_row(tmp_path: Path):
    taken = take(tmp_path, {"police/people.csv": "record_id,first_name,date_of_birth\n1,Ann,1990-01-02\n2,Bo"})
    assert taken.codes() == [("people", 2, None, "bad_row")]
    assert taken.column("record_id") == ["1"]


def test_a_whole_last_row_needs_no_newline(tmp_path: Path):
    assert take(tmp_path, {"police/people.csv": "record_id,first_name\n1,Ann"}).column("first_name") == ["Ann"]


def test_a_file_of_a_header_alone_has_no_rows(tmp_path: Path):
    for content in ("record_id,first_name", "record_id,first_name\n", "record_id,first_name\r\n\r\n"):
        assert take(tmp_path, {"police/people.csv": content}).counts()["people"] == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "empty file"),
        (b"\n \n", "empty file"),
        (b",,\n1,2,3\n", "no header"),
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"PAR1rest", "Parquet"),
        ("record_id\nP1\n".encode("utf-16"), "UTF-16"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (b"record_id\nP1\nP\x81\xff\n", "neither UTF-8 nor Windows-1252"),
    ],
)
def test_what_is_no_delimited_text(tmp_path: Path, content: bytes, found: str):
    error = refused(tmp_path, {"police/people.csv": content})
    assert error.where.startswith("police/people.csv")
    assert found in error.found


def test_columns_of_one_name(tmp_path: Path):
    error = refused(tmp_path, {"police/people.csv": "record_id,first_name,notes,notes,first_name\n1,A,b,c,D\n"})
    assert "first_name, at 2 and 5" in error.found
    people = "record_id,notes,notes\n1,b,c\n"
    assert take(tmp_path, {"police/people.csv": people}).column("record_id") == ["1"]


def test_nul_bytes_and_a_cell_of_a_million_characters_are_bad_values(tmp_path: Path):
    people = f"record_id,first_name,last_name\n1,A\0{SECRET},Bell\n2,{'x' * 1_000_000},Bell\n{'9' * 1_000_000},A,B\n"
    taken = take(tmp_path, {"police/people.csv": people})
    assert taken.codes("value") == [
        ("people", 1, "first_name", "bad_first_name"),
        ("people", 2, "first_name", "bad_first_name"),
    ]
    assert taken.codes() == [("people", 3, "record_id", "bad_record_id")]


def test_errors_of_a_spreadsheet_are_bad_values(tmp_path: Path):
    taken = take(tmp_path, {"police/people.csv": "record_id,first_name\n1,#N/A\n2,#1 Ann\n"})
    assert taken.column("first_name", order="record_no") == [None, "#1 Ann"]


def test_unmapped_columns_are_listed_with_the_likeliest_of_each(tmp_path: Path):
    error = refused(tmp_path, {"police/people.csv": f"URN,Surname,Forename 1,D.O.B,Ward\n1,{SECRET},A,1990-01-01,W1\n"})
    assert error.where == "police/people.csv"
    assert "Found columns: URN, Surname, Forename 1, D.O.B, Ward" in error.found
    assert "Missing: record_id: likeliest URN" in error.found
    assert 'last_name = "Surname"' in error.do
    assert 'date_of_birth = "D.O.B"' in error.do


def test_a_mapped_column_that_is_not_there(tmp_path: Path):
    toml = FEED + '[people.columns]\nlast_name = "Surnam"\n'
    error = refused(tmp_path, {"police/people.csv": "record_id,Surname,Gender\n1,a,b\n", "police/feed.toml": toml})
    assert "last_name (mapped to Surnam): likeliest Surname" in error.found


def test_a_file_without_a_header_shows_nobody(tmp_path: Path):
    rows = f"P1,{SECRET},Ann,1990-01-02,F,1 High Street,ZZ1 1AA\nP2,Bell,Bob,1990-01-02,F,2 High Street,ZZ1 1AB\n"
    error = refused(tmp_path, {"police/people.csv": rows})
    assert "7 columns, whose names are not printed" in error.found
    for value in ("P1", "Ann", "1990", "High", "ZZ1"):
        assert value not in error.found + error.do


def test_a_parquet_file_cut_off_or_of_lists(tmp_path: Path):
    held = io.BytesIO()
    pl.DataFrame({"record_id": [SECRET] * 1000}).write_parquet(held)
    for content in (
        held.getvalue()[:-5],
        held.getvalue()[:100],
        b"PAR1",
        b"",
        held.getvalue().replace(b"PAR1", b"PAR2"),
    ):
        error = refused(tmp_path, {"police/people.parquet": content})
        assert error.where == "police/people.parquet"
    held = io.BytesIO()
    pl.DataFrame({"record_id": [["a", "b"]]}).write_parquet(held)
    assert refused(tmp_path, {"police/people.parquet": held.getvalue()}).where.endswith("column record_id")


def test_a_workbook_cut_off_or_of_another_kind(tmp_path: Path):
    whole = workbook([["record_id", "last_name"], ["P1", SECRET]], "people", 0)
    for content in (
        whole[:-30],
        whole[: len(whole) // 2],
        b"",
        b"record_id\n1\n",
        whole[:50] + b"\xff" * 50 + whole[100:],
    ):
        assert refused(tmp_path, {"police/people.xlsx": content}).where == "police/people.xlsx"


def zipped(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_a_workbook_that_unpacks_to_far_more_than_its_size(tmp_path: Path):
    error = refused(tmp_path, {"police/people.xlsx": zipped({"xl/worksheets/sheet1.xml": b"0" * (40 << 20)})})
    assert (error.code, "200 times" in error.found) == ("TF-INTAKE-005", True)


def test_a_workbook_that_lies_about_what_it_holds(tmp_path: Path):
    honest = zipped({"xl/worksheets/sheet1.xml": b"0" * (40 << 20)})
    size = struct.pack("<I", 40 << 20)
    assert honest.count(size) == 2
    error = refused(tmp_path, {"police/people.xlsx": honest.replace(size, struct.pack("<I", 100))})
    assert error.code == "TF-INTAKE-005"


def test_a_workbook_of_too_many_parts(tmp_path: Path):
    error = refused(tmp_path, {"police/people.xlsx": zipped({f"{n}.xml": b"" for n in range(5_001)})})
    assert "5001 parts" in error.found


def test_a_sheet_of_two_cells_that_spans_every_row_and_column(tmp_path: Path):
    whole = workbook([["record_id"], ["P1"]], "people", 0)
    parts = {}
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for name in archive.namelist():
            parts[name] = (
                archive.read(name).replace(b'r="A2"', b'r="XFD1048576"').replace(b'<row r="2"', b'<row r="1048576"')
            )
    error = refused(tmp_path, {"police/people.xlsx": zipped(parts)})
    assert "span 1,048,576 rows and 16,384 columns" in error.found


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "sub/../../secret.csv", "link.csv"])
def test_a_file_name_that_leads_out_of_the_folder(tmp_path: Path, name: str):
    (tmp_path / "secret.csv").write_text(PEOPLE)
    (tmp_path / "in" / "police").mkdir(parents=True)
    (tmp_path / "in" / "police" / "link.csv").symlink_to(tmp_path / "secret.csv")
    error = refused(tmp_path / "in", {"police/feed.toml": FEED + f'[people]\nfile = "{name}"\n'})
    assert "leads out of the folder" in error.found


def test_links_under_standard_names_that_lead_out_of_the_folder(tmp_path: Path):
    (tmp_path / "in" / "police").mkdir(parents=True)
    (tmp_path / "in" / "police" / "people.csv").symlink_to("/etc/passwd")
    assert "leads out" in refused(tmp_path / "in", {"police/feed.toml": FEED}).found
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "in" / "health").symlink_to(tmp_path / "elsewhere")
    assert refused(tmp_path / "in", {"police/feed.toml": FEED}).where == "health"


def test_names_of_files_in_no_encoding_are_named_as_far_as_they_can_be(tmp_path: Path):
    taken = take(tmp_path, {"police/people.csv": PEOPLE})
    (tmp_path / "police" / os.fsdecode(b"\xff\xfe.doc")).write_bytes(b"")
    taken = take(tmp_path)
    assert [each.sentence for each in taken.delivery.warnings] == ["police/??.doc: is read by nothing."]
    (tmp_path / os.fsdecode(b"\xff")).mkdir()
    assert refused(tmp_path, {}).where == "?"


def test_a_file_that_is_a_folder_is_not_read(tmp_path: Path):
    (tmp_path / "police" / "people.csv").mkdir(parents=True)
    taken = take(tmp_path, {"police/feed.toml": FEED})
    assert {each.code for each in taken.delivery.warnings} == {"stray", "nothing_to_read"}


def test_events_without_people_are_unknown_records(tmp_path: Path):
    taken = take(tmp_path, {"police/events.csv": "record_id,event,from_on\nP1,arrest,2025-01-01\n"})
    assert taken.codes() == [("events", 1, "record_id", "unknown_record")]


def test_no_value_of_a_person_is_kept_of_what_is_set_aside(tmp_path: Path):
    people = (
        f"record_id,first_name,sex,date_of_birth,nhs_number\n{SECRET},A,{SECRET},{SECRET},{SECRET}\n{SECRET},B,,,\n"
    )
    events = f"record_id,event,from_on,until_on\n{SECRET},{SECRET},2025-01-01,\n{SECRET},arrest,{SECRET},{SECRET}\n"
    taken = take_police(tmp_path, events, "", people)
    assert len(taken.codes()) == 3
    assert SECRET not in str(taken.store.frame("select * from set_aside").rows())
    assert SECRET not in str(taken.delivery.warnings)
