"""The pages on which people see who has looked."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework import factories as make
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.audit.record import record

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


def text_of(client, who, path, status=200):
    client.force_login(who)
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def look(by, family, action="family.read", outcome="looked", **more):
    return record(action, by=by, kind="family", object=family.pk, family=family.pk, outcome=outcome, **more)


@pytest.fixture
def case():
    """A family with a lead, a manager, a police officer who looked and a stranger who was refused."""
    family = make.family(of=make.team())
    lead = make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    officer = make.worker("partner", at=make.agency("police", kind="police"))
    make.involve(officer, family, "partner")
    stranger = make.worker("claims")
    look(lead, family)
    look(officer, family)
    look(stranger, family, outcome="refused")
    look(lead, family, "family.correct", "done", fields=["residence"])
    return family, lead, officer, stranger


def test_the_lead_sees_who_looked_changed_and_was_refused_and_through_what(client, case):
    family, lead, officer, stranger = case
    page = text_of(client, lead, f"/families/{family.pk}/looks/")
    assert all(one.name in page for one in (lead, officer, stranger))
    assert "Refused:" in page
    assert "Fields: residence" in page
    assert "Partner professional" in page
    assert "Involved with the family" in page
    assert "By role alone, or none" in page
    assert AuditEvent.objects.filter(action="family.history", worker=lead.pk, outcome="looked").count() == 1


def test_what_the_family_is_told_is_offered_to_who_may_read_it(client, case):
    family, lead, *_ = case
    governance = make.worker("governance")
    make.involve(governance, family, "governance")
    told = f"/families/{family.pk}/looks/shared/"
    for who, reads in ((lead, True), (governance, False)):
        assert (told in text_of(client, who, f"/families/{family.pk}/looks/")) is reads
        text_of(client, who, told, 200 if reads else 403)


def test_only_those_with_the_power_see_it(client, case):
    family, _lead, officer, stranger = case
    teacher = make.worker("partner", at=make.agency("education", kind="school"))
    make.involve(teacher, family, "partner")
    text_of(client, teacher, f"/families/{family.pk}/looks/", 403)
    text_of(client, officer, f"/families/{family.pk}/looks/", 404)
    text_of(client, stranger, f"/families/{family.pk}/looks/", 404)
    text_of(client, stranger, "/audit/", 403)
    text_of(client, stranger, "/audit/unusual/", 403)


def test_the_family_is_told_of_agency_and_role_and_never_of_names(client, case):
    family, lead, officer, stranger = case
    member = family.members.get(role="adult").person
    account = make.worker("family_member", at=None, person_id=member.pk)
    type(account).objects.filter(pk=account.pk).update(agency=None)
    account.refresh_from_db()
    make.involve(account, family, "family_member")
    look(account, family, "family.shared_view")
    page = text_of(client, account, f"/families/{family.pk}/looks/shared/")
    assert "Lead for the adults" in page
    assert "Changed something in your file" in page
    assert "Another agency that works with families" in page
    assert "Police" not in page, "that the police look is not told unless their service is shown already"
    assert not any(one.name in page for one in (lead, officer, stranger))
    assert "Family member" not in page, "nor what another member of the family did"
    make.service(family, officer.agency, audience="family")
    assert "Police" in text_of(client, account, f"/families/{family.pk}/looks/shared/")
    text_of(client, account, f"/families/{family.pk}/looks/", 403)


def test_a_worker_sees_their_own_doing_and_nobody_elses(client, case):
    family, lead, officer, _stranger = case
    page = text_of(client, lead, "/account/looks/")
    assert family.reference in page
    assert "Correct who is in a family" in page
    make.conflict(officer, family)
    assert family.reference not in text_of(client, officer, "/account/looks/"), "no trace of a file kept from them"


def test_the_audit_is_searched_by_opaque_id_and_the_search_is_recorded(client, case):
    family, lead, _officer, _stranger = case
    auditor = make.worker("audit")
    record("desk.read", by=lead, kind="candidate", object="handle-1", outcome="looked", using="candidates")
    page = text_of(client, auditor, f"/audit/?id={family.pk}&store=default")
    assert lead.name in page
    assert AuditEvent.objects.filter(action="audit.read", object=str(family.pk), worker=auditor.pk).exists()
    assert "1 event" in text_of(client, auditor, "/audit/?id=handle-1&store=candidates")
    assert "without spaces" in text_of(client, auditor, "/audit/?id=Ada+Testperson&store=default")
    assert not AuditEvent.objects.filter(object__contains="Testperson").exists()


def test_a_page_asks_as_many_queries_for_fifty_rows_as_for_one(client, case):
    family, lead, _officer, _stranger = case
    paths = [f"/families/{family.pk}/looks/", f"/families/{family.pk}/looks/shared/", "/account/looks/"]

    def counts():
        client.force_login(lead)
        found = []
        for path in paths:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(path)
            found.append(len(asked))
        return found

    counts()
    few = counts()
    for _ in range(60):
        look(make.worker("partner"), family)
        look(lead, family)
    assert counts() == few


def test_it_is_paged(client, case):
    family, lead, _officer, _stranger = case
    for _ in range(60):
        look(lead, family, "family.summarise", "done")
    assert "Page 1 of 2" in text_of(client, lead, f"/families/{family.pk}/looks/")
    assert "Page 2 of 2" in text_of(client, lead, f"/families/{family.pk}/looks/?page=2")


def test_an_account_that_is_gone_and_the_program_itself_have_words(client, case):
    family, lead, _officer, _stranger = case
    event = look(lead, family)
    assert event.worker
    record("family.supply", by=None, kind="supply", object=uuid.uuid4(), family=family.pk)
    assert "The program" in text_of(client, lead, f"/families/{family.pk}/looks/")
