"""Family recovery, eighteen months: two leads, a mother who moves where the father must not find her, and a year that lasts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from tests.casework import factories as make
from tests.casework.scenarios import life
from tests.casework.test_planted_safe_address import PLANTED, said, tells
from tests.casework.way import steps as how
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.meetings.actions import meetings, minutes
from thinkfamily.casework.meetings.actions.invitations import invite
from thinkfamily.casework.meetings.actions.sending import send_minutes
from thinkfamily.casework.meetings.models import Meeting
from thinkfamily.casework.meetings.problems import MeetingError
from thinkfamily.casework.meetings.queries.minutes import digest_of, versions
from thinkfamily.casework.plans import actions as plans

pytestmark = pytest.mark.django_db
SECRET = "SECRET: Ada has the keys of the flat"
FILE = ("", "people/", "addresses/", "statements/", "timeline/", "plan/", "contacts/", "meetings/", "team/", "print/",
        "chronology/print/", "case/", "safe-address/", "genogram/", "ecomap/")  # fmt: skip
OWN = ("shared/", "shared/plan/")
LISTS = ("/day/", "/families/", "/families/mine/", "/tasks/", "/calendar/", "/calendar/calendar.ics", "/invitations/",
         "/lists/", "/team-board/", "/decisions/", "/shared-cases/", "/cases/handovers/")  # fmt: skip


def test_he_learns_the_place_nowhere(clock):
    ada, bo = make.person("Ada", born=date(1990, 1, 2)), make.person("Bo", born=date(1988, 3, 4))
    kit = make.person("Kit", born=date(2014, 5, 6))
    at = how.begun(members=(ada, bo, kit))
    his, hers = life.account(at.family, bo), life.account(at.family, ada)
    how.choose(at, "family_recovery", "intensive")
    cases.take_step(at.case, "offer", by=at.manager, how="visit", told="All of it")
    how.agree(at)
    how.check(at, "high")
    how.lead(at, at.lead, "adult_lead")
    assert life.facts(at).accepted == 1
    with pytest.raises(CaseError, match="Each lead that the profile asks for"):
        cases.take_step(at.case, "assess", by=at.lead, with_whom="All")
    asked = cases.ask_to_lead(at.case, at.child_lead, "child_lead", because="Knows Kit", by=at.manager)
    assert [part.family_id for part in life.day(at.child_lead).asked] == [at.family.pk]
    with pytest.raises(CaseError, match="Each lead that the profile asks for"):
        cases.take_step(at.case, "assess", by=at.lead, with_whom="All")
    cases.answer_lead(asked.involvement, answer="yes", by=at.child_lead)
    how.hear_children(at)
    cases.take_step(at.case, "assess", by=at.lead, with_whom="All")
    clock.on(weeks=3)
    cases.take_step(at.case, "assessed", by=at.child_lead, **how.ASSESSED)
    cases.take_step(at.case, "authorise", by=at.manager, note="Clear")
    how.add_goal(at)
    clock.on(weeks=1)
    cases.take_step(at.case, "begin_work", by=at.lead, note="With all")
    life.met(at)
    clock.on(weeks=6)
    for worker in (at.lead, at.child_lead):
        assert life.flagged(worker) == [at.family.pk], "both leads are told"
    life.met(at)
    life.reviewed(at, 3)

    # She has moved. One lead is told where, and nobody else.
    kept = safe_address.record_one(by=life.fresh(at.lead), family=at.family, person=ada, text=PLANTED, named=[at.lead])
    hidden = {"hidden_from": [bo], "audience": "family"}
    record_statement(at.family, Said("fact", "housing", SECRET, **hidden), by=life.fresh(at.lead))
    words = {"baseline": "x", "measure": "y", "target": "z", "target_on": clock.today + timedelta(days=90)}
    goal = plans.GoalWords(text=f"{SECRET}, and Kit sleeps", owner=at.lead, **words, **hidden)
    moved = plans.propose_goal(life.case_of(at), goal, by=life.fresh(at.lead))
    plans.move_goal(moved, step="agree", because="Ada agrees", by=life.fresh(at.lead))
    plans.move_goal(moved, step="begin", by=life.fresh(at.lead))
    task = {"text": f"{SECRET}: lock the door", "kind": "requirement", "due_on": clock.today + timedelta(days=7)}
    plans.ask(
        life.case_of(at), plans.Asked(owner=f"person:{ada.pk}", goal=moved, **task, audience="family"),
        by=life.fresh(at.lead),
    )  # fmt: skip
    life.met(at, text=f"{SECRET}. She showed them.", **hidden)
    sent = held_and_sent(at, clock, ada, bo)
    assert SECRET in copy_of(sent, ada)
    assert "TOGETHER" in copy_of(sent, ada)
    assert SECRET not in copy_of(sent, bo)
    assert "TOGETHER" in copy_of(sent, bo)
    assert SECRET in life.screen(hers, f"/families/{at.family.pk}/shared/")
    assert SECRET in life.screen(at.child_lead, f"/families/{at.family.pk}/plan/")

    walked(at, sent, his)
    clock.on(weeks=8)
    life.met(at)
    life.reviewed(at, 7)
    walked(at, sent, his)
    reveal = f"/families/{at.family.pk}/safe-address/{kept}/reveal/"
    assert tells(said(life.signed_in(at.lead).post(reveal)))
    for worker, status in ((at.child_lead, 404), (at.manager, 404), (his, 403)):
        answer = life.signed_in(worker).post(reveal)
        assert (answer.status_code, tells(said(answer))) == (status, False)
    reads = AuditEvent.objects.filter(action="safe_address.read", kind="safe_address", outcome="looked")
    assert [event.worker for event in reads] == [at.lead.pk]

    life.closed(at, clock)
    for months in (3, 6, 12):
        life.looked(at, clock, months, "lasted")
    walked(at, sent, his)
    cases.take_step(life.case_of(at), "archive", by=life.fresh(at.manager))
    assert life.state(at)[0] == "archived"
    assert {one.found for one in life.case_of(at).sustain_checks.all()} == {"lasted"}


def held_and_sent(at, clock, ada, bo) -> Meeting:
    """A meeting to which both parents come; no place, no reason and no paragraph tells where she is."""
    lead, plan = life.fresh(at.lead), {"kind": "family_review", "planned_on": clock.today}
    for told in ({"place": PLANTED}, {"why": f"We meet at {PLANTED}"}):
        with pytest.raises(MeetingError):
            meetings.plan_meeting(life.case_of(at), **plan, **told, by=lead)
    made = meetings.plan_meeting(life.case_of(at), **plan, place="The Fable Centre", by=lead)
    asked = invite(made, workers=[at.lead, at.child_lead], people=[ada, bo], by=lead)
    made = meetings.hold_meeting(made, held_on=clock.today, attendance={row.pk: "came" for row in asked}, by=lead)
    with pytest.raises(MeetingError):
        minutes.write_line(made, minutes.Written("discussed", f"She lives at {PLANTED}"), by=lead)
    family = {"audience": "family"}
    for line in (
        minutes.Written("discussed", "TOGETHER", plain="TOGETHER: school goes well.", **family),
        minutes.Written("discussed", SECRET, plain=SECRET, hidden_from=[bo], **family),
    ):
        minutes.write_line(made, line, by=lead)
    minutes.confirm_minutes(made, no_child_view="Asked on Friday.", by=lead)
    made = Meeting.objects.select_related("minutes", "case__family").get(pk=made.pk)
    send_minutes(made, seen=digest_of(versions(made)), by=lead)
    return Meeting.objects.select_related("minutes", "case__family").get(pk=made.pk)


def copy_of(meeting, person) -> str:
    """What one member's minutes say."""
    one = next(one for one in versions(meeting) if one.invitation.person_id == person.pk)
    return " ".join(line.for_family for line in one.lines)


def walked(at, meeting, his) -> None:
    """The place is on no screen, on no paper, in no file, letter or record; and he reads nothing that is hidden from him."""
    one = f"meetings/{meeting.pk}/"
    pages = [
        f"/families/{at.family.pk}/{name}" for name in (*FILE, *OWN, one, f"{one}meeting.ics", f"{one}invitation/")
    ]
    bo = meeting.case.family.members.get(person__first_name="Bo").person_id
    for worker in (his, at.lead, at.child_lead, at.manager):
        client, opened = life.signed_in(worker), []
        for path in (*pages, *LISTS, f"/families/{at.family.pk}/shared/?member={bo}"):
            answer = client.get(path)
            body = said(answer)
            assert not tells(body), (worker.name, path)
            opened += [path] if answer.status_code == 200 else []
            if worker is his or path.endswith(f"member={bo}"):
                assert SECRET.encode() not in body, path
        if worker is his:
            theirs = {*OWN, f"{one}meeting.ics", f"{one}invitation/", f"shared/?member={bo}"}
            pages_of_his = {f"/families/{at.family.pk}/{name}" for name in theirs}
            assert set(opened) == pages_of_his | {"/families/mine/", "/tasks/", "/invitations/"}
        else:
            assert len(opened) >= 15, opened
        for looked_for in ({"address": "zephyrquince"}, {"address": "ZZ98 7QX"}, {"name": "zephyrquince"}):
            assert at.family.reference not in said(client.post("/search/", looked_for)).decode()
    call_command("send_notices", verbosity=0)
    assert not any(tells(message.message().as_bytes()) for message in mail.outbox)
    assert not any(tells(vars(event)) for event in AuditEvent.objects.filter(family=at.family.pk))
