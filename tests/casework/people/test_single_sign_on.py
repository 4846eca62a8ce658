"""Single sign-on against a certified provider that runs on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.people.provider import SECRET, Running, run
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.site.sso import config, tokens

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    yield from run()


@pytest.fixture
def site(provider, settings):
    """The site, set up for this provider; returns a way to set it up otherwise."""
    first = config.SignOn("Council sign-in", provider.issuer, "thinkfamily", SECRET, second_factor_amr=("otp", "mfa"))

    def set_up(**changes):
        settings.SOCIALACCOUNT_PROVIDERS = config.providers(replace(first, **changes))

    set_up()
    return set_up


def sign_on(client: Client, provider: Running):
    """The whole way of a browser: the button, the provider, and back; the last answer of the site."""
    out = client.post("/account/council/login/")
    assert out.status_code == 302, out.content
    return client.get(provider.answers(out.url))


def is_in(client: Client) -> bool:
    """Whether somebody is signed in."""
    return "_auth_user_id" in client.session


def test_a_known_worker_is_let_in_by_address_once_and_by_subject_after(client, provider, site):
    who = make.worker("adult_lead")
    Authenticator.objects.all().delete()
    provider.next_is("subject-1", who.email.upper(), amr=["pwd", "otp"])
    assert sign_on(client, provider).status_code == 302
    assert client.session["_auth_user_id"] == str(who.pk)
    assert client.get(reverse("organisation_roles")).status_code == 200, "the provider vouched for a second factor"
    joined = SocialAccount.objects.get()
    assert (joined.uid, joined.extra_data) == ("subject-1", {})

    client.logout()
    provider.next_is("subject-1", "another.address@example.org", amr=["otp"])
    sign_on(client, provider)
    assert client.session["_auth_user_id"] == str(who.pk), "by subject, whatever the address is now"
    actions = AuditEvent.objects.filter(object=str(who.pk), outcome="done").values_list("action", flat=True)
    assert set(actions) >= {"account.identity_joined", "account.sign_in"}


def test_the_flow_asks_with_state_nonce_and_challenge(client, provider, site):
    out = client.post("/account/council/login/").url
    for part in ("state=", "nonce=", "code_challenge=", "code_challenge_method=S256", "response_type=code"):
        assert part in out
    assert "scope=" in out
    assert "profile" not in out


def test_without_a_second_factor_there_ours_is_asked(client, provider, site):
    who = make.worker("adult_lead")
    provider.next_is("subject-2", who.email, amr=["pwd"])
    answer = sign_on(client, provider)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_in(client)

    Authenticator.objects.all().delete()
    other = Client()
    sign_on(other, provider)
    assert is_in(other)
    assert other.get(reverse("organisation_roles")).url == reverse("entry"), "and must be set up first"


def test_acr_can_say_it_too(client, provider, site):
    site(second_factor_amr=(), second_factor_acr=("urn:test:two",))
    who = make.worker("adult_lead")
    provider.next_is("subject-3", who.email, acr="urn:test:two")
    sign_on(client, provider)
    assert is_in(client)


def test_an_unknown_worker_is_refused_and_no_account_is_made(client, provider, site, django_user_model):
    before = django_user_model.objects.count()
    provider.next_is("subject-4", "nobody.here@example.org", amr=["otp"])
    answer = sign_on(client, provider)
    assert answer.status_code == 403
    assert "nobody.here" not in answer.content.decode()
    assert not is_in(client)
    assert django_user_model.objects.count() == before
    assert AuditEvent.objects.filter(action="account.sign_in", outcome="refused").exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"account_until": In(0)}])
def test_an_ended_account_is_refused(client, provider, site, change):
    who = make.worker("adult_lead", **worked_out(change))
    provider.next_is("subject-5", who.email, amr=["otp"])
    assert sign_on(client, provider).status_code == 403
    assert not is_in(client)


def test_an_address_that_is_not_verified_opens_nothing_unless_its_domain_is_trusted(client, provider, site):
    who = make.worker("adult_lead")
    provider.next_is("subject-6", who.email, verified=False, amr=["otp"])
    assert sign_on(client, provider).status_code == 403
    site(trusted_domains=("example.org",))
    sign_on(client, provider)
    assert is_in(client)


def test_a_second_identity_does_not_take_over_an_account(client, provider, site):
    who = make.worker("adult_lead")
    provider.next_is("subject-7", who.email, amr=["otp"])
    sign_on(client, provider)
    other = Client()
    provider.next_is("subject-8", who.email, amr=["otp"])
    assert sign_on(other, provider).status_code == 403
    assert not is_in(other)


def test_another_issuer_is_refused(client, provider, site):
    who = make.worker("adult_lead")
    provider.next_is("subject-9", who.email, amr=["otp"])
    site(issuer=f"{provider.issuer}/")
    assert sign_on(client, provider).status_code in (401, 403)
    assert not is_in(client)


def test_another_nonce_is_refused(client, provider, site):
    who = make.worker("adult_lead")
    provider.next_is("subject-10", who.email, amr=["otp"])
    out = client.post("/account/council/login/")
    back = provider.answers(out.url)
    session = client.session
    for state, *_rest in session["socialaccount_states"].values():
        state["nonce"] = "of another sign-in"
    session.save()
    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_an_expired_token_is_refused(client, provider, site, monkeypatch):
    who = make.worker("adult_lead")
    provider.next_is("subject-11", who.email, amr=["otp"], seconds=1)
    monkeypatch.setattr(tokens, "LEEWAY", 0)
    first = tokens.CheckedTokens._keys

    def slowly(self):
        time.sleep(2.1)
        return first(self)

    monkeypatch.setattr(tokens.CheckedTokens, "_keys", slowly)
    assert sign_on(client, provider).status_code in (401, 403)
    assert not is_in(client)


def test_a_token_signed_by_another_key_is_refused(client, provider, site, monkeypatch):
    from cryptography.hazmat.primitives.asymmetric import rsa

    who = make.worker("adult_lead")
    provider.next_is("subject-12", who.email, amr=["otp"])
    first = tokens.CheckedTokens._keys

    def others(self):
        keys = first(self)
        for key in keys:
            key.key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
        return keys

    monkeypatch.setattr(tokens.CheckedTokens, "_keys", others)
    assert sign_on(client, provider).status_code in (401, 403)
    assert not is_in(client)


def test_an_answer_works_once_and_in_its_own_browser_only(client, provider, site):
    who = make.worker("adult_lead")
    provider.next_is("subject-13", who.email, amr=["otp"])
    back = provider.answers(client.post("/account/council/login/").url)
    stranger = Client()
    stranger.get(back)
    assert not is_in(stranger), "the state is of another browser"
    client.get(back)
    assert is_in(client)
    again = Client()
    again.get(back)
    assert not is_in(again)


def test_who_changes_their_mind_at_the_provider_comes_back_signed_out(client, provider, site):
    provider.next_is("subject-14", cancels=True)
    assert sign_on(client, provider).url == reverse("socialaccount_login_cancelled")
    assert not is_in(client)


def test_a_vouched_factor_is_for_one_worker_and_one_session(client, provider, site):
    who = make.worker("adult_lead", account_until=timezone.localdate() + timedelta(days=1))
    provider.next_is("subject-15", who.email, amr=["otp"])
    sign_on(client, provider)
    client.post(reverse("account_logout"))
    answer = client.post(reverse("account_login"), {"login": who.email, "password": make.PASSWORD})
    assert answer.url == reverse("mfa_authenticate"), "a password sign-in is asked for its second factor again"


def test_the_sign_in_page_has_its_button(client, provider, site):
    page = client.get(reverse("account_login")).content.decode()
    assert "Council sign-in" in page
    assert "/account/council/login/" in page


def test_without_a_provider_its_addresses_are_not_there(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = config.providers(None)
    assert client.post("/account/council/login/").status_code == 404
    assert "/account/council/login/" not in client.get(reverse("account_login")).content.decode()
