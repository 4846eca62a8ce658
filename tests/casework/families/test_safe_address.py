"""A safe address is read by those named for it, one at a time and on record, and by no other way."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.casework import factories as make
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families import safe_address as kept
from thinkfamily.casework.families.models import SafeAddress

pytestmark = pytest.mark.django_db
WHERE = "9 Hidden Lane, Nowhereshire"


@pytest.fixture
def family():
    return make.family(of=make.team())


@pytest.fixture
def lead(family):
    made = make.worker("adult_lead")
    make.involve(made, family, "adult_lead")
    return made


@pytest.fixture
def address(family, lead):
    person = family.members.first().person
    pk = kept.record_one(by=lead, family=family, person=person, text=WHERE, named=[lead])
    return SafeAddress.objects.defer("text").get(pk=pk)


def reveal(client, family, address):
    return client.post(f"/families/{family.pk}/safe-address/{address.pk}/reveal/")


def test_it_is_recorded_from_the_page_and_shown_once_to_the_named(client, family, lead):
    client.force_login(lead)
    page = f"/families/{family.pk}/safe-address/"
    person = family.members.first().person
    form = client.get(f"{page}record/").content.decode()
    assert 'autocomplete="off"' in form
    given = {"person": str(person.pk), "safe_address": WHERE, "named": [str(lead.pk)]}
    assert client.post(f"{page}record/", given).status_code == 302
    listed = client.get(page)
    assert WHERE not in listed.content.decode()
    shown = reveal(client, family, SafeAddress.objects.get())
    assert WHERE in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert client.get(f"{page}{SafeAddress.objects.get().pk}/reveal/").status_code == 405
    event = AuditEvent.objects.get(action="safe_address.read", kind="safe_address")
    assert (event.outcome, event.worker, event.fields) == ("looked", lead.pk, [])


def test_what_was_typed_does_not_come_back_with_an_error(client, family, lead):
    client.force_login(lead)
    answer = client.post(f"/families/{family.pk}/safe-address/record/", {"safe_address": WHERE})
    assert "There is a problem" in answer.content.decode()
    assert "Hidden" not in answer.content.decode()


def test_a_lead_who_is_not_named_is_not_shown_it(client, family, address):
    other = make.worker("child_lead")
    make.involve(other, family, "child_lead")
    client.force_login(other)
    assert reveal(client, family, address).status_code == 404
    assert "none that you are named for" in client.get(f"/families/{family.pk}/safe-address/").content.decode()
    assert AuditEvent.objects.filter(worker=other.pk, kind="safe_address", outcome="refused").count() == 1


def test_no_emergency_opens_it_even_to_the_named(client, family, lead, address):
    part = family.involvements.get(worker=lead)
    part.delete()
    make.opened(lead, family)
    client.force_login(lead)
    assert reveal(client, family, address).status_code == 403
    with pytest.raises(NotAllowedError):
        kept.reveal(by=lead, family=family, pk=address.pk)


def test_only_who_could_read_it_is_named(family, lead, address):
    stranger, unnamed_manager = make.worker("adult_lead"), make.worker("manager", of=make.team("Southside"))
    for named in ([], [stranger], [lead, unnamed_manager]):
        with pytest.raises(NotPossibleError):
            kept.name_readers(by=lead, family=family, address=address, named=named)
    manager = make.worker("manager", of=make.team())
    kept.name_readers(by=lead, family=family, address=address, named=[manager])
    assert kept.reveal(by=lead, family=family, pk=address.pk) is None
    assert kept.reveal(by=manager, family=family, pk=address.pk) == WHERE


def test_ending_it_removes_its_text(family, lead, address):
    kept.end(by=lead, family=family, address=address)
    assert kept.reveal(by=lead, family=family, pk=address.pk) is None
    with pytest.raises(NotPossibleError):
        kept.end(by=lead, family=family, address=address)
    with connection.cursor() as cursor:
        cursor.execute("select text from families_safeaddress")
        assert cursor.fetchall() == [("",)]


def test_neither_the_row_nor_the_database_shows_it(family, address):
    whole = SafeAddress.objects.get(pk=address.pk)
    assert "Hidden" not in repr(whole) + str(whole)
    with connection.cursor() as cursor:
        cursor.execute("select * from families_safeaddress")
        assert "Hidden" not in str(cursor.fetchall())
