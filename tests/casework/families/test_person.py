"""A person put right by hand: shown, found, kept from packets, and never a way to learn where somebody is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.families.seeded import seeded
from thinkfamily.casework.access.models import Conflict, RelativeDeclared
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.families.actions.person import change_person
from thinkfamily.casework.families.actions.supplied_people import person_of, take_member
from thinkfamily.casework.families.models import Correction, Member, NameToken, Person, PersonChange
from thinkfamily.casework.families.problems import FamilyError
from thinkfamily.casework.families.queries import people
from thinkfamily.casework.secrets.fingerprints import person_fingerprint
from thinkfamily.casework.secrets.written import read_by

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
DAY = date(2026, 11, 1)
SAFE = "The Lighthouse, 77 Zephyrquince Mews, ZZ98 7QX"


def change(s: Any, person: Any = None, by: Any = None, **about: Any) -> PersonChange:
    told = {name: about.pop(name) for name in list(about) if name not in ("why", "residence", "from_on")}
    return change_person(s.family, person or s.kit, told=told, by=by or s.lead, **({"why": "mistake"} | about))


def where(s: Any, person: Any) -> str:
    return reverse("families:change_person", args=[s.family.pk, person.pk])


def as_sent(response: Any, **changed: Any) -> dict[str, Any]:
    """What the page would send, with some of it changed."""
    form, sent = response.context["form"], {}
    for name, field in form.fields.items():
        value = form[name].value()
        if hasattr(field.widget, "decompress"):
            parts = field.widget.decompress(value)
            sent |= dict(
                zip((f"{name}_day", f"{name}_month", f"{name}_year"), (part or "" for part in parts), strict=True)
            )
        elif value not in (None, False):
            sent[name] = value
    return sent | {"why": "told"} | changed


def test_details_are_put_right_on_their_page_and_found_shown_and_audited(client):
    s = seeded()
    client.force_login(s.lead)
    assert where(s, s.kit) in client.get(reverse("families:people", args=[s.family.pk])).content.decode()
    page = client.get(where(s, s.kit))
    told = as_sent(page, first_name="Christopher", known_as="Kit", pronouns="they/them", language="Fabulish")
    told |= {"date_of_birth_day": "2", "date_of_birth_month": "6", "date_of_birth_year": "2015"}
    assert client.post(where(s, s.kit), told).status_code == 302
    kit = Person.objects.get(pk=s.kit.pk)
    assert (kit.first_name, kit.known_as, kit.date_of_birth) == ("Christopher", "Kit", date(2015, 6, 2))
    assert [row.first_name for row in kit.history.order_by("history_id")] == ["Kit", "Christopher"]
    assert kit.history.latest().history_user == s.lead
    event = AuditEvent.objects.get(action="family.correct", object=str(kit.pk))
    assert event.fields == ["date_of_birth", "first_name", "known_as", "language", "pronouns"]
    assert NameToken.objects.filter(person=kit, kind="name", token="christopher").exists()
    assert NameToken.objects.filter(person=kit, kind="born", token="2015-06-02").exists()
    assert not NameToken.objects.filter(person=kit, kind="born", token="2014-05-01").exists()
    page = client.get(reverse("families:people", args=[s.family.pk])).content.decode()
    assert "they/them" in page
    assert "Speaks Fabulish" in page
    assert "born 2 June 2015" in page
    assert "date of birth, first name, known as, language, pronouns" in page
    assert s.lead.name in page
    assert not Correction.objects.exists(), "nothing goes back"


def test_a_partner_is_not_shown_the_day_of_birth_and_nobody_that_of_a_restricted_person(client):
    s = seeded()
    change(s, pronouns="they/them", language="Fabulish")
    page = reverse("families:people", args=[s.family.pk])
    client.force_login(s.partner)
    seen = client.get(page).content.decode()
    assert not any(words in seen for words in ("they/them", "Fabulish", "born 1 May 2014", "was written down wrongly"))
    client.force_login(s.lead)
    assert "born 1 May 2014" in client.get(page).content.decode()
    Person.objects.filter(pk=s.kit.pk).update(is_restricted=True)
    assert "born 1 May 2014" not in client.get(page).content.decode()


def test_what_was_put_right_outlives_every_packet_and_what_was_not_is_still_filled_in():
    s = seeded()
    Person.objects.filter(pk=s.kit.pk).update(handle="k" * 32, last_name="Wrong", other_names="Kitty", sex="male")
    s.kit.refresh_from_db()
    change(s, last_name="", other_names="", sex="unknown", date_of_birth=None, born_precision="none")
    row = {
        "person": "k" * 32, "first_name": "Kat", "last_name": "Wrong", "known_as": "Kitty", "date_of_birth": DAY,
        "died_on": None, "sex": "male", "is_restricted": False,
    }  # fmt: skip
    kit = person_of(row)
    assert (kit.last_name, kit.other_names, kit.sex, kit.date_of_birth, kit.born_precision) == (
        "",
        "",
        "unknown",
        None,
        "none",
    )
    assert kit.known_as == "Kitty", "nobody had said anything of that"
    other = person_of(row | {"person": "o" * 32})
    assert other.last_name == "Wrong"


def test_where_a_child_lives_now_begins_on_its_day_and_no_packet_takes_it_back():
    s = seeded()
    change(s, residence="away", from_on=DAY, why="agency")
    old, new = Member.objects.filter(family=s.family, person=s.kit).order_by("pk")
    assert (old.residence, old.until_on) == ("with_children", DAY)
    assert (new.residence, new.from_on, new.role, new.recorded_by) == ("away", DAY, "child", s.lead.pk)
    take_member(s.family, s.kit, {"role": "child", "residence": "with_children", "known_by": "stated by a school"})
    assert Member.objects.get(family=s.family, person=s.kit, until_on=None).residence == "away"
    [kit] = [someone for someone in people.people(s.family) if someone.person == s.kit]
    assert (kit.member.residence, kit.left, kit.member.known_by) == ("away", False, "An agency said so")
    assert PersonChange.objects.get().details == ["residence"]
    with pytest.raises(FamilyError) as refused:
        change(s, residence="elsewhere", from_on=DAY - timedelta(days=1))
    assert refused.value.where == "from_on"


def test_an_expected_child_who_was_born_is_a_child_in_each_of_their_families():
    s = seeded()
    due = timezone.localdate() - timedelta(days=3)
    child = make.person("", "", born=due)
    Person.objects.filter(pk=child.pk).update(born_precision="expected")
    theirs = make.family()
    for family in (s.family, theirs):
        Member.objects.create(family=family, person=child, role="expected", residence="with_children", known_by="x")
    change(s, child, first_name="Noor", born_precision="day", date_of_birth=due)
    now = Member.objects.filter(person=child, until_on=None)
    assert {(row.family_id, row.role, row.from_on) for row in now} == {
        (s.family.pk, "child", due),
        (theirs.pk, "child", due),
    }
    assert AuditEvent.objects.filter(action="family.correct", family=str(theirs.pk)).exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, "why"),
        ({"first_name": "", "last_name": ""}, "first_name"),
        ({"date_of_birth": None}, "born_precision"),
        ({"born_precision": "expected"}, "born_precision"),
        ({"date_of_birth": In(2)}, "date_of_birth"),
        ({"died_on": date(2001, 1, 1)}, "died_on"),
        ({"died_on": In(2)}, "died_on"),
        ({"residence": "away"}, "from_on"),
        ({"residence": "away", "from_on": In(2)}, "from_on"),
        ({"known_as": "Kit of 12 Some Street"}, "known_as"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(changed, field):
    s = seeded()
    with pytest.raises(FamilyError) as refused:
        change(s, **worked_out(changed))
    assert refused.value.where == field
    assert not PersonChange.objects.exists()
    assert s.kit.history.count() == 1
    assert Member.objects.filter(family=s.family, person=s.kit).count() == 1


def test_a_safe_address_is_refused_of_who_knows_it_and_put_aside_where_another_writes_it():
    s = seeded()
    safe_address.record_one(by=s.lead, family=s.family, person=s.ada, text=SAFE, named=[s.lead])
    for told in ({"communication": "Write to 77 Zephyrquince Mews"}, {"known_as": "The Lighthouse"}):
        with pytest.raises(FamilyError) as refused:
            change(s, **told)
        assert (refused.value.code, refused.value.where) == ("TF-FAMILY-006", next(iter(told)))
    analyst = make.worker("desk_analyst")
    make.involve(analyst, s.family, "desk_analyst")
    for place in ("55 Marblewhistle Mews", "77 Zephyrquince Mews"):
        change(s, by=analyst, communication=f"Write to {place}")
    with read_by(s.lead):
        assert Person.objects.get(pk=s.kit.pk).communication == "–", "what tells it is put aside"
    with read_by(analyst):
        assert Person.objects.get(pk=s.kit.pk).communication == "Write to 77 Zephyrquince Mews", (
            "and read by its author"
        )


def test_two_who_change_a_person_at_once_lose_nothing_of_each_other(client):
    s = seeded()
    client.force_login(s.lead)
    opened = client.get(where(s, s.kit))
    change(s, language="Fabulish")
    response = client.post(where(s, s.kit), as_sent(opened, pronouns="they/them"))
    assert "Somebody changed this after you opened it" in response.content.decode()
    assert Person.objects.get(pk=s.kit.pk).language == "Fabulish"


def test_only_who_corrects_changes_a_member_of_their_own_file(client):
    s = seeded()
    for worker in (s.partner, make.worker("adult_lead"), make.worker("governance")):
        with pytest.raises(PermissionDenied):
            change(s, by=worker, language="x")
    client.force_login(s.lead)
    stranger = make.person("Stranger")
    assert client.get(where(s, stranger)).status_code == 404
    with pytest.raises(FamilyError):
        change(s, stranger, language="x")


def test_a_name_put_right_that_is_a_worker_s_relative_s_is_reported():
    s = seeded()
    made = person_fingerprint("Quillon", s.kit.last_name, s.kit.date_of_birth)
    worker = make.worker("child_lead")
    RelativeDeclared.objects.create(worker=worker, fingerprint=made, kind="relative")
    assert not Conflict.objects.exists()
    change(s, first_name="Quillon")
    assert Conflict.objects.get().worker == worker
