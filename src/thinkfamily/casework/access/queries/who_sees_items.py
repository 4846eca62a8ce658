"""Who sees one item of a file, and which rule decides for those who do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.queries.who_sees import Reach, _answers, _parts, reaching
from thinkfamily.casework.access.standing import standings_of
from thinkfamily.casework.agencies.models import Worker

# The kinds of items, as families, plans, meetings and the directory have them.
TITLES: dict[str, Any] = {
    "families.Need": gettext_lazy("need"),
    "families.Event": gettext_lazy("event"),
    "families.Service": gettext_lazy("service"),
    "families.CostBand": gettext_lazy("cost"),
    "families.Statement": gettext_lazy("statement"),
    "plans.Goal": gettext_lazy("goal"),
    "plans.Action": gettext_lazy("action"),
    "plans.Contact": gettext_lazy("contact"),
    "plans.ChronologyEntry": gettext_lazy("line of the chronology"),
    "meetings.MinuteLine": gettext_lazy("paragraph of minutes"),
    "meetings.MeetingReport": gettext_lazy("report to a meeting"),
    "directory.ServiceReferral": gettext_lazy("referral to a service"),
}
KINDS = tuple(TITLES)


@dataclass(frozen=True)
class Before:
    """One worker before one item, as the rules of the app that has the item ask of them.

    Attributes:
        reach: how they reach the file.
        sight: what they may see of its items.
        reads: the powers, by code, that they hold on the file through more than a role.
    """

    reach: Reach
    sight: scope.Sight
    reads: Callable[[str], bool]

    @property
    def is_family(self) -> bool:
        """Whether they read as a member of the family."""
        return self.reach.is_family


@dataclass(frozen=True)
class Part:
    """One part of an item, or of what lies on a file, which not all see who see the rest.

    Attributes:
        title: what it is, and not what it says.
        rule: who reads it, in words.
        sees: whether one worker does, who sees the rest.
    """

    title: str
    rule: str
    sees: Callable[[Before], bool]


# What apps above add when they are ready: a further rule for a kind of theirs, in words where it keeps an item from somebody.
BARS: dict[str, Callable[[Any, Before], str]] = {}
# And the parts of an item, and of a file beside its items.
PARTS: list[Callable[[Any], Iterable[Part]]] = []
FILE_PARTS: list[Callable[[Any, Iterable[Any]], Iterable[Part]]] = []


@dataclass(frozen=True)
class Seen:
    """One worker before one item.

    Attributes:
        worker: who.
        sees: whether they see it.
        rule: what decides, in words.
        under: the sharing decisions by which they do, of another agency's item.
        parts: the titles of those of its parts that they see, and of those that they do not.
    """

    worker: Worker
    sees: bool
    rule: str
    under: list[Any] = field(default_factory=list)
    parts: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))


def items_of(family: Any) -> list[Any]:
    """Each item of a family's file, kind by kind: what it is about, never what it says."""
    rows: list[Any] = []
    for kind in KINDS:
        model = apps.get_model(kind)
        rows += model.objects.filter(family=family).select_related("agency").order_by("category", "pk")
    for row in rows:
        row.kind_title = TITLES[row._meta.label]
    return rows


def item_of(family: Any, item_id: UUID) -> Any | None:
    """One item of a family's file, of whichever kind."""
    found = (apps.get_model(kind).objects.filter(family=family, pk=item_id) for kind in KINDS)
    return next((item for rows in found if (item := rows.select_related("agency").first()) is not None), None)


def parts_of(item: Any) -> list[Part]:
    """The parts of one item that not all see who see the rest."""
    return [part for made in PARTS for part in made(item)]


def file_parts(family: Any, items: Iterable[Any]) -> list[Part]:
    """The same of a file, of all its items and of what lies beside them."""
    return [part for made in FILE_PARTS for part in made(family, items)]


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
    befores = {
        one.worker.pk: Before(one, sights[one.worker.pk], _holding(standings[one.worker.pk], one)) for one in reaches
    }
    return list(_judged(item, befores, shared, hidden, _decisions(reaches)))


def _holding(standing: Any, reach: Reach) -> Callable[[str], bool]:
    return lambda power: any(way in reach.ways for way in standing.ways(power))


def _decisions(reaches: list[Reach]) -> dict[UUID, Any]:
    """The sharing decisions behind the grants of some workers, by id: one query."""
    ids = {grant.decision_id for one in reaches for grant in one.grants}
    return apps.get_model("sharing", "SharingDecision").objects.in_bulk(ids)


def _judged(
    item: Any, befores: dict[Any, Before], shared: dict[Any, bool], hidden: set[Any], decisions: dict[UUID, Any]
) -> Iterator[Seen]:
    further, parts = BARS.get(item._meta.label), parts_of(item)
    for key, one in befores.items():
        of_family = one.is_family
        bar = (
            _bar_to_family(item, one.reach.worker, hidden) if of_family else _bar(item, one.sight, shared[key], hidden)
        )
        rule = bar or (further(item, one) if further is not None else "")
        allowed = rule or _("Role, relationship, sharing and the item itself all allow it.")
        under = [] if rule else _shared_under(item, one.reach, decisions)
        seen = [part.title for part in parts if not rule and part.sees(one)]
        unseen = [part.title for part in parts if not rule and not part.sees(one)]
        yield Seen(one.reach.worker, not rule, allowed, under, (seen, unseen))


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
