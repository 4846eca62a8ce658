"""Everybody says before entering to whom they are close; who is nearly the same is put before information governance."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.handover_packets import Family as Packed
from tests.handover_packets import Member as Candidate
from thinkfamily.casework.access.actions import conflict as actions
from thinkfamily.casework.access.models import Conflict, NearMatch, Notice, RelativeDeclared
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.agencies import actions as organisation
from thinkfamily.casework.agencies.models import ClosenessAnswer, SiteValue
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.consideration.queries.apart import visible
from thinkfamily.casework.families.models import Address, Person
from thinkfamily.casework.families.search_index import index_people

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
BORN = date(2011, 3, 4)
SELF = {
    "first_name": "Wanda", "last_name": "Invented", "born_day": 9, "born_month": 9, "born_year": 1980,
    "postcodes": "ZZ1 1ZZ",
}  # fmt: skip
NAMED = {"first_name": "Quillon", "last_name": "Farthingale", "born_day": 4, "born_month": 3, "born_year": 2011}


@pytest.fixture
def officer():
    return make.worker("governance")


@pytest.fixture
def lead():
    return make.worker("adult_lead")


def declare(who, first="Quillon", last="Farthingale", born=BORN, **more):
    actions.declare_relative(by=who, first_name=first, last_name=last, born=born, kind="relative", **more)


def known(client, who, family):
    client.force_login(who)
    return client.get(f"/families/{family.pk}/known/").status_code == 200


def test_nobody_enters_before_answering_and_is_asked_again(client, lead):
    lead.closeness_answers.all().delete()
    client.force_login(lead)
    assert client.get(reverse("families:list")).url == reverse("entry")
    page = reverse("access:closeness")
    assert client.get(page).status_code == 200
    assert client.post(page, SELF).status_code == 200  # without an answer
    assert client.post(page, SELF | {"answer": "none"}).url == reverse("entry")
    assert client.get(reverse("families:list")).status_code == 200
    answer = ClosenessAnswer.objects.get(worker=lead)
    assert answer.until_on == timezone.localdate() + timedelta(days=365)
    assert AuditEvent.objects.filter(action="closeness.answer", worker=lead.pk).exists()


def test_who_says_that_there_is_somebody_names_them_before_entering(client, lead):
    lead.closeness_answers.all().delete()
    client.force_login(lead)
    ended = reverse("access:closeness_named")
    assert client.post(ended, {}).status_code == 200
    assert client.post(reverse("access:closeness"), SELF | {"answer": "named"}).url == reverse("access:relatives")
    refused = client.post(ended, {})
    assert refused.status_code == 200
    # Whoever names somebody from the page that refused sends it to where people are named.
    assert f'action="{reverse("access:relatives")}"' in refused.content.decode()
    assert not ClosenessAnswer.objects.filter(worker=lead).exists()
    client.post(reverse("access:relatives"), NAMED | {"kind": "relative"})
    assert client.post(ended, {}).url == reverse("entry")
    assert ClosenessAnswer.objects.get(worker=lead).answer == "named"


def test_whoever_only_reads_of_their_own_family_is_not_asked(client):
    member = make.worker("family_member", person_id=make.person("Ada").pk)
    member.closeness_answers.all().delete()
    client.force_login(member)
    assert client.get(reverse("families:mine")).status_code == 200


def test_what_was_said_is_read_by_its_author_and_information_governance_alone(client, lead, officer):
    declare(lead, postcodes=["ZZ9 9ZZ"])
    declare(lead, other_names=["Vexley"])
    client.force_login(lead)
    own = client.get(reverse("access:relatives")).content.decode()
    # Said again, nothing that was said is lost.
    assert "ZZ9 9ZZ" in own
    assert "Vexley" in own
    client.force_login(officer)
    assert "Farthingale" in client.get(reverse("access:conflicts")).content.decode()
    client.force_login(make.worker("child_lead"))
    assert "Farthingale" not in client.get(reverse("access:relatives")).content.decode()
    assert client.get(reverse("access:conflicts")).status_code == 403


def test_of_a_retired_account_whom_its_worker_named_is_not_kept(lead):
    declare(lead)
    organisation.retire_account(lead, by=make.worker("sysadmin"), because="Has left.")
    assert RelativeDeclared.objects.get().said == ""
    somebody("Quilon")
    assert not NearMatch.objects.exists()


ALIKE = [
    ("sounds", {"first": "Quilon", "last": "Farthingail"}, {}),
    ("turned round", {}, {"born": date(2011, 4, 3)}),
    ("known as", {"first": "Peregrine", "known_as": "Quilon"}, {}),
    ("another name", {"last": "Vexley"}, {"other_names": ["Vexly"]}),
    ("home", {"first": "Odo", "born": date(1999, 1, 1), "home": "ZZ9 9ZZ"}, {"born": None, "postcodes": ["zz99zz"]}),
]
OTHERS = [
    ("another first name", {"first": "Odo"}, {}),
    ("another birth", {"born": date(2011, 3, 5)}, {}),
    ("another home", {"first": "Odo", "born": None, "home": "ZZ9 8ZZ"}, {"born": None, "postcodes": ["ZZ9 9ZZ"]}),
    (
        "a home that an agency restricts",
        {"first": "Odo", "born": None, "home": "ZZ9 9ZZ", "is_restricted": True},
        {"born": None, "postcodes": ["ZZ9 9ZZ"]},
    ),
]  # fmt: skip


def somebody(first="Quillon", last="Farthingale", born=BORN, home="", **more):
    one = make.person(first, last, born=born, **more)
    family = make.family(one)
    if home:
        Address.objects.create(person=one, text="1 Invented Street", postcode=home)
    return family


@pytest.mark.parametrize("is_known_first", [True, False], ids=["known before", "declared before"])
@pytest.mark.parametrize(("here", "said", "found"), [
    *(pytest.param(here, said, 1, id=name) for name, here, said in ALIKE),
    *(pytest.param(here, said, 0, id=name) for name, here, said in OTHERS),
])  # fmt: skip
def test_who_is_near_is_listed_whichever_came_first_and_nothing_is_kept_apart_yet(
    client, lead, officer, here, said, found, is_known_first
):
    if is_known_first:
        family = somebody(**here)
        declare(lead, **said)
    else:
        declare(lead, **said)
        family = somebody(**here)
    assert NearMatch.objects.count() == found
    assert Notice.objects.filter(kind="near_found", to=officer).count() == found
    assert not Notice.objects.filter(to=lead).exists()
    assert known(client, lead, family)
    client.force_login(officer)
    assert (family.reference in client.get(reverse("access:conflicts")).content.decode()) == bool(found)


def test_to_the_letter_is_sure_and_not_listed(client, lead, officer):
    declare(lead)
    family = somebody()
    assert not NearMatch.objects.exists()
    assert not known(client, lead, family)


def test_a_yes_keeps_every_file_of_that_person_from_the_worker_and_a_no_is_not_asked_again(client, lead, officer):
    declare(lead)
    family = somebody("Quilon")
    near = NearMatch.objects.get()
    client.force_login(officer)
    page = reverse("access:near", args=[near.pk])
    assert "Quillon Farthingale" in client.get(page).content.decode()
    assert client.post(page, {"is_close": "yes", "because": "An invented check."}).status_code == 302
    assert client.get(page).status_code == 404
    assert not known(client, lead, family)
    later = make.family()
    later.members.create(person=near.person, role="child", residence="with_children", known_by="a test")
    assert not known(client, lead, later)
    assert Conflict.objects.filter(worker=lead).count() == 2
    assert not Notice.objects.filter(to=lead).exists()
    other = make.worker("child_lead")
    declare(other)
    actions.decide_near(by=officer, near=NearMatch.objects.get(worker=other), is_close=False, because="Another.")
    index_people([near.person_id])
    declare(other)
    assert known(client, other, family)
    assert NearMatch.objects.filter(worker=other, is_close=False).count() == 1


def test_a_yes_that_was_a_mistake_is_ended_and_not_found_again(client, lead, officer):
    declare(lead)
    family = somebody("Quilon")
    actions.decide_near(by=officer, near=NearMatch.objects.get(), is_close=True, because="A try.")
    actions.end_conflict(by=officer, conflict=Conflict.objects.get(), because="A mistake.")
    index_people(Person.objects.values_list("pk", flat=True))
    assert known(client, lead, family)


@pytest.mark.parametrize("who", ["themselves", "close", "unnamed", "manager", "decided"])
def test_nobody_decides_on_themselves_on_what_is_kept_from_them_or_twice(client, lead, officer, who):
    about = officer if who == "themselves" else lead
    declare(about)
    family = somebody("Quilon")
    near = NearMatch.objects.get()
    by = make.worker("manager") if who == "manager" else officer
    if who == "close":
        make.conflict(officer, family)
    if who == "unnamed":
        make.restrict(family, make.worker("governance"))
    if who == "decided":
        actions.decide_near(by=make.worker("governance"), near=near, is_close=False, because="Another.")
    with pytest.raises(NotPossibleError if who == "decided" else NotAllowedError):
        actions.decide_near(by=by, near=near, is_close=True, because="A try.")
    client.force_login(by)
    wants = 403 if who == "manager" else 404
    assert client.get(reverse("access:near", args=[near.pk])).status_code == wants
    if who == "unnamed":
        late = make.person("Quillon", "Farthingail", born=BORN)
        Notice.objects.all().delete()
        family.members.create(person=late, role="child", residence="with_children", known_by="a test")
        assert not Notice.objects.filter(to=officer, kind="near_found").exists()


def test_it_takes_as_many_queries_for_many_as_for_few(lead):
    declare(lead)
    counts = []
    for number in (1, 20):
        people = [make.person(f"Odo{n}", "Vexley", born=date(1990, 1, 1 + n)).pk for n in range(number)]
        with CaptureQueriesContext(connection) as asked:
            index_people(people)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    counts = []
    for number in (1, 20):
        for _ in range(number):
            make.person("Odo", "Vexley", born=BORN)
        RelativeDeclared.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            declare(lead)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_at_the_desk_who_is_near_is_not_there_for_the_worker(tmp_path):
    near, other = make.worker("desk_analyst"), make.worker("desk_analyst")
    declare(near)
    packet = Packed([Candidate("Quilon", "Farthingail", BORN, role="child"), Candidate("Testa", "Mockbury")])
    desk.brought(tmp_path, [packet])
    assert (visible(near).count(), visible(other).count()) == (0, 1)


def test_a_value_of_the_site_is_set_by_information_governance_within_its_bounds(client, lead, officer):
    page = reverse("organisation_value_set", args=["closeness_days"])
    client.force_login(lead)
    assert client.get(page).status_code == 403
    client.force_login(officer)
    assert client.post(page, {"value": "400", "because": "A test."}).status_code == 200
    today = timezone.localdate()
    on = {"from_on_day": today.day, "from_on_month": today.month, "from_on_year": today.year}
    assert client.post(page, {"value": "400", "because": "A test.", **on}).status_code == 200
    assert not SiteValue.objects.exists()
    assert client.post(page, {"value": "90", "because": "A test.", **on}).status_code == 302
    organisation.set_value("closeness_days", by=officer, value=30, from_on=today + timedelta(days=1), because="Later.")
    actions.say_who_one_is(
        by=lead, first_name="Wanda", last_name="Invented", born=date(1980, 9, 9), answer="none", postcodes=["ZZ1 1ZZ"]
    )
    assert ClosenessAnswer.objects.filter(worker=lead).latest("pk").until_on == today + timedelta(days=90)
    assert "A test." in client.get(reverse("organisation_values")).content.decode()
