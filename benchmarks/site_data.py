"""Fills a site with many invented families at once, for measuring: written in bulk, past the actions."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from benchmarks.site_work import add_own, add_requests, add_work, case_of
from django.utils import timezone

from thinkfamily.casework.access.models import Grant, Involvement, Restriction
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
from thinkfamily.casework.cases.models import Case
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
# In how many families the adults have the commonest of surnames: of people twice as many as in England, so that 600 families
# fill a page of a search. And how many homes share a postcode, about as there.
A_SMITH_IN, HOMES_A_POSTCODE, ADULTS = 20, 15, 2
# How often the commonest of first names comes up among them, and how many families there are for one whose file is restricted.
AN_ALEX_IN, A_RESTRICTED_IN = 2, 100
SOURCES = ("education", "police", "health", "housing", "benefits", "social_care")


def fill(families: int, seed: int = 1) -> dict[str, list[str]]:
    """Make families with four people, twenty events, two months of work and the rest; the addresses of their workers by role."""
    chance = random.Random(seed)
    home = Agency.objects.create(code="family_help", name="Family Help", kind="council", is_home=True)
    sources = [Agency.objects.create(code=code, name=code.replace("_", " ").title(), kind="other") for code in SOURCES]
    teams = Team.objects.bulk_create(
        Team(name=f"Team {n}", capacity=150) for n in range(-(-families // FAMILIES_A_TEAM))
    )
    leads, managers, partners, others = _workers(home, sources[2], teams, families)
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
    cases = [case_of(number, one, leads[0].pk) for number, one in enumerate(made)]
    Case.objects.bulk_create(cases, batch_size=2000)
    rows: dict[type[Any], list[Any]] = {}

    def add(row: Any) -> None:
        rows.setdefault(type(row), []).append(row)

    for number, family in enumerate(made):
        people = [
            Person(
                first_name=f"P{number}x{n}",
                last_name="Smith" if number % A_SMITH_IN == 0 and n < ADULTS else f"Bench{number % 997}",
                known_as="Alex" if n == 0 and number % AN_ALEX_IN == 0 else "",
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
            role = "adult" if n < ADULTS else "child"
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
        lead = leads[number // FAMILIES_A_LEAD]
        part = Involvement(family=family, worker=lead, role="adult_lead", because="to measure", from_on=day)
        add(part)
        # Whoever leads it keeps it, so that their pages stay what they are.
        if number % A_RESTRICTED_IN == A_RESTRICTED_IN - 1:
            add(
                Restriction(
                    family=family,
                    category="safe_address",
                    custodian=lead,
                    because="to measure",
                    set_by=lead.pk,
                    review_by_on=day + timedelta(days=90),
                )
            )
        add_work(add, number, cases[number], people, part, partners[number // FAMILIES_A_TEAM])
        if number % 1000 == 999:
            _write(rows)
    add_requests(add, families, sources[2])
    for number, lead in enumerate(leads):
        add_own(add, lead, managers[number * FAMILIES_A_LEAD // FAMILIES_A_TEAM])
    _write(rows)
    every = {"lead": leads, "manager": managers, "partner": partners, "triage": others[:1], "desk": others[1:]}
    return {role: [worker.email for worker in workers] for role, workers in every.items()}


def _postcode(number: int) -> str:
    """The postcode of one family's home, which fifteen share: ZZ1 1AA is that of the first."""
    street = number // HOMES_A_POSTCODE
    inward = f"{street // 676 % 9 + 1}{chr(65 + street // 26 % 26)}{chr(65 + street % 26)}"
    return f"ZZ{street // 6084 + 1} {inward}"


def _workers(
    home: Agency, other: Agency, teams: list[Team], families: int
) -> tuple[list[Worker], list[Worker], list[Worker], list[Worker]]:
    """Leads by their families; a manager and a partner professional for each team; who looks at requests, and the desk."""
    rules = ConductRules.objects.create(version=1, text="Look only where you must.")

    def some(role: str, number: int, of: Agency) -> list[Worker]:
        return [
            Worker(email=f"{role}{n}@example.org", name=f"{role.title()} {n}", agency=of, password="!")
            for n in range(number)
        ]

    leads, managers = some("lead", -(-families // FAMILIES_A_LEAD), home), some("manager", len(teams), home)
    partners, others = some("partner", len(teams), other), [*some("triage", 1, home), *some("desk", 1, home)]
    every = [*leads, *managers, *partners, *others]
    Worker.objects.bulk_create(every, batch_size=2000)
    held = [(lead, "adult_lead", teams[n * FAMILIES_A_LEAD // FAMILIES_A_TEAM]) for n, lead in enumerate(leads)]
    held += [(one, "manager", team) for one, team in zip(managers, teams, strict=True)]
    held += [(one, "partner", None) for one in partners]
    held += [(others[0], "triage", None), (others[1], "desk_analyst", None)]
    day = timezone.localdate()
    Appointment.objects.bulk_create(
        Appointment(worker=worker, role=role, team=team, because="to measure") for worker, role, team in held
    )
    ConductAcceptance.objects.bulk_create(ConductAcceptance(worker=worker, rules=rules) for worker in every)
    ClosenessAnswer.objects.bulk_create(
        ClosenessAnswer(worker=worker, answer="none", until_on=day + timedelta(days=365)) for worker in every
    )
    Training.objects.bulk_create(
        Training(worker=worker, completed_on=day, until_on=day + timedelta(days=365)) for worker in every
    )
    Authenticator.objects.bulk_create(
        Authenticator(user=worker, type=Authenticator.Type.TOTP, data={"secret": "an invented secret"})
        for worker in every
    )
    return leads, managers, partners, others


def _write(rows: dict[type[Any], list[Any]]) -> None:
    for model in (Person, *(model for model in list(rows) if model is not Person)):
        model.objects.bulk_create(rows.pop(model, []), batch_size=2000)
