"""Workers are kept from their own and their relatives' files, and learn nothing by saying whose these are."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.answers import answer_of
from thinkfamily.casework.access.actions import conflict as actions
from thinkfamily.casework.access.models import Conflict, ConflictEnded, NearMatch, Notice, RelativeDeclared
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.access.relatives import find_conflicts
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families.models import Person
from thinkfamily.casework.families.search_index import index_people

pytestmark = pytest.mark.django_db
BORN = date(2011, 3, 4)
DECLARED = timezone.now()
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
    found = []
    make.worker("governance")
    family = make.family(make.person("Quillon", "Farthingale", born=BORN))
    make.restrict(family, make.worker("governance"))
    client.force_login(make.worker("adult_lead"))
    answers = []
    for last, first in (("Farthingale", "Quillon"), ("Farthingale", "Quilon"), ("Vexley", "Barnaby")):
        RelativeDeclared.objects.all().delete()
        Person.objects.update(last_name=last, first_name=first)
        index_people(Person.objects.values_list("pk", flat=True))
        sent = client.post("/relatives/", TYPED | {"kind": "relative"})
        found.append((Conflict.objects.count(), NearMatch.objects.count()))
        RelativeDeclared.objects.update(declared_at=DECLARED)
        answers.append((answer_of(sent), answer_of(client.get("/relatives/"))))
        Conflict.objects.all().delete()
    # Known to the letter, known nearly, not known: the worker sees no difference.
    assert found == [(1, 0), (0, 1), (0, 0)]
    assert answers[0] == answers[1] == answers[2]


def test_what_was_declared_is_no_text_in_the_database():
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


@pytest.fixture
def officer():
    return make.worker("governance")


def declare(who):
    actions.declare_relative(by=who, first_name="Quillon", last_name="Farthingale", born=BORN, kind="relative")


def test_a_conflict_that_was_a_mistake_is_ended_with_a_reason_kept_and_told(client, officer):
    lead, family = make.worker("adult_lead"), make.family()
    made = make.conflict(lead, family)
    client.force_login(officer)
    assert family.reference in client.get(reverse("access:conflicts")).content.decode()
    page = reverse("access:conflict_end", args=[made.pk])
    assert client.post(page, {"because": ""}).status_code == 200
    assert client.post(page, {"because": "Taken for another."}).status_code == 302
    kept = ConflictEnded.objects.get(pk=made.pk)
    assert (kept.worker, kept.family, kept.ended_by, kept.because) == (lead, family, officer.pk, "Taken for another.")
    assert (kept.recorded_by, kept.recorded_at) == (made.recorded_by, made.recorded_at)
    assert AuditEvent.objects.get(action="conflict.end", outcome="done").object == str(made.pk)
    assert Notice.objects.get(to=lead).kind == "conflict_ended"
    assert client.get(page).status_code == 404
    with pytest.raises(NotPossibleError):
        actions.end_conflict(by=officer, conflict=made, because="Again.")
    client.force_login(lead)
    assert known(client, family) == 200


@pytest.mark.parametrize("who", ["themselves", "close", "unnamed", "manager"])
def test_nobody_ends_a_conflict_of_their_own_of_a_family_they_are_close_to_or_of_a_file_kept_from_them(client, who):
    officer, family = make.worker("manager" if who == "manager" else "governance"), make.family()
    made = make.conflict(officer if who == "themselves" else make.worker("adult_lead"), family)
    if who == "close":
        make.conflict(officer, family)
    if who == "unnamed":
        make.restrict(family, make.worker("governance"))
    with pytest.raises(NotAllowedError):
        actions.end_conflict(by=officer, conflict=made, because="A try.")
    client.force_login(officer)
    assert client.get(reverse("access:conflict_end", args=[made.pk])).status_code == (403 if who == "manager" else 404)
    assert family.reference not in client.get(reverse("access:conflicts")).content.decode()
    assert Conflict.objects.filter(pk=made.pk).exists()


def test_of_a_file_that_stays_restricted_a_worker_is_not_told_that_a_conflict_was_ended(officer):
    lead, family = make.worker("adult_lead"), make.family()
    make.restrict(family, officer)
    actions.end_conflict(by=officer, conflict=make.conflict(lead, family), because="Taken for another.")
    assert not Notice.objects.exists()


def test_ones_own_family_stays_kept_from_one_whatever_is_ended(client, officer):
    parent = make.person("Ada", born=date(1990, 1, 1))
    family = make.family(parent)
    both = make.worker("adult_lead", person_id=parent.pk)
    actions.end_conflict(by=officer, conflict=make.conflict(both, family), because="A mistake.")
    client.force_login(both)
    assert known(client, family) == 404
    assert not Notice.objects.exists()


def test_what_was_ended_is_not_found_again_until_it_is_declared_anew_or_somebody_else_joins(officer):
    lead, family = make.worker("adult_lead"), make.family(make.person("Quillon", "Farthingale", born=BORN))
    declare(lead)
    actions.end_conflict(by=officer, conflict=Conflict.objects.get(), because="Of the same name.")
    assert find_conflicts() == []
    actions.declare_relative(by=lead, first_name="Tamsin", last_name="Farthingale", born=BORN, kind="relative")
    sister = make.person("Tamsin", "Farthingale", born=BORN)
    family.members.create(person=sister, role="child", known_by="a test")
    assert Conflict.objects.get().family == family, "somebody else whom they declared"
    actions.end_conflict(by=officer, conflict=Conflict.objects.get(), because="Of the same name.")
    declare(lead)
    assert Conflict.objects.get().family == family, "said anew"


def test_a_worker_sees_what_they_declared_and_nothing_that_others_did(client):
    lead, other = make.worker("adult_lead"), make.worker("adult_lead")
    client.force_login(lead)
    assert "You have named nobody" in client.get("/relatives/").content.decode()
    declare(other)
    assert "You have named nobody" in client.get("/relatives/").content.decode()
    declare(lead)
    page = client.get("/relatives/").content.decode()
    assert "<li>Relative: Quillon Farthingale, born 4 March 2011, " in page
    assert page.count("uillon") == 1


def test_a_relative_declared_by_mistake_is_ended_by_governance_and_opens_no_file(client, officer):
    lead = make.worker("adult_lead")
    early = make.family(make.person("Quillon", "Farthingale", born=BORN))
    declare(lead)
    row = RelativeDeclared.objects.get()
    client.force_login(officer)
    page = reverse("access:relative_end", args=[row.pk])
    assert client.post(page, {"because": "A slip."}).status_code == 302
    assert not RelativeDeclared.objects.exists()
    assert (ConflictEnded.objects.get().family, ConflictEnded.objects.get().marks) == (None, [row.fingerprint])
    assert Notice.objects.get(to=lead).kind == "relative_ended"
    late = make.family(make.person("Quillon", "Farthingale", born=BORN))
    client.force_login(lead)
    assert (known(client, early), known(client, late)) == (404, 200)


@pytest.mark.parametrize("role", ["governance", "manager", "sysadmin"])
def test_nobody_ends_what_they_declared_themselves_and_only_governance_ends_anothers(role):
    officer = make.worker(role)
    who = officer if role == "governance" else make.worker("adult_lead")
    declare(who)
    with pytest.raises(NotAllowedError):
        actions.end_relative(by=officer, declared=RelativeDeclared.objects.get(), because="A try.")
    assert RelativeDeclared.objects.exists()
