"""What is asked of one worker, in every family at once: their own, and nothing that they could not be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Grant, Involvement
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.agencies.models import Worker, within
from thinkfamily.casework.cases.machine import OPEN
from thinkfamily.casework.plans.machine import ACCEPTED, ASKED, OPEN_ACTIONS
from thinkfamily.casework.plans.models import Action, PlannedVisit
from thinkfamily.casework.plans.permissions import COMPARTMENT
from thinkfamily.casework.plans.queries.contacts import out_alone

SHOWN = 100


@dataclass(frozen=True)
class Due:
    """What one worker has to do by one day, in every family.

    Attributes:
        actions: asked of the worker and not answered, or accepted and due by that day or late.
        visits: planned by the worker for that day, and earlier ones that are neither recorded nor called off.
        out: those on which they are out alone; also where the case has ended since, or their part in it.
    """

    actions: list[Action]
    visits: list[PlannedVisit]
    out: list[PlannedVisit] = field(default_factory=list)


def due_for(worker: Any, day: date) -> Due:
    """What one worker has to do by one day: seven queries or fewer, however many families there are."""
    standing = standing_of(worker)
    wanted = Q(state=ASKED) | Q(state=ACCEPTED, due_on__lte=day)
    actions = _granted(standing, list(own_actions(standing).filter(wanted, case__state__in=OPEN)[:SHOWN]))
    visits = PlannedVisit.objects.none()
    if standing.ways("contact.record"):
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        visits = PlannedVisit.objects.filter(
            worker=worker,
            case__state__in=OPEN,
            called_off_at__isnull=True,
            contact__isnull=True,
            starts_at__lt=end,
            family__in=scope.families(standing, "contact.record").values("pk"),
        ).select_related("family", "buddy")
    return Due(actions, list(visits[:SHOWN]), out_alone(worker))


def own_actions(standing: Standing) -> QuerySet[Action]:
    """Actions asked of one worker, of their agency, or of them as a member of a family; never one they may not be shown.

    What a sharing decision opens to an agency that enforces the law is decided by `_granted`, row by row.
    """
    worker = standing.worker
    mine = Q(owner_worker=worker)
    if worker.agency_id is not None:
        # Of those who read the file; a volunteer of an agency sees what they themselves are asked.
        mine |= Q(_reached(standing, "plan.read"), owner_agency=worker.agency_id)
    if worker.person_id is not None:
        mine |= Q(owner_person=worker.person_id)
    compartment, team = _reached(standing, "family.domestic_abuse"), _reached(standing, "plan.write")
    rows = Action.objects.filter(mine, _reached(standing, "plan.answer"))
    for part in ("", "goal__"):
        none = Q(goal__isnull=True) if part else Q(pk__isnull=True)
        shown = ~Q(**{f"{part}category": COMPARTMENT}) | Q(compartment)
        shown &= ~Q(**{f"{part}audience": "team"}) | Q(team)
        # Of the family only what is for the family, and what is hidden from them is not there.
        shown &= Q(owner_person__isnull=True) | Q(**{f"{part}audience": "family"})
        rows = rows.filter(none | shown)
        if worker.person_id is not None:
            rows = rows.exclude(**{f"{part}hidden_from": worker.person_id})
    return rows.select_related("family", "owner_worker", "owner_agency", "owner_person", "goal")


def _reached(standing: Standing, power: str) -> Exists:
    """Whether an action is of a family on which a worker holds a power: asked of each of few actions, not of each family."""
    return Exists(scope.families(standing, power).filter(pk=OuterRef("family_id")))


def tasks_of(worker: Any) -> list[Action]:
    """One row per open action asked of a worker, of their agency or of them as a family member, the earliest first.

    Each has its family's leads beside it: whoever reads no file must know whom to ask.
    """
    standing = standing_of(worker)
    leads = Involvement.objects.filter(leading(timezone.localdate())).select_related("worker__agency")
    rows = own_actions(standing).filter(state__in=OPEN_ACTIONS, case__state__in=OPEN)
    rows = rows.prefetch_related(Prefetch("family__involvements", leads, to_attr="leads"))
    return _granted(standing, list(rows[:SHOWN]))


def own_action(worker: Any, family: Any, action_id: Any) -> Action | None:
    """One action asked of a worker, if it is theirs to answer."""
    standing = standing_of(worker)
    found = _granted(standing, list(own_actions(standing).filter(family=family, pk=action_id)))
    return found[0] if found else None


def asked_of(action: Action) -> list[Worker]:
    """Those with an account of whom an action is asked and who can be shown it, of an agency those on the team."""
    rows = Worker.objects.filter(is_active=True).select_related("agency")
    if action.owner_agency_id is not None:
        on_team = Involvement.objects.filter(within(timezone.localdate()), family=action.family_id)
        rows = rows.filter(agency=action.owner_agency_id, pk__in=on_team.values("worker"))
    elif action.owner_person_id is not None:
        rows = rows.filter(person_id=action.owner_person_id)
    elif action.owner_worker_id is not None:
        rows = rows.filter(pk=action.owner_worker_id)
    return [worker for worker in rows if own_action(worker, action.family, action.pk) is not None]


def _granted(standing: Standing, rows: Iterable[Action]) -> list[Action]:
    """Those that sharing opens: to an agency that enforces the law only what a decision opens by category."""
    every = list(rows)
    if not scope.enforces(standing.worker) or not every:
        return every
    grants = Grant.objects.filter(
        within(timezone.localdate()),
        to_agency=standing.worker.agency_id,
        from_agency__is_home=True,
        family__in={row.family_id for row in every},
    )
    opening: dict[Any, list[Grant]] = defaultdict(list)
    for grant in grants:
        opening[grant.family_id].append(grant)
    return [
        row
        for row in every
        if any(one.opens(row.category, person=row.person_id, item=row.pk) for one in opening[row.family_id])
    ]
