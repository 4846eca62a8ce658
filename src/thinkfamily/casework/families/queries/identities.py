"""Joinings of identities that wait for information governance, and who of it may know of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from thinkfamily.casework.access.models import Conflict, Restriction
from thinkfamily.casework.access.queries.recipients import governance_of, holding_role
from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.families.models import Family, IdentityJoin, Member
from thinkfamily.casework.families.queries.names import names_of


def joins_for(reader: Any) -> QuerySet[IdentityJoin]:
    """One row per joining that a reader may decide: another's, of people of whom no file is kept from them."""
    kept = Member.objects.filter(Q(person=OuterRef("person")) | Q(person=OuterRef("other")))
    kept = kept.exclude(family__in=not_kept_from(standing_of(reader)))
    rows = IdentityJoin.objects.filter(
        ~Exists(kept), is_allowed__isnull=True, family__in=not_kept_from(standing_of(reader))
    )
    return rows.exclude(asked_by=reader.pk).select_related("family", "person", "other")


def joins_shown_to(reader: Any) -> list[IdentityJoin]:
    """The same, each with who asked (``asker``) and the files of its people (``files``). Three queries."""
    rows = list(joins_for(reader))
    names = names_of(row.asked_by for row in rows)
    ids = {pk for row in rows for pk in (row.person_id, row.other_id) if pk}
    files: dict[Any, set[str]] = {}
    for person, reference in Member.objects.filter(person__in=ids).values_list("person", "family__reference"):
        files.setdefault(person, set()).add(reference)
    for row in rows:
        row.asker = names.get(row.asked_by, "")  # type: ignore[attr-defined]
        row.files = sorted(files.get(row.person_id, ()))  # type: ignore[attr-defined]
    return rows


def join_shown(reader: Any, pk: UUID) -> IdentityJoin | None:
    """One joining that a reader may decide, as it is shown."""
    return next((row for row in joins_shown_to(reader) if row.pk == pk), None)


def may_know(reader: Any, row: IdentityJoin) -> bool:
    """Whether nothing keeps from a reader any file that a joining is about."""
    about = _files(row)
    return not_kept_from(standing_of(reader)).filter(pk__in=about).count() == about.count()


def deciders(row: IdentityJoin) -> list[Worker]:
    """Those of information governance who may decide one joining: whom no file of its people is kept from, nor asked for it."""
    found: set[Worker] | None = None
    for family in _files(row):
        told = set(governance_of(family))
        found = told if found is None else found & told
    return sorted((one for one in found or () if one.pk != row.asked_by), key=lambda one: str(one.pk))


def who_can_ask_for(row: IdentityJoin) -> list[tuple[Restriction, list[Worker]]]:
    """Per restriction that keeps every decider from one joining: whom of information governance to tell that its keeper is asked.

    Nobody is told who is close to a family that it is about, or who asked for it themselves.
    """
    files = list(_files(row))
    close = Conflict.objects.filter(family__in=files).values("worker")
    governance = holding_role("governance").exclude(pk__in=close).order_by("pk")
    told = [worker for worker in governance if worker.pk != row.asked_by]
    rows = Restriction.objects.filter(family__in=files, lifted_at__isnull=True).prefetch_related("named").order_by("pk")
    found = []
    for one in rows:
        named = {one.custodian_id, *(worker.pk for worker in one.named.all())}
        if not any(worker.pk in named for worker in told):
            found.append((one, told))
    return found


def _files(row: IdentityJoin) -> QuerySet[Family]:
    """The file on which it was asked, and every other of the people it is about."""
    people = [pk for pk in (row.person_id, row.other_id) if pk]
    return Family.objects.filter(Q(pk=row.family_id) | Q(members__person__in=people)).distinct()
