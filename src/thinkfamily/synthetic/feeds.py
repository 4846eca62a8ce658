"""The agencies that hand over extracts: whom each knows, which fields it holds, how carefully it writes them down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Agency:
    """One feed.

    Args:
        feed: folder name, as in the event vocabulary.
        title: the agency, in ``feed.toml``.
        prefix: what its record ids begin with.
        holds: share of its records that hold a field at all; a field not named is never held. ``date_of_birth`` of
            adults and children apart where ``date_of_birth_of_adults`` is given.
        careless: how often its data go wrong, against 1 for the average agency.
        lists_everyone: everyone served is listed (``absence_means = "unknown"``).
        days_old: how many days before the as-at date the extract was taken.
        shouts: writes in capitals.
    """

    feed: str
    title: str
    prefix: str
    holds: Mapping[str, float]
    careless: float = 1.0
    lists_everyone: bool = False
    days_old: int = 0
    shouts: bool = False


_NAMED = {"first_name": 1.0, "last_name": 1.0, "middle_names": 0.5, "sex": 0.99, "address": 0.985, "postcode": 0.97}

# What each holds: ours, guesses at common systems. Health knows the NHS number, DWP the National Insurance number,
# schools the pupil number, the police none of them.
AGENCIES = (
    Agency(
        "education",
        "Education",
        "ED",
        _NAMED
        | {
            "date_of_birth": 0.995,
            "date_of_birth_of_adults": 0.06,
            "upn": 0.97,
            "uprn": 0.35,
            "phone": 0.5,
            "email": 0.4,
            "area": 0.95,
            "ethnicity": 0.9,
            "language": 0.8,
            "disability": 0.3,
            "known_as": 1.0,
        },
        careless=0.9,
        lists_everyone=True,
    ),
    Agency(
        "childrens_social_care",
        "Children's Social Care",
        "CS",
        _NAMED
        | {
            "date_of_birth": 0.96,
            "date_of_birth_of_adults": 0.75,
            "nhs_number": 0.35,
            "upn": 0.35,
            "uprn": 0.6,
            "phone": 0.3,
            "area": 0.8,
            "ethnicity": 0.8,
            "disability": 0.5,
            "known_as": 1.0,
            "address_from": 0.4,
        },
    ),
    Agency(
        "early_help",
        "Early Help",
        "EH",
        _NAMED
        | {
            "date_of_birth": 0.92,
            "date_of_birth_of_adults": 0.55,
            "upn": 0.2,
            "phone": 0.5,
            "email": 0.2,
            "uprn": 0.2,
            "known_as": 1.0,
        },
        careless=1.3,
    ),
    Agency(
        "youth_justice",
        "Youth Justice Service",
        "YJ",
        _NAMED | {"date_of_birth": 0.98, "ethnicity": 0.9, "upn": 0.2, "known_as": 1.0, "uprn": 0.2},
    ),
    Agency(
        "police",
        "Fableham Police",
        "PO",
        _NAMED
        | {"date_of_birth": 0.90, "phone": 0.3, "sex": 0.95, "address": 0.93, "middle_names": 0.35, "known_as": 1.0},
        careless=1.6,
        shouts=True,
    ),
    Agency(
        "probation",
        "Probation Service",
        "PB",
        _NAMED | {"date_of_birth": 0.99, "nino": 0.35, "known_as": 1.0},
        days_old=30,
    ),
    Agency(
        "housing",
        "Housing",
        "HS",
        _NAMED
        | {
            "date_of_birth": 0.90,
            "date_of_birth_of_adults": 0.82,
            "nino": 0.45,
            "uprn": 0.95,
            "phone": 0.5,
            "email": 0.3,
            "household_ref": 0.97,
            "area": 0.9,
            "address_from": 0.9,
            "middle_names": 0.2,
        },
    ),
    Agency(
        "revenues",
        "Revenues",
        "RV",
        _NAMED
        | {
            "date_of_birth": 0.22,
            "uprn": 0.92,
            "phone": 0.4,
            "email": 0.4,
            "household_ref": 1.0,
            "sex": 0.3,
            "middle_names": 0.2,
            "area": 0.9,
            "address_from": 0.6,
        },
        careless=1.2,
        shouts=True,
    ),
    Agency(
        "dwp",
        "Department for Work and Pensions",
        "DW",
        _NAMED | {"date_of_birth": 0.99, "nino": 0.985, "household_ref": 0.3, "phone": 0.3, "middle_names": 0.6},
        careless=0.7,
        shouts=True,
    ),
    Agency(
        "health",
        "Integrated Care Board",
        "HE",
        _NAMED
        | {
            "date_of_birth": 0.997,
            "nhs_number": 0.96,
            "phone": 0.4,
            "email": 0.15,
            "ethnicity": 0.7,
            "language": 0.3,
            "disability": 0.2,
            "known_as": 0.5,
            "address_from": 0.3,
            "uprn": 0.25,
        },
        careless=0.8,
        lists_everyone=True,
    ),
    Agency(
        "substance_treatment",
        "Turning Tide",
        "SU",
        _NAMED | {"date_of_birth": 0.95, "nhs_number": 0.6, "known_as": 1.0},
        careless=1.3,
    ),
    Agency(
        "voluntary",
        "Voluntary Sector Partnership",
        "VO",
        _NAMED
        | {"date_of_birth": 0.5, "phone": 0.6, "known_as": 1.0, "middle_names": 0.1, "sex": 0.8, "address": 0.85},
        careless=1.8,
        days_old=30,
    ),
    Agency(
        "adult_social_care",
        "Adult Social Care",
        "AS",
        _NAMED
        | {"date_of_birth": 0.97, "nhs_number": 0.85, "uprn": 0.8, "phone": 0.5, "disability": 0.9, "ethnicity": 0.7},
    ),
    Agency(
        "fire",
        "Fire and Rescue Service",
        "FR",
        _NAMED | {"uprn": 0.97, "phone": 0.5, "sex": 0.2, "middle_names": 0.0},
        careless=1.5,
        days_old=61,
    ),
)
BY_FEED = {agency.feed: agency for agency in AGENCIES}
FEEDS = tuple(agency.feed for agency in AGENCIES)
