"""A form is recorded once, however often it is sent, and nothing that is written into it a second time is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.casework.plans.seeded import day, seeded
from thinkfamily.casework.access.sent import KEPT, forget_sent
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.models import AuditEvent, SentForm
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import Handover
from thinkfamily.casework.consideration.models import Decision
from thinkfamily.casework.meetings.models import Meeting
from thinkfamily.casework.plans.models import Contact
from thinkfamily.casework.plans.queries import missed_in_a_row
from thinkfamily.casework.referrals.models import Referral

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])

ONCE = "You had sent this already. It was recorded once."
ALIKE = "You recorded the very same words here within the hour."
OTHERWISE = "You had sent this form before, and it was recorded as it was then."
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w{64})"')


class Browser(Client):
    """A browser that sends forms with the tokens of the pages on which they stand, as one worker or as nobody."""

    def __init__(self, worker: Worker | None = None) -> None:
        super().__init__(enforce_csrf_checks=True)
        if worker is not None:
            self.force_login(worker)

    def token(self, path: str) -> str:
        """The token that a page gives its forms now."""
        return TOKEN.findall(self.get(path).content.decode())[-1]

    def send(self, path: str, token: str, **told: Any) -> Any:
        """Send a form with the token of a page."""
        return self.post(path, told | {"csrfmiddlewaretoken": token})


@pytest.fixture
def s():
    return seeded()


@pytest.fixture
def visit(s):
    """What is said of one visit."""
    now = timezone.localtime()
    on = {f"happened_on_{part}": getattr(now, part) for part in ("day", "month", "year")}
    return on | {
        "seen": str(s.ada.pk), "text": "She told of her week.", "analysis": "It goes better.", "outcome": "held",
        "happened_time": "00:00", "way": "home", "is_planned": "on", "category": "other", "audience": "team",
    }  # fmt: skip


def done() -> int:
    return AuditEvent.objects.filter(outcome="done").count()


def test_a_form_sent_twice_is_recorded_once_and_answered_alike(s, visit):
    browser, path = Browser(s.lead), reverse("plans:contact", args=[s.family.pk])
    token = browser.token(path)
    first = browser.send(path, token, **visit)
    assert first.status_code == 302, first.context["form"].errors
    before = done()
    again = browser.send(path, token, **visit)
    assert (again.status_code, again.url) == (first.status_code, first.url)
    assert Contact.objects.count() == 1
    assert done() == before, "nothing was done, and nothing is called done"
    assert ONCE in browser.get(again.url).content.decode()
    assert ONCE not in browser.get(again.url).content.decode()


def test_the_same_words_from_a_page_loaded_anew_are_asked_about_and_recorded_when_they_are_meant(s, visit):
    """A browser that goes back loads the page anew and puts the words into it."""
    browser, path = Browser(s.lead), reverse("plans:contact", args=[s.family.pk])
    assert browser.send(path, browser.token(path), **visit).status_code == 302
    later = visit | {"happened_time": "00:01"}
    asked = browser.send(path, browser.token(path), **later)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert ALIKE in page
    assert visit["text"] in page
    assert Contact.objects.count() == 1
    assert browser.send(path, TOKEN.findall(page)[-1], **later).status_code == 302
    assert Contact.objects.count() == 2


def test_the_same_words_of_another_worker_in_another_place_or_later_are_not_asked_about(s, visit):
    path = reverse("plans:contact", args=[s.family.pk])
    make.involve(s.manager, s.family, "adult_lead")
    other = make.family(s.ada)
    make.involve(s.lead, other, "adult_lead")
    browser = Browser(s.lead)
    elsewhere = reverse("plans:contact", args=[other.pk])
    for who, where in ((browser, path), (Browser(s.manager), path), (browser, elsewhere)):
        assert who.send(where, who.token(where), **visit).status_code == 302, where
    SentForm.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert browser.send(path, browser.token(path), **visit).status_code == 302
    assert Contact.objects.count() == 4


def test_nobody_in_tapped_twice_counts_as_one_missed(s):
    browser, path = Browser(s.lead), reverse("plans:missed", args=[s.family.pk])
    token = browser.token(reverse("plans:contact", args=[s.family.pk]))
    answers = [browser.send(path, token) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {302}
    assert missed_in_a_row(s.case) == 1
    SentForm.objects.update(at=timezone.now() - timedelta(minutes=61))
    browser.send(path, browser.token(reverse("plans:contact", args=[s.family.pk])))
    assert missed_in_a_row(s.case) == 2, "tried again later, from a page of then"


def test_nobody_in_from_a_page_loaded_anew_is_asked_about_and_counts_when_it_was_so_again(s):
    browser, path = Browser(s.lead), reverse("plans:missed", args=[s.family.pk])
    page = reverse("plans:contact", args=[s.family.pk])
    browser.send(path, browser.token(page))
    asked = browser.send(path, browser.token(page))
    assert asked.status_code == 409
    assert "If it was so again, press it once more." in asked.content.decode()
    assert missed_in_a_row(s.case) == 1
    assert browser.send(path, browser.token(page), tried="telephone").status_code == 302, (
        "another way is another attempt"
    )
    assert browser.send(path, browser.token(page)).status_code == 302
    assert missed_in_a_row(s.case) == 3


def test_other_words_sent_after_going_back_are_kept_and_recorded_when_they_are_meant(s, visit):
    browser, path = Browser(s.lead), reverse("plans:contact", args=[s.family.pk])
    token = browser.token(path)
    browser.send(path, token, **visit)
    other = visit | {"text": "She told of her mother."}
    asked = browser.send(path, token, **other)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert OTHERWISE in page
    assert "She told of her mother." in page
    assert Contact.objects.count() == 1
    assert browser.send(path, TOKEN.findall(page)[-1], **other).status_code == 302
    assert set(Contact.objects.values_list("text", flat=True)) == {visit["text"], other["text"]}


def test_what_was_refused_or_wrong_uses_nothing_up(s, visit):
    browser, path = Browser(s.lead), reverse("plans:contact", args=[s.family.pk])
    token = browser.token(path)
    assert browser.send(path, token, **visit | {"text": ""}).status_code == 200
    assert browser.send(path, token, **visit | {"seen": []}).status_code == 200
    assert not SentForm.objects.exists()
    assert browser.send(path, token, **visit).status_code == 302
    assert SentForm.objects.get().object == str(Contact.objects.get().pk)


def test_two_forms_of_one_page_and_two_workers_are_told_apart(s, visit):
    path = reverse("plans:contact", args=[s.family.pk])
    browser = Browser(s.lead)
    token = browser.token(path)
    browser.send(path, token, **visit)
    browser.send(reverse("plans:missed", args=[s.family.pk]), token)
    assert Contact.objects.count() == 2
    other = Browser(s.lead)
    other.cookies["csrftoken"] = browser.cookies["csrftoken"].value
    make.involve(s.manager, s.family, "adult_lead")
    other.force_login(s.manager)
    other.cookies["csrftoken"] = browser.cookies["csrftoken"].value
    assert other.send(path, token, **visit).status_code == 302
    assert Contact.objects.count() == 3


def test_it_costs_a_form_one_statement_and_a_page_none(s, visit):
    browser, path = Browser(s.lead), reverse("plans:contact", args=[s.family.pk])
    browser.send(path, browser.token(path), **visit)
    plain = Client()
    plain.force_login(s.lead)
    plain.post(path, visit)
    visit["text"] = "Something else."
    with CaptureQueriesContext(connection) as asked:
        token = browser.token(path)
    assert not [query for query in asked if "sentform" in query["sql"]]
    with CaptureQueriesContext(connection) as with_token:
        browser.send(path, token, **visit)
    with CaptureQueriesContext(connection) as without:
        plain.post(path, visit)
    assert len(with_token) == len(without) + 1
    assert len([query for query in with_token if "sentform" in query["sql"]]) == 1


def test_every_page_has_a_token_of_its_own_and_its_forms_share_it(s):
    browser, path = Browser(s.lead), reverse("plans:contact", args=[s.family.pk])
    pages = [set(TOKEN.findall(browser.get(path).content.decode())) for _ in range(3)]
    assert [len(tokens) for tokens in pages] == [1, 1, 1]
    assert len(set.union(*pages)) == 3


def test_a_program_that_sends_the_key_itself_is_not_taken_to_repeat_itself(s, visit):
    browser, path = Browser(s.lead), reverse("plans:contact", args=[s.family.pk])
    browser.get(path)
    key = browser.cookies["csrftoken"].value
    assert len(key) == 32
    for _ in range(2):
        assert browser.send(path, key, **visit).status_code == 302
    assert Contact.objects.count() == 2
    assert not SentForm.objects.exists()


def test_an_alert_raised_twice_is_one_and_both_are_told_of_it(s):
    browser = Browser(s.lead)
    token = browser.token("/urgent/")
    first, again = (browser.send("/urgent/", token) for _ in range(2))
    assert first.url == again.url == f"/urgent/raised/{Referral.objects.get().pk}/"


def test_a_request_from_anybody_sent_twice_is_one(client):
    browser = Browser()
    path = reverse("referrals:ask_in_public")
    told = {
        "route": "public", "knows": "yes", "urgency": "days", "happening": "Mornings are hard.",
        "person_1_role": "child", "person_1_first_name": "Quillon",
    }  # fmt: skip
    token = browser.token(path)
    first = browser.send(path, token, **told)
    assert first.status_code == 302, first.context["form"].errors
    again = browser.send(path, token, **told)
    assert (again.status_code, again.url) == (302, first.url)
    assert Referral.objects.count() == 1


def test_an_account_made_twice_is_one_and_leads_to_it(s):
    browser = Browser(make.worker("sysadmin"))
    path = reverse("organisation_account_make")
    token = browser.token(path)
    told = {"name": "Robin Invented", "email": "robin@example.org", "agency": str(make.agency(is_home=True).pk)}
    first = browser.send(path, token, **told)
    assert first.status_code == 302, first.context["form"].errors
    assert browser.send(path, token, **told).url == first.url


def test_what_can_be_done_only_once_is_not_called_impossible_when_it_is_sent_again(s):
    browser, path = Browser(s.lead), reverse("meetings:plan", args=[s.family.pk])
    on = day(9)
    told = {"kind": "urgent", "why": "A threat.", "place": "The Fable Centre", "begins_at": "10:00"}
    told |= {f"planned_on_{part}": getattr(on, part) for part in ("day", "month", "year")}
    token = browser.token(path)
    first, again = (browser.send(path, token, **told) for _ in range(2))
    assert first.status_code == 302, first.context["form"].errors
    assert again.url == first.url
    assert Meeting.objects.count() == 1


def test_what_is_gone_because_of_a_form_is_not_called_missing_when_it_is_sent_again(s):
    part = s.family.involvements.get(worker=s.lead)
    made = cases.raise_handover(part, reason="leaves", last_day_on=day(20), by=s.manager)
    browser, path = Browser(s.manager), reverse("cases:stop_handover", args=[s.family.pk, made.pk])
    token = browser.token(reverse("cases:handover", args=[s.family.pk, made.pk]))
    told = {"because": "She stays."}
    assert browser.send(path, token, **told).status_code == 302
    assert Handover.objects.get().state == Handover.STOPPED
    again = browser.send(path, token, **told)
    assert again.status_code == 302
    assert ONCE in browser.get(again.url, follow=True).content.decode()


def test_a_decision_at_the_desk_is_noted_in_the_desks_own_store(tmp_path):
    told = desk.families(1)
    desk.brought(tmp_path, told)
    browser = Browser(make.worker("desk_analyst"))
    path = reverse("desk:candidate", args=[desk.candidate_of(told[0]).pk])
    token = browser.token(path)
    for _ in range(2):
        assert browser.send(path, token, outcome="consider", reasons=desk.WHY).status_code == 302
    assert Decision.objects.count() == 1
    assert SentForm.objects.using("candidates").count() == 1
    assert not SentForm.objects.exists()


def test_what_is_kept_tells_nothing_and_goes_after_some_days(s, visit):
    browser, path = Browser(s.lead), reverse("plans:contact", args=[s.family.pk])
    token = browser.token(path)
    browser.send(path, token, **visit)
    kept = repr(vars(SentForm.objects.get()))
    for told in (token, visit["text"], str(s.lead.pk), str(s.family.pk)):
        assert told not in kept
    assert forget_sent() == 0
    SentForm.objects.update(at=timezone.now() - KEPT - timedelta(minutes=1))
    assert forget_sent() == 1
    assert not SentForm.objects.exists()
