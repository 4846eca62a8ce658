"""Taking in packets: agreed families only, once, and never over what a worker said."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests import handover_packets as packets
from tests.casework import factories as make
from thinkfamily.casework.families.actions.corrections import take_out
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.actions.supply import take_case_update
from thinkfamily.casework.families.actions.take_up import take_up
from thinkfamily.casework.families.models import (
    Address,
    CostBand,
    Event,
    Family,
    KinTie,
    Member,
    Need,
    Person,
    Service,
    Supply,
)
from thinkfamily.casework.families.problems import FamilyError
from thinkfamily.packets import OperatorKey, read_packet

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path):
    """Write a case update of these families, read it, and take it in."""
    key, count, by = OperatorKey.generate(), [0], make.worker("matching_lead")

    def taken(*families, packet=None, **facts):
        if packet is None:
            count[0] += 1
            folder = tmp_path / f"packet{count[0]}"
            packets.make_case_update_packet(folder, families, key, **facts)
            packet = read_packet(folder, trusted=[key.public], today=packets.TODAY)
        return take_case_update(packet, by=by), packet

    return taken


def agreed(told: packets.Family, state: str = "agreed") -> Family:
    """The family of a packet, taken up and in one state of its case."""
    people = [{**packets._people([told])[n]} for n in range(len(told.members))]
    people = [{**row, "date_of_birth": str(row["date_of_birth"])} for row in people]
    content = {"family": {"area": told.area}, "people": people, "ties": []}
    family = take_up(content, handle=told.handle, team=make.team(), by=make.worker("manager"))
    if not family.cases.exists():
        from thinkfamily.casework.cases.models import Case

        Case.objects.create(family=family, state=state, programme="p", why="w", opened_by=family.pk)
    return family


def everything(family):
    """How much is on a file."""
    return [kind.objects.filter(family=family).count() for kind in (Member, KinTie, Need, Service, CostBand, Event)]


def test_an_agreed_family_is_filled_and_others_are_left_alone(bring):
    told, considered, unknown = packets.Family(), packets.Family(), packets.Family()
    family, other = agreed(told), agreed(considered, "considered")
    before = everything(other)
    taken, _ = bring(told, considered, unknown)
    assert (taken.families, taken.refused, taken.events) == (1, 2, 1)
    assert everything(family) == [2, 1, 1, 1, 1, 1]
    assert everything(other) == before
    assert not Family.objects.filter(handle=unknown.handle).exists()
    assert not Person.objects.filter(handle=unknown.members[0].handle).exists()
    family.refresh_from_db()
    assert family.supply.as_at == packets.AS_AT
    need = Need.objects.get(family=family)
    assert (need.category, need.agency.code, need.agency.is_active) == ("education", "LA-EDU", False)


def test_the_same_packet_twice_is_once(bring):
    told = packets.Family()
    family = agreed(told)
    _, packet = bring(told)
    before = everything(family)
    taken, _ = bring(packet=packet)
    assert taken.was_in
    assert everything(family) == before
    bring(told)
    assert everything(family) == before, "nor does another packet of the same facts double anything"
    assert Supply.objects.count() == 2


def test_what_is_new_since_a_packet_needs_that_packet(bring):
    told, quiet = packets.Family(), packets.Family()
    family, other = agreed(told), agreed(quiet)
    _, first = bring(told, quiet)
    told.tells, told.events = "news", [{"person": 0, "event": "arrest", "from_on": date(2026, 9, 20)}]
    quiet.tells, quiet.events = "nothing_new", []
    quiet.needs = quiet.services = quiet.costs = quiet.addresses = quiet.ties = ()
    before = everything(other)
    for follows in (None, uuid.uuid4()):
        with pytest.raises(FamilyError, match="TF-FAMILY-005"):
            bring(told, quiet, follows=follows)
    assert Supply.objects.count() == 1
    taken, _ = bring(told, quiet, follows=first.facts.packet_id)
    assert (taken.families, taken.events) == (2, 1)
    assert set(Event.objects.filter(family=family).values_list("event", flat=True)) == {"suspension", "arrest"}
    assert everything(other) == before
    assert not Need.objects.filter(family=other, closed_on__isnull=False).exists(), "left out is not gone"
    other.refresh_from_db()
    assert other.supply != Supply.objects.get(packet_id=str(first.facts.packet_id)), "its coverage is the newest"


def test_all_of_a_packet_or_nothing(bring, monkeypatch):
    told = packets.Family()
    family = agreed(told)
    before = everything(family)

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("thinkfamily.casework.families.actions.supply.take_events", broken)
    with pytest.raises(RuntimeError):
        bring(told)
    assert everything(family) == before
    assert not Supply.objects.exists()


def test_only_those_who_bring_packets_may_and_only_case_updates(tmp_path, bring):
    told = packets.Family()
    _, packet = bring(told)
    with pytest.raises(PermissionDenied):
        take_case_update(packet, by=make.worker("adult_lead"))
    _, key = packets.make_candidate_packet(tmp_path / "candidate")
    candidate = read_packet(tmp_path / "candidate", trusted=[key.public], today=packets.TODAY)
    with pytest.raises(FamilyError):
        take_case_update(candidate, by=make.worker("matching_lead"))


def test_what_is_no_longer_told_is_closed_and_keeps_who_sees_it(bring):
    told = packets.Family(
        services=[{}, {"service": "Drug team", "agency": "NHS"}], needs=[{}, {"criterion": "crime", "heading": "crime"}]
    )
    family = agreed(told)
    bring(told)
    need = Need.objects.get(family=family, criterion="school_attendance")
    need.audience = "team"
    need.save()
    need.hidden_from.add(Person.objects.get(handle=told.members[0].handle))
    told.services, told.needs = [{}], [{"answer": "unknown", "sources": None, "reason": "late", "extract_on": None}]
    bring(told)
    service = Service.objects.get(family=family, name="Drug team")
    assert (service.is_open, service.closed_on, service.category) == (False, packets.AS_AT, "substance_misuse")
    need.refresh_from_db()
    assert need.closed_on == packets.AS_AT
    fresh = Need.objects.get(family=family, closed_on__isnull=True)
    assert (fresh.answer, fresh.audience, fresh.hidden_from.count()) == ("unknown", "team", 1)
    told.needs = [{}]
    bring(told)
    need.refresh_from_db()
    assert (need.closed_on, need.audience) == (None, "team")


def test_domestic_abuse_goes_into_the_compartment_whoever_says_so(bring):
    told = packets.Family(
        events=[{"person": 0, "category": "domestic_abuse", "event": "domestic_abuse_incident"}],
        needs=[{"criterion": "domestic_violence", "heading": "domestic_abuse"}],
        services=[{"service": "Refuge support"}],
    )
    family = agreed(told)
    bring(told)
    for kind in (Event, Need, Service):
        assert kind.objects.get(family=family).category == "domestic_abuse"


def test_what_no_power_for_casework_covers_is_left_out(bring):
    told = packets.Family(
        events=[{"person": 1, "feed": "police", "agency": "POLICE", "category": "police"}],
        needs=[{"sources": "education,police"}],
    )
    family = agreed(told)
    taken, _ = bring(told)
    assert taken.events == 0
    assert not Need.objects.filter(family=family).exists()


def test_a_spell_that_ended_is_ended_and_twins_of_an_event_stay_two(bring):
    spell = {"person": 1, "event": "child_in_need", "from_on": date(2026, 1, 5), "quantity": None, "unit": None}
    told = packets.Family(events=[spell, {"person": 1}, {"person": 1}])
    family = agreed(told)
    bring(told)
    assert Event.objects.filter(family=family).count() == 3
    told.events = [{**spell, "until_on": date(2026, 8, 1)}, {"person": 1}]
    bring(told)
    assert Event.objects.filter(family=family).count() == 3
    assert Event.objects.get(family=family, event="child_in_need").until_on == date(2026, 8, 1)


def test_what_a_worker_said_stays(bring):
    told = packets.Family()
    family = agreed(told)
    bring(told)
    lead = make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    adult, child = (Person.objects.get(handle=each.handle) for each in told.members)
    record_statement(family, Said("fact", "other", "Said by hand."), by=lead)
    take_out(family, adult, from_on=date(2026, 10, 1), why="Moved.", by=lead)
    Member.objects.filter(family=family, person=child).update(recorded_by=lead.pk, residence="away", known_by="seen")
    child.first_name = "Sam"
    child.save()
    bring(told)
    assert not Member.objects.filter(family=family, person=adult, until_on__isnull=True).exists()
    member = Member.objects.get(family=family, person=child)
    assert (member.residence, member.known_by) == ("away", "seen")
    child.refresh_from_db()
    assert (child.first_name, child.other_names) == ("Sam", "Sampla"), "found by both"
    assert family.statements.get().text == "Said by hand."


def test_a_restricted_person_keeps_no_new_address_and_stays_restricted(bring):
    told = packets.Family()
    family = agreed(told)
    bring(told)
    person = Person.objects.get(handle=told.members[0].handle)
    assert Address.objects.get(person=person).text == "1 Invented Street"
    assert person.tokens.filter(kind="place").exists(), "found by it"
    told.members[0].is_restricted, told.area = True, None
    told.addresses = [{"person": 0, "address": "2 Invented Street"}]
    bring(told)
    told.members[0].is_restricted = False
    bring(told)
    person.refresh_from_db()
    family.refresh_from_db()
    assert person.is_restricted
    assert family.area == ""
    assert not Address.objects.filter(text="2 Invented Street").exists()
    assert not person.tokens.filter(kind="place").exists()


def test_a_family_is_taken_up_once_with_its_people_and_no_item():
    told = packets.Family(members=[*packets.two_of(), packets.Member("Third")])
    rows = packets._people([told])
    tie = {"relationship": "parent", "lives_with": "yes", "sources": "education"}
    content = {
        "family": {"area": "W01"},
        "people": [{**row, "date_of_birth": "1990-01-02"} for row in rows],
        "ties": [{"person_l": rows[0]["person"], "person_r": rows[1]["person"], **tie}],
        "needs": [{"criterion": "x"}],
    }  # fmt: skip
    by = make.worker("manager")
    family = take_up(content, handle="h1", team=None, by=by)
    assert take_up(content, handle="h1", team=None, by=by) == family
    assert everything(family) == [3, 1, 0, 0, 0, 0]
    assert Person.objects.get(handle=rows[0]["person"]).date_of_birth == date(1990, 1, 2)
    assert "Mockbury" not in family.reference
    second = take_up({**content, "ties": []}, handle="h2", team=None, by=by)
    assert second.members.count() == 3, "a person belongs to two families and stays one person"
    assert Person.objects.filter(handle__in=[row["person"] for row in rows]).count() == 3
