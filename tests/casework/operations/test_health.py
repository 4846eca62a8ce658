"""Whether the site is well: each part in each of its states, nothing of a person, and nothing of a file for who keeps it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.consideration import desk
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration import actions
from thinkfamily.casework.consideration.trusted import casework_key
from thinkfamily.casework.site.models import Drill, JobRun
from thinkfamily.casework.site.operations import health, queries
from thinkfamily.casework.site.operations.jobs import JOBS, run_due

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
PARTS = {"case store", "desk store", "keys", "audit", "jobs", "purges", "disk", "mail", "programs"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A site's folder of the test's own."""
    made = tmp_path / "site"
    (made / "keys").mkdir(parents=True, mode=0o700)
    made.chmod(0o700)
    (made / "keys").chmod(0o700)
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, folder=made)
    yield made
    health._at_this_version.clear()


def state(name: str) -> str:
    """How one part is now."""
    return next(part.state for part in health.health() if part.name == name)


def test_it_needs_no_sign_in_and_says_one_word_a_part() -> None:
    run_due()
    answer = Client().get("/health/")
    assert answer.status_code == 200
    assert answer.json() == dict.fromkeys(PARTS, "good")
    assert "no-store" in answer["Cache-Control"]


def test_a_part_that_is_bad_makes_it_503_and_repeats_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(alias: str) -> None:
        raise OperationalError("could not reach who:secret@db")

    monkeypatch.setattr(health, "_database", away)
    answer = Client().get("/health/")
    assert answer.status_code == 503
    assert answer.json()["case store"] == "bad"
    assert set(answer.json()) == PARTS
    assert b"secret" not in answer.content
    assert not any("secret" in part.says for part in health.health())


def test_a_database_of_another_version_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    assert state("case store") == state("desk store") == "good"
    health._at_this_version.clear()
    monkeypatch.setattr(health, "_is_at_this_version", lambda alias: alias == "default")
    assert (state("case store"), state("desk store")) == ("good", "bad")


def test_keys_that_others_can_read_are_bad(folder: Path) -> None:
    key = folder / "keys" / "fields.key"
    key.write_text("x")
    key.chmod(0o600)
    assert state("keys") == "good"
    casework_key()
    (public,) = (folder / "keys").glob("*.pub")
    public.chmod(0o644)
    assert state("keys") == "good", "the public half of a key is there to be given away"
    key.chmod(0o640)
    assert state("keys") == "bad"
    key.unlink()
    for file in (folder / "keys").iterdir():
        file.unlink()
    (folder / "keys").rmdir()
    assert state("keys") == "bad"


def test_how_often_a_job_runs_is_said_in_words(client: Client) -> None:
    every = {line.name: line.every for line in queries.jobs()}
    assert [every[name] for name in ("seal", "mail", "ended", "purge", "due", "unusual")] == [
        "Every 30 seconds", "Every minute", "Every 10 minutes", "Every hour", "Every day", "Every 7 days",
    ]  # fmt: skip
    client.force_login(make.worker("sysadmin"))
    page = client.get(reverse("site")).content.decode()
    assert "Every 30 seconds" in page
    assert "0:00" not in page


def test_an_audit_that_is_not_sealed_is_poor_and_one_without_its_triggers_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    assert state("audit") == "good"
    record("family.read", by=None, kind="family")
    assert state("audit") == "good"
    monkeypatch.setattr(health, "UNSEALED_AT_MOST", timedelta(0))
    assert state("audit") == "poor"
    monkeypatch.setattr(health.triggers, "missing", lambda connection: ["audit_auditevent_no_update"])
    assert state("audit") == "bad"


def test_jobs_that_are_late_or_failed_are_poor() -> None:
    assert state("jobs") == "poor", "none has run"
    run_due()
    assert state("jobs") == "good"
    JobRun.objects.filter(name="seal").update(ended_at=timezone.now() - timedelta(hours=1))
    assert state("jobs") == "poor"
    JobRun.objects.filter(name="seal").update(ended_at=timezone.now(), failed_at=timezone.now())
    assert state("jobs") == "poor"


def test_what_was_to_be_purged_on_a_day_before_is_poor_and_nothing_more_is_said(tmp_path: Path) -> None:
    made = desk.brought(tmp_path)
    desk.past(made, 0)
    assert state("purges") == "good", "its day is not over"
    desk.past(made, 1)
    assert state("purges") == "poor"
    assert not any(made.packet_id in part.says for part in health.health())
    actions.purge_due()
    assert state("purges") == "good"


def test_a_full_disk_is_poor_and_one_that_cannot_be_written_bad(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    assert state("disk") == "good"
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 1 << 60)
    assert state("disk") == "poor"
    monkeypatch.setattr(health.os, "access", lambda *_: False)
    assert state("disk") == "bad"


def test_without_a_mail_server_it_is_poor(settings: Any) -> None:
    assert state("mail") == "good", "a demo prints its mails"
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, mode="live")
    assert state("mail") == "poor"


def test_how_old_the_last_backup_is_is_said_once_one_is_known(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert health.last_backup() is None
    client.force_login(make.worker("sysadmin"))
    assert "old, made on" not in client.get(reverse("site")).content.decode()
    record("site.backup", by=None, kind="backup")
    made = timezone.now()
    assert health.last_backup() == health.Part("backup", "good", f"The last is 0 hours old, made on {made:%d %B %Y}.")
    assert "old, made on" in client.get(reverse("site")).content.decode()
    monkeypatch.setattr(health.timezone, "now", lambda: made + timedelta(days=3, hours=1))
    assert health.last_backup().state == "poor"
    assert "3 days old" in health.last_backup().says


def test_a_rehearsal_that_failed_is_late_or_never_was_is_said() -> None:
    assert health.last_drill().state == "poor"
    Drill.objects.create(is_good=False)
    assert health.last_drill().state == "bad"
    made = Drill.objects.create(is_good=True, rows=3)
    assert health.last_drill().state == "good"
    Drill.objects.all().delete()
    made = Drill.objects.create(is_good=True, rows=3)
    Drill.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(days=101))
    assert health.last_drill().state == "poor"


def test_the_page_of_the_site_is_for_system_administrators_and_tells_of_no_person(folder: Path) -> None:
    family = make.family()
    trusted = desk.trust()
    (trusted / "broken.pub").write_text("no key")
    run_due()
    pages = {role: Client() for role in ("sysadmin", "governance", "manager", "adult_lead")}
    for role, client in pages.items():
        client.force_login(make.worker(role))
    assert {role: client.get("/site/").status_code for role, client in pages.items() if role != "sysadmin"} == {
        "governance": 403,
        "manager": 403,
        "adult_lead": 403,
    }
    page = pages["sysadmin"].get("/site/").content.decode()
    for told in (desk.KEY.key_id, "a file that holds no key", "thinkfamily", "single sign-on", JOBS[0].name, "drill"):
        assert told in page
    for person in family.members.all():
        assert person.person.first_name not in page
    assert family.reference not in page
    assert AuditEvent.objects.filter(action="site.keep", outcome="looked").exists()


def test_a_system_administrator_reaches_no_family() -> None:
    family = make.family()
    statement = make.statement(family)
    client = Client()
    client.force_login(make.worker("sysadmin"))
    for name in ("page", "timeline", "genogram", "people", "statements", "record", "print", "shared", "safe_addresses"):
        assert client.get(reverse(f"families:{name}", args=[family.pk])).status_code == 404, name
    for path in (reverse("cases:case", args=[family.pk]), f"/families/{family.pk}/sharing/"):
        assert client.get(path).status_code == 404
    for path in ("/families/", "/search/", reverse("desk:queue")):
        answer = client.get(path)
        assert family.reference not in answer.content.decode()
        assert statement.text not in answer.content.decode()
