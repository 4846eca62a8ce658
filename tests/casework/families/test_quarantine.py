"""A safe address that somebody types: whoever may know it is told so, and nobody else learns that they guessed right.

What they wrote is answered with the same bytes as any other address, and stands nowhere in the open.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.meetings.around import Around, day
from tests.casework.walk import routes
from thinkfamily.casework.access.actions.notices import mail_notices
from thinkfamily.casework.access.models import Notice, Quarantined
from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families import quarantine
from thinkfamily.casework.families import safe_address as kept
from thinkfamily.casework.families.actions.statements import Said, comment, record_statement
from thinkfamily.casework.families.actions.summary import write_summary
from thinkfamily.casework.families.models import Address, Statement
from thinkfamily.casework.meetings.actions import invitations
from thinkfamily.casework.meetings.problems import MeetingError
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.plans.problems import PlanError

BOTH = ["default", "candidates"]
pytestmark = pytest.mark.django_db(databases=BOTH)
SAFE = "77 Zephyrquince Mews, Nowhereshire, ZZ98 7QX"
# As long, and nobody's.
OTHER = "55 Marblewhistle Mews, Nowherehills ZZ97 5QX"
WRITTEN = ("I saw her at {}.", "She said she lives at {} now")
VARIES = re.compile(
    rb'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}|\d\d:\d\d(:\d\d)?|nonce-[^\' ]+'
)
# When a copy was printed, and when something was recorded as the interface writes it.
MINUTES = re.compile(rb"\d{8}-\d{4}|T[\d:.]*Z")
# Whoever writes and is not named for the address, be they a lead or the manager.
WRITERS = ("teacher", "analyst", "unnamed", "manager")


@pytest.fixture
def at():
    at = Around()
    at.analyst = make.worker("desk_analyst")
    make.involve(at.analyst, at.family, "desk_analyst")
    at.colleague = make.worker("partner", at=at.school)
    make.involve(at.colleague, at.family, "partner")
    at.unnamed = make.worker("child_lead")
    make.involve(at.unnamed, at.family, "child_lead")
    at.governance = make.worker("governance")
    kept.record_one(by=at.lead, family=at.family, person=at.ada, text=SAFE, named=[at.lead])
    return at


def client_of(worker):
    client = Client(raise_request_exception=False)
    client.force_login(worker)
    return client


def without(body, *words):
    """What is answered, without what differs at each request, and with every address as the same word."""
    for word in words:
        body = body.replace(word.encode(), b"PLACE")
    return VARIES.sub(b"", body)


def record_by_page(worker, family, text):
    told = {
        "kind": "fact", "category": "other", "text": text, "source": "Told by a neighbour", "audience": "professionals",
        "from_on_day": "1", "from_on_month": "10", "from_on_year": "2026",
    }  # fmt: skip
    return client_of(worker).post(f"/families/{family.pk}/record/", told, follow=True)


@pytest.mark.parametrize("who", WRITERS)
def test_a_right_guess_is_answered_as_a_wrong_one_byte_for_byte_then_and_later(at, who):
    writer, other = getattr(at, who), make.family(of=at.team)
    # The same file twice, but for the place of safety: what differs is what would be told.
    bytes_of = {}
    for place in (SAFE, OTHER):
        Statement.objects.all().delete()
        answer = record_by_page(writer, at.family, WRITTEN[0].format(place))
        assert answer.redirect_chain, "it was taken"
        later = [
            client_of(writer).get(f"/families/{at.family.pk}/{page}").content
            for page in ("", "statements/", "timeline/", "record/", "chronology/", "meetings/")
        ]
        bytes_of[place] = [without(one, SAFE, OTHER) for one in (answer.content, *later)]
        assert any(b"PLACE" in one for one in bytes_of[place]), "its author sees it"
    assert bytes_of[SAFE] == bytes_of[OTHER]
    assert other.pk != at.family.pk
    # Nor does what they themselves did, as they can read it.
    done = AuditEvent.objects.filter(worker=writer.pk).values_list("action", "kind", "outcome", "fields")
    halves = [str(one) for one in done.order_by("pk")]
    assert halves[: len(halves) // 2] == halves[len(halves) // 2 :]


@pytest.mark.parametrize("who", ["unnamed", "teacher"])
def test_no_page_of_the_file_at_all_tells_a_right_guess_from_a_wrong_one(at, who):
    writer, bytes_of = getattr(at, who), {}
    client = client_of(writer)
    pages = [
        route.url(at.family.pk)
        for route in routes()
        # Who looked counts looks, and is asked apart.
        if route.door
        and route.has_family
        and "GET" in route.door.verbs
        and not route.has_more
        and "looks" not in route.path
    ]
    assert len(pages) > 40
    for place in (SAFE, OTHER):
        Statement.objects.all().delete()
        record_by_page(writer, at.family, WRITTEN[0].format(place))
        bytes_of[place] = {page: MINUTES.sub(b"", without(client.get(page).content, SAFE, OTHER)) for page in pages}
    assert [page for page in pages if bytes_of[SAFE][page] != bytes_of[OTHER][page]] == []


@pytest.mark.parametrize("who", ["unnamed", "manager"])
def test_who_may_read_what_was_done_on_the_file_finds_no_more_of_a_right_guess_than_of_a_wrong_one(at, who):
    writer, told = getattr(at, who), {}
    for place in (SAFE, OTHER):
        record_by_page(writer, at.family, WRITTEN[0].format(place))
        for held in quarantine.quarantined(by=at.lead, family=at.family):
            client_of(at.lead).post(f"/families/{at.family.pk}/safe-address/written/{held.item}/")
        page = client_of(writer).get(f"/families/{at.family.pk}/looks/")
        assert page.status_code == 200
        # Since the guess: the newest first, until what was recorded.
        rows = [(row.who, row.outcome, row.what) for row in page.context["page"]]
        told[place] = rows[: 1 + next(at for at, row in enumerate(rows) if row[2] == str(POWERS["family.record"].says))]
        assert "uarantine" not in page.content.decode()
    assert told[SAFE] == told[OTHER]
    assert Quarantined.objects.exists()
    # It is recorded all the same.
    assert AuditEvent.objects.filter(action="safe_address.quarantine").exists()
    assert AuditEvent.objects.filter(kind="quarantined", worker=at.lead.pk, outcome="looked").exists()


def test_whoever_is_named_is_refused_in_words_and_nothing_is_kept(at):
    with pytest.raises(NotPossibleError, match="must not be found") as error:
        record_statement(at.family, Said("fact", "other", WRITTEN[0].format(SAFE)), by=at.lead)
    assert "zephyr" not in str(error.value).lower()
    with pytest.raises(NotPossibleError, match="TF-FAMILY-006"):
        write_summary(at.family, WRITTEN[1].format("77 ZEPHYRQUINCE MEWS"), by=at.lead, opened_at=None)
    assert not Statement.objects.exists()
    assert not Quarantined.objects.exists()
    # Who recorded it knows it, though they name others alone.
    kept.record_one(by=at.unnamed, family=at.family, person=at.bo, text=OTHER, named=[at.manager])
    with pytest.raises(NotPossibleError, match="must not be found"):
        record_statement(at.family, Said("fact", "other", WRITTEN[0].format(OTHER)), by=at.unnamed)


def write_all(at):
    """Everything that somebody who may not know it can write, with the place in it."""
    text = WRITTEN[0].format(SAFE)
    by_teacher = record_statement(at.family, Said("fact", "other", text), by=at.teacher)
    source = record_statement(at.family, Said("fact", "other", "x", source=f"Met at {SAFE}"), by=at.analyst)
    words = comment(at.family, text, by=at.ada_account)
    meeting = at.plan(planned_on=day(3))
    invited = at.invite(meeting, at.teacher, at.lead, at.ada)
    report = invitations.send_report(
        invited[at.teacher], strengths="", worries=text, next_steps="", text="", category="education", by=at.teacher
    )
    invitations.reply(invited[at.teacher], reply="coming", note=text, by=at.teacher)
    invitations.reply(invited[at.ada], reply="coming", note=text, own_words=text, by=at.ada_account)
    mine = record_statement(at.family, Said("fact", "other", "y"), by=at.analyst)
    line = plans.promote(
        at.case,
        kind="statement",
        source=mine.pk,
        text=SAFE,
        on=day(0),
        precision="day",
        significance="concern",
        by=at.analyst,
    )
    return meeting, [by_teacher, source, words, report, invited[at.teacher], invited[at.ada], line]


def test_it_stands_nowhere_in_the_open(at):
    meeting, written = write_all(at)
    assert {row.pk for row in written} <= set(Quarantined.objects.values_list("item", flat=True))
    pages = (
        "",
        "statements/",
        "timeline/",
        "chronology/",
        "meetings/",
        f"meetings/{meeting.pk}/",
        "plan/",
        "safe-address/",
    )
    pages += ("shared/", "print/", "looks/", "contacts/")
    seen = 0
    for who in (at.lead, at.unnamed, at.manager, at.colleague, at.officer, at.bo_account, at.governance):
        client = client_of(who)
        for page in (
            *(f"/families/{at.family.pk}/{one}" for one in pages),
            "/day/",
            "/decisions/",
            "/notices/",
            "/search/",
        ):
            answer = client.get(page)
            seen += answer.status_code == 200
            assert b"zephyrquince" not in answer.content.lower(), (who, page)
    assert seen > 30
    mail_notices()
    assert not any(b"zephyrquince" in one.message().as_bytes().lower() for one in mail.outbox)
    assert "zephyrquince" not in str(list(AuditEvent.objects.values())).lower()


def test_those_named_are_told_and_read_it_once_on_record_and_nobody_else(at):
    made = record_statement(at.family, Said("fact", "other", WRITTEN[0].format(SAFE)), by=at.teacher)
    assert set(Notice.objects.filter(kind="place_told").values_list("to", "about")) == {(at.lead.pk, made.pk)}
    assert f'href="/families/{at.family.pk}/safe-address/"' in client_of(at.lead).get("/notices/").content.decode()
    assert "may not know it" in client_of(at.lead).get(f"/families/{at.family.pk}/safe-address/").content.decode()
    page = f"/families/{at.family.pk}/safe-address/written/{made.pk}/"
    answer = client_of(at.lead).post(page)
    assert b"Zephyrquince" in answer.content
    assert answer["Cache-Control"] == "no-store, private"
    assert AuditEvent.objects.filter(kind="quarantined", worker=at.lead.pk, outcome="looked").count() == 1
    for who, status in ((at.unnamed, 404), (at.manager, 404), (at.teacher, 403), (at.analyst, 403)):
        client = client_of(who)
        assert client.post(page).status_code == status
        assert "may not know it" not in client.get(f"/families/{at.family.pk}/safe-address/").content.decode()


def test_where_an_agency_restricts_the_address_governance_is_told(at):
    make.involve(at.governance, at.family, "governance", until=timezone.localdate() + timedelta(days=9))
    type(at.bo).objects.filter(pk=at.bo.pk).update(is_restricted=True)
    Address.objects.create(person=at.bo, text="9 Harpsichord Yard, Nowhereshire", postcode="ZZ96 3QX")
    made = record_statement(at.family, Said("fact", "other", "He is at 9 Harpsichord Yard."), by=at.teacher)
    assert set(Notice.objects.filter(kind="place_told").values_list("to", flat=True)) == {at.governance.pk}
    assert quarantine.reveal(by=at.governance, family=at.family, item=made.pk) is not None
    assert quarantine.reveal(by=at.lead, family=at.family, item=made.pk) is None


def test_a_partners_report_and_reply_confirm_no_guess_and_a_leads_are_refused(at):
    meeting = at.plan(planned_on=day(3))
    invited = at.invite(meeting, at.teacher, at.lead)
    parts = {"strengths": "", "worries": "", "next_steps": "", "category": "education"}
    for place in (OTHER, SAFE):
        invitations.send_report(invited[at.teacher], **parts, text=place, by=at.teacher)
        invitations.reply(invited[at.teacher], reply="coming", note=place, by=at.teacher)
        page = client_of(at.teacher).get(f"/families/{at.family.pk}/meetings/{meeting.pk}/invitation/").content.decode()
        assert place in page, "their own message, as they wrote it"
    for refused in (
        lambda: invitations.send_report(invited[at.lead], **parts, text=SAFE, by=at.lead),
        lambda: invitations.reply(invited[at.lead], reply="coming", note=SAFE, by=at.lead),
    ):
        with pytest.raises(MeetingError, match="must not be found"):
            refused()
    invitations.reply(invited[at.teacher], reply="coming", note="I shall be late.", by=at.teacher)
    shown = client_of(at.lead).get(f"/families/{at.family.pk}/meetings/{meeting.pk}/").content.decode()
    assert "I shall be late." in shown, "another message in its place is read like any other"


def test_an_address_that_is_nobodys_is_read_by_those_who_may(at):
    record_statement(at.family, Said("fact", "other", WRITTEN[0].format(OTHER)), by=at.teacher)
    assert not Quarantined.objects.exists()
    make.grant(at.family, at.school, at.home, "other")
    assert OTHER in client_of(at.lead).get(f"/families/{at.family.pk}/statements/").content.decode()


def test_triage_that_records_a_contact_is_told_nothing_either(at):
    family = make.family(make.person("Cy", born=None), of=at.team, state="considered")
    manager, triage = at.manager, make.worker("triage")
    person = family.members.get().person
    kept.record_one(by=manager, family=family, person=person, text=SAFE, named=[manager])
    case = family.cases.get()
    for place in (OTHER, SAFE):
        made = plans.record_contact(case, plans.Told({person: False}, f"Met at {place}.", "All well."), by=triage)
        assert Quarantined.objects.filter(item=made.pk).exists() == (place == SAFE)
    shown = client_of(manager).get(f"/families/{family.pk}/contacts/").content.decode()
    assert OTHER in shown
    assert "Zephyrquince" not in shown
    with pytest.raises(PlanError, match="must not be found"):
        plans.record_contact(case, plans.Told({person: False}, SAFE, "x"), by=manager)
