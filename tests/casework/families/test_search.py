"""Finding out whether a family is known: by what, by whom, in how many queries, and what stays unseen."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework import factories as make
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.fitting import Question
from thinkfamily.casework.families.models import Address, NameToken, SafeAddress
from thinkfamily.casework.families.search import MOST, PAGE, find
from thinkfamily.casework.families.search_index import index_people
from thinkfamily.casework.families.sounds import plain, sound

pytestmark = pytest.mark.django_db
BORN = date(2011, 3, 4)


@pytest.fixture
def lead():
    return make.worker("adult_lead")


@pytest.fixture
def quillon():
    return make.person(
        "Quillon",
        "O'Farthingale-Smythe",
        born=BORN,
        known_as="Quill",
        other_names="Peregrine",
        nhs_number="999 000 0000",
        upn="Q999000000001",
    )


def found(worker, **asked):
    worker._standing = None
    return [hit.family for hit in find(standing_of(worker), Question(**asked)).hits]


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "quillon"},
        {"name": "OFarthingale"},
        {"name": "smythe  QUILL"},
        {"name": "peregrine"},
        {"name": "Kwillan"},
        {"born": BORN},
        {"name": "quill", "born": BORN},
        {"address": "fable street"},
        {"address": "zz99 9zz"},
        {"address": "ZZ999ZZ"},
        {"identifier": "9990000000"},
        {"identifier": "q999 000000001"},
    ],
    ids=str,
)
def test_a_family_is_found_by(lead, quillon, asked):
    family = make.family(quillon)
    make.family()
    Address.objects.create(person=quillon, text="1 Old Fable Street, Testtown", postcode="ZZ99 9ZZ", until_on=BORN)
    assert found(lead, **asked) == [family]


@pytest.mark.parametrize(
    "asked",
    [{"name": "quill nobody"}, {"name": "quill", "born": date(2011, 3, 5)}, {"identifier": "9990000001"}, {}],
    ids=str,
)
def test_all_that_is_asked_must_fit(lead, quillon, asked):
    make.family(quillon)
    assert found(lead, **asked) == []


def test_a_family_is_found_by_its_reference(lead):
    family = make.family()
    assert found(lead, reference=f" {family.reference.lower()}") == [family]


def test_what_is_found_by_follows_what_is_written(lead, quillon):
    family = make.family(quillon)
    address = Address.objects.create(person=quillon, text="1 Old Fable Street")
    quillon.first_name = "Bartleby"
    quillon.save()
    assert found(lead, name="quillon") == []
    assert found(lead, name="bartleby") == [family]
    address.delete()
    assert found(lead, address="fable") == []


def test_neither_a_safe_nor_a_restricted_address_is_searched(lead, quillon):
    family = make.family(quillon)
    SafeAddress.objects.create(family=family, person=quillon, text="9 Hidden Lane", recorded_by=lead.pk)
    quillon.is_restricted = True
    quillon.save()
    Address.objects.create(person=quillon, text="1 Old Fable Street")
    index_people([quillon.pk])
    assert found(lead, address="hidden") == found(lead, address="fable") == []
    assert not NameToken.objects.filter(token__in=["hidden", "fable"]).exists()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("catherine", "katharine"),
        ("stephen", "steven"),
        ("philip", "filip"),
        ("geoffrey", "jeffrey"),
        ("macdonald", "mcdonald"),
        ("wright", "rite"),
        ("smith", "smyth"),
        ("claire", "clare"),
        ("leigh", "lee"),
        ("knight", "night"),
        ("shaun", "sean"),
    ],
)
def test_names_said_alike_sound_alike(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("ann", "dan"), ("mark", "mary"), ("smith", "jones"), ("tom", "tim2")])
def test_names_said_otherwise_do_not(one, other):
    assert sound(one) != sound(other)


def test_names_are_kept_without_accents_and_case():
    assert plain("Zoë O’Neill-Łoś") == ["zoe", "oneill", "los"]


def test_a_partner_gives_the_whole_name_and_date_of_birth(client, quillon):
    family = make.family(quillon)
    client.force_login(make.worker("partner", at=make.agency("education", kind="school")))
    page = client.get("/search/").content.decode()
    assert "Old or present address" not in page
    born = {"born_day": 4, "born_month": 3, "born_year": 2011}
    for given in ({"name": "Quillon Smythe"}, {"name": "Quillon", **born}, {"reference": family.reference, **born}):
        assert "There is a problem" in client.post("/search/", given).content.decode()
    assert "Nothing found" in client.post("/search/", {"name": "Kwillan Smythe", **born}).content.decode()
    assert family.reference in client.post("/search/", {"name": "quillon smythe", **born}).content.decode()


def test_no_name_is_in_an_address_and_the_back_button_works(client, lead, quillon):
    make.family(quillon)
    client.force_login(lead)
    answer = client.post("/search/", {"name": "quillon"})
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]
    assert "max-age" in answer["Cache-Control"]
    assert "Quill O&#x27;Farthingale-Smythe, born 2011" in answer.content.decode()
    assert client.get("/search/?name=quillon").content.decode().count("quillon") == 0


def test_it_says_how_many_and_turns_pages(client, lead):
    for _ in range(PAGE + 2):
        make.family(make.person(last="Manytwin"))
    client.force_login(lead)
    first = client.post("/search/", {"name": "manytwin"}).content.decode()
    second = client.post("/search/", {"name": "manytwin", "page": "2"}).content.decode()
    assert f"{PAGE + 2} families found" in first
    assert (first.count("Family FT-"), second.count("Family FT-")) == (PAGE, 2)


def test_it_asks_the_same_number_of_questions_at_any_size(lead):
    def questions() -> int:
        lead._standing = None
        standing = standing_of(lead)
        with CaptureQueriesContext(connection) as asked:
            find(standing, Question(name="manytwin"))
        return len(asked)

    make.family(make.person(last="Manytwin"))
    few = questions()
    for _ in range(MOST + 5):
        make.family(make.person(last="Manytwin"))
    assert questions() == few
    assert find(standing_of(lead), Question(name="manytwin")).is_more


def test_it_is_recorded_with_all_it_met_and_never_what_was_typed(client, lead, quillon):
    seen, kept = make.family(quillon), make.family(quillon)
    make.restrict(kept, make.worker("governance"))
    client.force_login(lead)
    page = client.post("/search/", {"name": "quillon"}).content.decode()
    assert seen.reference in page
    assert kept.reference not in page
    event = AuditEvent.objects.get(kind="search")
    assert (set(event.others), event.fields) == ({str(seen.pk), str(kept.pk)}, ["name"])
    assert "quillon" not in str(vars(event)).lower()


@pytest.mark.parametrize(
    "role", ["audit", "councillor", "family_member", "volunteer", "sysadmin", "evaluator", "claims"]
)
def test_who_may_not_find_families_neither_searches_nor_completes(client, role, quillon):
    make.family(quillon)
    client.force_login(make.worker(role))
    assert client.post("/search/", {"name": "quillon"}).status_code == 403
    assert client.post("/search/suggest/", {"begun": "FT-0"}).status_code == 403


def test_only_references_of_files_one_can_open_anyway_are_completed(client, lead, quillon):
    own, other, kept = make.family(quillon), make.family(), make.family()
    for family in (own, kept):
        make.involve(lead, family, "adult_lead")
    make.restrict(kept, make.worker("governance"))
    client.force_login(lead)
    assert client.post("/search/suggest/", {"begun": own.reference[:4].lower()}).json() == {
        "references": [own.reference]
    }
    for begun in ("FT-", "quil", other.reference):
        assert client.post("/search/suggest/", {"begun": begun}).json() == {"references": []}
