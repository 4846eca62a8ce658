"""Who may see a request: nobody one about their own family or relatives, and of a restricted file only who may know."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.answers import answer_of, shape_of
from tests.casework.referrals.asked import BORN, FIRST, LAST, asked, screened, somebody
from thinkfamily.casework.access.actions.conflict import declare_relative
from thinkfamily.casework.access.actions.sightings import gather_sightings
from thinkfamily.casework.access.models import Notice, Sighting
from thinkfamily.casework.access.permissions import NotAllowedError
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.referrals import actions, queries
from thinkfamily.casework.referrals.actions.lot import draw
from thinkfamily.casework.referrals.models import Referral, ReferralSearch

pytestmark = pytest.mark.django_db


def signed_in(worker):
    client = Client()
    client.force_login(worker)
    return client


def reader(role):
    """Somebody who reads every request there is now: an auditor has them drawn."""
    worker = make.worker(role)
    if role == "audit":
        today = timezone.localdate()
        draw(by=worker, how_many=30, days=9, from_on=today, to_on=today, because="a test")
    return worker


def declared(worker):
    declare_relative(by=worker, kind="relative", first_name=FIRST, last_name=LAST, born=BORN)


def conflicted(worker):
    make.conflict(worker, make.family(make.person(FIRST, LAST, born=BORN)))


def of_the_family(worker):
    person = make.person("Zed", LAST)
    make.family(person, make.person(FIRST, LAST, born=BORN))
    type(worker).objects.filter(pk=worker.pk).update(person_id=person.pk)
    worker.refresh_from_db()


@pytest.mark.parametrize("near", [declared, conflicted, of_the_family])
def test_a_worker_never_meets_a_request_about_their_own_people(near):
    triage, other = make.worker("triage"), make.worker("triage")
    near(triage)
    referral, unrelated = asked(), asked(somebody("Other", "Person"))
    client = signed_in(triage)
    page = client.get("/front-door/").content.decode()
    assert referral.reference not in page
    assert unrelated.reference in page
    assert client.get(f"/front-door/{referral.pk}/").status_code == 404
    for step in ("screen", "search", "judge", "urgent", "acted", "go-on", "accept", "close"):
        assert client.post(f"/front-door/{referral.pk}/{step}/").status_code == 404
    with pytest.raises(NotAllowedError):
        actions.screen(referral, by=triage)
    looking = screened(asked(somebody(role="adult"), somebody("Third", LAST)), other)
    assert referral in queries.like(standing_of(other), looking)
    actions.raise_on(referral, by=other)
    assert {notice.to for notice in Notice.objects.filter(kind="urgent_raised")} == {other}


def test_not_there_and_not_yours_are_one_answer():
    triage = make.worker("triage")
    declared(triage)
    referral, client = asked(), signed_in(triage)
    told = []
    for pk in ("00000000-0000-4000-8000-000000000000",) * 2 + (referral.pk,):
        with CaptureQueriesContext(connection) as done:
            answer = client.get(f"/front-door/{pk}/")
        told.append((answer_of(answer), shape_of(done.captured_queries)))
    assert told[1] == told[2]


def test_a_search_that_meets_a_restricted_file_tells_its_custodian_and_never_the_searcher():
    triage, keeper = make.worker("triage"), make.worker("governance")
    open_family = make.family(make.person("Sam", "Openham", born=BORN))
    family = make.family(make.person(FIRST, LAST, born=BORN))
    make.restrict(family, keeper)
    client = signed_in(triage)

    def looked(first, last):
        referral = screened(asked(somebody(first, last)), triage, has_looked=False)
        with CaptureQueriesContext(connection) as done:
            client.post(f"/front-door/{referral.pk}/search/")
        page = client.get(f"/front-door/{referral.pk}/").content.decode()
        shape = [re.sub(r"\(\?(, \?)*\)", "(?)", text) for text in shape_of(done.captured_queries)]
        return referral, page, shape

    looked("Warm", "Up")
    referral, page, shape = looked(FIRST, LAST)
    nobody = looked("Nobody", "Known")
    assert "None that you may learn of." in page
    assert family.reference not in page
    assert shape == nobody[2], "as many statements, of the same form"
    assert ReferralSearch.objects.get(referral=referral).hits == []
    assert str(family.pk) in str([event.others for event in AuditEvent.objects.filter(kind="search")])
    gather_sightings()
    assert {(sighting.worker, sighting.restriction.family) for sighting in Sighting.objects.all()} == {
        (triage.pk, family)
    }
    assert Notice.objects.filter(to=keeper, kind="sighting").exists()
    assert open_family.reference in looked("Sam", "Openham")[1]


def test_a_family_restricted_since_is_shown_no_longer():
    triage = make.worker("triage")
    family = make.family(make.person(FIRST, LAST, born=BORN))
    referral, client = screened(asked(), triage, has_looked=False), signed_in(triage)
    actions.search(referral, by=triage)
    assert family.reference in client.get(f"/front-door/{referral.pk}/").content.decode()
    make.restrict(family, make.worker("governance"))
    assert family.reference not in client.get(f"/front-door/{referral.pk}/").content.decode()


@pytest.mark.parametrize("role", ["desk_analyst", "governance", "audit"])
def test_domestic_abuse_is_for_those_who_look_at_requests(role):
    referral = asked(
        categories=["domestic_abuse", "education"], abuse="Zephyr", answers={"afraid": "yes", "hurt": "no"}
    )
    shown = signed_in(make.worker("triage")).get(f"/front-door/{referral.pk}/").content.decode()
    kept = signed_in(reader(role)).get(f"/front-door/{referral.pk}/").content.decode()
    for words in ("Zephyr", "Domestic abuse", "afraid of somebody"):
        assert words in shown
        assert words not in kept
    assert "Is a child hurt" in kept
    assert "Domestic abuse" not in signed_in(reader(role)).get("/front-door/").content.decode()


@pytest.mark.parametrize(("told", "is_shown"), [({}, True), ({"answers": {"afraid": "yes"}}, False)])
def test_reasons_that_may_speak_of_domestic_abuse_are_kept_with_it(told, is_shown):
    triage = make.worker("triage")
    referral = screened(asked(somebody(born=date(2009, 1, 1)), **told), triage)
    actions.advise(referral, because="Zephyr reasons", told="Thank you.", by=triage)
    for role, sees in (("triage", True), ("manager", True), ("audit", is_shown), ("governance", is_shown)):
        page = signed_in(reader(role)).get(f"/front-door/{referral.pk}/").content.decode()
        assert ("Zephyr reasons" in page) is sees, role


def test_the_auditor_does_not_meet_families_that_others_found():
    triage = make.worker("triage")
    family = make.family(make.person(FIRST, LAST, born=BORN))
    referral = screened(asked(), triage, has_looked=False)
    actions.search(referral, by=triage)
    page = signed_in(reader("audit")).get(f"/front-door/{referral.pk}/")
    assert (page.status_code, family.reference in page.content.decode()) == (200, False)


def test_each_look_is_recorded():
    referral, auditor = asked(), reader("audit")
    client = signed_in(auditor)
    client.get("/front-door/")
    client.get(f"/front-door/{referral.pk}/")
    looks = AuditEvent.objects.filter(worker=auditor.pk, action="referral.read", outcome="looked")
    assert [(event.kind, event.object, event.others) for event in looks.order_by("pk")] == [
        ("referrals", "", [str(referral.pk)]),
        ("referral", str(referral.pk), []),
    ]


@pytest.mark.parametrize("page", ["/front-door/", "one"])
def test_a_page_costs_the_same_whatever_is_on_it(page):
    triage = make.worker("triage")
    referral = screened(asked(), triage)
    path = f"/front-door/{referral.pk}/" if page == "one" else page
    client = signed_in(triage)

    def cost():
        with CaptureQueriesContext(connection) as done:
            client.get(path)
        return len(done)

    def fill(times):
        for _ in range(times):
            family = make.family(make.person(FIRST, LAST, born=BORN))
            make.involve(make.worker("adult_lead"), family, "adult_lead")
            asked(somebody(), somebody("Bo"), by=make.worker("partner"), categories=["education", "housing"])
        actions.search(referral, by=triage)

    fill(1)
    client.get(path)
    first = cost()
    fill(4)
    assert cost() == first


def test_the_queue_has_alerts_first_then_overdue_then_by_the_hour():
    late, later, soon = asked(), asked(), asked()
    now = timezone.now()
    for one, hours in ((late, -5), (later, 40), (soon, 2)):
        Referral.objects.filter(pk=one.pk).update(due_at=now + timedelta(hours=hours))
    alert = actions.raise_alert(by=make.worker("adult_lead"))
    found = queries.queue(standing_of(make.worker("manager")))
    assert found.rows == [alert, late, soon, later]
    assert (found.urgent, found.overdue) == (1, 1)
    actions.act(alert, by=make.worker("triage"))
    assert alert not in queries.queue(standing_of(make.worker("manager"))).rows


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6])
def test_pages_of_the_queue_go_on_from_alerts_to_what_waits_and_leave_nobody_out(size, monkeypatch):
    monkeypatch.setattr(sys.modules["thinkfamily.casework.referrals.queries.queue"], "PAGE", size)
    waiting = [asked() for _ in range(3)]
    alerts = [actions.raise_alert(by=make.worker("adult_lead")) for _ in range(2)]
    for hours, one in enumerate([*waiting, *alerts]):
        Referral.objects.filter(pk=one.pk).update(due_at=timezone.now() + timedelta(hours=hours))
    manager, found, page, more = standing_of(make.worker("manager")), [], 0, True
    while more:
        page += 1
        part = queries.queue(manager, page=page)
        found, more = [*found, *part.rows], part.has_more
    assert found == [*alerts, *waiting]
    assert page == -(-5 // size)


def test_what_is_in_one_state_is_by_its_hour_while_it_waits_and_then_the_newest_first():
    soon, later = asked(), asked()
    Referral.objects.filter(pk=later.pk).update(due_at=soon.due_at + timedelta(hours=9))
    manager = standing_of(make.worker("manager"))
    assert queries.queue(manager, state=soon.state).rows == [soon, later]
    Referral.objects.update(state="advised")
    Referral.objects.filter(pk=later.pk).update(made_at=soon.made_at + timedelta(minutes=5))
    assert queries.queue(manager, state="advised").rows == [later, soon]
