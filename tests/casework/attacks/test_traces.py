"""Traces of a file that is kept from somebody: in reports, in the audit, at the desk, in messages; and members who left."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access.actions import involvement
from thinkfamily.casework.access.actions.opening import ask
from thinkfamily.casework.access.models import RoleSetting
from thinkfamily.casework.access.permissions import NotPossibleError
from thinkfamily.casework.access.self_report import send
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.models import Candidate, CandidatePacket, Print
from thinkfamily.casework.consideration.queries.apart import visible
from thinkfamily.casework.families.actions.corrections import put_in
from thinkfamily.casework.families.fitting import Question
from thinkfamily.casework.families.models import Address
from thinkfamily.casework.families.search import find
from thinkfamily.casework.secrets.fingerprints import person_fingerprint

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


def client_of(worker):
    client = Client()
    client.force_login(worker)
    return client


def look(by, family):
    record("family.read", by=by, kind="family", object=family.pk, family=family.pk, outcome="looked")


def test_the_report_of_unusual_access_holds_no_row_of_a_file_kept_from_its_reader():
    lead, manager = make.worker("adult_lead"), make.worker("manager")
    lead.name = "Robin Rarename"
    lead.save()
    kept, known = make.family(make.person(last="Rarename")), make.family(make.person(last="Rarename"))
    make.restrict(kept, make.worker("governance"), lead)
    for one in (kept, known):
        make.involve(lead, one, "adult_lead")
        look(lead, one)
    page = client_of(manager).get("/audit/unusual/").content.decode()
    assert known.reference in page
    assert "A file you do not see" not in page
    assert "1 row" in page
    mail.outbox.clear()
    send(days=7)
    (sent,) = [one for one in mail.outbox if one.to == [manager.email]]
    assert ": 1" in sent.body
    assert ": 2" not in sent.body


@pytest.mark.parametrize("keep", ["conflict", "restriction"])
def test_the_audit_shows_an_auditor_nothing_of_a_file_kept_from_them(keep):
    auditor, lead, family = make.worker("audit"), make.worker("adult_lead"), make.family()
    look(lead, family)
    record("family.find", by=lead, kind="search", outcome="looked", others=[family.pk])
    assert lead.name in client_of(auditor).get(f"/audit/?id={family.pk}&store=default").content.decode()
    if keep == "conflict":
        make.conflict(auditor, family)
    else:
        make.restrict(family, make.worker("governance"))
    for wanted in (family.pk, lead.pk):
        page = client_of(auditor).get(f"/audit/?id={wanted}&store=default").content.decode()
        assert "family.read" not in page
        assert "Read a family" not in page
        assert f"family {family.pk}" not in page


def test_a_name_typed_into_the_search_of_the_audit_is_kept_nowhere():
    auditor = make.worker("audit")
    client_of(auditor).get("/audit/?id=Plantedname&store=default")
    assert not AuditEvent.objects.filter(object__icontains="planted").exists()
    assert AuditEvent.objects.filter(action="audit.read", worker=auditor.pk).count() == 1


def test_a_file_restricted_after_its_packet_was_brought_leaves_the_desk():
    person = make.person(handle="handle-of-a-person")
    family = make.family(person)
    packet = CandidatePacket.objects.create(
        packet_id="p1", series="s", programme="x", purpose="a test", as_at=timezone.localdate(),
        purge_on=timezone.localdate() + timezone.timedelta(days=9), is_synthetic=True, coverage=[], powers=[], bands=[],
        set_aside=0, brought_by=family.pk,
    )  # fmt: skip
    candidate = Candidate.objects.create(packet=packet, handle="h", area="", content={})
    Print.objects.create(candidate=candidate, fingerprint="handle-of-a-person")
    analyst = make.worker("desk_analyst")
    assert list(visible(analyst)) == [candidate]
    make.restrict(family, make.worker("governance"))
    assert list(visible(analyst)) == []


def test_a_refused_part_does_not_say_whether_the_worker_is_close_to_the_family():
    manager = make.worker("manager")
    close, other_role = make.worker("adult_lead"), make.worker("volunteer")
    family = make.family()
    make.conflict(close, family)
    own = make.worker("adult_lead", person_id=family.members.first().person_id)
    told = set()
    for worker in (close, other_role, own):
        with pytest.raises(NotPossibleError) as raised:
            involvement.allocate(by=manager, family=family, worker=worker, role="adult_lead", because="a test")
        told.add(raised.value.told)
    assert len(told) == 1


def test_who_may_open_at_once_no_longer_does_when_that_power_is_withdrawn():
    lead = make.worker("adult_lead")
    from thinkfamily.casework.agencies.models import Appointment

    Appointment.objects.create(worker=lead, role="triage", because="a test")
    RoleSetting.objects.create(role="triage", description="x", withdrawn=["opening.request"])
    opening = ask(by=lead, family=make.family(), reason="a test", minutes=10)
    assert opening.opens_at is None


def member_of(family, person):
    account = make.worker("family_member", person_id=person.pk)
    type(account).objects.filter(pk=account.pk).update(agency=None)
    account.refresh_from_db()
    make.involve(account, family, "family_member")
    return account


def test_who_was_taken_out_of_a_family_reads_nothing_of_it_any_more():
    family = make.family()
    parent = family.members.get(role="adult").person
    account = member_of(family, parent)
    paths = (f"/families/{family.pk}/shared/", f"/families/{family.pk}/looks/shared/")
    assert [client_of(account).get(path).status_code for path in paths] == [200, 200]
    family.members.filter(person=parent).update(until_on=timezone.localdate())
    assert [client_of(account).get(path).status_code for path in paths] == [404, 404]
    assert family.reference not in client_of(account).get("/families/mine/").content.decode()


def test_a_restriction_keeps_the_members_of_the_family_out_too_unless_they_are_named():
    """Witness protection and safe addresses are most often kept from somebody of the family."""
    family = make.family()
    account = member_of(family, family.members.get(role="adult").person)
    kept = make.restrict(family, make.worker("governance"), category="safe_address")
    assert client_of(account).get(f"/families/{family.pk}/shared/").status_code == 404
    kept.named.add(account)
    assert client_of(account).get(f"/families/{family.pk}/shared/").status_code == 200


@pytest.mark.parametrize(
    "written",
    [
        "O\u02bcNeill-Smith",
        "O\u2018Neill-Smith",
        "O\u2032Neill-Smith",
        "O\uff07Neill-Smith",
        "O'Ne\u00adill-Smith",
        "O'Ne\u200bill-Smith",
        "\u202bO'Neill-Smith\u202c",
        "ONEILL SMITH",
    ],
)
def test_signs_that_nobody_sees_hide_nobody_from_a_search_or_from_a_conflict(written):
    """A name pasted from a letter, or typed so as not to be found: it is the same name."""
    born = date(2014, 5, 1)
    person = make.person("Kit", written, born)
    family = make.family(person)
    met = find(standing_of(make.worker("partner")), Question(name="Kit O'Neill-Smith", born=born))
    assert [hit.family for hit in met.hits] == [family]
    assert person_fingerprint("Kit", written, born) == person_fingerprint("Kit", "O'Neill-Smith", born)


def test_whoever_is_put_into_another_family_stays_known_on_their_own_file():
    """Else anybody could take a family's own leads the addresses of their family, by putting its people into another."""
    lead, other_lead = make.worker("adult_lead"), make.worker("adult_lead")
    own, other = make.family(), make.family()
    make.involve(lead, own, "adult_lead")
    make.involve(other_lead, other, "adult_lead")
    kit = own.members.get(role="child")
    type(kit).objects.filter(pk=kit.pk).update(recorded_by=lead.pk)
    Address.objects.create(person=kit.person, text="8 Open Lane")
    told = {"role": "child", "residence": "elsewhere", "from_on": timezone.localdate(), "why": "a test"}
    put_in(other, kit.person_id, **told, by=other_lead)
    assert "8 Open Lane" in client_of(lead).get(f"/families/{own.pk}/addresses/").content.decode()
    assert client_of(lead).get(f"/families/{own.pk}/people/{kit.person_id}/change/").status_code == 200
    assert client_of(other_lead).get(f"/families/{other.pk}/people/{kit.person_id}/change/").status_code == 404
    page = client_of(other_lead).get(f"/families/{other.pk}/people/").content.decode()
    assert str(kit.person_id) in page
    assert f"{kit.person_id}/change/" not in page


def test_a_person_put_into_ones_own_family_opens_nothing_that_is_known_of_them():
    """Whoever is found by search can be put in; what their own file says of them stays with those who read it."""
    lead = make.worker("adult_lead")
    own, other = make.family(), make.family()
    make.involve(lead, own, "adult_lead")
    stranger = other.members.get(role="adult").person
    stranger.other_names, stranger.communication, stranger.nhs_number = "Plantedname", "Planted need", "9994765914"
    stranger.save()
    told = {"role": "adult", "residence": "elsewhere", "from_on": timezone.localdate(), "why": "an attack"}
    put_in(own, stranger.pk, **told, by=lead)
    for page in ("change", "identifier"):
        answer = client_of(lead).get(f"/families/{own.pk}/people/{stranger.pk}/{page}/").content.decode()
        assert "Planted" not in answer
        assert "919" not in answer
    assert "Plantedname" not in client_of(lead).get(f"/families/{own.pk}/changed/").content.decode()
