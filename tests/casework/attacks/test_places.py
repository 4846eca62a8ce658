"""Ways by which a place of safety comes to stand in the open without anybody writing it: agencies send it, or had sent it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from tests import handover_packets as packets
from tests.casework import factories as make
from tests.casework.families.test_supply import agreed, bring
from thinkfamily.casework.access.models import Notice, Quarantined
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families import quarantine, safe_address
from thinkfamily.casework.families import told as telling
from thinkfamily.casework.families.actions.corrections import put_in
from thinkfamily.casework.families.fitting import Question
from thinkfamily.casework.families.models import Address, NameToken
from thinkfamily.casework.families.search import find
from thinkfamily.casework.site.operations.jobs import JOBS

__all__ = ["bring"]
pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
SAFE = "77 Zephyrquince Mews, Nowhereshire, ZZ98 7QX"


def kept_safe(family, lead, text=SAFE):
    """Where the adult of a family must not be found: kept as it should be."""
    make.involve(lead, family, "adult_lead")
    ada = family.members.get(role="adult").person
    return safe_address.record_one(by=lead, family=family, person=ada, text=text, named=[lead])


def is_in_the_open(family):
    """Whether a page or a search tells the place to somebody who is not named for it."""
    other = make.worker("child_lead")
    make.involve(other, family, "child_lead")
    client = Client()
    client.force_login(other)
    shown = client.get(f"/families/{family.pk}/addresses/").content.decode()
    triage = standing_of(make.worker("triage"))
    met = [find(triage, Question(address=text)).hits for text in ("Zephyrquince", "ZZ98 7QX")]
    return (
        "Zephyrquince" in shown or any(met) or NameToken.objects.filter(token__in=["zephyrquince", "zz987qx"]).exists()
    )


def test_an_agency_that_sends_it_for_a_child_shows_it_to_nobody(bring):
    told = packets.Family(
        addresses=[
            {"person": 1, "address": "77 Zephyrquince Mews, Nowhereshire", "postcode": "ZZ98 7QX"},
            {"person": 0},
        ]
    )
    family, lead = agreed(told), make.worker("adult_lead")
    kept_safe(family, lead)
    bring(told)
    assert not is_in_the_open(family)
    assert Address.objects.get().text == "1 Invented Street", "what tells nothing is taken as ever"
    [row] = quarantine.quarantined(by=lead, family=family)
    text = quarantine.reveal(by=lead, family=family, item=row.item)
    assert "Zephyrquince" in text
    assert "Testham Council" in text or "education" in text.lower()
    assert Notice.objects.filter(to=lead, kind="place_told", about=row.item).count() == 1
    # It comes every night: those named are told once.
    bring(told)
    assert not is_in_the_open(family)
    assert Quarantined.objects.count() == 1


def test_what_stood_in_the_open_before_is_taken_out_when_it_is_said_to_be_secret():
    family, lead = make.family(), make.worker("adult_lead")
    kit = family.members.get(role="child").person
    school = make.agency("LA-EDU", name="Fable Schools", kind="school")
    Address.objects.create(person=kit, text="77 Zephyrquince Mews", postcode="ZZ98 7QX", agency=school)
    assert is_in_the_open(family)
    kept_safe(family, lead)
    assert not is_in_the_open(family)
    [row] = quarantine.quarantined(by=lead, family=family)
    assert "Fable Schools" in quarantine.reveal(by=lead, family=family, item=row.item)
    assert "zephyr" not in str(list(AuditEvent.objects.values())).lower()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "zephyrquince" not in str(cursor.fetchall()).lower(), table


def test_it_is_taken_out_on_the_other_file_of_its_person_too():
    family, lead = make.family(), make.worker("adult_lead")
    ada = family.members.get(role="adult").person
    child = make.person("Wyn")
    other = make.family(ada, child)
    Address.objects.create(person=child, text="77, Zephyrquince Mews")
    kept_safe(family, lead)
    assert not Address.objects.exists()
    assert not is_in_the_open(other)


def test_a_child_put_into_the_family_brings_it_into_the_open_no_more():
    family, lead = make.family(), make.worker("adult_lead")
    kept_safe(family, lead)
    wyn = make.person("Wyn")
    make.family(wyn, make.person("Bo", born=None))
    Address.objects.create(person=wyn, text="77 Zephyrquince Mews", postcode="ZZ98 7QX")
    told = {"role": "child", "residence": "with_children", "from_on": packets.AS_AT, "why": "a test", "by": lead}
    put_in(family, wyn.pk, **told)
    assert not is_in_the_open(family)


def test_a_request_for_help_shows_no_address_where_its_person_is_kept_safe_on_another_file():
    family, lead = make.family(), make.worker("adult_lead")
    ada = family.members.get(role="adult").person
    other = make.family(ada, make.person("Wyn"))
    assert not telling.hides_address(other)
    kept_safe(family, lead)
    assert telling.hides_address(other)


def test_the_site_looks_every_hour_for_what_came_in_any_other_way():
    family, lead = make.family(), make.worker("adult_lead")
    kept_safe(family, lead)
    Address.objects.create(person=family.members.get(role="child").person, text="77 Zephyrquince Mews")
    Address.objects.create(person=family.members.get(role="child").person, text="7 Open Lane")
    [job] = [one for one in JOBS if one.name == "places"]
    assert job.function() == 1
    assert job.function() == 0
    assert [row.text for row in Address.objects.all()] == ["7 Open Lane"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("12 Zephyrquince Road, Nowhereshire", "She is at 12 Zephyrquince Rd now."),
        ("12 Zephyrquince Rd", "She is at 12 zephyrquince road"),
        ("12 St Zephyr's Street", "12 Saint Zephyr’s St."),
        ("12 Zéphyrquince Road", "12 Zephyrquince Road"),
        ("12 Zephyrquince Road", "１２ Ｚephyrquince Ｒoad"),
        ("12 Zephyrquince Road", "12 Zephyr\u200bquince R\u00add"),
        ("77 Zephyrquince Mews, ZZ98 7QX", "I saw her at number 77, Zephyrquince, this morning."),
        ("77 Zephyrquince Mews, ZZ98 7QX", "zz987qx"),
        ("77 Zephyrquince Mews, ZZ98 7QX", "ＺＺ９８ ７ＱＸ"),
        ("Flat 3, Zephyrquince Hse, 9 Elm Ave", "In flat 3, Zephyrquince House"),
    ],
)
def test_it_is_known_however_people_write_it(place, said):
    family, lead = make.family(), make.worker("adult_lead")
    kept_safe(family, lead, place)
    assert telling.is_told_in(family, said)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("12 Park Road", "Twelve of 12 parkruns were run."),
        ("12 Oak Lane, Nowhereshire", "All 12 oak trees were felled, says Dr Lane."),
        ("77 Zephyrquince Mews, ZZ98 7QX", "She likes it in Zephyrquince."),
        ("Flat 3, Zephyrquince House", "Flat 3 was let."),
    ],
)
def test_words_that_tell_no_place_are_taken_as_ever(place, said):
    family, lead = make.family(), make.worker("adult_lead")
    kept_safe(family, lead, place)
    assert not telling.is_told_in(family, said)
