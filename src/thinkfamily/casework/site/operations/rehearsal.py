"""A restore from end to end, in a process of its own: a site's settings are read once a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from thinkfamily.casework.site.instance import SiteError
from thinkfamily.casework.site.operations.restore import open_backup, open_keys, put_back_databases, put_back_files


@dataclass(frozen=True)
class Report:
    """What a restore found."""

    made_at: datetime
    rows: int
    fields: int
    events: int

    @property
    def says(self) -> str:
        """In one sentence."""
        return (
            f"Restored what was saved at {self.made_at:%d %B %Y %H:%M} UTC: {self.rows:,} rows, {self.fields:,} encrypted "
            f"fields opened, {self.events:,} audit events verified."
        )


def restore_into(backup: Path, identity: Path, keys: Path, folder: Path, *, is_drill: bool = False) -> Report:
    """Restore a backup and its keys into a new site folder, and check all of it.

    In a rehearsal the databases are SQLite files or, for a backup of PostgreSQL, those that ``DRILL_DATABASE_URL`` and
    ``DRILL_CANDIDATES_DATABASE_URL`` name.

    Raises:
        SiteError: any of it cannot be opened, put back or verified; nothing is left in the folder then.
    """
    with tempfile.TemporaryDirectory(prefix="thinkfamily-restore-") as room:
        opened = open_backup(backup, identity, Path(room))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        open_keys(keys, identity, folder)
        put_back_files(opened, folder)
        environment = os.environ | {"THINKFAMILY_SITE": str(folder), "THINKFAMILY_MODE": opened.manifest["mode"]}
        if is_drill:
            for name in ("DATABASE_URL", "CANDIDATES_DATABASE_URL"):
                environment[name] = os.environ.get(f"DRILL_{name}", "")
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(opened.folder)],
            env=environment,
            capture_output=True,
            check=False,
            text=True,
        )
    if done.returncode:
        raise SiteError(
            "TF-RESTORE-005",
            str(backup),
            found="Found that it could not be put back whole.",
            means=(done.stdout.strip() or "The restored site is not usable."),
            do="Remove what was restored, and use another backup.",
        )
    found = json.loads(done.stdout)
    return Report(made_at=opened.made_at, rows=found["rows"], fields=found["fields"], events=found["events"])


def note_drill(folder: Path | None, report: Report) -> None:
    """Note on the living site that a rehearsal went well."""
    from thinkfamily.casework.site.start import prepare, start

    start(folder)
    prepare()
    from thinkfamily.casework.audit.record import record
    from thinkfamily.casework.site.models import Drill

    Drill.objects.create(backup_made_at=report.made_at, is_good=True, rows=report.rows)
    record("site.drill", by=None, kind="backup")


def _put_back(folder: Path) -> dict[str, int]:
    """What the process of its own does: fill the databases, open every encrypted field, verify the audit."""
    from thinkfamily.casework.site.operations.restore import Opened
    from thinkfamily.casework.site.start import start

    start()
    opened = Opened(folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    rows = put_back_databases(opened)
    from thinkfamily.casework.audit.record import record
    from thinkfamily.casework.audit.verify import verify
    from thinkfamily.casework.site.operations.rotation import encrypted_columns

    fields = 0
    for model, names in encrypted_columns():
        for values in model._base_manager.values_list(*names).iterator():
            fields += sum(1 for value in values if value)
    events = sum(verify(using).events for using in ("default", "candidates"))
    record("site.restore", by=None, kind="backup")
    return {"rows": rows, "fields": fields, "events": events}


if __name__ == "__main__":
    from thinkfamily.core.errors import UserError

    try:
        print(json.dumps(_put_back(Path(sys.argv[1]))))
    except UserError as error:
        print(f"{error.code}: {error.found} {error.means}")
        sys.exit(error.exit_code)
