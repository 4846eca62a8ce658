"""thinkfamily quality: what it prints, and what it says when the truth cannot be used."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.cli.quality import MEANS, measure
from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.pipeline import identify
from thinkfamily.engine.run_folder import Run, open_run
from thinkfamily.engine.stage import Settings
from thinkfamily.synthetic.borough import write_borough

AS_AT = date(2026, 9, 30)


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small borough with its run."""
    folder = tmp_path_factory.mktemp("borough")
    write_borough(folder, families=120, seed=5, as_at=AS_AT)
    identify(Settings(folder / "extracts", AS_AT), folder / "run", command="test")
    return folder


@pytest.fixture
def run(borough: Path) -> Run:
    return open_run(borough / "run", "test")


def test_every_figure_has_what_it_is_of_and_what_it_means(borough: Path, run: Run) -> None:
    figures = measure(run, borough / "truth")
    for title, rows in figures.items():
        assert rows, title
        for name, figure in rows.items():
            assert figure["means"] in MEANS.values(), name
            value, of = figure["value"], figure["of"]
            if of is None:
                assert name.endswith("F1"), f"{name} is of nothing"
            elif isinstance(value, float):
                assert 0 <= value <= 1, name
                assert abs(value * int(of) - round(value * int(of))) < 1e-6 or name.startswith("B-cubed"), name
    assert len(figures) == 6
    assert float(figures["People"]["pair F1"]["value"] or 0) > 0.9


def test_it_prints_every_figure_and_who_is_served_worse(borough: Path, tmp_path: Path) -> None:
    written = tmp_path / "figures.json"
    done = CliRunner().invoke(
        app, ["quality", str(borough / "run"), "--truth", str(borough / "truth"), "--json", str(written)]
    )
    assert done.exit_code == 0, done.output
    for said in ("Families", "Pair recall by age band", "what it says", "erved worse", "Worse means"):
        assert said in done.output
    assert json.loads(written.read_text())["People"]["records compared"]["value"] > 1000
    ages = [done.output.index(band) for band in ("5 to 10", "11 to 15", "65 and over")]
    assert ages == sorted(ages)


def test_a_truth_that_is_not_there_or_of_another_borough_is_refused(borough: Path, run: Run, tmp_path: Path) -> None:
    with pytest.raises(ExtractError) as refused:
        measure(run, tmp_path)
    assert refused.value.code == "TF-QUALITY-001"
    other = tmp_path / "truth"
    shutil.copytree(borough / "truth", other)
    (other / "record_person.csv").write_text("feed,record_id,person\nhealth,nobody,1\n", encoding="utf-8")
    with pytest.raises(ExtractError) as refused:
        measure(run, other)
    assert refused.value.code == "TF-QUALITY-003"


def test_without_truth_about_people_the_rest_is_still_measured(borough: Path, run: Run, tmp_path: Path) -> None:
    other = tmp_path / "truth"
    shutil.copytree(borough / "truth", other)
    (other / "person.csv").unlink()
    assert list(measure(run, other)) == ["People", "Events shown on the wrong person", "Families"]
