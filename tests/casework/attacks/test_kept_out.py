"""Keeping a worker out by guessing: whoever sends wrong passwords, codes or keys shuts out themselves and nobody elsewhere."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.api.programs import ask, key, program
from tests.casework.people.test_sign_in import SECRET, code_of, is_in, try_password, with_app
from thinkfamily.casework.access.actions.notices import mail_notices
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.agencies.guessing import COOKIE, MOST_WORKERS
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.site import settings as site_settings

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
HOME, AWAY = "192.0.2.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def browser(network: str) -> Client:
    return Client(REMOTE_ADDR=network)


def flood(email: str, network: str = AWAY, times: int = 8) -> None:
    for _attempt in range(times):
        try_password(browser(network), email)


def signed_in(who: Worker, network: str = HOME) -> Client:
    """A browser in which a worker has signed in, and out again."""
    client = browser(network)
    try_password(client, who.email, make.PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert is_in(client)
    client.post(reverse("account_logout"))
    cache.clear()
    return client


@pytest.fixture
def who() -> Worker:
    worker = make.worker("adult_lead")
    with_app(worker)
    return worker


def test_wrong_passwords_from_elsewhere_keep_nobody_out(who):
    flood(who.email)
    assert not is_let_try(browser(AWAY), who), "the network they came from is shut out of this account"
    assert is_let_try(browser(HOME), who)


def is_let_try(client: Client, who: Worker, password: str = make.PASSWORD) -> bool:
    return try_password(client, who.email, password).status_code == 302


def test_one_network_shut_out_of_an_account_is_not_shut_out_of_another(who):
    flood(who.email)
    assert is_let_try(browser(AWAY), other := make.worker("adult_lead"))
    assert other != who


def test_a_known_browser_is_let_try_whatever_comes_from_its_own_network(who):
    known = signed_in(who)
    flood(who.email, HOME, 40)
    assert not is_let_try(browser(HOME), who)
    assert is_let_try(known, who)


def test_a_known_browser_guesses_no_more_than_five_times_either(who):
    known = signed_in(who)
    for _attempt in range(5):
        try_password(known, who.email)
    assert not is_let_try(known, who)
    assert is_let_try(browser(AWAY), who), "and shuts out nobody else"


def test_a_browser_is_known_of_its_own_workers_alone(who):
    known = signed_in(who)
    other = make.worker("adult_lead")
    flood(other.email, HOME)
    assert not is_let_try(known, other)


@pytest.mark.parametrize("given", ["", "x", "A" * 32, "A" * 32 + "~" + "0" * 64, "A" * 32 + "~" + "é" * 64, "~" * 4000])
def test_a_cookie_made_up_is_known_of_nobody(who, given):
    client = browser(AWAY)
    client.cookies[COOKIE] = given
    flood(who.email)
    assert not is_let_try(client, who)


def test_what_makes_a_browser_known_names_nobody_and_opens_nothing(who):
    cookie = signed_in(who).cookies[COOKIE]
    assert re.fullmatch(r"[A-Za-z0-9]{32}~[0-9a-f]{64}", cookie.value)
    assert str(who.pk) not in cookie.value
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/account/")
    stolen = browser(AWAY)
    stolen.cookies[COOKIE] = cookie.value
    assert stolen.get(reverse("families:list")).status_code == 302
    assert try_password(stolen, who.email, make.PASSWORD).url == reverse("mfa_authenticate")


def test_a_shared_desk_is_known_of_some_and_forgets_the_earliest():
    client, workers = browser(HOME), [make.worker("adult_lead") for _ in range(MOST_WORKERS + 1)]
    for worker in workers:
        with_app(worker)
        try_password(client, worker.email, make.PASSWORD)
        client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
        client.post(reverse("account_logout"))
        cache.clear()
    assert client.cookies[COOKIE].value.count("~") == MOST_WORKERS
    for worker, is_known in ((workers[0], False), (workers[-1], True)):
        flood(worker.email, HOME)
        assert is_let_try(client, worker) is is_known


def test_what_a_family_uses_keeps_no_trace_that_somebody_signed_in():
    member = make.worker("family_member", person_id=make.person("Invented").pk)
    with_app(member)
    client = browser(HOME)
    try_password(client, member.email, make.PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert is_in(client)
    assert COOKIE not in client.cookies


def test_whoever_knows_the_password_burns_codes_and_keeps_no_known_browser_out(who):
    known = signed_in(who)
    thief = browser(AWAY)
    try_password(thief, who.email, make.PASSWORD)
    for _attempt in range(6):
        thief.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = thief.post(reverse("mfa_authenticate"), {"code": code_of(SECRET, 1)})
    assert "Too many tries" in answer.content.decode()
    try_password(known, who.email, make.PASSWORD)
    known.post(reverse("mfa_authenticate"), {"code": code_of(SECRET, 1)})
    assert is_in(known)


def test_codes_in_a_known_browser_are_counted_and_a_wrong_one_is_audited(who):
    known = signed_in(who)
    try_password(known, who.email, make.PASSWORD)
    for _attempt in range(5):
        known.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = known.post(reverse("mfa_authenticate"), {"code": code_of(SECRET, 1)})
    assert not is_in(known)
    assert "Too many tries" in answer.content.decode()
    assert AuditEvent.objects.filter(action="account.factor", outcome="refused", object=str(who.pk)).count() == 5


def test_a_new_password_lets_in_at_once_where_one_was_locked(who):
    known = signed_in(who)
    for _attempt in range(6):
        try_password(known, who.email)
    known.post(reverse("account_reset_password"), {"email": who.email})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    address = known.get(link, follow=True).redirect_chain[-1][0]
    new = "a long invented passphrase"
    known.post(address, {"password1": new, "password2": new})
    assert is_let_try(known, who, new)


def test_a_passkey_is_not_counted_with_passwords_or_codes(who, monkeypatch):
    from allauth.mfa.webauthn.internal import auth

    flood(who.email, HOME, 40)
    asked = browser(HOME).get(reverse("mfa_login_webauthn"), headers={"x-requested-with": "XMLHttpRequest"})
    assert asked.status_code == 200
    assert asked.json()["request_options"]
    client = browser(AWAY)
    cache.clear()
    try_password(client, who.email, make.PASSWORD)
    for _attempt in range(7):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    passkey = Authenticator(user=who, type="webauthn", data={"credential": {}})
    passkey.save()
    monkeypatch.setattr(auth, "get_credentials", lambda user: [])
    monkeypatch.setattr(auth, "parse_authentication_response", lambda credential: credential)
    monkeypatch.setattr(auth, "complete_authentication", lambda user, credential: passkey)
    client.post(reverse("mfa_authenticate"), {"credential": '{"id": "invented"}'})
    assert is_in(client)


def test_whose_account_is_tried_is_told_once_a_day_and_the_mail_says_nothing(who):
    for number in range(4):
        try_password(browser(f"203.0.113.{number}"), who.email)
    assert not Notice.objects.exists()
    for number in range(4, 20):
        try_password(browser(f"203.0.113.{number}"), who.email)
    assert [(row.kind, row.to_id) for row in Notice.objects.all()] == [("sign_in_tried", who.pk)]
    assert mail_notices() == 1
    assert "203.0.113" not in mail.outbox[0].body + mail.outbox[0].subject
    client = Client()
    client.force_login(who)
    page = client.get(reverse("access:notices")).content.decode()
    assert "wrong passwords for your account" in page
    assert "203.0.113" not in page


def test_tries_at_an_address_of_nobody_are_told_to_nobody():
    flood("nobody@example.org", times=20)
    assert not Notice.objects.exists()


def test_wrong_keys_are_limited_by_network_and_a_right_one_goes_on():
    made = program()
    token = key(made)
    wrong = token[:-43] + "A" * 43
    codes = [ask("/api/families", wrong, REMOTE_ADDR=AWAY).status_code for _attempt in range(25)]
    assert codes == [401] * 20 + [429] * 5
    assert ask("/api/families", "x", REMOTE_ADDR=AWAY).status_code == 429
    assert ask("/api/families", wrong, REMOTE_ADDR="203.0.113.5").status_code == 401
    assert ask("/api/families", token).status_code == 200
    assert AuditEvent.objects.filter(action="program.key", outcome="refused", object=str(made.pk)).count() == 21
    assert [(row.kind, row.to_id) for row in Notice.objects.all()] == [("key_tried", made.responsible_id)]


def test_wrong_keys_from_its_own_network_stop_no_program():
    made = program()
    token = key(made)
    for _attempt in range(25):
        ask("/api/families", "tfk_" + "0" * 32 + "_" + "A" * 43)
    assert ask("/api/families", token).status_code == 200


def test_wrong_keys_from_nobody_knows_where_are_refused_and_counted_together():
    codes = [ask("/api/families", "x", REMOTE_ADDR="").status_code for _attempt in range(22)]
    assert codes == [401] * 20 + [429] * 2


def test_the_limits_are_those_of_the_site():
    limits = site_settings.ACCOUNT_RATE_LIMITS
    assert (limits["login_failed"], limits["known_failed"]) == ("20/m/ip,5/5m/key", "5/5m/key")
