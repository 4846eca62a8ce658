"""What a packet brings in is seen under a standing agreement in date, and never against a person's decision."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.sharing import makers
from tests.casework.sharing.test_decisions import seen_by
from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.sharing import actions
from thinkfamily.casework.sharing.models import SharingDecision
from thinkfamily.casework.sharing.problems import SharingError

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return makers.borough()


def brought(at, *categories, power="Children Act 2004, section 10", by=None):
    return actions.record_inbound(
        at.family,
        at.school,
        categories=categories or ["education"],
        power=power,
        purpose="Whole-family support",
        by=by or at.bringer,
    )


def test_under_an_agreement_in_date_it_opens_and_says_who_decided_what(at):
    need = make.need(at.family, at.school, "education")
    agreement = makers.standing_agreement(at)
    decision = brought(at)
    assert seen_by(at.lead, at.family) == [need]
    assert (decision.state, decision.agreement) == ("approved", agreement)
    assert (decision.proposed_by, decision.decided_by) == (at.bringer.pk, at.governance.pk)
    assert "Nobody decided on this family by itself" in decision.decided_because
    assert decision.until_on == agreement.expires_on


def test_repeating_it_changes_nothing(at):
    makers.standing_agreement(at)
    assert brought(at).pk == brought(at).pk
    assert (SharingDecision.objects.count(), Grant.objects.count()) == (1, 1)
    assert brought(at, "education", "other").categories == ["other"], "only what is new"
    assert Grant.objects.count() == 2


@pytest.mark.parametrize(
    "changed",
    [{"from_on": In(1)}, {"categories": ["housing"]}],
    ids=["not yet in force", "other categories"],
)
def test_without_an_agreement_that_holds_nothing_is_shown(at, changed):
    make.need(at.family, at.school, "education")
    with pytest.raises(SharingError) as caught:
        brought(at)
    assert caught.value.code == "TF-SHARING-040"
    makers.standing_agreement(at, **worked_out(changed))
    with pytest.raises(SharingError):
        brought(at)
    assert seen_by(at.lead, at.family) == []
    assert not SharingDecision.objects.exists()


def test_it_opens_only_what_the_agreement_holds(at):
    makers.standing_agreement(at)
    assert brought(at, "education", "housing").categories == ["education"]


def test_an_agreement_that_runs_out_or_ends_closes_what_it_opened(at):
    make.need(at.family, at.school, "education")
    agreement = makers.standing_agreement(at)
    brought(at)
    with pytest.raises(SharingError):
        actions.end_agreement(agreement, because=" ", by=at.governance)
    actions.end_agreement(agreement, because="The school left.", by=at.governance)
    assert seen_by(at.lead, at.family) == []
    assert SharingDecision.objects.get().state == "approved", "the record of what was decided stays as it was"
    assert not SharingDecision.objects.get().is_in_force
    with pytest.raises(SharingError):
        brought(at)
    makers.standing_agreement(at, reference="ISA-9", expires_on=makers.in_days(2))
    brought(at)
    assert len(seen_by(at.lead, at.family)) == 1
    with makers.later(days=2):
        assert seen_by(at.lead, at.family) == []


def test_a_persons_decision_not_to_share_outlives_every_packet(at):
    makers.standing_agreement(at)
    no = makers.proposed(at)
    actions.decide(no, share=False, because="The school was asked not to.", by=at.manager)
    with pytest.raises(SharingError) as caught:
        brought(at)
    assert caught.value.code == "TF-SHARING-042"
    assert brought(at, "education", "other").categories == ["other"]
    makers.approved(at)
    assert brought(at).agreement is None, "a person decided again: theirs is the one in force"


def test_what_a_person_ended_stays_ended(at):
    makers.standing_agreement(at)
    actions.end_sharing(brought(at), because="The family asked.", by=at.manager)
    with pytest.raises(SharingError):
        brought(at)


def test_whoever_keeps_the_agreement_does_not_bring_the_packet(at):
    keeper = make.worker("governance")
    from_desk = makers.standing_agreement(at, by=keeper)
    make.Appointment.objects.create(worker=keeper, role="matching_lead", because="a test")
    keeper._standing = None
    with pytest.raises(SharingError) as caught:
        brought(at, by=keeper)
    assert caught.value.code == "TF-SHARING-041"
    assert from_desk.is_in_date


def test_only_who_brings_packets_and_is_not_of_the_family(at):
    makers.standing_agreement(at)
    with pytest.raises(PermissionDenied):
        brought(at, by=at.lead)
    make.conflict(at.bringer, at.family)
    with pytest.raises(PermissionDenied):
        brought(at)


def test_no_packet_comes_in_under_urgent_child_protection(at):
    makers.standing_agreement(at)
    with pytest.raises(SharingError) as caught:
        brought(at, power="Children Act 1989 s.47")
    assert caught.value.code == "TF-SHARING-043"
    with pytest.raises(SharingError):
        makers.standing_agreement(at, reference="ISA-47", power="Children Act 1989, section 47")


@pytest.mark.parametrize(
    "blank",
    [
        {"reference": ""},
        {"power": " "},
        {"purpose": ""},
        {"necessity": ""},
        {"lawful_basis": ""},
        {"categories": []},
        {"expires_on": In(0)},
        {"categories": ["health"]},
        {"categories": ["health"], "condition": "Schedule 1"},
    ],
)
def test_an_agreement_needs_its_terms(at, blank):
    with pytest.raises(SharingError) as caught:
        makers.standing_agreement(at, **worked_out(blank))
    assert caught.value.code == "TF-SHARING-020"


def test_a_reference_is_used_once(at):
    makers.standing_agreement(at)
    with pytest.raises(SharingError) as caught:
        makers.standing_agreement(at)
    assert caught.value.field == "reference"
