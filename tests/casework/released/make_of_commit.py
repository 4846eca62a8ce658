"""Write the site as a commit of the past makes it, for this version to open: every table that it had has rows.

    python tests/casework/released/make_of_commit.py COMMIT

It checks that commit out beside, and there builds the invented borough in which its own tests send every form. What no form of then
filled is filled by a plain row, so that each migration since passes over rows in every table that has any. The folder is packed as
``<day>-<commit>.tar.xz`` beside this file. Whatever the commit needs and this version does not has to be installed: it can stand in a
folder of its own, named by ``PYTHONPATH``. A file that is there is never written again.
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
sys.path.insert(0, str(ROOT))
LARGEST = 300_000

FILL = """
import collections, datetime, itertools, json, sys, uuid
from thinkfamily.casework.site.start import prepare, start
start()
prepare()
from pathlib import Path
from django.apps import apps
from django.db import IntegrityError, connections, models, transaction
from tests.casework.posting.world import build
from thinkfamily.casework.audit.seal import STORES, seal
from thinkfamily.casework.families.models import Person, SafeAddress
from thinkfamily.casework.site.operations.snapshot import rows_of

world = build(Path(sys.argv[1]))
Person.objects.filter(pk=Person.objects.order_by("pk").first().pk).update(
    nhs_number="9990000018", upn="A999000000001", nino="QQ123456C"
)
SafeAddress.objects.create(
    family_id=world.ids["family_id"], person_id=world.ids["person_id"], text="Planted House 0",
    recorded_by=world.who["lead"].pk,
)
numbers = itertools.count(1)


def plain(field):
    kind = field.get_internal_type()
    if field.choices:
        return field.flatchoices[0][0]
    if kind == "UUIDField":
        return uuid.uuid4()
    if kind == "DateTimeField":
        return datetime.datetime(2026, 11, 1, 9, tzinfo=datetime.UTC)
    if kind == "DateField":
        # A later one of a row comes after an earlier one.
        return datetime.date(2027, 3, 1) + datetime.timedelta(days=next(numbers))
    if kind == "TimeField":
        return datetime.time(9)
    if kind == "DurationField":
        return datetime.timedelta(days=1)
    if kind == "GenericIPAddressField":
        return "192.0.2.1"
    if kind == "JSONField":
        return []
    if kind == "BooleanField":
        return False
    if "Integer" in kind or kind in ("FloatField", "DecimalField"):
        return 1 + next(numbers) % 9
    return f"Invented {next(numbers)}"[: field.max_length or 200]


def store_of(model):
    return "candidates" if model._meta.app_label == "consideration" else "default"


def fill(model):
    given, named = {}, collections.defaultdict(list)
    for field in model._meta.concrete_fields:
        if isinstance(field, models.AutoField) or (field.has_default() and not field.is_relation):
            continue
        if field.is_relation:
            others = field.related_model._base_manager.using(store_of(model)).order_by("pk")
            # Two of one row are different ones.
            other = others.exclude(pk__in=named[field.related_model]).first()
            if other is None and not field.null:
                return False
            given[field.attname] = None if other is None else other.pk
            if other is not None:
                named[field.related_model].append(other.pk)
        elif not field.null and not field.blank and not getattr(field, "auto_now", False):
            given[field.attname] = plain(field)
    try:
        with transaction.atomic(using=store_of(model)):
            model._base_manager.using(store_of(model)).bulk_create([model(**given)])
    except IntegrityError:
        return False
    return True


def empty():
    return [
        model for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        and not model._base_manager.using(store_of(model)).exists()
    ]


for _ in range(4):
    for model in empty():
        if not model._meta.label.startswith("audit."):
            fill(model)
for store in STORES:
    seal(store)
    with connections[store].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
print(json.dumps({
    "rows": {store: rows_of(store) for store in STORES},
    "safe": sorted(each.text for each in SafeAddress.objects.all()),
    "empty": sorted(model._meta.label for model in empty()),
}))
"""


def make(commit: str, out: Path) -> Path:
    """Make the site of a commit and pack it into a folder; the file."""
    from tests.casework.released.make import FACTS

    with tempfile.TemporaryDirectory(prefix="thinkfamily-commit-") as room:
        tree, folder, packets = (Path(room) / name for name in ("tree", "site", "packets"))
        packets.mkdir()
        git = ["git", "-C", str(ROOT)]
        day, short = subprocess.run(
            [*git, "log", "-1", "--format=%cs %h", commit], check=True, capture_output=True, text=True
        ).stdout.split()
        subprocess.run([*git, "worktree", "add", "--detach", str(tree), commit], check=True, capture_output=True)
        try:
            ours = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "CANDIDATES_DATABASE_URL")
            environment = {name: value for name, value in os.environ.items() if name not in ours}
            also = environment.get("PYTHONPATH", "").split(os.pathsep)
            paths = [str(tree / "src"), str(tree), *(path for path in also if path and Path(path).is_absolute())]
            environment |= {
                "THINKFAMILY_SITE": str(folder), "THINKFAMILY_MODE": "training", "PYTHONPATH": os.pathsep.join(paths),
            }  # fmt: skip
            done = subprocess.run(
                [sys.executable, "-c", FILL, str(packets)],
                env=environment, cwd=tree, capture_output=True, check=False, text=True,
            )  # fmt: skip
        finally:
            subprocess.run([*git, "worktree", "remove", "--force", str(tree)], check=False, capture_output=True)
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
    target = out / f"{day}-{short}.tar.xz"
    with target.open("xb") as file:
        file.write(packed.getvalue())
    print("Tables without a row:", ", ".join(facts["empty"]) or "none")
    return target


if __name__ == "__main__":
    written = make(sys.argv[1], HERE)
    print(f"{written} ({written.stat().st_size:,} bytes)")
