"""The calendar, the file for another calendar, and what meetings ask of one worker today."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from tests.casework import factories as make
from tests.casework.meetings.around import Around, day
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Appointment, Worker
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.actions.bring_in import BROUGHT_IN
from thinkfamily.casework.cases.models import Case, Step
from thinkfamily.casework.meetings.actions import group, invitations, meetings, minutes
from thinkfamily.casework.meetings.models import Meeting, MinuteLine
from thinkfamily.casework.meetings.queries.calendar import calendar_of, month_of
from thinkfamily.casework.meetings.queries.dues import clock_of, overdue_reviews
from thinkfamily.casework.meetings.queries.today import due_for

pytestmark = pytest.mark.django_db
NEVER = ("Ada", "Bo", "Kit", "Testperson", "Fable Centre", "Fable Schools", "mornings", "review", "Family r")


@pytest.fixture
def at():
    return Around()


def fresh(worker):
    """The worker as the next request finds them."""
    return Worker.objects.select_related("agency").get(pk=worker.pk)


def entries(worker, since=None, until=None):
    return calendar_of(standing_of(fresh(worker)), since or day(0), until or day(60))


def test_reviews_are_counted_from_the_day_of_a_step_and_not_from_when_it_was_written_down(at):
    at.began(day(-30))
    Step.objects.create(
        case=at.case, code="begin_work", before="planning", after="active", on=day(-14), taken_by=at.lead.pk
    )
    assert clock_of(at.case).began_on == day(-14)


def test_reviews_of_a_case_that_was_brought_in_are_counted_from_the_day_its_work_began(at):
    at.case.agreed_on, at.case.active_on = day(-90), day(-60)
    at.case.save()
    Step.objects.create(case=at.case, code=BROUGHT_IN, before="", after="active", on=day(0), taken_by=at.lead.pk)
    assert clock_of(at.case).began_on == day(-60)


class TestCalendar:
    def test_a_lead_sees_meetings_and_what_is_due_of_their_families_and_no_others(self, at):
        at.began(day(-10))
        meeting = at.plan(begins_at=time(10, 0), planned_on=day(2))
        other = Around()
        other.plan(planned_on=day(2))
        found = entries(at.lead)
        assert {entry.family for entry in found} == {at.family}
        assert [entry.meeting for entry in found if entry.meeting] == [meeting]
        dues = [entry.due.on for entry in found if entry.due]
        assert dues == [day(32), day(53)], (
            "on the eleventh day one is due, which the family review planned for the second meets"
        )

    def test_a_partner_sees_the_meetings_they_are_invited_to_and_nothing_of_what_is_due(self, at):
        at.began(day(-10))
        one, _other = at.plan(), at.plan("first")
        assert entries(at.teacher) == []
        at.invite(one, at.teacher)
        (entry,) = entries(at.teacher)
        assert (entry.meeting, entry.is_asked) == (one, True)

    def test_a_manager_sees_those_of_their_own_team_and_who_manages_the_area_is_not_sent_everybodys(self, at):
        at.plan()
        assert [entry.family for entry in entries(at.manager) if entry.meeting] == [at.family]
        assert entries(make.worker("manager", of=make.team("Southside"))) == []
        assert entries(make.worker("manager")) == []

    def test_a_restricted_file_and_ones_own_family_leave_no_trace(self, at):
        at.plan()
        make.conflict(at.manager, at.family)
        assert entries(at.manager) == []
        make.restrict(at.family, make.worker("governance"))
        assert entries(at.lead) == []

    def test_the_page_is_a_list_first_and_records_whose_meetings_were_looked_at(self, at, client):
        at.began(timezone.localdate() - timedelta(days=21))
        at.plan(begins_at=time(9, 5))
        client.force_login(at.lead)
        page = client.get("/calendar/").content.decode()
        assert page.index("Day by day") < page.index(">The month<")
        assert f"09:05 Family review, {at.family.reference}" in page
        assert AuditEvent.objects.filter(action="calendar.read", outcome="looked").latest("pk").others == [
            str(at.family.pk)
        ]
        for odd in ("?month=0", "?month=9999-12", "?month=2026-13", "?month=x"):
            assert client.get(f"/calendar/{odd}").status_code == 200

    def test_the_number_of_queries_does_not_grow_with_families_and_meetings(self, at):
        def asked():
            worker = fresh(at.lead)
            with CaptureQueriesContext(connection) as queries:
                calendar_of(standing_of(worker), day(0), day(90))
            with CaptureQueriesContext(connection) as more:
                due_for(fresh(at.lead), day(0))
            return len(queries), len(more)

        at.began(day(-40))
        meeting = at.plan()
        at.invite(meeting, at.lead)
        at.write(meeting, "d", "decision", worker=at.lead, due_on=day(0))
        before = asked()
        assert before[0] <= 12
        assert before[1] <= 16
        for _ in range(4):
            more = Around()
            make.involve(at.lead, more.family, "adult_lead")
            more.began(day(-40))
            meeting = more.plan()
            more.invite(meeting, more.teacher)
            more.write(meeting, "d", "decision", worker=at.lead, due_on=day(0))
        assert asked() == before
        assert len({entry.family for entry in entries(at.lead)}) == 5

    def test_a_month_has_its_first_and_last_day(self):
        assert month_of(date(2026, 2, 14)) == (date(2026, 2, 1), date(2026, 2, 28))
        assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


class TestFile:
    def test_one_meeting_as_a_file_says_when_and_leads_to_its_page_and_names_nobody(self, at, client):
        meeting = at.plan(begins_at=time(14, 30), planned_on=date(2027, 7, 6))
        at.invite(meeting, at.teacher, at.ada)
        for who, page in ((at.lead, ""), (at.teacher, "invitation/"), (at.ada_account, "invitation/")):
            client.force_login(who)
            answer = client.get(f"/families/{at.family.pk}/meetings/{meeting.pk}/meeting.ics")
            assert answer["Content-Type"].startswith("text/calendar")
            assert answer["Content-Disposition"] == 'attachment; filename="meeting.ics"'
            (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
            assert event["summary"] == "Meeting"
            assert event["dtstart"].dt.isoformat() == "2027-07-06T13:30:00+00:00", "summer time"
            assert str(event["url"]) == f"http://testserver/families/{at.family.pk}/meetings/{meeting.pk}/{page}"
            assert set(event) == {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "CLASS", "URL"}
            _names_nobody(at, answer)

    def test_the_calendar_as_a_file_likewise(self, at, client):
        at.began(day(-10))
        at.plan(planned_on=day(2))
        client.force_login(at.lead)
        answer = client.get("/calendar/calendar.ics")
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        assert {str(event["summary"]) for event in events} == {"Meeting", "A meeting is due"}
        assert len({str(event["uid"]) for event in events}) == len(events)
        _names_nobody(at, answer)

    def test_a_calendar_that_took_a_meeting_before_moves_it_where_it_was_moved_and_calls_it_off(self, at, client):
        meeting = at.plan(begins_at=time(14, 30), planned_on=day(2))
        alone = f"/families/{at.family.pk}/meetings/{meeting.pk}/meeting.ics"
        client.force_login(at.lead)

        def taken(path):
            events = Calendar.from_ical(client.get(path).content).walk("VEVENT")
            (event,) = (one for one in events if str(one["uid"]).startswith(str(meeting.pk)))
            return event

        first = {path: taken(path) for path in (alone, "/calendar/calendar.ics")}
        for number, moved in enumerate((day(3), day(4)), 1):
            meetings.change_meeting(
                meeting, kind=meeting.kind, planned_on=moved, begins_at=time(9, 0), place="", by=at.lead
            )
            for path, before in first.items():
                event = taken(path)
                assert (str(event["uid"]), event["dtstart"].dt.date()) == (str(before["uid"]), moved)
                assert int(event["sequence"]) == number, "what was moved is the later word"
        meetings.cancel_meeting(meeting, why_not="Ada is ill.", by=at.lead)
        for path in first:
            event = taken(path)
            assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", 3)

    def test_what_was_due_is_called_off_there_once_a_meeting_is_planned_for_it_or_the_work_rests(self, at, client):
        at.began(day(-10))
        client.force_login(at.lead)

        def due():
            events = Calendar.from_ical(client.get("/calendar/calendar.ics").content).walk("VEVENT")
            return {event["dtstart"].dt: event for event in events if str(event["summary"]) == "A meeting is due"}

        assert all("status" not in event for event in due().values())
        before = due()
        at.plan("professional_review", planned_on=day(12), begins_at=time(9, 0))
        after = due()
        met = after[day(11)]
        assert (str(met["uid"]), str(met["status"])) == (str(before[day(11)]["uid"]), "CANCELLED")
        assert "url" not in met
        assert int(met["sequence"]) > 0
        assert [on for on, event in after.items() if "status" in event] == [day(11)]
        Case.objects.filter(pk=at.case.pk).update(side="paused")
        assert {str(event.get("status")) for event in due().values()} == {"CANCELLED"}

    def test_who_is_not_invited_has_no_file(self, at, client):
        meeting = at.plan()
        at.invite(meeting, at.ada)
        for who, status in ((at.teacher, 404), (at.bo_account, 404), (make.worker("adult_lead"), 403)):
            client.force_login(who)
            got = client.get(f"/families/{at.family.pk}/meetings/{meeting.pk}/meeting.ics").status_code
            assert got == status


def _names_nobody(at, answer):
    told = answer.content.decode()
    for never in (*NEVER, at.family.reference, at.lead.name, at.lead.email, at.teacher.name):
        assert never not in told


class TestToday:
    def test_what_is_due_is_told_with_since_when(self, at):
        at.began(day(-30))
        today = due_for(fresh(at.lead), day(0))
        ((family, behind),) = today.overdue
        assert family == at.family
        assert [(one.series, one.since) for one in behind] == [("professional_review", day(-9))]
        at.hold(_with_lead(at, "professional_review"))
        assert due_for(fresh(at.lead), day(0)).overdue == []
        assert overdue_reviews([at.family.pk]) == {}

    def test_meetings_of_the_day_and_of_the_week(self, at):
        now, week, _later = at.plan(), at.plan("first", planned_on=day(6)), at.plan("first", planned_on=day(7))
        for who in (at.lead, at.manager):
            today = due_for(fresh(who), day(0))
            assert (today.today, today.week) == ([now], [week])
        assert due_for(fresh(at.teacher), day(0)).today == []
        at.invite(now, at.teacher)
        assert due_for(fresh(at.teacher), day(0)).today == [now]

    def test_a_report_that_is_asked_is_told_until_it_is_in(self, at):
        meeting = at.plan()
        made = at.invite(meeting, at.teacher, at.lead)[at.teacher]
        assert due_for(fresh(at.teacher), day(0)).reports == []
        invitations.reply(made, reply="report", by=at.teacher)
        assert due_for(fresh(at.teacher), day(0)).reports == [made]
        invitations.send_report(
            made, strengths="", worries="", next_steps="", text="Well.", category="education", by=at.teacher
        )
        assert due_for(fresh(at.teacher), day(0)).reports == []

    def test_minutes_are_overdue_when_the_days_of_the_profile_are_over_and_not_before(self, at):
        meeting = at.hold(_with_lead(at))
        Meeting.objects.filter(pk=meeting.pk).update(held_on=day(-3))
        assert due_for(fresh(at.lead), day(0)).minutes == [], "family recovery: three days"
        assert [(one.meeting, one.since) for one in due_for(fresh(at.lead), day(1)).minutes] == [(meeting, day(0))]
        at.write(meeting, "Something.")
        at.sent(at.confirmed(meeting))
        assert due_for(fresh(at.lead), day(1)).minutes == []

    def test_a_part_that_ends_soon_is_told_to_who_keeps_the_meetings(self, at):
        Involvement.objects.filter(pk=at.part.pk).update(until_on=day(9))
        assert due_for(fresh(at.lead), day(0)).ending == [at.part]
        assert due_for(fresh(at.teacher), day(0)).ending == []

    def test_a_decision_is_told_to_who_should_carry_it_out_while_they_may_see_it(self, at):
        meeting = at.hold(_with_lead(at))
        line = at.write(meeting, "Ring the landlord.", "decision", worker=at.teacher, due_on=day(3))
        assert due_for(fresh(at.teacher), day(0)).decisions == [], "the minutes are a draft"
        at.sent(at.confirmed(meeting))
        assert [row.line for row in due_for(fresh(at.teacher), day(0)).decisions] == [line]
        for closed in ({"audience": "team"}, {"category": "domestic_abuse"}):
            was = {name: getattr(line, name) for name in closed}
            MinuteLine.objects.filter(pk=line.pk).update(**closed)
            assert due_for(fresh(at.teacher), day(0)).decisions == [], closed
            MinuteLine.objects.filter(pk=line.pk).update(**was)
        minutes.say_what_came_of(line, came_of_it="Done.", done_on=day(0), by=at.lead)
        assert due_for(fresh(at.teacher), day(0)).decisions == []

    def test_the_police_are_told_of_a_decision_by_a_sharing_decision_alone(self, at):
        meeting = at.hold(_with_lead(at))
        make.grant(at.family, at.home, at.police, "police")
        line = at.write(meeting, "Patrol at night.", "decision", worker=at.officer, due_on=day(0), category="police")
        at.sent(at.confirmed(meeting))
        assert [row.line for row in due_for(fresh(at.officer), day(0)).decisions] == [line]
        MinuteLine.objects.filter(pk=line.pk).update(category="health")
        assert due_for(fresh(at.officer), day(0)).decisions == []

    def test_a_case_that_is_not_worked_has_nothing_due(self, at):
        at.began(day(-30))
        for state in ("considered", "closed"):
            Case.objects.filter(pk=at.case.pk).update(state=state)
            assert overdue_reviews([at.family.pk]) == {}

    def test_without_a_programme_nothing_is_due(self, at):
        Case.objects.filter(pk=at.case.pk).update(profile="", profile_version=None)
        at.began(day(-99))
        assert overdue_reviews([at.family.pk]) == {}
        assert clock_of(Case.objects.get(pk=at.case.pk)).profile is None

    def test_the_courts_steps_are_on_the_calendar(self, client):
        court = Around("court_linked")
        group.set_anchor(court.case, anchor_on=day(-7 * 3), by=court.lead)
        steps = [(entry.on, entry.step.what) for entry in entries(court.lead) if entry.step]
        assert (day(7), "Parents sign, and the trial for change starts") in steps


def _with_lead(at, kind="family_review"):
    meeting = at.plan(kind)
    at.invite(meeting, at.lead)
    return meeting


def test_a_role_that_is_withdrawn_shuts_the_calendar(at, client):
    client.force_login(at.lead)
    assert client.get("/calendar/").status_code == 200
    Appointment.objects.filter(worker=at.lead).update(until_on=day(0), from_on=day(-1))
    assert client.get("/calendar/").status_code == 403
