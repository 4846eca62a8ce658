"""Several prepared queries asked as one statement answer as each does alone, and keep nothing for later."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.access.models import Grant, Involvement, RoleSetting
from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.families.models import Family, Person, Statement
from thinkfamily.casework.prepared import NotPreparableError, Prepared, prepared, rows_of, together

pytestmark = pytest.mark.django_db


@prepared
def _workers(ids: tuple[Any, ...]) -> QuerySet[Worker]:
    return Worker.objects.filter(pk__in=ids).select_related("agency").order_by("-email")


@prepared
def _people(_none: None) -> QuerySet[Person]:
    return Person.objects.annotate(count=Count("pk")).order_by("last_name", "first_name", "pk")


@prepared
def _grants(family_id: Any, today: Any) -> QuerySet[Grant]:
    return Grant.objects.filter(family=family_id, from_on__lte=today).select_related("from_agency").order_by("pk")


@prepared
def _withdrawn(role: str) -> QuerySet[Any, Any]:
    return RoleSetting.objects.filter(role=role).values_list("withdrawn", flat=True)


@prepared
def _led(worker_id: Any, since: Any) -> QuerySet[Any, Any]:
    led = Involvement.objects.filter(family=OuterRef("pk"), worker=worker_id, given_at__gte=since)
    return Family.objects.values_list("reference", Exists(led), "made_at").order_by("-reference")


@prepared
def _names(_none: None) -> QuerySet[Any, Any]:
    names = Agency.objects.values_list("name", "kind").order_by()
    return names.filter(is_home=True).union(names.filter(is_home=False))


@prepared
def _nobody(_none: None) -> QuerySet[Worker]:
    return Worker.objects.none()


def _everything() -> list[tuple[Prepared, tuple[Any, ...]]]:
    """Each kind of query there is, with rows for all but the last."""
    lead, other = make.worker("adult_lead", of=make.team()), make.worker()
    family = make.family()
    school = make.agency("school")
    Involvement.objects.create(family=family, worker=lead, role="adult_lead", because="100% a test")
    Grant.objects.create(
        family=family, from_agency=school, to_agency=lead.agency, categories=["health"], decision_id=uuid.uuid4()
    )
    RoleSetting.objects.create(role="adult_lead", withdrawn=["family.cost"])
    return [
        _workers.on((lead.pk, other.pk)),
        _people.on(None),
        _grants.on(family.pk, timezone.localdate()),
        _withdrawn.on("adult_lead"),
        _led.on(lead.pk, timezone.now() - timedelta(hours=1)),
        _names.on(None),
        _workers.on((lead.pk,)),
        _nobody.on(None),
    ]


def _told(row: Any) -> Any:
    """Everything that a row holds, with the rows it is joined to."""
    if not hasattr(row, "_state"):
        return row
    own = {name: value for name, value in row.__dict__.items() if name != "_state"}
    return own | {name: _told(other) for name, other in row._state.fields_cache.items() if other is not None}


def test_each_query_answers_among_others_as_alone():
    asked = _everything()
    alone = [query(*given) for query, given in asked]
    assert [bool(rows) for rows in alone] == [True] * 7 + [False]
    for order in (asked, asked[::-1]):
        as_one = dict(zip(map(id, order), rows_of(*order), strict=True))
        for one, rows in zip(asked, alone, strict=True):
            assert [_told(row) for row in as_one[id(one)]] == [_told(row) for row in rows], one[0].__name__
    assert isinstance(alone[0][0].agency, Agency)
    assert alone[4][0][1] is True


def test_what_was_asked_together_is_not_kept():
    one = make.worker()
    with together(_workers.on((one.pk,))):
        (before,) = _workers((one.pk,))
        Worker.objects.filter(pk=one.pk).update(job_title="nurse")
        assert _workers((one.pk,))[0].job_title == "nurse" != before.job_title
    with together(_workers.on((one.pk,))):
        Worker.objects.filter(pk=one.pk).delete()
    assert _workers((one.pk,)) == []


def test_a_query_asked_of_something_else_is_answered_for_that():
    one, other = make.worker(), make.worker()
    with together(_workers.on((one.pk,)), _people.on(None)):
        assert _workers((other.pk,)) == [other]
        assert _workers((one.pk,)) == [one]


@pytest.mark.django_db(databases=["default", "candidates"])
def test_queries_of_two_databases_are_refused():
    from thinkfamily.casework.consideration.models import Candidate

    @prepared
    def _candidates(_none: None) -> QuerySet[Any]:
        return Candidate.objects.all()

    with pytest.raises(NotPreparableError):
        rows_of(_people.on(None), _candidates.on(None))


@pytest.fixture
def ways_taken() -> Iterator[list[str]]:
    """Each statement sent to the database, in turn."""
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
        sent.append(str(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield sent


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is asked so")
def test_a_family_page_goes_to_the_database_a_few_times(client, ways_taken):
    lead, family = _lead_and_family()
    client.force_login(lead)
    assert client.get(f"/families/{family.pk}/").status_code == 200
    del ways_taken[:]
    assert client.get(f"/families/{family.pk}/").status_code == 200
    assert len(ways_taken) <= 4, "\n".join(sql[:200] for sql in ways_taken)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is asked so")
def test_what_is_asked_already_is_not_asked_again_within(ways_taken):
    one, other = make.worker(), make.worker()
    with together(_workers.on((one.pk,)), _people.on(None)):
        del ways_taken[:]
        assert rows_of(_workers.on((one.pk,)), _people.on(None)) == [[one], []]
        assert ways_taken == []
        assert rows_of(_workers.on((one.pk,)), _workers.on((other.pk,))) == [[one], [other]]
        assert len(ways_taken) == 1


def test_what_a_worker_held_at_the_last_page_opens_nothing_at_the_next(client):
    lead, family = _lead_and_family()
    page = f"/families/{family.pk}/"
    client.force_login(lead)
    assert [client.get(page).status_code for _ in range(2)] == [200, 200]
    setting = RoleSetting.objects.create(role="adult_lead", withdrawn=["family.read"])
    assert client.get(page).status_code == 403, "by the power"
    setting.delete()
    assert client.get(page).status_code == 200
    part = Involvement.objects.filter(family=family, worker=lead)
    part.update(until_on=timezone.localdate())
    assert client.get(page).status_code in (403, 404), "by the relationship"
    part.update(until_on=None)
    assert client.get(page).status_code == 200
    lead.appointments.all().delete()
    assert client.get(page).status_code == 404, "by the role"


def test_a_session_that_is_somebody_elses_now_opens_what_is_theirs(client):
    lead, family = _lead_and_family()
    page = f"/families/{family.pk}/"
    client.force_login(lead)
    assert client.get(page).status_code == 200
    session, other = client.session, make.worker("adult_lead", of=make.team())
    session["_auth_user_id"], session["_auth_user_hash"] = str(other.pk), other.get_session_auth_hash()
    session.save()
    assert client.get(page).status_code in (403, 404)
    assert str(other.name) in client.get("/").text


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is asked so")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_broke_is_made_anew_where_nothing_was_written(ways_taken, monkeypatch):
    one, here = make.worker(), connections["default"]
    monkeypatch.setattr(here, "health_check_enabled", True)
    monkeypatch.setattr(here, "health_check_done", False)
    _break(here)
    assert _workers((one.pk,)) == [one]
    _break(here)
    # It was seen to stand at this request: what breaks after that is told.
    with pytest.raises(OperationalError):
        _workers((one.pk,))
    here.close()
    here.ensure_connection()
    here.health_check_done = False
    del ways_taken[:]
    assert _workers((one.pk,)) == [one]
    assert len(ways_taken) == 1, "nothing is asked before"
    assert here.health_check_done


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is asked so")
def test_a_cursor_that_stays_keeps_nothing_of_what_it_brought():
    one, other = make.worker(), make.worker()
    assert _workers((one.pk,)) == [one]
    before = dict(connection.connection.__dict__["_thinkfamily_cursors"])
    assert _workers((other.pk,)) == [other]
    assert connection.connection.__dict__["_thinkfamily_cursors"] == before, "none was made"
    for cursor in before.values():
        assert cursor.cursor.pgresult is None
        assert cursor.cursor.rownumber is None


def _break(broken: Any) -> None:
    """End a connection from the database's side."""
    broken.ensure_connection()
    with broken.copy().cursor() as other:
        other.execute("select pg_terminate_backend(%s)", [broken.connection.info.backend_pid])
        other.db.close()


def test_a_page_is_the_same_whether_its_queries_are_asked_as_one_or_each(client):
    lead, family = _lead_and_family()
    for kind in ("strength", "fact"):
        Statement.objects.create(family=family, category="other", kind=kind, text="Said.", recorded_by=lead.pk)
    client.force_login(lead)
    at_once = client.get(f"/families/{family.pk}/")
    with CaptureQueriesContext(connection):
        in_turn = client.get(f"/families/{family.pk}/")
    assert _without_keys(at_once) == _without_keys(in_turn)
    assert "Said." in at_once.text


def _without_keys(response: Any) -> str:
    """A page without the keys of its forms, which are random."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", response.text)


def _lead_and_family() -> tuple[Worker, Family]:
    team = make.team()
    lead, family = make.worker("adult_lead", of=team), make.family(of=team)
    Involvement.objects.create(family=family, worker=lead, role="adult_lead", because="a test")
    return lead, family
