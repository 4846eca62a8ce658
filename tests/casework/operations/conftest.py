"""Sites of their own in folders, made and used by real commands in real processes.

One site is made and filled a test run; each test that changes a site has a copy of it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.with_postgres import find_programs, postgres

ROOT = Path(__file__).parents[3]
FAMILIES = 30
FILL = f"""
from thinkfamily.casework.site.start import prepare, start
start()
prepare()
from tests.casework import factories as make
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.audit.seal import seal
from thinkfamily.casework.families.models import SafeAddress
lead = make.worker("adult_lead")
for number in range({FAMILIES}):
    person = make.person(f"Kid{{number}}", nhs_number="9990000018")
    family = make.family(person)
    SafeAddress.objects.create(family=family, person=person, text=f"Planted House {{number}}", recorded_by=lead.pk)
    record("family.read", by=lead, kind="family", object=family.pk, family=family.pk, outcome="looked")
record("desk.read", by=lead, kind="site", outcome="looked", using="candidates")
for store in ("default", "candidates"):
    seal(store)
"""


class Site:
    """One site's folder, and how to run things in it."""

    def __init__(self, folder: Path, mode: str = "training", **environment: str) -> None:
        self.folder = folder
        self.mode = mode
        self.more = environment

    def command(self, *arguments: str | Path, expect: int = 0, folder: Path | None = None) -> str:
        """Run ``thinkfamily …`` on the site; what it printed."""
        done = self._run(["-c", "from thinkfamily.cli import main; main()", *map(str, arguments)], folder)
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout + done.stderr

    def python(self, code: str, folder: Path | None = None) -> str:
        """Run some code as the site; what it printed."""
        done = self._run(["-c", code], folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def environment(self, folder: Path | None = None) -> dict[str, str]:
        """What its processes find around them."""
        ours = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "CANDIDATES_DATABASE_URL")
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        return kept | {
            "THINKFAMILY_SITE": str(folder or self.folder),
            "THINKFAMILY_MODE": self.mode,
            "COLUMNS": "200",
            # What runs the tests runs the site: not whatever else is installed.
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", "")))),
            **self.more,
        }

    def _run(self, arguments: list[str], folder: Path | None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment(folder),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            cwd=ROOT,
        )

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
        """A real server on a port of its own: its address and its process, which is ended at the end."""
        process = subprocess.Popen(
            [sys.executable, "-c", "from thinkfamily.cli import main; main()", "serve", "--port", "0", *arguments],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert "is at http://" in line, line
            yield line.split(" is at ")[1].split(" ")[0], process
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


@pytest.fixture(scope="session")
def made_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a filled site, made once however many processes run the tests; only copied from."""
    room = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        room = room.parent
    folder = room / "made-site"
    with (room / "made-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            Site(room / "making-site").python(FILL)
            (room / "making-site").rename(folder)
    return folder


@pytest.fixture(scope="module")
def filled_site(made_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with thirty families, of one module; it stays as it is but for what commands note."""
    folder = tmp_path_factory.mktemp("site") / "folder"
    shutil.copytree(made_site, folder)
    return Site(folder)


@pytest.fixture
def make_site(made_site: Path, tmp_path: Path) -> Callable[[], Site]:
    """Makes a filled site that the test may change."""

    def made() -> Site:
        shutil.copytree(made_site, tmp_path / "folder")
        return Site(tmp_path / "folder")

    return made


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of the tests' own: its address, without a database."""
    if find_programs() is None:
        pytest.skip("no PostgreSQL can be started here")
    with postgres() as address:
        yield address.rpartition("/")[0]


@pytest.fixture(scope="session")
def databases(server: str) -> Callable[[], str]:
    """Makes two empty databases, as one address gives them; the address."""
    numbers = count(1)

    def made() -> str:
        name = f"site{next(numbers)}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            for each in (name, f"{name}_candidates"):
                connection.execute(f"CREATE DATABASE {each}")
        return f"{server}/{name}"

    return made


@pytest.fixture(scope="session")
def postgres_site(databases: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Site]:
    """A filled site on PostgreSQL, made once; it stays as it is but for what commands note."""
    made: list[Site] = []

    def site() -> Site:
        if not made:
            made.append(Site(tmp_path_factory.mktemp("postgres-site") / "folder", DATABASE_URL=databases()))
            made[0].python(FILL)
        return made[0]

    return site
