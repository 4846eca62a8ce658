"""The data of each release, and of a site of the past, brought to this version: every row there, every encrypted field open, the audit
as written. On SQLite as it was packed, and on PostgreSQL as that release would have kept it there.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.casework.operations.conftest import Site
from tests.casework.released import make_of_commit
from tests.casework.released.make import FACTS, HERE, LARGEST

PACKED = sorted(HERE.glob("*.tar.xz"))
OF_COMMITS = sorted(HERE.glob("????-??-??-*.tar.xz"))
RELEASES = [file for file in PACKED if file not in OF_COMMITS]

PUT = """
import sys
from pathlib import Path
from thinkfamily.casework.site.start import start
start()
from tests.casework.released.onto_postgres import put
put(Path(sys.argv[1]))
"""

OPENED = """
import json
from thinkfamily.casework.site.start import prepare, start
start()
prepare()
from django.core.management import call_command
from thinkfamily.casework.audit.seal import STORES, seal
from thinkfamily.casework.audit.verify import verify
from thinkfamily.casework.families.models import Person, SafeAddress
from thinkfamily.casework.site.operations.health import health
from thinkfamily.casework.site.operations.rotation import encrypted_columns
from thinkfamily.casework.site.operations.snapshot import rows_of
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
fields = sum(bool(value) for model, names in encrypted_columns() for row in model.objects.values_list(*names) for value in row)
print(json.dumps({
    "rows": {store: rows_of(store) for store in STORES},
    "safe": sorted(each.text for each in SafeAddress.objects.all()),
    "fields": fields,
    "nhs": sorted(set(Person.objects.values_list("nhs_number", flat=True))),
    "events": {store: verify(store).events for store in STORES},
    "health": {part.name: part.state for part in health()},
}))
"""


def test_there_is_a_release_and_a_site_of_the_past_to_come_from() -> None:
    assert RELEASES
    assert OF_COMMITS
    assert all(file.stat().st_size <= LARGEST for file in RELEASES)
    assert all(file.stat().st_size <= make_of_commit.LARGEST for file in OF_COMMITS)


def unpacked(release: Path, folder: Path) -> dict[str, Any]:
    """Unpack a site; what was noted of it when it was packed."""
    with tarfile.open(release) as tar:
        tar.extractall(folder, filter="data")
    for path in (folder / "keys", *(folder / "keys").iterdir()):
        path.chmod(0o700 if path.is_dir() else 0o600)
    noted: dict[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    return noted


def comes_whole(site: Site, before: dict[str, Any]) -> None:
    """A site, brought to this version as it is opened, holds all that it held."""
    now = json.loads(site.python(OPENED).splitlines()[-1])
    for store, tables in before["rows"].items():
        kept = {table: rows for table, rows in now["rows"][store].items() if table in tables}
        # Rights and kinds of content are Django's own lists, and grow with the program.
        grows = {"auth_permission", "django_content_type"}
        assert {table: rows for table, rows in kept.items() if table not in grows} == {
            table: rows for table, rows in tables.items() if table not in grows
        }
    assert now["safe"] == before["safe"]
    assert [text for text in before["safe"] if text.startswith("Planted House")]
    assert now["nhs"] == ["", "9990000018"]
    assert now["fields"] >= 3 * 4
    assert now["events"] == {store: tables["audit_auditevent"] for store, tables in before["rows"].items()}
    assert now["health"]["case store"] == now["health"]["desk store"] == now["health"]["audit"] == "good"
    said = site.command("audit", "verify", "--quiet")
    assert "as it was written" in said


@pytest.mark.parametrize("release", PACKED, ids=lambda file: file.name.removesuffix(".tar.xz"))
def test_its_data_comes_to_this_version_whole(release: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    before = unpacked(release, folder)
    comes_whole(Site(folder), before)


@pytest.mark.parametrize("release", PACKED, ids=lambda file: file.name.removesuffix(".tar.xz"))
def test_and_on_postgresql(release: Path, tmp_path: Path, databases: Callable[[], str]) -> None:
    folder = tmp_path / "site"
    before = unpacked(release, folder)
    site = Site(folder, DATABASE_URL=databases())
    site.python(PUT.replace("sys.argv[1]", repr(str(folder))))
    comes_whole(site, before)
