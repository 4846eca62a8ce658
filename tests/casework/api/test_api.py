"""The interface for programs keeps the pages' promises, and meets whatever is sent to it."""

from __future__ import annotations

import json
import uuid

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import ignored_auth

from tests.casework import factories as make
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.models import Statement

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


@pytest.fixture
def lead():
    return make.worker("adult_lead")


@pytest.fixture
def client_of(lead):
    client = Client()
    client.force_login(lead)
    return client


def test_a_lead_reads_their_family_and_the_look_is_recorded(lead, client_of):
    family = make.family()
    make.involve(lead, family, "adult_lead")
    make.need(family)
    body = client_of.get(f"/api/families/{family.pk}").json()
    assert body["reference"] == family.reference
    assert [need["criterion"] for need in body["needs"]] == ["persistent_absence"]
    assert AuditEvent.objects.filter(worker=lead.pk, family=family.pk, outcome="looked").count() == 1
    assert client_of.get("/api/families").json()["families"][0]["id"] == str(family.pk)


@pytest.mark.parametrize("path", ["", "/timeline"])
def test_not_there_and_not_yours_are_the_same_bytes(client_of, path):
    family = make.family()
    make.restrict(family, make.worker("governance"))
    theirs = client_of.get(f"/api/families/{family.pk}{path}")
    nobodys = client_of.get(f"/api/families/{uuid.uuid4()}{path}")
    assert (
        (theirs.status_code, theirs.content)
        == (nobodys.status_code, nobodys.content)
        == (404, b'{"message": "Not found."}')
    )


def test_a_name_only_family_is_refused_and_the_refusal_is_recorded(lead, client_of):
    family = make.family()
    assert client_of.get(f"/api/families/{family.pk}").status_code == 403
    assert AuditEvent.objects.filter(worker=lead.pk, family=family.pk, outcome="refused").count() == 1


def test_a_statement_is_recorded_once_and_whole(lead, client_of):
    family = make.family()
    make.involve(lead, family, "adult_lead")
    sent = {"kind": "strength", "category": "education", "text": "Walks to school with a friend."}
    answer = client_of.post(f"/api/families/{family.pk}/statements", json.dumps(sent), content_type="application/json")
    assert answer.status_code == 201
    assert Statement.objects.get(pk=answer.json()["id"]).text == sent["text"]


def test_nobody_comes_in_without_signing_in():
    for path in ("/api/families", f"/api/families/{uuid.uuid4()}", "/api/openapi.json"):
        assert Client().get(path).status_code in (302, 401)


def test_a_wrong_value_is_named_by_its_field_and_not_repeated(lead, client_of):
    family = make.family()
    make.involve(lead, family, "adult_lead")
    sent = {"kind": "planted-value", "category": "education", "text": "x"}
    answer = client_of.post(f"/api/families/{family.pk}/statements", json.dumps(sent), content_type="application/json")
    assert answer.status_code == 422
    assert "kind" in answer.json()["message"]
    assert "planted-value" not in answer.content.decode()


@pytest.mark.django_db(databases=["default", "candidates"], transaction=True)
def test_whatever_is_sent_is_answered_as_the_description_says():
    """Schemathesis draws requests from the description; no answer is a fault, and none differs from what is described."""
    lead, family = make.worker("adult_lead"), make.family()
    make.involve(lead, family, "adult_lead")
    client = Client()
    client.force_login(lead)
    token = get_token(HttpRequest())
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": token}
    description = client.get("/api/openapi.json").json()
    schema = schemathesis.openapi.from_dict(description)
    application = get_wsgi_application()
    seen = set()

    for operation in schema.get_all_operations():
        drawn = operation.ok()
        strategy = drawn.as_strategy()

        @settings(
            max_examples=25,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        @given(case=strategy)
        def sent(case):
            if "family_id" in (case.path_parameters or {}) and case.path_parameters["family_id"]:
                case.path_parameters["family_id"] = str(family.pk)
            response = case.call(
                base_url="http://localhost", app=application, headers={"X-CSRFToken": token}, cookies=cookies
            )
            assert response.status_code < 500
            # It would ask again without signing in, over a network; another test here asks that.
            case.validate_response(response, excluded_checks=[ignored_auth])
            seen.add((case.method, response.status_code))

        sent()
    assert {method for method, status in seen if status < 300} >= {"GET", "POST"}
