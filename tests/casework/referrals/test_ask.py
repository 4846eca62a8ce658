"""Asking for help: who is asked what, what is kept, and what a referrer sees afterwards."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.answers import answer_of
from tests.casework.referrals.asked import FIRST, LAST, TOLD, asked, screened, somebody
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.referrals import actions
from thinkfamily.casework.referrals.actions.lot import draw
from thinkfamily.casework.referrals.models import Referral, ReferralPerson

pytestmark = pytest.mark.django_db
WORDS = {
    "happening": "Zephyr mornings", "family_words": "Zephyr words", "abuse": "Zephyr fear", "address": "Zephyr Mews 7",
    "reach": "Zephyr ring",
}  # fmt: skip
PERSON = {
    "person_1_first_name": FIRST,
    "person_1_last_name": LAST,
    "person_1_born_day": "4",
    "person_1_born_month": "5",
    "person_1_born_year": "2013",
    "person_1_role": "child",
}
PUBLIC = {"route": "family", "urgency": "days", "happening": "Help us, please", "referrer": "Ada, by post", **PERSON}
PROFESSIONAL = {
    "serves": "children",
    "knows": "wants",
    "urgency": "days",
    "categories": ["education"],
    **WORDS,
    **PERSON,
}


def signed_in(worker):
    client = Client()
    client.force_login(worker)
    return client


def school():
    return make.worker("partner", at=make.agency("school", kind="school"))


def member():
    """A family member's account, with no agency."""
    made = make.worker("family_member", person_id=make.person("Ada").pk)
    made.agency = None
    made.save()
    return made


def test_a_professional_asks_and_sees_receipt_and_outcome_and_nothing_of_a_file():
    worker, triage = school(), make.worker("triage")
    client = signed_in(worker)
    sent = client.post("/requests/new/", PROFESSIONAL | {"safe_afraid": "yes"})
    referral = Referral.objects.get()
    assert sent.headers["Location"] == f"/requests/{referral.pk}/"
    assert (referral.route, referral.agency, referral.made_by) == ("agency", worker.agency, worker.pk)
    assert {name: getattr(referral, name) for name in WORDS} == WORDS
    assert (referral.categories, referral.answers["afraid"], referral.youngest) == (["education"], "yes", "11_to_17")
    assert [str(one) for one in referral.people.all()] == [f"{FIRST} {LAST}"]
    assert "Received" in client.get("/requests/").content.decode()
    family = make.family(make.person(FIRST, LAST))
    actions.advise(screened(referral, triage, about="new"), because="Seen: nothing else.", told=TOLD, by=triage)
    page = client.get(f"/requests/{referral.pk}/").content.decode()
    assert TOLD in page
    assert "Information and advice" in page
    assert "Zephyr mornings" in page
    for secret in ("Seen: nothing else.", family.reference, triage.name):
        assert secret not in page
    assert Notice.objects.get(to=worker).kind == "request_outcome"


def test_only_whoever_made_it_sees_it_there():
    referral = asked()
    for other in (school(), make.worker("triage"), make.worker("manager")):
        assert signed_in(other).get(f"/requests/{referral.pk}/").status_code == 404


def test_what_domestic_abuse_is_said_of_is_never_shown_again_to_a_member_of_the_family():
    client = signed_in(member())
    page = client.get("/requests/new/").content.decode()
    assert 'name="abuse"' not in page
    assert 'name="categories"' not in page
    told = {"urgency": "today", "happening": "Help us", "safe_afraid": "yes", "safe_danger": "no", "reach": "By post"}
    client.post("/requests/new/", told | PERSON)
    referral = Referral.objects.get()
    assert (referral.route, referral.agency, referral.answers["afraid"]) == ("family", None, "yes")
    page = client.get(f"/requests/{referral.pk}/").content.decode()
    assert "Help us" in page
    for hidden in ("afraid", "By post", FIRST, "Today"):
        assert hidden not in page.replace("somebody else sees", "")
    triage = make.worker("triage")
    actions.raise_on(referral, by=triage)
    assert "afeguarding" not in client.get(f"/requests/{referral.pk}/").content.decode().replace("urgent/", "")


def test_a_part_that_is_folded_away_stands_open_where_something_is_wrong_in_it():
    client = signed_in(school())
    assert '<details class="govuk-details" open>' not in client.get("/requests/new/").content.decode()
    page = client.post("/requests/new/", PROFESSIONAL | {"person_5_first_name": "Bo"}).content.decode()
    assert page.count('<details class="govuk-details" open>') == 1
    assert 'href="#id_person_5_role"' in page


@pytest.mark.parametrize("role", ["volunteer", "mentor"])
def test_a_community_group_is_asked_less(role):
    client = signed_in(make.worker(role, at=make.agency("group", kind="voluntary")))
    assert 'name="serves"' not in client.get("/requests/new/").content.decode()
    client.post("/requests/new/", {"knows": "wants", "urgency": "weeks", "happening": "A pram", **PERSON})
    assert Referral.objects.get().route == "community"


@pytest.mark.parametrize(
    ("kind", "serves", "is_asked"),
    [
        ("school", "children", False),
        ("school", "adults", True),
        ("council", "both", True),
        ("health", "children", True),
    ],
)
def test_a_service_for_adults_is_asked_about_children_and_carers(kind, serves, is_asked):
    worker = make.worker("partner", at=make.agency("a service", kind=kind))
    client = signed_in(worker)
    answer = client.post("/requests/new/", PROFESSIONAL | {"serves": serves})
    assert (answer.status_code == 200) is is_asked
    if is_asked:
        assert "id_child_cares_error" in answer.content.decode()
        with pytest.raises(NotPossibleError):
            asked(by=worker, serves=serves)
        client.post(
            "/requests/new/", PROFESSIONAL | {"serves": serves, "children_at_home": "yes", "child_cares": "unknown"}
        )
    referral = Referral.objects.get()
    assert (referral.children_at_home, referral.child_cares) == (("yes", "unknown") if is_asked else ("", ""))


def test_why_the_family_was_not_told_must_be_said():
    client = signed_in(school())
    assert (
        "id_why_not_told_error" in client.post("/requests/new/", PROFESSIONAL | {"knows": "not_told"}).content.decode()
    )
    client.post("/requests/new/", PROFESSIONAL | {"knows": "not_told", "why_not_told": "It would put her at risk."})
    assert Referral.objects.get().why_not_told == "It would put her at risk."


@pytest.mark.parametrize(
    "role", ["councillor", "evaluator", "claims", "sysadmin", "matching_lead", "audit", "governance"]
)
def test_who_does_not_work_with_families_does_not_ask(role):
    worker = make.worker(role)
    with pytest.raises(NotAllowedError):
        asked(by=worker)


def test_the_clock_is_that_of_the_programme_asked_for():
    plain, other = asked(), asked(programme="family_help")
    for referral in (plain, other):
        assert abs(referral.due_at - referral.made_at - timedelta(hours=48)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "told", [{"urgency": "today"}, {"answers": {"danger": "yes"}}, {"answers": {"hurt": "yes"}}], ids=str
)
def test_where_somebody_may_be_in_danger_it_is_a_matter_of_hours(told):
    referral = asked(**told)
    assert referral.due_at - referral.made_at < timedelta(hours=4, minutes=1)
    page = signed_in(make.worker("triage")).get("/front-door/").content.decode()
    assert ("Act today" in page) is ("answers" in told)
    assert "Act today" not in signed_in(make.worker("triage")).get(f"/front-door/{asked().pk}/").content.decode()


class TestInPublic:
    """The form that anybody can open."""

    @pytest.fixture(autouse=True)
    def _counted_anew(self):
        cache.clear()

    def test_it_needs_no_account_and_answers_with_the_same_bytes_always(self):
        make.family(make.person(FIRST, LAST))
        client = Client()
        answers = set()
        for person in (FIRST, "Nobody"):
            sent = client.post("/help/", PUBLIC | {"person_1_first_name": person})
            assert (sent.status_code, sent.headers["Location"]) == (302, "/help/sent/")
            answers.add(answer_of(client.get("/help/sent/"))[2])
        assert len(answers) == 1
        first = Referral.objects.last()
        assert (first.route, first.made_by, first.agency, first.referrer) == ("family", None, None, "Ada, by post")
        assert AuditEvent.objects.filter(action="referral.make", worker__isnull=True).count() == 2

    def test_it_is_limited(self):
        client = Client()
        for _ in range(10):
            assert client.post("/help/", PUBLIC).status_code == 302
        answer = client.post("/help/", PUBLIC)
        assert answer.status_code == 429
        assert "999" in answer.content.decode()
        assert Referral.objects.count() == 10

    def test_it_says_whom_to_ring(self, settings):
        settings.THEME = type(settings.THEME)(safeguarding="Fable Council on 01632 960999")
        page = Client().get("/help/").content.decode()
        assert "ring 999" in page
        assert "01632 960999" in page

    def test_nothing_said_is_refused(self):
        assert Client().post("/help/", {}).status_code == 200
        assert not Referral.objects.exists()


def test_no_name_or_word_of_it_is_in_the_database_the_audit_a_log_an_address_or_a_mail(caplog):
    worker, triage, manager = school(), make.worker("triage"), make.worker("manager")
    with caplog.at_level(logging.DEBUG):
        client = signed_in(worker)
        answer = client.post("/requests/new/", PROFESSIONAL)
        referral = Referral.objects.get()
        desk = signed_in(triage)
        places = [answer.headers["Location"]]
        for step in ("screen", "search"):
            places.append(desk.post(f"/front-door/{referral.pk}/{step}/", {"also": "Zephyr Other"}).headers["Location"])
        desk.post(f"/front-door/{referral.pk}/urgent/")
        signed_in(manager).post(f"/front-door/{referral.pk}/acted/", {"acted": "Zephyr visit"})
        call_command("send_notices", verbosity=0)
    planted = ("zephyr", "farthingale", "quillon")
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("referrals_", "audit_", "access_", "django_session")):
                cursor.execute(f"select * from {connection.ops.quote_name(table)}")
                rows.append(repr(cursor.fetchall()))
    sent = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert mail.outbox
    for said in ("".join(rows), caplog.text, " ".join(places), sent):
        assert not [word for word in planted if word in said.lower()]
    assert ReferralPerson.objects.get().first_name == FIRST


def test_a_list_costs_the_same_whatever_is_on_it():
    worker = school()
    client = signed_in(worker)
    client.get("/requests/")

    def cost():
        with CaptureQueriesContext(connection) as asked_now:
            client.get("/requests/")
        return len(asked_now)

    asked(by=worker)
    one = cost()
    for _ in range(5):
        asked(somebody(), somebody("Bo"), by=worker)
    assert cost() == one


def test_a_referrer_adds_to_what_is_not_decided_or_takes_it_back_and_a_person_decides():
    worker, other, triage = school(), school(), make.worker("triage")
    referral = screened(asked(by=worker), triage)
    client = signed_in(worker)
    for path in ("add", "take-back"):
        assert signed_in(other).post(f"/requests/{referral.pk}/{path}/", {"text": "x"}).status_code == 404
        assert client.post(f"/requests/{referral.pk}/{path}/", {"text": ""}).status_code == 200
        assert client.post(f"/requests/{referral.pk}/{path}/", {"text": f"Zephyr {path}"}).status_code == 302
    assert Referral.objects.get().state == "screening", "it is still to be decided"
    assert Notice.objects.filter(to=triage, kind="request_changed").exists()
    auditor, today = make.worker("audit"), timezone.localdate()
    draw(by=auditor, how_many=1, days=9, from_on=today, to_on=today, because="a test")
    reads = {who: signed_in(who).get(f"/front-door/{referral.pk}/").content.decode() for who in (triage, auditor)}
    assert ["Taken back by whoever asked" in page for page in reads.values()] == [True, True]
    assert ["Zephyr add" in page for page in reads.values()] == [True, False], "it may speak of domestic abuse"
    actions.advise(referral, because="They took it back.", told=TOLD, by=triage)
    assert b"changed this request since" in client.post(f"/requests/{referral.pk}/add/", {"text": "x"}).content
    assert "take-back/" not in client.get(f"/requests/{referral.pk}/").content.decode()
    Referral.objects.update(purge_on=timezone.localdate())
    actions.purge_due()
    assert referral.additions.count() == 0


def test_what_is_said_of_a_question_left_unanswered_is_a_sentence():
    page = signed_in(school()).post("/requests/new/", {}).content.decode()
    assert "Answer the question “When is help needed?”" in page
    assert "Choose whom your service works with" in page
    assert "Choose when is" not in page
