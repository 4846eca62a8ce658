"""The programme, its version and its intensity of a case at work: proposed, signed, weighed, followed by its reviews, and kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework.way import steps as how
from tests.casework.way.clock import wound_to
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.queries.notices import waiting_for
from thinkfamily.casework.cases import actions
from thinkfamily.casework.cases.models import Case, StepProposal
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.queries import leads
from thinkfamily.casework.daily.queries.facts import facts_of
from thinkfamily.casework.meetings.queries.dues import clock_of
from thinkfamily.casework.profiles import actions as profiles
from thinkfamily.casework.profiles.queries import profile_of, profile_of_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with wound_to(date(2026, 1, 5)) as clock:
        yield clock


@pytest.fixture
def at(clock):
    return how.begun()


def now(at) -> Case:
    return Case.objects.select_related("family").get(pk=at.case.pk)


def changed(at, by=None, **told):
    given = {"profile": "family_help", "tier": "intensive", "because": "The nights are worse", "family_told": "yes"}
    return actions.take_step(
        now(at),
        "change_programme",
        by=by or at.lead,
        **(given | {"family_words": "Told at home. They are glad."} | told),
    )


def test_a_lead_proposes_a_manager_signs_and_weight_visits_and_history_follow(at, clock):
    how.to_active(at, clock)
    made = changed(at)
    assert isinstance(made, StepProposal)
    assert now(at).tier == "usual"
    before = leads.load_of(at.lead).percent
    assert profile_of_case(now(at))["contact_days"] == 14
    actions.sign_step(made, answer="sign", by=at.manager)
    assert now(at).tier == "intensive"
    assert leads.load_of(at.lead).percent == pytest.approx(before * 2.5)
    assert profile_of_case(now(at))["contact_days"] == facts_of([now(at)])[0].profile["contact_days"] == 7
    client = Client()
    client.force_login(at.lead)
    page = client.get(reverse("cases:case", args=[at.family.pk])).content.decode()
    assert "Programme and intensity, since when" in page
    assert "Intensive (before: Usual)" in page
    assert "The nights are worse" in page
    assert "Told at home. They are glad." in page


def test_leads_are_told_when_the_change_is_signed_and_whoever_signs_is_not(at, clock):
    how.to_active(at, clock)
    how.lead(at, at.child_lead, "child_lead")
    actions.sign_step(changed(at), answer="sign", by=at.manager)
    told = Notice.objects.filter(kind="programme_moved")
    assert {row.to_id for row in told} == {at.lead.pk, at.child_lead.pk}
    assert {row.family_id for row in told} == {at.family.pk}
    (shown, *_rest) = [row for row in waiting_for(at.lead) if row.kind == "programme_moved"]
    assert shown.link == reverse("cases:case", args=[at.family.pk])


def carries_87_percent(at) -> None:
    """Five intensive families of six, and a light one."""
    for profile, tier in (*[("family_intervention", "intensive")] * 5, ("family_help", "light")):
        one = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
        how.choose(one, profile, tier)
        how.lead(one, at.lead, "adult_lead")


def test_nobody_is_taken_above_their_ceiling_by_a_change_unless_somebody_says_why(at, clock):
    how.to_active(at, clock)
    carries_87_percent(at)
    assert leads.load_of(at.lead).share == 93
    with pytest.raises(CaseError, match="103%") as refused:
        changed(at)
    assert refused.value.field == "over_because"
    made = changed(at, over_because="Two cases close this week")
    # Who may sign is asked again: by then somebody may carry more.
    actions.sign_step(made, answer="sign", by=at.manager)
    assert leads.load_of(at.lead).share == 103
    lighter = changed(at, tier="light")
    actions.sign_step(lighter, answer="sign", by=at.manager)
    assert leads.load_of(at.lead).share == 90


def test_what_fits_when_it_is_proposed_must_fit_when_it_is_signed(at, clock):
    how.to_active(at, clock)
    made = changed(at)
    carries_87_percent(at)
    with pytest.raises(CaseError, match="103%"):
        actions.sign_step(made, answer="sign", by=at.manager)
    assert now(at).tier == "usual"


def test_choosing_before_the_work_is_a_door_of_the_ceiling_too(at):
    how.choose(at, "family_help", "light")
    how.lead(at, at.lead, "adult_lead")
    carries_87_percent(at)
    with pytest.raises(CaseError, match="103%") as refused:
        how.choose(at, "family_help", "intensive")
    assert refused.value.field == "over_because"
    how.choose(at, "family_help", "usual")


def test_what_was_due_before_stays_due_and_what_comes_is_counted_from_the_change(at, clock):
    how.to_active(at, clock, "family_recovery", "intensive")
    began = clock.today
    clock.on(weeks=4)
    # The professionals were to meet after three weeks, and did not.
    made = changed(at, profile="family_recovery", tier="usual", because="Calm for weeks")
    actions.sign_step(made, answer="sign", by=at.manager)
    found = clock_of(now(at))
    assert found.counted_from == clock.today
    days = [due.on for due in found.dues(clock.today + timedelta(days=90)) if "professional_review" in due.serves]
    assert days == [began + timedelta(days=21), clock.today + timedelta(days=42), clock.today + timedelta(days=84)]
    assert began + timedelta(days=42) in [due.on for due in found.dues(clock.today + timedelta(days=90))], (
        "the first meeting"
    )
    assert [(late.series, late.since) for late in found.overdue(clock.today)] == [
        ("professional_review", began + timedelta(days=21))
    ]
    clock.on(days=1)
    how.meet(at)
    assert clock_of(now(at)).overdue(clock.today) == []


def test_a_case_can_be_moved_to_the_version_of_today_and_back_dated_to_none_that_was_not_yet(at, clock):
    how.to_active(at, clock)
    made = profiles.propose_setting(
        "family_help", name="contact_days", value=10, because="Met more often", from_on=clock.today, by=at.manager
    )
    profiles.decide(made, answer="adopt", by=at.other_manager)
    assert profile_of_case(now(at))["contact_days"] == 14
    proposed = changed(at, tier="usual", version=2, because="As of the council's decision")
    actions.sign_step(proposed, answer="sign", by=at.manager)
    assert (now(at).profile_version, profile_of_case(now(at))["contact_days"]) == (2, 10)
    with pytest.raises(CaseError, match="none to choose"):
        changed(at, version=7)
    with pytest.raises(CaseError, match="no such intensity"):
        changed(at, tier="fierce")
    with pytest.raises(CaseError, match="by this already"):
        changed(at, tier="usual", version=2)


def test_a_change_needs_a_case_at_work_and_a_worker_of_it(at, clock):
    how.to_assessing(at)
    with pytest.raises(CaseError, match="not where this step begins"):
        changed(at)


def test_its_page_shows_what_each_choice_means_and_keeps_what_was_chosen(at, clock):
    how.to_active(at, clock)
    client = Client()
    client.force_login(at.lead)
    address = reverse("cases:change_programme", args=[at.family.pk])
    page = client.get(address).content.decode()
    assert "What each means" in page
    assert "Family Help, version 1: as it is now" in page
    sent = {
        "profile": "family_intervention 1", "tier": "light", "because": "Threat of eviction", "family_told": "yes",
        "family_words": "They know.", "on_day": clock.today.day, "on_month": clock.today.month, "on_year": clock.today.year,
    }  # fmt: skip
    assert "This programme has: Intensive, Stepping down" in client.post(address, sent).content.decode()
    client.post(address, sent | {"tier": "intensive"})
    proposal = StepProposal.objects.get()
    actions.sign_step(proposal, answer="sign", by=at.manager)
    assert (now(at).profile, now(at).tier) == ("family_intervention", "intensive")


def test_an_intensity_sets_only_what_it_may_and_a_profile_with_one_comes_back_from_its_file():
    found = profile_of("family_help")
    assert found is not None
    assert [tier.code for tier in found.tiers] == ["intensive", "usual", "light"]
    assert [found.tier_for(needs).code for needs in (0, 1, 2, 3, 4, 9)] == [
        "light",
        "light",
        "usual",
        "usual",
        "intensive",
        "intensive",
    ]
    assert found.at("usual") is found
