"""Recurring jobs: claimed in the database, so that several processes run each only once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from thinkfamily.casework.site.models import JobRun

log = logging.getLogger("thinkfamily.site")


@dataclass(frozen=True)
class Job:
    """One recurring job.

    Attributes:
        name: what is stored and shown.
        says: what it does, in words.
        runs: the function, by its dotted path.
        every: how often.
    """

    name: str
    says: str
    runs: str
    every: timedelta

    @property
    def function(self) -> Callable[[], object]:
        """The function itself."""
        return import_string(self.runs)


JOBS: tuple[Job, ...] = ()


def run_due(jobs: tuple[Job, ...] | None = None) -> list[str]:
    """Run every job that is due and that no other process has claimed; the names of those that ran.

    A job that fails is logged by its kind of error, and tried again when it is next due; the others run all the same.
    """
    ran = []
    for job in JOBS if jobs is None else jobs:
        if not _claim(job):
            continue
        try:
            job.function()
        except Exception as error:
            log.error("job %s failed: %s", job.name, type(error).__name__)
            JobRun.objects.filter(name=job.name).update(failed_at=timezone.now())
        else:
            JobRun.objects.filter(name=job.name).update(ended_at=timezone.now(), failed_at=None)
            ran.append(job.name)
    return ran


def _claim(job: Job) -> bool:
    """Whether this process is the one to run a job now."""
    now = timezone.now()
    with transaction.atomic():
        JobRun.objects.get_or_create(name=job.name)
        due = Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - job.every)
        return bool(JobRun.objects.filter(due, name=job.name).update(claimed_at=now))


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
        close_old_connections()

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._stop_asked.set()
        self.join(timeout=30)
