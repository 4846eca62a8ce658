"""Files of cases in which something stands twice, or is called otherwise, so that a restriction is lost on the way in."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from tests.casework.imports import files
from thinkfamily.casework.imports.problems import ImportRefusedError
from thinkfamily.casework.imports.sheets import SHEETS

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
PEOPLE = "people.csv"


def zipped(change=None, more=()):
    """A whole file of one family, as CSV files in a zip file; with the header and the rows of People as they are changed."""
    rows, kept = files.rows(1), io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for sheet in SHEETS:
            heads = [column.header for column in sheet.columns]
            lines = [[row.get(column.name, "") for column in sheet.columns] for row in rows.get(sheet.name, [])]
            if change and sheet.file == PEOPLE:
                heads, lines = change(heads, lines)
            text = io.StringIO()
            csv.writer(text).writerows([heads, *lines])
            archive.writestr(sheet.file, text.getvalue())
        for name in more:
            archive.writestr(name, text.getvalue())
    return kept.getvalue()


@pytest.fixture(autouse=True)
def _somebody():
    files.people()


def test_a_file_as_the_template_is_read():
    assert len(files.read(zipped()).rows["people"]) == 4
    assert len(files.read(files.workbook(files.rows(1))).rows["people"]) == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda heads, lines: ([*heads, "Restricted"], [[*line, "Yes"] for line in lines]),
        lambda heads, lines: (["restricted ", *heads], [["Yes", *line] for line in lines]),
        lambda heads, lines: ([*heads[:-1], "Restricted?"], [[*line[:-1], "Yes"] for line in lines]),
        lambda heads, lines: (heads[:-1], [line[:-1] for line in lines]),
    ],
    ids=["twice", "twice, otherwise typed", "called otherwise", "left out"],
)
def test_no_restriction_is_lost_by_its_column(change):
    with pytest.raises(ImportRefusedError) as refused:
        files.read(zipped(change))
    assert "People" in str(refused.value)
    assert "Restricted?" not in str(refused.value)


@pytest.mark.parametrize("name", ["again/people.csv", "People.CSV", "a/b/families.csv"])
def test_no_file_stands_in_for_another_of_its_name(name):
    with pytest.raises(ImportRefusedError):
        files.read(zipped(more=[name]))
