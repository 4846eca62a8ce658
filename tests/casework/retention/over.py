"""Invented files whose time is over, and all that the databases hold, as a test looks for what is left."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.casework import factories as make
from tests.casework.imports.tables import tables
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Family

LONG_AGO = date(1990, 4, 5)
GROWN = date(1985, 6, 7)


def over(*people: Any, state: str = "archived", on: date = LONG_AGO, helped: bool = True, **fields: Any) -> Family:
    """A file whose only case ended on a day, by default of people who are all long grown up."""
    made = make.family(*(people or (make.person("Ada", born=date(1960, 2, 3)), make.person("Kit", born=GROWN))))
    if not people:
        made.members.filter(person__date_of_birth=GROWN).update(role="child")
    end(made, state=state, on=on, helped=helped, **fields)
    return made


def end(family: Family, *, state: str = "archived", on: date = LONG_AGO, helped: bool = True, **fields: Any) -> None:
    """End the cases of a file on a day."""
    Case.objects.filter(family=family).update(
        state=state, ended_on=on, state_since=on, agreed_on=on if helped else None, **fields
    )


def everywhere() -> str:
    """All that stands in every table of both databases, but for the audit, which keeps opaque ids."""
    return "\n".join(f"{name}: {rows.decode()}" for name, rows in tables(but=("audit_", "sqlite_", "django_")).items())


def left_of(*ids: Any) -> list[str]:
    """Of some ids, where they still stand: one line a table and id."""
    found = []
    for name, rows in tables(but=("audit_auditevent", "audit_auditseal", "sqlite_", "django_")).items():
        told = rows.decode().replace("-", "")
        found += [f"{name}: {one}" for one in ids if str(one).replace("-", "") in told]
    return found
