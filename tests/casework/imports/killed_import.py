"""What the processes of a site do whose import is killed: make people and a signed file, bring it, and count."""

from __future__ import annotations

import json
from pathlib import Path

from tests.casework.imports import files
from tests.casework.imports.tables import tables
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.imports import actions
from thinkfamily.casework.imports.models import BroughtFamily, Import
from thinkfamily.casework.imports.reading import read_path


def prepare(folder: str, families: str) -> None:
    """A file on disk, looked at and signed; who may bring it."""
    who = files.people()
    path = Path(folder) / "cases.xlsx"
    path.write_bytes(files.workbook(files.rows(int(families), lead=who["lead"].email)))
    actions.sign(actions.check(read_path(path), by=who["analyst"]), by=who["manager"])
    told = {"file": str(path), "as": str(who["analyst"].pk), "signer": str(who["manager"].pk)}
    print(json.dumps(told), flush=True)


def bring(path: str, worker: str) -> None:
    """Bring it, saying when each part begins."""
    by = Worker.objects.get(pk=worker)
    read = read_path(Path(path))
    actions.bring(read, by=by, begin=lambda says, total: print(says, flush=True), advance=lambda done: None)


def look() -> None:
    """What can be seen: nothing, or all of it."""
    print(
        json.dumps(
            {
                "families": Family.objects.count(),
                "kept": BroughtFamily.objects.count(),
                "state": Import.objects.get().state,
                "events": AuditEvent.objects.filter(action__in=("family.make", "import.bring")).count(),
                "tables": {name: len(rows) for name, rows in tables().items()},
            }
        ),
        flush=True,
    )


def look_all() -> None:
    """How many families there are, and how each import stands."""
    states = sorted(Import.objects.values_list("state", flat=True))
    print(json.dumps({"families": Family.objects.count(), "states": states}), flush=True)
