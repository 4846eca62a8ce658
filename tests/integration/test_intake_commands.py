"""thinkfamily check and map as a user meets them; and, where at hand, the sample extracts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.unit.intake.folder import FEED, PEOPLE, lay, take

from thinkfamily.cli import main

SECRET = "Zxqsecret"


@dataclass
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def thinkfamily(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Runs the command as the console script does."""

    def run(*arguments: object) -> Done:
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setattr(sys, "argv", ["thinkfamily", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def extracts(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {
        "police/people.csv": PEOPLE + f",{SECRET},{SECRET},1990-01-01\n",
        "police/events.csv": f"record_id,event,from_on\nP1,arrest,2025-01-01\nP1,{SECRET},2025-01-01\n",
    }
    return lay(tmp_path / "extracts", files)


def test_check_prints_counts_writes_a_page_and_tables_and_names_nobody(
    extracts: Path, tmp_path: Path, thinkfamily: Callable[..., Done]
):
    done = thinkfamily("check", extracts, "--page", tmp_path / "q.html", "--csv", tmp_path / "tables", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert "unknown_event" in done.stdout
    assert "Nothing is worth a second look." in done.stdout
    page = (tmp_path / "q.html").read_text()
    assert page.startswith("<!DOCTYPE html>")
    assert sorted(path.stem for path in (tmp_path / "tables").iterdir()) == [
        "events",
        "feeds",
        "filled",
        "identifiers",
        "months",
        "not_supplied",
        "rows",
        "set_aside",
        "worth_a_look",
    ]
    everything = done.stdout + page + "".join(path.read_text() for path in (tmp_path / "tables").iterdir())
    assert SECRET not in everything


def test_check_ends_with_7_when_something_is_worth_a_look(extracts: Path, thinkfamily: Callable[..., Done]):
    done = thinkfamily("check", extracts, "--previous", extracts, "--quiet")
    assert done.returncode == 7
    assert "late" in done.stdout
    assert "Accepted rows since the earlier extracts" in done.stdout


def test_errors_have_their_exit_codes_and_no_traceback(extracts: Path, thinkfamily: Callable[..., Done]):
    (extracts / "police" / "people.csv").write_text(f'record_id\n1\n"{SECRET}\n')
    done = thinkfamily("check", extracts, "--quiet")
    assert done.returncode == 3
    assert "TF-INTAKE-003" in done.stderr
    assert "row 2" in done.stderr
    (extracts / "police" / "feed.toml").write_text(FEED.replace("true", "false"))
    refused = thinkfamily("check", extracts, "--quiet")
    assert refused.returncode == 4
    assert "no legal_power" in refused.stderr
    for each in (done, refused):
        assert "Traceback" not in each.stderr
        assert SECRET not in each.stderr + each.stdout


def test_map_prints_a_draft(tmp_path: Path, thinkfamily: Callable[..., Done]):
    file = tmp_path / "a.csv"
    file.write_text("URN,Surname,DOB,Gender\n" + f"1,{SECRET},28/07/1987,M\n" * 9)
    done = thinkfamily("map", file)
    assert done.returncode == 0
    assert 'record_id = "URN"' in done.stdout
    assert SECRET not in done.stdout
    assert thinkfamily("map", file, "--table", "pets").returncode == 2


@pytest.mark.skipif("THINKFAMILY_SAMPLES" not in os.environ, reason="no sample extracts at hand")
def test_the_sample_extracts_are_read_whole():
    samples = Path(os.environ["THINKFAMILY_SAMPLES"]) / "northgate"
    taken = take(samples / "extracts")
    assert taken.store.rows("select count(*), count(distinct feed) from record") == [(17_982, 12)]
    assert taken.store.value("select count(*) from event") == 47_708
    assert taken.store.value("select sum(rows_read - rows_accepted - rows_set_aside) from intake_count") == 0
    assert len(taken.codes()) == 84
