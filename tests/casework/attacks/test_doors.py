"""Ways past the doors: around the entry gate, and looks and refusals that would leave no trace in the audit."""

from __future__ import annotations

import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.casework import factories as make
from thinkfamily.casework.agencies.models import ClosenessAnswer, ConductAcceptance, Training
from thinkfamily.casework.audit.models import AuditEvent

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


def client_of(worker):
    client = Client()
    client.force_login(worker)
    return client


@pytest.mark.parametrize("lacking", [Authenticator, ClosenessAnswer, ConductAcceptance, Training])
def test_the_interface_lets_in_nobody_who_lacks_a_factor_the_rules_or_training(lacking):
    lead = make.worker("adult_lead")
    family = make.family()
    make.involve(lead, family, "adult_lead")
    lacking.objects.all().delete()
    if lacking is ConductAcceptance:
        assert client_of(lead).get("/families/").status_code == 302
    for path in ("/api/families", f"/api/families/{family.pk}", f"/api/families/{family.pk}/timeline"):
        answer = client_of(lead).get(path)
        assert answer.status_code in (302, 401, 403)
        assert family.reference.encode() not in answer.content
    sent = {"kind": "fact", "category": "other", "text": "Invented."}
    answer = client_of(lead).post(f"/api/families/{family.pk}/statements", sent, content_type="application/json")
    assert answer.status_code in (302, 401, 403)


def looks(worker, family):
    return AuditEvent.objects.filter(worker=worker.pk, family=family.pk, outcome="looked").count()


def test_a_page_shown_in_answer_to_a_form_that_failed_is_a_look():
    """Whoever posts an empty form is shown the page all the same: it must not be a way to read without a trace."""
    lead = make.worker("adult_lead")
    family = make.family()
    make.involve(lead, family, "adult_lead")
    item = make.statement(family, "Something invented and not for everybody.")
    client = client_of(lead)
    for path in (
        f"/families/{family.pk}/statements/{item.pk}/correct/",
        f"/families/{family.pk}/items/statement/{item.pk}/visibility/",
        f"/families/{family.pk}/people/same/",
    ):
        before = looks(lead, family)
        answer = client.post(path, {"why": ""})
        assert answer.status_code == 200
        assert looks(lead, family) == before + 1, path


def test_looking_for_workers_and_families_by_a_form_is_a_look():
    governance = make.worker("governance")
    family = make.family()
    for path, data in (
        ("/who-sees/", {"text": family.reference}),
        ("/organisation/accounts/", {"text": "Invented"}),
    ):
        before = AuditEvent.objects.filter(worker=governance.pk, outcome="looked").count()
        answer = client_of(governance).post(path, data)
        assert answer.status_code == 200
        assert AuditEvent.objects.filter(worker=governance.pk, outcome="looked").count() == before + 1, path


def test_asking_for_a_thing_by_a_guessed_id_is_a_refusal():
    """Trying ids on a file that is one's own finds nothing, and is seen to have been tried."""
    lead = make.worker("adult_lead")
    family, other = make.family(), make.family()
    make.involve(lead, family, "adult_lead")
    theirs = make.statement(other)
    for path in (
        f"/families/{family.pk}/statements/{theirs.pk}/correct/",
        f"/families/{family.pk}/items/statement/{theirs.pk}/visibility/",
        f"/families/{family.pk}/people/{uuid.uuid4()}/in/",
        f"/families/{family.pk}/safe-address/{uuid.uuid4()}/readers/",
    ):
        refused = AuditEvent.objects.filter(worker=lead.pk, family=family.pk, outcome="refused")
        before = refused.count()
        assert client_of(lead).get(path).status_code == 404
        assert refused.count() == before + 1, path
