"""What the directory asks besides a power: whose service it is, and by which decision its agency may be told something."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.agencies.models import Agency, within


def agencies_kept(by: Any) -> QuerySet[Agency]:
    """The agencies whose services a worker keeps: their own; whoever is of the agency that runs the programme, all."""
    active = Agency.objects.filter(is_active=True)
    if by.agency is not None and by.agency.is_home:
        return active
    return active.filter(pk=by.agency_id) if by.agency_id is not None else active.none()


def keeps(by: Any, service: Any) -> bool:
    """Whether what is said of a service is theirs to keep, if they keep services at all."""
    return by.agency is not None and (by.agency.is_home or by.agency_id == service.agency_id)


def grant_to_tell(family: Any, agency: Any, *, category: str, person: Any = None) -> Grant | None:
    """The grant by which another agency may be told of something of a category; None where no decision in force opens it.

    It is asked of every agency but the one that runs the programme, whatever its kind: a service that is referred to has
    no part in the work with the family yet. What is opened of single items alone opens nothing that is yet to be told.
    """
    rows = Grant.objects.filter(
        within(timezone.localdate()), family=family, to_agency=agency, from_agency__is_home=True
    )
    about = person.pk if person is not None else None
    fitting = (grant for grant in rows.order_by("from_on", "pk") if grant.opens(category, person=about))
    return next(fitting, None)
