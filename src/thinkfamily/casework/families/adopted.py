"""Whose identities nobody joins: a child's before an adoption and after it are two people here, for good.

Which of an agency's restrictions somebody is under no packet tells, and the strictest reading stands: whoever is under one may be
adopted. So may everybody of a file that is restricted here for an adoption.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thinkfamily.casework.access.models import Restriction
from thinkfamily.casework.families.models import Member, Person


def may_be_adopted(people: Iterable[Person]) -> bool:
    """Whether the identity of one of some people may be that of an adopted child: one query at most."""
    every = list(people)
    if any(person.is_restricted for person in every):
        return True
    kept = Restriction.objects.filter(category="adoption", lifted_at__isnull=True).values("family")
    return Member.objects.filter(person__in=every, family__in=kept).exists()


def is_of_adoption(family: Any) -> bool:
    """Whether a family's file is restricted here for an adoption: whoever joins it may be met by what they were before."""
    return Restriction.objects.filter(category="adoption", lifted_at__isnull=True, family=family).exists()
