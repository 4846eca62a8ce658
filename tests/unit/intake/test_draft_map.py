"""Drafting a feed.toml: what is told, what is left open, and that nobody's value is shown."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tests.unit.intake.folder import take
from tests.unit.intake.test_forms import workbook

from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.intake import draft_feed_file

SECRET = "Zxqsecret"


def drafted(folder: Path, name: str, content: str | bytes, **asked: object) -> tuple[dict, str]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    text = draft_feed_file(path, **asked)  # type: ignore[arg-type]
    assert SECRET not in text
    return tomllib.loads(text), text


def people(days: list[str], header: str = "PersonID;Surname;Forename;DOB;Gender;Ward", sex: str = "MF") -> str:
    rows = [f"{n};{SECRET}{n};{SECRET};{day};{sex[n % len(sex)]};W01" for n, day in enumerate(days)]
    return header + "\n" + "\n".join(rows) + "\n"


def test_columns_dates_and_codes_are_drafted(tmp_path: Path):
    toml, text = drafted(tmp_path, "export.csv", people(["28/07/1987", "01/09/1983", "02/03/2004"] * 4))
    assert toml["people"]["columns"] == {
        "record_id": "PersonID",
        "first_name": "Forename",
        "last_name": "Surname",
        "date_of_birth": "DOB",
        "sex": "Gender",
        "area": "Ward",
    }
    assert toml["people"]["dates"] == "%d/%m/%Y"
    assert toml["people"]["values"]["sex"] == {"F": "female", "M": "male"}
    assert "reads 12 of 12 dates in DOB; no other form does" in text
    assert "semicolon-separated" in text


def test_dates_that_could_be_either_way_round_are_left_open(tmp_path: Path):
    toml, text = drafted(tmp_path, "export.csv", people(["02/03/2004", "05/06/1999"] * 6))
    assert "dates" not in toml["people"]
    assert "%d/%m/%Y and %m/%d/%Y read 12 of 12 dates in DOB alike" in text


def test_iso_dates_need_no_form(tmp_path: Path):
    toml, text = drafted(tmp_path, "export.csv", people(["2004-03-02"] * 12))
    assert "dates" not in toml["people"]
    assert "12 of 12 in DOB are in ISO form" in text


def test_a_banner_is_found_and_each_sheet_drafted(tmp_path: Path):
    rows: list[list[object]] = [["URN", "Type", "Date", "Involvement"]]
    rows += [["P1", "DV", "15-Oct-2024", "VICTIM"], ["P2", "arrest", "01-Aug-2026", "SUSPECT"]] * 3
    toml, text = drafted(tmp_path, "a.xlsx", workbook(rows, "Occurrences"))
    assert toml["events"]["sheet"] == "Occurrences"
    assert toml["events"]["skip_rows"] == 3
    assert toml["events"]["dates"] == "%d-%b-%Y"
    assert toml["events"]["values"]["role"] == {"SUSPECT": "suspect", "VICTIM": "victim"}
    assert '# "DV" = ""  # which of ours?' in text


def test_values_are_listed_only_of_coded_columns_with_few_codes(tmp_path: Path):
    rows = "\n".join(f"{n},{SECRET}{n},2025-01-01,{SECRET}{n}" for n in range(60))
    _, text = drafted(tmp_path, "a.csv", f"record_id,event,from_on,role\n{rows}\n")
    assert "# event: 60 different values in 60 rows; not listed" in text
    assert "# role: 60 different values in 60 rows; not listed" in text


def test_a_file_without_a_header_is_refused_and_shows_nobody(tmp_path: Path):
    rows = "\n".join(f"{n};{SECRET}{n};{SECRET};1987-07-28" for n in range(30))
    with pytest.raises(ExtractError, match="looks like names of columns") as caught:
        drafted(tmp_path, "a.csv", rows)
    assert SECRET not in str(caught.value)


def test_what_a_human_says_is_followed(tmp_path: Path):
    content = "KLNT_NR;NAAM;GEB\n1;x;2004-03-02\n"
    toml, text = drafted(tmp_path, "a.csv", content, table="people", skip_rows=0)
    assert toml["people"]["columns"] == {}
    assert '# record_id = ""  # required' in text
    assert "# Theirs that nothing uses: KLNT_NR, NAAM, GEB." in text


def test_a_draft_completed_reads_its_file(tmp_path: Path):
    content = people(["28/07/1987", "01/09/1983"] * 6)
    _, text = drafted(tmp_path, "export.csv", content)
    text = text.replace('agency = ""', 'agency = "Police"').replace("synthetic = false", "synthetic = true")
    for line in ("extract_on", "covers_from", "covers_until"):
        text = text.replace(f"# {line}", line)
    taken = take(tmp_path / "in", {"police/feed.toml": text, "police/export.csv": content})
    assert taken.counts()["people"] == (12, 12, 0)
    assert taken.codes("value") == []
