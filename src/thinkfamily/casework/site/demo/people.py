"""The organisations and accounts of the demo. Addresses end in ``.example``, which nobody can own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.agencies.demo import DOMAIN
from thinkfamily.casework.agencies.models import (
    Agency,
    Appointment,
    ClosenessAnswer,
    ConductAcceptance,
    ConductRules,
    Team,
    Training,
    Worker,
)
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.site.instance import SiteError

PASSWORD = "invented-people-only"  # noqa: S105

HOME = ("family-help", "Fableham Family Help", "council")
# Agencies by the code that packets call them by, with a duty line that nobody answers.
AGENCIES = [
    ("POLICE", "Fableham Police", "police"),
    ("NHS", "Fableham Health Trust", "health"),
    ("LA-EDU", "Fableham Education Service", "council"),
    ("LA-CSC", "Fableham Children's Social Care", "council"),
    ("LA-HSG", "Fableham Housing", "landlord"),
    ("DWP", "Fableham Jobcentre", "jobcentre"),
    ("CJS", "Fableham Youth Justice", "justice"),
    ("PROBATION", "Fableham Probation", "justice"),
    ("RSL", "Fableham Homes", "landlord"),
    ("VCS", "Fableham Neighbours", "voluntary"),
    ("DFE-SCHOOLS", "Fableham Schools", "school"),
    ("LA", "Fableham Council", "council"),
    ("LA-ASC", "Fableham Adult Social Care", "council"),
    ("FIRE", "Fableham Fire Service", "other"),
    ("MOJ-COURTS", "Fableham Courts", "justice"),
    ("MOJ-PRISON", "Fableham Prison", "justice"),
]

RULES = """Look only at what you need for your work with a family.
Nobody looks at their own family, relatives, friends or neighbours. Say so when you meet one.
Every look is recorded, and people are asked about looks that are out of the ordinary.
Write what you would be content for the family to read.
What you read here stays here."""


@dataclass(frozen=True)
class Account:
    """One account of the demo.

    Attributes:
        address: what to sign in with, before the domain.
        name: an obviously invented one.
        role: the role it holds.
        agency: the agency's code; empty for the one that runs the programme.
        team: whether the role is held in one team only.
    """

    address: str
    name: str
    role: str
    agency: str = ""
    team: bool = False


ACCOUNTS = [
    Account("adult.lead", "Ada Fable", "adult_lead"),
    Account("child.lead", "Chidi Fable", "child_lead"),
    Account("school", "Sol Fable", "partner", "DFE-SCHOOLS"),
    Account("police", "Pia Fable", "partner", "POLICE"),
    Account("triage", "Tariq Fable", "triage"),
    Account("analyst", "Anwen Fable", "desk_analyst"),
    Account("manager", "Mara Fable", "manager", team=True),
    Account("second.manager", "Moss Fable", "manager"),
    Account("matching", "Mina Fable", "matching_lead"),
    Account("evaluator", "Eli Fable", "evaluator"),
    Account("claims", "Cleo Fable", "claims"),
    Account("auditor", "Otis Fable", "audit"),
    Account("governance", "Grace Fable", "governance"),
    Account("councillor", "Cora Fable", "councillor"),
    Account("parent", "A parent of the demo", "family_member"),
    Account("volunteer", "Val Fable", "volunteer", "VCS"),
    Account("services", "Sian Fable", "service_keeper", "VCS"),
    Account("sysadmin", "Sid Fable", "sysadmin"),
    Account("mentor", "Maud Fable", "mentor", "VCS"),
]


def address_of(account: Account) -> str:
    """What somebody types to sign in."""
    return f"{account.address}@{DOMAIN}"


def must_be_a_demo() -> None:
    """Refuse to make accounts with a printed password anywhere else.

    Raises:
        SiteError: this site is no demo.
    """
    if settings.INSTANCE.mode != "demo":
        raise SiteError(
            "TF-DEMO-002",
            settings.INSTANCE.mode,
            found="Found a site that is no demo.",
            means="No demo account was made.",
            do="Run thinkfamily demo, which makes a site of its own.",
        )


@transaction.atomic
def make_organisations(teams: list[dict[str, Any]]) -> None:
    """Make the agencies and the area teams.

    Args:
        teams: name, wards and capacity of each, as the borough's ``area.toml`` has them.
    """
    must_be_a_demo()
    code, name, kind = HOME
    Agency.objects.create(code=code, name=name, kind=kind, is_home=True, ask="01632 960000 (invented)")
    for number, (code, name, kind) in enumerate(AGENCIES, start=1):
        Agency.objects.create(code=code, name=name, kind=kind, ask=f"01632 9600{number:02} (invented)")
    for team in teams:
        Team.objects.create(name=team["name"], wards=team["wards"], capacity=team["capacity"])
    record("organisation.keep", by=None, kind="demo")


@transaction.atomic
def make_accounts() -> dict[str, Worker]:
    """Make the accounts, ready to enter; each by what is before its domain."""
    must_be_a_demo()
    today = timezone.localdate()
    home = Agency.objects.get(is_home=True)
    team = Team.objects.order_by("name").first()
    rules = ConductRules.objects.create(version=1, text=RULES)
    made = {}
    for account in ACCOUNTS:
        is_family = ROLES[account.role].is_family
        worker = Worker.objects.create_user(
            address_of(account),
            PASSWORD,
            name=account.name,
            agency=None if is_family else Agency.objects.get(code=account.agency) if account.agency else home,
            # A partner's account always has an end.
            account_until=today + timedelta(days=365) if account.agency else None,
        )
        Appointment.objects.create(
            worker=worker, role=account.role, team=team if account.team else None, because="An account of the demo"
        )
        ConductAcceptance.objects.create(worker=worker, rules=rules)
        Training.objects.create(worker=worker, completed_on=today, until_on=today + timedelta(days=365))
        ClosenessAnswer.objects.create(worker=worker, answer="none", until_on=today + timedelta(days=365))
        record("account.make", by=None, kind="worker", object=worker.pk, fields=["appointments", "email", "name"])
        made[account.address] = worker
    return made
