"""What a search meets: all that is restricted is recorded, nothing crowds out anything, and the same comes up page after page."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.casework import factories as make
from thinkfamily.casework.access.actions.sightings import gather_sightings
from thinkfamily.casework.access.models import RoleSetting, Sighting
from thinkfamily.casework.access.scope import kept_apart, not_kept_from, reaches_all
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families import fitting
from thinkfamily.casework.families.fitting import Question, _kept, _met, _restricted, asked_of_person
from thinkfamily.casework.families.models import Address, Family, Member
from thinkfamily.casework.families.search import MOST, PAGE, find

pytestmark = pytest.mark.django_db


def search(worker, page=1, **asked):
    worker._standing = None
    return find(standing_of(worker), Question(**asked), page)


def references(found):
    return [hit.family.reference for hit in found.hits]


def recorded():
    return AuditEvent.objects.filter(kind="search").latest("pk").others


@pytest.fixture
def lead():
    return make.worker("adult_lead")


@pytest.fixture
def keeper():
    return make.worker("governance")


def restricted_families(keeper, number):
    made = [make.family(make.person(last="Manytwin")) for _ in range(number)]
    for family in made:
        make.restrict(family, keeper)
    return made


@pytest.mark.parametrize("rare", [fitting.RARE, 0], ids=["a rare word", "a common word"])
def test_every_restricted_file_that_is_met_is_recorded_however_many_are(lead, keeper, monkeypatch, rare):
    monkeypatch.setattr(fitting, "RARE", rare)
    make.restrict(make.family(make.person(last="Quillon")), keeper)
    kept = restricted_families(keeper, MOST + 3)
    assert search(lead, name="manytwin").count == 0
    assert set(recorded()) == {str(family.pk) for family in kept}
    gather_sightings()
    assert Sighting.objects.count() == MOST + 3, "each custodian is told"


def test_of_restricted_files_only_those_are_met_whom_every_word_fits(lead, keeper, monkeypatch):
    monkeypatch.setattr(fitting, "RARE", 0)
    (one, _), by_own = restricted_families(keeper, 2), restricted_families(lead, 1)
    other = make.person("Zachary", "Manytwin")
    Member.objects.create(family=one, person=other, role="child", residence="with_children", known_by="a test")
    found = search(lead, name="zachary manytwin")
    assert (found.count, set(recorded())) == (0, {str(one.pk)})
    assert references(search(lead, name="manytwin")) == [family.reference for family in by_own]


def test_files_that_no_grant_opens_crowd_no_restricted_one_out(keeper):
    officer = make.worker("triage", at=make.agency("police", kind="police"))
    shared = make.family(make.person(last="Manytwin"))
    make.grant(shared, make.agency(is_home=True), officer.agency, "other")
    for _ in range(MOST + 3):
        make.family(make.person(last="Manytwin"))
    (kept,) = restricted_families(keeper, 1)
    assert references(search(officer, name="manytwin")) == [shared.reference]
    assert {str(shared.pk), str(kept.pk)} <= set(recorded())
    assert len(recorded()) >= MOST, "and so are others"


def test_whoever_may_find_nothing_is_shown_nothing_and_recorded_with_all(lead, keeper):
    family, (kept,) = make.family(make.person(last="Manytwin")), restricted_families(keeper, 1)
    RoleSetting.objects.create(role="adult_lead", description="Nothing is found.", withdrawn=["family.find"])
    assert references(search(lead, name="manytwin")) == []
    assert set(recorded()) == {str(family.pk), str(kept.pk)}
    assert not reaches_all(standing_of(lead), "family.find")


def test_what_is_kept_apart_is_all_that_is_not_theirs(keeper):
    own, close, named, unnamed, both, lifted, other = every = [make.family() for _ in range(7)]
    lead, parent = make.worker("adult_lead"), make.worker("family_member")
    for worker in (lead, parent):
        worker.person_id = own.members.first().person_id
    make.conflict(lead, close)
    make.conflict(make.worker("adult_lead"), other)
    make.restrict(named, keeper, lead)
    make.restrict(unnamed, keeper)
    make.restrict(both, keeper, lead)
    make.restrict(both, keeper)
    ended = make.restrict(lifted, keeper)
    ended.lifted_by, ended.lifted_at = keeper.pk, ended.set_at
    ended.save()
    for worker, kept in ((lead, {own, close, unnamed, both}), (keeper, set()), (parent, {named, unnamed, both})):
        standing = standing_of(worker)
        apart = {family for rows in kept_apart(standing) for family in rows.values_list("family", flat=True)}
        assert apart == {family.pk for family in kept}
        assert apart == {family.pk for family in every} - set(not_kept_from(standing).values_list("pk", flat=True))


def test_an_agency_that_enforces_the_law_does_not_reach_all(lead):
    assert reaches_all(standing_of(lead), "family.find")
    assert not reaches_all(standing_of(make.worker("triage", at=make.agency("police", kind="police"))), "family.find")


def test_of_somebody_in_two_families_only_the_open_one_is_shown(lead, keeper):
    person = make.person(last="Manytwin")
    one, other = make.family(person), make.family(person)
    make.restrict(other, keeper)
    assert references(search(lead, name="manytwin")) == [one.reference]
    assert recorded() == [str(one.pk), str(other.pk)]


def test_of_somebody_in_three_families_each_is_shown(lead):
    person = make.person(last="Manytwin")
    every = [make.family(person) for _ in range(3)]
    assert references(search(lead, name="manytwin")) == [family.reference for family in every]


def test_somebody_of_before_is_met(lead):
    person = make.person(last="Manytwin")
    family = make.family(person)
    Member.objects.filter(person=person).update(until_on=person.date_of_birth)
    assert references(search(lead, name="manytwin")) == [family.reference]


def test_the_same_families_come_up_each_time_and_each_page_shows_its_part(lead):
    for _ in range(MOST + 7):
        make.family(make.person(last="Manytwin"))
    every = [references(search(lead, page, name="manytwin")) for page in range(1, MOST // PAGE + 1)]
    shown = [reference for page in every for reference in page]
    assert shown == sorted(shown)
    assert len(set(shown)) == MOST
    assert references(search(lead, 3, name="manytwin")) == every[2]


def test_what_is_kept_never_takes_the_place_of_what_is_shown(lead, keeper):
    restricted_families(keeper, MOST + 3)
    every = [make.family(make.person(last="Manytwin")) for _ in range(2)]
    found = search(lead, name="manytwin")
    assert (references(found), found.count, found.is_more) == ([family.reference for family in every], 2, False)


def test_a_family_counts_once_however_many_of_it_fit(lead):
    every = [make.family(*(make.person(last="Manytwin") for _ in range(2))) for _ in range(MOST // 2)]
    person = every[0].members.first().person
    Member.objects.filter(family=every[0], person=person).update(until_on=person.date_of_birth)
    Member.objects.create(family=every[0], person=person, role="child", residence="with_children", known_by="a test")
    found = search(lead, name="manytwin")
    assert (found.count, found.is_more) == (len(every), False)
    assert references(found) == [family.reference for family in every][:PAGE]
    assert [len(hit.persons) for hit in found.hits] == [2] * PAGE


@pytest.mark.parametrize("number", [MOST, MOST + 1])
def test_it_tells_exactly_when_there_are_more_than_are_shown(lead, number):
    for _ in range(number):
        make.family(make.person(last="Manytwin"), make.person(last="Manytwin"))
    found = search(lead, name="manytwin")
    assert (found.count, found.is_more) == (MOST, number > MOST)


def test_of_two_common_words_the_surname_leads(monkeypatch):
    monkeypatch.setattr(fitting, "COUNTED", 2)
    for _ in range(3):
        make.family(make.person("Ann", "Quillon"))
    asked = asked_of_person(Question(name="ann quillon"), is_exact=True)
    assert [word for _, word in asked.words] == ["quillon", "ann"]


@pytest.mark.parametrize("name", ["ann quillon", "quillon ann"])
def test_a_search_begins_from_the_rarest_word(name):
    for last in ("Quillon", "Farthingale", "Garthingbee"):
        make.family(make.person("Ann", last))
    asked = asked_of_person(Question(name=name, born=make.person("Zed").date_of_birth), is_exact=True)
    assert asked is not None
    assert asked.words == (("name", "quillon"), ("name", "ann"), ("born", "2014-05-01"))


def test_a_name_asked_twice_is_asked_once():
    asked = asked_of_person(Question(name="Neil O'Neil neil"), is_exact=True)
    assert asked is not None
    assert asked.words == (("name", "neil"), ("name", "oneil"))


def test_a_reference_fits_with_a_name_of_that_family_only(lead, keeper):
    family, other = make.family(make.person(last="Manytwin")), make.family(make.person(last="Othertwin"))
    assert references(search(lead, reference=family.reference, name="manytwin")) == [family.reference]
    assert references(search(lead, reference=other.reference, name="manytwin")) == []
    assert recorded() == []
    make.restrict(family, keeper)
    assert references(search(lead, reference=family.reference, name="manytwin")) == []
    assert recorded() == [str(family.pk)]


def test_whoever_lives_near_somebody_restricted_is_met_by_name_and_by_no_address(lead):
    person, hidden = make.person(last="Manytwin"), make.person(last="Othertwin", is_restricted=True)
    Address.objects.create(person=person, text="1 Fable Street", postcode="ZZ99 9ZZ")
    alone = make.person(last="Manytwin")
    Address.objects.create(person=alone, text="2 Fable Street", postcode="ZZ99 9ZZ")
    beside, open_to_all = make.family(person, hidden), make.family(alone)
    assert references(search(lead, address="ZZ99 9ZZ")) == [open_to_all.reference]
    assert references(search(lead, name="manytwin", address="fable")) == [open_to_all.reference]
    assert references(search(lead, name="manytwin")) == sorted([beside.reference, open_to_all.reference])
    assert Family.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table from its start, as it should")
@pytest.mark.parametrize(
    "asked", [{"name": "ann manytwin"}, {"address": "1 fable street"}, {"identifier": "9990000000"}], ids=str
)
def test_a_search_goes_through_no_table_of_people_or_families(lead, asked):
    reader, this = standing_of(lead).taken_apart(), asked_of_person(Question(**asked), is_exact=False)
    assert this is not None
    for query in (_met.build(reader, tuple(this), True, MOST), _met.build(reader, tuple(this), False, MOST)):
        plan = query.explain()
        assert "SEARCH families_" in plan
        assert "SCAN" not in plan
        assert "ORDER BY" not in plan or asked.get("identifier"), "nothing is sorted but a few"
    for query in (_kept, *([_restricted] if this.words else [])):
        given = (reader, 0, tuple(this)) if query is _kept else (reader, tuple(this))
        kept = query.build(*given).explain()
        assert [line for line in kept.splitlines() if "SCAN" in line and "restriction" not in line] == []
