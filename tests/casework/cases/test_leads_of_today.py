"""A lead whose account or role has ended is no lead of today: the family has none, and somebody is told so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.queries.people import whom_to_ask
from thinkfamily.casework.access.queries.through import Parts
from thinkfamily.casework.access.scope import families
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies import actions as organisation
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.guards import leads_have_accepted
from thinkfamily.casework.cases.models import Case, Handover
from thinkfamily.casework.cases.queries import leads, waiting
from thinkfamily.casework.cases.way import way_of
from thinkfamily.casework.daily.queries.board import board_of
from thinkfamily.casework.daily.queries.facts import facts_of
from thinkfamily.casework.daily.queries.lists import built
from thinkfamily.casework.families.queries.lists import Choice, my_families
from thinkfamily.casework.families.queries.team import team_around

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


@pytest.fixture
def at(clock):
    at = how.begun()
    how.choose(at)
    how.lead(at, at.lead, "adult_lead")
    return at


def page(worker, url: str) -> str:
    client = Client()
    client.force_login(worker)
    return client.get(url).content.decode()


def anew(worker) -> Worker:
    """The same worker as the next request finds them."""
    return Worker.objects.get(pk=worker.pk)


def end_the_account(at, clock) -> None:
    organisation.end_account(at.lead, by=make.worker("sysadmin"), on=clock.today, because="Left.")


def retire_the_account(at, clock) -> None:
    organisation.retire_account(at.lead, by=make.worker("sysadmin"), because="Left.")


def end_the_role(at, clock) -> None:
    role = at.lead.appointments.get()
    organisation.end_appointment(role, by=make.worker("governance"), on=clock.today, because="Other work.")


def let_the_account_run_out(at, clock) -> None:
    Worker.objects.filter(pk=at.lead.pk).update(account_until=clock.today + timedelta(days=1))
    clock.on(days=1)


ENDS = (end_the_account, retire_the_account, end_the_role, let_the_account_run_out)


@pytest.mark.parametrize("ends", ENDS)
def test_the_family_has_no_lead_and_its_manager_answers(at, clock, ends):
    case = Case.objects.select_related("family__team").get(pk=at.case.pk)
    assert not way_of(at.manager, at.family).is_gap
    assert leads_have_accepted(case)
    ends(at, clock)
    way = way_of(anew(at.manager), at.family)
    assert (way.is_gap, way.leads) == (True, [])
    assert {worker.pk for worker in way.answering} == {at.manager.pk, at.other_manager.pk}
    assert not leads_have_accepted(case)
    (facts,) = facts_of([case])
    assert (facts.is_gap, facts.is_flagged, facts.leads) == (True, True, [])
    assert board_of(anew(at.manager)).gaps == 1
    assert built(anew(at.manager), {"with": ["no_lead"]}).count == 1
    (row,) = my_families(standing_of(anew(at.manager)), Choice()).others
    assert row.leads == []
    assert not [part for part in team_around(at.family) if part.role == "adult_lead"]
    shown = page(anew(at.manager), reverse("access:involved", args=[at.family.pk]))
    assert "Account or role has ended" in shown
    assert not [name for name, *_ in whom_to_ask(standing_of(anew(at.manager)), [at.family])[at.family.pk] if name]


@pytest.mark.parametrize("ends", ENDS)
def test_triage_takes_the_family_up_again(at, clock, ends):
    triage = make.worker("triage")
    assert not families(standing_of(triage), "case.allocate").exists()
    ends(at, clock)
    assert families(standing_of(anew(triage)), "case.allocate").get() == at.family
    parts = Parts({triage.pk}, {at.family.pk})
    if ends is not let_the_account_run_out:
        # Past days are known by roles, and an account that merely runs out leaves its roles as they are.
        clock.on(days=1)
        assert parts.through(triage.pk, at.family.pk, clock.at) == "untaken"
    assert parts.through(triage.pk, at.family.pk, clock.at - timedelta(days=3)) == ""


@pytest.mark.parametrize("ends", ENDS)
def test_what_they_led_is_still_handed_over_from_the_leavers_page(at, clock, ends):
    ends(at, clock)
    manager = anew(at.manager)
    (left,) = board_of(manager).gone
    assert (left.worker, left.families) == (at.lead, {at.family.pk})
    url = reverse("cases:leaver", args=[at.lead.pk])
    for where in ("/team-board/", reverse("cases:loads")):
        assert url in page(manager, where)
    assert at.family.reference in page(manager, url)
    assert at.lead.name not in page(manager, reverse("cases:ask_lead", args=[at.family.pk]))
    (part,) = waiting.leads_led_by(manager, at.lead)
    note = "They like to be rung before anybody comes."
    cases.reassign([part], receiver=None, last_day_on=clock.today, note=note, by=manager)
    assert Handover.objects.get().part == part
    clock.on(days=2)
    assert board_of(anew(at.manager)).gone == []


def test_a_lead_of_another_team_who_is_gone_is_on_nobody_elses_board(at, clock):
    end_the_account(at, clock)
    stranger = make.worker("manager", of=make.team("Southside"))
    assert board_of(stranger).gone == []
    assert waiting.leaver_of(stranger, at.lead.pk) is None


def test_whoever_gets_the_role_back_leads_again(at, clock):
    end_the_role(at, clock)
    organisation.give_role(
        at.lead, "adult_lead", by=make.worker("governance"), because="Back.", from_on=clock.today, team=at.family.team
    )
    assert [row.part.worker for row in leads.leads_of(at.family)] == [at.lead]
    assert not way_of(anew(at.manager), at.family).is_gap


def test_who_is_past_their_last_day_without_a_handover_is_flagged_on_the_board(at, clock):
    cases.set_capacity(at.lead, percent=100, leaves_on=clock.today + timedelta(days=2), by=at.manager)

    def left() -> int:
        lines = board_of(anew(at.manager)).leads
        return next(line for line in lines if line.load.worker == at.lead).left_without_handover

    clock.on(days=2)
    assert left() == 0
    clock.on(days=1)
    assert left() == 1
    assert "Gone: 1 family not handed over" in page(at.manager, "/team-board/")
    part = Involvement.objects.get(family=at.family, worker=at.lead)
    cases.raise_handover(part, reason="leaving", last_day_on=clock.today + timedelta(days=3), by=at.manager)
    assert left() == 0
