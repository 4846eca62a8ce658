"""A site of its own in a folder, made and used by real commands in real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FILL = """
from thinkfamily.casework.site.start import prepare, start
start()
prepare()
from tests.casework import factories as make
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import SafeAddress
lead = make.worker("adult_lead")
for number in range(30):
    person = make.person(f"Kid{number}", nhs_number="9990000018")
    family = make.family(person)
    SafeAddress.objects.create(family=family, person=person, text=f"Planted House {number}", recorded_by=lead.pk)
    record("family.read", by=lead, kind="family", object=family.pk, family=family.pk, outcome="looked")
"""


class Site:
    """One site's folder, and how to run things in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def command(self, *arguments: str, expect: int = 0, folder: Path | None = None) -> str:
        """Run ``thinkfamily …`` on the site; what it printed."""
        done = self._run(["-c", "from thinkfamily.cli import main; main()", *arguments], folder)
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout + done.stderr

    def python(self, code: str, folder: Path | None = None) -> str:
        """Run some code as the site; what it printed."""
        done = self._run(["-c", code], folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _run(self, arguments: list[str], folder: Path | None) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        environment |= {
            "THINKFAMILY_SITE": str(folder or self.folder),
            "THINKFAMILY_MODE": "training",
            "COLUMNS": "200",
        }
        return subprocess.run(
            [sys.executable, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            cwd=Path(__file__).parents[3],
        )


@pytest.fixture(scope="session")
def filled_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with thirty families; not to be changed by a test."""
    site = Site(tmp_path_factory.mktemp("site") / "folder")
    site.python(FILL)
    return site


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[[], Site]:
    """Makes a filled site that the test may change."""

    def made() -> Site:
        site = Site(tmp_path / "folder")
        site.python(FILL)
        return site

    return made
