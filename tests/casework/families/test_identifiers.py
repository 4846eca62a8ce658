"""Identifiers by hand: checked, encrypted, found, and never shown whole again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.families.seeded import seeded
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.actions.identifiers import record_identifier
from thinkfamily.casework.families.models import IdentifierFingerprint, Person, PersonChange
from thinkfamily.casework.families.problems import FamilyError

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
# Of the range that is kept for tests, of an authority that is none, and never issued.
NHS, WRONG, NINO = "9990000018", "9990000019", "QQ123456C"


def kept(s: Any, person: Any = None, by: Any = None, **changed: Any) -> PersonChange:
    about = {"kind": "nhs_number", "number": NHS, "why": "seen"} | changed
    return record_identifier(s.family, person or s.kit, **about, by=by or s.lead)


def where(s: Any, name: str = "record_identifier") -> str:
    return reverse(f"families:{name}", args=[s.family.pk, s.kit.pk])


def test_it_is_recorded_encrypted_found_and_shown_by_its_end_alone(client):
    s = seeded()
    client.force_login(s.lead)
    assert where(s) in client.get(where(s, "change_person")).content.decode()
    told = {"kind": "nhs_number", "number": "999 000 0018", "why": "seen"}
    assert client.post(where(s), told)["Location"] == where(s, "change_person")
    assert Person.objects.get(pk=s.kit.pk).nhs_number == NHS
    with connection.cursor() as cursor:
        cursor.execute("select nhs_number from families_person where nhs_number <> ''")
        assert [NHS in value for (value,) in cursor.fetchall()] == [False]
    event = AuditEvent.objects.get(action="family.correct", object=str(s.kit.pk))
    assert event.fields == ["nhs_number"]
    for page in (where(s), where(s, "change_person"), reverse("families:people", args=[s.family.pk])):
        seen = client.get(page).content.decode()
        assert NHS not in seen
        assert s.lead.name in seen
    assert "NHS number, ends in 018" in client.get(where(s)).content.decode()
    assert s.family.reference in client.post("/search/", {"identifier": "999-000-0018"}).content.decode()
    assert not any("nhs_number" in vars(row) for row in s.kit.history.all()), "its history would outlive its key"


def test_a_wrong_one_is_refused_in_words_and_never_sent_back(client):
    s = seeded()
    client.force_login(s.lead)
    page = client.post(where(s), {"kind": "nhs_number", "number": WRONG, "why": "seen"}).content.decode()
    assert "cannot be one of this kind" in page
    assert WRONG not in page
    assert not PersonChange.objects.exists()
    for changed in ({"number": ""}, {"kind": "upn"}, {"kind": "nino"}, {"kind": "first_name", "number": "x"}):
        with pytest.raises(FamilyError) as refused:
            kept(s, **changed)
        assert NHS not in str(refused.value)


def test_a_wrong_one_is_taken_out_and_nobody_is_found_by_it():
    s = seeded()
    kept(s)
    kept(s, kind="nino", number=NINO)
    assert IdentifierFingerprint.objects.filter(person=s.kit, kind="nhs_number").count() == 1
    kept(s, number="", why="mistake")
    kit = Person.objects.get(pk=s.kit.pk)
    assert (kit.nhs_number, kit.nino) == ("", NINO)
    assert not IdentifierFingerprint.objects.filter(person=s.kit, kind="nhs_number").exists()


def test_that_somebody_of_another_file_is_held_under_it_is_not_told(client):
    s = seeded()
    other = make.person("Quillon", nhs_number=NHS)
    make.restrict(make.family(other), make.worker("governance"))
    client.force_login(s.lead)
    assert client.post(where(s), {"kind": "nhs_number", "number": NHS, "why": "seen"}).status_code == 302


def test_who_checked_it_on_another_file_is_not_told(client):
    s = seeded()
    theirs = make.family(s.kit)
    keeper = make.worker("adult_lead")
    make.involve(keeper, theirs, "adult_lead")
    make.restrict(theirs, make.worker("governance"), keeper)
    record_identifier(theirs, s.kit, kind="nhs_number", number=NHS, why="seen", by=keeper)
    client.force_login(s.lead)
    page = client.get(where(s)).content.decode()
    assert "ends in 018" in page
    assert keeper.name not in page
    assert "seen on a document;" not in page


def test_only_who_corrects_records_one_and_of_a_member_alone(client):
    s = seeded()
    for worker in (s.partner, make.worker("adult_lead"), make.worker("governance")):
        with pytest.raises(PermissionDenied):
            kept(s, by=worker)
    with pytest.raises(FamilyError):
        kept(s, make.person("Stranger"))
    client.force_login(s.lead)
    away = reverse("families:record_identifier", args=[s.family.pk, make.person("Stranger").pk])
    assert client.get(away).status_code == 404
