"""The data of each release, brought to this version: every row there, every encrypted field open, the audit as written."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from tests.casework.operations.conftest import Site
from tests.casework.released.make import FACTS, HERE, LARGEST

RELEASES = sorted(HERE.glob("*.tar.xz"))

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


def test_there_is_a_release_to_come_from() -> None:
    assert RELEASES
    assert all(file.stat().st_size <= LARGEST for file in RELEASES)


@pytest.mark.parametrize("release", RELEASES, ids=lambda file: file.name.removesuffix(".tar.xz"))
def test_its_data_comes_to_this_version_whole(release: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    with tarfile.open(release) as tar:
        tar.extractall(folder, filter="data")
    for path in (folder / "keys", *(folder / "keys").iterdir()):
        path.chmod(0o700 if path.is_dir() else 0o600)
    before = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    site = Site(folder)
    now = json.loads(site.python(OPENED).splitlines()[-1])
    for store, tables in before["rows"].items():
        kept = {table: rows for table, rows in now["rows"][store].items() if table in tables}
        # Rights and kinds of content are Django's own lists, and grow with the program.
        grows = {"auth_permission", "django_content_type"}
        assert {table: rows for table, rows in kept.items() if table not in grows} == {
            table: rows for table, rows in tables.items() if table not in grows
        }
    assert now["safe"] == before["safe"] == [f"Planted House {n}" for n in range(3)]
    assert now["nhs"] == ["", "9990000018"]
    assert now["fields"] >= 3 * 4
    assert now["events"] == {store: tables["audit_auditevent"] for store, tables in before["rows"].items()}
    assert now["health"]["case store"] == now["health"]["desk store"] == now["health"]["audit"] == "good"
    said = site.command("audit", "verify", "--quiet")
    assert "as it was written" in said
