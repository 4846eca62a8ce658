"""The pages of meetings: what each says to whom, what they cost, and what no page ever tells."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.meetings.around import Around, day
from thinkfamily.casework.access.working_days import next_working_day
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.meetings.actions import group, invitations, meetings
from thinkfamily.casework.meetings.models import Meeting, MinuteLine
from thinkfamily.casework.meetings.queries.meetings import meetings_for
from thinkfamily.casework.meetings.queries.reading import reader_of

pytestmark = pytest.mark.django_db
SAFE = "77 Zephyrquince Mews, Nowhereshire, ZZ98 7QX"


class Told(Around):
    """A family with a meeting that was held and its minutes sent, and another that is planned."""

    def __init__(self) -> None:
        super().__init__()
        self.began(day(-30))
        self.past = self.plan("urgent", why="WHYSO: a threat was made.")
        self.asked = self.invite(self.past, self.lead, self.teacher, self.ada, self.bo)
        self.past = self.hold(self.past, next_on=day(5))
        self.write(self.past, "FORTEAM words.", audience="team")
        self.write(self.past, "FORALL words.", audience="family", plain="PLAINALL words.")
        self.write(self.past, "KEPTAPART words.", category="domestic_abuse")
        self.write(self.past, "NOTBO words.", audience="family", plain="NOTBOPLAIN words.", hidden_from=[self.bo])
        self.past = self.sent(self.confirmed(self.past))
        self.next = self.plan(begins_at=time(14, 0), planned_on=day(3))
        self.invitation = self.invite(self.next, self.lead, self.teacher, self.ada)[self.ada]

    def page(self, who, path):
        """What a page of this family says to somebody, and its status."""
        client = Client(raise_request_exception=False)
        client.force_login(who)
        answer = client.get(f"/families/{self.family.pk}/{path}" if not path.startswith("/") else path)
        return answer.status_code, answer.content.decode()


@pytest.fixture
def at():
    return Told()


def test_each_reads_the_meeting_as_it_is_for_them(at):
    path = f"meetings/{at.past.pk}/"
    _, lead = at.page(at.lead, path)
    for words in ("FORTEAM", "FORALL", "KEPTAPART", "NOTBO", "WHYSO"):
        assert words in lead
    status, partner = at.page(at.teacher, path)
    assert status == 200
    for words in ("FORTEAM", "KEPTAPART", "WHYSO", "FORALL"):
        assert words not in partner, "a partner reads their copy on the page of the invitation"
    _, copy = at.page(at.teacher, f"{path}invitation/")
    assert "FORALL" in copy
    assert "NOTBO words" in copy
    for words in ("FORTEAM", "KEPTAPART", "WHYSO"):
        assert words not in copy


def test_a_member_reads_their_own_version_in_plain_words_and_replies(at):
    path = f"meetings/{at.past.pk}/invitation/"
    _, ada = at.page(at.ada_account, path)
    assert "PLAINALL" in ada
    assert "NOTBOPLAIN" in ada
    _, bo = at.page(at.bo_account, path)
    assert "PLAINALL" in bo
    for words in ("NOTBO", "FORALL", "FORTEAM", "KEPTAPART", "WHYSO"):
        assert words not in bo
    client = Client()
    client.force_login(at.ada_account)
    assert at.page(at.ada_account, "/invitations/")[1].count("Read what was said") == 1
    url = f"/families/{at.family.pk}/meetings/{at.next.pk}/invitations/{at.invitation.pk}/reply/"
    answer = client.post(url, {"reply": "coming", "note": "", "own_words": "Start with the good things."})
    assert answer.status_code == 302
    assert "Start with the good things." in at.page(at.ada_account, f"meetings/{at.next.pk}/invitation/")[1]
    assert "Start with the good things." in at.page(at.lead, f"meetings/{at.next.pk}/")[1]
    assert "Start with the good things." not in at.page(at.teacher, f"meetings/{at.next.pk}/")[1]


def test_a_member_comes_to_no_page_of_the_team_and_to_no_others_invitation(at):
    for path in ("team/", "meetings/", f"meetings/{at.past.pk}/", f"meetings/{at.past.pk}/minutes/versions/"):
        assert at.page(at.ada_account, path)[0] == 403
    assert at.page(at.bo_account, f"meetings/{at.next.pk}/invitation/")[0] == 404
    at.leave(at.bo)
    assert at.page(at.bo_account, f"meetings/{at.past.pk}/invitation/")[0] == 404, "who is out of the family is out"


def test_who_sent_a_report_finds_it_beside_the_invitation(at):
    mine = at.next.invitations.get(worker=at.teacher)
    parts = {"strengths": "", "worries": "", "next_steps": ""}
    told = invitations.send_report(mine, **parts, text="ONLYTHIS was reported.", category="other", by=at.teacher)
    invitations.send_report(mine, **parts, text="APARTWORDS.", category="domestic_abuse", by=at.teacher)
    assert told.says == "ONLYTHIS was reported.", "what stands for it where it is chosen among others"
    _, page = at.page(at.teacher, f"meetings/{at.next.pk}/invitation/")
    assert "ONLYTHIS was reported." in page
    assert page.count("It is kept apart, and not shown here.") == 1
    assert "APARTWORDS" not in page
    _, lead = at.page(at.lead, f"meetings/{at.next.pk}/invitation/")
    assert "What was sent" not in lead


def test_a_report_can_be_sent_after_the_meeting_and_not_to_one_that_was_cancelled(at):
    assert "Send a report" in at.page(at.teacher, f"meetings/{at.past.pk}/invitation/")[1]
    assert "Send a report" in at.page(at.teacher, f"meetings/{at.next.pk}/invitation/")[1]
    assert "Send a report" not in at.page(at.ada_account, f"meetings/{at.past.pk}/invitation/")[1]
    meetings.cancel_meeting(at.next, why_not="The family is away.", by=at.lead)
    assert "Send a report" not in at.page(at.teacher, f"meetings/{at.next.pk}/invitation/")[1]


def test_who_plans_a_meeting_comes_to_it(at):
    client, soon = Client(), day(9)
    client.force_login(at.lead)
    told = {
        "kind": "family_review",
        "planned_on_day": soon.day,
        "planned_on_month": soon.month,
        "planned_on_year": soon.year,
    }
    answer = client.post(f"/families/{at.family.pk}/meetings/plan/", told)
    made = Meeting.objects.get(planned_on=soon)
    assert answer["Location"] == f"/families/{at.family.pk}/meetings/{made.pk}/"


def test_what_is_left_empty_is_asked_for_by_its_own_name(at):
    client = Client()
    client.force_login(at.lead)
    root = f"/families/{at.family.pk}/"
    held = client.post(f"{root}meetings/{at.next.pk}/held/", {}).content.decode()
    assert f"Say whether {at.teacher.name} came" in held
    agreed = client.post(f"{root}case/agreement/", {}).content.decode()
    assert "Say to what" in agreed
    assert "Say in which language" in agreed


def test_a_version_is_printed_as_its_recipient_reads_it_and_the_printing_is_recorded(at):
    status, paper = at.page(at.lead, f"meetings/{at.past.pk}/minutes/versions/{at.asked[at.bo].pk}/")
    assert status == 200
    assert "PLAINALL" in paper
    for words in ("NOTBO", "FORALL", "FORTEAM", "KEPTAPART"):
        assert words not in paper
    event = AuditEvent.objects.filter(kind="print").latest("pk")
    assert (event.worker, event.others) == (at.lead.pk, [str(at.bo.pk)])


def test_the_childs_sheet_is_printed_for_a_child_of_the_family_alone(at):
    sheet = f"meetings/{at.past.pk}/said/"
    status, paper = at.page(at.lead, f"{sheet}{at.kit.pk}/")
    assert (status, "What happened because" in paper) == (200, True)
    assert at.page(at.lead, f"{sheet}{make.person('Other').pk}/")[0] == 404


def test_the_meetings_say_what_is_due_and_what_is_behind(at):
    _, page = at.page(at.lead, "meetings/")
    assert "Professional review: overdue since" in page
    assert "one meeting for both" in page
    _, partner = at.page(at.teacher, "meetings/")
    assert "overdue" not in partner
    assert str(at.next.pk) in partner


def test_what_a_planned_meeting_serves_is_not_offered_to_be_planned_again(at):
    due = meetings_for(reader_of(at.lead, at.family)).dues[0]
    path, offer = "meetings/", f"?kind={due.kind}&amp;on={due.proposed_on:%Y-%m-%d}"
    assert offer in at.page(at.lead, path)[1]
    at.plan(due.kind, planned_on=due.proposed_on)
    assert offer not in at.page(at.lead, path)[1]


def test_a_due_day_that_is_no_working_day_is_said_and_the_next_is_offered(at):
    saturday = next(day(days) for days in range(7, 14) if day(days).weekday() == 5)
    at.began(saturday - timedelta(days=21))
    # The meeting that is planned would serve it.
    meetings.cancel_meeting(at.next, why_not="The hall is shut.", by=at.lead)
    _, page = at.page(at.lead, "meetings/")
    assert "That is no working day (Saturday):" in page
    assert f"on={next_working_day(saturday).isoformat()}" in page
    assert f"on={saturday.isoformat()}" not in page


def test_meetings_of_another_family_are_not_there_under_this_one(at):
    other = Told()
    make.involve(at.lead, other.family, "adult_lead")
    for path in ("", "change/", "held/", "minutes/versions/", "meeting.ics", "minutes/add/worry/"):
        assert at.page(at.lead, f"meetings/{other.next.pk}/{path}")[0] == 404, path
    line = MinuteLine.objects.filter(meeting=other.past).first()
    assert at.page(at.lead, f"meetings/{at.past.pk}/minutes/{line.pk}/")[0] == 404
    assert at.page(at.lead, f"meetings/{at.next.pk}/invitations/{other.invitation.pk}/reply/")[0] == 404
    offer = group.record_offer(other.case, before="help", offered_on=day(0), offered_to=[other.ada], by=other.lead)
    assert at.page(at.lead, f"family-group/{offer.pk}/")[0] == 404


def test_texts_without_a_compartment_are_for_who_sees_domestic_abuse(at):
    group.record_offer(at.case, before="care", not_offered_because="NOTSAFE: Bo must not know.", by=at.lead)
    meetings.fail_meeting(
        at.plan("first"), held_on=day(0), why_not="WHYNOT: he came.", instead="INSTEAD: calls.", by=at.lead
    )
    failed = at.case.meetings.get(state="failed")
    triage, auditor = make.worker("triage"), make.worker("audit")
    make.involve(auditor, at.family, "audit")
    for words, path in (
        ("NOTSAFE", "family-group/"),
        ("WHYNOT", f"meetings/{failed.pk}/"),
        ("INSTEAD", f"meetings/{failed.pk}/"),
    ):
        assert words in at.page(at.lead, path)[1]
        status, audit = at.page(auditor, path)
        assert (status, words in audit) == (200, False)
        assert at.page(triage, path)[0] in (403, 404), "a lead has taken the case"


def test_the_pages_cost_the_same_however_much_there_is(at):
    def asked(path):
        client = Client()
        client.force_login(at.lead)
        client.get("/privacy/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = [
        f"/families/{at.family.pk}/{path}"
        for path in ("team/", "meetings/", f"meetings/{at.next.pk}/", "family-group/")
    ]
    paths += ["/calendar/", "/invitations/"]
    for path in paths:
        asked(path)
    group.record_offer(at.case, before="help", offered_on=day(0), offered_to=[at.ada], by=at.lead)
    at.write(at.next, "One.")
    before = {path: asked(path) for path in paths}
    for number in range(5):
        worker = make.worker("partner", at=at.school)
        make.involve(worker, at.family, "partner")
        at.invite(at.next, worker)
        at.write(at.next, "More.", "decision", owner="Ada", due_on=day(9), person=at.kit)
        at.invite(at.plan("first", planned_on=day(4 + number)), at.lead)
        made = at.next.invitations.get(worker=at.teacher)
        invitations.send_report(
            made, strengths="x", worries="", next_steps="", text="", category="other", by=at.teacher
        )
        group.record_offer(at.case, before="help", offered_on=day(0), offered_to=[at.ada, at.bo], by=at.lead)
    assert {path: asked(path) for path in paths} == before
    assert max(before.values()) < 40


def test_no_page_of_a_meeting_tells_a_safe_address_and_no_form_takes_it(at):
    safe_address.record_one(by=at.lead, family=at.family, person=at.ada, text=SAFE, named=[at.lead])
    client = Client()
    client.force_login(at.lead)
    root = f"/families/{at.family.pk}/"
    one = f"{root}meetings/{at.next.pk}/"
    today = {
        "planned_on_day": str(day(8).day),
        "planned_on_month": str(day(8).month),
        "planned_on_year": str(day(8).year),
    }
    line = {"text": SAFE, "plain": "", "category": "other", "audience": "professionals"}
    for path, sent in (
        (f"{root}meetings/plan/", {"kind": "first", "place": SAFE, **today}),
        (f"{one}change/", {"kind": "first", "place": SAFE, **today}),
        (f"{one}minutes/add/worry/", line),
        (f"{one}report/", {"text": SAFE, "category": "other", "audience": "professionals"}),
        (f"{one}cancel/", {"why_not": SAFE}),
        (f"{root}team/{at.part.pk}/asked/", {"asked": SAFE}),
    ):
        answer = client.post(path, sent)
        assert answer.status_code == 200, path
        assert "This text would tell where somebody is" in answer.content.decode(), path
    for who in (at.lead, at.teacher, at.manager):
        for path in (
            "team/",
            "meetings/",
            f"meetings/{at.next.pk}/",
            "family-group/",
            "/calendar/",
            "/calendar/calendar.ics",
        ):
            assert "ephyrquince" not in at.page(who, path)[1]
    assert not any("ephyr" in str(vars(event)) for event in AuditEvent.objects.all())


def test_who_sees_a_paragraph_and_a_report_can_be_asked_as_of_any_item(at):
    line = MinuteLine.objects.get(category="domestic_abuse")
    asked = at.next.invitations.get(worker=at.teacher)
    report = invitations.send_report(
        asked, strengths="x", worries="", next_steps="", text="", category="education", by=at.teacher
    )
    keeper = make.worker("governance")
    for item, seen_by, hidden_from in ((line, at.lead, at.teacher), (report, at.teacher, at.lead)):
        status, page = at.page(keeper, f"/who-sees/files/{at.family.pk}/items/{item.pk}/")
        assert status == 200
        for who, answer in ((seen_by, "Yes"), (hidden_from, "No")):
            assert re.search(f"{who.name}</th><td [^>]*>{answer}", page)
        assert "KEPTAPART" not in page, "it says who, never what"


def test_a_paragraph_can_be_hidden_spoken_about_and_put_into_the_chronology(at):
    line = MinuteLine.objects.get(text="FORALL words.")
    _, page = at.page(at.lead, f"meetings/{at.past.pk}/")
    names = [("families:visibility", "paragraph"), ("families:record_on", "paragraph"), ("plans:promote", "paragraph")]
    for name, kind in names:
        path = reverse(name, args=[at.family.pk, kind, line.pk])
        assert path in page
        status, asked = at.page(at.lead, path)
        assert (status, "FORALL words." in asked) == (200, True), name
    assert line.from_on == at.past.held_on, "it is of the day of the meeting"
