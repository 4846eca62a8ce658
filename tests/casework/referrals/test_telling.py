"""Whoever asks without an account is told by somebody, who says so: until then it stands on the screen of who can."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.referrals.asked import TOLD, asked, screened, somebody
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.referrals import actions
from thinkfamily.casework.referrals.actions.late import UNTOLD_HOURS, raise_late
from thinkfamily.casework.referrals.models import Referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


def in_public():
    told = {"route": "public", "happening": "Help them.", "referrer": "Ring the shop", "people": [somebody()]}
    return actions.ask(actions.Asked(**told), by=None)


def advised(referral, by):
    return actions.advise(screened(referral, by), because="Enough.", told=TOLD, by=by)


def page(worker, path):
    client = Client()
    client.force_login(worker)
    return client.get(path)


def test_a_task_stands_until_somebody_says_when_and_how_they_were_told(clock):
    triage = make.worker("triage")
    found = advised(in_public(), triage)
    assert found.waits_to_be_told
    queue = page(triage, "/front-door/").content.decode()
    assert "Tell whoever asked" in queue
    assert found.reference in queue
    assert "Ring the shop" not in queue
    assert "Tell whoever asked" not in page(make.worker("governance"), "/front-door/").content.decode()
    client = Client()
    client.force_login(triage)
    given = {"told_on_day": 5, "told_on_month": 1, "told_on_year": 2026, "told_how": "telephone"}
    assert client.post(f"/front-door/{found.pk}/told/", given).status_code == 302
    shown = client.get(f"/front-door/{found.pk}/").content.decode()
    assert f"Whoever asked was told on 5 January 2026. By telephone, {triage.name}" in shown
    assert "Tell whoever asked" not in client.get("/front-door/").content.decode()
    with pytest.raises(NotPossibleError):
        actions.pass_on(found, told_on=clock.today, told_how="met", by=triage)


def test_who_has_an_account_reads_it_there_unless_they_asked_for_somebody_else(clock):
    triage = make.worker("triage")
    assert not advised(asked(), triage).must_be_told
    caller = asked(by=triage, route="family", referrer="Mrs Caller, 01632 960000")
    assert advised(caller, triage).must_be_told
    gone = asked()
    made = gone.made_by
    type(triage).objects.filter(pk=made).update(is_active=False)
    assert advised(gone, triage).must_be_told, "their account has ended since"


def test_the_day_lies_between_the_decision_and_today(clock):
    triage = make.worker("triage")
    found = advised(in_public(), triage)
    for day in (clock.today - timedelta(days=1), clock.today + timedelta(days=1)):
        with pytest.raises(NotPossibleError):
            actions.pass_on(found, told_on=day, told_how="met", by=triage)
    assert Referral.objects.get(pk=found.pk).waits_to_be_told


def test_who_decided_is_told_when_nobody_passed_it_on(clock):
    triage = make.worker("triage")
    make.worker("triage")
    found = advised(in_public(), triage)
    raise_late()
    assert not Notice.objects.exists()
    clock.on(days=UNTOLD_HOURS // 24 + 1)
    raise_late()
    raise_late()
    assert list(Notice.objects.values_list("to", "kind")) == [(triage.pk, "request_untold")]
    actions.pass_on(found, told_on=timezone.localdate(), told_how="not_reached", by=triage)
    raise_late()
    assert not Notice.objects.exists(), "nobody was mailed yet, and nothing is left to do"
