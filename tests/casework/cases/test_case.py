"""A case is agreed while an adult of the family agrees, and considered again when none does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.sharing import makers
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases import actions, queries
from thinkfamily.casework.cases.machine import AGREED, CONSIDERED, an_adult_agrees
from thinkfamily.casework.cases.models import AgreementToTakePart, Case
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.models import KinTie, Member
from thinkfamily.casework.sharing import actions as sharing

pytestmark = pytest.mark.django_db


class Home:
    """A family of two adults and a child, considered, with its lead."""

    def __init__(self) -> None:
        self.ada, self.bo = make.person("Ada", born=date(1990, 1, 2)), make.person("Bo", born=date(1988, 3, 4))
        self.kit = make.person("Kit", born=date(2014, 5, 6))
        self.family = make.family(self.ada, self.bo, self.kit, state=CONSIDERED)
        self.case = Case.objects.get(family=self.family)
        self.lead = make.worker("adult_lead")
        make.involve(self.lead, self.family, "adult_lead")

    def agree(self, person, by=None, **changed):
        today = timezone.localdate()
        given = {
            "to_what": "Weekly visits",
            "was_told": "The privacy notice, and who will see what",
            "language": "Somali",
            "agreed_on": today,
            "review_on": today + timedelta(days=90),
        }
        return actions.record_agreement(self.case, person, by=by or self.lead, **(given | changed))

    def withdraw(self, agreement, by=None, **changed):
        today = timezone.localdate()
        given = {"withdrawn_on": today, "effect": "Visits stop.", "threshold": "not_met"}
        given |= {"threshold_because": "Asked the school.", "data_review_on": today + timedelta(days=28)}
        return actions.withdraw_agreement(agreement, by=by or self.lead, **(given | changed))

    def tie(self, adult, answer):
        KinTie.objects.create(
            family=self.family,
            person=adult,
            other=self.kit,
            kind="parent",
            has_parental_responsibility=answer,
            known_by="a test",
        )

    @property
    def state(self):
        return Case.objects.get(pk=self.case.pk).state


@pytest.fixture
def home():
    return Home()


def test_an_adults_agreement_makes_the_case_agreed_and_says_who_moved_it(home):
    home.agree(home.ada)
    assert home.state == AGREED
    moves = queries.taking_part(home.lead, home.family).moves
    assert [(move.state, move.history_user) for move in moves][-1] == (AGREED, home.lead)
    assert AuditEvent.objects.filter(action="case.move", family=home.family.pk).count() == 1


def test_withdrawing_brings_it_back_when_nobody_agrees_and_deletes_nothing(home):
    ada, bo = home.agree(home.ada), home.agree(home.bo)
    home.withdraw(ada)
    assert home.state == AGREED, "the other still agrees"
    gone = home.withdraw(bo)
    assert home.state == CONSIDERED
    assert (gone.withdrawn_by, gone.withdrawn_effect, gone.to_what) == (home.lead.pk, "Visits stop.", "Weekly visits")
    assert AgreementToTakePart.objects.filter(case=home.case).count() == 2
    home.agree(home.ada)
    assert home.state == AGREED, "they may agree again"
    states = [move.state for move in queries.taking_part(home.lead, home.family).moves]
    assert states[-3:] == [AGREED, CONSIDERED, AGREED]


def test_where_parental_responsibility_is_known_a_holder_must_agree(home):
    home.tie(home.ada, "yes")
    home.tie(home.bo, "unknown")
    step = home.agree(home.bo)
    assert home.state == CONSIDERED
    parent = home.agree(home.ada)
    assert home.state == AGREED
    home.withdraw(parent)
    assert home.state == CONSIDERED, "what is left does not count"
    assert AgreementToTakePart.objects.get(pk=step.pk).withdrawn_on is None, "and is not withdrawn by it"


def test_who_is_known_not_to_hold_it_does_not_count(home):
    home.tie(home.bo, "no")
    home.agree(home.bo)
    assert home.state == CONSIDERED
    home.agree(home.ada)
    assert home.state == AGREED


def test_a_child_does_not_agree_for_the_family_and_is_heard(home):
    with pytest.raises(CaseError) as caught:
        home.agree(home.kit)
    assert caught.value.code == "TF-CASE-010"
    assert queries.taking_part(home.lead, home.family).asking == [home.kit]
    given = {"how_asked": "At school, alone", "said_on": timezone.localdate(), "by": home.lead}
    with pytest.raises(CaseError) as caught:
        actions.record_child_view(home.case, home.kit, wish="too_young", **given)
    assert caught.value.code == "TF-CASE-032"
    actions.record_child_view(home.case, home.kit, wish="does_not_want", own_words="No.", **given)
    assert home.state == CONSIDERED
    shown = queries.taking_part(home.lead, home.family)
    assert ([view.wish for view in shown.views], shown.asking) == (["does_not_want"], [])
    with pytest.raises(CaseError):
        actions.record_child_view(home.case, home.ada, wish="wants", **given)


def test_a_baby_may_be_too_young_to_be_asked(home):
    baby = make.person("Io", born=timezone.localdate() - timedelta(days=300))
    Member.objects.create(family=home.family, person=baby, role="child", residence="with_children", known_by="a birth")
    given = {"how_asked": "Watched at play", "said_on": timezone.localdate(), "by": home.lead}
    assert actions.record_child_view(home.case, baby, wish="too_young", **given).pk


def test_who_left_or_died_agrees_to_nothing(home):
    Member.objects.filter(person=home.ada).update(until_on=timezone.localdate())
    home.bo.died_on = timezone.localdate()
    home.bo.save()
    for person in (home.ada, home.bo):
        with pytest.raises(CaseError):
            home.agree(person)


def test_a_case_without_support_says_so(home):
    home.agree(home.ada)
    Member.objects.filter(person=home.ada).update(until_on=timezone.localdate())
    assert queries.taking_part(home.lead, home.family).is_unsupported
    assert home.state == AGREED, "software moves no case by itself"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"to_what": " "}, "to_what"),
        ({"was_told": ""}, "was_told"),
        ({"language": ""}, "language"),
        ({"agreed_on": In(1)}, "agreed_on"),
        ({"review_on": In(0)}, "review_on"),
    ],
)
def test_an_agreement_needs_its_parts(home, changed, field):
    with pytest.raises(CaseError) as caught:
        home.agree(home.ada, **worked_out(changed))
    assert caught.value.field == field
    assert home.state == CONSIDERED
    assert not AuditEvent.objects.exists()


def test_a_person_agrees_once_at_a_time(home):
    home.agree(home.ada)
    with pytest.raises(CaseError):
        home.agree(home.ada)
    row = AgreementToTakePart.objects.get()
    row.pk = None
    row._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_whoever_agrees_already_is_not_offered_again_and_whoever_withdrew_is(home, client):
    client.force_login(home.lead)
    path = f"/families/{home.family.pk}/case/agreement/"

    def offers():
        return [name for name in ("Ada", "Bo") if f'value="{getattr(home, name.lower()).pk}"' in told()]

    def told():
        return client.get(path).content.decode()

    assert offers() == ["Ada", "Bo"]
    agreement = home.agree(home.ada)
    assert offers() == ["Bo"]
    home.agree(home.bo)
    assert offers() == []
    assert "Every adult of the family agrees already." in told()
    home.withdraw(agreement)
    assert offers() == ["Ada"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"effect": ""}, "TF-CASE-022"),
        ({"threshold": ""}, "TF-CASE-023"),
        ({"threshold_because": " "}, "TF-CASE-024"),
        ({"data_review_on": In(-1)}, "TF-CASE-025"),
        ({"data_review_on": In(61)}, "TF-CASE-025"),
        ({"withdrawn_on": In(-1)}, "TF-CASE-021"),
        ({"withdrawn_on": In(1)}, "TF-CASE-021"),
    ],
)
def test_a_withdrawal_needs_its_parts_and_happens_once(home, changed, code):
    agreement = home.agree(home.ada)
    with pytest.raises(CaseError) as caught:
        home.withdraw(agreement, **worked_out(changed))
    assert caught.value.code == code
    assert home.state == AGREED
    home.withdraw(agreement)
    with pytest.raises(CaseError):
        home.withdraw(agreement)


def test_the_state_moves_through_its_machine_only(home):
    with pytest.raises(AttributeError):
        home.case.state = AGREED
    with pytest.raises(TransitionNotAllowed):
        home.case.agree()
    with pytest.raises(TransitionNotAllowed):
        home.case.fall_back()


@pytest.mark.parametrize("role", ["partner", "desk_analyst", "audit", "governance", "family_member"])
def test_others_who_may_read_do_not_record(home, role):
    who = make.worker(role)
    make.involve(who, home.family, role)
    agreement = home.agree(home.ada)
    for attempt in (
        lambda: home.agree(home.bo, by=who),
        lambda: home.withdraw(agreement, by=who),
        lambda: actions.record_child_view(
            home.case, home.kit, wish="wants", how_asked="x", said_on=timezone.localdate(), by=who
        ),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_partner_learns_how_many_agree_and_not_who_or_to_what(home):
    teacher = make.worker("partner", at=make.agency("education", kind="school"))
    make.involve(teacher, home.family, "partner")
    home.agree(home.ada)
    shown = queries.taking_part(teacher, home.family)
    assert (shown.agreeing, shown.agreements, shown.views, shown.moves) == (1, [], [], [])


def test_a_case_is_opened_by_the_desk_or_by_who_allocates(home):
    given = {"programme": "family_help_2025", "why": "Three needs"}
    Case.objects.all().delete()
    for who in (home.lead, make.worker("matching_lead"), make.worker("audit")):
        with pytest.raises(PermissionDenied):
            actions.open_case(home.family, by=who, **given)
    manager = make.worker("manager", of=make.team())
    make.conflict(manager, home.family)
    with pytest.raises(PermissionDenied):
        actions.open_case(home.family, by=manager, **given)
    with pytest.raises(CaseError):
        actions.open_case(home.family, by=make.worker("desk_analyst"), programme="x", why="")
    case = actions.open_case(home.family, by=make.worker("desk_analyst"), **given)
    assert case.state == CONSIDERED
    with pytest.raises(CaseError) as caught:
        actions.open_case(home.family, by=make.worker("desk_analyst"), **given)
    assert caught.value.code == "TF-CASE-002"


def test_what_duty_asks_is_done_on_a_considered_case_and_leaves_it_considered():
    """Without agreement there is a basis, sharing, an urgent enquiry and recording, and none of it says that anybody agreed."""
    at = makers.borough()
    case = Case.objects.get(family=at.family)
    case.agreements.all().delete()
    Case.objects.filter(pk=case.pk).update(state=CONSIDERED)
    manager = make.worker("manager", at=at.home)
    sharing.record_basis(at.family, basis="public_task", purpose="Child in need", by=at.lead)
    enquiry = sharing.sign_enquiry(at.family, grounds="A child was found alone.", by=manager)
    decision = sharing.propose(
        at.family, from_agency=at.police, to_agency=at.home, by=at.lead,
        **makers.terms(categories=["police"], power_code="s47", enquiry=enquiry),
    )  # fmt: skip
    sharing.decide(decision, share=True, because="To find the child's father.", by=manager)
    record_statement(at.family, Said("fact", "other", "Seen at the door."), by=at.lead)
    assert Case.objects.get(pk=case.pk).state == CONSIDERED
    with pytest.raises(CaseError):
        actions.confirm_agreed(case, by=at.lead)


def test_agreement_is_the_only_way_to_agreed():
    ways = [move for move in Case._meta.get_field("state").get_all_transitions(Case) if move.target == AGREED]
    assert {move.name for move in ways} == {"agree"}
    assert all(move.conditions == [an_adult_agrees] for move in ways)
