"""The state machines of casework as the manual shows them: read from the machines themselves, so that they cannot differ."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

# What the machines' models need to be read: no database, no folder, and no key that guards anything.
APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "simple_history",
    *(
        f"thinkfamily.casework.{app}"
        for app in (
            "audit",
            "agencies",
            "access",
            "families",
            "sharing",
            "profiles",
            "questions",
            "cases",
            "plans",
            "meetings",
            "directory",
            "referrals",
            "imports",
            "retention",
        )
    ),
]
NO_SECRET = "nothing is signed here"  # noqa: S105


@dataclass(frozen=True)
class Move:
    """One transition: from which state to which, what it means, and each guard in words."""

    name: str
    source: str
    target: str
    says: str
    guards: tuple[str, ...]


@dataclass(frozen=True)
class Machine:
    """One state machine: its title, what it says of itself, its states with their titles, and its moves."""

    title: str
    says: str
    states: dict[str, str]
    first: str
    moves: tuple[Move, ...]


def without_a_site() -> None:
    """Let words and models of casework be read where no site is configured: in English, and from no database."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(
            USE_I18N=False,
            INSTALLED_APPS=APPS,
            MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
            AUTH_USER_MODEL="agencies.Worker",
            SECRET_KEY=NO_SECRET,
        )
        django.setup()


def machines() -> list[Machine]:
    """Every state machine of casework. It needs no database and no configured site."""
    without_a_site()
    from thinkfamily.casework.cases.machine import CaseMachine
    from thinkfamily.casework.cases.models import Handover
    from thinkfamily.casework.directory.machine import ServiceReferralMachine
    from thinkfamily.casework.imports.machine import ImportMachine
    from thinkfamily.casework.meetings.machine import MeetingMachine, MinutesMachine
    from thinkfamily.casework.plans.machine import ActionMachine, GoalMachine
    from thinkfamily.casework.referrals.machine import ReferralMachine
    from thinkfamily.casework.sharing.machine import SharingMachine

    return [
        _machine("Request for help", ReferralMachine),
        _machine("Case", CaseMachine),
        _machine("How a case goes, beside its state", CaseMachine, "side"),
        _machine("Handover between leads", Handover),
        _machine("Goal of a plan", GoalMachine),
        _machine("Action of a plan", ActionMachine),
        _machine("Referral to a service", ServiceReferralMachine),
        _machine("Meeting", MeetingMachine),
        _machine("Minutes of a meeting", MinutesMachine),
        _machine("Sharing decision", SharingMachine),
        _machine("Import of cases", ImportMachine),
    ]


def _machine(title: str, declared: Any, name: str = "state") -> Machine:
    field = declared._meta.get_field(name)
    order = [code for code, _ in field.choices]
    moves = [
        Move(
            name=move,
            source=str(each.source),
            target=str(each.target),
            says=inspect.getdoc(method) or "",
            guards=tuple(inspect.getdoc(guard) or guard.__name__ for guard in each.conditions or ()),
        )
        for move, method in inspect.getmembers(declared, lambda member: hasattr(member, "_django_fsm"))
        if method._django_fsm.field.name == name
        for each in method._django_fsm.transitions.values()
    ]
    moves.sort(key=lambda move: (order.index(move.source), order.index(move.target), move.name))
    return Machine(
        title,
        inspect.getdoc(declared) or "",
        {code: str(words) for code, words in field.choices},
        str(field.default),
        tuple(moves),
    )
