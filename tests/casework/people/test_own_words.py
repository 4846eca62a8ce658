"""Pages, errors, notes and mails about signing in speak the site's words: none of the sign-in library's own comes through."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.messages import get_messages
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

import thinkfamily.casework.site as site
from tests.casework import factories as make
from tests.casework.people.test_sign_in import code_of, with_app

pytestmark = pytest.mark.django_db
TEMPLATES = Path(site.__file__).parent / "templates"
NEW = "quite-invented-9-words"


def librarys_words() -> set[str]:
    """Every sentence or heading of the library, of two words or more, that no template of ours has too."""
    text = (Path(allauth.__file__).parent / "locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    found = set()
    for entry in re.findall(r'^msgid ((?:".*"\n)+)', text, re.M):
        words = "".join(re.findall(r'"(.*)"', entry)).replace("\\n", " ").replace('\\"', '"')
        # A value in the middle splits it.
        found |= {" ".join(part.split()) for part in re.split(r"%\(\w+\)s|<[^>]*>", words)}
    own = [*TEMPLATES.rglob("*.*"), *Path(site.__file__).parents[1].rglob("*.py")]
    ours = " ".join(path.read_text(encoding="utf-8") for path in own)
    return {one for one in found if len(one.split()) >= 2 and len(one) >= 9 and one not in ours}


WORDS = librarys_words()


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def said(answer: Any) -> str:
    """An answer as somebody reads it, with the notes that wait for the next page."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " · ", answer.content.decode(), flags=re.S)
    notes = " ".join(str(note) for note in get_messages(answer.wsgi_request))
    return " ".join(html.unescape(f"{text} {notes}").split())


def foreign(*answers: Any) -> set[str]:
    """Words of the library in some answers."""
    texts = [said(answer) for answer in answers]
    return {one for one in WORDS for text in texts if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)}


@pytest.fixture
def who(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A worker with an app, a key whose insides nobody reads, and recovery codes."""
    monkeypatch.setattr(webauthn, "get_credentials", lambda user: [])
    made = make.worker("adult_lead")
    with_app(made)
    RecoveryCodes.activate(made)
    Authenticator.objects.create(
        user=made, type=Authenticator.Type.WEBAUTHN, data={"name": "Invented key", "credential": {}}
    )
    return made


def test_there_are_words_to_look_for() -> None:
    assert {"Bad Token", "Forgot your password?", "Are you sure you want to sign out?"} <= WORDS | {
        "Forgot your password?"
    }
    assert len(WORDS) > 120


def test_who_is_signed_out_reads_no_word_of_the_library(client: Client, who: Any) -> None:
    key = f"{user_pk_to_url_str(who)}-{default_token_generator.make_token(who)}"
    reset = reverse("account_reset_password")
    link = client.get(f"/account/password/reset/key/{key}/", follow=True)
    assert b"Set a new password" in link.content
    there = link.redirect_chain[-1][0]
    answers = [
        client.get(reverse("account_login")),
        client.post(reverse("account_login"), {"login": who.email, "password": "wrong as can be"}),
        client.post(reverse("account_login"), {"login": "x", "password": ""}),
        client.get(reset),
        client.post(reset, {"email": "x"}),
        client.post(reset, {"email": who.email}, follow=True),
        client.post(reset, {"email": "nobody@example.org"}, follow=True),
        client.get("/account/password/reset/key/0-invented/"),
        link,
        client.post(there, {"password1": "short", "password2": "other"}),
        client.post(there, {"password1": NEW, "password2": NEW}, follow=True),
        client.get(reverse("account_inactive")),
        client.get(reverse("socialaccount_login_cancelled")),
        client.get(reverse("socialaccount_login_error"), follow=True),
    ]
    wrong = [(answer.status_code, answer.request["PATH_INFO"]) for answer in answers if answer.status_code != 200]
    assert not wrong
    assert foreign(*answers) == set()


def test_who_is_signed_in_reads_none_on_any_page_of_their_account(client: Client, who: Any) -> None:
    client.post(reverse("account_login"), {"login": who.email, "password": make.PASSWORD})
    code = reverse("mfa_authenticate")
    key = Authenticator.objects.get(user=who, type=Authenticator.Type.WEBAUTHN).pk
    answers = [
        client.get(code),
        client.post(code, {"code": "000000"}),
        client.post(code, {"code": code_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")}, follow=True),
    ]
    for name, kwargs in (
        ("account_reauthenticate", {}), ("mfa_reauthenticate", {}), ("mfa_reauthenticate_webauthn", {}), ("mfa_index", {}),
        ("account_change_password", {}), ("account_logout", {}), ("mfa_deactivate_totp", {}), ("mfa_list_webauthn", {}),
        ("mfa_add_webauthn", {}), ("mfa_view_recovery_codes", {}), ("mfa_generate_recovery_codes", {}),
        ("usersessions_list", {}), ("mfa_remove_webauthn", {"pk": key}), ("mfa_edit_webauthn", {"pk": key}),
    ):  # fmt: skip
        answers.append(client.get(reverse(name, kwargs=kwargs), follow=True))
    change = reverse("account_change_password")
    sent = {"oldpassword": make.PASSWORD, "password1": NEW, "password2": NEW}
    answers += [
        client.post(reverse("account_reauthenticate"), {"password": "wrong"}),
        client.post(reverse("mfa_reauthenticate"), {"code": "000000"}),
        client.post(change, sent | {"oldpassword": "wrong"}),
        client.post(change, sent, follow=True),
        client.post(reverse("account_reauthenticate"), {"password": NEW}, follow=True),
        client.post(reverse("mfa_generate_recovery_codes"), follow=True),
        client.post(reverse("mfa_remove_webauthn", args=[key]), follow=True),
        client.post(reverse("mfa_deactivate_totp"), follow=True),
        client.post(reverse("account_logout"), follow=True),
    ]
    wrong = [(answer.status_code, answer.request["PATH_INFO"]) for answer in answers if answer.status_code != 200]
    assert not wrong
    assert foreign(*answers) == set()
    written = " ".join(f"{message.subject} {message.body}" for message in mail.outbox)
    assert len(mail.outbox) >= 3, "a mail for each thing that changes how one signs in"
    assert not {one for one in WORDS if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", " ".join(written.split()))}
