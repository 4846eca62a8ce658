"""The audit has one door, every action passes it, and nothing but ids and names of ours goes through."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.casework import factories as make

from thinkfamily.casework.audit.models import AuditEvent

CASEWORK = Path(__file__).parents[2] / "src" / "thinkfamily" / "casework"
DOOR = CASEWORK / "audit" / "record.py"
ACTIONS = sorted(
    {*CASEWORK.glob("*/actions.py"), *(p for p in CASEWORK.glob("*/actions/**/*.py") if not p.name.startswith("_"))}
)
# Run by the site's own clock or before anybody is signed in: what they change, they record as done by the program.
BY_THE_PROGRAM = {
    "access.actions.notices.raise_overdue",
    "access.actions.sightings.gather_sightings",
    "agencies.actions.accounts.set_first_password",
    "cases.actions.archiving.raise_archive_due",
    "daily.actions.due.raise_due",
    "families.actions.identities.part",
    "families.actions.identities.put_anew",
    "referrals.actions.late.raise_late",
    "referrals.actions.purge.purge_due",
}

# They put before somebody what the audit holds already.
RECORDED_ALREADY = {"put_anew", "raise_archive_due", "raise_due", "raise_late", "raise_overdue", "gather_sightings"}


def name_of(path: Path) -> str:
    """A module's path within casework, for the name of a test."""
    return str(path.relative_to(CASEWORK))


def module_of(path: Path) -> Any:
    """The module in a file."""
    return import_module("thinkfamily.casework." + ".".join(path.relative_to(CASEWORK).with_suffix("").parts))


def functions_of(path: Path) -> list[Any]:
    """The public functions that a module of actions itself defines."""
    module = module_of(path)
    return [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and inspect.unwrap(function).__module__ == module.__name__
    ]


def test_nothing_else_makes_an_event() -> None:
    for path in sorted(CASEWORK.rglob("*.py")):
        if path == DOOR or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called.rpartition(".")[2] != "AuditEvent", f"{name_of(path)} makes an event"
                if called.startswith("AuditEvent."):
                    assert not called.endswith(("create", "update", "delete", "save")), f"{name_of(path)}: {called}"


def is_action(function: Any) -> bool:
    """Whether a function is a whole action: a transaction of its own, or done by somebody. Others are parts of these."""
    node = ast.parse(inspect.getsource(inspect.unwrap(function)).lstrip()).body[0]
    assert isinstance(node, ast.FunctionDef)
    is_transaction = any("atomic" in ast.unparse(one) for one in node.decorator_list)
    by = inspect.signature(function).parameters.get("by")
    return is_transaction or (by is not None and by.kind is inspect.Parameter.KEYWORD_ONLY)


@cache
def calls_in(app: Path) -> dict[str, set[str]]:
    """What each function of an app calls, by name."""
    calls: dict[str, set[str]] = {}
    for module in sorted(app.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                called = (ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call))
                calls.setdefault(node.name, set()).update(name.rpartition(".")[2] for name in called)
    return calls


def test_there_are_actions() -> None:
    assert sum(is_action(function) for path in ACTIONS for function in functions_of(path)) > 20


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_every_action_says_by_whom(path: Path) -> None:
    for function in functions_of(path):
        name = f"{function.__module__.removeprefix('thinkfamily.casework.')}.{function.__name__}"
        if is_action(function) and name not in BY_THE_PROGRAM:
            by = inspect.signature(function).parameters.get("by")
            assert by is not None, f"{name} does not take by"
            assert by.kind is inspect.Parameter.KEYWORD_ONLY, f"{name}: by must be given by name"


@pytest.mark.parametrize("path", ACTIONS, ids=name_of)
def test_every_action_reaches_the_audit(path: Path) -> None:
    """Its own body, or a function that it calls, records: followed by name through the modules of its app and those below."""
    calls = calls_in(CASEWORK)
    for function in functions_of(path):
        if not is_action(function) or function.__name__ in RECORDED_ALREADY:
            continue
        reached, todo = set(), [function.__name__]
        while todo:
            for called in calls.get(todo.pop(), set()) - reached:
                reached.add(called)
                todo.append(called)
        assert "record" in reached, f"{function.__name__} records nothing"


PLANTED = "Zzplantedname"


@pytest.mark.django_db(databases=["default", "candidates"])
def test_nothing_that_a_person_wrote_reaches_the_audit(client: Any) -> None:
    """A planted word in names, addresses, reasons, searches and summaries is in no event afterwards."""
    family = make.family(make.person(PLANTED, last=PLANTED), make.person("Ada", last=PLANTED, born=None))
    lead, manager = make.worker("adult_lead"), make.worker("manager")
    make.involve(lead, family, "adult_lead")
    type(lead).objects.filter(pk=lead.pk).update(name=f"Pat {PLANTED}")
    for who, method, path, data in (
        (lead, "get", f"/families/{family.pk}/", {}),
        (lead, "get", f"/families/{family.pk}/looks/", {}),
        (lead, "get", "/search/", {"q": PLANTED}),
        (lead, "get", "/families/", {"q": PLANTED}),
        (
            lead,
            "post",
            "/relatives/",
            {
                "first_name": PLANTED,
                "last_name": PLANTED,
                "kind": "relative",
                "born_0": "1",
                "born_1": "2",
                "born_2": "1990",
            },
        ),
        (lead, "post", "/account/home-street/", {"street": f"{PLANTED} Street", "postcode": "ZZ9 9ZZ"}),
        (manager, "post", f"/families/{family.pk}/restriction/", {"category": "witness", "because": PLANTED}),
        (lead, "post", f"/families/{family.pk}/open/", {"reason": PLANTED, "minutes": "60"}),
        (manager, "get", "/audit/unusual/", {}),
        (lead, "get", "/account/looks/", {}),
    ):
        client.force_login(who)
        getattr(client, method)(path, data)
    events = [event for store in ("default", "candidates") for event in AuditEvent.objects.using(store).values()]
    assert len(events) > 5
    assert {event["action"] for event in events} >= {"family.history", "home_street.declare"}
    assert PLANTED.casefold() not in str(events).casefold()
