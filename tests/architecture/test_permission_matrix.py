"""The permission matrix: each role, through each relationship, in each state of the case, at each route and verb.

What is expected is written here a second time, in a table of its own: a power that is widened in the program alone fails.
The filters that all doors use meet all of them together, for each power. Every route and verb is called by every role, and meets every
relationship and every state. What reads or writes a case is asked in each of its states, and of those beside them, by one who may.
``THINKFAMILY_WHOLE_MATRIX=1`` lets every route meet all of them together, which takes hours.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from tests.casework import factories as make
from tests.casework.answers import answer_of, shape_of
from tests.casework.walk import NOBODY, routes

from thinkfamily.casework.access.powers import POWERS, RELATIONSHIPS
from thinkfamily.casework.access.scope import holding, in_scope
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.site import entry
from thinkfamily.casework.site.listed import LISTED

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])

# Who holds which power through what. `leads` are both; a word alone is a role that holds it for the whole site.
HELD = """
family.find: leads any, partner any, triage any, desk_analyst any, manager any, governance any
family.locate: volunteer own, mentor own
family.read: leads own opened, triage untaken opened, desk_analyst own, manager team, audit own, governance own custodian, partner own
family.shared_view: leads own, manager team, family_member own
family.comment: family_member own
family.cost: leads own, desk_analyst own, manager team, audit own, governance own
family.domestic_abuse: leads own, desk_analyst own, manager team, governance own custodian
family.record: leads own, partner own, desk_analyst own, manager team
family.born: leads own opened, triage untaken opened, desk_analyst own, manager team, governance own custodian
family.confide: leads own, manager team
family.summarise: leads own, manager team
family.correct: leads own, desk_analyst own, manager team
family.hide: leads own, desk_analyst own, manager team, governance own custodian
safe_address.read: leads own, manager team, governance own custodian
safe_address.record: leads own, manager team
family.history: leads own, manager team, audit own, governance own custodian
case.read: leads own opened, triage untaken opened, desk_analyst own, manager team, audit own, governance own custodian
case.agree: leads own, triage untaken, manager team
case.evidence: leads own, partner own, manager team
case.offer: leads own, triage untaken, manager team
case.move: leads own, manager team
case.step_up: leads own, partner own, triage untaken, desk_analyst own, manager team
case.sign: manager team
case.lead: leads own
case.hand_over: leads own, manager team
lead.answer: leads
team.board: manager
case.allocate: triage untaken, manager team
family.team: triage teamless, manager team
case.propose: leads own
team_around.read: leads own, partner own, triage untaken, desk_analyst own, manager team, audit own, governance own custodian
meeting.read: leads own, partner own, triage untaken, desk_analyst own, manager team, audit own, governance own custodian
meeting.keep: leads own, manager team
meeting.answer: leads own, partner own, desk_analyst own, manager team, family_member own
calendar.read: leads, partner, desk_analyst, manager
family.request: governance any
sample.draw: audit
basis.record: leads own, manager team, governance own
plan.read: leads own opened, triage untaken opened, desk_analyst own, manager team, audit own, governance own custodian, partner own
plan.write: leads own, manager team
plan.answer: leads own, partner own, manager team, volunteer own, mentor own, family_member own
contact.record: leads own, manager team, triage untaken
service.see: leads own opened, triage untaken opened, desk_analyst own, manager team, audit own, governance own custodian, partner own
service.refer: leads own, manager team
service.answer: leads own, partner own, manager team
service.read: leads, partner, triage, desk_analyst, manager, volunteer, mentor, service_keeper, governance, audit
service.keep: service_keeper, manager
chronology.keep: leads own, desk_analyst own, manager team
sharing.read: leads own, partner own, triage untaken, desk_analyst own, manager team, audit any, governance any
sharing.register: audit, governance
sharing.propose: leads own, partner own, triage untaken, desk_analyst own
sharing.decide: manager team, governance any
agreement.keep: governance
restriction.set: manager team, governance any
restriction.keep: manager custodian, governance custodian
conflict.record: manager team, governance any
conflict.decide: governance
conflict.end: governance
identity.decide: governance
opening.request: leads any, triage any
opening.decide: manager
opening.review: audit, governance
referral.make: leads, partner, triage, manager, desk_analyst, volunteer, mentor, family_member
referral.read: triage, manager, desk_analyst, governance, audit
referral.screen: triage, manager
referral.sign: manager
referral.figures: manager, governance, audit, evaluator
safeguarding.raise: leads, partner, triage, desk_analyst, manager, volunteer, mentor
desk.read: desk_analyst, manager, matching_lead, audit, governance
desk.bring: matching_lead
desk.decide: desk_analyst, manager
desk.sign: manager, governance
desk.purge: matching_lead, governance
feedback.send: matching_lead, desk_analyst
import.read: desk_analyst, matching_lead, manager, governance, audit
import.bring: desk_analyst, matching_lead
import.sign: manager, governance
retention.read: governance, audit
retention.keep: governance
retention.sign: governance
account.keep: sysadmin, manager
account.read: sysadmin, manager, governance, audit
appointment.give: manager, governance
role.describe: governance
organisation.keep: sysadmin
conduct.write: governance
value.set: governance
who_sees.read: governance, audit
audit.read: audit, governance
access.unusual: audit, governance, manager
site.keep: sysadmin
day.read: leads, desk_analyst, manager
shared.read: partner
list.build: leads, manager
profile.read: leads, partner, triage, desk_analyst, manager, evaluator, claims, audit, governance, councillor
profile.propose: manager
profile.adopt: manager, governance
figures.release: governance
figures.read: councillor, evaluator, claims, audit, governance, manager
"""

# How each file of the test is reached: by any role that holds the relationship named; by none where the set is empty.
REACHED = {
    "none": {"any"},
    "own": {"own", "any"},
    "team": {"team", "any"},
    "other team": {"any"},
    # By nobody any longer, once its case has ended: see `reached`.
    "untaken": {"untaken", "any"},
    "teamless": {"teamless", "any"},
    "opened": {"opened", "any"},
    "custodian": {"custodian", "any"},
    "named-restricted": {"any"},
    "unnamed-restricted": set(),
    "conflict": set(),
    "not there": set(),
}
STATES = tuple(state for state, _ in Case.STATES)
# What stands beside the state of a case that is worked on.
SIDES = tuple(side for side, _ in Case.SIDES)
ENDED = {"closed", "sustaining", "archived", "transferred_out"}
YES, REFUSED, NOT_THERE = "yes", "refused", "not there"
ROUTES = routes()
GUARDED = [route for route in ROUTES if route.door is not None]
CALLS = [(route, verb, needs) for route in GUARDED for verb, needs in sorted(route.door.verbs.items())]  # type: ignore[union-attr]
OF_FAMILY = [call for call in CALLS if call[0].has_family]
# What reads or writes a case, and not the file that it stands on.
OF_CASE = [call for call in OF_FAMILY if call[0].name.startswith(("cases:", "plans:", "meetings:", "directory:"))]
OF_SITE = [call for call in CALLS if not call[0].has_family and call[2] in POWERS]


def held() -> dict[str, dict[str, set[str]]]:
    """The table above: for each power, the relationships through which each role holds it."""
    table: dict[str, dict[str, set[str]]] = {}
    for line in HELD.strip().splitlines():
        power, _, holders = line.partition(": ")
        for holder in holders.split(", "):
            name, *hows = holder.split()
            for role in ("adult_lead", "child_lead") if name == "leads" else (name,):
                table.setdefault(power, {})[role] = set(hows) or {"any"}
    return table


EXPECTED = held()
FAMILY_POWERS = [power for power, holders in EXPECTED.items() if POWERS.get(power) and POWERS[power].about == "family"]


def reached(relationship: str, case: str) -> set[str]:
    """How a file is reached, in one state of its case."""
    return REACHED[relationship] - ({"untaken", "teamless"} if case in ENDED else set())


def expected(role: str, relationship: str, power: str, case: str) -> str:
    """The answer that the table gives."""
    ways = reached(relationship, case)
    if EXPECTED[power].get(role, set()) & ways:
        return YES
    known = any(EXPECTED[other].get(role, set()) & ways for other in FAMILY_POWERS)
    return REFUSED if known else NOT_THERE


@dataclass
class State:
    """One state of the database with a worker of each role and a file of each relationship; a case is put where it is asked."""

    workers: dict[str, Any]
    clients: dict[str, Client]
    files: dict[str, Any]


def build() -> State:
    """Make it: each file stands in its relationship to every one of the workers."""
    north, south = make.team("Northside"), make.team("Southside")
    workers = {
        role: make.worker(role, of=north, person_id=make.person("Ada").pk if one.is_family else None)
        for role, one in ROLES.items()
    }
    keeper, lead = make.worker("governance"), make.worker("adult_lead")
    files: dict[str, Any] = {"not there": None}
    for relationship in REACHED.keys() - files.keys():
        of = north if relationship in ("team", "unnamed-restricted", "conflict") else south
        file = files[relationship] = make.family(of=of)
        if relationship == "teamless":
            Family.objects.filter(pk=file.pk).update(team=None)
        if relationship != "untaken":
            make.involve(lead, file, "adult_lead")
        for role, worker in workers.items():
            others = [other for other in workers.values() if other is not worker]
            if relationship in ("own", "conflict"):
                make.involve(worker, file, role)
                if worker.person_id:
                    # An account of a family reaches the file of a family that its person is in today, and no other.
                    file.members.create(person_id=worker.person_id, role="adult", known_by="a test")
            if relationship == "conflict":
                make.conflict(worker, file)
            if relationship == "opened":
                make.opened(worker, file)
            if relationship == "custodian":
                make.restrict(file, worker, *others)
        if relationship in ("named-restricted", "unnamed-restricted"):
            make.restrict(file, keeper, *(workers.values() if relationship == "named-restricted" else ()))
    clients = {}
    for role, worker in workers.items():
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(worker)
    return State(workers, clients, files)


@contextmanager
def undone() -> Iterator[None]:
    """Let a request write what it will, and leave the next the same state."""
    with transaction.atomic(), transaction.atomic("candidates"):
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, "candidates")


@pytest.fixture(autouse=True)
def sessions_note_nothing_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session notes once a minute that it is in use: a minute that ends between two calls would tell them apart."""
    monkeypatch.setattr(entry, "NOTE_EVERY_SECONDS", 10**6)


@pytest.fixture(scope="module")
def state(django_db_setup: None, django_db_blocker: Any) -> Iterator[State]:
    """One state for the whole module."""
    cached = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.cache")
    with django_db_blocker.unblock(), cached, undone():
        yield build()


def put(case: str, side: str = "going") -> None:
    """Let every case stand in one state, whatever would have led there."""
    Case.objects.update(state=case, side=side)


def call(client: Client, verb: str, url: str) -> Any:
    """One request that sends nothing; to the interface for programs, which reads first what is sent, what it can read."""
    if verb == "POST" and url.startswith("/api/"):
        return client.post(url, {"kind": "fact", "category": "other", "text": "x"}, content_type="application/json")
    return client.generic(verb, url) if verb not in ("GET", "POST") else getattr(client, verb.lower())(url)


def answered(client: Client, verb: str, url: str, power: str, case: str = "", side: str = "going") -> tuple[int, str]:
    """The status, and what the door said of it, as the audit holds it; in one state of every case."""
    with undone():
        if case:
            put(case, side)
        last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        status = call(client, verb, url).status_code
        refused = AuditEvent.objects.filter(
            pk__gt=last, outcome="refused", action=power, kind__in=("family", "site")
        ).exists()
    if not refused:
        return status, YES
    return status, REFUSED if status == 403 else NOT_THERE


def combinations(number: int, is_whole: bool) -> Iterator[tuple[str, str, str]]:
    """Roles, relationships and states: all together, or so that each of them comes up and over the routes all together."""
    for i, role in enumerate(ROLES):
        for j, relationship in enumerate(REACHED):
            for k, state in enumerate(STATES):
                if is_whole or ((i + j + number) % len(REACHED) == 0 and (i + k + number) % len(STATES) == 0):
                    yield role, relationship, state


def test_every_view_has_a_door_or_is_listed_with_a_reason() -> None:
    doorless = {route.name for route in ROUTES if route.door is None}
    assert doorless - set(LISTED) == set(), "give each a door, or list it in site/listed.py and say why"
    assert set(LISTED) - doorless == set(), "listed, and no longer a view without a door"


def test_the_map_is_walked() -> None:
    assert len(OF_FAMILY) > 50
    assert len(OF_CASE) > 150
    assert len(OF_SITE) > 20
    assert all(route.door.about_family or set(route.door.verbs.values()) & set(POWERS) for route, _, _ in OF_FAMILY)  # type: ignore[union-attr]


def test_every_power_is_in_the_table_as_the_program_grants_it() -> None:
    granted = {code: {role: set(hows) for role, hows in power.grants.items()} for code, power in POWERS.items()}
    assert granted == EXPECTED
    assert {how for reached in REACHED.values() for how in reached} == set(RELATIONSHIPS)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_what_every_door_asks_for_everybody(state: State, role: str) -> None:
    """Each role, relationship, state and power together: the two filters by which doors, lists and searches decide."""
    standing = standing_of(state.workers[role])
    asked = {"known": in_scope(standing)} | {
        f"held_{n}": holding(standing, power) for n, power in enumerate(FAMILY_POWERS)
    }
    files = Family.objects.annotate(
        **{name: ExpressionWrapper(q, output_field=BooleanField()) for name, q in asked.items()}
    )
    wrong = []
    for case in STATES:
        with undone():
            put(case)
            found = {row.pk: row for row in files.all()}
        for relationship, file in state.files.items():
            row = found[file.pk] if file else None
            for n, power in enumerate(FAMILY_POWERS if row else ()):
                said = YES if getattr(row, f"held_{n}") else REFUSED if row.known else NOT_THERE  # type: ignore[union-attr]
                if said != expected(role, relationship, power, case):
                    wrong.append(f"{power}, {relationship}, {case}: {said}")
    assert not wrong


@pytest.mark.parametrize("number", range(len(OF_FAMILY)), ids=lambda n: f"{OF_FAMILY[n][0].name} {OF_FAMILY[n][1]}")
def test_a_files_pages(state: State, number: int) -> None:
    route, verb, power = OF_FAMILY[number]
    is_whole = os.environ.get("THINKFAMILY_WHOLE_MATRIX") == "1"
    wrong = []
    for role, relationship, case in combinations(number, is_whole):
        file = state.files[relationship]
        status, said = answered(state.clients[role], verb, route.url(file.pk if file else NOBODY), power, case)
        wants = expected(role, relationship, power, case)
        is_right = (
            said == wants
            and {
                # A form sent empty comes back, or what else the path names is not there.
                YES: status < 500 and status != 403 and (route.has_more or status != 404),
                REFUSED: status == 403,
                NOT_THERE: status == 404,
            }[wants]
        )
        if not is_right:
            wrong.append(f"{role}, {relationship}, {case}: {wants} expected, {said} with {status}")
    assert not wrong


@pytest.mark.parametrize("number", range(len(OF_CASE)), ids=lambda n: f"{OF_CASE[n][0].name} {OF_CASE[n][1]}")
def test_a_cases_pages_in_each_of_its_states(state: State, number: int) -> None:
    """Whoever may, may in each of them: what is refused then is refused by the page, in words, and is no fault."""
    route, verb, power = OF_CASE[number]
    role, how = next((role, how) for role, hows in EXPECTED[power].items() for how in ("team", "own") if how in hows)
    url = route.url(state.files[how].pk)
    every = [*((case, "going") for case in STATES), *(("active", side) for side in SIDES[1:])]
    # A page and its form share them out: each state is met once by one of the two.
    verbs = sorted(route.door.verbs)  # type: ignore[union-attr]
    for case, side in every[verbs.index(verb) :: len(verbs)]:
        status, said = answered(state.clients[role], verb, url, power, case, side)
        # What a state has nothing of is not there.
        assert (said, status < 500, status != 403) == (YES, True, True), f"{role}, {how}, {case}, {side}: {status}"


@pytest.mark.parametrize("number", range(len(OF_SITE)), ids=lambda n: f"{OF_SITE[n][0].name} {OF_SITE[n][1]}")
def test_the_sites_pages(state: State, number: int) -> None:
    route, verb, power = OF_SITE[number]
    wrong = []
    for role in ROLES:
        status, said = answered(state.clients[role], verb, route.url(), power)
        may = role in EXPECTED[power]
        # What else a path names may not be there, and then is not for those either who may ask.
        is_let_in = status < 500 and status != 403 and (route.has_more or (said, status) != (NOT_THERE, 404))
        if not (is_let_in if may else (said, status) == (REFUSED, 403)):
            wrong.append(f"{role}: {'yes' if may else 'refused'} expected, {said} with {status}")
    assert not wrong


def test_nobody_comes_in_without_signing_in(state: State) -> None:
    client = Client(raise_request_exception=False)
    file = state.files["none"]
    for route, verb, needs in CALLS:
        if needs != "everyone":
            with undone():
                status = call(client, verb, route.url(file.pk)).status_code
            assert status in (302, 401, 403), f"{verb} {route.name}: {status}"


def test_a_verb_that_no_door_names_is_not_taken(state: State) -> None:
    for route in GUARDED:
        for verb in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(route.door.verbs):  # type: ignore[union-attr]
            with undone():
                status = call(state.clients["manager"], verb, route.url(state.files["team"].pk)).status_code
            assert status == 405, f"{verb} {route.name}: {status}"


@pytest.mark.parametrize("number", range(len(OF_FAMILY)), ids=lambda n: f"{OF_FAMILY[n][0].name} {OF_FAMILY[n][1]}")
def test_not_there_and_not_yours_are_one_answer(state: State, number: int) -> None:
    """Status, headers and body to the byte, and the same statements to the database."""
    route, verb, _ = OF_FAMILY[number]
    role = list(ROLES)[number % len(ROLES)]

    def told(relationship: str) -> tuple[Any, list[str]]:
        file = state.files[relationship]
        with undone(), CaptureQueriesContext(connection) as asked:
            response = call(state.clients[role], verb, route.url(file.pk if file else NOBODY))
        return answer_of(response), shape_of(asked.captured_queries)

    told("not there")
    nothing = told("not there")
    assert nothing[0][0] == 404
    assert any("INSERT" in statement for statement in nothing[1]), "a refusal is recorded for what is not there too"
    for relationship in ("unnamed-restricted", "conflict"):
        assert told(relationship) == nothing, relationship
