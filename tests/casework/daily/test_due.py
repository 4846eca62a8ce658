"""What comes due by itself is told once, to the lead and later the manager, and mailed once a day at most without a name."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.actions.notices import choose_mails, mail_notices, tell
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import AgreementToTakePart, Case
from thinkfamily.casework.daily import actions
from thinkfamily.casework.daily.actions.due import raise_due
from thinkfamily.casework.daily.queries.dues import came_due
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.plans.ladder import LADDER
from thinkfamily.casework.referrals import actions as requests
from thinkfamily.casework.referrals.actions.late import raise_late
from thinkfamily.casework.sharing.models import SharingAgreement, SharingDecision

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


def page(worker, path):
    """A page as a worker reads it, signed in just now."""
    client = Client()
    client.force_login(worker)
    return client.get(path).content.decode()


def told(kind, worker=None):
    rows = Notice.objects.filter(kind=kind)
    return rows.filter(to=worker).count() if worker is not None else set(rows.values_list("to", flat=True))


def supervised(at, clock):
    """Supervision is in date, so that nothing but what a test is about is due."""
    until = clock.today + timedelta(days=3650)
    actions.record_supervision(at.lead, held_on=clock.today, next_on=until, note="x", by=at.manager)


def test_a_review_is_told_to_the_lead_once_and_to_the_manager_when_it_is_late_for_longer(clock, settings):
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, manager_after_days=10)
    at = how.begun()
    how.to_active(at, clock)
    supervised(at, clock)
    how.meet(at, "first")
    raise_due()
    assert told("review_due") == set()
    clock.on(days=36)
    while not told("review_due"):
        clock.on(days=1)
        raise_due()
    assert told("review_due") == {at.lead.pk}
    first = told("review_due", at.lead)
    raise_due()
    assert told("review_due", at.lead) == first, "once each"
    clock.on(days=11)
    raise_due()
    assert {at.manager.pk, at.other_manager.pk} <= told("review_due")
    assert f'href="/families/{at.family.pk}/case/"' in page(at.manager, "/notices/")


def test_without_a_lead_the_managers_are_told_at_once_and_nobody_who_is_kept_from_the_file(clock):
    at = how.begun()
    how.to_active(at, clock)
    close = make.worker("manager", of=at.family.team)
    make.conflict(close, at.family)
    cases.take_step(at.case, "pause", by=at.lead, until_on=clock.today + timedelta(days=7), why="Away")
    at.lead.appointments.update(until_on=clock.today)
    clock.on(days=7)
    raise_due()
    assert told("pause_over") == {at.manager.pk, at.other_manager.pk}


def test_a_late_assessment_stands_on_both_screens_and_is_told(clock):
    at = how.begun()
    how.to_assessing(at)
    raise_due()
    assert told("assessment_late") == set()
    assert "Assessment late" not in page(at.manager, "/team-board/")
    clock.on(weeks=12)
    raise_due()
    assert at.lead.pk in told("assessment_late")
    assert "Assessment late" in page(at.manager, "/team-board/")
    assert "1 of 1 cases" in page(at.manager, "/lists/?with=assessment_late")
    assert "Assessment late" in page(at.lead, "/day/")
    how.hear_children(at)
    cases.take_step(at.case, "assessed", by=at.lead, **how.ASSESSED)
    cases.take_step(at.case, "authorise", by=at.manager, note="Clear")
    assert "Assessment late" not in page(at.lead, "/day/")


def test_looks_agreements_and_supervision_are_told_to_their_leads(clock):
    at = how.begun()
    how.to_active(at, clock)
    raise_due()
    assert told("supervision_due") == {at.lead.pk, at.manager.pk, at.other_manager.pk}, "there never was any"
    supervised(at, clock)
    AgreementToTakePart.objects.filter(case=at.case).update(review_on=clock.today)
    raise_due()
    assert told("agreement_due") == {at.lead.pk}
    done = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
    how.to_closed(done, clock)
    clock.on(weeks=60)
    raise_due()
    assert at.lead.pk in told("look_due")
    assert told("look_due", at.lead) == done.case.sustain_checks.filter(done_on__isnull=True).count()


def test_a_handover_is_told_on_the_last_day_and_so_are_families_that_nobody_hands_over(clock):
    at = how.begun()
    how.to_active(at, clock)
    comes = make.worker("adult_lead", of=at.family.team)
    part = at.family.involvements.get(worker=at.lead)
    last = clock.today + timedelta(days=3)
    cases.raise_handover(part, reason="leaving", last_day_on=last, receiver=comes, by=at.manager)
    raise_due()
    assert told("handover_late") == set()
    clock.on(days=3)
    raise_due()
    assert told("handover_late") == {at.lead.pk, comes.pk, at.manager.pk, at.other_manager.pk}
    Notice.objects.all().delete()
    other = how.begun(manager=at.manager, other=at.other_manager)
    how.to_active(other, clock)
    cases.set_capacity(other.lead, percent=100, leaves_on=clock.today, by=at.manager)
    raise_due()
    assert other.lead.pk not in told("handover_late")
    assert told("handover_late", at.manager) == 2


def test_sharing_that_runs_out_is_told_before_and_not_once_it_is_renewed(clock):
    at = how.begun()
    how.to_active(at, clock)
    school, home = make.agency("school", kind="school"), make.agency(is_home=True)
    governance = make.worker("governance")
    until = clock.today + timedelta(days=20)
    kept = SharingDecision.objects.create(
        family=at.family, from_agency=school, to_agency=home, categories=["education"], purpose="p", power="p",
        lawful_basis="public_task", necessity="n", is_family_told=True, proposed_by=at.lead.pk, until_on=until,
        decided_by=at.manager.pk, decided_at=timezone.now(), state="approved",
    )  # fmt: skip
    SharingAgreement.objects.create(
        reference="A1", from_agency=school, to_agency=home, power="p", purpose="p", lawful_basis="public_task",
        necessity="n", categories=["education"], expires_on=until, kept_by=governance.pk,
    )  # fmt: skip
    raise_due()
    assert told("sharing_ends") == told("agreement_ends") == set()
    clock.on(days=6)
    raise_due()
    assert told("sharing_ends") == {at.lead.pk}
    assert told("agreement_ends") == {governance.pk}
    SharingDecision.objects.filter(pk=kept.pk).update(until_on=until + timedelta(days=300))
    assert "sharing_ends" not in {one.kind for one in came_due(clock.today)}


def test_a_request_whose_hours_have_passed_is_told_to_triage_and_a_day_later_to_managers(clock):
    triage, manager, asks = make.worker("triage"), make.worker("manager"), make.worker("adult_lead")
    made = requests.ask(requests.Asked(route="agency", happening="Help."), by=asks)
    raise_late()
    assert told("request_late") == set()
    clock.on(days=(made.due_at - made.made_at).days)
    raise_late()
    raise_late()
    assert told("request_late") == {triage.pk}
    clock.on(days=1)
    raise_late()
    assert told("request_late") == {triage.pk, manager.pk}


class TestMails:
    """One mail a day at most, as each chose, and no name in it."""

    def due(self, worker, count=1):
        for _ in range(count):
            tell("review_due", make.family().pk, [worker])

    def test_one_a_day_and_events_at_once(self, clock):
        worker, family = make.worker("adult_lead"), make.family()
        self.due(worker, 2)
        assert mail_notices() == 1
        (sent,) = mail.outbox
        assert "A meeting of the team around a family is overdue: 2" in sent.body
        assert family.reference not in sent.subject + sent.body
        self.due(worker)
        assert mail_notices() == 0, "it was mailed of what came due today"
        tell("lead_asked", family.pk, [worker])
        assert mail_notices() == 1
        assert mail.outbox[1].subject == "Something waits for you in Think Family"
        clock.on(days=1)
        assert mail_notices() == 1
        assert "overdue: 1" in mail.outbox[2].body

    def test_as_each_chose(self, clock):
        weekly, never = make.worker("adult_lead"), make.worker("adult_lead")
        client = Client()
        client.force_login(weekly)
        assert client.post("/notices/mails/", {"due": "week"}).status_code == 302
        choose_mails(due="never", by=never)
        self.due(weekly)
        self.due(never)
        assert mail_notices() == 1
        assert mail.outbox[0].to == [weekly.email]
        self.due(weekly)
        clock.on(days=6)
        assert mail_notices() == 0
        clock.on(days=1)
        assert mail_notices() == 1
        assert "New" in page(weekly, "/notices/")

    def test_not_in_the_night(self):
        worker = make.worker("adult_lead")
        with time_machine.travel("2026-01-05 02:00:00+00:00", tick=False):
            self.due(worker)
            assert mail_notices() == 0
        with time_machine.travel("2026-01-05 06:00:00+00:00", tick=False):
            assert mail_notices() == 1

    def test_what_was_settled_before_anybody_was_mailed_is_mailed_to_nobody(self, clock):
        at = how.begun()
        how.to_active(at, clock)
        supervised(at, clock)
        choose_mails(due="week", by=at.lead)
        cases.take_step(at.case, "pause", by=at.lead, until_on=clock.today + timedelta(days=7), why="Away")
        clock.on(days=7)
        raise_due()
        assert told("pause_over") == {at.lead.pk}
        cases.take_step(Case.objects.get(pk=at.case.pk), "resume", by=at.lead, how="They are back.")
        raise_due()
        assert told("pause_over") == set()


def test_the_end_of_the_ladder_and_a_family_that_draws_back_are_put_before_the_manager(clock):
    at = how.begun()
    how.to_active(at, clock)
    for tried in ("", "", *[code for code, _ in LADDER[:-1]]):
        clock.on(days=1)
        plans.record_missed(at.case, tried=tried, by=at.lead)
    assert told("losing_touch") == set()
    assert "cannot be reached" not in page(at.manager, "/decisions/")
    for _ in range(2):
        clock.on(days=1)
        plans.record_missed(at.case, tried=LADDER[-1][0], by=at.lead)
    assert told("losing_touch") == {at.manager.pk, at.other_manager.pk}
    assert told("losing_touch", at.manager) == 1
    shown = page(at.manager, "/decisions/")
    assert "Every way was tried" in shown
    assert "1 thing waits for you" in shown
    other = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
    how.to_active(other, clock)
    cases.take_step(other.case, "lose_touch", by=at.lead, tried="Three visits", next="place")
    assert told("losing_touch", at.manager) == 2
    assert "2 things wait for you" in page(at.manager, "/decisions/")
    adult = at.family.members.filter(role="adult").first().person
    clock.on(days=1)
    plans.record_contact(at.case, plans.Told({adult: False}, "Rung.", "All is well."), by=at.lead)
    assert "1 thing waits for you" in page(at.manager, "/decisions/")


def test_as_many_queries_however_many_families(clock):
    at = how.begun()
    how.to_active(at, clock)
    clock.on(weeks=12)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            found = came_due(clock.today)
        return len(queries), len(found)

    before, few = asked()
    for _ in range(3):
        one = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
        how.choose(one)
        how.lead(one, at.lead, "adult_lead")
        how.agree(one)
    clock.on(weeks=30)
    after, many = asked()
    assert many > few
    assert after <= before


def test_a_ground_that_runs_out_is_told_in_time_and_stands_on_every_screen_until_somebody_acts(clock):
    at = how.begun()
    how.choose(at)
    made = cases.ask_to_lead(at.case, at.lead, "adult_lead", because="Near", by=at.manager)
    cases.answer_lead(made.involvement, answer="yes", by=at.lead)

    def grounded(days):
        ground = cases.record_ground(
            at.case, kind="child_protection", threshold="A plan", told="Told", by=at.manager,
            until_on=clock.today + timedelta(days=days),
        )  # fmt: skip
        cases.sign_ground(ground, by=at.other_manager)
        return ground

    case = f"/families/{at.family.pk}/case/"
    grounded(60)
    clock.on(days=45)
    raise_due()
    assert told("ground_ends") == set()
    clock.on(days=1)
    raise_due()
    everybody = {at.lead.pk, at.manager.pk, at.other_manager.pk}
    assert told("ground_ends") == everybody, "a new one wants two people, and time"
    assert "No ground stands" not in page(at.lead, "/day/")
    clock.on(days=14)
    raise_due()
    assert [told("ground_ends", one) for one in (at.lead, at.manager)] == [1, 1], "once each"
    assert "No ground stands" in page(at.lead, "/day/")
    assert "No ground stands" in page(at.manager, "/team-board/")
    assert "1 of 1 cases" in page(at.manager, "/lists/?with=duty_over")
    assert "no statutory ground stands" in page(at.lead, case)
    last = grounded(30)
    assert "No ground stands" not in page(at.lead, "/day/")
    assert "no statutory ground stands" not in page(at.lead, case)
    assert "0 of 1 cases" in page(at.manager, "/lists/?with=duty_over")
    clock.on(days=30)
    cases.end_ground(last, by=at.manager)
    assert Case.objects.get(pk=at.case.pk).state == "considered"
    assert "No ground stands" not in page(at.lead, "/day/")


def test_a_family_under_a_duty_that_nobody_meets_is_flagged_as_any_other(clock):
    at = how.begun()
    how.choose(at)
    made = cases.ask_to_lead(at.case, at.lead, "adult_lead", because="Near", by=at.manager)
    cases.answer_lead(made.involvement, answer="yes", by=at.lead)
    ground = cases.record_ground(
        at.case, kind="child_protection", threshold="A plan", told="Told", by=at.manager,
        until_on=clock.today + timedelta(days=180),
    )  # fmt: skip
    cases.sign_ground(ground, by=at.other_manager)
    assert "Nobody met" not in page(at.lead, "/day/")
    clock.on(days=60)
    assert "Nobody met" in page(at.lead, "/day/")
