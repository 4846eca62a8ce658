"""Removing a run: all of it, nothing else, and a proof that is there before the run has gone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.core.errors import RunFolderError
from thinkfamily.engine.run_folder import open_run


def make_run(folder: Path, facts: str = '{"is_synthetic": true, "program_version": "0.1.0"}') -> Path:
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(facts, encoding="utf-8")
    (folder / "person.parquet").write_bytes(b"PAR1")
    return folder


def purged(*words: str | Path) -> RunFolderError | None:
    ended = CliRunner().invoke(app, ["purge", *map(str, words)])
    assert ended.exit_code == 0 or isinstance(ended.exception, RunFolderError), ended.output
    return ended.exception if isinstance(ended.exception, RunFolderError) else None


def test_a_run_goes_and_its_proof_stays(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run")
    assert purged(run) is None
    assert [path.name for path in tmp_path.iterdir()] == ["run.purged.json"]
    proof = json.loads((tmp_path / "run.purged.json").read_text("utf-8"))
    assert [each["file"] for each in proof["files"]] == ["run/person.parquet", "run/run.json"]
    assert proof["files"][0]["sha256"] == hashlib.sha256(b"PAR1").hexdigest()
    assert set(proof) == {"folder", "by", "files", "removed_at"}


def test_a_second_proof_does_not_take_the_place_of_the_first(tmp_path: Path) -> None:
    for _ in range(2):
        assert purged(make_run(tmp_path / "run")) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.purged-2.json", "run.purged.json"]


def test_what_a_killed_run_left_goes_too(tmp_path: Path) -> None:
    left = tmp_path / ".run.partial-x1"
    left.mkdir()
    (left / "record.parquet").write_bytes(b"PAR1")
    assert purged(tmp_path / "run") is None
    proof = json.loads((tmp_path / "run.purged.json").read_text("utf-8"))
    assert [each["file"] for each in proof["files"]] == [".run.partial-x1/record.parquet"]
    assert not left.exists()


def test_a_folder_that_is_no_run_is_not_removed(tmp_path: Path) -> None:
    home = make_run(tmp_path / "home")
    (home / "photographs").mkdir()
    other = make_run(tmp_path / "other", '{"is_synthetic": true}')
    broken = make_run(tmp_path / "broken", "[]")
    link = tmp_path / "link"
    link.symlink_to(make_run(tmp_path / "linked"))
    before = sorted(tmp_path.rglob("*"))
    for folder, code in ((home, "009"), (other, "009"), (link, "009"), (broken, "003"), (tmp_path / "nowhere", "003")):
        error = purged(folder)
        assert error is not None
        assert error.code == f"TF-RUN-{code}"
    assert sorted(tmp_path.rglob("*")) == before


def test_without_a_place_for_the_proof_the_run_stays(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run")
    (tmp_path / "taken").write_text("x")
    for proof, code in (
        (tmp_path / "taken", "007"),
        (tmp_path / "nowhere" / "proof.json", "007"),
        (run / "proof.json", "008"),
    ):
        error = purged(run, "--proof", proof)
        assert error is not None
        assert error.code == f"TF-RUN-{code}"
    assert (run / "person.parquet").exists()
    assert (tmp_path / "taken").read_text() == "x"


@pytest.mark.parametrize(
    "facts",
    ["", "[]", "null", "1", '"text"', "{}", '{"is_synthetic": "yes"}', '{"is_synthetic": false}', "[" * 100_000,
     '{"is_synthetic": false, "expires_on": 3}', '{"is_synthetic": false, "expires_on": "soon"}'],
)  # fmt: skip
def test_a_run_json_that_says_too_little_is_no_finished_run(tmp_path: Path, facts: str) -> None:
    with pytest.raises(RunFolderError, match="no finished run"):
        open_run(make_run(tmp_path / "run", facts), "test")
