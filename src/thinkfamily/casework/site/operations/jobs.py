"""Recurring jobs: claimed in the database, so that several processes run each only once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import close_old_connections, connections, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.site.models import JobRun

log = logging.getLogger("thinkfamily.site")

# After a failure, or when the process that had claimed a job was killed, it is tried again after so long at most.
RETRY = timedelta(minutes=15)


@dataclass(frozen=True)
class Job:
    """One recurring job.

    Attributes:
        name: what is stored and shown.
        says: what it does, in words.
        runs: the function, by its dotted path. It can be repeated, and stopped anywhere.
        every: how often.
    """

    name: str
    says: Any
    runs: str
    every: timedelta

    @property
    def function(self) -> Callable[[], object]:
        """The function itself."""
        return import_string(self.runs)  # type: ignore[no-any-return]

    @property
    def due(self) -> Q:
        """Which of the rows by this name are due now."""
        now = timezone.now()
        unfinished = Q(ended_at__isnull=True) | Q(ended_at__lt=F("claimed_at"))
        again = unfinished & Q(claimed_at__lte=now - min(self.every, RETRY))
        return Q(name=self.name) & (Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - self.every) | again)


_CASEWORK = "thinkfamily.casework"
_CHORES = f"{_CASEWORK}.site.operations.chores"
JOBS: tuple[Job, ...] = (
    Job("seal", _("Seals the audit"), f"{_CASEWORK}.audit.seal.seal_due", timedelta(seconds=30)),
    Job(
        "sightings",
        _("Tells custodians who looked for a restricted file"),
        f"{_CASEWORK}.access.actions.sightings.gather_sightings",
        timedelta(minutes=1),
    ),
    Job("mail", _("Mails those for whom something waits"), f"{_CHORES}.mail_notices", timedelta(minutes=1)),
    Job(
        "programs",
        _("Tells programs of what became readable to them"),
        f"{_CASEWORK}.site.programs.notices.tell_programs",
        timedelta(minutes=1),
    ),
    Job("ended", _("Ends the sessions of accounts that have ended"), f"{_CHORES}.end_sessions", timedelta(minutes=10)),
    Job(
        "custody",
        _("Passes on restricted files that their custodian can keep no longer"),
        f"{_CASEWORK}.access.actions.custody.pass_on_lapsed",
        timedelta(minutes=10),
    ),
    Job(
        "places",
        _("Takes out addresses that would tell where somebody must not be found"),
        f"{_CASEWORK}.families.safe_address.take_out_of_the_open",
        timedelta(hours=1),
    ),
    Job(
        "written",
        _("Puts aside what was being written while a safe address was recorded"),
        f"{_CASEWORK}.families.written_before.look_through_recent",
        timedelta(hours=1),
    ),
    Job(
        "told",
        _("Puts aside what a file holds and would tell where somebody must not be found"),
        f"{_CASEWORK}.families.written_before.look_through_all",
        timedelta(days=1),
    ),
    Job(
        "overdue",
        _("Puts overdue reviews before those who owe them"),
        f"{_CASEWORK}.access.actions.notices.raise_overdue",
        timedelta(hours=1),
    ),
    Job(
        "identities",
        _("Puts joinings of identities before those who may decide them today"),
        f"{_CASEWORK}.families.actions.identities.put_anew",
        timedelta(hours=1),
    ),
    Job(
        "due",
        _("Tells leads, and later their managers, what came due"),
        f"{_CASEWORK}.daily.actions.due.raise_due",
        timedelta(days=1),
    ),
    Job(
        "late",
        _("Tells who looks at requests for help which were not answered in time"),
        f"{_CASEWORK}.referrals.actions.late.raise_late",
        timedelta(hours=1),
    ),
    Job(
        "archive",
        _("Puts cases that are overdue to be archived before their managers"),
        f"{_CASEWORK}.cases.actions.archiving.raise_archive_due",
        timedelta(days=1),
    ),
    Job(
        "conflicts",
        _("Looks for workers' own families and relatives"),
        f"{_CASEWORK}.access.relatives.find_conflicts",
        timedelta(days=1),
    ),
    Job("remind", _("Reminds the desk of what is soon to be purged"), f"{_CHORES}.remind_of_purge", timedelta(days=1)),
    Job(
        "forget",
        _("Has the desk forget families whose files have gone"),
        f"{_CASEWORK}.retention.actions.let_go_at_the_desk",
        timedelta(hours=1),
    ),
    Job(
        "purge",
        _("Purges what was not taken up by its day"),
        f"{_CASEWORK}.consideration.actions.purge.purge_due",
        timedelta(hours=1),
    ),
    Job(
        "requests",
        _("Deletes what is due of requests for help"),
        f"{_CASEWORK}.referrals.actions.purge.purge_due",
        timedelta(days=1),
    ),
    Job(
        "forms",
        _("Forgets which forms were recorded once nobody can send them again"),
        f"{_CASEWORK}.access.sent.forget_sent",
        timedelta(days=1),
    ),
    Job("unusual", _("Mails the weekly report of unusual access"), f"{_CHORES}.report_unusual", timedelta(days=7)),
)


def run_due(jobs: tuple[Job, ...] | None = None) -> list[str]:
    """Run every job that is due and that no other process has claimed; the names of those that ran.

    A job that fails is logged by its kind of error, and tried again soon; the others run all the same.
    """
    ran = []
    for job in JOBS if jobs is None else jobs:
        if not _claim(job):
            continue
        try:
            job.function()
        except Exception as error:
            log.error("job=%s failed=%s", job.name, type(error).__name__)
            JobRun.objects.filter(name=job.name).update(failed_at=timezone.now())
        else:
            JobRun.objects.filter(name=job.name).update(ended_at=timezone.now(), failed_at=None)
            ran.append(job.name)
    return ran


def _claim(job: Job) -> bool:
    """Whether this process is the one to run a job now."""
    rows = JobRun.objects.filter(name=job.name)
    # Asked before anything is written: on SQLite a write that changes nothing would still make others wait.
    if rows.exists() and not rows.filter(job.due).exists():
        return False
    with transaction.atomic():
        JobRun.objects.get_or_create(name=job.name)
        return bool(JobRun.objects.filter(job.due).update(claimed_at=timezone.now()))


class Beside(threading.Thread):
    """Runs what is due beside the pages, every few seconds, until told to stop."""

    def __init__(self, seconds: float = 10) -> None:
        super().__init__(name="jobs", daemon=True)
        self._seconds = seconds
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Until `stop`."""
        while not self._stop_asked.wait(self._seconds):
            close_old_connections()
            try:
                run_due()
            except Exception as error:  # the database was away for a moment: the next turn tries again
                log.error("jobs could not be claimed: %s", type(error).__name__)
        connections.close_all()

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._stop_asked.set()
        self.join(timeout=30)
