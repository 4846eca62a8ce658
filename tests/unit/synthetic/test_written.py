"""What is written: the folders of the contract, the same bytes for the same seed, and a messy style that adds up."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from tests.unit.synthetic.conftest import AS_AT
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.core.errors import RunFolderError
from thinkfamily.engine.intake import STAGE
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.synthetic.borough import write_borough
from thinkfamily.synthetic.draft import PEOPLE_COLUMNS
from thinkfamily.synthetic.extracts import EVENT_COLUMNS, RELATIONSHIP_COLUMNS
from thinkfamily.synthetic.feeds import FEEDS
from thinkfamily.synthetic.messy import WORKBOOK

STYLES = ("standard", "messy")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    found = {}
    for style in STYLES:
        found[style] = tmp_path_factory.mktemp(style)
        write_borough(found[style], families=300, seed=9, as_at=AS_AT, style=style)
    return found


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _summary(folder: Path) -> dict:
    return json.loads((folder / "truth" / "summary.json").read_text())


@pytest.mark.parametrize("style", STYLES)
def test_the_same_seed_gives_the_same_bytes_on_one_thread_and_on_two(
    style: str, written: dict[str, Path], tmp_path: Path
) -> None:
    code = (
        "import sys, datetime, pathlib; from thinkfamily.synthetic.borough import write_borough;"
        "write_borough(pathlib.Path(sys.argv[1]), families=300, seed=9, as_at=datetime.date(2026, 9, 30), style=sys.argv[2])"
    )
    environment = os.environ | {"POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "77"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path), style], check=True, env=environment)
    assert _hashes(tmp_path) == _hashes(written[style])


def test_another_seed_gives_another_borough(written: dict[str, Path], tmp_path: Path) -> None:
    write_borough(tmp_path, families=300, seed=10, as_at=AS_AT)
    here, there = _hashes(tmp_path), _hashes(written["standard"])
    assert here["extracts/health/people.csv"] != there["extracts/health/people.csv"]
    assert here["truth/family_member.csv"] != there["truth/family_member.csv"]


def test_the_standard_style_is_the_contracts_standard_form(written: dict[str, Path]) -> None:
    extracts = written["standard"] / "extracts"
    assert {path.name for path in extracts.iterdir() if path.is_dir()} == set(FEEDS)
    assert len(FEEDS) >= 12
    for feed in FEEDS:
        assert tuple(pl.read_csv(extracts / feed / "people.csv", infer_schema=False).columns) == PEOPLE_COLUMNS
        assert tuple(pl.read_csv(extracts / feed / "events.csv", infer_schema=False).columns) == EVENT_COLUMNS
        assert tomllib.loads((extracts / feed / "feed.toml").read_text())["synthetic"] is True
    stated = pl.read_csv(extracts / "education" / "relationships.csv", infer_schema=False)
    assert tuple(stated.columns) == RELATIONSHIP_COLUMNS
    area = tomllib.loads((extracts / "area.toml").read_text())
    assert area["name"]
    assert len(area["terms"]) >= 9
    wards = {ward for team in area["teams"] for ward in team["wards"]}
    named = json.loads((extracts / area["wards"]["file"]).read_text())
    assert wards == {feature["properties"]["code"] for feature in named["features"]}


@pytest.mark.parametrize("style", STYLES)
def test_both_styles_have_the_truth_of_the_contract(style: str, written: dict[str, Path]) -> None:
    truth = written[style] / "truth"
    records = pl.read_csv(truth / "record_person.csv")
    members = pl.read_csv(truth / "family_member.csv")
    persons = pl.read_csv(truth / "person.csv")
    assert records.columns == ["feed", "record_id", "person"]
    assert members.columns == ["family", "person", "role", "residence"]
    assert persons.columns == ["person", "date_of_birth", "sex", "name_group", "moved_on", "case"]
    assert pl.read_csv(truth / "cost.csv").columns == ["family", "agency", "cost_gbp", "transfer_gbp"]
    assert pl.read_csv(truth / "need.csv").columns == ["family", "criterion"]
    assert set(records["person"]) == set(persons["person"])
    assert set(members["role"]) == {"child", "adult"}
    assert set(members["residence"]) == {"with_children", "elsewhere", "away"}
    assert members["family"].n_unique() == _summary(written[style])["families"] == 300


def test_the_messy_style_says_the_same_as_the_standard_one(written: dict[str, Path]) -> None:
    for name in ("record_person", "family_member", "person", "household", "need", "cost"):
        one, other = (written[style] / "truth" / f"{name}.csv" for style in STYLES)
        assert one.read_bytes() == other.read_bytes()


def test_the_messy_style_is_as_such_files_arrive(written: dict[str, Path]) -> None:
    extracts = written["messy"] / "extracts"
    school = (extracts / "education" / "ks_pupils_and_contacts.csv").read_bytes()
    assert school.count(b";") > 1000
    assert b"Legal Surname" in school
    school.decode("cp1252")
    book = CalamineWorkbook.from_path(extracts / "police" / WORKBOOK)
    assert book.sheet_names == ["Nominals", "Occurrences"]
    assert "NOMINAL REF" in book.get_sheet_by_name("Nominals").to_python()[3]
    assert "record_id" in pl.read_parquet(extracts / "housing" / "people.parquet").columns
    assert (extracts / "revenues" / "people.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("style", STYLES)
def test_intake_sets_aside_as_many_rows_as_the_truth_says(style: str, written: dict[str, Path]) -> None:
    store = Store()
    STAGE.run(store, Settings(extracts=written[style] / "extracts", as_at=AS_AT))
    set_aside = store.value("select sum(rows_set_aside)::bigint from intake_count")
    records = store.value("select count(*) from record")
    store.close()
    assert set_aside == _summary(written[style])["rows_to_set_aside"] > 0
    assert records == len(pl.read_csv(written[style] / "truth" / "record_person.csv"))


def test_bad_rows_are_in_the_messy_style_only(written: dict[str, Path]) -> None:
    standard, messy = (_summary(written[style])["rows_to_set_aside"] for style in STYLES)
    assert messy > standard + 50


def test_the_command_refuses_a_folder_in_use_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "something").write_text("here")
    result = CliRunner().invoke(app, ["synth", str(tmp_path), "--families", "60", "--quiet"])
    assert isinstance(result.exception, RunFolderError)
    assert result.exception.code == "TF-SYNTH-001"
    assert [path.name for path in tmp_path.iterdir()] == ["something"]


def test_the_command_writes_a_borough(tmp_path: Path) -> None:
    out = tmp_path / "borough"
    result = CliRunner().invoke(app, ["synth", str(out), "--families", "60", "--seed", "3", "--quiet"])
    assert result.exit_code == 0, result.exception
    assert "families" in result.output
    assert _summary(out)["families"] == 60
