"""Through what a file was reached at a moment gone by: what held then, and not what holds today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.queries.through import Parts
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.models import Case

pytestmark = pytest.mark.django_db
EARLY = {"reason": "moved", "why": "Gone.", "next_kind": "nobody", "follow_up": "none"}


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


def test_a_family_was_untaken_until_its_case_ended_and_again_when_it_was_reopened(clock):
    at = how.begun()
    at.family.involvements.all().delete()
    triage = make.worker("triage")
    triage.appointments.update(from_on=clock.today)
    before = timezone.now()
    clock.on(days=3)
    actions.take_step(at.case, "close_early", by=at.manager, **EARLY)
    clock.on(days=3)
    closed = timezone.now()
    clock.on(days=3)
    actions.take_step(Case.objects.get(pk=at.case.pk), "reopen", by=at.manager, why="They asked.")
    clock.on(days=3)
    parts = Parts({triage.pk}, {at.family.pk})

    def reached(when):
        return parts.through(triage.pk, at.family.pk, when)

    assert (reached(before), reached(closed), reached(timezone.now())) == ("untaken", "", "untaken")


def test_a_family_that_said_no_was_still_untaken_and_one_that_is_closed_today_was_then(clock):
    at = how.begun()
    at.family.involvements.all().delete()
    triage = make.worker("triage")
    triage.appointments.update(from_on=clock.today)
    actions.take_step(at.case, "decline", by=at.manager, reason="no_need", kept="No.")
    clock.on(days=1)
    said_no = timezone.now()
    clock.on(days=200)
    actions.take_step(Case.objects.get(pk=at.case.pk), "archive", by=at.manager)
    parts = Parts({triage.pk}, {at.family.pk})
    assert parts.through(triage.pk, at.family.pk, said_no) == "untaken"
    assert parts.through(triage.pk, at.family.pk, timezone.now() + timedelta(minutes=1)) == ""


def test_as_many_queries_however_many_families():
    triage, families = make.worker("triage"), [make.family(make.person()) for _ in range(5)]

    def asked(some):
        with CaptureQueriesContext(connection) as queries:
            Parts({triage.pk}, {one.pk for one in some})
        return len(queries)

    assert asked(families[:1]) == asked(families) == 7
