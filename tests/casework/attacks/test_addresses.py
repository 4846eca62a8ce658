"""Ways to learn where somebody lives whose address is restricted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access.actions.home_street import declare_home_street
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.access.unusual import SAME_STREET, find
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions.corrections import put_in
from thinkfamily.casework.families.fitting import Question
from thinkfamily.casework.families.models import Address, Person
from thinkfamily.casework.families.search import find as search

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


@pytest.fixture
def hidden():
    """A mother whose address is restricted, and her son who lives with her and whose address nobody thought to restrict."""
    mother = make.person("Ada", is_restricted=True)
    son = make.person("Kit")
    family = make.family(mother, son)
    for one in (mother, son):
        Address.objects.create(person=one, text="7 Planted Lane", postcode="ZZ9 9ZZ")
    return family, mother, son


def found_by(worker, address):
    return [hit.family for hit in search(standing_of(worker), Question(address=address)).hits]


def test_no_search_finds_a_restricted_person_by_the_address_of_who_lives_with_them(hidden):
    _family, _, _ = hidden
    assert found_by(make.worker("triage"), "Planted Lane") == []
    assert found_by(make.worker("triage"), "ZZ9 9ZZ") == []
    # An address of somebody else's is still found.
    Address.objects.create(person=make.family().members.first().person, text="8 Open Lane")
    assert len(found_by(make.worker("triage"), "8 Open Lane")) == 1


def test_restricting_an_address_later_takes_those_of_the_home_out_of_search():
    mother, son = make.person("Ada", born=None), make.person("Kit")
    family = make.family(mother, son)
    Address.objects.create(person=son, text="7 Planted Lane")
    triage = make.worker("triage")
    assert found_by(triage, "Planted Lane") == [family]
    mother.is_restricted = True
    mother.save()
    assert found_by(triage, "Planted Lane") == []


def test_an_agency_restricting_somebody_in_bulk_takes_the_home_out_of_search():
    from thinkfamily.casework.families.search_index import index_people

    mother, son = make.person("Ada", born=None), make.person("Kit")
    family = make.family(mother, son)
    Address.objects.create(person=son, text="7 Planted Lane")
    assert found_by(make.worker("triage"), "Planted Lane") == [family]
    Person.objects.filter(pk=mother.pk).update(is_restricted=True)
    index_people([mother.pk])
    assert found_by(make.worker("triage"), "Planted Lane") == []


def test_saying_that_one_lives_there_does_not_tell_whether_a_restricted_person_does(hidden):
    """A worker chooses what street they declare, and is mailed of looks at families of it: that must confirm nothing."""
    family, _, _ = hidden
    lead = make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    declare_home_street(by=lead, street="3 Planted Lane", postcode="ZZ9 9ZZ")
    record("family.read", by=lead, kind="family", object=family.pk, family=family.pk, outcome="looked")
    assert [row for row in find(days=7) if row.rule == SAME_STREET] == []
    family.members.filter(person__is_restricted=True).delete()
    assert len([row for row in find(days=7) if row.rule == SAME_STREET]) == 1


def test_putting_somebody_into_ones_own_family_does_not_open_their_address():
    lead = make.worker("adult_lead")
    own, other = make.family(), make.family()
    make.involve(lead, own, "adult_lead")
    stranger = other.members.filter(role="adult").get().person
    Address.objects.create(person=stranger, text="9 Planted Lane")
    put_in(
        own,
        stranger.pk,
        role="adult",
        residence="elsewhere",
        from_on=timezone.localdate() - timedelta(days=1),
        why="an attack",
        by=lead,
    )
    client = Client()
    client.force_login(lead)
    page = client.get(f"/families/{own.pk}/addresses/").content.decode()
    assert str(stranger) in page
    assert "Planted Lane" not in page
    make.involve(lead, other, "adult_lead")
    assert "Planted Lane" in client.get(f"/families/{own.pk}/addresses/").content.decode()


def test_a_child_away_with_a_restricted_mother_gives_no_refuge_away():
    mother, son = make.person("Ada", is_restricted=True), make.person("Kit")
    family = make.family(mother, son)
    family.members.update(residence="away")
    Address.objects.create(person=son, text="The Planted House, 9 Planted Lane")
    lead = make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    client = Client()
    client.force_login(lead)
    assert "Planted" not in client.get(f"/families/{family.pk}/addresses/").content.decode()
