"""The ceiling of a caseload holds by every door through which somebody comes to lead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.models import Acceptance, Handover
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.queries import leads, waiting

pytestmark = pytest.mark.django_db
NOTE = "All of them want to be rung first."


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


@pytest.fixture
def at(clock):
    """A family of a programme of which six are a full caseload, with its lead."""
    return led(how.begun())


def led(at):
    how.choose(at, "family_intervention", "intensive")
    how.lead(at, at.lead, "adult_lead")
    return at


def full(at, families: int = 6):
    """A colleague who carries so many."""
    one = make.worker("adult_lead", of=at.family.team)
    for _ in range(families):
        led(how.begun(lead=one, manager=at.manager, other=at.other_manager))
    return one


def part_of(at) -> Involvement:
    return Involvement.objects.get(family=at.family, worker=at.lead)


def test_a_receiver_is_named_above_their_ceiling_only_with_a_reason_that_stays_with_the_acceptance(at, clock):
    other = full(at)
    made = actions.raise_handover(part_of(at), reason="load", last_day_on=clock.today, by=at.lead)
    with pytest.raises(CaseError, match="117% of their caseload"):
        actions.name_receiver(made, other, by=at.manager)
    assert Handover.objects.get().receiver is None
    actions.name_receiver(made, other, over_because="Two of theirs close", by=at.manager)
    done = [code for code, _ in Handover.CHECKLIST]
    made = actions.prepare_handover(made, note=NOTE, risks="", checked=done, by=at.lead)
    made = actions.visit_handover(made, visit_on=clock.today, no_visit_because="", by=at.lead)
    actions.accept_handover(made, by=other)
    kept = Acceptance.objects.get(involvement__family=at.family, involvement__worker=other)
    assert (kept.load_percent, kept.over_because) == (117, "Two of theirs close")


def test_a_handover_that_names_its_receiver_at_once_is_held_to_it_too(at, clock):
    other = full(at)
    told = {"reason": "load", "last_day_on": clock.today, "receiver": other, "by": at.manager}
    with pytest.raises(CaseError, match="beyond the ceiling"):
        actions.raise_handover(part_of(at), **told)
    assert actions.raise_handover(part_of(at), over_because="For a week", **told).over_because == "For a week"


def test_many_at_once_are_weighed_together_and_none_begins_without_a_reason(at, clock):
    other = full(at, 4)
    parts = [part_of(at)]
    for _ in range(2):
        parts.append(part_of(led(how.begun(lead=at.lead, manager=at.manager, other=at.other_manager))))
    told = {"receiver": other, "last_day_on": clock.today, "note": NOTE, "by": at.manager}
    with pytest.raises(CaseError, match="117% of their caseload"):
        actions.reassign(parts, **told)
    assert not Handover.objects.exists()
    assert len(actions.reassign(parts[:2], **told)) == 2
    assert leads.load_of(other).share == 100
    with pytest.raises(CaseError, match="117% of their caseload"):
        actions.reassign(parts[2:], **told)
    actions.reassign(parts[2:], over_because="One closes on Friday", **told)
    assert leads.load_of(other).share == 117


def test_what_somebody_is_named_to_take_over_weighs_when_they_are_asked_to_lead(at, clock):
    other = full(at, 5)
    actions.raise_handover(part_of(at), reason="load", last_day_on=clock.today, receiver=other, by=at.manager)
    assert (leads.load_of(other).share, leads.load_of(other).waiting) == (100, 1)
    another = how.begun(manager=at.manager, other=at.other_manager)
    how.choose(another, "family_intervention", "intensive")
    with pytest.raises(CaseError, match="117% of their caseload"):
        actions.ask_to_lead(another.case, other, "adult_lead", because="Near", by=at.manager)


def test_the_leavers_page_says_each_receivers_share_and_offers_only_who_holds_the_role(at, clock):
    other, child = full(at, 3), make.worker("child_lead", of=at.family.team)
    second = led(how.begun(lead=at.lead, manager=at.manager, other=at.other_manager))
    parts = waiting.leads_led_by(at.manager, at.lead)
    offered = {one.load.worker: one for one in waiting.possible_receivers(at.manager, at.lead, parts)}
    assert child not in offered
    assert at.child_lead not in offered
    assert (offered[other].load.share, offered[other].after, offered[other].families) == (50, 83, 2)
    client = Client()
    client.force_login(at.manager)
    url = reverse("cases:leaver", args=[at.lead.pk])
    shown = client.get(url).content.decode()
    assert f"{other.name}, at 50% now and at 83% with these families (2)" in shown
    assert child.name not in shown
    sent = {"parts": [str(part_of(second).pk)], "receiver": str(other.pk), "note": NOTE}
    shown = client.post(url, sent).content.decode()
    assert f"{other.name}, at 50% now and at 67% with these families (1)" in shown
    last = clock.today + timedelta(days=3)
    sent |= {"last_day_on_day": last.day, "last_day_on_month": last.month, "last_day_on_year": last.year}
    assert client.post(url, sent).status_code == 302
    assert Handover.objects.get().receiver == other
