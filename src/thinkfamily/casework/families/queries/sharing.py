"""What was decided about sharing a family's information, as it stands on the file: for professionals, and for a member told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from thinkfamily.casework.access.models import Grant
from thinkfamily.casework.access.scope import Sight, marks_on
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.models import Worker, within
from thinkfamily.casework.families.models import Family, Person
from thinkfamily.casework.families.queries.people import Someone
from thinkfamily.casework.prepared import Asking, prepared
from thinkfamily.casework.secrets.written import made_for

READ = "sharing.read"
# On the family page: the newest, and that there are more.
SHOWN = 10
DECIDED = ("approved", "refused", "ended")
# What is said of each. It is asked beside all else of a page, and each column that is read makes every row of that wider.
SAID = (
    "family",
    "state",
    "categories",
    "people",
    "items",
    "purpose",
    "is_family_told",
    "proposed_by",
    "proposed_at",
    "decided_by",
    "until_on",
    "from_agency__name",
    "from_agency__is_home",
    "to_agency__name",
    "to_agency__is_home",
)
HOW_IT_WENT = ("decided_at", "decided_because", "ended_by", "ended_at", "ended_because")
HOW_IT_OPENS = ("lawful_basis", "power", "conditions", "agreement")


def asked_of_decisions(standing: Standing, family: Family) -> list[Asking]:
    """What `decisions` asks, for `together`."""
    asked = _whose(standing, family)
    return [_decisions.on(family.pk, *asked)] if asked else []


def decisions(standing: Standing, family: Family) -> list[Any] | None:
    """One row per decision to share or not to share that a reader may see, the newest first; None for who sees none at all.

    Each has the names of who proposed, decided and ended it. One more is there than is to be shown, where there are more.
    """
    asked = _whose(standing, family)
    return _decisions(family.pk, *asked) if asked else None


def named(rows: list[Any], everyone: Iterable[Someone]) -> list[Any]:
    """Mark each decision with the names of the people it is about: no query, for who knows them already."""
    names = {str(row.pk): str(one.person) for one in everyone for row in (one.person, *one.also)}
    for row in rows:
        row.people_names = sorted({names[pk] for pk in row.people if pk in names})
    return rows


def _whose(standing: Standing, family: Family) -> tuple[bool, Any] | None:
    """Whether a reader sees every decision, and if not, of which agency's information: a partner of their own agency's."""
    marks = marks_on(standing, family)
    roles = {role for role, how in standing.ways(READ) if (role, how) in marks.ways}
    if not roles:
        return None
    if roles == {"partner"}:
        return (False, standing.worker.agency_id) if standing.worker.agency_id else None
    return True, None


@prepared
def _decisions(family_id: Any, sees_all: bool, agency_id: Any) -> QuerySet[Any]:
    rows = apps.get_model("sharing", "SharingDecision").objects.filter(family=family_id)
    if not sees_all:
        rows = rows.filter(from_agency=agency_id)
    named = {
        name: Subquery(Worker.objects.filter(pk=OuterRef(by)).order_by().values("name"))
        for name, by in (("proposer", "proposed_by"), ("decider", "decided_by"), ("ender", "ended_by"))
    }
    rows = rows.select_related("from_agency", "to_agency", "agreement").annotate(**named)
    rows = rows.only(*SAID, *HOW_IT_WENT, "agreement__from_on", "agreement__expires_on")
    return rows.order_by("-proposed_at", "pk")[: SHOWN + 1]


def told_to(family: Family, reader: Person, home: Iterable[Someone]) -> list[Any]:
    """One row per decision of which one member of the family was told, the newest first; never one of domestic abuse.

    Each names whom it is about of those whom the member's version names, and nobody else.
    """
    rows = apps.get_model("sharing", "SharingDecision").objects.filter(
        family=family, is_family_told=True, state__in=DECIDED
    )
    with made_for(person=reader.pk):
        every = list(rows.select_related("from_agency", "to_agency", "agreement").order_by("-proposed_at", "pk"))
    return named([row for row in every if str(reader.pk) in row.told and "domestic_abuse" not in row.categories], home)


def asked_of_received(standing: Standing, family: Family) -> list[Asking]:
    """What `received` asks, for `together`: nothing where no grant opens anything to the reader's agency."""
    asked = _receiver(standing, family)
    return [_received.on(*asked)] if asked else []


def received(standing: Standing, family: Family) -> list[Any]:
    """One row per decision by which something is shared with the reader's agency today, the first to end first.

    Each has ``is_acknowledged``: whether the reader has said that they read its conditions.
    """
    asked = _receiver(standing, family)
    return _received(*asked) if asked else []


def _receiver(standing: Standing, family: Family) -> tuple[Any, ...] | None:
    worker = standing.worker
    if not marks_on(standing, family).grants:
        return None
    return family.pk, worker.agency_id, worker.pk, standing.today


@prepared
def _received(family_id: Any, agency_id: Any, worker_id: Any, today: Any) -> QuerySet[Any]:
    open_to_them = Grant.objects.filter(
        within(today), decision_id=OuterRef("pk"), family=family_id, to_agency=agency_id
    )
    read = apps.get_model("sharing", "Acknowledgement").objects.filter(decision=OuterRef("pk"), worker=worker_id)
    rows = apps.get_model("sharing", "SharingDecision").objects.filter(Exists(open_to_them), family=family_id)
    rows = rows.select_related("from_agency", "to_agency").annotate(is_acknowledged=Exists(read))
    return rows.only(*SAID, *HOW_IT_OPENS).order_by("until_on", "pk")


def to_acknowledge(rows: Iterable[Any]) -> list[Any]:
    """Of what is shared with a reader, that of which they have yet to say that they read its conditions.

    What a packet brings the team under a standing agreement is not asked of each of them on each file.
    """
    return [
        row
        for row in rows
        if not row.is_acknowledged and (row.agreement_id is None or row.conditions or not row.to_agency.is_home)
    ]


def tell_basis_to(standing: Standing, family: Family, items: Iterable[Any]) -> None:
    """`tell_basis` of what one reader's page shows: one query, and none where nothing is shared with their agency."""
    tell_basis(items, received(standing, family), standing.worker.agency_id)


def tell_basis_by(sight: Sight, items: Iterable[Any]) -> None:
    """`tell_basis` of what somebody else is to be given, from what they may see: one query, and none where no grant opens it."""
    rows = _received(sight.family.pk, sight.agency_id, sight.worker_id, timezone.localdate()) if sight.granted else []
    tell_basis(items, rows, sight.agency_id)


def tell_basis(items: Iterable[Any], rows: Iterable[Any], own: Any) -> None:
    """Put beside each item the decisions by which a reader of another agency sees it: for what, and on which basis.

    Args:
        items: items that the reader sees.
        rows: what is shared with the reader's agency.
        own: the id of that agency, to which its own items are shared by nobody.
    """
    received = list(rows)
    for item in items:
        item.shared_under = [
            row
            for row in received
            if item.agency_id != own
            and (item.agency_id == row.from_agency_id or (item.agency_id is None and row.from_agency.is_home))
            and item.category in row.categories
            and (not row.people or str(item.person_id) in row.people)
            and (not row.items or str(item.pk) in row.items)
        ]
