"""Ordinary addresses by hand: shown, found, ended, kept from packets, and never where somebody must not be found."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.families.seeded import seeded
from tests.casework.referrals.asked import asked, screened, somebody
from tests.casework.referrals.test_accept import accepting
from thinkfamily.casework.access.actions.home_street import declare_home_street
from thinkfamily.casework.access.unusual import SAME_STREET, find
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.families.actions._addresses import taken_apart
from thinkfamily.casework.families.actions.addresses import end_address, record_address
from thinkfamily.casework.families.actions.supplied_people import add_addresses
from thinkfamily.casework.families.models import Address, Person
from thinkfamily.casework.families.problems import FamilyError

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
DAY = date(2026, 11, 1)
SAFE = "The Lighthouse, 77 Zephyrquince Mews, ZZ98 7QX"
SENT = {
    "text": "5 Marblewhistle Road", "postcode": "zz97 5qx", "from_on_day": "1", "from_on_month": "11",
    "from_on_year": "2026",
}  # fmt: skip


def told(s: Any, *people: Any, by: Any = None, **changed: Any) -> list[Address]:
    about = {"text": "5 Marblewhistle Road", "postcode": "ZZ97 5QX", "from_on": DAY} | changed
    return record_address(s.family, list(people or (s.ada,)), **about, by=by or s.lead)


def url(s: Any, name: str) -> str:
    return reverse(f"families:{name}", args=[s.family.pk])


def test_an_address_is_recorded_shown_to_the_team_and_found_by(client):
    s = seeded()
    client.force_login(s.lead)
    assert url(s, "record_address") in client.get(url(s, "addresses")).content.decode()
    done = client.post(url(s, "record_address"), SENT | {"people": [s.ada.pk, s.kit.pk]})
    assert done["Location"] == url(s, "addresses")
    rows = Address.objects.filter(text="5 Marblewhistle Road")
    assert {(row.person_id, row.postcode, row.from_on, row.recorded_by) for row in rows} == {
        (who.pk, "ZZ97 5QX", DAY, s.lead.pk) for who in (s.ada, s.kit)
    }
    event = AuditEvent.objects.get(kind="address")
    assert (event.action, event.fields) == ("family.correct", ["address", "from_on"])
    assert set(event.others) == {str(s.ada.pk), str(s.kit.pk)}
    page = client.get(url(s, "addresses")).content.decode()
    assert page.count("5 Marblewhistle Road, ZZ97 5QX") == 2
    assert s.lead.name in page
    assert s.family.reference in client.post("/search/", {"address": "ZZ97 5QX"}).content.decode()
    client.force_login(s.partner)
    assert "Marblewhistle" not in client.get(url(s, "addresses")).content.decode()


def test_whoever_lives_in_the_same_street_and_looks_is_noticed(client):
    s = seeded()
    told(s)
    assert declare_home_street(by=s.lead, street="Marblewhistle Road", postcode="ZZ97 5QX")
    client.force_login(s.lead)
    client.get(url(s, "people"))
    assert [row.worker for row in find(days=7) if row.rule == SAME_STREET] == [s.lead.pk]


def test_who_lives_there_no_longer_is_ended_and_no_packet_says_otherwise(client):
    s = seeded()
    client.force_login(s.lead)
    row = Address.objects.get(person=s.ada)
    day = {"until_on_day": "1", "until_on_month": "11", "until_on_year": "2026"}
    assert client.post(url(s, "end_address"), {"addresses": [row.pk], **day}).status_code == 302
    row.refresh_from_db()
    assert (row.until_on, row.ended_by) == (DAY, s.lead.pk)
    assert "until 1 November 2026" in client.get(url(s, "addresses")).content.decode()
    assert s.family.reference in client.post("/search/", {"address": "ZZ1 1ZZ"}).content.decode(), "as an old one"
    packet = {
        "person": "a", "feed": "education", "address": row.text, "postcode": row.postcode, "until_on": None,
        "from_on": DAY - timedelta(days=99),
    }  # fmt: skip
    add_addresses([packet], {"a": s.ada}, s.family.supply)
    assert not Address.objects.filter(person=s.ada, until_on=None).exists()
    add_addresses([packet | {"from_on": DAY + timedelta(days=1)}], {"a": s.ada}, s.family.supply)
    assert Address.objects.filter(person=s.ada, until_on=None).exists(), "they moved back, as an agency says"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"from_on": In(1)}, "from_on"),
        ({"text": "0 invented street", "postcode": "zz11zz"}, "text"),
        ({"text": "Room 2, 77 Zephyrquince Mews"}, "text"),
        ({"postcode": "ZZ98 7QX"}, "text"),
    ],
)
def test_what_cannot_be_or_tells_a_safe_address_is_refused(changed, field):
    s = seeded()
    safe_address.record_one(by=s.lead, family=s.family, person=s.kit, text=SAFE, named=[s.lead])
    before = Address.objects.count()
    with pytest.raises(FamilyError) as refused:
        told(s, **worked_out(changed))
    assert refused.value.where == field
    assert Address.objects.count() == before


def test_who_does_not_know_a_safe_address_is_answered_the_same_whatever_they_record():
    s = seeded()
    manager = make.worker("manager", of=s.family.team) if s.family.team else make.worker("manager")
    safe_address.record_one(by=manager, family=s.family, person=s.kit, text=SAFE, named=[manager])
    answers = set()
    for text in ("77 Zephyrquince Mews", "55 Marblewhistle Mews"):
        with pytest.raises(FamilyError) as refused:
            told(s, s.ada, text=text)
        answers.add(str(refused.value))
    assert len(answers) == 1
    assert not Address.objects.filter(text__contains="Zephyrquince").exists()


def test_nothing_is_recorded_in_the_open_of_who_is_restricted_or_lives_with_them():
    s = seeded()
    Person.objects.filter(pk=s.kit.pk).update(is_restricted=True)
    for who in (s.kit, s.ada):
        with pytest.raises(FamilyError) as refused:
            told(s, who)
        assert refused.value.where == "people"
    told(s, s.bo)


def test_only_who_may_be_told_of_a_safe_address_records_an_ordinary_one(client):
    s = seeded()
    analyst = make.worker("desk_analyst")
    make.involve(analyst, s.family, "desk_analyst")
    [row] = told(s)
    for worker in (s.partner, analyst, make.worker("adult_lead"), make.worker("governance")):
        with pytest.raises(PermissionDenied):
            told(s, s.kit, by=worker)
        with pytest.raises(PermissionDenied):
            end_address(s.family, [row], until_on=DAY, by=worker)
    client.force_login(analyst)
    assert url(s, "record_address") not in client.get(url(s, "addresses")).content.decode()
    with pytest.raises(FamilyError):
        told(s, make.person("Stranger"))
    theirs = SimpleNamespace(family=make.family())
    make.involve(s.lead, theirs.family, "adult_lead")
    with pytest.raises(FamilyError):
        end_address(theirs.family, [row], until_on=DAY, by=s.lead)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("5 Marblewhistle Road, Nowhere zz975qx", ("5 Marblewhistle Road, Nowhere", "ZZ97 5QX")),
        ("5 Marblewhistle Road", ("5 Marblewhistle Road", "")),
        ("ZZ97 5QX", ("", "ZZ97 5QX")),
    ],
)
def test_one_line_is_taken_apart(line, parts):
    assert taken_apart(line) == parts


@pytest.mark.parametrize(
    ("said", "is_carried"),
    [({}, True), ({"abuse": "Afraid of him."}, False), ({"answers": {"afraid": "yes"}}, False)],
)
def test_a_request_that_is_accepted_brings_its_address_unless_somebody_may_hide_there(said, is_carried):
    triage = make.worker("triage")
    people = (somebody(), somebody("", "", None, "expected"))
    row = asked(*people, address="5 Marblewhistle Road, ZZ97 5QX", **said)
    family = accepting(screened(row, triage), triage).family
    held = Address.objects.filter(person__memberships__family=family)
    wanted = [("5 Marblewhistle Road", "ZZ97 5QX", triage.pk)] if is_carried else []
    assert [(one.text, one.postcode, one.recorded_by) for one in held] == wanted
