"""A program is let in by its key and by nothing else, reads what its agency may see, and leaves a trace of each call."""

from __future__ import annotations

import json
import logging
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.api.programs import HERE, ask, key, program
from tests.casework.days import In, worked_out
from thinkfamily.casework.access.actions.notices import mail_notices, tell
from thinkfamily.casework.agencies import actions as accounts
from thinkfamily.casework.agencies.actions import programs as actions
from thinkfamily.casework.agencies.models import Appointment, ProgramKey, Worker
from thinkfamily.casework.agencies.permissions import why_not_held
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.models import SafeAddress, Statement
from thinkfamily.casework.site.api.keys import OPERATIONS
from thinkfamily.casework.site.api.operations import api

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
SAID = {"kind": "fact", "category": "education", "text": "Back at school."}


@pytest.fixture
def calls():
    """A program with a part in a family's case."""
    made, family = program(), make.family()
    make.involve(made.worker, family, "partner")
    return made, family


def test_a_program_reads_what_its_agency_may_see_and_is_audited_as_itself(calls):
    made, family = calls
    police = make.agency("police", kind="police")
    make.event(family, made.worker.agency, "education", title="Of the school")
    make.event(family, police, "police", title="Of the police")
    token = key(made)
    assert [row["id"] for row in ask("/api/families", token).json()["families"]] == [str(family.pk)]
    assert ask(f"/api/families/{family.pk}", token).json()["reference"] == family.reference
    events = ask(f"/api/families/{family.pk}/timeline", token).json()["events"]
    assert {event["title"] for event in events} == {"Of the school"}
    looks = AuditEvent.objects.filter(worker=made.pk, agency=made.worker.agency_id, outcome="looked")
    assert looks.filter(family=family.pk).count() == 2
    assert ProgramKey.objects.get().used_on == timezone.localdate()


def test_a_program_records_as_itself_without_a_forms_token(calls):
    made, family = calls
    answer = Client(enforce_csrf_checks=True).post(
        f"/api/families/{family.pk}/statements",
        json.dumps(SAID),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key(made)}"},
    )
    assert answer.status_code == 201
    assert Statement.objects.get(pk=answer.json()["id"]).recorded_by == made.pk


def test_a_cookie_alone_still_needs_its_token_and_a_cookie_with_a_key_is_refused(calls):
    made, family = calls
    lead = make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    path = f"/api/families/{family.pk}/statements"
    assert client.post(path, json.dumps(SAID), content_type="application/json").status_code == 403
    assert ask("/api/families", key(made), client).status_code == 401


@pytest.mark.parametrize("bad", ["", "x", "tfk_", "tfk_{0}_short", "tfk_{0}_" + "A" * 43, "tfk_{1}_" + "A" * 43])
def test_what_is_no_key_opens_nothing_and_stands_in_no_log(calls, caplog, bad):
    made, _ = calls
    own = key(made)
    token = bad.format(own.split("_")[1], uuid.uuid4().hex)
    with caplog.at_level(logging.DEBUG):
        answer = ask("/api/families", token)
    assert (answer.status_code, set(answer.json())) == (401, {"message"})
    assert not token or len(token) < 4 or token not in caplog.text + answer.content.decode()


def test_each_condition_alone_keeps_a_key_out(calls):
    made, _ = calls
    today = timezone.localdate()
    token = key(made)

    def refused() -> int:
        return ask("/api/families", token).status_code

    def back(row, **was):
        type(row).objects.filter(pk=row.pk).update(**was)

    assert refused() == 200
    row, worker, boss = ProgramKey.objects.get(), made.worker, made.responsible
    for one, change, status in (
        (row, {"ends_on": today}, 401),
        (row, {"revoked_at": timezone.now()}, 401),
        (worker, {"is_active": False}, 401),
        (worker, {"account_until": today}, 401),
        (worker, {"is_program": False}, 401),
        (boss, {"is_active": False}, 401),
        (boss, {"account_until": today}, 401),
        (made, {"networks": ["192.0.2.0/24"]}, 403),
        (made, {"networks": []}, 403),
        (made, {"operations": ["family"]}, 403),
    ):
        was = {name: getattr(one, name) for name in change}
        back(one, **change)
        assert refused() == status, change
        back(one, **was)
    assert refused() == 200
    assert AuditEvent.objects.filter(action="program.call", worker=made.pk, outcome="refused").count() == 10


def test_from_another_network_it_is_not_let_in(calls):
    made, _ = calls
    made.networks = ["198.51.100.0/24", "2001:db8::/32"]
    made.save()
    token = key(made)
    for address, status in (
        ("198.51.100.7", 200),
        ("::ffff:198.51.100.7", 200),
        ("2001:db8::7", 200),
        ("198.51.101.7", 403),
        ("127.0.0.1", 403),
        ("", 403),
    ):
        assert ask("/api/families", token, REMOTE_ADDR=address).status_code == status, address


def test_a_role_beyond_a_partners_lets_nothing_in_and_is_not_given(calls):
    made, _ = calls
    assert why_not_held(made.worker, "partner", None, set()) == ""
    for role in ("manager", "adult_lead", "governance", "sysadmin", "desk_analyst"):
        assert "can only be a partner" in why_not_held(made.worker, role, None, set())
    Appointment.objects.create(worker=made.worker, role="manager", because="put there by hand")
    assert ask("/api/families", key(made)).status_code == 403


def test_a_restricted_file_is_not_there_for_a_program_even_where_it_is_named(calls):
    made, family = calls
    token = key(made)
    nobodys = ask(f"/api/families/{uuid.uuid4()}", token).content
    make.restrict(family, make.worker("governance"), made.worker)
    for path in ("", "/timeline"):
        answer = ask(f"/api/families/{family.pk}{path}", token)
        assert (answer.status_code, answer.content) == (404, nobodys)
    assert ask("/api/families", token).json()["families"] == []


def test_no_safe_address_goes_to_a_program(calls):
    made, family = calls
    person = family.members.first().person
    SafeAddress.objects.create(family=family, person=person, text="Planted House 7", recorded_by=made.responsible_id)
    token = key(made)
    for path in ("/api/families", f"/api/families/{family.pk}", f"/api/families/{family.pk}/timeline"):
        assert "Planted" not in ask(path, token).content.decode()


def test_a_program_signs_in_nowhere_and_opens_no_page(calls):
    made, _ = calls
    client = Client()
    client.force_login(made.worker, backend="thinkfamily.casework.agencies.sign_in.InDate")
    assert client.get("/families/").status_code == 302
    assert ask("/families/", key(made)).status_code == 302
    assert ask("/api/openapi.json", key(made)).status_code == 302
    by = make.worker("sysadmin")
    with pytest.raises(ValidationError, match="signs in nowhere"):
        accounts.send_link(made.worker, by=by, address="http://localhost/")
    with pytest.raises(ValidationError, match="see Programs"):
        accounts.change_account(made.worker, by=by, name="X", email="x@example.org")


def test_nothing_is_mailed_to_a_program(calls):
    made, _ = calls
    tell("conflict_found", uuid.uuid4(), [made.worker])
    assert mail_notices() == 0
    assert not mail.outbox


def test_a_key_is_kept_as_a_digest_and_two_at_most_so_that_one_follows_the_other(calls):
    made, _ = calls
    first, second = key(made), key(made)
    with pytest.raises(ValidationError, match="two keys already"):
        key(made)
    kept = json.dumps(list(ProgramKey.objects.values()), default=str)
    assert first[-43:] not in kept
    assert ask("/api/families", first).status_code == ask("/api/families", second).status_code == 200
    old = ProgramKey.objects.get(pk=uuid.UUID(hex=first.split("_")[1]))
    actions.revoke_key(old, by=made.responsible, because="The new one is in use.")
    assert (ask("/api/families", first).status_code, ask("/api/families", second).status_code) == (401, 200)
    events = AuditEvent.objects.filter(object=str(made.pk), outcome="done")
    assert {"program.made", "program.key_made", "program.key_revoked"} <= set(events.values_list("action", flat=True))


def test_who_makes_the_account_never_holds_its_key(calls):
    made, _ = calls
    ends_on = timezone.localdate() + timedelta(days=10)
    keeper = make.worker("sysadmin")
    with pytest.raises(PermissionDenied):
        actions.make_key(made, by=keeper, ends_on=ends_on)
    about = {"what_for": "x", "operations": ["families"], "networks": HERE}
    with pytest.raises(ValidationError, match="does not hold its key"):
        actions.change_program(made, by=keeper, responsible=keeper, **about)
    token = key(made)
    actions.change_program(made, by=keeper, responsible=make.worker("manager"), **about)
    assert ask("/api/families", token).status_code == 401, "whoever answered before may have kept it"


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ({"networks": []}, "from nowhere else"),
        ({"networks": ["0.0.0.0/0"]}, "as good as everywhere"),
        ({"networks": ["::/0"]}, "as good as everywhere"),
        ({"networks": ["somewhere"]}, "no network"),
        ({"account_until": In(0)}, "within a year"),
        ({"account_until": In(400)}, "within a year"),
    ],
)
def test_an_account_without_bounds_is_not_made(about, found):
    with pytest.raises(ValidationError) as error:
        program(**worked_out(about))
    assert found in str(error.value)
    assert not Worker.objects.filter(is_program=True).exists()


def test_a_stranger_or_another_program_answers_for_none():
    other = make.worker("partner", at=make.agency("police", kind="police"))
    with pytest.raises(ValidationError, match="Choose somebody"):
        program(responsible=other)
    with pytest.raises(ValidationError, match="Choose somebody"):
        program(responsible=program().worker)


def test_what_a_program_can_be_let_do_is_what_the_interface_has():
    named = {
        operation.view_func.__name__
        for _, router in api._routers
        for path in router.path_operations.values()
        for operation in path.operations
    }
    assert set(OPERATIONS) == named


def test_the_description_says_how_a_program_comes_in_and_what_it_is_told():
    described = api.get_openapi_schema(path_prefix="/api/")
    schemes = described["components"]["securitySchemes"]
    assert {"type": "http", "scheme": "bearer"} in list(schemes.values())
    notice = described["webhooks"]["notice"]["post"]
    assert notice["requestBody"]["content"]["application/json"]["schema"]["properties"]["type"]["enum"] == [
        "case", "part", "sharing", "supply",
    ]  # fmt: skip


def test_a_call_asks_the_database_as_often_whatever_there_is(calls):
    made, family = calls
    token = key(made)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert ask(f"/api/families/{family.pk}", token).status_code == 200
        return len(asked)

    cost()
    one = cost()
    for _ in range(20):
        make.event(family, made.worker.agency, "education")
        make.statement(family)
    assert cost() == one


def test_the_pages_are_for_who_keeps_programs_and_for_who_answers_for_one(calls):
    made, _ = calls
    keeper, stranger = make.worker("sysadmin"), make.worker("governance")
    own = reverse("program", args=[made.pk])
    for who, pages in (
        (keeper, {"programs": 200, own: 200, reverse("program_key", args=[made.pk]): 404}),
        (made.responsible, {"programs": 403, "my_programs": 200, own: 200}),
        (stranger, {"programs": 403, "my_programs": 200, own: 404}),
    ):
        client = Client()
        client.force_login(who)
        for page, status in pages.items():
            assert client.get(page if page.startswith("/") else reverse(page)).status_code == status, (who, page)
    client.force_login(made.responsible)
    page = client.post(
        reverse("program_key", args=[made.pk]),
        dict(zip(("ends_on_day", "ends_on_month", "ends_on_year"), (1, 1, timezone.localdate().year + 1), strict=True)),
    )
    token = page.content.decode().split("<code>")[1].split("</code>")[0]
    assert page["Cache-Control"] == "private, no-store"
    assert ask("/api/families", token).status_code == 200
    assert token not in client.get(own).content.decode()


def test_its_account_says_what_it_is_and_leads_nobody_to_a_page_that_is_not_theirs(calls):
    made, _ = calls
    page = reverse("organisation_account", args=[made.pk])
    for who, leads in (("sysadmin", True), ("manager", False)):
        client = Client()
        client.force_login(make.worker(who))
        shown = client.get(page).content.decode()
        assert "signs in nowhere" in shown
        assert ".invalid" not in shown
        assert "Second factor" not in shown
        assert (reverse("program", args=[made.pk]) in shown) == leads
