"""Near matches: who is told that one waits, and who may decide it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps

from thinkfamily.casework.access.models import NearMatch, Notice
from thinkfamily.casework.access.queries.recipients import governance_of


def tell_of(people: Iterable[UUID]) -> None:
    """Put near matches of some people that nobody decided yet before those who may decide them, each once.

    Whoever a file is kept from learns nothing of a match on it, and nobody of one that is about themselves.
    """
    waiting = NearMatch.objects.filter(person__in=list(people), is_close__isnull=True)
    told: list[Notice] = []
    for one in waiting.prefetch_related("person__memberships__family"):
        for member in one.person.memberships.all():
            to = governance_of(member.family).exclude(pk=one.worker_id)
            told += [Notice(to=worker, kind="near_found", about=one.pk) for worker in to]
    Notice.objects.bulk_create(told, ignore_conflicts=True)


def files_of(person: Any) -> Any:
    """Ids of the families of which somebody is or was a member."""
    return apps.get_model("families", "Member").objects.filter(person=person).values("family")
