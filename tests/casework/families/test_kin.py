"""A person nobody had recorded, and ties: looked for first, recorded by hand, shown, kept from packets, and never sent."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.answers import answer_of, shape_of
from tests.casework.days import In, worked_out
from tests.casework.families.seeded import seeded
from thinkfamily.casework.access.actions.sightings import gather_sightings
from thinkfamily.casework.access.models import Sighting
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.consideration.models import TakenUp
from thinkfamily.casework.consideration.queries.feedback import words_for
from thinkfamily.casework.families.actions.corrections import take_out
from thinkfamily.casework.families.actions.kin import Newcomer, change_tie, record_person, record_tie
from thinkfamily.casework.families.actions.supplied_people import add_ties
from thinkfamily.casework.families.models import Correction, KinTie, Member, Person
from thinkfamily.casework.families.problems import FamilyError
from thinkfamily.casework.families.queries import people

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])
DAY = date(2026, 11, 1)
NEW = {
    "first_name": "Quillon", "last_name": "Farthingale", "date_of_birth_day": "3", "date_of_birth_month": "2",
    "date_of_birth_year": "1991", "born_precision": "day", "sex": "male", "role": "adult", "residence": "with_children",
    "from_on_day": "1", "from_on_month": "11", "from_on_year": "2026", "known_by": "Met at home.",
}  # fmt: skip


def newcomer(**changed: Any) -> Newcomer:
    told: dict[str, Any] = {
        "first_name": "Quillon", "last_name": "Farthingale", "role": "adult", "residence": "with_children",
        "from_on": DAY, "known_by": "Met at home.", "date_of_birth": date(1991, 2, 3),
    }  # fmt: skip
    return Newcomer(**(told | changed))


def tied(s: Any, **changed: Any) -> KinTie:
    told: dict[str, Any] = {
        "person": s.ada, "kind": "partner", "other": s.bo, "lives_with": "no", "has_parental_responsibility": "unknown",
        "is_safe_together": "no", "from_on": None, "known_by": "Told by Ada.",
    }  # fmt: skip
    return record_tie(s.family, by=s.lead, **(told | changed))


def look(client: Any, family: Any, **changed: Any) -> Any:
    return client.post(reverse("families:new_person", args=[family.pk]), NEW | changed)


def test_somebody_is_looked_for_before_they_are_recorded(client):
    s = seeded()
    theirs = make.family(make.person("Quillon", "Farthingale", born=date(1991, 2, 3)))
    client.force_login(s.lead)
    first = look(client, s.family)
    page = first.content.decode()
    assert not Member.objects.filter(family=s.family, recorded_by__isnull=False).exists()
    assert theirs.reference in page
    person = theirs.members.get().person
    assert reverse("families:put_in_person", args=[s.family.pk, person.pk]) in page
    event = AuditEvent.objects.get(kind="search")
    assert (event.outcome, event.others) == ("looked", [str(theirs.pk)])
    looked = first.context["form"].data["looked"]
    assert "Say that you have looked" in look(client, s.family, looked=looked).content.decode()
    other = look(client, s.family, looked=looked, is_none_of_them="on", first_name="Quentin")
    assert other.status_code == 200, "another name is looked for anew"
    assert look(client, s.family, looked="forged", is_none_of_them="on").status_code == 200
    done = look(client, s.family, looked=looked, is_none_of_them="on")
    assert done["Location"] == reverse("families:people", args=[s.family.pk])
    member = Member.objects.get(family=s.family, recorded_by=s.lead.pk)
    assert (str(member.person), member.known_by, member.person.handle) == ("Quillon Farthingale", "Met at home.", None)
    assert member.person.pk != person.pk
    assert member.person.history.get().history_user == s.lead
    event = AuditEvent.objects.get(action="family.correct", object=str(member.person.pk))
    assert event.fields == ["membership", "person"]
    assert "Quillon Farthingale" in client.get(reverse("families:people", args=[s.family.pk])).content.decode()
    assert "Quillon Farthingale" in client.get(reverse("families:genogram", args=[s.family.pk])).content.decode()
    found = client.post("/search/", {"name": "quillon"}).content.decode()
    assert s.family.reference in found, "who is recorded is found"


def test_the_page_says_nothing_of_a_restricted_file_and_its_custodian_is_told(client):
    s = seeded()
    keeper = make.worker("governance")
    secret = make.family(make.person("Quillon", "Farthingale", born=date(1991, 2, 3)))
    make.restrict(secret, keeper)
    client.force_login(s.lead)
    look(client, s.family, first_name="Warm", last_name="Up")
    answers = []
    for last in ("Farthingale", "Garthingbee"):
        with CaptureQueriesContext(connection) as asked:
            response = look(client, s.family, last_name=last)
        status, headers, body = answer_of(response)
        seal = response.context["form"].data["looked"].encode()
        shape = [re.sub(r"\(\?(, \?)*\)", "(?)", text) for text in shape_of(asked.captured_queries)]
        answers.append((status, headers, body.replace(last.encode(), b"").replace(seal, b""), shape))
    assert b"nobody of whom you may learn" in answers[0][2]
    assert answers[0] == answers[1], "status, headers, body and queries"
    gather_sightings()
    assert [(row.worker, row.way) for row in Sighting.objects.all()] == [(s.lead.pk, "search")]


@pytest.mark.parametrize(
    "changed",
    [
        {"first_name": "", "last_name": ""},
        {"date_of_birth": None},
        {"born_precision": "none"},
        {"born_precision": "expected"},
        {"role": "expected"},
        {"date_of_birth": In(3)},
    ],
)
def test_what_contradicts_itself_is_refused_and_nothing_is_written(changed):
    s = seeded()
    before = Person.objects.count()
    with pytest.raises(FamilyError):
        record_person(s.family, newcomer(**worked_out(changed)), by=s.lead)
    assert Person.objects.count() == before


def test_an_expected_child_needs_no_name():
    s = seeded()
    due = timezone.localdate() + timedelta(days=60)
    told = {"first_name": "", "last_name": "", "role": "expected", "born_precision": "expected", "date_of_birth": due}
    person = record_person(s.family, newcomer(**told), by=s.lead)
    assert any(figure.is_expected and figure.id == str(person.pk) for figure in people.figures(people.people(s.family)))


def test_who_is_recorded_goes_nowhere_and_the_page_says_so(client):
    s = seeded()
    s.family.handle = "f" * 32
    s.family.save()
    TakenUp.objects.create(handle="f" * 32, series="test", packet_id="p", decided_by=s.lead.pk, signed_by=s.lead.pk)
    person = record_person(s.family, newcomer(), by=s.lead)
    assert not Correction.objects.exists()
    take_out(s.family, person, from_on=DAY, why="Moved on.", by=s.lead)
    assert words_for("test").membership == []
    client.force_login(s.lead)
    page = client.get(reverse("families:people", args=[s.family.pk])).content.decode()
    assert "it stays here: the analysis does not know whom it is about" in page


def test_a_restricted_newcomer_hides_the_home():
    s = seeded()
    everyone = people.addresses(s.family, standing_of(s.lead), is_of_team=True)
    assert any(rows for _, rows in everyone)
    record_person(s.family, newcomer(is_restricted=True), by=s.lead)
    assert not any(rows for _, rows in people.addresses(s.family, standing_of(s.lead), is_of_team=True))


def test_only_who_corrects_records_people_and_ties():
    s = seeded()
    for worker in (s.partner, make.worker("adult_lead"), make.worker("governance")):
        with pytest.raises(PermissionDenied):
            record_person(s.family, newcomer(), by=worker)
        with pytest.raises(PermissionDenied):
            record_tie(
                s.family, person=s.ada, kind="partner", other=s.bo, lives_with="no", has_parental_responsibility="no",
                is_safe_together="no", from_on=None, known_by="x", by=worker,
            )  # fmt: skip


def test_a_tie_is_on_the_genogram_with_what_is_known_of_it_for_the_team_alone(client):
    s = seeded()
    mo = record_person(s.family, newcomer(first_name="Mo", date_of_birth=date(1950, 1, 1)), by=s.lead)
    tied(s, person=mo, kind="grandparent", other=s.kit)
    tied(s)
    client.force_login(s.lead)
    assert "Mo Farthingale" in client.get(reverse("families:genogram", args=[s.family.pk])).content.decode()
    page = client.get(reverse("families:people", args=[s.family.pk])).content.decode()
    assert "Ada Testperson is the partner of Bo Testperson" in page
    assert "Not safe to bring together" in page
    assert s.lead.name in page
    client.force_login(s.partner)
    page = client.get(reverse("families:people", args=[s.family.pk])).content.decode()
    assert "Not safe to bring together" not in page


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"other": "ada"}, "other"),
        ({"kind": "parent", "person": "kit", "other": "ada"}, "person"),
        ({"kind": "parent", "person": "ada", "other": "kit"}, "kind"),
        ({"kind": "ex_partner", "person": "bo", "other": "ada"}, "kind"),
        ({"has_parental_responsibility": "yes"}, "has_parental_responsibility"),
        ({"other": "stranger"}, "person"),
    ],
)
def test_ties_that_cannot_be_are_refused(changed, where):
    s = seeded()
    before = KinTie.objects.count()
    named = {
        name: getattr(s, who, None) or make.person("Stranger")
        for name, who in changed.items()
        if name in ("person", "other")
    }
    with pytest.raises(FamilyError) as refused:
        tied(s, **(changed | named))
    assert refused.value.where == where
    assert KinTie.objects.count() == before


def test_what_a_worker_says_of_a_tie_outlives_every_packet(client):
    s = seeded()
    s.ada.handle, s.bo.handle, s.kit.handle = "a" * 32, "b" * 32, "c" * 32
    rows = [
        {
            "person_l": one,
            "person_r": other,
            "relationship": kind,
            "lives_with": "yes",
            "sources": "education",
            "until_on": None,
        }
        for one, other, kind in (("b", "c", "parent"), ("a", "b", "ex_partner"))
    ]
    by_handle = {"a": s.ada, "b": s.bo, "c": s.kit}
    parent = KinTie.objects.get(person=s.bo, kind="parent")
    change_tie(s.family, parent.pk, stands="never", until_on=None, known_by="Not his child.", by=s.lead)
    former = KinTie.objects.get(kind="ex_partner")
    change_tie(s.family, former.pk, stands="ended", until_on=DAY, lives_with="no", known_by="Ada says.", by=s.lead)
    add_ties(s.family, rows, by_handle)
    parent.refresh_from_db(), former.refresh_from_db()
    assert parent.is_denied
    assert (former.lives_with, former.until_on) == ("no", DAY)
    assert [tie.kind for tie in people.ties(s.family, people.people(s.family))] == ["parent", "ex_partner"]
    assert former.history.count() == 2
    assert former.history.latest().history_user == s.lead
    client.force_login(s.lead)
    page = client.get(reverse("families:people", args=[s.family.pk])).content.decode()
    assert "Bo Testperson is the parent of Kit Testperson" not in page


def test_a_tie_is_changed_on_its_page_and_only_one_of_this_family(client):
    s = seeded()
    client.force_login(s.lead)
    where = reverse("families:change_tie", args=[s.family.pk])
    tie = KinTie.objects.get(kind="ex_partner")
    told = {"tie_id": str(tie.pk), "stands": "ended", "known_by": "Ada says."}
    assert "Give the day if it has ended" in client.post(where, told).content.decode()
    day = {"until_on_day": "1", "until_on_month": "11", "until_on_year": "2026"}
    assert client.post(where, told | day).status_code == 302
    theirs = make.family()
    elsewhere = KinTie.objects.create(
        family=theirs,
        person=theirs.members.first().person,
        other=theirs.members.last().person,
        kind="parent",
        known_by="x",
    )
    assert client.post(where, told | {"tie_id": str(elsewhere.pk)}).context["form"].errors.keys() == {"tie_id"}
    with pytest.raises(FamilyError):
        change_tie(s.family, elsewhere.pk, stands="never", until_on=None, known_by="x", by=s.lead)


def test_parental_responsibility_decides_whose_agreement_counts_and_a_person_moves_the_case(client):
    s = seeded()
    case = Case.objects.get(family=s.family)
    Case.objects.filter(pk=case.pk).update(state="considered")
    of_bo = KinTie.objects.get(person=s.bo, kind="parent")
    change_tie(
        s.family, of_bo.pk, stands="holds", until_on=None, has_parental_responsibility="yes", known_by="x", by=s.lead
    )
    today = timezone.localdate()
    cases.record_agreement(
        case, s.ada, to_what="Visits", was_told="All", language="English", agreed_on=today,
        review_on=today + timedelta(days=9), by=s.lead,
    )  # fmt: skip
    case = Case.objects.get(pk=case.pk)
    assert case.state == "considered", "Bo alone is known to hold it"
    with pytest.raises(CaseError):
        cases.confirm_agreed(case, by=s.lead)
    of_ada = KinTie.objects.get(person=s.ada, kind="parent")
    change_tie(
        s.family, of_ada.pk, stands="holds", until_on=None, has_parental_responsibility="yes", known_by="x", by=s.lead
    )
    client.force_login(s.lead)
    assert Case.objects.get(pk=case.pk).state == "considered", "software moves no case"
    assert "counts now" in client.get(reverse("cases:case", args=[s.family.pk])).content.decode()
    assert client.post(reverse("cases:confirm", args=[s.family.pk])).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "agreed"
    assert "counts now" not in client.get(reverse("cases:case", args=[s.family.pk])).content.decode()
    again = client.post(reverse("cases:confirm", args=[s.family.pk]))
    assert "No agreement waits to be confirmed" in again.content.decode()
    change_tie(s.family, of_ada.pk, stands="never", until_on=None, known_by="x", by=s.lead)
    assert "nobody whose agreement counts" in client.get(reverse("cases:case", args=[s.family.pk])).content.decode()
