"""The demo, as a new user meets it: it ends with commands that work, and removes nothing that it did not write."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.cli.check import WORTH_A_LOOK
from thinkfamily.core.errors import RunFolderError


def call(*arguments: str) -> str:
    answer = CliRunner().invoke(app, list(arguments), catch_exceptions=False, env={"COLUMNS": "80"})
    assert answer.exit_code in (0, WORTH_A_LOOK), answer.output
    return answer.output


def test_a_demo_ends_with_commands_that_work_and_replaces_an_earlier_one(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    said = call("demo", str(folder), "--families", "60")
    assert "proposed, for a named human to decide" in said
    assert (folder / "run" / "report.html").exists()
    commands = re.findall(r"thinkfamily (explain|check|quality|review) (.+)", said)
    assert [name for name, _ in commands] == ["explain", "check", "quality", "review"]
    for name, rest in commands:
        call(name, *shlex.split(rest))
    before = (folder / "run" / "cohort.parquet").read_bytes()
    call("demo", str(folder), "--families", "60")
    assert (folder / "run" / "cohort.parquet").read_bytes() == before


@pytest.mark.parametrize("name", ["borough", "run"])
@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("notes.txt", "ours"),
        ("run.json", '{"is_synthetic": false}'),
        ("extracts/police/feed.toml", "synthetic = false"),
    ],
)
def test_what_no_demo_wrote_stays(tmp_path: Path, name: str, file: str, text: str) -> None:
    kept = tmp_path / name / file
    kept.parent.mkdir(parents=True)
    kept.write_text(text, encoding="utf-8")
    with pytest.raises(RunFolderError, match="TF-DEMO-001"):
        CliRunner().invoke(app, ["demo", str(tmp_path), "--families", "60"], catch_exceptions=False)
    assert kept.read_text(encoding="utf-8") == text
