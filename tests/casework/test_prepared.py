"""Queries worked out once answer like any other, and keep no value from one call to the next."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone, translation

from tests.casework import factories as make
from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Conflict, Grant, Involvement, Opening, Restriction
from thinkfamily.casework.access.standing import Standing, put_together, standing_of, standings_of
from thinkfamily.casework.agencies.models import Team, Worker
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family, Need
from thinkfamily.casework.pages.addresses import address
from thinkfamily.casework.prepared import NotPreparableError, Words, filled_up, prepared
from thinkfamily.casework.prepared.inserting import insert
from thinkfamily.casework.prepared.rows import NotReadableError
from thinkfamily.casework.site.sessions import SessionStore

pytestmark = pytest.mark.django_db


@prepared
def _workers(ids: tuple[Any, ...], today: Any, words: str) -> QuerySet[Worker]:
    rows = Worker.objects.filter(Q(account_until__isnull=True) | Q(account_until__gt=today), pk__in=ids)
    return rows.exclude(job_title=words).select_related("agency").order_by("email")


@prepared
def _titled(title: Any) -> QuerySet[Worker]:
    return Worker.objects.filter(job_title=title)


@prepared
def _teams(_none: None) -> QuerySet[Team]:
    return Team.objects.none()


@prepared
def _of_a_fixed_id(_none: None) -> QuerySet[Worker]:
    return Worker.objects.filter(pk=uuid.uuid4())


@prepared
def _of_a_fixed_day(_none: None) -> QuerySet[Worker]:
    return Worker.objects.filter(account_until=timezone.localdate())


@prepared
def _of_a_fixed_moment(_none: None) -> QuerySet[Worker]:
    return Worker.objects.filter(made_at__lt=timezone.now())


@prepared
def _emails(ids: tuple[Any, ...]) -> QuerySet[Worker, Any]:
    return Worker.objects.filter(pk__in=ids).order_by("-email").values_list("email", flat=True)


@prepared
def _emails_and_agencies(ids: tuple[Any, ...]) -> QuerySet[Worker, Any]:
    return Worker.objects.filter(pk__in=ids).order_by("made_at").values_list("agency__name", "email", "pk").distinct()


@prepared
def _as_dictionaries(_none: None) -> QuerySet[Worker, Any]:
    return Worker.objects.values("email")


@prepared
def _with_more(_none: None) -> QuerySet[Worker]:
    return Worker.objects.prefetch_related("appointments")


def test_each_call_is_answered_for_its_own_values(django_assert_num_queries):
    today = timezone.localdate()
    one, other, gone = make.worker(), make.worker(), make.worker(account_until=today - timedelta(days=1))
    assert _workers((one.pk,), today, "none") == [one]
    assert _workers((other.pk,), today, "none") == [other]
    assert _workers((gone.pk,), today, "none") == []
    assert _workers((gone.pk,), today - timedelta(days=2), "none") == [gone]
    assert _workers((one.pk, other.pk), today, "none") == sorted([one, other], key=lambda each: each.email)
    with django_assert_num_queries(1):
        assert _workers((other.pk, one.pk), today, "none")[0].agency == one.agency


def test_words_shape_a_query_and_are_not_mixed_up():
    one = make.worker(job_title="nurse")
    assert _workers((one.pk,), timezone.localdate(), "nurse") == []
    assert _workers((one.pk,), timezone.localdate(), "driver") == [one]


def test_a_query_without_rows_stays_without():
    make.team()
    assert _teams(None) == []
    assert _teams(None) == []


@pytest.mark.parametrize("query", [_of_a_fixed_id, _of_a_fixed_day, _of_a_fixed_moment])
def test_a_value_that_is_no_argument_is_refused(query):
    with pytest.raises(NotPreparableError):
        query(None)


@pytest.mark.parametrize("given", ["Ada Testperson", "a@b.example", 1.5, [1], b"x"])
def test_what_somebody_wrote_is_never_kept(given):
    with pytest.raises(NotPreparableError):
        _workers((uuid.uuid4(),), timezone.localdate(), given)


def test_values_come_as_the_queryset_would_give_them():
    one, other = make.worker(), make.worker()
    both = Worker.objects.filter(pk__in=(one.pk, other.pk))
    assert _emails((one.pk, other.pk)) == list(both.order_by("-email").values_list("email", flat=True))
    told = both.order_by("made_at").values_list("agency__name", "email", "pk")
    assert _emails_and_agencies((one.pk, other.pk)) == list(told)


def test_rows_that_are_neither_models_nor_tuples_are_refused():
    with pytest.raises(NotReadableError):
        _as_dictionaries(None)


def test_rows_of_other_tables_by_queries_of_their_own_are_refused():
    with pytest.raises(NotPreparableError):
        _with_more(None)


def test_text_can_fill_a_place_and_shapes_nothing():
    one, other = make.worker(job_title="Of Other Words"), make.worker(job_title="x'); --")
    for worker in (one, other, one):
        assert _titled(Words(worker.job_title)) == [worker]
    assert _titled(Words("")) == []


def test_a_row_is_inserted_as_it_would_be_saved():
    worker, family = make.worker(), make.family()
    event = record(
        "family.read", by=worker, kind="family", object=family.pk, family=family.pk, others=["a", "b"], fields=["x"]
    )
    kept = AuditEvent.objects.get(pk=event.pk)
    for field in AuditEvent._meta.concrete_fields:
        assert getattr(kept, field.attname) == getattr(event, field.attname), field.name
    assert (event._state.adding, event._state.db) == (False, "default")
    assert kept.at.tzinfo is not None


def test_an_inserted_row_goes_with_its_transaction():
    before = AuditEvent.objects.count()
    with transaction.atomic():
        record("family.read", by=None, kind="family")
        assert AuditEvent.objects.count() == before + 1
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == before


def test_what_cannot_be_inserted_spoils_its_transaction():
    event = record("family.read", by=None, kind="family")
    with transaction.atomic():
        with pytest.raises(DatabaseError):
            insert(AuditEvent(worker=event.worker, mac="", at=None), "default")
        assert transaction.get_rollback()


def test_a_session_is_read_while_it_lasts_and_by_its_own_key(django_assert_num_queries):
    made = SessionStore()
    made["who"] = "somebody"
    made.save()
    other = SessionStore()
    other.save()
    with django_assert_num_queries(1):
        assert SessionStore(made.session_key)["who"] == "somebody"
    assert "who" not in SessionStore(other.session_key).keys()  # noqa: SIM118
    made.set_expiry(timezone.now() - timedelta(seconds=1))
    made.save()
    late = SessionStore(made.session_key)
    assert late.get("who") is None
    assert late.session_key is None


@pytest.mark.parametrize("key", ["x" * 8 + "\x00", "' or 1=1 --", "ключключ", "a%sb%sc%s"])
def test_what_is_no_key_of_a_session_asks_no_database(key, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert SessionStore(key).get("who") is None


def test_few_lengths_make_few_shapes():
    ids = [uuid.uuid4() for _ in range(5)]
    assert set(filled_up(ids)) == set(ids)
    assert len(filled_up(ids)) == 8
    assert filled_up([]) == ()
    assert len(filled_up(ids[:1])) == 1


def _one_of_each() -> tuple[list[Worker], list[Family]]:
    """Workers of many standings and families that stand to them in each way there is."""
    north, south = make.team(), make.team("Southside")
    lead, manager = make.worker("adult_lead", of=north), make.worker("manager", of=south)
    partner = make.worker("partner", at=make.agency("school"))
    police = make.worker("partner", at=make.agency("police", kind="police"))
    free, own, led, opened, kept, near = (make.family(of=team) for team in (north, south) * 3)
    member = make.worker("family_member", person_id=own.members.first().person_id)
    workers = [lead, manager, partner, police, member, make.worker("governance"), make.worker("audit"), make.worker()]
    now, today = timezone.now(), timezone.localdate()
    Involvement.objects.create(family=led, worker=lead, role="adult_lead", because="a test")
    Involvement.objects.create(family=led, worker=partner, role="partner", because="a test")
    Involvement.objects.create(family=led, worker=police, role="partner", because="a test")
    Involvement.objects.create(family=own, worker=member, role="family_member", because="a test")
    Involvement.objects.create(
        family=free, worker=lead, role="adult_lead", because="over", from_on=today - timedelta(9), until_on=today
    )
    Opening.objects.create(
        family=opened, worker=lead, reason="a test", minutes=60, is_allowed=True,
        opens_at=now - timedelta(minutes=5), ends_at=now + timedelta(minutes=5),
    )  # fmt: skip
    Restriction.objects.create(
        family=kept, category="staff", custodian=manager, because="a test", set_by=lead.pk, review_by_on=today
    )
    Conflict.objects.create(family=near, worker=manager, kind="own", recorded_by=lead.pk)
    Grant.objects.create(
        family=led, from_agency=lead.agency, to_agency=police.agency, categories=["police"], decision_id=uuid.uuid4()
    )
    return workers, [free, own, led, opened, kept, near]


def test_the_one_filter_answers_the_same_worked_out_once_or_each_time():
    workers, families = _one_of_each()
    reached = 0
    for worker in workers:
        standing = standing_of(worker)
        for power in ("family.read", "family.find", "opening.request", "restriction.keep"):
            plainly = set(Family.objects.filter(scope.holding(standing, power)))
            scoped = set(Family.objects.filter(scope.in_scope(standing)))
            for family in families:
                found = scope.family_with(standing, family.pk, power)
                assert (found is not None) == (family in scoped), (worker.email, power)
                assert found is None or bool(found.may) == (family in plainly), (worker.email, power)
                assert bool(scope.relationships(standing, family, power)) == (family in plainly)
                if found is not None:
                    held = {way for way in standing.ways(power) if way in found.marks.ways}
                    assert held == set(scope.relationships(standing, family, power))
                    assert found.marks.is_restricted == family.restrictions.exists()
                    reached += 1
    assert reached > 20


def test_the_door_marks_a_family_for_one_worker_only():
    team = make.team()
    lead, other = make.worker("adult_lead", of=team), make.worker("adult_lead", of=make.team("Southside"))
    family = make.family(of=team)
    Involvement.objects.create(family=family, worker=lead, role="adult_lead", because="a test")
    marked = scope.family_with(standing_of(lead), family.pk, "family.read")
    assert scope.marks_on(standing_of(lead), marked) is marked.marks
    assert not scope.marks_on(standing_of(other), marked).holds(standing_of(other), "family.read")
    assert scope.sight(standing_of(other), marked).of(Need.objects.all()).count() == 0


def test_a_standing_comes_together_as_it_was_taken_apart():
    for worker in (make.worker("adult_lead", of=make.team()), make.worker(), make.worker(person_id=uuid.uuid4())):
        standing = standing_of(worker)
        again = put_together(standing.taken_apart())
        assert (again.teams, again.withdrawn) == (standing.teams, standing.withdrawn)
        assert (again.worker.pk, again.worker.person_id) == (worker.pk, worker.person_id)
        assert again.worker.agency_id == worker.agency_id
        assert scope.enforces(again.worker) == scope.enforces(worker)
        assert isinstance(standings_of([worker])[0], Standing)
        assert standings_of([worker])[0].teams == standing.teams


def test_an_address_is_that_of_the_url_map():
    one, other = uuid.uuid4(), uuid.uuid4()
    for name, parts in [
        ("home", ()),
        ("families:page", (one,)),
        ("families:page", (other,)),
        ("families:record_on", (one, "need", other)),
        ("families:record_on", (other, "event", one)),
    ]:
        assert address(name, *parts) == reverse(name, args=parts)
    said = Template("{% url 'families:page' pk %}|{% url 'families:page' pk as to %}{{ to }}").render(
        Context({"pk": one})
    )
    assert said == f"/families/{one}/|/families/{one}/"


def test_fixed_words_are_said_in_the_language_of_the_request():
    words = Template("{% load i18n %}{% translate 'Sign out' %}|{% translate 'Sign out' as out %}{{ out }}")
    with translation.override("en-gb"):
        assert words.render(Context()) == "Sign out|Sign out"
    with translation.override("cy"):
        welsh = words.render(Context())
        assert welsh == "|".join([translation.gettext("Sign out")] * 2)
    with translation.override("en-gb"):
        assert words.render(Context()) == "Sign out|Sign out"
