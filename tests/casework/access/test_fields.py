"""Details are seen whole by who needs them: each rule is data, holds on its page, and stands on the page that says who sees what."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access.fields import FIELDS, rules
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.access.role_settings import RoleSetting
from thinkfamily.casework.families.actions.person import change_person
from thinkfamily.casework.referrals.actions.ask import Asked, Somebody, ask
from thinkfamily.casework.referrals.actions.lot import draw

pytestmark = pytest.mark.django_db
BORN = date(2014, 5, 1)
READERS = ("adult_lead", "child_lead", "partner", "triage", "desk_analyst", "manager", "audit", "governance")
# Written here a second time: who sees the day of birth of whom they work with.
SEE_THE_DAY = {"adult_lead", "child_lead", "desk_analyst", "manager", "governance"}


@pytest.fixture
def file():
    return make.family(make.person("Kit", born=BORN))


def reader(role, file):
    who = make.worker(role, of=file.team)
    make.involve(who, file, role)
    return who


@pytest.mark.parametrize("role", [role for role in READERS if role != "triage"])
def test_the_day_of_birth_is_shown_to_who_needs_it_and_an_age_to_others(client, file, role):
    client.force_login(reader(role, file))
    text = client.get(reverse("families:people", args=[file.pk])).content.decode()
    assert ("born 1 May 2014" in text) is (role in SEE_THE_DAY)
    assert "1 May 2014" not in text.replace("born 1 May 2014", "")
    assert "Kit" in text


def test_triage_sees_it_while_nobody_leads(client, file):
    client.force_login(make.worker("triage"))
    assert "born 1 May 2014" in client.get(reverse("families:people", args=[file.pk])).content.decode()


@pytest.mark.parametrize(("role", "sees"), [("adult_lead", True), ("audit", False)])
def test_what_was_changed_of_a_birth_says_the_year_alone_to_others(client, file, role, sees):
    lead = reader("adult_lead", file)
    change_person(file, file.members.get().person, told={"date_of_birth": date(2013, 6, 2)}, why="wrong", by=lead)
    client.force_login(reader(role, file))
    text = client.get(reverse("families:changed", args=[file.pk])).content.decode()
    assert ("2 June 2013" in text) is sees
    assert "2013" in text


@pytest.mark.parametrize(
    ("role", "sees"), [("triage", True), ("manager", True), ("audit", False), ("governance", False)]
)
def test_a_request_says_the_year_alone_to_who_does_not_look_at_it(client, role, sees):
    row = ask(Asked(route="public", people=[Somebody("child", "Kit", "Testperson", BORN)]), by=None)
    worker, today = make.worker(role), timezone.localdate()
    client.force_login(worker)
    if role == "audit":
        draw(by=worker, how_many=1, days=9, from_on=today, to_on=today, because="a test")
    text = client.get(reverse("referrals:referral", args=[row.pk])).content.decode()
    assert ("1 May 2014" in text) is sees
    assert "2014" in text


def test_a_power_that_is_withdrawn_takes_its_detail(client, file):
    RoleSetting.objects.create(role="desk_analyst", withdrawn=["family.born"])
    client.force_login(reader("desk_analyst", file))
    assert "born 1 May" not in client.get(reverse("families:people", args=[file.pk])).content.decode()


def test_every_rule_names_a_power_and_stands_on_the_page(client):
    assert {field.power for field in FIELDS.values()} <= set(POWERS)
    client.force_login(make.worker("governance"))
    text = client.get(reverse("access:who_sees")).content.decode()
    for rule in rules():
        assert rule.roles
        assert str(rule.field.otherwise) in text
        assert str(rule.field.title) in text.replace("&#x27;", "'")
