"""Fills a site with many invented families at once, for measuring: written in bulk, past the actions."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from thinkfamily.casework.access.models import Grant, Involvement
from thinkfamily.casework.agencies.models import (
    Agency,
    Appointment,
    ConductAcceptance,
    ConductRules,
    Team,
    Training,
    Worker,
)
from thinkfamily.casework.cases.models import AGREED, Case
from thinkfamily.casework.families.models import (
    Address,
    CostBand,
    Coverage,
    Event,
    Family,
    KinTie,
    Member,
    NameToken,
    Need,
    Person,
    Service,
    Statement,
    Supply,
)
from thinkfamily.casework.families.search_index import tokens_of

FAMILIES_A_LEAD = 12
FAMILIES_A_TEAM = 120
# How often the commonest of surnames comes up, and how many homes share a postcode: about as in England.
A_SMITH_IN, HOMES_A_POSTCODE = 40, 15
SOURCES = ("education", "police", "health", "housing", "benefits", "social_care")


def fill(families: int, seed: int = 1) -> list[str]:
    """Make families with four people, twenty events and the rest; the addresses of their leads."""
    chance = random.Random(seed)
    home = Agency.objects.create(code="family_help", name="Family Help", kind="council", is_home=True)
    sources = [Agency.objects.create(code=code, name=code.replace("_", " ").title(), kind="other") for code in SOURCES]
    teams = Team.objects.bulk_create(
        Team(name=f"Team {n}", capacity=150) for n in range(-(-families // FAMILIES_A_TEAM))
    )
    leads = _workers(home, teams, -(-families // FAMILIES_A_LEAD))
    supply = Supply.objects.create(
        packet_id="bench",
        kind="case_update",
        series="bench",
        purpose="to measure",
        as_at=date(2026, 9, 30),
        is_synthetic=True,
        brought_by=leads[0].pk,
    )
    day = date(2026, 9, 30)
    Coverage.objects.bulk_create(
        Coverage(
            supply=supply,
            agency=source,
            feed=source.code,
            extract_on=day,
            covers_from=date(2023, 10, 1),
            covers_until=date(2026, 10, 1),
            absence_means="no",
            is_late=False,
        )
        for source in sources
    )
    made = [
        Family(
            reference=f"B{number:07d}",
            team=teams[number // FAMILIES_A_TEAM],
            area=f"Ward {number % 20}",
            made_by=leads[0].pk,
            supply=supply,
            summary="They live with their children and ask for help with school. " * 3,
            summary_by=leads[number // FAMILIES_A_LEAD].pk,
            summary_at=timezone.now(),
        )
        for number in range(families)
    ]
    Family.objects.bulk_create(made, batch_size=2000)
    Case.objects.bulk_create(
        [
            Case(family=one, state=AGREED, programme="family_help_2025", why="to measure", opened_by=leads[0].pk)
            for one in made
        ],
        batch_size=2000,
    )
    rows: dict[type[Any], list[Any]] = {}

    def add(row: Any) -> None:
        rows.setdefault(type(row), []).append(row)

    for number, family in enumerate(made):
        people = [
            Person(
                first_name=f"P{number}x{n}",
                last_name="Smith" if number % A_SMITH_IN == 0 else f"Bench{number % 997}",
                date_of_birth=date(1985 + 9 * n, 1 + n, 3),
            )
            for n in range(4)
        ]
        for n, person in enumerate(people):
            add(person)
            homes = []
            if n == 0:
                homes = [Address(person=person, text=f"{number} Invented Street", postcode=_postcode(number))]
                add(homes[0])
            for kind, token in sorted(set(tokens_of(person, homes))):
                add(NameToken(person=person, kind=kind, token=token))
            role = "adult" if n < 2 else "child"
            add(
                Member(
                    family=family, person=person, role=role, residence="with_children", known_by="stated by a school"
                )
            )
        for child in people[2:]:
            add(KinTie(family=family, person=people[0], other=child, kind="parent", known_by="stated by a school"))
        about = {"family": family, "supply": supply, "recorded_at": timezone.now()}
        for n in range(6):
            source = sources[n]
            add(
                Need(
                    **about,
                    person=people[n % 4],
                    agency=source,
                    category=source.code,
                    criterion=f"c{n}",
                    heading="education",
                    says="A child misses school.",
                    answer="yes" if n < 4 else "unknown",
                    from_on=day - timedelta(days=90),
                )
            )
            add(
                Service(
                    **about, agency=source, category=source.code, name=f"Service {n}", from_on=day - timedelta(days=200)
                )
            )
            add(CostBand(**about, agency=source, category=source.code, band="£1,000 to £4,999"))
            add(
                Grant(
                    family=family,
                    from_agency=source,
                    to_agency=home,
                    categories=[source.code],
                    decision_id=uuid.uuid4(),
                )
            )
        for _ in range(20):
            source = chance.choice(sources)
            add(
                Event(
                    **about,
                    person=chance.choice(people),
                    agency=source,
                    category=source.code,
                    event="e",
                    title="Something happened",
                    from_on=day - timedelta(days=chance.randrange(1000)),
                )
            )
        add(
            Statement(
                family=family, category="other", kind="strength", text="They keep trying.", recorded_by=leads[0].pk
            )
        )
        add(
            Involvement(
                family=family,
                worker=leads[number // FAMILIES_A_LEAD],
                role="adult_lead",
                because="to measure",
                from_on=day,
            )
        )
        if number % 1000 == 999:
            _write(rows)
    _write(rows)
    return [lead.email for lead in leads]


def _postcode(number: int) -> str:
    """The postcode of one family's home, which fifteen share: ZZ1 1AA is that of the first."""
    street = number // HOMES_A_POSTCODE
    inward = f"{street // 676 % 9 + 1}{chr(65 + street // 26 % 26)}{chr(65 + street % 26)}"
    return f"ZZ{street // 6084 + 1} {inward}"


def _workers(home: Agency, teams: list[Team], number: int) -> list[Worker]:
    rules = ConductRules.objects.create(version=1, text="Look only where you must.")
    leads = [Worker(email=f"lead{n}@example.org", name=f"Lead {n}", agency=home, password="!") for n in range(number)]
    Worker.objects.bulk_create(leads, batch_size=2000)
    day = timezone.localdate()
    Appointment.objects.bulk_create(
        Appointment(
            worker=lead, role="adult_lead", team=teams[n * FAMILIES_A_LEAD // FAMILIES_A_TEAM], because="to measure"
        )
        for n, lead in enumerate(leads)
    )
    ConductAcceptance.objects.bulk_create(ConductAcceptance(worker=lead, rules=rules) for lead in leads)
    Training.objects.bulk_create(
        Training(worker=lead, completed_on=day, until_on=day + timedelta(days=365)) for lead in leads
    )
    Authenticator.objects.bulk_create(
        Authenticator(user=lead, type=Authenticator.Type.TOTP, data={"secret": "an invented secret"}) for lead in leads
    )
    return leads


def _write(rows: dict[type[Any], list[Any]]) -> None:
    for model in (Person, *(model for model in list(rows) if model is not Person)):
        model.objects.bulk_create(rows.pop(model, []), batch_size=2000)
