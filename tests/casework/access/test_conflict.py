"""Workers are kept from their own and their relatives' files, and learn nothing by saying whose these are."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.answers import answer_of
from thinkfamily.casework.access.actions import conflict as actions
from thinkfamily.casework.access.models import Conflict, Notice, RelativeDeclared
from thinkfamily.casework.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
BORN = date(2011, 3, 4)
TYPED = {"first_name": "quillon ", "last_name": "FARTHINGALE", "born_day": 4, "born_month": 3, "born_year": 2011}


def known(client, family):
    return client.get(f"/families/{family.pk}/known/").status_code


def test_a_relative_declared_before_or_after_is_kept_away_and_reported(client):
    officer, lead = make.worker("governance"), make.worker("adult_lead")
    early = make.family(make.person("Quillon", "Farthingale", born=BORN))
    client.force_login(lead)
    assert known(client, early) == 200
    answer = client.post("/relatives/", TYPED | {"kind": "relative"})
    assert answer.status_code == 302
    assert known(client, early) == 404
    late = make.family(make.person("Quillon", "Farthingale", born=BORN))
    assert known(client, late) == 404
    assert Notice.objects.filter(to=officer, kind="conflict_found").count() == 2
    assert AuditEvent.objects.filter(action="conflict.record", family=late.pk).exists()


def test_a_name_put_right_later_is_compared_again():
    lead = make.worker("adult_lead")
    actions.declare_relative(by=lead, first_name="Quillon", last_name="Farthingale", born=BORN, kind="relative")
    child = make.person("Quilon", "Farthingale", born=BORN)
    family = make.family(child)
    assert not Conflict.objects.exists()
    child.first_name = "Quillon"
    child.save()
    assert Conflict.objects.get().family == family


def test_the_answer_is_the_same_whether_or_not_the_relative_is_known(client):
    make.worker("governance")
    family = make.family(make.person("Quillon", "Farthingale", born=BORN))
    make.restrict(family, make.worker("governance"))
    client.force_login(make.worker("adult_lead"))
    answers = [
        client.post("/relatives/", TYPED | {"kind": "relative", "last_name": name}, follow=True)
        for name in ("Farthingale", "Farthingbee")
    ]
    assert answer_of(answers[0]) == answer_of(answers[1])
    assert Conflict.objects.count() == 1


def test_what_was_declared_is_kept_as_a_code_only():
    actions.declare_relative(
        by=make.worker("adult_lead"), first_name="Quillon", last_name="Farthingale", born=BORN, kind="relative"
    )
    with connection.cursor() as cursor:
        cursor.execute("select * from access_relativedeclared")
        row = str(cursor.fetchall())
    assert "uillon" not in row
    assert "2011" not in row
    assert len(RelativeDeclared.objects.get().fingerprint) == 64


def test_somebody_who_works_here_and_is_of_a_family_here_does_not_read_it_as_a_worker(client):
    parent = make.person("Ada", born=date(1990, 1, 1))
    family = make.family(parent)
    both = make.worker("adult_lead", person_id=parent.pk)
    make.involve(both, family, "adult_lead")
    client.force_login(both)
    assert known(client, family) == 404


def test_a_manager_records_a_conflict(client):
    family, lead = make.family(), make.worker("adult_lead")
    manager = make.worker("manager", of=make.team())
    client.force_login(manager)
    page = f"/families/{family.pk}/conflicts/"
    assert client.post(page, {"email": "nobody@example.org", "kind": "other"}).status_code == 200
    assert client.post(page, {"email": lead.email, "kind": "other"}).status_code == 302
    client.force_login(lead)
    assert known(client, family) == 404
    assert Conflict.objects.get().recorded_at <= timezone.now()
