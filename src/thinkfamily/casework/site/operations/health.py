"""Whether each part of the site is well: one word each, and nothing about a person."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from thinkfamily.casework.secrets.keys import is_private
from thinkfamily.casework.site.models import Drill, JobRun
from thinkfamily.casework.site.operations.jobs import JOBS

LEAST_FREE_BYTES = 1 << 30
DRILL_EVERY = timedelta(days=100)


@dataclass(frozen=True)
class Part:
    """How one part is: ``good``, ``poor`` (it works, and somebody should look) or ``bad``."""

    name: str
    state: str
    says: str


def health() -> list[Part]:
    """Each part of the site, with its state."""
    return [
        _database("default"),
        _database("candidates"),
        _keys(),
        _jobs(),
        _disk(),
    ]


def last_drill() -> Part:
    """When a backup was last restored in rehearsal: for administrators, not for monitors."""
    drill = Drill.objects.first()
    if drill is None:
        return Part("drill", "poor", "No backup has been restored in rehearsal yet.")
    if not drill.is_good:
        return Part("drill", "bad", f"The rehearsal of {drill.at:%d %B %Y} failed.")
    late = timezone.now() - drill.at > DRILL_EVERY
    return Part("drill", "poor" if late else "good", f"Last rehearsed on {drill.at:%d %B %Y}.")


def _database(alias: str) -> Part:
    name = "case store" if alias == "default" else "desk store"
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("select 1")
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return Part(name, "bad", "It is not at this version.")
    except DatabaseError:
        return Part(name, "bad", "It does not answer.")
    return Part(name, "good", "It answers.")


def _keys() -> Part:
    folder = settings.INSTANCE.folder / "keys"
    if not is_private(folder):
        return Part("keys", "bad", "Others than the operator can read the key files.")
    return Part("keys", "good", "They are the operator's alone.")


def _jobs() -> Part:
    ended = dict(JobRun.objects.filter(ended_at__isnull=False).values_list("name", "ended_at"))
    latest = {job.name: timezone.now() - 3 * job.every - timedelta(minutes=5) for job in JOBS}
    late = [name for name, by in latest.items() if name not in ended or ended[name] < by]
    if late:
        return Part("jobs", "poor", f"Late: {', '.join(late)}.")
    return Part("jobs", "good", "All in time.")


def _disk() -> Part:
    folder = settings.INSTANCE.folder
    if not os.access(folder, os.W_OK):
        return Part("disk", "bad", "The site's folder cannot be written.")
    free = shutil.disk_usage(folder).free
    return Part("disk", "good" if free > LEAST_FREE_BYTES else "poor", f"{free / 2**30:.0f} GiB free.")
