"""What runs beside the pages: each job on an empty and a filled site, claimed once, and no failure stops another."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as site_settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.casework.operations.conftest import ROOT, Site
from thinkfamily.casework.access.models import Conflict, Notice, Opening, RelativeDeclared
from thinkfamily.casework.audit.models import AuditEvent, AuditSeal
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.models import Candidate
from thinkfamily.casework.families.models import IdentifierFingerprint
from thinkfamily.casework.pages.mail import can_mail
from thinkfamily.casework.secrets.fingerprints import person_fingerprint
from thinkfamily.casework.site.models import JobRun
from thinkfamily.casework.site.operations import chores, jobs
from thinkfamily.casework.site.operations.jobs import JOBS, Job, run_due

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
BY_NAME = {job.name: job for job in JOBS}
DONE: list[str] = []


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, folder=tmp_path / "site")
    (tmp_path / "site").mkdir()
    DONE.clear()


def note() -> None:
    """A job that does something."""
    DONE.append("done")


def fail() -> None:
    """A job that cannot be done."""
    raise RuntimeError("Planted Name")


def job(function: Callable[[], None], **every: float) -> Job:
    """A job of the tests."""
    return Job(function.__name__, "A test", f"{__name__}.{function.__name__}", timedelta(**(every or {"hours": 1})))


def later(**by: float) -> None:
    """Let time pass for every job."""
    for run in JobRun.objects.all():
        for name in ("claimed_at", "ended_at", "failed_at"):
            if getattr(run, name):
                setattr(run, name, getattr(run, name) - timedelta(**by))
        run.save()


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_each_runs_on_an_empty_site_and_is_then_not_due(name: str) -> None:
    assert run_due((BY_NAME[name],)) == [name]
    assert run_due((BY_NAME[name],)) == []
    later(seconds=BY_NAME[name].every.total_seconds() + 1)
    assert run_due((BY_NAME[name],)) == [name]


def test_all_run_on_a_filled_site_and_do_what_they_say(tmp_path: Path, django_capture_on_commit_callbacks: Any) -> None:
    custodian, curious, governance = make.worker("manager"), make.worker("triage"), make.worker("governance")
    restricted = make.family()
    make.restrict(restricted, custodian)
    record("family.read", by=curious, kind="family", object=restricted.pk, family=restricted.pk, outcome="refused")
    other = make.family()
    Opening.objects.filter(pk=make.opened(curious, other).pk).update(
        review_due_on=timezone.localdate() - timedelta(days=1)
    )
    person = other.members.first().person
    print_of = person_fingerprint("Ada", "Relative", person.date_of_birth)
    IdentifierFingerprint.objects.create(person=person, kind="relative", fingerprint=print_of)
    RelativeDeclared.objects.create(worker=curious, fingerprint=print_of, kind="relative")
    gone, browser = make.worker("adult_lead"), Client()
    browser.force_login(gone)
    browser.get("/")
    assert UserSession.objects.filter(user=gone).exists()
    type(gone).objects.filter(pk=gone.pk).update(account_until=timezone.localdate())
    desk.past(desk.brought(tmp_path, desk.families(1)))
    assert run_due() == [each.name for each in JOBS]
    kinds = set(Notice.objects.values_list("to", "kind"))
    assert {(custodian.pk, "sighting"), (governance.pk, "opening_due"), (governance.pk, "conflict_found")} <= kinds
    assert Conflict.objects.filter(worker=curious, family=other).exists()
    assert not UserSession.objects.filter(user=gone).exists()
    assert AuditEvent.objects.filter(action="account.sessions_ended", object=str(gone.pk)).count() == 1
    assert [each.subject for each in mail.outbox].count("A purge at the consideration desk") == 1
    assert not Candidate.objects.exists()
    for sent in mail.outbox:
        assert "Invented" not in sent.body + sent.subject
        assert "Testperson" not in sent.body + sent.subject
    later(hours=2)
    run_due()
    assert {worker for (worker,) in AuditEvent.objects.filter(action="notice.mail").values_list("worker")} == {None}


@pytest.mark.parametrize(("days", "mails"), [(-4, 0), (-3, 1), (-1, 1), (0, 1)])
def test_the_desk_is_reminded_in_the_last_days_before_a_purge_and_while_something_is_left(
    tmp_path: Path, days: int, mails: int
) -> None:
    desk.past(desk.brought(tmp_path), days)
    assert chores.remind_of_purge() == mails


def test_what_is_old_enough_is_sealed() -> None:
    record("family.read", by=None, kind="family")
    run_due((BY_NAME["seal"],))
    assert not AuditSeal.objects.exists(), "it is of this moment"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("thinkfamily.casework.audit.seal.SEAL_SECONDS", 0)
        later(hours=1)
        run_due((BY_NAME["seal"],))
    assert AuditSeal.objects.get().events == 1


def test_without_a_mail_server_nothing_is_marked_as_mailed(settings: Any, tmp_path: Path) -> None:
    desk.past(desk.brought(tmp_path, desk.families(1)))
    worker = make.worker("governance")
    Notice.objects.create(to=worker, kind="conflict_found", about=worker.pk)
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mode="live")
    run_due()
    assert mail.outbox == []
    assert Notice.objects.filter(mailed_at__isnull=False).count() == 0
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mail={"EMAIL_HOST": "mail.example.org"})
    assert can_mail()


def test_a_job_that_fails_stops_no_other_is_logged_without_words_and_tried_again(caplog: Any) -> None:
    both = (job(fail), job(note))
    assert run_due(both) == ["note"]
    assert DONE == ["done"]
    assert "RuntimeError" in caplog.text
    assert "Planted" not in caplog.text
    assert JobRun.objects.get(name="fail").failed_at is not None
    later(minutes=16)
    assert run_due(both) == [], "the one that went well is not due yet; the other is tried, and fails"
    assert caplog.text.count("RuntimeError") == 2


def test_a_job_whose_process_was_killed_is_tried_again() -> None:
    JobRun.objects.create(name="note", claimed_at=timezone.now())
    weekly = (job(note, days=7),)
    assert run_due(weekly) == []
    later(minutes=16)
    assert run_due(weekly) == ["note"]
    later(days=6)
    assert run_due(weekly) == []


def test_every_job_says_what_it_does_and_exists() -> None:
    for each in JOBS:
        assert callable(each.function)
        assert str(each.says)
    assert len(BY_NAME) == len(JOBS)


RACE = """
import sys, time
from datetime import timedelta
from pathlib import Path
from thinkfamily.casework.site.start import start
start()
from django.db import connection
from thinkfamily.casework.site.operations.jobs import Job, run_due
from tests.casework.operations import test_jobs
room, mine = Path(sys.argv[1]), sys.argv[2]
def ran(): (room / "ran").open("a").write(mine)
test_jobs.note = ran
jobs = tuple(Job(f"race{n}", "", "tests.casework.operations.test_jobs.note", timedelta(hours=1)) for n in range(20))
connection.ensure_connection()
(room / mine).touch()
while len(list(room.glob("[0-9]"))) < 3: time.sleep(0.001)
run_due(jobs)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_processes_side_by_side_run_each_job_once(
    kind: str, make_site: Callable[[], Site], postgres_site: Callable[[], Site], tmp_path: Path
) -> None:
    site = make_site() if kind == "sqlite" else postgres_site()
    room = tmp_path / "race"
    room.mkdir()
    command = [sys.executable, "-c", RACE, str(room)]
    racing = [subprocess.Popen([*command, str(n)], env=site.environment(), cwd=ROOT) for n in range(3)]
    assert [each.wait(120) for each in racing] == [0, 0, 0]
    assert len((room / "ran").read_text()) == 20


def test_the_thread_beside_the_pages_ends_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []
    monkeypatch.setattr(jobs, "run_due", lambda: turns.append(1))
    monkeypatch.setattr(jobs.connections, "close_all", lambda: None)
    beside = jobs.Beside(seconds=0.01)
    beside.start()
    while not turns:
        pass
    beside.stop()
    assert not beside.is_alive()
    assert site_settings.INSTANCE.folder.exists()
