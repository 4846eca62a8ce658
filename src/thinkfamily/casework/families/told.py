"""What tells where somebody of a family must not be found, which of its safe addresses that is, and whom it is put before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.queries.recipients import governance_of, kept_from, managers_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Address, Member, SafeAddress
from thinkfamily.casework.families.place_words import gives_away, letters

# The kind of what is quarantined and is no item, but one text of something else.
TEXT = "text"


def can_be_named(family: Any) -> QuerySet[Worker]:
    """Workers who could read a safe address of this family if they are named: its leads, managers and governance."""
    leads = Involvement.objects.filter(leading(timezone.localdate()), family=family).values("worker")
    reachable = (
        Q(pk__in=leads) | Q(pk__in=managers_of(family).values("pk")) | Q(pk__in=governance_of(family).values("pk"))
    )
    return Worker.objects.filter(reachable, is_active=True).exclude(pk__in=kept_from(family).values("pk"))


@sensitive_variables()
def is_told_in(family: Any, *texts: str) -> bool:
    """Whether a text that others will read gives away where somebody of a family must not be found.

    Asked by whatever takes a text to be sent or shown to several: a place, a paragraph of minutes. It looks at the safe
    addresses in use of everybody of the family, whichever file they are kept on, and at the open ones of members whose
    address an agency restricts. It tells which of these to nobody.
    """
    return told_by(family, *texts) is not None


@sensitive_variables()
def told_by(family: Any, *texts: str) -> list[UUID] | None:
    """The safe addresses that some texts give away, as `is_told_in`; none of them where only one that an agency restricts is.

    None where they give away nothing.
    """
    said = [letters(text) for text in texts if text]
    if not any(said):
        return None
    members = Member.objects.filter(family=family).values("person")
    safe = SafeAddress.objects.filter(Q(family=family) | Q(person__in=members), ended_at=None)
    found = [row.pk for row in safe if gives_away(row.text, said)]
    restricted = Address.objects.filter(person__in=members, person__is_restricted=True)
    open_ones = [f"{text}, {postcode}" for text, postcode in restricted.values_list("text", "postcode")]
    return found if found or any(gives_away(place, said) for place in open_ones) else None


def hides_address(family: Any) -> bool:
    """Whether somebody of a family must not be found, whichever file that is kept on: then nothing shows where it lives."""
    members = Member.objects.filter(family=family)
    kept = SafeAddress.objects.filter(Q(family=family) | Q(person__in=members.values("person")), ended_at__isnull=True)
    return members.filter(person__is_restricted=True).exists() or kept.exists()


def say_so(kind: str, item: UUID, family: Any, about: list[UUID]) -> None:
    """Record that something was quarantined, and tell those named for the place; it leaves no event of its author's."""
    record("safe_address.quarantine", by=None, kind=kind, object=item, family=family.pk)
    put_before_those_named(item, family, about)


def put_before_those_named(item: UUID, family: Any, about: list[UUID]) -> None:
    """Tell those named for a place who can read it on this file, or information governance, that something would tell it."""
    named = SafeAddress.named.through.objects.filter(safeaddress__in=about).values("worker")
    readers = can_be_named(family).filter(pk__in=named)
    tell("place_told", item, readers if readers.exists() else governance_of(family), again=True)


def places_of(family: Any) -> list[list[UUID]]:
    """Each place where somebody of a family must not be found, as `told_by` would tell of it: what an agency restricts as none."""
    members = Member.objects.filter(family=family).values("person")
    safe = SafeAddress.objects.filter(Q(family=family) | Q(person__in=members), ended_at=None)
    restricted = Address.objects.filter(person__in=members, person__is_restricted=True)
    return [[pk] for pk in safe.values_list("pk", flat=True)] + ([[]] if restricted.exists() else [])
