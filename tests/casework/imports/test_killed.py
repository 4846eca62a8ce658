"""An import killed outright in the middle: nothing of it is seen, and the same file can be brought afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
KILLS = int(os.environ.get("THINKFAMILY_KILLS", "0"))
FAMILIES = 120
RUN = """
import sys
from thinkfamily.casework.site.start import prepare, start
start()
prepare()
from tests.casework.imports import killed_import
getattr(killed_import, sys.argv[1])(*sys.argv[2:])
"""


class Site:
    """A site in a folder of its own, used by real processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ours = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "CANDIDATES_DATABASE_URL")
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
        self.environment = kept | {
            "THINKFAMILY_SITE": str(folder), "THINKFAMILY_MODE": "training", "PYTHONPATH": paths,
        }  # fmt: skip

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """Start one process."""
        return subprocess.Popen(
            [sys.executable, "-c", RUN, *words], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )

    def command(self, *words: str, expect: int = 0) -> str:
        """Run ``thinkfamily …`` on the site; what it printed."""
        code = "from thinkfamily.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=ROOT,
            env=self.environment | {"COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout + done.stderr

    def run(self, *words: str) -> str:
        """Run one process to its end; the last line it printed."""
        with self.begin(*words) as process:
            said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        return said.strip().splitlines()[-1]


@pytest.fixture
def site(tmp_path_factory):
    return Site(tmp_path_factory.mktemp("site"))


def test_an_import_that_is_killed_leaves_nothing_to_be_seen(site):
    made = json.loads(site.run("prepare", str(site.folder), str(FAMILIES)))
    before = json.loads(site.run("look"))
    assert (before["families"], before["kept"], before["state"], before["events"]) == (0, 0, "signed", 0)
    # At the beginning of each part that writes, and a little into it.
    moments = [("Families and people", 0.4), ("Cases", 0.0), ("Goals", 0.05), ("Keeping", 0.0), ("Keeping", 0.1)]
    for part, wait in moments if KILLS else moments[::2]:
        process = site.begin("bring", made["file"], made["as"])
        assert process.stdout is not None
        assert _until(process, part).startswith(part)
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
        process.stdout.close()
        assert json.loads(site.run("look")) == before
    site.run("bring", made["file"], made["as"])
    after = json.loads(site.run("look"))
    assert (after["families"], after["kept"], after["state"]) == (FAMILIES, FAMILIES, "brought")
    assert after["events"] == FAMILIES + 1


def _until(process: subprocess.Popen[str], part: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(part):
            return line
    return ""


def test_the_command_checks_brings_and_takes_back_as_the_pages_do(site, tmp_path):
    made = json.loads(site.run("prepare", str(site.folder), "3"))
    for name in ("cases.xlsx", "cases.zip"):
        site.command("cases", "template", str(tmp_path / name), "--example")
        assert (tmp_path / name).read_bytes()[:2] == b"PK"
    said = site.command("cases", "check", str(tmp_path / "cases.zip"), "--as", made["as"])
    assert "families: 1 read = 0 would be made + 0 already there + 1 set aside" in said
    assert "Families, row 2, Lead: email" in said
    assert "Example-Invented" not in said
    assert "TF-IMPORT-005" in site.command("cases", "bring", str(tmp_path / "cases.zip"), "--as", made["as"], expect=11)
    brought = site.command("cases", "bring", made["file"], "--as", made["as"])
    assert "people: 12 read = 12 made + 0 already there + 0 set aside" in brought
    one = brought.split("Import ")[1].split()[0]
    back = ("cases", "take-back", one)
    assert "TF-IMPORT-009" in site.command(*back, "--as", made["as"], expect=11)
    assert "A second person" in site.command(*back, "--as", made["as"], "--because", "The wrong team.")
    assert "removed" in site.command(*back, "--as", made["signer"])
    assert "TF-IMPORT-013" in site.command("cases", "take-back", "none", "--as", made["as"], expect=11)
    assert json.loads(site.run("look_all")) == {"families": 0, "states": ["checked", "taken_back"]}
