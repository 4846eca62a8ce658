"""Each rule of unusual access: a seeded case that it finds, and one beside it that it leaves alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from tests.casework import factories as make
from thinkfamily.casework.access import self_report, streets, unusual
from thinkfamily.casework.access.actions.home_street import declare_home_street
from thinkfamily.casework.access.models import HomeStreet
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Address

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
# A Wednesday in working time.
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    """The clock, which a test may move: ``clock["now"]``."""
    clock = {"now": NOON}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["now"])
    return clock


def look(by, family, clock, at=NOON, outcome="looked", action="family.read"):
    """An event at a time of the test's choosing."""
    event = AuditEvent(
        at=at,
        worker=by.pk,
        agency=by.agency_id,
        action=action,
        outcome=outcome,
        kind="family",
        object=str(family.pk) if family else "",
        family=family.pk if family else None,
    )
    event.save()


def found(rule, **more):
    return [row for row in unusual.find(days=7, **more) if row.rule is rule]


def lead_of(*families, **fields):
    lead = make.worker("adult_lead", **fields)
    for family in families:
        make.involve(lead, family, "adult_lead")
    return lead


@pytest.mark.parametrize(
    ("own", "theirs", "is_found"),
    [
        ("Pat Fablewright", "Fablewright", True),
        ("Pat FABLEWRIGHT", "fablewright", True),
        ("Pat Fáblewright", "Fablewright-Oddname", True),
        ("Pat O'Fable", "OFable", True),
        ("Pat Wright", "Fablewright", False),
        ("Fablewright Pat", "Fablewright", False),
        ("Pat Li", "Li", False),
    ],
)
def test_same_last_name(at_noon, own, theirs, is_found):
    family = make.family(make.person("Kit", last=theirs))
    other = make.family()
    lead = lead_of(family, other)
    type(lead).objects.filter(pk=lead.pk).update(name=own)
    for one in (family, family, other):
        look(lead, one, at_noon)
    assert [(row.worker, row.family, row.times) for row in found(unusual.SAME_NAME)] == (
        [(lead.pk, family.pk, 2)] if is_found else []
    )


@pytest.mark.parametrize(
    ("text", "postcode", "is_found"),
    [
        ("12 Fable Street, Invented Town", "ZZ9 9ZZ", True),
        ("Flat 3, 4a Fable St, Invented Town", "zz99zz", True),
        ("Fable Court, 7 Fable Street", "ZZ9 1AA", True),
        ("12 Fable Street", "ZZ8 9ZZ", False),
        ("12 Fable Road", "ZZ9 9ZZ", False),
    ],
)
def test_same_street(at_noon, text, postcode, is_found):
    kit = make.person("Kit")
    family = make.family(kit)
    Address.objects.create(person=kit, text=text, postcode=postcode)
    lead = lead_of(family)
    neighbour = lead_of(family)
    assert declare_home_street(by=lead, street="Fable Street", postcode="ZZ9 9ZZ")
    look(lead, family, at_noon)
    look(neighbour, family, at_noon)
    assert [row.worker for row in found(unusual.SAME_STREET)] == ([lead.pk] if is_found else [])


def test_a_declared_street_is_kept_as_a_code_alone(at_noon):
    lead = make.worker("adult_lead")
    assert not declare_home_street(by=lead, street="12", postcode="ZZ9 9ZZ")
    assert declare_home_street(by=lead, street="12 Fable Street", postcode="ZZ9 9ZZ")
    row = HomeStreet.objects.get()
    assert len(row.fingerprint) == 64
    assert "able" not in str(vars(row))
    assert streets.street_of("12 Fable Street") == "fable street"


def test_no_part_in_the_work(at_noon):
    team, other = make.team(), make.team("Southside")
    family, led = make.family(of=team), make.family(of=team)
    lead = lead_of(led)
    was = lead_of()
    make.involve(was, family, "adult_lead", until=NOON.date())
    manager, far_manager = make.worker("manager", of=team), make.worker("manager", of=other)
    triage = make.worker("triage")
    opener = make.worker("adult_lead")
    make.opened(opener, led)
    for who, what in (
        (lead, led),
        (lead, family),
        (was, family),
        (manager, family),
        (far_manager, family),
        (triage, family),
        (triage, led),
        (opener, led),
    ):
        look(who, what, at_noon)
    assert {(row.worker, row.family) for row in found(unusual.NO_PART)} == {
        (lead.pk, family.pk),
        (was.pk, family.pk),
        (far_manager.pk, family.pk),
        (triage.pk, led.pk),
    }


@pytest.mark.parametrize(
    ("rule", "most", "outcome", "action"),
    [
        (unusual.REFUSALS, unusual.MANY_REFUSALS, "refused", "family.read"),
        (unusual.SEARCHED, unusual.MANY_SEARCHES, "looked", "family.find"),
    ],
)
def test_many_in_a_day(at_noon, rule, most, outcome, action):
    many, few, spread = (make.worker("adult_lead") for _ in range(3))
    for number in range(most):
        look(many, None, at_noon, outcome=outcome, action=action)
        if number:
            look(few, None, at_noon, outcome=outcome, action=action)
        look(spread, None, at_noon, NOON - timedelta(days=number % 2), outcome, action)
    assert [(row.worker, row.times) for row in found(rule)] == [(many.pk, most)]


@pytest.mark.parametrize(
    ("begin", "minutes", "is_found"),
    [
        (NOON.replace(hour=22), 2, True),
        (NOON.replace(hour=22), 4, False),
        (NOON.replace(hour=10), 2, False),
        (NOON.replace(day=15, hour=10), 2, True),
    ],
    ids=["at night", "slowly", "in working time", "on a Sunday"],
)
def test_bursts_outside_working_time(at_noon, begin, minutes, is_found):
    at_noon["now"] = NOON + timedelta(days=1)
    family = make.family()
    lead = lead_of(family)
    for number in range(unusual.BURST_LOOKS):
        look(lead, family, at_noon, begin + timedelta(minutes=minutes * number))
    assert [row.times for row in found(unusual.AT_NIGHT)] == ([unusual.BURST_LOOKS] if is_found else [])


def test_only_the_days_asked_for(at_noon):
    family, who = make.family(), make.worker("adult_lead")
    look(who, family, at_noon, NOON - timedelta(days=8))
    assert unusual.find(days=7) == []
    assert len(unusual.find(days=9)) == 1


def test_a_manager_sees_the_workers_of_their_teams_and_never_themselves(client, at_noon):
    team, other = make.team(), make.team("Southside")
    manager = make.worker("manager", of=team)
    mine, theirs = make.worker("adult_lead", of=team), make.worker("adult_lead", of=other)
    family = make.family(of=other)
    for who in (mine, theirs, manager):
        look(who, family, at_noon)
    assert unusual.answered_for(standing_of(manager)) == [mine.pk]
    client.force_login(manager)
    page = client.get("/audit/unusual/").content.decode()
    assert mine.name in page
    assert theirs.name not in page
    client.force_login(make.worker("governance"))
    page = client.get("/audit/unusual/?days=28").content.decode()
    assert all(who.name in page for who in (mine, theirs, manager))


def test_a_file_that_the_manager_may_not_know_leaves_no_trace(client, at_noon):
    team = make.team()
    manager, lead = make.worker("manager", of=team), make.worker("adult_lead", of=team)
    family = make.family(of=team)
    make.restrict(family, make.worker("governance"))
    look(lead, family, at_noon)
    client.force_login(manager)
    page = client.get("/audit/unusual/").content.decode()
    assert "0 rows" in page
    assert lead.name not in page
    assert family.reference not in page
    assert str(family.pk) not in page


def test_the_weekly_report_holds_counts_and_a_link_and_nobody(at_noon):
    team = make.team()
    manager, lead = make.worker("manager", of=team), make.worker("adult_lead", of=team)
    family = make.family(make.person("Kit", last="Fablewright"), of=team)
    type(lead).objects.filter(pk=lead.pk).update(name="Pat Fablewright")
    look(lead, family, at_noon)
    assert self_report.send_weekly() == 2
    to_lead, to_manager = (next(sent for sent in mail.outbox if sent.to == [who.email]) for who in (lead, manager))
    assert "same last name: 1" in to_lead.body
    assert "/account/looks/" in to_lead.body
    assert "1 of the workers you answer for" in to_manager.body
    assert "/audit/unusual/" in to_manager.body
    for sent in (to_lead, to_manager):
        assert not any(
            word in sent.subject + sent.body for word in ("Fablewright", "Pat", "Kit", family.reference, str(family.pk))
        )
    assert AuditEvent.objects.filter(action="access.unusual_report").count() == 2


def test_nobody_is_mailed_when_nothing_was_unusual(at_noon):
    record("family.find", by=make.worker("adult_lead"), kind="site", outcome="looked")
    assert self_report.send_weekly() == 0
    assert mail.outbox == []


def test_a_worker_declares_and_forgets_their_street_on_screen(client, at_noon):
    lead = make.worker("adult_lead")
    client.force_login(lead)
    assert client.post("/account/home-street/", {"street": "Fable Street", "postcode": "ZZ9 9ZZ"}).status_code == 302
    assert HomeStreet.objects.count() == 1
    assert client.post("/account/home-street/", {"forget": "1"}).status_code == 302
    assert HomeStreet.objects.count() == 0
    assert b"Give the name" in client.post("/account/home-street/", {"street": "12", "postcode": "ZZ9 9ZZ"}).content
