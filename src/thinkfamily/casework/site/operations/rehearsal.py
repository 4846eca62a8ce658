"""A restore from end to end, in a process of its own: a site's settings are read once a process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from thinkfamily.casework.site.instance import SiteError
from thinkfamily.casework.site.operations.restore import open_backup, open_keys, put_back_databases, put_back_files

PREPARED = ".thinkfamily-restore-"


@dataclass(frozen=True)
class Report:
    """What a restore found.

    Attributes:
        made_at: when the backup was made.
        rows: rows of both databases.
        fields: encrypted fields that were opened.
        events: audit events that were verified.
        lost: seals of the audit that the heads tell of and the backup does not hold.
    """

    made_at: datetime
    rows: int
    fields: int
    events: int
    lost: int

    @property
    def says(self) -> str:
        """In a sentence or two."""
        lost = f" {self.lost:,} seals of the audit, made after the backup, are lost." if self.lost else ""
        return (
            f"Restored what was saved at {self.made_at:%d %B %Y %H:%M} UTC: {self.rows:,} rows, {self.fields:,} encrypted "
            f"fields opened, {self.events:,} audit events verified.{lost}"
        )


def restore_into(backup: Path, identity: Path, keys: Path, folder: Path, *, heads: Path | None = None) -> Report:
    """Restore a backup and its keys into a new site folder, and check all of it.

    It is prepared in a hidden folder beside, on the same disk, and renamed as the last act.

    Args:
        backup: the backup.
        identity: what opens it.
        keys: the saved keys.
        folder: the site's folder; new, or empty.
        heads: the ``audit`` folder of the site that was lost, where it survived.

    Raises:
        SiteError: any of it cannot be opened, put back or verified; nothing is left then, here or in PostgreSQL.
    """
    folder = folder.absolute()
    with _room_in(folder.parent) as room:
        report = _restore(backup, identity, keys, room, heads, dict(os.environ), is_drill=False)
        if folder.exists():
            folder.rmdir()
        (room / "site").rename(folder)
    return report


def rehearse(backup: Path, identity: Path, keys: Path, site: Path) -> Report:
    """Restore a backup into a hidden folder of the living site, check all of it, and remove it again.

    The databases are SQLite files or, for a backup of PostgreSQL, those that ``DRILL_DATABASE_URL`` and
    ``DRILL_CANDIDATES_DATABASE_URL`` name.

    Raises:
        SiteError: any of it cannot be opened, put back or verified.
    """
    environment = dict(os.environ)
    for name in ("DATABASE_URL", "CANDIDATES_DATABASE_URL"):
        environment[name] = environment.get(f"DRILL_{name}", "")
    with _room_in(site.absolute()) as room:
        return _restore(backup, identity, keys, room, None, environment, is_drill=True)


def note_drill(folder: Path | None, report: Report | None) -> None:
    """Note on the living site how a rehearsal went; None where it failed."""
    from thinkfamily.casework.site.start import prepare, start

    start(folder)
    prepare()
    from thinkfamily.casework.audit.record import record
    from thinkfamily.casework.site.models import Drill

    if report is None:
        Drill.objects.create(is_good=False)
    else:
        Drill.objects.create(backup_made_at=report.made_at, is_good=True, rows=report.rows)
    record("site.drill", by=None, kind="backup", outcome="done" if report else "refused")


class _room_in:  # noqa: N801 - used as a function
    """A hidden folder of mode 0700 on a site's own disk; it vanishes at the end, and what a killed one left goes first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Path:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for left in self._folder.glob(f"{PREPARED}*"):
                shutil.rmtree(left, ignore_errors=True)
            self._room = Path(tempfile.mkdtemp(prefix=PREPARED, dir=self._folder))
        except OSError as error:
            raise SiteError(
                "TF-RESTORE-008",
                str(self._folder),
                found=f"Found that it cannot be written: {error.strerror}.",
                means="Nothing was restored.",
                do="Name a folder that can be written and has room for the databases twice.",
            ) from None
        return self._room

    def __exit__(self, *exception: object) -> None:
        shutil.rmtree(self._room, ignore_errors=True)


def _restore(
    backup: Path,
    identity: Path,
    keys: Path,
    room: Path,
    heads: Path | None,
    environment: dict[str, str],
    *,
    is_drill: bool,
) -> Report:
    """Prepare a whole site in ``room/site``."""
    for name in ("opened", "site"):
        (room / name).mkdir(mode=0o700)
    opened = open_backup(backup, identity, room / "opened")
    open_keys(keys, identity, room / "site")
    put_back_files(opened, room / "site", heads)
    environment |= {"THINKFAMILY_SITE": str(room / "site"), "THINKFAMILY_MODE": opened.manifest["mode"]}
    # A name of one's own settings would be read in place of the site's.
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(opened.folder), *(["--drill"] if is_drill else [])],
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
            # The words of a fault may hold a value: they are not repeated.
            means=(done.stdout.strip() or "A fault of this program, or of a database, stopped it.")
            + " What had been restored is removed.",
            do="Put that right, or use another backup.",
        )
    found = json.loads(done.stdout)
    return Report(made_at=opened.made_at, **found)


def _put_back(folder: Path, *, is_drill: bool) -> dict[str, int]:
    """What the process of its own does: fill the databases, open every encrypted field, verify the audit."""
    from thinkfamily.casework.site.operations.restore import Opened
    from thinkfamily.casework.site.operations.snapshot import empty
    from thinkfamily.casework.site.start import start

    start()
    opened = Opened(folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    filled: list[str] = []
    is_whole = False
    try:
        rows = put_back_databases(opened, filled)
        found = {"rows": rows, **_check()}
        is_whole = True
    finally:
        if is_drill or not is_whole:
            for alias in filled:
                empty(alias)
    return found


def _check() -> dict[str, int]:
    from django.db import transaction

    from thinkfamily.casework.audit.record import record
    from thinkfamily.casework.audit.seal import STORES, note_restore
    from thinkfamily.casework.audit.verify import verify
    from thinkfamily.casework.site.operations.rotation import encrypted_columns

    fields = 0
    for model, names in encrypted_columns():
        for values in model._base_manager.values_list(*names).iterator():
            fields += sum(1 for value in values if value)
    lost = 0
    for using in STORES:
        gone = note_restore(using)
        lost += gone
        with transaction.atomic(using=using):
            record("audit.restored" if gone else "site.restore", by=None, kind="audit", using=using)
    return {"fields": fields, "events": sum(verify(using).events for using in STORES), "lost": lost}


if __name__ == "__main__":
    from thinkfamily.core.errors import UserError

    try:
        print(json.dumps(_put_back(Path(sys.argv[1]), is_drill="--drill" in sys.argv)))
    except UserError as error:
        print(f"{error.code}: {error.found} {error.means}")
        sys.exit(error.exit_code)
