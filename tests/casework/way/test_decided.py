"""A step that waited for a second person, and a step up: whoever proposed, feared or leads hears what became of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.models import Conflict, Notice
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.models import Case

pytestmark = pytest.mark.django_db

EARLY = {
    "why": "other_help",
    "note": "The school goes on alone.",
    "threshold": True,
    "follow_up": "none",
}


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


@pytest.fixture
def at(clock):
    found = how.begun()
    how.to_active(found, clock)
    Notice.objects.all().delete()
    return found


def told(kind: str) -> set:
    return set(Notice.objects.filter(kind=kind).values_list("to", flat=True))


def how_it_stands(at) -> Case:
    return Case.objects.get(pk=at.case.pk)


def decided(at, answer: str, because: str = "", *, by=None) -> None:
    proposal = Case.objects.get(pk=at.case.pk).step_proposals.get(is_signed__isnull=True)
    actions.sign_step(proposal, answer=answer, because=because, by=by or at.other_manager)


@pytest.mark.parametrize("answer", ["sign", "return"])
def test_whoever_proposed_a_step_and_whoever_leads_hear_what_was_decided(at, answer):
    actions.take_step(at.case, "close_early", by=at.manager, **EARLY)
    decided(at, answer, "Who tells the children?")
    assert told("step_decided") == {at.manager.pk, at.lead.pk}


def test_where_no_manager_can_sign_the_case_says_whom_to_ask(at, client: Client):
    actions.take_step(at.case, "close_early", by=at.lead, **EARLY)
    client.force_login(at.lead)
    where = reverse("cases:case", args=[at.family.pk])
    assert "No manager who could sign it" not in client.get(where).content.decode()
    make.restrict(at.family, make.worker("governance"), at.lead)
    assert "No manager who could sign it" in client.get(where).content.decode()


def test_that_a_manager_is_close_to_the_family_is_told_to_nobody_who_waits_for_a_signature(at, client: Client):
    actions.take_step(at.case, "close_early", by=at.manager, **EARLY)
    Conflict.objects.create(worker=at.other_manager, family=at.family, kind="other", recorded_by=at.manager.pk)
    client.force_login(at.lead)
    page = client.get(reverse("cases:case", args=[at.family.pk])).content.decode()
    assert "It waits for a second person" in page
    assert "can open this file" not in page
    assert "whoever keeps it restricted" not in page


def test_who_signs_and_who_is_kept_from_the_file_are_not_told(at):
    actions.take_step(at.case, "close_early", by=at.lead, **EARLY)
    Conflict.objects.create(worker=at.lead, family=at.family, kind="other", recorded_by=at.manager.pk)
    decided(at, "return", "Who tells the children?")
    assert told("step_decided") == set()


def test_what_was_returned_stands_on_the_case_with_its_reason_and_is_not_typed_again(at, client: Client):
    actions.take_step(at.case, "close_early", by=at.lead, **EARLY)
    decided(at, "return", "Who tells the children?")
    client.force_login(at.lead)
    page = client.get(reverse("cases:case", args=[at.family.pk])).content.decode()
    assert "Who tells the children?" in page
    assert at.other_manager.name in page
    form = client.get(reverse("cases:close_early", args=[at.family.pk])).content.decode()
    assert EARLY["note"] in form
    assert "Who tells the children?" in form
    # It is the proposer's own text, and of this step alone.
    client.force_login(at.manager)
    assert EARLY["note"] not in client.get(reverse("cases:close_early", args=[at.family.pk])).content.decode()
    client.force_login(at.lead)
    assert EARLY["note"] not in client.get(reverse("cases:step_down", args=[at.family.pk])).content.decode()


def test_what_was_returned_goes_where_it_can_no_longer_be_proposed(at, client: Client):
    actions.take_step(at.case, "step_down", by=at.lead, next_kind="nobody", family_agrees="yes", family_words="Yes")
    actions.take_step(Case.objects.get(pk=at.case.pk), "take_back", by=at.lead, why="Too early")
    actions.take_step(Case.objects.get(pk=at.case.pk), "close_early", by=at.lead, **EARLY)
    decided(at, "return", "Who tells the children?")
    again = Case.objects.get(pk=at.case.pk)
    actions.take_step(again, "step_down", by=at.lead, next_kind="nobody", family_agrees="yes", family_words="Yes")
    client.force_login(at.lead)
    page = client.get(reverse("cases:case", args=[at.family.pk])).content.decode()
    assert "Who tells the children?" not in page


def test_what_was_returned_goes_with_the_next_proposal(at, client: Client):
    actions.take_step(at.case, "close_early", by=at.lead, **EARLY)
    decided(at, "return", "Who tells the children?")
    actions.take_step(at.case, "close_early", by=at.lead, **EARLY)
    client.force_login(at.lead)
    page = client.get(reverse("cases:case", args=[at.family.pk])).content.decode()
    assert "Who tells the children?" not in page


@pytest.mark.parametrize("role", ["partner", "adult_lead"])
def test_whoever_feared_and_whoever_leads_hear_what_was_decided_on_a_step_up(at, role):
    feared = at.lead
    if role == "partner":
        feared = make.worker("partner", at=make.agency("school", kind="school"))
        make.involve(feared, at.family, "partner")
    actions.take_step(at.case, "step_up", by=feared)
    told_of = Case.objects.get(pk=at.case.pk)
    actions.take_step(told_of, "decide_step_up", by=at.manager, decision="stay", why="Seen", family_told="yes")
    assert told("step_up_decided") == {feared.pk, at.lead.pk}


def test_who_authorises_and_who_decides_read_on_the_same_page_what_they_decide_on(clock, client: Client):
    at = how.begun()
    how.to_assessing(at)
    actions.take_step(at.case, "assessed", by=at.lead, **how.ASSESSED)
    actions.take_step(at.case, "step_up", by=at.lead, fear="He waits at the school gate")
    client.force_login(at.manager)
    for code, words in (("authorise", how.ASSESSED["worries"]), ("decide_step_up", "He waits at the school gate")):
        page = client.get(reverse(f"cases:{code}", args=[at.family.pk])).content.decode()
        assert words in page, code
        assert at.lead.name in page, code


def test_a_fear_is_read_where_it_is_decided_on_though_the_case_moved_on_since(at, clock, client: Client):
    actions.take_step(at.case, "step_up", by=at.lead, fear="Somebody rang at night")
    actions.take_step(
        how_it_stands(at), "decide_step_up", by=at.manager, decision="stay", why="Seen", family_told="yes"
    )
    clock.on(days=1)
    actions.take_step(how_it_stands(at), "step_up", by=at.lead, fear="He waits at the school gate")
    clock.on(days=1)
    ends = {"next_kind": "nobody", "family_agrees": "yes", "family_words": "Yes"}
    actions.take_step(how_it_stands(at), "step_down", by=at.lead, **ends)
    client.force_login(at.manager)
    page = client.get(reverse("cases:decide_step_up", args=[at.family.pk])).content.decode()
    assert "He waits at the school gate" in page
    assert "Somebody rang at night" not in page, "that was decided on"


def test_whoever_leads_hears_that_the_assessment_was_authorised(clock):
    at = how.begun()
    how.to_assessing(at)
    actions.take_step(at.case, "assessed", by=at.lead, **how.ASSESSED)
    actions.take_step(at.case, "authorise", by=at.manager, note="Clear")
    assert told("step_decided") == {at.lead.pk}


def test_who_signs_a_removal_reads_the_familys_account(at, client: Client):
    told = {"what": "Nobody came to the meetings", "account": "The bus was cut", "found": "Nothing",
            "explained": ["disability", "age", "carer", "coercion"]}  # fmt: skip
    actions.take_step(at.case, "breach_heard", by=at.lead, **told)
    actions.take_step(at.case, "remove", by=at.lead, why="Nothing else is left", safeguarding="School", told="A letter")
    client.force_login(at.manager)
    assert "The bus was cut" in client.get(reverse("cases:sign", args=[at.family.pk])).content.decode()


def test_a_step_that_begins_elsewhere_says_so_before_anything_is_typed(at, client: Client):
    client.force_login(at.lead)
    for code, begins_here in (("pause", True), ("resume", False), ("assess", False)):
        page = client.get(reverse(f"cases:{code}", args=[at.family.pk])).content.decode()
        assert ("Before this step can be taken" in page) is not begins_here, code
