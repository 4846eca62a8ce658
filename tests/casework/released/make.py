"""Write the site as this version makes it, for later versions to open: one command, run at each release.

    python tests/casework/released/make.py

It makes a small site of plainly invented people in both databases, with sealed audits, encrypted fields and its keys, and
packs its folder into ``<version>.tar.xz`` beside this file. The file of an older release is never written again.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
LARGEST = 200_000
FACTS = "facts.json"

FILL = """
import json, sys
from thinkfamily.casework.site.start import prepare, start
start()
prepare()
from datetime import date
from pathlib import Path
from django.db import connections
from tests.casework import factories as make
from tests.casework.consideration import desk
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.audit.seal import STORES, seal
from thinkfamily.casework.families.models import SafeAddress
from thinkfamily.casework.site.operations.snapshot import rows_of
home, school = make.agency(is_home=True), make.agency("school", kind="school")
lead, manager = make.worker("adult_lead"), make.worker("manager")
for number in range(3):
    person = make.person(f"Kid{number}", nhs_number="9990000018", upn="A999000000001", nino="QQ123456C")
    adult = make.person("Ada", born=date(1990, 2, 3))
    family = make.family(person, adult)
    make.involve(lead, family, "adult_lead")
    make.need(family, school)
    make.event(family, school)
    make.service(family, school)
    make.statement(family, recorded_by=lead.pk)
    make.grant(family, school, home, "education")
    SafeAddress.objects.create(family=family, person=person, text=f"Planted House {number}", recorded_by=lead.pk)
    record("family.read", by=lead, kind="family", object=family.pk, family=family.pk, outcome="looked")
make.restrict(family, manager, lead)
make.conflict(manager, make.family())
make.opened(lead, family)
Notice.objects.create(to=manager, kind="conflict_found", about=family.pk)
brought = desk.brought(Path(sys.argv[1]), desk.families(2))
for store in STORES:
    seal(store)
    with connections[store].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
print(json.dumps({"rows": {store: rows_of(store) for store in STORES}, "safe": sorted(x.text for x in SafeAddress.objects.all())}))
"""


def make(out: Path) -> Path:
    """Make the site of this version and pack it into a folder; the file."""
    import thinkfamily

    with tempfile.TemporaryDirectory(prefix="thinkfamily-released-") as room:
        folder, packets = Path(room) / "site", Path(room) / "packets"
        packets.mkdir()
        ours = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "CANDIDATES_DATABASE_URL")
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        environment |= {"THINKFAMILY_SITE": str(folder), "THINKFAMILY_MODE": "training", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", FILL, str(packets)],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            check=False,
            text=True,
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        facts = json.loads(done.stdout.splitlines()[-1])
        (folder / FACTS).write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:xz", preset=9) as tar:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.name.endswith(("-wal", "-shm")):
                    tar.add(path, arcname=path.relative_to(folder).as_posix())
    if len(packed.getvalue()) > LARGEST:
        raise SystemExit(f"{len(packed.getvalue()):,} bytes are more than {LARGEST:,}: make a smaller site.")
    target = out / f"{thinkfamily.__version__}.tar.xz"
    target.write_bytes(packed.getvalue())
    return target


if __name__ == "__main__":
    written = make(HERE)
    print(f"{written} ({written.stat().st_size:,} bytes)")
