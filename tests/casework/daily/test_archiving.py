"""What is due to be archived stands before whoever can archive it, the longest overdue first, and is told without a name."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.actions.notices import mail_notices
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.actions.archiving import raise_archive_due
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.cases.queries.archiving import ARCHIVE_DAYS, DECLINED_DAYS, to_archive

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


def families(worker):
    return [one.case.family for one in to_archive(worker).rows]


def ended(at, follow_up="none"):
    """Have a case end early; another manager signs where the programme asks for it."""
    how.choose(at)
    told = {"reason": "moved", "why": "Gone.", "next_kind": "nobody", "follow_up": follow_up}
    actions.take_step(at.case, "close_early", by=at.manager, **told)
    waits = at.case.step_proposals.filter(is_signed__isnull=True).first()
    if waits is not None:
        actions.sign_step(waits, answer="sign", by=at.other_manager)
    return at


def notices():
    return set(Notice.objects.filter(kind="archive_due").values_list("to", flat=True))


def test_it_is_there_from_the_day_nothing_is_left_and_is_overdue_after_its_day(clock):
    at = ended(how.begun())
    (one,) = to_archive(at.manager).rows
    assert (one.since, one.is_overdue) == (clock.today, False)
    clock.on(days=ARCHIVE_DAYS)
    assert not to_archive(at.manager).rows[0].is_overdue, "on the day itself there is time"
    clock.on(days=1)
    assert to_archive(at.manager).rows[0].is_overdue
    actions.take_step(Case.objects.get(pk=at.case.pk), "archive", by=at.manager)
    assert families(at.manager) == []


def test_looks_after_the_end_come_first_and_the_day_counts_from_the_last(clock):
    at = how.begun()
    how.to_closed(at, clock)
    clock.on(weeks=60)
    assert families(at.manager) == []
    for check in at.case.sustain_checks.all():
        actions.record_look(check, found="lasted", note="x", done_on=clock.today, by=at.manager)
    (one,) = to_archive(at.manager).rows
    assert one.since == clock.today


def test_a_family_that_said_no_has_half_a_year(clock):
    at = how.begun()
    actions.take_step(at.case, "decline", by=at.manager, reason="no_need", kept="No.")
    clock.on(days=DECLINED_DAYS - ARCHIVE_DAYS - 1)
    assert families(at.manager) == []
    clock.on(days=1)
    assert families(at.manager) == [at.family]


def test_not_while_another_case_goes_on_nor_an_older_one(clock):
    at = ended(how.begun())
    clock.on(days=1)
    more = {"family": at.family, "programme": "p", "why": "w", "opened_by": at.manager.pk}
    new = Case.objects.create(**more)
    assert families(at.manager) == []
    actions.take_step(new, "close_early", by=at.manager, reason="moved", why="x", next_kind="nobody", follow_up="none")
    assert [one.case for one in to_archive(at.manager).rows] == [new], "a page shows the last case"


def test_the_longest_overdue_stands_first_on_decisions_and_other_teams_see_nothing(clock):
    first = ended(how.begun())
    clock.on(days=30)
    second = ended(how.begun(lead=first.lead, manager=first.manager, other=first.other_manager))
    client = Client()
    client.force_login(first.manager)
    page = client.get("/decisions/").content.decode()
    assert page.index(first.family.reference) < page.index(second.family.reference)
    assert page.count("Overdue") == 1
    assert f"/families/{first.family.pk}/case/archive/" in page
    client.force_login(make.worker("manager", of=make.team("Southside")))
    assert first.family.reference not in client.get("/decisions/").content.decode()


def test_a_notice_once_an_end_to_whom_nothing_keeps_from_the_file_and_its_mail_names_nobody(clock):
    at = ended(how.begun())
    close = make.worker("manager", of=at.family.team)
    make.conflict(close, at.family)
    raise_archive_due()
    assert notices() == set()
    clock.on(days=ARCHIVE_DAYS + 1)
    raise_archive_due()
    raise_archive_due()
    assert notices() == {at.manager.pk, at.other_manager.pk}
    assert Notice.objects.filter(kind="archive_due").count() == 2
    mail_notices()
    assert len(mail.outbox) == 2
    for never in (at.family.reference, str(at.family.pk), "archive"):
        assert not any(never in f"{sent.subject} {sent.body}" for sent in mail.outbox)
    client = Client()
    client.force_login(at.manager)
    shown = client.get("/notices/").content.decode()
    assert "overdue to be archived" in shown
    assert 'href="/decisions/"' in shown
    actions.take_step(Case.objects.get(pk=at.case.pk), "reopen", by=at.manager, why="x")
    ended(at)
    clock.on(days=ARCHIVE_DAYS + 1)
    raise_archive_due()
    assert Notice.objects.filter(kind="archive_due").count() == 4, "another end, another notice"


def test_as_many_queries_however_many_cases(clock):
    at = ended(how.begun())

    def asked():
        with CaptureQueriesContext(connection) as queries:
            found = to_archive(at.manager)
        return len(queries), found.count

    before, one = asked()
    for _ in range(4):
        ended(how.begun(lead=at.lead, manager=at.manager, other=at.other_manager))
    after, five = asked()
    assert (one, five) == (1, 5)
    assert after == before
