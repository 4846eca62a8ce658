"""How far a large import is, line by line in the answer that brings it; and that it ends whether or not anybody waits."""

from __future__ import annotations

import re
import threading
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.casework.imports import files
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.imports import views
from thinkfamily.casework.imports.going import Ended, Far, going
from thinkfamily.casework.imports.models import Import
from thinkfamily.core.errors import UserError

BOTH = ["default", "candidates"]


def test_it_tells_each_part_and_some_of_its_steps_and_last_what_came_of_it():
    def work(begin, advance):
        begin("First", 1)
        begin("Second", 100)
        for _ in range(100):
            advance(1)
        return "made"

    told = list(going(work))
    assert told[0] == Far(1, "First", 0, 1)
    assert [one.done for one in told[1:-1]] == [*range(0, 101, 10)]
    assert {(one.part, one.says, one.total) for one in told[1:-1]} == {(2, "Second", 100)}
    assert told[-1] == Ended("made")


def test_an_error_of_the_readers_comes_with_its_words_and_a_fault_without_its_own(caplog):
    def refused(begin, advance):
        raise UserError("TF-X-001", "file", found="Found none.", means="Nothing.", do="Send one.")

    def broken(begin, advance):
        raise RuntimeError("Zzplanted")

    (one,) = going(refused)
    assert one.error is not None
    assert one.error.found == "Found none."
    assert list(going(broken)) == [Ended(is_fault=True)]
    assert "RuntimeError" in caplog.text
    assert "Zzplanted" not in caplog.text


def test_it_goes_on_where_nobody_waits():
    may_go_on, is_done = threading.Event(), threading.Event()

    def work(begin, advance):
        begin("First", 1)
        may_go_on.wait(30)
        is_done.set()

    told = going(work)
    next(told)
    told.close()
    may_go_on.set()
    assert is_done.wait(30)


def streamed(client, import_id, content):
    answer = client.post(f"/imports/{import_id}/bring/", {"file": SimpleUploadedFile("cases.xlsx", content)})
    return answer, [part.decode() for part in answer.streaming_content] if answer.streaming else []


@pytest.fixture
def many(monkeypatch):
    monkeypatch.setattr(views, "MANY", 3)


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_a_large_file_says_how_far_it_is_and_a_small_one_is_there_at_once(client, many):
    who = files.people()
    content = files.workbook(files.rows(3, lead=who["lead"].email))
    made = files.signed(content, who)
    client.force_login(who["analyst"])
    answer, parts = streamed(client, made.pk, content)
    assert (answer.status_code, answer["X-Accel-Buffering"]) == (200, "no")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"]
    lines = [re.sub(r"<[^>]+>|\s+", " ", unescape(part)).strip() for part in parts[1:-3]]
    assert lines[0].startswith("Part 1 of 5: Reading the file")
    assert [line[:11] for line in lines if "families" not in line] == [f"Part {n} of 5"[:11] for n in (1, 3, 4, 5)]
    assert any("3 of 3 families" in line for line in lines)
    assert '<progress max="3" value="3"' in "".join(parts)
    page = "".join(parts)
    assert "It is brought in, whole." in page
    assert page.rstrip().endswith("</html>")
    assert "<script" not in page.split("</head>")[1].split("<main")[1].split("</main>")[0]
    assert "http-equiv" not in page
    assert Import.objects.get(pk=made.pk).state == "brought"
    event = AuditEvent.objects.get(action="import.bring", outcome="done")
    assert (event.worker, event.request) == (who["analyst"].pk, answer["X-Request-Id"])


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_a_large_file_that_cannot_be_brought_says_why_and_nothing_is_there(client, many):
    who = files.people()
    content = files.workbook(files.rows(3, lead=who["lead"].email))
    made = files.signed(content, who)
    client.force_login(who["analyst"])
    _, parts = streamed(client, made.pk, files.workbook(files.rows(4, lead=who["lead"].email)))
    page = "".join(parts)
    assert "It is not brought in" in page
    assert "no signed dry run of this very file" in page
    assert not Family.objects.exists()
    assert Import.objects.get(pk=made.pk).state == "signed"
