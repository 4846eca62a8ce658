"""The state machines of casework as the manual shows them: read from the machines themselves, so that they cannot differ."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any


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


def machines() -> list[Machine]:
    """Every state machine of casework. It needs no database and no configured site."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    from thinkfamily.casework.cases.machine import CaseMachine
    from thinkfamily.casework.sharing.machine import SharingMachine

    return [_machine("Case", CaseMachine), _machine("Sharing decision", SharingMachine)]


def _machine(title: str, declared: Any) -> Machine:
    field = declared._meta.get_field("state")
    order = [code for code, _ in declared.STATES]
    moves = [
        Move(
            name=name,
            source=str(each.source),
            target=str(each.target),
            says=inspect.getdoc(method) or "",
            guards=tuple(inspect.getdoc(guard) or guard.__name__ for guard in each.conditions or ()),
        )
        for name, method in inspect.getmembers(declared, lambda member: hasattr(member, "_django_fsm"))
        for each in method._django_fsm.transitions.values()
    ]
    moves.sort(key=lambda move: (order.index(move.source), order.index(move.target), move.name))
    return Machine(
        title,
        inspect.getdoc(declared) or "",
        {code: str(words) for code, words in declared.STATES},
        str(field.default),
        tuple(moves),
    )
