"""Obviously invented programs, made by those who make them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.agencies.actions import programs as actions
from thinkfamily.casework.agencies.models import Appointment, ProgramAccount
from thinkfamily.casework.site.api.keys import OPERATIONS

HERE = ["127.0.0.1"]


def program(at: Any = None, responsible: Any = None, **about: Any) -> ProgramAccount:
    """A program that may do everything from this machine, as a partner."""
    until = timezone.localdate() + timedelta(days=200)
    told = {"operations": list(OPERATIONS), "networks": HERE, "account_until": until, "name": "Register Invented"}
    made = actions.make_program(
        by=make.worker("sysadmin"),
        what_for="Reads what its agency may see.",
        agency=at or make.agency("education", kind="school"),
        responsible=responsible or make.worker("manager"),
        **(told | about),  # type: ignore[arg-type]
    )
    Appointment.objects.create(worker=made.worker, role="partner", because="a test")
    return made


def key(of: ProgramAccount, days: int = 90) -> str:
    """A key of it."""
    ends_on = timezone.localdate() + timedelta(days=days)
    return actions.make_key(of, by=of.responsible, ends_on=ends_on)[1]


def ask(path: str, key: str, client: Client | None = None, **more: Any) -> Any:
    """What is answered to a key."""
    return (client or Client()).get(path, headers={"Authorization": f"Bearer {key}"}, **more)
