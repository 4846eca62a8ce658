"""Whatever is sent as a file of cases: never a fault, and nothing of it in an error, a report, a page or a log."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casework.imports import files
from tests.casework.imports.tables import tables
from tests.casework.posting.sending import logs
from thinkfamily.casework.imports import actions, template
from thinkfamily.casework.imports.models import Import
from thinkfamily.casework.imports.problems import ImportRefusedError
from thinkfamily.casework.imports.queries import words_of_site
from thinkfamily.casework.imports.reading import read_path, read_sent
from thinkfamily.casework.imports.sheets import SHEETS

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
PLANTED = "Zzplantedname"
FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
CELLS = st.one_of(
    st.sampled_from(["", PLANTED, f"=HYPERLINK(\"{PLANTED}\")", "31/02/2026", "0001-01-01", "99999999999999999999", "K0",
                     "K0-0", "Active", "Northside", "Yes", f"{PLANTED};{PLANTED}", "\x00", "é\u202e" + PLANTED, PLANTED * 400]),
    st.text(max_size=30),
)  # fmt: skip


@pytest.fixture
def who():
    return files.people()


def looked(content, by):
    """What a dry run says of a file: its report or its error; it must be one of these."""
    with transaction.atomic(), logs() as told:
        try:
            said = repr(actions.check(read_sent(io.BytesIO(content), len(content)), by=by).report)
        except ImportRefusedError as error:
            said = str(error)
        transaction.set_rollback(True)
    assert PLANTED not in said
    assert PLANTED not in "\n".join(told.lines)
    return said


def test_a_cell_that_no_database_takes_is_told_wherever_it_stands(who):
    for sheet in SHEETS:
        rows = files.rows(2, lead=who["lead"].email)
        rows["totals"] = [{"team": "Northside", "state": "Active", "families": "2"}]
        rows[sheet.name][0] |= {column.name: "\x00" for column in sheet.columns}
        assert "'read'" in looked(template.tables(words_of_site(), rows), who["analyst"])


def test_whatever_stands_in_the_cells(who):
    @FEW
    @given(data=st.data())
    def law(data):
        rows = files.rows(2, lead=who["lead"].email)
        rows["totals"] = [{"team": "Northside", "state": "Active", "families": "2"}]
        for _ in range(data.draw(st.integers(1, 6))):
            sheet = data.draw(st.sampled_from(SHEETS))
            row = data.draw(st.sampled_from(rows[sheet.name]))
            row[data.draw(st.sampled_from(sheet.columns)).name] = data.draw(CELLS)
        said = looked(template.tables(words_of_site(), rows), who["analyst"])
        assert "'read'" in said or "TF-IMPORT-001" in said

    law()


def test_whatever_can_be_brought_reconciles_and_is_taken_back_to_the_byte(who):
    @FEW
    @given(data=st.data())
    def law(data):
        rows = files.rows(2)
        for _ in range(data.draw(st.integers(0, 3))):
            sheet = data.draw(st.sampled_from(SHEETS[:5]))
            row = data.draw(st.sampled_from(rows[sheet.name]))
            row[data.draw(st.sampled_from(sheet.columns)).name] = data.draw(CELLS)
        content = template.tables(words_of_site(), rows)
        with transaction.atomic():
            with suppress(ImportRefusedError):
                made = actions.check(files.read(content), by=who["analyst"])
                actions.sign(made, by=who["manager"])
            if Import.objects.filter(state="signed").exists():
                before = tables()
                actions.bring(files.read(content), by=who["analyst"])
                actions.ask_back(made, because="A test.", by=who["analyst"])
                actions.answer_back(made, answer="yes", by=who["manager"])
                assert tables() == before
            transaction.set_rollback(True)

    law()


def test_whatever_bytes_a_file_is_of(who):
    whole = [
        make(words_of_site(), {**files.rows(1), "people": [{"family": PLANTED, "last_name": PLANTED}]})
        for make in (template.workbook, template.tables)
    ]

    @FEW
    @given(data=st.data())
    def law(data):
        content = bytearray(data.draw(st.sampled_from(whole)))
        for _ in range(data.draw(st.integers(1, 5))):
            at = data.draw(st.integers(0, len(content) - 1))
            content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
        cut = data.draw(st.integers(0, len(content)))
        looked(bytes(content if data.draw(st.booleans()) else content[:cut]), who["analyst"])

    law()


def test_whatever_parts_a_workbook_has(who):
    content = template.workbook(words_of_site(), files.rows(1))

    @FEW
    @given(data=st.data())
    def law(data):
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            broken = data.draw(st.sampled_from(old.namelist()))
            for name in old.namelist():
                part = old.read(name)
                if name == broken:
                    at = data.draw(st.integers(0, len(part)))
                    part = part[:at] + data.draw(st.binary(max_size=60)) + part[at + data.draw(st.integers(0, 60)) :]
                new.writestr(name, part)
        looked(made.getvalue(), who["analyst"])

    law()


def spanning(last):
    """A workbook of two cells, far apart."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template.workbook(words_of_site()))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet3.xml":
                cell = f'<row r="{last[1]}"><c r="{last[0]}{last[1]}" t="inlineStr"><is><t>{PLANTED}</t></is></c></row>'
                part = part.replace(b"</sheetData>", cell.encode() + b"</sheetData>")
            new.writestr(name, part)
    return made.getvalue()


@pytest.mark.parametrize("last", [("XFD", 1048576), ("A", 1048576), ("XFD", 2)])
def test_two_cells_that_span_a_whole_sheet_are_refused_before_it_is_laid_out(who, last):
    assert "more rows or columns" in looked(spanning(last), who["analyst"])


def test_a_file_that_unpacks_to_far_more_than_it_says_is_refused(who):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(3):
            bomb.writestr(f"people{number}.csv", b"\0" * (90 << 20))
    assert "200 MB" in looked(made.getvalue(), who["analyst"])


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, PLANTED.encode()]
)
def test_what_is_no_such_file_is_refused(who, content):
    assert "TF-IMPORT-001" in looked(content, who["analyst"])


def test_columns_in_another_order_and_headers_in_other_letters_are_read(who):
    with zipfile.ZipFile(io.BytesIO(template.tables(words_of_site(), files.rows(2)))) as old:
        parts = {name: old.read(name).decode("utf-8-sig") for name in old.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, text in parts.items():
            turned = io.StringIO()
            csv.writer(turned, delimiter=";").writerows(cells[::-1] for cells in csv.reader(io.StringIO(text)))
            text = turned.getvalue()
            new.writestr(f"folder/{name.upper()}", (text[0].upper() + text[1:]).encode("cp1252"))
    report = actions.check(files.read(made.getvalue()), by=who["analyst"]).report
    assert [one["made"] for one in report["sheets"]] == [2, 8, 2, 2, 2]


def test_a_folder_of_csv_files_is_read_as_its_zip_file_is(who, tmp_path):
    with zipfile.ZipFile(io.BytesIO(template.tables(words_of_site(), files.rows(2)))) as packed:
        packed.extractall(tmp_path)
    first, again = read_path(tmp_path), read_path(tmp_path)
    assert first == again
    (tmp_path / "people.csv").write_text((tmp_path / "people.csv").read_text().replace("Adult", "Child", 1))
    assert read_path(tmp_path).sha256 != first.sha256
    with pytest.raises(ImportRefusedError, match="TF-IMPORT-001"):
        read_path(tmp_path / "none.xlsx")


def test_a_page_answers_a_broken_file_with_its_form(who, client):
    client.force_login(who["analyst"])
    for content in (b"PK\x03\x04" + PLANTED.encode() * 9, PLANTED.encode(), b""):
        with logs() as told:
            page = client.post("/imports/check/", {"file": SimpleUploadedFile(f"{PLANTED}.xlsx", content)})
        assert page.status_code == 200
        assert PLANTED not in page.content.decode() + "\n".join(told.lines)
