"""Opening a file in an emergency: asked for, allowed by another, told of, ended, reviewed; never for what it must not open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access.actions import opening as actions
from thinkfamily.casework.access.models import Notice, Opening
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.access.scope import family_with
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.access.working_days import working_days_after
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    made = make.family(of=make.team())
    make.involve(make.worker("child_lead"), made, "child_lead")
    return made


@pytest.fixture
def manager(family):
    return make.worker("manager", of=make.team())


def reads(worker, family):
    worker._standing = None
    found = family_with(standing_of(worker), family.pk, "family.read")
    return found is not None and bool(found.may)


def test_triage_opens_at_once_and_managers_and_governance_are_told(family, manager):
    triage, officer = make.worker("triage"), make.worker("governance")
    far = make.worker("manager", of=make.team("Southside"))
    opening = actions.ask(by=triage, family=family, reason="a child is alone", minutes=30)
    assert reads(triage, family)
    assert opening.ends_at - opening.opens_at == timedelta(minutes=30)
    assert {notice.to for notice in Notice.objects.filter(kind="opening_used")} == {manager, officer}
    call_command("send_notices", verbosity=0)
    assert {message.to[0] for message in mail.outbox} == {manager.email, officer.email}
    assert far.email not in str([message.to for message in mail.outbox])
    for message in mail.outbox:
        assert family.reference not in message.subject + message.body
        assert "alone" not in message.body


def test_a_lead_waits_for_another_person(family, manager):
    lead = make.worker("adult_lead")
    opening = actions.ask(by=lead, family=family, reason="x", minutes=30)
    assert not reads(lead, family)
    with pytest.raises(NotAllowedError):
        actions.decide(by=lead, opening=opening, is_allowed=True)
    actions.decide(by=manager, opening=opening, is_allowed=True)
    assert reads(lead, family)
    with pytest.raises(NotPossibleError):
        actions.decide(by=manager, opening=opening, is_allowed=True)


def test_who_is_lead_and_manager_does_not_allow_themselves(family):
    both = make.worker("adult_lead")
    make.Appointment.objects.create(worker=both, role="manager", because="x")
    other = make.family(of=make.team("Southside"))
    opening = actions.ask(by=both, family=other, reason="x", minutes=5)
    with pytest.raises(NotPossibleError) as raised:
        actions.decide(by=both, opening=opening, is_allowed=True)
    assert raised.value.code == "TF-ACCESS-043"


def test_a_request_turned_down_or_lapsed_opens_nothing(family, manager):
    lead = make.worker("adult_lead")
    refused = actions.ask(by=lead, family=family, reason="x", minutes=30)
    actions.decide(by=manager, opening=refused, is_allowed=False)
    assert not reads(lead, family)
    old = actions.ask(by=lead, family=family, reason="x", minutes=30)
    Opening.objects.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(hours=9))
    with pytest.raises(NotPossibleError):
        actions.decide(by=manager, opening=old, is_allowed=True)


@pytest.mark.parametrize("minutes", [0, 241])
def test_it_is_limited_in_time(family, minutes):
    with pytest.raises(NotPossibleError):
        actions.ask(by=make.worker("triage"), family=family, reason="x", minutes=minutes)


def test_it_never_opens_ones_own_family_or_a_restricted_file(family):
    triage = make.worker("triage")
    make.conflict(triage, family)
    with pytest.raises(NotAllowedError):
        actions.ask(by=triage, family=family, reason="x", minutes=5)
    other, named, unnamed = make.family(), make.worker("adult_lead"), make.worker("triage")
    make.restrict(other, make.worker("governance"), named)
    with pytest.raises(NotPossibleError) as raised:
        actions.ask(by=named, family=other, reason="x", minutes=5)
    assert raised.value.code == "TF-ACCESS-041"
    with pytest.raises(NotAllowedError):
        actions.ask(by=unnamed, family=other, reason="x", minutes=5)


def test_a_file_restricted_while_it_is_open_closes_even_to_the_named(family):
    triage = make.worker("triage")
    actions.ask(by=triage, family=family, reason="x", minutes=5)
    make.restrict(family, make.worker("governance"), triage)
    assert not reads(triage, family)


def test_the_banner_stands_on_the_files_pages_and_ends_it(client, family, manager):
    triage = make.worker("triage")
    client.force_login(triage)
    answer = client.post(f"/families/{family.pk}/open/", {"reason": "a child is alone", "minutes": 60})
    assert answer.status_code == 302
    for page in ("known", "people-involved"):
        text = client.get(f"/families/{family.pk}/{page}/").content.decode()
        assert "You have this file open in an emergency" in text
        assert "in 60 minutes" in text
    assert "open in an emergency" not in client.get(f"/families/{make.family().pk}/known/").content.decode()
    assert client.post(f"/families/{family.pk}/open/end/").status_code == 302
    assert client.get(f"/families/{family.pk}/people-involved/").status_code == 403
    assert "You have this file open" not in client.get(f"/families/{family.pk}/known/").content.decode()


def test_it_is_reviewed_by_another_with_what_was_read(client, family, manager):
    triage, auditor = make.worker("triage"), make.worker("audit")
    client.force_login(triage)
    client.post(f"/families/{family.pk}/open/", {"reason": "a child is alone", "minutes": 60})
    client.get(f"/families/{family.pk}/people-involved/")
    client.post(f"/families/{family.pk}/open/end/")
    opening = Opening.objects.get()
    assert opening.review_due_on == working_days_after(timezone.localdate(), 2)
    client.force_login(auditor)
    Opening.objects.update(review_due_on=timezone.localdate() - timedelta(days=1))
    assert "Overdue" in client.get("/openings/review/").content.decode()
    page = client.get(f"/openings/{opening.pk}/review/").content.decode()
    assert "<strong>Looked:</strong> Read a family’s file" in page.replace("&#x27;", "’")
    assert "<strong>Done:</strong> Opened the file in an emergency." in page
    assert "opening.use" not in page
    assert "whether allowed" in page
    call_command("send_notices", verbosity=0)
    assert Notice.objects.filter(to=auditor, kind="opening_due").exists()
    given = {"finding": "not_justified", "note": "a test"}
    assert client.post(f"/openings/{opening.pk}/review/", given).status_code == 302
    opening.refresh_from_db()
    assert (opening.finding, opening.reviewed_by) == ("not_justified", auditor.pk)
    assert "Not justified" in client.get("/openings/review/").content.decode()


def test_who_used_or_is_kept_from_it_does_not_review_it(client, family):
    triage = make.worker("triage")
    make.Appointment.objects.create(worker=triage, role="audit", because="x")
    opening = actions.ask(by=triage, family=family, reason="x", minutes=5)
    actions.end(by=triage, family=family)
    with pytest.raises(NotPossibleError):
        actions.review(by=triage, opening=opening, finding="justified", note="x")
    relative = make.worker("audit")
    make.conflict(relative, family)
    with pytest.raises(NotAllowedError):
        actions.review(by=relative, opening=opening, finding="justified", note="x")
    client.force_login(relative)
    assert client.get(f"/openings/{opening.pk}/review/").status_code == 404
    assert family.reference not in client.get("/openings/review/").content.decode()
    assert AuditEvent.objects.filter(worker=relative.pk, outcome="refused", kind="opening").count() == 1


def test_name_only_shows_whom_to_ask_and_nothing_else(client, family):
    lead = family.involvements.get().worker
    teacher = make.worker("partner", at=make.agency("education", kind="school"))
    make.involve(teacher, family, "partner")
    client.force_login(make.worker("adult_lead", at=make.agency("housing")))
    page = client.get(f"/families/{family.pk}/known/").content.decode()
    assert lead.name in page
    assert teacher.name not in page, "that a school works with them is itself something told"
    for person in Person.objects.filter(memberships__family=family):
        assert person.first_name not in page.split("<main")[1]
    make.grant(family, teacher.agency, make.agency("housing"), "education")
    assert teacher.name in client.get(f"/families/{family.pk}/known/").content.decode()


def test_working_days_step_over_weekends_and_bank_holidays():
    assert working_days_after(date(2026, 12, 24), 2) == date(2026, 12, 30)
    assert working_days_after(date(2026, 11, 20), 2) == date(2026, 11, 24)
