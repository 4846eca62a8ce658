"""What was changed on a file: before and after, for those who may see it, and nothing that is not shown today."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.days import in_days
from tests.casework.families.seeded import seeded
from thinkfamily.casework.families.actions.corrections import put_in, take_out
from thinkfamily.casework.families.actions.person import change_person
from thinkfamily.casework.families.actions.summary import write_summary
from thinkfamily.casework.families.models import KinTie, Person

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


def shown(client: Any, worker: Any, family: Any) -> str:
    client.force_login(worker)
    return client.get(reverse("families:changed", args=[family.pk])).content.decode()


def test_what_stood_there_before_stands_beside_what_stands_there_since(client):
    s = seeded()
    change_person(s.family, s.kit, told={"known_as": "Christy"}, why="told", by=s.lead)
    change_person(s.family, s.kit, told={"known_as": "Topher"}, why="told", by=s.lead)
    s.family.summary = "Call Bo first."
    s.family.save()
    page = shown(client, s.lead, s.family)
    rows = page.split("<section")
    assert [row for row in rows if ">Christy</td>" in row and row.index(">Christy</td>") < row.find(">Topher</td>")]
    (told_anew,) = [row for row in rows if "Call Bo first." in row and "The file" in row]
    assert told_anew.index("Call Ada first.") < told_anew.index("Call Bo first.")
    assert ">Team<" not in told_anew, "what stayed the same is not said"


def test_what_a_command_changed_has_the_name_of_who_acted(client):
    s = seeded()
    write_summary(s.family, "Call Bo first.", by=s.lead, opened_at=s.family.summary_at)
    take_out(s.family, s.kit, from_on=in_days(0), why="Never of this family", by=s.lead)
    put_in(s.family, s.kit.pk, role="child", residence="with_children", from_on=in_days(0), why="told", by=s.lead)
    rows = shown(client, s.lead, s.family).split("<section")[1:]
    assert [s.lead.name in row for row in rows[:3]] == [True] * 3


def test_it_takes_as_many_queries_for_many_changes_as_for_few(client, django_assert_max_num_queries):
    s = seeded()
    client.force_login(s.lead)
    where = reverse("families:changed", args=[s.family.pk])
    client.get(where)
    with django_assert_max_num_queries(60) as few:
        client.get(where)
    for number in range(40):
        change_person(s.family, s.kit, told={"known_as": f"Kit {'x' * number}"}, why="told", by=s.lead)
    with django_assert_max_num_queries(len(few)):
        page = client.get(where).content.decode()
    assert f"Kit {'x' * 39}<" in page
    assert "Kit x<" not in page
    assert "Kit x<" in client.get(where, {"page": 2}).content.decode()


def test_a_partner_does_not_read_it(client):
    s = seeded()
    client.force_login(s.partner)
    assert client.get(reverse("families:changed", args=[s.family.pk])).status_code == 403


def test_a_tie_that_never_was_and_restricted_details_are_not_shown_again(client):
    s = seeded()
    assert "Former partner" in shown(client, s.lead, s.family)
    tie = KinTie.objects.get(family=s.family, kind="ex_partner")
    tie.is_denied = True
    tie.save()
    assert "Former partner" not in shown(client, s.lead, s.family)
    assert "3 February 1990" in shown(client, s.lead, s.family)
    ada = Person.objects.get(pk=s.ada.pk)
    ada.is_restricted = True
    ada.save()
    assert "3 February 1990" not in shown(client, s.lead, s.family)


def test_who_changed_a_person_on_another_file_is_not_told(client):
    s = seeded()
    other = make.family(s.kit)
    lead = make.worker("child_lead", at=s.lead.agency)
    make.involve(lead, other, "child_lead")
    change_person(other, s.kit, told={"known_as": "Christy"}, why="told", by=lead)
    page = shown(client, s.lead, s.family)
    assert "Christy" in page
    assert lead.name not in page


def test_what_becomes_of_a_person_who_left_is_not_told(client):
    s = seeded()
    s.family.members.filter(person=s.kit).update(until_on="2026-01-01")
    other, lead = make.family(s.kit), make.worker("child_lead", at=s.lead.agency)
    make.involve(lead, other, "child_lead")
    change_person(other, s.kit, told={"pronouns": "they/them"}, why="told", by=lead)
    assert "they/them" not in shown(client, s.lead, s.family)
