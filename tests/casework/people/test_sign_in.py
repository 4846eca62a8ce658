"""Signing in: password, second factor, recovery, lockouts that tell nothing, and what the audit keeps of it."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.agencies import invitations
from thinkfamily.casework.agencies.sign_in import SealedFactors
from thinkfamily.casework.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def code_of(secret: str, later: int = 0) -> str:
    """The code an app shows now, or so many times thirty seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def with_app(who) -> None:
    """Give a worker a second factor whose secret is known here."""
    Authenticator.objects.filter(user=who).update(data={"secret": SealedFactors().encrypt(SECRET)})


def try_password(client, email, password="wrong as can be"):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def refusals(**about):
    return AuditEvent.objects.filter(outcome="refused", **about)


def test_password_then_code_let_a_worker_in_and_are_audited(client):
    who = make.worker("adult_lead")
    with_app(who)
    assert try_password(client, who.email, make.PASSWORD).url == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(client)
    assert refusals(action="account.factor", object=str(who.pk)).count() == 1
    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert is_in(client)
    assert AuditEvent.objects.filter(action="account.sign_in", object=str(who.pk), outcome="done").count() == 1
    client.post(reverse("account_logout"))
    assert AuditEvent.objects.filter(action="account.sign_out", object=str(who.pk)).count() == 1


def test_a_code_works_once(client):
    who = make.worker("adult_lead")
    with_app(who)
    code = code_of(SECRET)
    for attempt in (client, Client()):
        try_password(attempt, who.email, make.PASSWORD)
        attempt.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    assert not is_in(attempt)


def test_a_second_factor_is_encrypted_where_it_lies():
    stored = SealedFactors().encrypt(SECRET)
    assert SECRET not in stored
    assert SealedFactors().decrypt(stored) == SECRET


def test_failures_are_audited_by_opaque_id_and_tell_nothing(client):
    who = make.worker("adult_lead")
    known, unknown = try_password(client, who.email), try_password(Client(), "nobody@example.org")
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|value="[^"]*@example.org"|[0-9a-f]{32}')
    assert known.status_code == unknown.status_code == 200
    assert strip.sub("", known.content.decode()) == strip.sub("", unknown.content.decode())
    assert refusals(action="account.sign_in", object=str(who.pk)).count() == 1
    assert refusals(action="account.sign_in", object="").count() == 1
    for event in AuditEvent.objects.all():
        assert "@" not in str([getattr(event, field.name) for field in event._meta.fields])


def test_after_five_failures_an_address_is_locked_whether_it_exists_or_not(client):
    who = make.worker("adult_lead")
    answers = []
    for email in (who.email, "nobody@example.org"):
        browser = Client()
        for _attempt in range(5):
            try_password(browser, email)
        locked = try_password(browser, email, make.PASSWORD)
        assert not is_in(browser)
        assert locked.status_code == 200
        answers.append(re.search(r"Too many[^<]+", locked.content.decode()).group())
        assert not is_in(browser), "not even with the right password"
    assert answers[0] == answers[1]


def test_the_lock_is_counted_for_all_browsers_of_a_network_together(client):
    who = make.worker("adult_lead")
    for _attempt in range(5):
        try_password(Client(), who.email)
    assert try_password(Client(), who.email, make.PASSWORD).status_code == 200


def test_one_machine_cannot_try_many_addresses(client):
    codes = [try_password(Client(), f"person{number}@example.org").status_code for number in range(31)]
    said = try_password(Client(), "person99@example.org")
    assert 429 in [*codes, said.status_code]


def test_an_ended_account_cannot_sign_in_and_only_who_knows_the_password_learns_why(client):
    who = make.worker("adult_lead", account_until=timezone.localdate())
    assert try_password(client, who.email).status_code == 200
    answer = try_password(client, who.email, make.PASSWORD)
    assert answer.url == reverse("account_inactive")
    assert not is_in(client)
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012"])
def test_weak_passwords_are_refused(client, password):
    who = make.worker()
    page = f"/account/invitation/{invitations.make(who)}/"
    answer = client.post(page, {"password": password, "again": password})
    assert answer.status_code == 200
    assert not who.check_password(password)


def test_from_the_link_to_the_first_page(client):
    who = make.worker("adult_lead")
    Authenticator.objects.filter(user=who).delete()
    who.set_unusable_password()
    who.save()
    page = f"/account/invitation/{invitations.make(who)}/"
    assert client.get(page).status_code == 200
    said = {"password": "a long invented passphrase", "again": "a long invented passphrase"}
    assert client.post(page, said).url == reverse("account_login")
    assert client.get(page).status_code == 404, "it worked once"
    assert try_password(client, who.email, "a long invented passphrase").status_code == 302
    assert client.get("/").url == reverse("entry")
    form = client.get(reverse("mfa_activate_totp"))
    if form.status_code == 302:
        assert form.url.startswith(reverse("account_reauthenticate"))
        client.post(form.url, {"password": "a long invented passphrase"})
        form = client.get(reverse("mfa_activate_totp"))
    secret = form.context["form"].secret
    made = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert made.status_code == 302, made.context["form"].errors
    assert client.get("/").status_code == 200
    actions = set(AuditEvent.objects.filter(object=str(who.pk)).values_list("action", flat=True))
    assert actions >= {"account.password_set", "account.sign_in", "account.factor_added"}
    codes = client.get(reverse("mfa_view_recovery_codes"))
    if codes.status_code == 302 and codes.url == reverse("mfa_generate_recovery_codes"):
        client.post(codes.url)
    assert Authenticator.objects.filter(user=who, type="recovery_codes").exists()


@pytest.mark.parametrize(("later", "lets_in"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(later, lets_in, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1_790_000_015.0)
    secret = totp.generate_totp_secret()
    assert totp.validate_totp_code(secret, code_of(secret, later)) is lets_in


def test_a_recovery_code_works_once_in_place_of_the_app():
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    who = make.worker("adult_lead")
    with_app(who)
    code = RecoveryCodes.activate(who).get_unused_codes()[0]
    outcomes = []
    for _attempt in range(2):
        browser = Client()
        try_password(browser, who.email, make.PASSWORD)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        outcomes.append(is_in(browser))
    assert outcomes == [True, False]


def test_a_forged_link_looks_like_a_used_one(client):
    who = make.worker()
    used = f"/account/invitation/{invitations.make(who)}/"
    client.post(used, {"password": "a long invented passphrase", "again": "a long invented passphrase"})
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|name="next" value="[^"]+"|[0-9a-f]{32}')
    client = Client()
    forged = client.get("/account/invitation/not-a-link/")
    assert forged.status_code == 404
    assert strip.sub("", forged.content.decode()) == strip.sub("", client.get(used).content.decode())


def test_letters_hold_nothing_personal_and_go_out_alike(client):
    who = make.worker("adult_lead")
    for email in (who.email, "nobody@example.org"):
        answer = Client().post(reverse("account_reset_password"), {"email": email})
        assert answer.url == reverse("account_reset_password_done")
    assert [letter.to for letter in mail.outbox] == [[who.email], ["nobody@example.org"]]
    for letter in mail.outbox:
        for private in (who.name, "Invented", "@example.org", "127.0.0.1"):
            assert private not in letter.subject + letter.body


def test_a_new_password_by_letter_still_asks_for_the_second_factor(client):
    who = make.worker("adult_lead")
    client.post(reverse("account_reset_password"), {"email": who.email})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": "a long invented passphrase", "password2": "a long invented passphrase"})
    assert not is_in(client)
    assert try_password(client, who.email, "a long invented passphrase").url == reverse("mfa_authenticate")
    assert AuditEvent.objects.filter(action="account.password_set", object=str(who.pk)).exists()


def test_other_sessions_can_be_seen_and_signed_out(client):
    who = make.worker("adult_lead")
    other = Client()
    for browser in (client, other):
        browser.force_login(who)
        assert browser.get(reverse("organisation_roles")).status_code == 200
    assert client.get(reverse("usersessions_list")).content.decode().count("127.0.0.1") >= 2
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("organisation_roles")).url.startswith(reverse("account_login"))
    assert client.get(reverse("organisation_roles")).status_code == 200
