"""Requests for help that tests start from, made as people make them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.referrals import actions
from thinkfamily.casework.referrals.actions import Asked, Somebody
from thinkfamily.casework.referrals.models import Referral

FIRST, LAST, BORN = "Quillon", "Farthingale", date(2013, 4, 5)
TOLD = "Thank you. We have written to the family."


def somebody(first: str = FIRST, last: str = LAST, born: date | None = BORN, role: str = "child") -> Somebody:
    """A person whom a request is about."""
    return Somebody(role, first, last, born)


def asked(*people: Somebody, by: Any = None, **told: Any) -> Referral:
    """A request of a school for one child, unless something else is said."""
    by = by or make.worker("partner", at=make.agency("school", kind="school"))
    given = {"route": "agency", "urgency": "days", "happening": "Mornings are hard.", "categories": ["education"]}
    return actions.ask(Asked(**(given | told), people=people or (somebody(),)), by=by)


def screened(referral: Referral, by: Any, *, about: str = "new", has_looked: bool = True) -> Referral:
    """A request that is being looked at, with the search made and judged."""
    actions.screen(referral, by=by)
    if has_looked:
        actions.search(referral, by=by)
        actions.judge(referral, about=about, by=by)
    return Referral.objects.get(pk=referral.pk)


def long_ago(referral: Referral, days: int) -> None:
    """Make a request older."""
    Referral.objects.filter(pk=referral.pk).update(made_at=timezone.now() - timedelta(days=days))
