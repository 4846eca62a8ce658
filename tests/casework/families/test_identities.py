"""Identities of which one may be an adopted child's: parted when that is known, joined by information governance alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.families.seeded import seeded
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.permissions import NotAllowedError
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.actions.corrections import put_in, say_same
from thinkfamily.casework.families.actions.identities import decide_join, put_anew
from thinkfamily.casework.families.models import Correction, IdentityJoin, Member
from thinkfamily.casework.families.problems import FamilyError
from thinkfamily.casework.families.queries.people import same_people

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
NOW = {"role": "child", "residence": "with_children", "from_on": DAY}


@pytest.fixture
def officer():
    return make.worker("governance")


def joined(s):
    """Two rows of one child on the file, whom the lead has called one before anything was known of an adoption."""
    after = make.person("Kitt", "Testpersen")
    s.family.members.create(person=after, role="child", residence="with_children", known_by="a test")
    say_same(s.family, s.kit, after, is_same=True, from_on=DAY, why="One school.", by=s.lead)
    return after


def of_another_file(s, *, is_restricted=True):
    """A child of another file that the lead may know of, and whose identity an agency restricts."""
    child = make.person("Kitt", "Elsewhere", is_restricted=is_restricted)
    make.involve(s.lead, make.family(child), "adult_lead")
    return child


def restricted_by_an_agency(s, after):
    after.is_restricted = True
    after.save()


def its_file_restricted(s, after):
    make.restrict(make.family(after), make.worker("governance"), category="adoption")


def put_into_a_restricted_file(s, after):
    file = make.family()
    make.restrict(file, make.worker("governance"), category="adoption")
    file.members.create(person=after, role="child", residence="with_children", known_by="a test")


@pytest.mark.parametrize("known", [restricted_by_an_agency, its_file_restricted, put_into_a_restricted_file])
def test_who_were_joined_before_are_parted_and_put_before_information_governance(client, officer, known):
    s = seeded()
    after = joined(s)
    assert same_people(s.family)
    known(s, after)
    assert same_people(s.family) == {}
    row = IdentityJoin.objects.get()
    assert (row.asked_by, row.is_allowed) == (None, None)
    parted = Correction.objects.get(kind="not_same")
    assert parted.made_by is None
    assert parted.goes_back == bool(parted.person.handle and after.handle)
    assert AuditEvent.objects.filter(action="identity.part", family=s.family.pk).exists()
    client.force_login(s.lead)
    page = client.get(reverse("families:people", args=[s.family.pk])).content.decode()
    assert "also held as" not in page
    assert "Kept apart until information governance has decided." in page
    after.save()  # known once more, it is not put before them twice
    assert IdentityJoin.objects.count() == 1


def test_another_kind_of_restriction_parts_nobody():
    s = seeded()
    after = joined(s)
    make.restrict(make.family(after), make.worker("governance"), category="witness")
    assert same_people(s.family)
    assert not IdentityJoin.objects.exists()


@pytest.mark.parametrize("how", ["the child", "the file"])
def test_nobody_is_put_into_a_family_where_one_may_be_adopted(client, officer, how):
    s = seeded()
    child = of_another_file(s, is_restricted=how == "the child")
    if how == "the file":
        make.restrict(s.family, officer, s.lead, category="adoption")
    client.force_login(s.lead)
    told = {"person_id": child.pk, "role": "child", "residence": "with_children", "why": "A guess of the lead."}
    told |= {"from_on_day": 1, "from_on_month": 11, "from_on_year": 2026}
    page = client.post(reverse("families:put_in_person", args=[s.family.pk, child.pk]), told, follow=True)
    assert "Information governance will decide it" in page.content.decode()
    assert not s.family.members.filter(person=child).exists()
    assert not Correction.objects.exists()
    assert Notice.objects.filter(kind="identity_asked", to=officer).count() == 1
    with pytest.raises(FamilyError):
        put_in(s.family, child.pk, **NOW, why="Again.", by=s.lead)


def test_information_governance_allows_it_with_a_reason_that_the_file_does_not_tell(client, officer):
    s = seeded()
    child = of_another_file(s)
    put_in(s.family, child.pk, **NOW, why="A guess of the lead.", by=s.lead)
    client.force_login(officer)
    page = client.get(reverse("families:identities")).content.decode()
    assert s.family.reference in page
    assert "Kitt" not in page
    one = reverse("families:identity_decide", args=[IdentityJoin.objects.get().pk])
    assert "Kitt" in client.get(one).content.decode()
    assert client.post(one, {"is_allowed": "yes"}).status_code == 200  # without a reason
    assert client.post(one, {"is_allowed": "yes", "because": "The order was revoked."}).status_code == 302
    assert client.get(one).status_code == 404
    member = Member.objects.get(family=s.family, person=child)
    assert (member.known_by, member.recorded_by) == ("Information governance has allowed it.", officer.pk)
    correction = Correction.objects.get()
    assert (correction.kind, correction.goes_back) == ("in", False)
    assert Notice.objects.filter(kind="identity_decided", to=s.lead).exists()
    client.force_login(s.lead)
    assert "revoked" not in client.get(reverse("families:people", args=[s.family.pk])).content.decode()


@pytest.mark.parametrize("is_allowed", [True, False])
def test_what_was_decided_of_two_stands(officer, is_allowed):
    s = seeded()
    after = joined(s)
    restricted_by_an_agency(s, after)
    decide_join(by=officer, join=IdentityJoin.objects.get(), is_allowed=is_allowed, because="An invented reason.")
    assert bool(same_people(s.family)) is is_allowed
    after.save()  # a new packet says again that they are restricted
    assert bool(same_people(s.family)) is is_allowed
    assert not IdentityJoin.objects.filter(is_allowed__isnull=True).exists()
    with pytest.raises(FamilyError):
        decide_join(by=officer, join=IdentityJoin.objects.get(), is_allowed=True, because="Twice.")


@pytest.mark.parametrize("who", ["whoever asked", "kept from a file", "close to it", "a manager"])
def test_nobody_decides_who_asked_is_kept_from_a_file_or_is_not_of_information_governance(client, officer, who):
    s = seeded()
    by = make.worker("manager") if who == "a manager" else officer
    if who == "whoever asked":
        make.involve(officer, s.family, "governance")
    child = of_another_file(s)
    asked_by = s.lead
    put_in(s.family, child.pk, **NOW, why="A guess.", by=asked_by)
    row = IdentityJoin.objects.get()
    if who == "whoever asked":
        IdentityJoin.objects.update(asked_by=officer.pk)
    if who == "kept from a file":
        make.restrict(child.memberships.get().family, make.worker("governance"), category="adoption")
    if who == "close to it":
        make.conflict(officer, s.family)
    with pytest.raises(NotAllowedError):
        decide_join(by=by, join=row, is_allowed=True, because="A try.")
    client.force_login(by)
    wants = 403 if who == "a manager" else 404
    assert client.get(reverse("families:identity_decide", args=[row.pk])).status_code == wants


def test_who_may_not_know_one_of_the_files_is_told_of_nothing(officer):
    s = seeded()
    child = of_another_file(s)
    file = child.memberships.get().family
    named = make.worker("governance")
    make.restrict(file, named, s.lead, category="adoption")
    put_in(s.family, child.pk, **NOW, why="A guess.", by=s.lead)
    assert set(Notice.objects.filter(kind="identity_asked").values_list("to", flat=True)) == {named.pk}


def test_the_page_of_a_joining_takes_the_place_of_no_other(client, officer):
    """Each page of a file begins with how its case stands; the page of a joining has a name of its own."""
    s = seeded()
    client.force_login(s.lead)
    for name in ("page", "people", "print"):
        page = client.get(reverse(f"families:{name}", args=[s.family.pk])).content.decode()
        assert "Who leads" in page, name
        assert "May these identities be joined?" not in page, name


def test_a_restricted_file_that_names_nobody_of_information_governance_is_told_to_all_of_it(client, officer):
    s = seeded()
    after = joined(s)
    custodian, close = make.worker("manager"), make.worker("governance")
    kept = make.restrict(s.family, custodian, s.lead)
    make.conflict(close, s.family)
    restricted_by_an_agency(s, after)
    rows = Notice.objects.filter(kind__startswith="identity").values_list("kind", "to", "about", "family")
    assert list(rows) == [("identity_kept", officer.pk, kept.pk, None)]
    client.force_login(officer)
    page = client.get(reverse("access:notices")).content.decode()
    assert f"{custodian.name} keeps it." in page
    for trace in (s.family.reference, str(s.family.pk), str(kept.pk), "Kitt", s.lead.name):
        assert trace not in page
    assert client.get(reverse("families:page", args=[s.family.pk])).status_code == 404


def test_whoever_is_named_later_is_told_then_and_once(officer):
    s = seeded()
    after = joined(s)
    kept = make.restrict(s.family, make.worker("manager"), s.lead)
    restricted_by_an_agency(s, after)
    put_anew()
    assert Notice.objects.filter(to=officer).count() == 1
    kept.named.add(officer)
    put_anew()
    put_anew()
    row = IdentityJoin.objects.get()
    assert Notice.objects.filter(kind="identity_asked", about=row.pk, to=officer).count() == 1
    assert not Notice.objects.filter(kind__startswith="identity").exclude(to=officer).exists()


def test_what_was_asked_before_its_file_was_restricted_is_told_of_then(officer):
    s = seeded()
    put_in(s.family, of_another_file(s).pk, **NOW, why="A guess of the lead.", by=s.lead)
    assert Notice.objects.filter(kind="identity_asked", to=officer).count() == 1
    kept = make.restrict(s.family, make.worker("manager"), s.lead)
    put_anew()
    assert Notice.objects.filter(kind="identity_kept", about=kept.pk, to=officer, family=None).count() == 1
