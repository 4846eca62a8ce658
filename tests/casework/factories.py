"""Obviously invented agencies, workers and families, made straight in the database: the state that a test starts from.

Everything a test is about goes through actions, never through here.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from thinkfamily.casework.access.models import Conflict, Grant, Involvement, Opening, Restriction
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
from thinkfamily.casework.cases.models import AGREED, Case
from thinkfamily.casework.families.models import Event, Family, Member, Need, Person, Service, Statement

_number = count(1)
PASSWORD = "obviously-invented-1"


def agency(code: str = "family_help", *, name: str = "", kind: str = "council", is_home: bool = False) -> Agency:
    """An agency by its code, made once a test."""
    made, _ = Agency.objects.get_or_create(
        code=code, defaults={"name": name or code.replace("_", " ").title(), "kind": kind, "is_home": is_home}
    )
    return made


def team(name: str = "Northside") -> Team:
    """An area team by its name, made once a test."""
    made, _ = Team.objects.get_or_create(name=name, defaults={"wards": ["Fable North"], "capacity": 60})
    return made


def worker(role: str | None = None, *, at: Agency | None = None, of: Team | None = None, **fields: Any) -> Worker:
    """A worker who may enter (rules, training, a second factor, nobody close), holding one role or none, in a team or all."""
    number = next(_number)
    made = Worker.objects.create_user(
        f"worker{number}@example.org",
        PASSWORD,
        name=f"Worker Invented{number}",
        agency=at or agency(is_home=True),
        **fields,
    )
    if role:
        Appointment.objects.create(worker=made, role=role, team=of, because="a test")
    rules, _ = ConductRules.objects.get_or_create(version=1, defaults={"text": "Be kind. Look only where you must."})
    ConductAcceptance.objects.create(worker=made, rules=rules)
    today = timezone.localdate()
    Training.objects.create(worker=made, completed_on=today, until_on=today + timedelta(days=365))
    ClosenessAnswer.objects.create(worker=made, answer="none", until_on=today + timedelta(days=365))
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": "an invented secret"})
    return made


def person(first: str = "", last: str = "Testperson", born: date | None = date(2014, 5, 1), **fields: Any) -> Person:
    """A person with an invented name."""
    return Person.objects.create(
        first_name=first or f"Kid{next(_number)}", last_name=last, date_of_birth=born, **fields
    )


def family(*members: Person, of: Team | None = None, state: str = AGREED, **fields: Any) -> Family:
    """A family with its case; without members, one adult and one child are made."""
    number = next(_number)
    made = Family.objects.create(reference=f"FT-{number:04d}", team=of or team(), made_by=uuid.uuid4(), **fields)
    people = members or (person("Ada", born=date(1990, 2, 3)), person("Kit"))
    for one in people:
        is_child = one.date_of_birth is None or one.date_of_birth > date(2008, 9, 30)
        Member.objects.create(
            family=made,
            person=one,
            role="child" if is_child else "adult",
            residence="with_children",
            known_by="stated by a school",
        )
    Case.objects.create(family=made, state=state, programme="family_help_2025", why="a test", opened_by=uuid.uuid4())
    return made


def involve(who: Worker, with_family: Family, role: str, *, until: date | None = None) -> Involvement:
    """A worker's part in a family's case, from yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return Involvement.objects.create(
        worker=who, family=with_family, role=role, from_on=yesterday, until_on=until, because="a test"
    )


def restrict(one: Family, custodian: Worker, *named: Worker, category: str = "witness") -> Restriction:
    """A restriction in force."""
    made = Restriction.objects.create(
        family=one,
        category=category,
        custodian=custodian,
        because="a test",
        set_by=custodian.pk,
        review_by_on=timezone.localdate() + timedelta(days=90),
    )
    made.named.set(named)
    return made


def conflict(who: Worker, with_family: Family) -> Conflict:
    """A worker kept from a family."""
    return Conflict.objects.create(worker=who, family=with_family, kind="relative", recorded_by=who.pk)


def opened(who: Worker, of: Family, minutes: int = 60) -> Opening:
    """An emergency opening in use."""
    now = timezone.now()
    return Opening.objects.create(
        worker=who,
        family=of,
        reason="a test",
        minutes=minutes,
        decided_by=uuid.uuid4(),
        decided_at=now,
        is_allowed=True,
        opens_at=now,
        ends_at=now + timedelta(minutes=minutes),
        review_due_on=timezone.localdate() + timedelta(days=2),
    )


def grant(of: Family, source: Agency, to: Agency, *categories: str) -> Grant:
    """A grant in force, as an approved sharing decision opens it."""
    return Grant.objects.create(
        family=of, from_agency=source, to_agency=to, categories=list(categories), decision_id=uuid.uuid4()
    )


def need(of: Family, source: Agency | None = None, category: str = "education", **fields: Any) -> Need:
    """A need met."""
    defaults = {
        "criterion": "persistent_absence",
        "heading": "education",
        "says": "A child misses school.",
        "answer": "yes",
    }
    return Need.objects.create(family=of, agency=source, category=category, **(defaults | fields))


def event(of: Family, source: Agency | None = None, category: str = "education", **fields: Any) -> Event:
    """An event on the timeline."""
    defaults = {"event": "exclusion_fixed", "title": "Suspension from school", "from_on": date(2026, 5, 4)}
    return Event.objects.create(family=of, agency=source, category=category, **(defaults | fields))


def service(of: Family, source: Agency | None = None, category: str = "education", **fields: Any) -> Service:
    """A service active with the family."""
    defaults = {"name": "Attendance team", "from_on": date(2026, 1, 5)}
    return Service.objects.create(family=of, agency=source, category=category, **(defaults | fields))


def statement(of: Family, text: str = "Something recorded.", category: str = "other", **fields: Any) -> Statement:
    """A statement recorded by the team."""
    return Statement.objects.create(family=of, category=category, **({"kind": "fact", "text": text} | fields))
