"""Agencies that enforce the law reach a file through a sharing decision, and not otherwise."""

from __future__ import annotations

import pytest

from tests.casework import factories as make
from tests.casework.sharing import makers
from tests.casework.sharing.test_decisions import seen_by
from thinkfamily.casework.access import scope
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.models import Need
from thinkfamily.casework.sharing import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return makers.borough()


def reach(who, family, power):
    who._standing = None
    found = scope.family_with(standing_of(who), family.pk, power)
    return None if found is None else bool(found.may)


@pytest.mark.parametrize("kind", ["police", "justice"])
@pytest.mark.parametrize("role", ["partner", "adult_lead", "desk_analyst", "manager"])
def test_no_role_and_no_part_in_the_work_opens_a_file_without_a_decision(at, kind, role):
    agency = make.agency(f"law_{kind}", kind=kind)
    officer = make.worker(role, at=agency, of=make.team() if role == "manager" else None)
    make.involve(officer, at.family, role)
    own = make.need(at.family, agency, "police")
    team = make.need(at.family, None, "housing")
    make.need(at.family, None, "other")
    for power in ("family.read", "family.find", "sharing.read", "family.record"):
        assert reach(officer, at.family, power) is None, power
    assert seen_by(officer, at.family) == []

    terms = makers.terms(categories=["housing"], power_code="cda1998_s115")
    decision = actions.propose(at.family, from_agency=at.home, to_agency=agency, by=at.lead, **terms)
    assert reach(officer, at.family, "family.read") is None, "a proposal opens nothing"
    actions.decide(decision, share=True, because="Needed to keep the home.", by=at.governance)
    assert reach(officer, at.family, "family.read") is True
    assert set(seen_by(officer, at.family)) == {own, team}, (
        "their own and what was decided, and nothing else the team wrote"
    )

    actions.end_sharing(decision, because="Done.", by=at.governance)
    assert reach(officer, at.family, "family.find") is None
    assert seen_by(officer, at.family) == []


def test_other_partners_reach_the_file_by_their_part_in_the_work(at):
    assert reach(at.teacher, at.family, "family.read") is True


def test_an_agency_that_runs_the_programme_is_not_outside_it(at):
    at.home.kind = "police"
    at.home.save()
    lead = make.worker("adult_lead", at=at.home)
    make.involve(lead, at.family, "adult_lead")
    need = make.need(at.family, None, "other")
    assert seen_by(lead, at.family) == [need]
    assert list(scope.items(standing_of(lead), at.family, Need.objects.all())) == [need]
