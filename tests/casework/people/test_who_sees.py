"""The page of who sees what says what scope says: for any facts, for every worker, family and item."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Involvement, Opening, RoleSetting
from thinkfamily.casework.access.queries import who_sees, who_sees_items
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Appointment, Worker
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.models import CATEGORIES, Need

pytestmark = pytest.mark.django_db


def afresh(who):
    """The worker's standing, asked of the database again."""
    return standing_of(Worker.objects.select_related("agency").get(pk=who.pk))


def some_facts(seed: int):
    """A small world drawn by lot: every kind of fact that access knows, in and out of date."""
    lot = random.Random(seed)
    agencies = [
        make.agency(is_home=True),
        make.agency("education", kind="school"),
        make.agency("police", kind="police"),
    ]
    teams = [make.team("Northside"), make.team("Southside")]
    families = [make.family(of=lot.choice(teams)) for _one in range(3)]
    workers = []
    for number in range(9):
        role = lot.choice([*ROLES, "partner", "adult_lead", "manager", None])
        person = lot.choice([one.members.first().person_id for one in families]) if number == 8 else None
        taken = Worker.objects.filter(person_id=person).exists() if person else True
        who = make.worker(
            role,
            at=lot.choice(agencies),
            of=lot.choice([None, *teams]),
            person_id=None if taken else person,
        )
        if lot.random() < 0.3:
            Appointment.objects.create(worker=who, role=lot.choice([*ROLES]), team=lot.choice(teams), because="a test")
        workers.append(who)
    today, now = timezone.localdate(), timezone.now()
    for who in workers:
        for family in families:
            roles = list(who.appointments.values_list("role", flat=True)) or ["partner"]
            if lot.random() < 0.4:
                until = lot.choice([None, today, today + timedelta(days=3)])
                make.involve(who, family, lot.choice([*roles, *roles, "adult_lead"]), until=until)
            if lot.random() < 0.15:
                opened = make.opened(who, family)
                if lot.random() < 0.4:
                    late = now - timedelta(hours=1)
                    Opening.objects.filter(pk=opened.pk).update(opens_at=late - timedelta(hours=1), ends_at=late)
            if lot.random() < 0.1:
                make.conflict(who, family)
    for family in families:
        if lot.random() < 0.4:
            made = make.restrict(family, lot.choice(workers), *lot.sample(workers, 3))
            if lot.random() < 0.3:
                made.lifted_at, made.lifted_by = now, uuid.uuid4()
                made.save()
        for _one in range(2):
            giver, taker = lot.sample(agencies, 2)
            make.grant(family, giver, taker, *lot.sample([code for code, _says in CATEGORIES], 4))
        for _one in range(4):
            category = lot.choice(["domestic_abuse", "police", "education", "other"])
            audience = lot.choice(["team", "professionals", "family"])
            item = make.need(family, lot.choice([None, *agencies]), category, audience=audience)
            if lot.random() < 0.5:
                item.hidden_from.add(*family.members.values_list("person_id", flat=True)[:1])
    if lot.random() < 0.5:
        RoleSetting.objects.update_or_create(
            role="adult_lead", defaults={"description": "Less.", "withdrawn": ["family.read"]}
        )
    return workers, families


@pytest.mark.parametrize("seed", range(3))
def test_it_says_what_scope_says(seed):
    workers, families = some_facts(seed)
    reader = make.worker("governance")
    for family in families:
        told = {reach.worker.pk: reach for reach in who_sees.reaching(family)}
        for who in workers:
            reads = scope.relationships(afresh(who), family, "family.read")
            reach = told.get(who.pk)
            assert set(reach.reads if reach else []) == set(reads)
            assert bool(reach and reach.opens_compartment) == bool(
                scope.relationships(afresh(who), family, "family.domestic_abuse")
            )
            every = {
                way
                for power in who_sees.FAMILY_POWERS
                for way in scope.relationships(afresh(who), family, power)
                if way[1] != "any"
            }
            assert set(reach.ways if reach else []) == every
            by_worker = {one.family.pk: one for one in who_sees.explained(who, [family])}
            assert set(by_worker[family.pk].ways if by_worker else []) == every
            assert (family in who_sees.reached_by(who, reader)) == (
                bool(every) and scope.not_kept_from(afresh(reader)).filter(pk=family.pk).exists()
            )


@pytest.mark.parametrize("seed", range(3))
def test_it_says_of_each_item_what_scope_says(seed):
    workers, families = some_facts(seed)
    for family in families:
        for item in Need.objects.filter(family=family):
            told = {row.worker.pk: row for row in who_sees_items.before(item, family)}
            for who in workers:
                one_row = Need.objects.filter(pk=item.pk)
                standing = afresh(who)
                sees = scope.items(standing, family, one_row).exists()
                shared_view = scope.relationships(standing, family, "family.shared_view")
                if not sees and ("family_member", "own") in shared_view:
                    reads = scope.relationships(standing, family, "family.read")
                    sees = not reads and scope.items_for_family(family, one_row, who.person_id).exists()
                row = told.get(who.pk)
                assert (row.sees if row else False) == sees, (seed, row)
                assert row is None or row.rule


def test_the_worlds_drawn_are_worth_testing():
    """Something is reached, something is kept, in the worlds of the tests above."""
    reached = kept = seen = unseen = 0
    for seed in range(3):
        _workers, families = some_facts(seed)
        for family in families:
            reached += len(who_sees.reaching(family))
            kept += len(who_sees.kept_away(family))
            for item in Need.objects.filter(family=family):
                for row in who_sees_items.before(item, family):
                    seen, unseen = seen + row.sees, unseen + (not row.sees)
    assert min(reached, kept, seen, unseen) > 5, (reached, kept, seen, unseen)


def test_the_page_of_a_worker_gives_role_dates_reason_grant_and_opening(client):
    school = make.agency("education", kind="school")
    family, teacher = make.family(), make.worker("partner", at=school)
    make.involve(teacher, family, "partner")
    make.grant(family, make.agency("police", kind="police"), school, "police", "mental_health")
    lead = make.worker("adult_lead")
    make.opened(lead, family)
    client.force_login(make.worker("governance"))
    page = client.get(reverse("access:who_sees_worker", args=[teacher.pk])).content.decode()
    for part in (
        family.reference,
        "Partner professional",
        "is involved with this family",
        "a test",
        "supplied (Police and crime, Mental health)",
    ):
        assert part in page
    assert "Emergency opening" in client.get(reverse("access:who_sees_worker", args=[lead.pk])).content.decode()
    assert AuditEvent.objects.filter(action="who_sees.read", object=str(teacher.pk), outcome="looked").exists()


def test_the_page_of_a_family_tells_who_is_kept_away(client):
    family, relative = make.family(), make.worker("adult_lead")
    make.involve(relative, family, "adult_lead")
    make.conflict(relative, family)
    client.force_login(make.worker("audit"))
    page = client.get(reverse("access:who_sees_file", args=[family.pk])).content.decode()
    assert f"{relative.name}: Relative" in page
    assert "0 workers reach it" in page


def test_a_restricted_file_leaves_no_trace_to_a_reader_it_is_kept_from(client):
    keeper, reader = make.worker("governance"), make.worker("governance")
    family, lead = make.family(), make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    make.restrict(family, keeper, lead)
    item = make.need(family)
    client.force_login(reader)
    there = reverse("access:who_sees_file", args=[family.pk])
    nowhere = reverse("access:who_sees_file", args=[uuid.uuid4()])
    assert client.get(there).status_code == client.get(nowhere).status_code == 404
    assert client.get(reverse("access:who_sees_item", args=[family.pk, item.pk])).status_code == 404
    assert family.reference not in client.get(reverse("access:who_sees_worker", args=[lead.pk])).content.decode()
    assert family.reference not in client.post(reverse("access:who_sees"), {"text": "FT"}).content.decode()
    client.force_login(keeper)
    assert client.get(there).status_code == 200


@pytest.mark.parametrize("role", ["manager", "adult_lead", "sysadmin", "councillor"])
def test_only_governance_and_audit_read_these_pages(client, role):
    client.force_login(make.worker(role))
    assert client.get(reverse("access:who_sees")).status_code == 403


def queries_of(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_number_of_queries_does_not_grow(client):
    client.force_login(make.worker("governance"))
    family, lead = make.family(), make.worker("adult_lead")
    make.involve(lead, family, "adult_lead")
    item = make.need(family)
    pages = [
        reverse("access:who_sees_worker", args=[lead.pk]),
        reverse("access:who_sees_file", args=[family.pk]),
        reverse("access:who_sees_item", args=[family.pk, item.pk]),
    ]
    queries_of(client, pages[0])  # a session's first page notes that it began
    few = [queries_of(client, page) for page in pages]
    for _one in range(24):
        make.involve(lead, make.family(), "adult_lead")
        make.involve(make.worker("child_lead"), family, "child_lead")
        make.need(family)
    assert Involvement.objects.count() == 49
    many = [queries_of(client, page) for page in pages]
    assert many == few
    assert max(many) <= 32, many
