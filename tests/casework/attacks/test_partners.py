"""What a partner professional must not learn: who else works with a family, where its people live, and what else it is."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.casework import factories as make
from thinkfamily.casework.access.models import InvolvementProposal
from thinkfamily.casework.families.models import Address, Correction, Member

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


def client_of(worker):
    client = Client()
    client.force_login(worker)
    return client


@pytest.fixture
def scene():
    school = make.agency("LA-EDU", name="Fable Schools", kind="school")
    refuge = make.agency("refuge", name="Fable Refuge", kind="voluntary")
    family = make.family()
    lead, partner, helper = (
        make.worker("adult_lead"),
        make.worker("partner", at=school),
        make.worker("partner", at=refuge, job_title=""),
    )
    make.involve(lead, family, "adult_lead")
    make.involve(partner, family, "partner")
    part = make.involve(helper, family, "partner")
    part.because = "Planted reason of the part"
    part.save()
    InvolvementProposal.objects.create(
        family=family, worker=helper, role="mentor", because="Planted reason of a proposal", proposed_by=lead.pk
    )
    return family, lead, partner, helper


def test_a_partner_is_not_told_who_else_of_other_agencies_has_a_part(scene):
    family, lead, partner, helper = scene
    page = client_of(partner).get(f"/families/{family.pk}/people-involved/").content.decode()
    assert lead.name in page
    assert partner.name in page
    for planted in (helper.name, "Fable Refuge", "Planted reason"):
        assert planted not in page
    assert (
        "Planted reason of a proposal"
        in client_of(lead).get(f"/families/{family.pk}/people-involved/").content.decode()
    )


def test_a_partner_sees_only_addresses_that_their_own_agency_gave(scene):
    family, lead, partner, helper = scene
    ada = family.members.get(role="adult").person
    Address.objects.create(person=ada, text="1 Their Own Row", agency=partner.agency)
    Address.objects.create(person=ada, text="2 Elsewhere Row", agency=helper.agency)
    Address.objects.create(person=ada, text="3 Of The Team Row")
    page = client_of(partner).get(f"/families/{family.pk}/addresses/").content.decode()
    assert "1 Their Own Row" in page
    assert "Elsewhere Row" not in page
    assert "Of The Team Row" not in page
    whole = client_of(lead).get(f"/families/{family.pk}/addresses/").content.decode()
    assert "2 Elsewhere Row" in whole
    assert "3 Of The Team Row" in whole


def test_a_partner_is_not_told_which_agencies_records_say_who_belongs(scene):
    family, lead, partner, _ = scene
    Member.objects.filter(family=family).update(known_by="stated as parent by Probation; told at the prison")
    pages = [f"/families/{family.pk}/{path}" for path in ("", "people/", "print/")] + [f"/api/families/{family.pk}"]
    for page in pages:
        told = client_of(partner).get(page)
        assert told.status_code == 200, page
        for word in ("Probation", "told at the prison"):
            assert word not in told.content.decode(), page
        assert "Probation" in client_of(lead).get(page).content.decode(), page


def test_a_partner_reads_no_reasons_of_corrections_and_of_no_other_family(scene):
    family, lead, partner, _ = scene
    ada = family.members.get(role="adult").person
    other = make.family(ada)
    Correction.objects.create(
        kind="out", family=family, person=ada, from_on=family.made_at.date(), why="Planted why", made_by=lead.pk
    )
    Member.objects.filter(family=family, person=ada).update(
        until_on=family.made_at.date(), ended_by=lead.pk, ended_because="Planted end"
    )
    for path in ("people/", "print/", ""):
        page = client_of(partner).get(f"/families/{family.pk}/{path}").content.decode()
        for planted in ("Planted why", "Planted end", other.reference):
            assert planted not in page, path
    whole = client_of(lead).get(f"/families/{family.pk}/people/").content.decode()
    assert "Planted why" in whole
    assert other.reference in whole
