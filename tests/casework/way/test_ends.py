"""What was planned for a case ends with it; what the way of the case foresees after the end, and what had begun, stays."""

from __future__ import annotations

from datetime import date, time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests.casework import factories as make
from tests.casework.meetings.around import Around, day
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.actions import involvement
from thinkfamily.casework.access.models import InvolvementProposal, Notice
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.machine import ENDED
from thinkfamily.casework.cases.models import Case, Handover, StatutoryGround, StepProposal
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.queries import waiting
from thinkfamily.casework.daily.queries.day import looks_due
from thinkfamily.casework.daily.queries.decisions import waiting_for
from thinkfamily.casework.meetings.actions import team
from thinkfamily.casework.meetings.actions.meetings import plan_meeting
from thinkfamily.casework.meetings.models import AgencyInvited, Meeting
from thinkfamily.casework.meetings.queries.calendar import calendar_of
from thinkfamily.casework.meetings.queries.today import due_for
from thinkfamily.casework.plans.actions.visits import plan_visit, set_out
from thinkfamily.casework.plans.models import PlannedVisit

pytestmark = pytest.mark.django_db

EARLY = {"reason": "moved", "why": "They moved away.", "next_kind": "nobody", "follow_up": "none"}


@pytest.fixture
def at():
    return Around("family_help")


def end(at, by=None, **changed):
    """Have the case closed early, today."""
    actions.take_step(at.case, "close_early", by=by or at.lead, **(EARLY | changed))
    waits = StepProposal.objects.filter(case=at.case, code="close_early", is_signed__isnull=True).first()
    if waits is not None:
        actions.sign_step(waits, answer="sign", by=at.manager)


def state(meeting):
    return Meeting.objects.get(pk=meeting.pk).state


def test_a_meeting_ahead_is_called_off_with_its_case_and_each_invited_is_told(at):
    ahead, today = at.plan(planned_on=day(9)), at.plan()
    at.invite(ahead, at.teacher, at.ada)
    at.invite(today, at.teacher)
    Notice.objects.all().delete()
    end(at)
    assert (state(ahead), state(today)) == ("cancelled", "planned"), "today's may have been held"
    told = Notice.objects.filter(kind="meeting_changed").values_list("to", "about")
    assert set(told) == {(at.teacher.pk, ahead.pk), (at.ada_account.pk, ahead.pk)}
    assert AuditEvent.objects.filter(action="meeting.cancel", object=str(ahead.pk), worker=at.lead.pk).count() == 1
    assert due_for(at.lead, day(0)).week == []
    assert [one.meeting for one in calendar_of(standing_of(at.lead), day(1), day(30)) if one.meeting] == []
    at.hold(Meeting.objects.get(pk=today.pk), attendance={row.pk: "came" for row in today.invitations.all()})
    assert state(today) == "held"


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("decline", {"reason": "no_need", "kept": "They said no."}),
        ("transfer_out", {"where": "Fable Borough", "kept": "All."}),
        ("remove", {"because": "Heard."}),
    ],
)
def test_whichever_way_a_case_ends(at, step, told):
    ahead = at.plan(planned_on=day(3))
    Case.objects.filter(pk=at.case.pk).update(state="offered" if step == "decline" else "active")
    for code in ("transfer_accepted", "breach_heard"):
        at.case.steps.create(code=code, before="active", after="active", on=day(0), taken_by=at.lead.pk)
    made = actions.take_step(at.case, step, by=at.manager, **told)
    if isinstance(made, StepProposal):
        actions.sign_step(made, answer="sign", by=make.worker("manager", of=at.team))
    assert Case.objects.get(pk=at.case.pk).is_open is False
    assert state(ahead) == "cancelled"


def test_another_calendar_learns_of_it_and_of_nothing_else(at, client):
    ahead = at.plan(planned_on=day(9), begins_at=time(10, 0))
    at.invite(ahead, at.teacher)
    end(at)
    for who in (at.lead, at.teacher):
        client.force_login(who)
        answer = client.get("/calendar/calendar.ics")
        (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert (str(event["uid"]), str(event["status"])) == (f"{ahead.pk}@thinkfamily", "CANCELLED")
        assert int(event["sequence"]) > 0
        assert "url" not in event
        assert str(at.family.pk) not in answer.content.decode()
    client.force_login(at.lead)
    alone = client.get(f"/families/{at.family.pk}/meetings/{ahead.pk}/meeting.ics")
    (event,) = Calendar.from_ical(alone.content).walk("VEVENT")
    assert str(event["status"]) == "CANCELLED"


def test_a_calendar_tells_nothing_of_a_file_that_is_kept_from_somebody_nor_to_who_was_not_invited(at, client):
    ahead = at.plan(planned_on=day(9))
    at.invite(ahead, at.teacher)
    end(at)
    make.restrict(at.family, make.worker("governance"))
    for who in (at.teacher, at.officer, at.lead):
        client.force_login(who)
        assert b"VEVENT" not in client.get("/calendar/calendar.ics").content


def test_visits_ahead_are_called_off_and_who_is_out_alone_is_waited_for(at):
    def planned(hours):
        return plan_visit(
            at.case,
            starts_at=timezone.now() + timedelta(hours=hours),
            minutes=30,
            way="home",
            is_alone=True,
            risk="low",
            by=at.lead,
        )

    ahead, out = planned(30), planned(1)
    set_out(out, by=at.lead)
    end(at)
    left = PlannedVisit.objects.filter(called_off_at__isnull=True)
    assert list(left) == [out]
    assert PlannedVisit.objects.get(pk=ahead.pk).called_off_at is not None


def test_proposals_handovers_agencies_and_grounds_no_longer_wait(at):
    other = make.worker("partner", at=at.school)
    mine = involvement.propose(
        by=at.lead, family=at.family, worker=other, role="partner", because="x", until_on=day(20)
    )
    invited = team.invite_agency(at.family, agency=make.agency("NHS", kind="health"), asked="x", by=at.lead)
    part = at.family.involvements.get(role="adult_lead")
    given = actions.raise_handover(part, reason="load", last_day_on=day(10), by=at.manager)
    StatutoryGround.objects.create(
        case=at.case, kind="court", threshold="t", told="t", until_on=day(50), recorded_by=at.lead.pk
    )
    assert len(waiting_for(at.manager).parts) == len(waiting_for(at.manager).grounds) == 1
    end(at)
    left = waiting_for(at.manager)
    assert (left.parts, left.grounds, left.steps) == ([], [], [])
    row = InvolvementProposal.objects.get(pk=mine.pk)
    assert (row.is_accepted, row.decided_by) == (False, None), (
        "nobody decides their own proposal, not by closing either"
    )
    assert Handover.objects.get(pk=given.pk).state == "stopped"
    assert waiting.handovers_of(at.lead) == []
    part.refresh_from_db()
    assert part.until_on == day(11), "who goes, goes"
    assert AgencyInvited.objects.get(pk=invited.pk).until_on == day(0)


def test_a_step_that_waits_for_its_signature_lapses_when_the_case_ends_otherwise(at):
    waits = StepProposal.objects.create(case=at.case, code="step_down", content={}, on=day(0), proposed_by=at.lead.pk)
    Case.objects.filter(pk=at.case.pk).update(state="offered")
    actions.take_step(at.case, "decline", by=at.manager, reason="no_need", kept="No.")
    waits.refresh_from_db()
    assert (waits.is_signed, waits.decided_by) == (False, at.manager.pk)
    assert waiting.to_sign(at.manager) == []


def test_an_old_case_that_is_archived_ends_nothing_of_the_one_that_goes_on(at):
    end(at)
    new = Case.objects.create(
        family=at.family, programme="p", why="w", opened_by=at.manager.pk, profile="family_help", profile_version=1
    )
    part = make.involve(at.officer, at.family, "partner")
    invited = team.invite_agency(at.family, agency=make.agency("NHS", kind="health"), asked="x", by=at.lead)
    ahead = plan_meeting(new, kind="first", planned_on=day(3), by=at.lead)
    lead = at.family.involvements.get(role="adult_lead")
    actions.take_step(Case.objects.get(pk=at.case.pk), "archive", by=at.manager)
    for row in (part, lead, invited):
        row.refresh_from_db()
        assert row.until_on is None, type(row).__name__
    assert state(ahead) == "planned"


def test_the_looks_whether_it_lasted_stay_and_go_when_the_case_is_reopened():
    with wound_to(date(2026, 1, 5)) as clock:
        at = how.begun()
        how.to_closed(at, clock)
        assert at.case.sustain_checks.count() == 3
        clock.on(weeks=60)
        first = at.case.sustain_checks.first()
        actions.record_look(first, found="slipped", note="x", done_on=clock.today, by=at.manager)
        assert len(looks_due(standing_of(at.manager))) == 2
        actions.take_step(at.case, "reopen", by=at.manager, why="They asked.")
        assert list(at.case.sustain_checks.all()) == [first]
        assert looks_due(standing_of(at.manager)) == []
        gone = AuditEvent.objects.get(action="case.drop_looks")
        assert len(gone.others) == 2


def test_nobody_says_that_it_lasted_before_it_can_have():
    with wound_to(date(2026, 1, 5)) as clock:
        at = how.begun()
        how.to_closed(at, clock)
        look = at.case.sustain_checks.first()
        for found in ("lasted", "partly"):
            with pytest.raises(CaseError, match="lasted so long"):
                actions.record_look(look, found=found, note="x", done_on=clock.today, by=at.manager)
        clock.on(days=(look.due_on - clock.today).days - 14)
        assert actions.record_look(look, found="lasted", note="x", done_on=clock.today, by=at.manager).done_on
        later = at.case.sustain_checks.last()
        # What went wrong, and what the family wishes, waits for no day.
        assert actions.record_look(later, found="slipped", note="x", done_on=clock.today, by=at.manager).done_on


def now(at):
    return Case.objects.get(pk=at.case.pk)


def test_a_pause_ends_with_the_case_and_does_not_come_back_with_it(at):
    actions.take_step(at.case, "pause", until_on=day(30), why="A long journey.", by=at.lead)
    assert (now(at).side, now(at).paused_until_on) == ("paused", day(30))
    end(at)
    assert (now(at).state in ENDED, now(at).side, now(at).paused_until_on) == (True, "going", None)
    actions.take_step(now(at), "reopen", why="They came back.", by=at.lead)
    assert (now(at).state, now(at).side) == ("considered", "going")


def test_a_case_that_was_closed_while_it_was_paused_before_this_goes_on_when_it_is_reopened(at):
    end(at)
    Case.objects.filter(pk=at.case.pk).update(side="paused", paused_until_on=day(30))
    actions.take_step(now(at), "reopen", why="They came back.", by=at.lead)
    assert (now(at).side, now(at).paused_until_on) == ("going", None)


def test_a_handover_that_was_stopped_offers_no_step(at, client):
    part = at.family.involvements.get(worker=at.lead)
    made = actions.raise_handover(part, reason="leaving", last_day_on=day(20), by=at.manager)
    client.force_login(at.manager)
    page = reverse("cases:handover", args=[at.family.pk, made.pk])
    offered = ("Stop this handover", "Name the next lead", "Write the handover")
    assert all(words in client.get(page).content.decode() for words in offered)
    actions.stop_handover(made, by=at.manager)
    shown = client.get(page).content.decode()
    assert not any(words in shown for words in (*offered, "Record the joint visit", "Record what the family was told"))


def test_meetings_that_stayed_planned_after_an_end_of_before_are_called_off_by_the_migration(at):
    migration = import_module("thinkfamily.casework.meetings.migrations.0002_end_with_the_case")
    ahead, same_day = at.plan(planned_on=day(9)), at.plan()
    at.invite(ahead, at.teacher, at.ada)
    going_on = Around("family_help")
    theirs = going_on.plan(planned_on=day(9))
    Notice.objects.all().delete()
    Case.objects.filter(pk=at.case.pk).update(state="closed", ended_on=day(0))
    migration.call_off(apps, None)
    assert (state(ahead), state(same_day), state(theirs)) == ("cancelled", "planned", "planned")
    assert Meeting.objects.get(pk=ahead.pk).why_not == "The case has ended, or the family said no."
    assert Meeting.history.filter(id=ahead.pk).first().state == "cancelled"
    assert set(Notice.objects.values_list("kind", "to")) == {
        ("meeting_changed", at.teacher.pk),
        ("meeting_changed", at.ada_account.pk),
    }
    migration.call_off(apps, None)
    assert Meeting.history.filter(id=ahead.pk, state="cancelled").count() == 1, "once"
