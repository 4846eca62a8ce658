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

    def run(self, *words: str) -> str:
        """Run one process to its end; the last line it printed."""
        with self.begin(*words) as process:
            said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        return said.strip().splitlines()[-1]


@pytest.fixture(scope="module")
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
