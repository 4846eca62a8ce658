"""Files whose header is lost or joined to a row: nobody's value is printed where names of columns would be."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.intake.folder import take

from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.intake import draft_feed_file
from thinkfamily.engine.intake.column_names import is_column_name

SECRETS = ("Zxqvalery", "Qjwbramble", "Ward-Young", "1987-07-28", "Quex Lane")
ROW = "P1,Zxqvalery,Qjwbramble,1987-07-28,9 Quex Lane,F"
NAMES = "URN,Forename,Surname,DOB,Address,Gender"


NAMES_OF_COLUMNS = (
    "URN|Surname|Forename 1|D.O.B|Date of Birth|DOB_DT|PersonID|personid|dateofbirth|NHS No.|Address Line 2|Ward|Gender|"
    "Occurrence Type|Case Status|Start Date|record_id|lives_with|LegalSurname|e-mail|Post Code"
)
VALUES = (
    "Zxqvalery|Ann|Mark Day|Christian|Mark|Bob|D|12|1987-07-28|28/07/1987|ZZ9 9ZZ|9 Quex Lane|AB123456C|عمر|王小明 name|"
    "Surname عمر|ann@example.org|07700 900000|Name\nZxqvalery|P1|=cmd|Page|King|Flat 3|4000000002"
)


@pytest.mark.parametrize("name", NAMES_OF_COLUMNS.split("|"))
def test_usual_names_of_columns_are_printed(name: str):
    assert is_column_name(name)


@pytest.mark.parametrize("value", VALUES.split("|"))
def test_what_may_be_a_persons_value_is_not(value: str):
    assert not is_column_name(value)


def drafted(path: Path, text: str, **asked: object) -> str:
    path.write_text(text, encoding="utf-8")
    try:
        return draft_feed_file(path, **asked)  # type: ignore[arg-type]
    except ExtractError as error:
        return str(error)


@pytest.mark.parametrize(
    "text",
    [
        f"{ROW}\n" * 5,
        f"{NAMES}{ROW}\n" + f"{ROW}\n" * 5,
        f"{NAMES},{ROW}\n" + f"{ROW}\n" * 5,
        f"{NAMES},{ROW}",
        f"a banner\n{NAMES};{ROW}\n" + f"{ROW}\n" * 5,
        f"Surname,Forename,{ROW}\n" + f"{ROW}\n" * 5,
    ],
)
def test_neither_the_draft_of_a_map_nor_the_error_of_an_unmapped_file_shows_anybody(tmp_path: Path, text: str):
    said = drafted(tmp_path / "a.csv", text)
    with pytest.raises(ExtractError) as caught:
        take(tmp_path / "in", {"police/people.csv": text})
    for shown in (said, str(caught.value)):
        assert not any(secret in shown for secret in SECRETS)


def test_names_that_may_be_values_are_counted_and_placed(tmp_path: Path):
    text = f"{NAMES},KLNT\n" + f"{ROW},1\n" * 3
    assert "# Not shown, as their names may be a person's values: columns 7." in drafted(tmp_path / "a.csv", text)
    with pytest.raises(ExtractError) as caught:
        take(tmp_path / "in", {"police/people.csv": text})
    assert "Gender and 1 more, not printed because they may be a person's values" in caught.value.found


def test_a_line_like_a_row_is_no_header_even_if_a_human_says_so(tmp_path: Path):
    assert "looks like names of columns" in drafted(tmp_path / "a.csv", f"{NAMES}\n{ROW}\n{ROW}\n", skip_rows=1)


def test_codes_are_not_listed_where_rows_and_header_do_not_fit(tmp_path: Path):
    shifted = "URN,Forename,Gender\n" + "P1,Ann,Zxqvalery,F\nP2,Bob,Zxqvalery,M\n" * 9
    assert "Zxqvalery" not in drafted(tmp_path / "a.csv", shifted)
    whole = "URN,Forename,Gender\n" + "P1,Ann,F\nP2,Bob,M\n" * 9
    assert '"F" = "female"' in drafted(tmp_path / "a.csv", whole)
    for under in ("Zxqvalery", "1987-07-28", "ZZ9 9ZZ"):
        displaced = "URN,Forename,Gender\n" + f"P1,{under},{under}\n" * 9
        assert under not in drafted(tmp_path / "a.csv", displaced)
