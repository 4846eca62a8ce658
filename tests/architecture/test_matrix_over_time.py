"""The permission matrix, where a sharing decision opens something for a time, and where an agency enforces the law.

An agency of the police or of justice that does not run the programme reaches a file while something is shared with it, and at
no other time, whatever its workers hold. What another agency supplied is seen from the first day of what opens it until the
first day on which that no longer does. The table of `test_permission_matrix` says what is expected beside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import BooleanField, ExpressionWrapper
from django.test import Client, override_settings
from django.utils import timezone
from tests.architecture.test_permission_matrix import (
    EXPECTED,
    FAMILY_POWERS,
    NOT_THERE,
    OF_FAMILY,
    REFUSED,
    YES,
    answered,
    expected,
    undone,
)
from tests.casework import factories as make

from thinkfamily.casework.access.models import Grant, Involvement
from thinkfamily.casework.access.scope import holding, in_scope, items
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Appointment
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.families.models import Family, Need
from thinkfamily.casework.site import entry

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])

# What is shared is shared for a week from today: on which days, counted from today, it is open.
DAYS = {-1: False, 0: True, 6: True, 7: False}
# The same, as a file stands today: from and until which day, and whether it is open.
PERIODS = {"never": None, "ended": (-7, 0, False), "not begun": (1, 8, False), "in force": (0, 7, True)}
KINDS = ("police", "justice")
WORKERS = [role for role, one in ROLES.items() if not one.is_family]
WAYS = ("none", "own", "team", "untaken", "teamless", "opened", "custodian", "conflict")


def day(days: int) -> Any:
    """A day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


def shared(family: Any, source: Any, to: Any, first: int, end: int) -> None:
    """Something is shared over a period."""
    opened = make.grant(family, source, to, "education")
    Grant.objects.filter(pk=opened.pk).update(from_on=day(first), until_on=day(end))


def at(standing: Any, days: int) -> Any:
    """What somebody holds, asked of another day."""
    return standing.stands_still((day(days), timezone.now()))


def stand(way: str, north: Any, south: Any, workers: dict[str, Any]) -> Any:
    """A file that stands in one relationship to each of some workers, over all the days of the test."""
    file = make.family(of=north if way in ("team", "conflict") else south)
    if way == "teamless":
        Family.objects.filter(pk=file.pk).update(team=None)
    if way != "untaken":
        make.involve(make.worker("adult_lead"), file, "adult_lead")
    for role, worker in workers.items():
        if way in ("own", "conflict"):
            make.involve(worker, file, role)
        if way == "conflict":
            make.conflict(worker, file)
        if way == "opened":
            make.opened(worker, file)
        if way == "custodian":
            make.restrict(file, worker, *(other for other in workers.values() if other is not worker))
    Involvement.objects.filter(family=file).update(from_on=day(-30))
    Appointment.objects.update(from_on=day(-30))
    return file


@dataclass
class State:
    """Workers of one enforcing agency in each role; files of each relationship, and one's own of each period of sharing."""

    workers: dict[str, Any]
    clients: dict[str, Client]
    files: dict[str, Any]
    periods: dict[str, Any]


def build(kind: str) -> State:
    """Make it."""
    home, law = make.agency(is_home=True), make.agency(kind, kind=kind)
    north, south = make.team("Northside"), make.team("Southside")
    workers = {role: make.worker(role, at=law, of=north) for role in WORKERS}
    files = {way: stand(way, north, south, workers) for way in WAYS}
    for file in files.values():
        shared(file, home, law, 0, 7)
    periods = {}
    for name, period in PERIODS.items():
        periods[name] = stand("own", north, south, workers)
        if period is not None:
            shared(periods[name], home, law, *period[:2])
    clients = {}
    for role, worker in workers.items():
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(worker)
    return State(workers, clients, files, periods)


@pytest.fixture(autouse=True)
def sessions_note_nothing_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the matrix itself."""
    monkeypatch.setattr(entry, "NOTE_EVERY_SECONDS", 10**6)


@pytest.fixture(scope="module")
def states(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, State]]:
    """One state for each kind of such an agency, for the whole module."""
    cached = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.cache")
    with django_db_blocker.unblock(), cached, undone():
        yield {kind: build(kind) for kind in KINDS}


@pytest.mark.parametrize("role", WORKERS)
@pytest.mark.parametrize("kind", KINDS)
def test_who_enforces_the_law_reaches_a_file_while_something_is_shared(
    states: dict[str, State], kind: str, role: str
) -> None:
    """Each role, relationship, power and day together, by the filters that doors, lists and searches use."""
    state, wrong = states[kind], []
    for days, is_open in DAYS.items():
        standing = at(standing_of(state.workers[role]), days)
        asked = {"known": in_scope(standing)} | {
            f"held_{n}": holding(standing, power) for n, power in enumerate(FAMILY_POWERS)
        }
        tests = {name: ExpressionWrapper(q, output_field=BooleanField()) for name, q in asked.items()}
        found = {row.pk: row for row in Family.objects.annotate(**tests)}
        for way, file in state.files.items():
            row = found[file.pk]
            for n, power in enumerate(FAMILY_POWERS):
                said = YES if getattr(row, f"held_{n}") else REFUSED if row.known else NOT_THERE
                wants = expected(role, way, power, "agreed") if is_open else NOT_THERE
                if said != wants:
                    wrong.append(f"{power}, {way}, day {days}: {said}, {wants} expected")
    assert not wrong


@pytest.mark.parametrize("number", range(len(OF_FAMILY)), ids=lambda n: f"{OF_FAMILY[n][0].name} {OF_FAMILY[n][1]}")
def test_a_files_pages_for_who_enforces_the_law(states: dict[str, State], number: int) -> None:
    """Each route and verb, as the sharing stands: over the routes all roles, periods and both kinds come up."""
    route, verb, power = OF_FAMILY[number]
    kind, wrong = KINDS[number % len(KINDS)], []
    state = states[kind]
    roles = {
        WORKERS[number % len(WORKERS)],
        next((role for role, hows in EXPECTED[power].items() if "own" in hows), ""),
    }
    for role in sorted(roles & set(WORKERS)):
        for period, file in state.periods.items():
            is_open = PERIODS[period] is not None and PERIODS[period][2]  # type: ignore[index]
            wants = expected(role, "own", power, "agreed") if is_open else NOT_THERE
            status, said = answered(state.clients[role], verb, route.url(file.pk), power)
            if said != wants or (wants == NOT_THERE and status != 404) or (wants == REFUSED and status != 403):
                wrong.append(f"{kind}, {role}, {period}: {wants} expected, {said} with {status}")
            if wants == YES and (status >= 500 or status == 403):
                wrong.append(f"{kind}, {role}, {period}: {status}")
    assert not wrong


@pytest.mark.parametrize("role", WORKERS)
@pytest.mark.parametrize("kind", ["council", "health", *KINDS])
def test_what_another_agency_supplied_is_seen_from_the_first_day_until_the_first_no_longer(
    kind: str, role: str
) -> None:
    """To a worker of the programme, of a service, and of agencies that enforce the law."""
    is_home = kind == "council"
    own = make.agency(is_home=True) if is_home else make.agency(kind, kind=kind)
    school = make.agency("a_school", kind="school")
    north = make.team()
    worker = make.worker(role, at=own, of=north)
    file = stand("own", north, north, {role: worker})
    shared(file, school, own, 0, 7)
    rows = {
        "shared": make.need(file, school, "education"),
        "of another category": make.need(file, school, "housing"),
        "of another agency": make.need(file, make.agency("another", kind="landlord"), "education"),
        "the team's": make.need(file, None, "housing"),
        "their own": make.need(file, own, "housing"),
    }
    names = {need.pk: name for name, need in rows.items()}
    reads = bool(EXPECTED["family.read"].get(role, set()) & {"own", "team"})
    for days, is_open in DAYS.items():
        standing = at(standing_of(worker), days)
        seen = {names[pk] for pk in items(standing, file, Need.objects.all()).values_list("pk", flat=True)}
        wants = {"their own"} | ({"shared"} if is_open else set()) | (set() if kind in KINDS else {"the team's"})
        if not reads or (kind in KINDS and not is_open):
            wants = set()
        assert seen == wants, f"day {days}"
