"""What of the desk a worker may see: never what is past its day, never their own family or relatives.

The two stores cannot be joined. Handles and fingerprints are looked up in the one and then asked of the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from thinkfamily.casework.access.models import Conflict, DeclaredMark, RelativeDeclared, Restriction
from thinkfamily.casework.consideration.models import Candidate, Decision, Print
from thinkfamily.casework.families.models import Family, Member, Person


def visible(worker: Any) -> QuerySet[Candidate]:
    """One row per candidate that a worker may see: in date, not yet taken up, no relative's, and of no restricted file.

    A file can be restricted after the packet was laid here. Nobody sees its candidate then, and its day purges it.
    """
    apart = [*_near_to(worker), *kept_apart()]
    near = Print.objects.filter(candidate=OuterRef("pk"), fingerprint__in=apart)
    taken = Decision.objects.filter(candidate=OuterRef("pk"), promoted_at__isnull=False)
    return Candidate.objects.filter(~Exists(near), ~Exists(taken), packet__purge_on__gt=timezone.localdate())


def in_casework(handles: Iterable[str]) -> set[str]:
    """Those of some handles that name a family in casework."""
    found = Family.objects.filter(handle__in=list(handles)).values_list("handle", flat=True)
    return {str(handle) for handle in found}


def kept_apart() -> set[str]:
    """Handles of the people whose file is restricted: none of them is laid on the desk, or named in feedback."""
    restricted = Restriction.objects.filter(family=OuterRef("family"), lifted_at__isnull=True)
    members = Member.objects.filter(Exists(restricted), person__handle__isnull=False)
    return {str(handle) for handle in members.values_list("person__handle", flat=True)}


def _near_to(worker: Any) -> list[str]:
    """By what those close to a worker are known again: whom they declared, who is near, and the members of families kept from them.

    At the desk who is near is kept apart without anybody deciding: a colleague decides on the candidate instead.
    """
    families = Conflict.objects.filter(worker=worker).values("family")
    people = Person.objects.filter(Q(memberships__family__in=families), handle__isnull=False)
    declared = RelativeDeclared.objects.filter(worker=worker).values_list("fingerprint", flat=True)
    near = DeclaredMark.objects.filter(declared__worker=worker).values_list("mark", flat=True)
    return [*declared, *near, *(str(handle) for handle in people.values_list("handle", flat=True))]
