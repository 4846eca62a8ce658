"""A decision to share needs two people, a power, a basis and a necessity; one not to share is recorded equally."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.sharing import makers
from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Appointment
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.models import Need
from thinkfamily.casework.sharing import actions, queries
from thinkfamily.casework.sharing.models import SharingDecision
from thinkfamily.casework.sharing.problems import SharingError

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return makers.borough()


def seen_by(who, family):
    """The needs of a family that a worker sees, asked afresh."""
    who._standing = None
    return list(scope.items(standing_of(who), family, Need.objects.all()))


def code_of(caught):
    return caught.value.code, caught.value.field


def test_a_proposal_shows_nothing_and_an_approval_shows_exactly_its_categories(at):
    absent = make.need(at.family, at.school, "education")
    make.need(at.family, at.school, "housing")
    decision = makers.proposed(at)
    assert seen_by(at.lead, at.family) == []
    actions.decide(decision, share=True, because="Needed.", by=at.manager)
    assert seen_by(at.lead, at.family) == [absent]
    grant = Grant.objects.get(decision_id=decision.pk)
    assert (grant.from_agency, grant.to_agency, grant.categories) == (at.school, at.home, ["education"])


def test_nobody_decides_their_own_proposal(at):
    # A manager who also leads can propose, and still cannot decide it.
    Appointment.objects.create(worker=at.manager, role="adult_lead", because="a test")
    make.involve(at.manager, at.family, "adult_lead")
    decision = makers.proposed(at, by=at.manager)
    for share in (True, False):
        with pytest.raises(SharingError) as caught:
            actions.decide(decision, share=share, because="Mine.", by=at.manager)
        assert code_of(caught) == ("TF-SHARING-032", "")
    assert not Grant.objects.exists()


def test_the_database_itself_refuses_one_person_deciding_their_own(at):
    decision = makers.approved(at)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharingDecision.objects.filter(pk=decision.pk).update(decided_by=decision.proposed_by)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"power_code": ""}, "power_code"),
        ({"power_code": "other", "power": " "}, "power_code"),
        ({"lawful_basis": ""}, "lawful_basis"),
        ({"necessity": ""}, "necessity"),
        ({"until_on": None}, "until_on"),
        ({"until_on": In(0)}, "until_on"),
        ({"categories": ["health"], "condition": "", "confidentiality": "Best interests"}, "condition"),
        ({"categories": ["mental_health"], "condition": "Schedule 1", "confidentiality": ""}, "condition"),
        ({"power_code": "s47"}, "enquiry"),
        ({"power_code": "other", "power": "Children Act 1989, S.47(1)"}, "enquiry"),
        ({"power_code": "other", "power": "CA 1989 section 47"}, "enquiry"),
    ],
)
def test_sharing_without_what_it_needs_is_refused_and_not_sharing_is_not(at, changed, field):
    decision = makers.proposed(at, **worked_out(changed))
    with pytest.raises(SharingError) as caught:
        actions.decide(decision, share=True, because="Needed.", by=at.governance)
    assert code_of(caught) == ("TF-SHARING-032", field)
    assert not Grant.objects.exists()
    refused = actions.decide(decision, share=False, because="No power.", by=at.governance)
    assert refused.state == "refused"


def test_the_database_itself_refuses_sharing_without_power_basis_or_necessity(at):
    decision = makers.approved(at)
    for blank in ({"power": ""}, {"lawful_basis": ""}, {"necessity": ""}, {"until_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SharingDecision.objects.filter(pk=decision.pk).update(**blank)


def test_reasons_are_needed_to_share_and_not_to_share(at):
    decision = makers.proposed(at)
    for share in (True, False):
        with pytest.raises(SharingError) as caught:
            actions.decide(decision, share=share, because="  ", by=at.manager)
        assert code_of(caught) == ("TF-SHARING-032", "because")


@pytest.mark.parametrize("category", ["health", "mental_health", "substance_misuse"])
def test_information_governance_alone_approves_health(at, category):
    told = {"condition": "DPA 2018 Schedule 1", "confidentiality": "Overriding interest"}
    decision = makers.proposed(at, categories=["education", category], from_agency=at.health, **told)
    with pytest.raises(SharingError) as caught:
        actions.decide(decision, share=True, because="Needed.", by=at.manager)
    assert "governance" in caught.value.found.lower()
    decided = actions.decide(decision, share=True, because="Needed.", by=at.governance)
    assert (decided.state, decided.decided_as) == ("approved", "governance")


def test_a_manager_may_decide_not_to_share_health(at):
    decision = makers.proposed(at, categories=["health"], from_agency=at.health)
    assert actions.decide(decision, share=False, because="Not needed.", by=at.manager).state == "refused"


def test_a_decision_not_to_share_is_recorded_and_shown_equally(at):
    yes = makers.approved(at)
    no = makers.proposed(at, advice="not_share", power_code="", lawful_basis="", necessity="", until_on=None)
    no = actions.decide(no, share=False, because="Harm outweighs.", by=at.manager)
    shown = {row.pk: row for row in queries.decisions_about(at.lead, at.family)}
    assert set(shown) == {yes.pk, no.pk}
    for each in (shown[yes.pk], shown[no.pk]):
        assert each.decider
        assert each.decided_because
        assert each.decided_at
    events = AuditEvent.objects.filter(action="sharing.decide", outcome="done").values_list("object", flat=True)
    assert set(events) == {str(yes.pk), str(no.pk)}
    held = queries.counts(queries.register(at.governance, {}))
    assert (held.shared, held.not_shared) == (1, 1)


def test_a_decision_is_made_once(at):
    decision = makers.approved(at)
    for share in (True, False):
        with pytest.raises(SharingError) as caught:
            actions.decide(decision, share=share, because="Again.", by=at.manager)
        assert caught.value.code == "TF-SHARING-031"


def test_the_state_cannot_be_set_past_its_machine(at):
    decision = makers.proposed(at)
    with pytest.raises(AttributeError):
        decision.state = "approved"
    with pytest.raises(TransitionNotAllowed):
        decision.approve()
    with pytest.raises(TransitionNotAllowed):
        decision.end()


def test_the_last_day_ends_the_grant_by_itself(at):
    make.need(at.family, at.school, "education")
    decision = makers.approved(at, until_on=makers.in_days(2))
    assert len(seen_by(at.lead, at.family)) == 1
    with makers.later(days=1):
        assert len(seen_by(at.lead, at.family)) == 1
    with makers.later(days=2):
        assert seen_by(at.lead, at.family) == []
        assert not queries.open_now(at.governance, at.family)
        assert not SharingDecision.objects.get(pk=decision.pk).is_in_force


def test_ending_closes_at_once_and_keeps_the_decision(at):
    make.need(at.family, at.school, "education")
    decision = makers.approved(at)
    with pytest.raises(SharingError):
        actions.end_sharing(decision, because=" ", by=at.manager)
    ended = actions.end_sharing(decision, because="The plan is done.", by=at.manager)
    assert seen_by(at.lead, at.family) == []
    assert (ended.state, ended.ended_by, ended.decided_because) == ("ended", at.manager.pk, "It is needed.")
    with pytest.raises(SharingError):
        actions.end_sharing(decision, because="Again.", by=at.manager)


def test_a_proposal_is_taken_back_by_its_maker_only(at):
    decision = makers.proposed(at)
    with pytest.raises(PermissionDenied):
        actions.take_back(decision, because="Not mine.", by=at.teacher)
    assert actions.take_back(decision, because="Asked in error.", by=at.lead).state == "withdrawn"
    with pytest.raises(SharingError):
        actions.decide(decision, share=True, because="Late.", by=at.manager)


def test_not_telling_the_family_needs_a_reason(at):
    with pytest.raises(SharingError) as caught:
        makers.proposed(at, is_family_told=False)
    assert code_of(caught) == ("TF-SHARING-030", "why_not_told")
    assert makers.proposed(at, is_family_told=False, why_not_told="It would put a child at risk.").pk


@pytest.mark.parametrize(
    "changed", [{"categories": []}, {"categories": ["gossip"]}, {"purpose": " "}], ids=["none", "unknown", "purpose"]
)
def test_a_proposal_needs_its_terms(at, changed):
    with pytest.raises(SharingError):
        makers.proposed(at, **changed)
    assert not SharingDecision.objects.exists()


def test_an_agreement_named_must_cover_what_is_shared(at):
    other_way = makers.standing_agreement(at, reference="ISA-2", from_agency=at.home, to_agency=at.school)
    narrow = makers.standing_agreement(at, reference="ISA-3", categories=["housing"])
    good = makers.standing_agreement(at)
    for agreement in (other_way, narrow):
        decision = makers.proposed(at, agreement=agreement)
        with pytest.raises(SharingError):
            actions.decide(decision, share=True, because="Needed.", by=at.manager)
    assert makers.approved(at, agreement=good).state == "approved"


def test_urgent_enquiries_need_a_signed_decision_before_anything_is_shared(at):
    make.need(at.family, at.school, "education")
    decision = makers.proposed(at, power_code="s47")
    with pytest.raises(SharingError):
        actions.decide(decision, share=True, because="Urgent.", by=at.manager)
    with pytest.raises(PermissionDenied):
        actions.sign_enquiry(at.family, grounds="An injury without an account.", by=at.lead)
    with pytest.raises(SharingError):
        actions.sign_enquiry(at.family, grounds=" ", by=at.manager)
    with pytest.raises(SharingError):
        actions.sign_enquiry(
            at.family, grounds="Injury.", decided_at=timezone.now() + timedelta(hours=1), by=at.manager
        )
    enquiry = actions.sign_enquiry(at.family, grounds="An injury without an account.", by=at.manager)
    assert enquiry.decided_by == at.manager
    assert seen_by(at.lead, at.family) == [], "a signature shares nothing"
    urgent = makers.proposed(at, power_code="s47", enquiry=enquiry)
    actions.decide(urgent, share=True, because="Urgent.", by=at.manager)
    assert len(seen_by(at.lead, at.family)) == 1


def test_an_urgent_enquiry_serves_its_own_family_and_while_it_is_fresh(at):
    other = makers.borough()
    elsewhere = actions.sign_enquiry(other.family, grounds="Another family.", by=other.manager)
    with pytest.raises(SharingError):
        makers.proposed(at, power_code="s47", enquiry=elsewhere)
    old = actions.sign_enquiry(
        at.family, grounds="Long ago.", decided_at=timezone.now() - timedelta(days=31), by=at.manager
    )
    decision = makers.proposed(at, power_code="s47", enquiry=old)
    with pytest.raises(SharingError):
        actions.decide(decision, share=True, because="Still.", by=at.manager)


def test_the_database_itself_refuses_an_urgent_power_without_an_enquiry(at):
    decision = makers.approved(at)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharingDecision.objects.filter(pk=decision.pk).update(power_code="s47")


@pytest.mark.parametrize(
    "role", ["claims", "evaluator", "councillor", "sysadmin", "volunteer", "matching_lead", "audit"]
)
def test_others_neither_propose_nor_decide_nor_end(at, role):
    who = make.worker(role)
    decision, shared = makers.proposed(at), makers.approved(at)
    for attempt in (
        lambda: makers.proposed(at, by=who),
        lambda: actions.decide(decision, share=False, because="x", by=who),
        lambda: actions.end_sharing(shared, because="x", by=who),
        lambda: actions.record_basis(at.family, basis="public_task", purpose="x", by=who),
        lambda: actions.sign_enquiry(at.family, grounds="x", by=who),
        lambda: makers.standing_agreement(at, by=who),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_nobody_decides_on_their_own_family(at):
    decision = makers.proposed(at)
    make.conflict(at.governance, at.family)
    with pytest.raises(PermissionDenied):
        actions.decide(decision, share=True, because="x", by=at.governance)


def test_each_act_leaves_an_event_with_names_of_fields_and_no_values(at):
    decision = makers.approved(at)
    actions.end_sharing(decision, because="Over, says the school.", by=at.manager)
    basis = actions.record_basis(at.family, basis="public_task", purpose="Whole-family support", by=at.lead)
    actions.end_basis(basis, because="Closed", by=at.lead)
    kinds = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"sharing.propose", "sharing.decide", "sharing.end", "grant.open", "grant.close"} <= kinds
    assert {"basis.record", "basis.end"} <= kinds
    for event in AuditEvent.objects.all():
        text = f"{event.fields}{event.others}{event.object}"
        for value in ("needed", "school", "Whole-family", "Closed", "public_task"):
            assert value not in text
