"""A second person decides on what they read, not on what was put in its place while their page stood open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.families.test_written import client_of
from tests.casework.plans.seeded import contact, seeded
from tests.casework.questions.asking import adopted, asked, proposed
from tests.casework.questions.test_answers import visit
from tests.casework.referrals.asked import TOLD, screened, somebody
from tests.casework.referrals.asked import asked as request_of
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.plans.models import Contact
from thinkfamily.casework.profiles import actions as profiles
from thinkfamily.casework.profiles.models import ProfileVersion
from thinkfamily.casework.questions import actions as keeping
from thinkfamily.casework.questions.file import words_of
from thinkfamily.casework.questions.models import LocalQuestion
from thinkfamily.casework.referrals import actions as referrals
from thinkfamily.casework.referrals.models import Referral

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
SAYS = "Something else waits here"


def opened(client, page, **told):
    """What a page sends that was opened, and is sent later."""
    return {field.html_name: field.value() for field in client.get(page).context["form"].hidden_fields()} | told


def refused(client, page, told):
    """That it decided nothing, shows what waits now, and may then be sent."""
    answer = client.post(page, told)
    assert answer.status_code == 200
    assert SAYS in answer.content.decode()
    return answer.context["form"]["read"].value()


def early(at, note):
    """That the case is closed early, proposed by its lead."""
    return cases.take_step(
        at.case, "close_early", by=at.lead, why="no_need", note=note, threshold=True, follow_up="none"
    )


def test_a_step_that_was_put_in_place_of_another_is_not_signed_by_who_read_that():
    with wound_to(timezone.localdate().replace(month=1, day=5)) as clock:
        at = how.begun()
        how.to_active(at, clock)
        first = early(at, "All is well.")
        page, client = reverse("cases:sign", args=[at.family.pk]), client_of(at.manager)
        told = opened(client, page, answer="sign")
        cases.sign_step(first, answer="return", because="Ring first.", by=at.other_manager)
        second = early(at, "They want us no more.")
        told["read"] = refused(client, page, told)
        second.refresh_from_db()
        assert second.is_signed is None
        assert client.post(page, told).status_code == 302
        second.refresh_from_db()
        assert second.is_signed


def test_reasons_that_were_changed_are_not_signed_by_who_read_others():
    triage, manager = make.worker("triage"), make.worker("manager")
    referral = referrals.close(
        screened(request_of(somebody(born=None)), triage), because="A slip.", told=TOLD, by=triage
    )
    page, client = reverse("referrals:sign", args=[referral.pk]), client_of(manager)
    told = opened(client, page, is_signed="yes")
    referrals.close(referral, because="Nobody may look at this.", told=TOLD, by=triage)
    told["read"] = refused(client, page, told)
    assert Referral.objects.get(pk=referral.pk).signed_by is None
    assert client.post(page, told).status_code == 302
    assert Referral.objects.get(pk=referral.pk).signed_by == manager.pk


def test_a_question_that_was_put_in_place_of_another_is_not_adopted_by_who_read_that():
    was = asked(kind="short")
    plain, page = words_of(was), reverse("questions:decide", args=[was.code])

    def change(words):
        return keeping.propose_change(
            was.code, words=words, because="Why", from_on=timezone.localdate(), by=make.worker("manager")
        )

    first, client = change(replace(plain, help="Press it.")), client_of(make.worker("governance"))
    told = opened(client, page, answer="adopt")
    keeping.decide(first, answer="turn_down", by=make.worker("governance"))
    second = change(replace(plain, asks="Who sleeps here?"))
    refused(client, page, told)
    assert LocalQuestion.objects.get(pk=second.pk).is_adopted is None


def test_a_programme_that_was_changed_otherwise_is_not_adopted_by_who_read_something_else():
    def change(value):
        return profiles.propose_setting(
            "family_help", name="missed_contacts", value=value, because="Ours",
            from_on=timezone.localdate(), by=make.worker("manager"),
        )  # fmt: skip

    first, page = change(4), reverse("profiles:decide", args=["family_help"])
    client = client_of(make.worker("governance"))
    told = opened(client, page, answer="adopt")
    profiles.decide(first, answer="turn_down", by=make.worker("governance"))
    second = change(9)
    refused(client, page, told)
    assert ProfileVersion.objects.get(pk=second.pk).is_adopted is None


def _asked_otherwise(old, **told):
    """A question put in place of another, from today."""
    words = replace(words_of(old), **{"asks": "Which club, and where?"} | told)
    change = {"words": words, "because": "Why", "from_on": timezone.localdate()}
    return adopted(keeping.propose_change(old.code, **change, by=make.worker("manager")))


@pytest.mark.parametrize("kind", ["short", "long"])
def test_an_answer_is_not_lost_where_its_question_changed_while_the_form_stood_open(kind):
    s, old = seeded(), asked(asks="Which school club?", kind=kind)
    client, page = client_of(s.lead), reverse("plans:contact", args=[s.family.pk])
    told = visit(s, **{old.name: "Chess, on Mondays"})
    new = _asked_otherwise(old)
    answer = client.post(page, told)
    assert answer.status_code == 200
    assert "A question was changed after you opened this" in answer.content.decode()
    assert answer.context["form"][new.name].value() == "Chess, on Mondays"
    assert answer.context["form"].opens_local
    assert not Contact.objects.exists()
    assert client.post(page, visit(s, **{new.name: "Chess, on Mondays"})).status_code == 302
    assert Contact.objects.get().answers == {new.name: "Chess, on Mondays"}


@pytest.mark.parametrize("kind", ["short", "long"])
def test_nor_where_nobody_was_in_though_nothing_must_be_answered_there(kind):
    s, old = seeded(), asked(asks="Which school club?", kind=kind, is_required=True)
    client, page = client_of(s.lead), reverse("plans:contact", args=[s.family.pk])
    nobody_in = {"outcome": "nobody_in", "seen": [], "text": "", "analysis": ""}
    new = _asked_otherwise(old)
    answer = client.post(page, visit(s, **nobody_in, **{old.name: "Chess, on Mondays"}))
    assert "A question was changed after you opened this" in answer.content.decode()
    assert answer.context["form"][new.name].value() == "Chess, on Mondays"
    assert not Contact.objects.exists()
    assert client.post(page, visit(s, **nobody_in, **{new.name: "Chess, on Mondays"})).status_code == 302
    assert Contact.objects.get().answers == {new.name: "Chess, on Mondays"}
    assert client.post(page, visit(s, **nobody_in, **{old.name: ""})).status_code == 302


@pytest.mark.parametrize(("form", "page"), [("request", "referrals:ask"), ("open_request", "referrals:ask_in_public")])
def test_nor_in_an_urgent_request_for_help(form, page):
    old = asked(form, "Which club do they go to?", "short", is_required=form == "request")
    client = client_of(make.worker("triage")) if form == "request" else Client()
    told = {
        "route": "family", "referrer": "An aunt", "serves": "children", "knows": "wants", "urgency": "today",
        "happening": "They have no bed.",
    }  # fmt: skip
    new = _asked_otherwise(old)
    answer = client.post(reverse(page), told | {old.name: "Chess"})
    assert "A question was changed after you opened this" in answer.content.decode()
    assert answer.context["form"][new.name].value() == "Chess"
    assert not Referral.objects.exists()
    assert client.post(reverse(page), told | {new.name: "Chess"}).status_code == 302
    assert client.post(reverse(page), told | {old.name: ""}).status_code == 302
    assert [row.local for row in Referral.objects.order_by("made_at")] == [{new.name: "Chess"}, {}]


def test_an_answer_to_what_was_never_asked_holds_nobody_up():
    s, waiting = seeded(), proposed(asks="Which club?", kind="short")
    invented = {f"q{'0' * 32}-local": "x", "q-local": "x"}
    page = reverse("plans:contact", args=[s.family.pk])
    assert client_of(s.lead).post(page, visit(s, **invented)).status_code == 302
    told = visit(s, outcome="nobody_in", seen=[], text="", analysis="", **{waiting.name: "Chess"})
    assert client_of(s.lead).post(page, told).status_code == 302
    assert [row.answers for row in Contact.objects.all()] == [{}, {}]


def test_a_correction_says_too_that_a_question_was_changed():
    s, old = seeded(), asked(asks="Which school club?", kind="short")
    made = contact(s, answers={old.name: "Chess"})
    _asked_otherwise(old, kind="number")
    page = reverse("plans:correct", args=[s.family.pk, made.pk])
    answer = client_of(s.lead).post(page, visit(s, why="A slip.", **{old.name: "Drama"}))
    assert "A question was changed after you opened this" in answer.content.decode()
    assert not Contact.objects.filter(corrects=made).exists()
