"""A programme lead changes a rule: copies it, checks it, sees who would be counted differently, adopts it, and judges by it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.unit.programmes.own_rules import LOWER_ATTENDANCE, NEW_CRITERION, SHIPPED, ours
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.engine.run_folder import open_run
from thinkfamily.engine.trial import try_programme
from thinkfamily.programmes.folder import find_programme

AS_AT = "2026-09-30"
ENTRY = (("criteria = 3,", "criteria = 2,"), ("At least 3 criteria", "At least 2 criteria"))
VOIDS = (("- id: crime\n", "- id: crime\n  voids: [domestic_violence, worklessness]\n"),)
EDITS = {
    "a_threshold": {"edits": LOWER_ATTENDANCE},
    "a_new_criterion": {"edits": NEW_CRITERION},
    "setting_aside": {"edits": VOIDS},
    "the_entry_rule": {"framework": ENTRY},
    "whose_needs_count": {"framework": (('residence = ["with_children", "away"]', 'residence = ["with_children"]'),)},
    "nothing": {},
}


def thinkfamily(*words: str | Path, code: int = 0) -> str:
    ended = CliRunner().invoke(app, [str(word) for word in words], terminal_width=200)
    assert ended.exit_code == code, ended.output
    return ended.output


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small borough and a run on it by the shipped rules."""
    folder = tmp_path_factory.mktemp("rules")
    thinkfamily("synth", folder / "borough", "--families", "300", "--seed", "11", "--quiet")
    identify(folder, folder / "run", SHIPPED)
    return folder


def identify(folder: Path, out: Path, *programmes: str | Path) -> Path:
    asked = [word for each in programmes for word in ("--programme", each)]
    thinkfamily("identify", folder / "borough" / "extracts", *asked, "--as-at", AS_AT, "--out", out, "--quiet")
    return out


@pytest.mark.parametrize("change", EDITS)
def test_a_trial_says_what_a_whole_run_would(borough: Path, tmp_path: Path, change: str) -> None:
    """Whatever is changed: the same families meet each criterion and the entry rule, and the same are proposed."""
    folder = ours(tmp_path, *EDITS[change].get("edits", ()), framework=EDITS[change].get("framework", ()))
    trial = try_programme(open_run(borough / "run", "a test"), find_programme(str(folder)))
    whole = identify(borough, tmp_path / "whole", folder)
    cohort = pl.read_parquet(whole / "cohort.parquet")
    assert trial.families.select("family_id", "is_eligible", is_proposed="is_listed").equals(
        cohort.select("family_id", "is_eligible", "is_proposed")
    )
    indicator = pl.read_parquet(whole / "indicator.parquet").join(cohort, on="family_id", how="semi")
    for answer in ("yes", "unknown"):
        told = trial.answers.filter(after=answer).select("family_id", "criterion")
        is_met = (pl.col("answer") == "yes").any()
        wanted = (
            indicator.filter(pl.col("criterion").is_in(trial.changed))
            .group_by("family_id", "criterion")
            .agg(is_met.alias("is_met"))
            .filter(pl.col("is_met") if answer == "yes" else ~pl.col("is_met"))
            .select("family_id", "criterion")
            .sort("family_id", "criterion")
        )
        assert told.equals(wanted)
    before = pl.read_parquet(borough / "run" / "cohort.parquet")
    assert trial.families["was_listed"].to_list() == before["is_proposed"].to_list()
    assert trial.changes.is_empty() == (change == "nothing")


def test_from_copy_to_adoption(borough: Path, tmp_path: Path) -> None:
    """Copy, edit, check, diff, try, adopt; then the old value holds until the day and the new one from it."""
    folder = tmp_path / "ours"
    assert "rules check" in thinkfamily("rules", "copy", SHIPPED, folder)
    assert "No family would be counted differently." in thinkfamily("rules", "try", borough / "run", folder)
    text = (folder / "criteria.yaml").read_text(encoding="utf-8")
    for old, new in LOWER_ATTENDANCE:
        text = text.replace(old, new)
    (folder / "criteria.yaml").write_text(text, encoding="utf-8")
    assert "12 criteria, all declared whole" in thinkfamily("rules", "check", folder)
    assert "at least 5%" in thinkfamily("rules", "diff", SHIPPED, folder)
    assert "missed 5% or more" in thinkfamily("rules", "show", folder, "school_attendance")
    listed = tmp_path / "families.csv"
    told = thinkfamily("rules", "try", borough / "run", folder, "--families", listed, "--adopt-from", "2026-10-01")
    assert "Families that meet each criterion that differs" in told
    assert "2008-02-01: 0.15, 2026-10-01: 0.05" in told
    held = pl.read_csv(listed)
    assert held.columns == ["family_id", "change", "criterion"]
    assert held.filter(change="newly_met").height > 5
    assert not [family for family in held["family_id"].unique() if family in told]
    unchanged = identify(borough, tmp_path / "before", folder)
    assert pl.read_parquet(unchanged / "cohort.parquet").equals(pl.read_parquet(borough / "run" / "cohort.parquet"))


def test_a_run_by_a_folder_of_ones_own_carries_its_rules(borough: Path, tmp_path: Path) -> None:
    """Beside a shipped programme; told of in the report, explained, and tried on, after the folder is gone."""
    folder = ours(tmp_path, *NEW_CRITERION, framework=(('title = "Westminster 3% initiative"', 'title = "Our own"'),))
    out = identify(borough, tmp_path / "run", folder, SHIPPED)
    shutil.copytree(folder, tmp_path / "kept")
    shutil.rmtree(folder)
    facts = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert facts["programmes"] == ["ours", SHIPPED]
    assert set(facts["rules"]) == {"ours"}
    assert str(tmp_path) not in (out / "run.json").read_text(encoding="utf-8")
    assert "Our own" in (out / "report.html").read_text(encoding="utf-8")
    family = pl.read_parquet(out / "cohort.parquet")["family_id"][0]
    assert "Our own" in thinkfamily("explain", out, family)
    assert "differs between westminster_3_percent and kept" in thinkfamily(
        "rules", "try", out, tmp_path / "kept", "--against", SHIPPED
    )
    assert "was not judged by" in str(
        CliRunner().invoke(app, ["rules", "try", str(out), str(tmp_path / "kept"), "--against", "nobody"]).exception
    )


def test_a_list_of_families_is_never_written_over(borough: Path, tmp_path: Path) -> None:
    folder = ours(tmp_path, *LOWER_ATTENDANCE)
    listed = tmp_path / "families.csv"
    listed.write_text("mine", encoding="utf-8")
    ended = CliRunner().invoke(app, ["rules", "try", str(borough / "run"), str(folder), "--families", str(listed)])
    assert "TF-TRIAL-002" in str(ended.exception)
    assert listed.read_text(encoding="utf-8") == "mine"


def test_check_ends_with_an_error_when_an_example_is_wrong(tmp_path: Path) -> None:
    folder = ours(tmp_path)
    example = """
- criterion: crime
  says: Nothing is recorded.
  as_at: 2026-09-30
  family: |
    person | role
    ann    | adult
  expect: {ann: yes}
"""
    (folder / "examples.yaml").write_text(example, encoding="utf-8")
    ended = CliRunner().invoke(app, ["rules", "check", str(folder)])
    assert "TF-EXAMPLE-002" in str(ended.exception)
    assert "Found no for ann; expected yes" in ended.output
