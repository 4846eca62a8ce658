"""The demo's directory of services, none of which there is, and families referred to some of them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.directory import actions
from thinkfamily.casework.directory.models import OfferedService, ServiceReferral
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.sharing.actions.decisions import decide, propose
from thinkfamily.casework.site.demo.doing import Home, lead_of

# Whose, its name, what it does, needs, youngest, oldest, room, weeks.
SERVICES = [
    ("DFE-SCHOOLS", "The Invented Breakfast Table", "Breakfast before school.", "education", 4, 16, "room", None),
    ("DFE-SCHOOLS", "Lighthouse Lessons (invented)", "Lessons for who cannot be at school.", "education", 11, 16, "list", 9),
    ("LA-EDU", "Make-believe Morning Walkers", "Somebody walks to school with a child.", "education", 5, 12, "room", None),
    ("NHS", "Cloud Talking Rooms (invented)", "Talking with young people.", "mental_health health", 11, 18, "list", 14),
    ("NHS", "Invented Sleep Clinic", "Help with nights.", "health", 0, 11, "full", None),
    ("NHS", "Fableham Baby Steps", "A nurse for the first year.", "health", 0, 1, "room", None),
    ("NHS", "Paper Boat Counselling (invented)", "Talking with adults.", "mental_health", 18, None, "list", 20),
    ("VCS", "Imaginary Good Neighbours", "A neighbour who comes by each week.", "other", None, None, "room", None),
    ("VCS", "The Toy Boat Club", "An afternoon by the pond.", "other", 5, 12, "room", None),
    ("VCS", "Pretend Pantry", "Food for a week, and how to make it last.", "benefits", None, None, "room", None),
    ("VCS", "Invented Fresh Start", "A group for who wants to drink less.", "substance_misuse", 18, None, "room", None),
    ("LA-HSG", "Castle in the Air Housing Advice", "Before a home is lost.", "housing", 16, None, "room", None),
    ("RSL", "Invented Repairs Line", "Mould, heating, locks.", "housing", 18, None, "list", 3),
    ("DWP", "Make-believe Job Club", "Looking for work together.", "benefits", 16, None, "room", None),
    ("LA-ASC", "Invented Carers’ Break", "A day off for who cares for somebody.", "social_care", 18, None, "list", 6),
    ("LA-CSC", "Paper Kite Parenting (invented)", "Ten evenings for parents.", "social_care other", 16, None, "room", None),
    ("CJS", "Invented Second Chance Yard", "Bicycles, mended together.", "police education", 10, 17, "room", None),
    ("FIRE", "Pretend Safe at Home Visit", "Smoke alarms, fitted.", "housing other", None, None, "room", None),
    ("family-help", "Fableham Quiet Hour", "An hour with nobody asking anything.", "domestic_abuse", 16, None, "room", None),
    ("family-help", "Fableham Money Table", "Letters opened together.", "benefits housing", 16, None, "room", None),
    ("family-help", "Fableham Homework Kitchen", "Homework, and soup.", "education", 6, 16, "list", 2),
]  # fmt: skip
ALL_WEEK = "Ring the duty line 01632 960000 (invented)."
# What families of the borough are referred to, in turns: services of the programme's own agency, told without a decision.
BY_TURNS = [("Fableham Homework Kitchen", "education"), ("Fableham Money Table", "housing")]
ANSWERS = [
    actions.Answer("accept"),
    actions.Answer("decline", declined_why="full", because="No place before the summer."),
    actions.Answer("accept"),
]


def fill_directory(keeper: Worker) -> None:
    """Put every service into the directory, unless they are there."""
    if OfferedService.objects.exists():
        return
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    for code, name, does, needs, youngest, oldest, room, weeks in SERVICES:
        words = actions.Words(
            name=name,
            description=does,
            categories=needs.split(),
            application_process=ALL_WEEK,
            minimum_age=youngest,
            maximum_age=oldest,
            room=room,
            waiting_weeks=weeks,
        )
        actions.add_service(agencies[code], words, by=keeper)


def confirm_lately(keeper: Worker) -> None:
    """Confirm all services but two, which nobody has looked at for long."""
    for service in OfferedService.objects.select_related("agency")[2:]:
        actions.confirm_service(service, room=service.room, waiting_weeks=service.waiting_weeks, by=keeper)


def refer_by_turns(home: Home) -> None:
    """Refer a family of the borough to a service of the programme's own agency."""
    name, category = BY_TURNS[home.number % len(BY_TURNS)]
    asked = actions.Asked(
        category=category,
        how="we",
        says="agrees",
        told="They would come on Tuesdays, and want to meet somebody first.",
        answer_by_on=timezone.localdate() + timedelta(days=10),
    )
    actions.refer(home.fresh(), OfferedService.objects.get(name=name), asked, by=lead_of(home))


def answered_by_turns(home: Home) -> None:
    """What the service says; of every fourth family nothing, so that it is late."""
    row = ServiceReferral.objects.filter(case=home.case, state="sent").first()
    if row is not None and home.number % 4:
        answer = ANSWERS[home.number % len(ANSWERS)]
        actions.answer_referral(home.family, row.pk, answer, by=lead_of(home))


def refer_by_decision(family: Family, lead: Worker, workers: dict[str, Worker]) -> None:
    """One referral by a sharing decision, one where the family gets in touch itself, and a need that nothing answers."""
    case, soon = Case.objects.get(family=family), timezone.localdate() + timedelta(days=10)
    school = Agency.objects.get(code="DFE-SCHOOLS")
    told = propose(
        family,
        from_agency=Agency.objects.get(is_home=True),
        to_agency=school,
        categories=["education"],
        purpose="A breakfast place before school",
        is_family_told=True,
        power_code="ca2004_s10",
        lawful_basis="public_task",
        necessity="The club can keep a place only for somebody whom it knows of.",
        until_on=timezone.localdate() + timedelta(days=180),
        by=lead,
    )
    decide(told, share=True, because="The family asked for it; mornings and no more.", by=workers["second.manager"])
    for name, category, how, words in (
        (
            "The Invented Breakfast Table",
            "education",
            "we",
            "A place on school days from next week; they know the way.",
        ),
        ("Imaginary Good Neighbours", "other", "family", ""),
    ):
        asked = actions.Asked(category=category, how=how, says="agrees", told=words, answer_by_on=soon)
        actions.refer(case, OfferedService.objects.get(name=name), asked, by=lead)
    actions.record_unmet(case, category="health", why="full", by=lead)
