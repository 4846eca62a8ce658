"""Who reaches a family, and through what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access import scope
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.families.models import Need

pytestmark = pytest.mark.django_db


def may(who, power, family):
    """Whether a worker holds a power on a family, asked afresh."""
    who._standing = None
    found = scope.family_with(standing_of(who), family.pk, power)
    return None if found is None else bool(found.may)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_alone_reads_no_file_that_is_led_by_others(role):
    family = make.family(of=make.team("Southside"))
    make.involve(make.worker("adult_lead"), family, "adult_lead")
    who = make.worker(role, of=make.team("Northside"))
    assert may(who, "family.read", family) is not True


def test_a_lead_reads_from_the_first_day_until_the_last():
    family, lead = make.family(), make.worker("adult_lead")
    assert may(lead, "family.read", family) is False, "known by name only"
    part = make.involve(lead, family, "adult_lead")
    assert may(lead, "family.read", family) is True
    part.until_on = timezone.localdate()
    part.save()
    assert may(lead, "family.read", family) is False


def test_an_involvement_without_the_role_opens_nothing():
    family, who = make.family(), make.worker("claims")
    make.involve(who, family, "adult_lead")
    assert may(who, "family.read", family) is None


def test_nobody_reaches_their_own_family_not_even_in_an_emergency():
    family, lead = make.family(), make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    make.opened(lead, family)
    make.conflict(lead, family)
    assert may(lead, "family.read", family) is None
    assert may(lead, "family.find", family) is None


def test_a_restricted_file_leaves_no_trace_to_the_unnamed():
    family, lead, manager = make.family(), make.worker("adult_lead"), make.worker("manager", of=make.team())
    keeper = make.worker("governance")
    make.involve(lead, family, "adult_lead")
    make.restrict(family, keeper, lead)
    assert may(lead, "family.read", family) is True
    assert may(manager, "family.find", family) is None
    assert may(keeper, "family.read", family) is True, "its custodian"
    make.restrict(family, keeper)
    assert may(lead, "family.read", family) is None, "every restriction must name the reader"


def test_an_opening_ends_by_itself():
    family, lead = make.family(), make.worker("adult_lead")
    opening = make.opened(lead, family)
    assert may(lead, "family.read", family) is True
    now = timezone.now()
    opening.opens_at, opening.ends_at = now - timedelta(hours=2), now - timedelta(hours=1)
    opening.save()
    assert may(lead, "family.read", family) is False


def test_triage_reads_until_somebody_leads():
    family, triage = make.family(), make.worker("triage")
    assert may(triage, "family.read", family) is True
    make.involve(make.worker("child_lead"), family, "child_lead")
    assert may(triage, "family.read", family) is False


def test_a_partner_sees_their_own_agency_and_what_a_grant_opens():
    school, police = make.agency("education", kind="school"), make.agency("police", kind="police")
    family, teacher = make.family(), make.worker("partner", at=school)
    make.involve(teacher, family, "partner")
    make.need(family, school, "education")
    make.need(family, police, "police")
    make.need(family, police, "domestic_abuse")
    make.need(family, None, "other", audience="team")
    standing = standing_of(teacher)

    def seen() -> list[str]:
        return sorted(scope.items(standing, family, Need.objects.all()).values_list("category", flat=True))

    assert seen() == ["education"]
    make.grant(family, police, school, "police", "domestic_abuse")
    assert seen() == ["education", "police"], "the compartment stays shut"


def test_an_item_hidden_from_a_person_is_hidden_in_every_form():
    parent = make.person("Ada", born=None)
    family = make.family(parent, make.person("Kit"))
    shown, hidden = make.need(family, audience="family"), make.need(family, audience="family")
    hidden.hidden_from.add(parent)
    assert list(scope.items_for_family(family, Need.objects.all(), parent.pk)) == [shown]
