"""Where a programme asks for two leads, a case with one of them is in a gap."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.actions import involvement
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies import actions as organisation
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.cases.lacking import lacking
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.cases.way import way_of
from thinkfamily.casework.daily.queries.board import board_of
from thinkfamily.casework.daily.queries.day import day_of
from thinkfamily.casework.daily.queries.facts import facts_of
from thinkfamily.casework.daily.queries.lists import built
from thinkfamily.casework.profiles.queries import profile_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


def page(worker, url: str) -> str:
    client = Client()
    client.force_login(worker)
    return client.get(url).content.decode()


def end_the_part(at, clock) -> None:
    part = Involvement.objects.get(family=at.family, worker=at.child_lead)
    involvement.end(by=at.manager, involvement=part)


def end_the_account(at, clock) -> None:
    organisation.end_account(at.child_lead, by=make.worker("sysadmin"), on=clock.today, because="Left.")


@pytest.mark.parametrize("ends", [end_the_part, end_the_account])
@pytest.mark.parametrize("profile", ["family_recovery", "court_linked"])
def test_a_case_that_loses_one_of_two_leads_is_in_a_gap_wherever_gaps_show(clock, profile, ends):
    at = how.begun()
    how.choose(at, profile, "intensive" if profile == "family_recovery" else profile_of(profile).tiers[-1].code)
    how.lead(at, at.lead, "adult_lead")
    how.lead(at, at.child_lead, "child_lead")
    how.agree(at)
    case = Case.objects.select_related("family__team").get(pk=at.case.pk)
    assert (facts_of([case])[0].is_gap, board_of(at.manager).gaps) == (False, 0)
    way = way_of(at.manager, at.family)
    assert (way.is_gap, [one.pk for one in way.answering]) == (False, [at.lead.pk, at.child_lead.pk])
    ends(at, clock)
    manager = Worker.objects.get(pk=at.manager.pk)
    (facts,) = facts_of([case])
    assert (facts.is_gap, facts.is_flagged, facts.lacking) == (True, True, ("child_lead",))
    way = way_of(manager, at.family)
    assert way.is_gap
    assert way.answering[0].pk == at.lead.pk
    assert {one.pk for one in way.answering[1:]} == {at.manager.pk, at.other_manager.pk}
    assert board_of(manager).gaps == 1
    assert built(manager, {"with": ["no_lead"]}).count == 1
    assert [one.case.pk for one in day_of(at.lead).flagged] == [case.pk]
    shown = page(manager, reverse("cases:case", args=[at.family.pk]))
    assert "asks for two leads, and nobody has accepted as: Lead for the children" in shown
    assert "A second lead is missing" in page(manager, "/team-board/")


def test_one_lead_is_enough_where_the_programme_asks_for_one():
    assert lacking(profile_of("family_help"), {"child_lead"}) == ()
    assert lacking(None, {"adult_lead"}) == ()
    assert lacking(profile_of("family_help"), set()) == ("adult_lead", "child_lead")
    assert lacking(profile_of("family_recovery"), {"adult_lead"}) == ("child_lead",)
