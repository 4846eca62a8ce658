"""What a plan asks besides a power: a case that takes part, and an owner who may see what is asked of them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.access.scope import ENFORCING, marks_on, sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.families.taking_part import TAKING_PART

COMPARTMENT = "domestic_abuse"


def takes_part(case: Any) -> bool:
    """Whether the family of a case takes part, so that there can be a plan with it."""
    return case is not None and case.state in TAKING_PART


def worker_could_see(worker: Any, family: Any, *, category: str, audience: str) -> bool:
    """Whether a worker who is asked something could see it: what is asked of somebody is disclosed to them."""
    standing = standing_of(worker)
    marks = marks_on(standing, family)
    if marks.holds(standing, "family.read"):
        seen = sight(standing, family)
        # What a decision opens of named people or items alone opens nothing that is yet to be asked.
        is_shared = seen.sees_the_teams or any(
            agency is None and category in categories and not people and not items
            for agency, categories, people, items in seen.granted
        )
        is_apart = category == COMPARTMENT and not seen.opens_compartment
        return audience in seen.audiences and is_shared and not is_apart
    # A volunteer or a mentor reads no file: only what is asked of them, and nothing that is kept close.
    return marks.holds(standing, "plan.answer") and audience != "team" and category != COMPARTMENT


def agency_could_see(agency: Any, family: Any, *, category: str, audience: str) -> bool:
    """Whether the workers of an agency on the team around a family could see what is asked of it."""
    if agency.is_home:
        return True
    if audience == "team" or category == COMPARTMENT:
        return False
    if agency.kind not in ENFORCING:
        return True
    grants = Grant.objects.filter(
        within(timezone.localdate()), family=family, to_agency=agency, from_agency__is_home=True
    )
    return any(grant.opens(category) for grant in grants)


def person_could_see(person: Any, *, category: str, audience: str, hidden_from: Any) -> bool:
    """Whether a member of the family may be shown what is asked of them."""
    return audience == "family" and category != COMPARTMENT and person.pk not in {one.pk for one in hidden_from}
