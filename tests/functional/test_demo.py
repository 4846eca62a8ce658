"""The demo, as a new user meets it: it ends with commands that work, and removes nothing that it did not write."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from thinkfamily.cli import app
from thinkfamily.cli.check import WORTH_A_LOOK
from thinkfamily.core.errors import RunFolderError


def demo(folder: Path) -> str:
    """The demo without its server, in a process of its own: a process is one site at most."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("THINKFAMILY", "DJANGO"))}
    code = "from thinkfamily.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "demo", str(folder), "--families", "60", "--no-serve"],
        env=environment | {"COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def call(*arguments: str) -> str:
    answer = CliRunner().invoke(app, list(arguments), catch_exceptions=False, env={"COLUMNS": "80"})
    assert answer.exit_code in (0, WORTH_A_LOOK), answer.output
    return answer.output


def test_a_demo_ends_with_commands_that_work_and_replaces_an_earlier_one(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    said = demo(folder)
    assert "proposed, for a named human to decide" in said
    assert (folder / "run" / "report.html").exists()
    assert "adult.lead@demo.example" in said
    assert (folder / "site" / "casework.sqlite3").exists()
    commands = re.findall(r"thinkfamily (explain|check|quality|review) (.+)", said)
    assert [name for name, _ in commands] == ["explain", "check", "quality", "review"]
    for name, rest in commands:
        call(name, *shlex.split(rest))
    before = (folder / "run" / "cohort.parquet").read_bytes()
    demo(folder)
    assert (folder / "run" / "cohort.parquet").read_bytes() == before


@pytest.mark.parametrize("name", ["borough", "run", "site"])
@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("notes.txt", "ours"),
        ("run.json", '{"is_synthetic": false}'),
        ("mode", "live"),
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
