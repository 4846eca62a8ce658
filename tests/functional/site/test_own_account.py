"""Signing in and keeping one's own account, in a real browser."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse
from tests.casework import factories as make
from tests.functional.site.conftest import DESKTOP, TELEPHONE, runs_sideways

# Pages of the sign-in library that a worker reaches, and what to press first where it asks who one is.
ACCOUNT_PAGES = [
    "mfa_index",
    "account_change_password",
    "account_logout",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "usersessions_list",
    "account_reauthenticate",
    "mfa_reauthenticate",
]


def code_now(secret: str) -> str:
    """The digits that an authenticator app shows."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def worker_with_factors():
    """A worker with an authenticator app, and recovery codes; and the app's secret."""
    who = make.worker("adult_lead")
    Authenticator.objects.filter(user=who).delete()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(who, secret)
    RecoveryCodes.activate(who)
    return who, secret


def sign_in(page, who) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill(who.email)
    page.get_by_label("Password", exact=True).fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page) -> None:
    """Say who one is once more, where the page asks."""
    if page.get_by_role("heading", level=1).inner_text() == "Confirm that it is you":
        page.locator("input[name=password]").fill(make.PASSWORD)
        page.get_by_role("button", name="Confirm").click()


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_a_worker_signs_in_with_password_and_code_and_out_again(browser_page, axe, shot, js):
    who, secret = worker_with_factors()
    page = browser_page(None, js=js)
    sign_in(page, who)
    assert page.get_by_role("heading", level=1).inner_text() == "Enter a code"
    if js:
        assert axe(page) == []
        shot(page, "sign-in-code", of="main")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.title().startswith("Error:")
    page.locator(".govuk-error-summary a").click()
    assert page.evaluate("document.activeElement.name") == "code"
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert f"Signed in as {who.name}" in page.locator("body").inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/")
    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"


def test_every_page_of_ones_own_account_is_open_to_everyone(browser_page, axe):
    who, secret = worker_with_factors()
    page = browser_page(None)
    sign_in(page, who)
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    for name in ACCOUNT_PAGES:
        answer = page.goto(reverse(name))
        assert answer.status == 200, name
        assert page.locator("h1").count() == 1, name
        assert axe(page) == [], name
        page.set_viewport_size({"width": TELEPHONE, "height": 900})
        assert not runs_sideways(page), name
        page.set_viewport_size({"width": DESKTOP, "height": 900})


def test_an_authenticator_app_is_set_up_from_a_square_that_asks_no_address(browser_page, axe, shot):
    who = make.worker("adult_lead")
    Authenticator.objects.filter(user=who).delete()
    page = browser_page(None)
    sign_in(page, who)
    page.goto(reverse("mfa_activate_totp"))
    confirm(page)
    assert page.locator(".house-square-image svg path").count() >= 1
    assert axe(page) == []
    shot(page, "set-up-authenticator", of="main")
    secret = page.locator("p .house-code").inner_text()
    page.locator("input[name=code]").fill(code_now(secret))
    page.get_by_role("button", name="Continue").click()
    assert Authenticator.objects.filter(user=who, type=Authenticator.Type.TOTP).exists()


def test_a_passkey_is_made_and_used_under_the_strict_policy(browser_page, axe):
    who, secret = worker_with_factors()
    page = browser_page(None)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    sign_in(page, who)
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(reverse("mfa_add_webauthn"))
    confirm(page)
    page.locator("input[name=name]").fill("Invented key")
    page.get_by_label("Sign in with it alone, without a password").check()
    with page.expect_navigation():
        page.locator("#mfa_webauthn_add").click()
    assert Authenticator.objects.filter(user=who, type=Authenticator.Type.WEBAUTHN).exists()
    page.goto(reverse("mfa_list_webauthn"))
    assert axe(page) == []
    page.get_by_role("button", name="Sign out").click()
    page.goto(reverse("account_login"))
    with page.expect_navigation():
        page.locator("#passkey_login").click()
    page.wait_for_url("**/")
    assert f"Signed in as {who.name}" in page.locator("body").inner_text()
