"""Programs are told, signed and without a personal word, of what became readable to them; what is not taken is tried again."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.api.programs import program
from thinkfamily.casework.access.actions.involvement import allocate
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.audit.seal import seal
from thinkfamily.casework.site.models import Webhook, WebhookNotice
from thinkfamily.casework.site.operations.health import health
from thinkfamily.casework.site.programs import actions, notices, outbound
from thinkfamily.casework.site.programs.outbound import NotSentError, address_of, is_public, post

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
ALL = ["case", "part", "sharing", "supply"]


class Receiver(BaseHTTPRequestHandler):
    """A program's own server: it keeps what it was sent, and answers as it is told."""

    def do_POST(self) -> None:
        """Keep it."""
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.got.append((dict(self.headers.items()), body, self.path))
        self.send_response(server.status)
        self.send_header("Location", f"http://localhost:{server.server_port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def server(settings: Any, tmp_path: Any) -> Iterator[Any]:
    """The program's server, on this machine, which is allowed by name."""
    made: Any = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    made.got, made.status = [], 200
    running = threading.Thread(target=made.serve_forever, args=[0.05], daemon=True)
    running.start()
    made.url = f"http://localhost:{made.server_port}/think-family"
    # Heads of the audit of its own: what a test seals is undone with its database.
    folder = tmp_path / "site"
    folder.mkdir()
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, folder=folder, webhook_hosts=("localhost",))
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def told(server: Any) -> Any:
    """A program with a part in a family's case, and the secret of its webhook."""
    made, family = program(), make.family()
    make.involve(made.worker, family, "partner")
    webhook, secret = actions.add_webhook(made, by=make.worker("sysadmin"), url=server.url, kinds=ALL)
    return made, family, webhook, secret


def moved(family: Any, **about: Any) -> None:
    """Record that a case moved, and seal it."""
    case = family.cases.get()
    said = {"action": "case.move", "kind": "case", "object": case.pk, "fields": ["state"]} | about
    record(said.pop("action"), by=None, family=family.pk, **said)
    seal("default")


def due() -> None:
    """Let what waits be due."""
    WebhookNotice.objects.filter(next_at__isnull=False).update(next_at=timezone.now())


def test_a_notice_is_signed_and_says_kind_family_and_time_and_nothing_else(server: Any, told: Any) -> None:
    _, family, _, secret = told
    moved(family)
    assert notices.tell_programs() == 1
    ((headers, body, path),) = server.got
    assert path == "/think-family"
    said = json.loads(body)
    assert set(said) == {"type", "timestamp", "data"}
    assert (said["type"], said["data"]) == ("case", {"family": str(family.pk)})
    over = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    assert headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(key, over, hashlib.sha256)).decode()
    everything = (str(headers) + body.decode()).lower()
    for person in family.members.all():
        assert person.person.first_name.lower() not in everything
    assert family.reference.lower() not in everything
    assert notices.tell_programs() == 0, "told once"


def test_only_what_is_sealed_is_told_and_nothing_from_before_it_was_registered(server: Any, told: Any) -> None:
    made, family, _, _ = told
    moved(family)
    later, _ = actions.add_webhook(made, by=make.worker("sysadmin"), url=server.url, kinds=ALL)
    assert notices.find_new(later.pk) == 0
    record("case.move", by=None, kind="case", object=family.cases.get().pk, family=family.pk, fields=["state"])
    assert notices.find_new(later.pk) == 0
    seal("default")
    assert notices.find_new(later.pk) == 1


def test_a_part_given_and_a_decision_for_the_agency_are_told_and_others_are_not(server: Any, told: Any) -> None:
    made, family, webhook, _ = told
    manager = make.worker("manager", of=family.team)
    new = make.family(of=family.team)
    until = timezone.localdate() + timedelta(days=30)
    allocate(by=manager, family=new, worker=made.worker, role="partner", because="It asks for it.", until_on=until)
    allocate(by=manager, family=new, worker=make.worker("partner"), role="partner", because="Another.", until_on=until)
    police = make.agency("police", kind="police")
    ours, others = (
        make.grant(family, police, made.worker.agency, "police"),
        make.grant(family, police, make.agency(), "police"),
    )
    for one in (ours, others):
        record("sharing.decide", by=manager, kind="sharing_decision", object=one.decision_id, family=family.pk)
    for action, kind in (("plan.write", "plan"), ("family.record", "statement"), ("case.ground", "case")):
        record(action, by=manager, kind=kind, object="x", family=family.pk, fields=["text"])
    seal("default")
    notices.find_new(webhook.pk)
    found = {(row.kind, row.family_id) for row in WebhookNotice.objects.all()}
    assert found == {("part", new.pk), ("sharing", family.pk)}


def test_of_a_family_that_is_kept_from_it_a_program_is_told_nothing(server: Any, told: Any) -> None:
    made, family, _, _ = told
    foreign = make.family()
    moved(foreign)
    make.restrict(family, make.worker("governance"), made.worker)
    moved(family)
    assert notices.tell_programs() == 0
    assert not WebhookNotice.objects.exists()
    assert not server.got


def test_what_was_kept_from_it_while_a_notice_waited_is_not_told_either(server: Any, told: Any) -> None:
    _, family, webhook, _ = told
    moved(family)
    assert notices.find_new(webhook.pk) == 1
    make.restrict(family, make.worker("governance"))
    assert notices.send_due() == 0
    assert not WebhookNotice.objects.exists()
    assert not server.got


def test_nothing_is_sent_for_a_program_for_which_nobody_answers(server: Any, told: Any) -> None:
    made, family, _, _ = told
    moved(family)
    type(made.responsible).objects.filter(pk=made.responsible_id).update(is_active=False)
    assert notices.tell_programs() == 0
    assert not server.got


def test_what_is_not_taken_is_tried_later_each_time_then_given_up_and_seen_on_the_health_page(
    server: Any, told: Any
) -> None:
    _, family, webhook, _ = told
    server.status = 500
    moved(family)
    waits = []
    for _ in range(len(notices.WAITS)):
        before = timezone.now()
        assert notices.tell_programs() == 0
        row = WebhookNotice.objects.get()
        waits.append(round((row.next_at - before).total_seconds() / 60))
        due()
    assert waits == [1, 5, 30, 120, 480, 840, 1440]
    assert next(part for part in health() if part.name == "programs").state == "good"
    notices.tell_programs()
    row = WebhookNotice.objects.get()
    assert (row.next_at, row.met, row.tries) == (None, "500", 8)
    assert row.given_up_at is not None
    assert next(part for part in health() if part.name == "programs").state == "poor"
    assert len({headers["webhook-id"] for headers, _, _ in server.got}) == 1, "one id, however often"
    server.status = 204
    assert actions.send_again(webhook, by=make.worker("sysadmin")) == 1
    assert notices.tell_programs() == 1
    assert next(part for part in health() if part.name == "programs").state == "good"


def test_a_redirect_is_not_followed_and_gone_is_given_up_at_once(server: Any, told: Any) -> None:
    _, family, _, _ = told
    server.status = 302
    moved(family)
    assert notices.tell_programs() == 0
    assert [path for _, _, path in server.got] == ["/think-family"]
    assert WebhookNotice.objects.get().met == "302"
    server.status = 410
    due()
    notices.tell_programs()
    assert WebhookNotice.objects.get().given_up_at is not None


def test_a_process_that_dies_while_sending_leaves_the_notice_to_the_next(
    server: Any, told: Any, monkeypatch: Any
) -> None:
    _, family, _, _ = told
    moved(family)

    def dies(*_: Any, **__: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(notices, "post", dies)
        with pytest.raises(KeyboardInterrupt):
            notices.tell_programs()
    assert notices.tell_programs() == 0, "another may be at it"
    due()
    assert notices.tell_programs() == 1


def test_an_ended_webhook_and_an_ended_program_are_told_nothing(server: Any, told: Any) -> None:
    made, family, webhook, _ = told
    moved(family)
    notices.find_new(webhook.pk)
    made.worker.account_until = timezone.localdate()
    made.worker.save()
    assert notices.send_due() == 0
    made.worker.account_until = None
    made.worker.save()
    actions.end_webhook(webhook, by=make.worker("sysadmin"))
    moved(family)
    assert notices.tell_programs() == 0
    assert not server.got
    assert not WebhookNotice.objects.exists()


def test_what_was_taken_is_forgotten_after_a_week(server: Any, told: Any) -> None:
    _, family, _, _ = told
    moved(family)
    notices.tell_programs()
    WebhookNotice.objects.update(taken_at=timezone.now() - timedelta(days=8))
    notices.tell_programs()
    assert not WebhookNotice.objects.exists()


def test_the_secret_is_encrypted_where_it_is_kept(told: Any) -> None:
    _, _, webhook, secret = told
    with connection.cursor() as cursor:
        cursor.execute("select secret from site_webhook")
        (stored,) = cursor.fetchone()
    assert secret not in stored
    assert Webhook.objects.get(pk=webhook.pk).secret == secret


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x", "https://example.org", "https://user:word@example.org/x", "https://example.org/x?a=b",
        "https://example.org/x#a", "ftp://example.org/x", "https:///x", "https://example.org:0/x", "https://example.org:x/x",
        "https://exämple.org/x", "https://example.org/a b", "file:///etc/passwd", "javascript:x", "",
    ],
)  # fmt: skip
def test_an_address_to_which_nothing_may_be_sent_is_not_registered(url: str) -> None:
    with pytest.raises(ValidationError):
        actions.add_webhook(program(), by=make.worker("sysadmin"), url=url, kinds=ALL)


def test_only_who_runs_the_site_registers_an_address(server: Any) -> None:
    made = program()
    with pytest.raises(PermissionDenied):
        actions.add_webhook(made, by=made.responsible, url=server.url, kinds=ALL)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:a00:1::1", "ff02::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_on_the_open_internet_is_refused(address: str) -> None:
    assert not is_public(address)


def test_addresses_on_the_open_internet_are_let() -> None:
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


@pytest.mark.parametrize("found", [["10.0.0.7"], ["93.184.215.14", "10.0.0.7"]])
def test_a_host_that_leads_within_the_councils_network_is_refused(monkeypatch: Any, found: list[str]) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (one, 443)) for one in found])
    with pytest.raises(NotSentError, match="private"):
        post("https://rebound.example/x", b"", {}, by_name=())


def test_the_address_that_was_looked_at_is_the_one_that_is_spoken_to(server: Any, monkeypatch: Any) -> None:
    """A name that means another machine when it is looked up a second time leads nowhere."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def looked_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if host == "localhost" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    assert post(server.url, b"{}", {}, by_name=("localhost",)) == 200
    assert asked.count("localhost") == 1


def test_who_answers_a_letter_at_a_time_is_hung_up_on(monkeypatch: Any) -> None:
    monkeypatch.setattr(outbound, "ALL_SECONDS", 0.6)
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def drip() -> None:
        taken, _ = listening.accept()
        with taken:
            try:
                while not over.wait(0.1):
                    taken.sendall(b"H")
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    with pytest.raises(NotSentError, match="silent"):
        post(f"http://localhost:{listening.getsockname()[1]}/x", b"", {}, by_name=("localhost",))
    over.set()
    listening.close()


def test_a_host_without_encryption_goes_only_by_name() -> None:
    address_of("http://register.internal/x", ("register.internal",))
    with pytest.raises(NotSentError, match="unfit"):
        address_of("http://register.internal/x", ())


def test_the_page_shows_the_secret_once_and_how_notices_went(server: Any, told: Any) -> None:
    made, family, webhook, _ = told
    client = Client()
    client.force_login(make.worker("sysadmin"))
    page = client.post(reverse("program_webhook", args=[made.pk]), {"url": server.url, "kinds": ["case"]})
    secret = page.content.decode().split("<code>")[1].split("</code>")[0]
    assert secret.startswith("whsec_")
    server.status = 410
    moved(family)
    notices.tell_programs()
    shown = client.get(reverse("program", args=[made.pk])).content.decode()
    assert secret not in shown
    assert "1 given up" in shown
    server.status = 200
    assert client.post(reverse("program_webhook_again", args=[webhook.pk])).status_code == 302
    assert notices.tell_programs() == 1
    assert client.post(reverse("program_webhook_end", args=[webhook.pk])).status_code == 302
