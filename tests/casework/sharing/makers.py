"""What tests of sharing start from: agencies, a family with a lead, a manager and a partner, and whole proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.sharing import actions
from thinkfamily.casework.sharing.models import SharingAgreement, SharingDecision


@dataclass
class Borough:
    """One family of one team, and those who work with it."""

    home: Any
    school: Any
    police: Any
    health: Any
    family: Any
    lead: Any
    manager: Any
    governance: Any
    teacher: Any
    bringer: Any


def borough() -> Borough:
    """A family that the team leads, with a teacher on the team around it."""
    home = make.agency(is_home=True)
    school = make.agency("education", kind="school")
    family = make.family()
    lead, teacher = make.worker("adult_lead"), make.worker("partner", at=school)
    make.involve(lead, family, "adult_lead")
    make.involve(teacher, family, "partner")
    return Borough(
        home=home,
        school=school,
        police=make.agency("police", kind="police"),
        health=make.agency("nhs", kind="health"),
        family=family,
        lead=lead,
        manager=make.worker("manager", of=make.team()),
        governance=make.worker("governance"),
        teacher=teacher,
        bringer=make.worker("matching_lead"),
    )


def later(days: int) -> Any:
    """A clock that tells the same hour some days on, within."""
    return time_machine.travel(timezone.now() + timedelta(days=days))


def in_days(days: int) -> Any:
    """A day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


def terms(**changed: Any) -> dict[str, Any]:
    """All that a proposal to share needs, the two agencies apart."""
    return {
        "categories": ["education"],
        "purpose": "To plan help at home and at school together",
        "power_code": "ca2004_s10",
        "lawful_basis": "public_task",
        "necessity": "The plan cannot be made without it, and no more is asked for.",
        "is_family_told": True,
        "until_on": in_days(90),
        **changed,
    }


def proposed(at: Borough, by: Any = None, **changed: Any) -> SharingDecision:
    """A proposal that the school's information come in, made by the lead."""
    agencies = {"from_agency": at.school, "to_agency": at.home}
    return actions.propose(at.family, by=by or at.lead, **(agencies | terms(**changed)))


def approved(at: Borough, **changed: Any) -> SharingDecision:
    """The same, approved by the manager, or by information governance where it is of health."""
    decision = proposed(at, **changed)
    return actions.decide(decision, share=True, because="It is needed.", by=at.governance)


def standing_agreement(at: Borough, *, by: Any = None, **changed: Any) -> SharingAgreement:
    """A standing agreement by which the school discloses to the programme for ninety days."""
    given: dict[str, Any] = {
        "reference": "ISA-1",
        "from_agency": at.school,
        "to_agency": at.home,
        "power": "Children Act 2004, section 10",
        "purpose": "Whole-family support",
        "lawful_basis": "public_task",
        "necessity": "The team cannot plan without knowing of absence.",
        "categories": ["education", "other"],
        "expires_on": in_days(90),
    }
    return actions.add_agreement(by=by or at.governance, **(given | changed))
