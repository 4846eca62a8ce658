"""Whoever sends a form that cannot be taken any more is shown what they had written, and nobody else anything."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.walk import NOBODY
from thinkfamily.casework.agencies.models import ConductRules, Training
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.pages.forms import long_texts
from thinkfamily.casework.plans.models import Contact
from thinkfamily.casework.site import entry as gate
from thinkfamily.casework.site.written import MOST

pytestmark = pytest.mark.django_db

OURS = {"Sec-Fetch-Site": "same-origin"}
WORDS = 'Kit told me <b>at length</b> what school is like.\r\n\r\nShe "likes" it & goes.'
SHOWN = "Kit told me &lt;b&gt;at length&lt;/b&gt; what school is like.\r\n\r\nShe &quot;likes&quot; it &amp; goes."
SECRET = "Plantedsecret"


@pytest.fixture
def lead():
    return make.worker("adult_lead")


@pytest.fixture
def family(lead):
    made = make.family()
    make.involve(lead, made, "adult_lead")
    return made


def contact(family: Any) -> str:
    return reverse("plans:contact", args=[family if isinstance(family, str) else family.pk])


def ended(client: Client, lead: Any) -> None:
    """Sign in, and let half an hour go by."""
    client.force_login(lead)
    client.get("/")
    session = SessionStore(client.session.session_key)
    session[gate.SEEN] -= gate.IDLE_SECONDS
    session.save()


def test_who_sends_a_form_after_their_session_ended_reads_what_they_wrote_and_nothing_is_recorded(client, lead, family):
    ended(client, lead)
    before = AuditEvent.objects.latest("pk").pk
    answer = client.post(contact(family), {"text": WORDS, "analysis": "So what it means."}, headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Security-Policy"] == client.get("/privacy/")["Content-Security-Policy"]
    assert "Nothing was recorded" in page
    assert f"readonly>\n{SHOWN}</textarea>" in page
    assert "readonly>\nSo what it means.</textarea>" in page
    assert f"/account/login/?next={contact(family).replace('/', '%2F')}" in page
    assert lead.name not in page
    assert not Contact.objects.exists()
    assert [event.action for event in AuditEvent.objects.filter(pk__gt=before)] == ["account.sign_out"]


def test_the_page_of_a_form_is_asked_for_by_signing_in_as_ever(client, family):
    assert client.get(contact(family)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("how", ["signed out", "ended account"])
def test_however_the_session_ended(client, lead, family, how):
    client.force_login(lead)
    if how == "signed out":
        SessionStore(client.session.session_key).delete()
    else:
        lead.account_until = timezone.localdate()
        lead.save()
    answer = client.post(contact(family), {"text": WORDS}, headers=OURS)
    assert answer.status_code == 401
    assert SHOWN in answer.content.decode()


def test_the_answer_says_nothing_of_what_the_form_was_about(client, family):
    """What is there, what is another's, and what is nowhere: the same bytes, and no database is asked for any of them."""
    told = set()
    for one in (str(family.pk), str(make.family().pk), NOBODY):
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(contact(one), {"text": WORDS}, headers=OURS)
        assert list(asked.captured_queries) == []
        told.add(answer.content.replace(one.encode(), b"ID"))
    assert len(told) == 1


def test_only_long_texts_are_shown_again_by_name_and_no_secret_is(client, family):
    sent = {
        "password": SECRET,
        "code": SECRET,
        "csrfmiddlewaretoken": SECRET,
        "opened": SECRET,
        "minutes": SECRET,
        "seen": SECRET,
        "unheard_of": SECRET * 40,
        "analysis": SimpleUploadedFile("text.txt", SECRET.encode()),
        "why": "Why it is so.",
    }
    page = client.post(contact(family), sent, headers=OURS).content.decode()
    assert SECRET not in page
    assert "Why it is so." in page


def test_a_text_is_named_as_its_form_names_it_where_no_other_calls_it_otherwise(client, family):
    name, label = next((name, label) for name, label in long_texts().items() if label)
    page = client.post(contact(family), {name: "All well.", "text": "Long."}, headers=OURS).content.decode()
    assert f'for="written-1">{label}</label>' in page
    assert 'for="written-2">Text 2</label>' in page


def test_a_safe_address_is_not_shown_again_by_whatever_page(client, lead, family):
    assert "safe_address" not in long_texts()
    path = reverse("families:safe_address_record", args=[family.pk])
    assert SECRET not in client.post(path, {"safe_address": SECRET}, headers=OURS).content.decode()
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    assert SECRET not in client.post(path, {"safe_address": SECRET}, headers=OURS).content.decode()


def test_more_than_any_form_takes_is_cut(client, family):
    page = client.post(contact(family), {"text": "x" * MOST + "y", "analysis": "z"}, headers=OURS).content.decode()
    assert "x" * MOST in page
    assert "xy" not in page
    assert "\nz</textarea>" not in page


def test_no_word_of_it_is_logged(client, family, caplog):
    with caplog.at_level(logging.DEBUG):
        client.post(contact(family), {"text": SECRET}, headers=OURS)
        Client(enforce_csrf_checks=True).post(contact(family), {"text": SECRET}, headers=OURS)
    assert SECRET not in caplog.text


def test_a_press_of_a_button_is_told_so_too_and_leads_to_no_page_that_is_none(client, family):
    answer = client.post(reverse("plans:missed", args=[family.pk]), headers=OURS)
    assert answer.status_code == 401
    assert "Nothing was recorded" in answer.content.decode()
    assert 'href="/account/login/?next=%2F"' in answer.content.decode()


def test_the_sign_in_librarys_own_pages_and_programs_are_answered_as_ever(client, family):
    for name in ("mfa_activate_totp", "account_change_password"):
        answer = client.post(reverse(name), {"text": SECRET}, headers=OURS)
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))
    answer = client.post(f"/api/families/{family.pk}/statements", {"text": SECRET}, "application/json", headers=OURS)
    assert answer["Content-Type"].startswith("application/json")
    assert SECRET not in answer.content.decode()


class TestTooOld:
    """A form whose token no longer fits: after signing in in another tab, or sent by a page of another site."""

    @pytest.mark.parametrize(
        "headers",
        [OURS, {"Origin": "http://testserver"}, OURS | {"Origin": "http://testserver"}],
        ids=["fetch", "origin", "both"],
    )
    def test_from_a_page_of_ours_the_words_are_shown(self, lead, family, headers):
        client = Client(enforce_csrf_checks=True)
        client.force_login(lead)
        answer = client.post(contact(family), {"text": WORDS, "csrfmiddlewaretoken": "x" * 64}, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert answer["Cache-Control"] == "no-store"
        assert "too old to send" in page
        assert SHOWN in page
        assert f'href="{contact(family)}"' in page
        assert not Contact.objects.exists()

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
            {"Sec-Fetch-Site": "none"},
            {"Origin": "https://elsewhere.example.org"},
            {"Origin": "null"},
            {"Referer": "http://testserver/"},
        ],
        ids=["none", "cross", "neighbour", "typed", "elsewhere", "null", "referer"],
    )
    def test_a_page_of_another_site_cannot_have_us_show_its_words(self, lead, family, headers):
        client = Client(enforce_csrf_checks=True)
        client.force_login(lead)
        answer = client.post(contact(family), {"text": SECRET}, headers=headers)
        assert answer.status_code == 403
        assert "too old to send" in answer.content.decode()
        assert SECRET not in answer.content.decode()


def test_who_comes_to_lack_something_while_they_write_loses_no_word(client, lead, family):
    client.force_login(lead)
    ConductRules.objects.create(version=2, text="Newer.")
    answer = client.post(contact(family), {"text": WORDS}, headers=OURS)
    assert answer.status_code == 403
    assert SHOWN in answer.content.decode()
    assert f'href="{reverse("entry")}"' in answer.content.decode()
    Training.objects.filter(worker=lead).delete()
    assert client.post(contact(family), {"text": WORDS}).url == reverse("entry"), (
        "from a page that is not known as ours"
    )
    assert not Contact.objects.exists()
