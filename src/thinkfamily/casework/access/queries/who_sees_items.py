"""Who sees one item of a file, and which rule decides for those who do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.queries.who_sees import Reach, _answers, _parts, reaching
from thinkfamily.casework.access.standing import standings_of
from thinkfamily.casework.agencies.models import Worker

# The kinds of items, as families, plans and meetings have them.
KINDS = (
    "families.Need",
    "families.Event",
    "families.Service",
    "families.CostBand",
    "families.Statement",
    "plans.Goal",
    "plans.Action",
    "plans.Contact",
    "plans.ChronologyEntry",
    "meetings.MinuteLine",
    "meetings.MeetingReport",
)


@dataclass(frozen=True)
class Seen:
    """One worker before one item.

    Attributes:
        worker: who.
        sees: whether they see it.
        rule: what decides, in words.
        under: the sharing decisions by which they do, of another agency's item.
    """

    worker: Worker
    sees: bool
    rule: str
    under: list[Any] = field(default_factory=list)


def items_of(family: Any) -> list[Any]:
    """Each item of a family's file, kind by kind: what it is about, never what it says."""
    rows: list[Any] = []
    for kind in KINDS:
        model = apps.get_model(kind)
        rows += model.objects.filter(family=family).select_related("agency").order_by("category", "pk")
    return rows


def item_of(family: Any, item_id: UUID) -> Any | None:
    """One item of a family's file, of whichever kind."""
    found = (apps.get_model(kind).objects.filter(family=family, pk=item_id) for kind in KINDS)
    return next((item for rows in found if (item := rows.select_related("agency").first()) is not None), None)


def before(item: Any, family: Any) -> list[Seen]:
    """Each worker who reaches the file, and whether they see this item of it."""
    hidden = set(item.hidden_from.values_list("pk", flat=True))
    reaches = reaching(family)
    standings = {one.worker.pk: one for one in standings_of(reach.worker for reach in reaches)}
    sights = {
        one.worker.pk: scope.sight_as(
            standings[one.worker.pk], family, {role for role, _how in one.reads}, one.opens_compartment, one.grants
        )
        for one in reaches
    }
    shared: dict[Any, bool] = {}
    for part in _parts({worker_id: sight.shared for worker_id, sight in sights.items()}):
        shared |= _answers(type(item), part, [item.pk])[item.pk]
    return list(_judged(item, reaches, sights, shared, hidden, _decisions(reaches)))


def _decisions(reaches: list[Reach]) -> dict[UUID, Any]:
    """The sharing decisions behind the grants of some workers, by id: one query."""
    ids = {grant.decision_id for one in reaches for grant in one.grants}
    return apps.get_model("sharing", "SharingDecision").objects.in_bulk(ids)


def _judged(
    item: Any,
    reaches: list[Reach],
    sights: dict[Any, scope.Sight],
    shared: dict[Any, bool],
    hidden: set[Any],
    decisions: dict[UUID, Any],
) -> Iterator[Seen]:
    for one in reaches:
        sight = sights[one.worker.pk]
        if any(role == "family_member" for role, _how in one.ways) and not one.reads:
            rule = _bar_to_family(item, one.worker, hidden)
        else:
            rule = _bar(item, sight, shared[one.worker.pk], hidden)
        allowed = rule or _("Role, relationship, sharing and the item itself all allow it.")
        yield Seen(one.worker, not rule, allowed, [] if rule else _shared_under(item, one, decisions))


def _shared_under(item: Any, reach: Reach, decisions: dict[UUID, Any]) -> list[Any]:
    """The decisions that open an item of another agency to a worker's."""
    if item.agency_id == reach.worker.agency_id:
        return []
    return [
        decisions[grant.decision_id]
        for grant in reach.grants
        if (item.agency_id == grant.from_agency_id or (item.agency_id is None and grant.from_agency.is_home))
        and grant.opens(item.category, person=item.person_id, item=item.pk)
        and grant.decision_id in decisions
    ]


def _bar(item: Any, sight: scope.Sight, is_shared: bool, hidden: set[Any]) -> str:
    """The first rule that keeps an item from a worker; empty where none does."""
    if not sight.audiences:
        return _("They know that the family is theirs to help, but do not read the file.")
    if not is_shared:
        return _("No sharing decision opens what this agency supplied to theirs.")
    if item.is_in_compartment and not sight.opens_compartment:
        return _("It lies in the domestic abuse compartment, which their role does not open.")
    if item.audience not in sight.audiences:
        return _("It is for the leads and their manager alone.")
    if sight.person_id and sight.person_id in hidden:
        return _("It is hidden from this person.")
    return ""


def _bar_to_family(item: Any, worker: Worker, hidden: set[Any]) -> str:
    """The first rule that keeps an item from a member of the family; empty where none does."""
    if item.is_in_compartment:
        return _("Items of domestic abuse are in no view of the family.")
    if item.audience != "family":
        return _("It is not for the family.")
    if worker.person_id in hidden:
        return _("It is hidden from this person.")
    if item.CONFIDES and item.confided_by_id not in (None, worker.person_id):
        return _("A young person said it in confidence: no other member of the family reads it.")
    return ""
