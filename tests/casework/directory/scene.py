"""A directory of a few services, and a family that can be referred to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.casework import factories as make
from tests.casework.plans.seeded import Seeded, day, seeded
from tests.casework.sharing import makers
from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.directory import actions
from thinkfamily.casework.directory.models import OfferedService, ServiceReferral

WORDS = actions.Words(
    name="Breakfast club",
    description="Breakfast, and somebody to talk to.",
    categories=["education"],
    application_process="Ring the invented duty line.",
    minimum_age=4,
    maximum_age=16,
    room="room",
)


def keeper(at: Agency) -> Any:
    """Whoever keeps the services of an agency."""
    return make.worker("service_keeper", at=at)


def service(at: Agency, **changed: Any) -> OfferedService:
    """A service of an agency, kept by its keeper."""
    return actions.add_service(at, replace(WORDS, **changed), by=keeper(at))


def shared(s: Seeded, to: Agency, *categories: str) -> Grant:
    """What a sharing decision of the home agency opens to another."""
    home = make.agency(is_home=True)
    at = makers.Borough(
        home, s.school, s.school, s.school, s.family, s.lead, s.manager, make.worker("governance"), None, None
    )
    decision = makers.approved(at, from_agency=home, to_agency=to, categories=list(categories))
    return Grant.objects.get(decision_id=decision.pk)


def asked(**changed: Any) -> actions.Asked:
    """A referral that lacks nothing."""
    usual = actions.Asked(
        category="education", how="we", says="agrees", answer_by_on=day(10), told="Kit is late most mornings."
    )
    return replace(usual, **changed)


def referred(s: Seeded, **changed: Any) -> ServiceReferral:
    """The family, referred to a service of the school by a sharing decision."""
    shared(s, s.school, "education")
    return actions.refer(s.case, service(s.school), asked(**changed), by=s.lead)


__all__ = ["Seeded", "asked", "day", "keeper", "referred", "seeded", "service", "shared"]
