"""Whether each part of the site is well: one word each, and nothing about a person."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.audit import triggers
from thinkfamily.casework.audit.models import AuditEvent, AuditSeal
from thinkfamily.casework.audit.seal import STORES
from thinkfamily.casework.consideration.queries.purge import is_overdue
from thinkfamily.casework.pages.mail import can_mail
from thinkfamily.casework.secrets.keys import is_private
from thinkfamily.casework.site.models import Drill, JobRun
from thinkfamily.casework.site.operations.jobs import JOBS
from thinkfamily.casework.site.programs.queries import given_up
from thinkfamily.casework.site.start import DESK_APPS

LEAST_FREE_BYTES = 1 << 30
DRILL_EVERY = timedelta(days=100)
# The site seals within about a minute: see `audit.seal`.
UNSEALED_AT_MOST = timedelta(minutes=10)
# A backup is made every night: one that is two days old says that a night was missed.
BACKUP_EVERY = timedelta(days=2)
GOOD, POOR, BAD = "good", "poor", "bad"


@dataclass(frozen=True)
class Part:
    """How one part is: ``good``, ``poor`` (it works, and somebody should look) or ``bad``."""

    name: str
    state: str
    says: str


def health() -> list[Part]:
    """Each part of the site, with its state. A part that cannot be asked is bad; it keeps no other from being asked."""
    return [
        _asked("case store", lambda: _database("default")),
        _asked("desk store", lambda: _database("candidates")),
        _asked("keys", _keys),
        _asked("audit", _audit),
        _asked("jobs", _jobs),
        _asked("purges", _purges),
        _asked("disk", _disk),
        _asked("mail", _mail),
        _asked("programs", _programs),
    ]


def last_drill() -> Part:
    """When a backup was last restored in rehearsal: for administrators, not for monitors."""
    drill = Drill.objects.first()
    if drill is None:
        return Part("drill", POOR, _("No backup has been restored in rehearsal yet."))
    on = f"{drill.at:%d %B %Y}"
    if not drill.is_good:
        return Part("drill", BAD, _("The rehearsal of %(day)s failed.") % {"day": on})
    if timezone.now() - drill.at > DRILL_EVERY:
        return Part("drill", POOR, _("Last rehearsed on %(day)s: another is overdue.") % {"day": on})
    return Part("drill", GOOD, _("Last rehearsed on %(day)s.") % {"day": on})


def last_backup() -> Part | None:
    """How old the last backup is, as the audit has it; None where no backup by this program is known. Not for monitors."""
    made = AuditEvent.objects.filter(action="site.backup").order_by("-pk").values_list("at", flat=True).first()
    if made is None:
        return None
    age = timezone.now() - made
    hours = age // timedelta(hours=1)
    old = (
        ngettext("%(days)d day", "%(days)d days", age.days) % {"days": age.days}
        if age.days > 1
        else ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
    )
    says = _("The last is %(age)s old, made on %(day)s.") % {"age": old, "day": f"{made:%d %B %Y}"}
    return Part("backup", GOOD if age <= BACKUP_EVERY else POOR, says)


def _asked(name: str, ask: Callable[[], tuple[str, str]]) -> Part:
    try:
        return Part(name, *ask())
    except (DatabaseError, OSError):
        # What went wrong may name a host, an account or a path: it is not repeated.
        return Part(name, BAD, _("It does not answer."))


# Databases that were seen at this version: that changes with the program, and so with the process, and is slow to ask.
_at_this_version: set[str] = set()


def _database(alias: str) -> tuple[str, str]:
    with connections[alias].cursor() as cursor:
        cursor.execute("select 1")
    if alias not in _at_this_version and not _is_at_this_version(alias):
        return BAD, _("It is not at this version.")
    _at_this_version.add(alias)
    return GOOD, _("It answers.")


def _is_at_this_version(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    graph = executor.loader.graph
    wanted = graph.leaf_nodes()
    if alias != "default":
        wanted = [node for node in wanted if node[0] in DESK_APPS]
    return not executor.migration_plan(wanted)


def _keys() -> tuple[str, str]:
    if not is_private(settings.INSTANCE.folder / "keys"):
        return BAD, _("Others than the operator can read the key files.")
    return GOOD, _("They are the operator's alone.")


def _audit() -> tuple[str, str]:
    late = []
    for store in STORES:
        if triggers.missing(connections[store]):
            return BAD, _("A database would let it be changed: run thinkfamily audit verify.")
        sealed = AuditSeal.objects.using(store).order_by("-number").values_list("last_id", flat=True).first() or 0
        oldest = AuditEvent.objects.using(store).filter(pk__gt=sealed).order_by("pk").values_list("at", flat=True)
        late += [at for at in oldest[:1] if timezone.now() - at > UNSEALED_AT_MOST]
    if late:
        return POOR, _("It is not being sealed: run thinkfamily audit verify.")
    return GOOD, _("It is being sealed.")


def _jobs() -> tuple[str, str]:
    runs = {run.name: run for run in JobRun.objects.all()}
    failed = [job.name for job in JOBS if job.name in runs and runs[job.name].failed_at]
    if failed:
        return POOR, _("Failed when last run: %(jobs)s.") % {"jobs": ", ".join(failed)}
    ended = {name: run.ended_at for name, run in runs.items() if run.ended_at}
    latest = {job.name: timezone.now() - 3 * job.every - timedelta(minutes=5) for job in JOBS}
    late = [name for name, by in latest.items() if name not in ended or ended[name] < by]
    if late:
        return POOR, _("Late: %(jobs)s.") % {"jobs": ", ".join(late)}
    return GOOD, _("All in time.")


def _purges() -> tuple[str, str]:
    if is_overdue():
        return POOR, _("Something at the desk is past the day on which it was to be purged: see the page Purge there.")
    return GOOD, _("Nothing is past its day.")


def _disk() -> tuple[str, str]:
    folder = settings.INSTANCE.folder
    if not os.access(folder, os.W_OK):
        return BAD, _("The site's folder cannot be written.")
    free = shutil.disk_usage(folder).free
    return GOOD if free > LEAST_FREE_BYTES else POOR, _("%(free)d GiB free.") % {"free": round(free / 2**30)}


def _mail() -> tuple[str, str]:
    if not can_mail():
        return POOR, _("No mail server is named: nothing is mailed. Notices wait on the screen.")
    return GOOD, _("A mail server is named.")


def _programs() -> tuple[str, str]:
    if lost := given_up():
        told = ngettext(
            "%(lost)d notice to a program was given up: see Programs.",
            "%(lost)d notices to programs were given up: see Programs.",
            lost,
        )
        return POOR, told % {"lost": lost}
    return GOOD, _("No notice to a program was given up.")
