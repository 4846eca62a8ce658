"""What a manager sees of each family before somebody leaves, and after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.queries import waiting
from thinkfamily.casework.cases.queries.leaving import leaving
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.plans import actions as plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


def test_the_leavers_page_tells_risk_visits_goals_and_days_without_a_lead_before_and_after(clock):
    at = how.begun()
    how.to_active(at, clock)
    visit = timezone.now() + timedelta(days=9)
    plans.plan_visit(at.case, starts_at=visit, minutes=60, way="home", is_alone=False, risk="low", by=at.lead)
    actions.set_capacity(at.lead, percent=100, leaves_on=clock.today + timedelta(days=5), by=at.manager)

    def row():
        (one,) = leaving(at.lead, waiting.leads_led_by(at.manager, at.lead))
        return one

    assert (row().risk, row().goals, row().next_visit_at) == ("Low: anybody may visit alone", 1, visit)
    assert row().is_visit_after
    assert (row().days_until_gap, row().gap_days) == (6, 0)
    client = Client()
    client.force_login(at.manager)
    shown = client.get(reverse("cases:leaver", args=[at.lead.pk])).content.decode()
    assert "in 6 days, unless somebody accepts" in shown
    assert "After the last day" in shown
    clock.on(days=7)
    assert (row().days_until_gap, row().gap_days) == (-1, 2)
    comes = make.worker("adult_lead", of=at.family.team)
    how.lead(at, comes, "adult_lead")
    assert row().gap_from is None
    assert not row().gap_days


def test_what_is_being_handed_over_already_is_not_offered_again_and_a_form_sent_twice_says_that_it_was_recorded(clock):
    at = how.begun()
    how.to_active(at, clock)
    second = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
    how.to_active(second, clock)
    Family.objects.filter(pk=second.family.pk).update(team=at.family.team)
    client = Client()
    client.force_login(at.manager)
    page = reverse("cases:leaver", args=[at.lead.pk])
    both = [str(part.pk) for part in waiting.leads_led_by(at.manager, at.lead)]
    assert len(both) == 2
    assert all(pk in client.get(page).content.decode() for pk in both)
    last = clock.today + timedelta(days=9)
    days = {"last_day_on_day": last.day, "last_day_on_month": last.month, "last_day_on_year": last.year}
    told = {**days, "receiver": "", "note": "Mornings matter most, and grandmother is there then."}
    answer = client.post(page, {**told, "parts": both[:1]})
    assert answer.status_code == 302
    after = client.get(page).content.decode()
    assert f'value="{both[0]}"' not in after
    assert f'value="{both[1]}"' in after
    again = client.post(page, {**told, "parts": both[:1]}).content.decode()
    assert "being handed over already" in again, "chosen by two at once: the second is told why"
    assert client.post(page, {**told, "parts": both[1:]}).status_code == 302
    assert "Each of them is being handed over" in client.get(page).content.decode()


def test_as_many_queries_however_many_families(clock):
    at = how.begun()
    how.choose(at)
    how.lead(at, at.lead, "adult_lead")

    def asked():
        parts = waiting.leads_led_by(at.manager, at.lead)
        with CaptureQueriesContext(connection) as queries:
            found = leaving(at.lead, parts)
        return len(queries), len(found)

    before, one = asked()
    for _ in range(3):
        more = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
        how.choose(more)
        how.lead(more, at.lead, "adult_lead")
    after, four = asked()
    assert (one, four) == (1, 4)
    assert after == before
