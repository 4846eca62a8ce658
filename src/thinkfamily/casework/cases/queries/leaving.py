"""What is behind each family that somebody who leaves leads: how risky a visit is, what is planned, and when it has no lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Min
from django.utils import timezone

from thinkfamily.casework.access.leading import leading as leads_now
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.cases.lacking import lacking
from thinkfamily.casework.cases.models import Capacity, Case, Handover
from thinkfamily.casework.profiles.queries import every_version, profile_among


@dataclass(frozen=True)
class Leaving:
    """One family that a leaver leads, as a manager who plans needs it.

    Attributes:
        part: the leaver's part, with its family.
        case: the open case.
        next_visit_at: when the leaver is next to visit it; None where nothing is planned.
        goals: how many goals are open.
        handover: the handover under way; None where nobody has raised one.
        last_day_on: the leaver's last day for this family, where it is known.
        is_left_alone: whether it lacks a lead that its programme asks for once the leaver has gone.
        today: the day for which all this is said.
    """

    part: Involvement
    case: Case
    next_visit_at: datetime | None
    goals: int
    handover: Handover | None
    last_day_on: date | None
    is_left_alone: bool
    today: date

    @property
    def risk(self) -> str:
        """How risky it is to visit alone, in words; empty where nobody has checked."""
        return str(self.case.get_lone_visit_risk_display()) if self.case.lone_visit_risk else ""

    @property
    def is_visit_after(self) -> bool:
        """Whether the next visit is planned for a day on which the leaver has gone."""
        visit, last = self.next_visit_at, self.last_day_on
        return visit is not None and last is not None and timezone.localdate(visit) > last

    @property
    def gap_from(self) -> date | None:
        """The first day without a lead, unless somebody accepts before; None where another stays, or no last day is known."""
        if not self.is_left_alone or self.last_day_on is None:
            return None
        return self.last_day_on + timedelta(days=1)

    @property
    def days_until_gap(self) -> int | None:
        """In how many days that is; negative where it has passed."""
        return None if self.gap_from is None else (self.gap_from - self.today).days

    @property
    def gap_days(self) -> int:
        """How many days it has been without a lead, today among them."""
        until = self.days_until_gap
        return 0 if until is None or until > 0 else 1 - until


def leaving(worker: Any, parts: Iterable[Involvement]) -> list[Leaving]:
    """One row per family that a leaver leads, those without a lead first and soonest first: as many queries however many."""
    led = list(parts)
    ids, today = [part.family_id for part in led], timezone.localdate()
    cases = {case.family_id: case for case in Case.open.filter(family__in=ids).select_related("family")}
    rows = Handover.objects.filter(part__in=led, state__in=["raised", "prepared", "visited"])
    under_way = {row.part_id: row for row in rows.select_related("receiver")}
    # Visits and goals stand in an app above this one.
    visits = apps.get_model("plans", "PlannedVisit").objects.filter(
        family__in=ids, worker=worker, called_off_at__isnull=True, contact__isnull=True, starts_at__gte=timezone.now()
    )
    coming = dict(visits.order_by().values_list("family").annotate(next=Min("starts_at")))
    goals = apps.get_model("plans", "Goal").objects.filter(
        case__in=[case.pk for case in cases.values()], state__in=["proposed", "agreed", "in_progress"]
    )
    open_goals = dict(goals.order_by().values_list("case").annotate(n=Count("pk")))
    capacity = Capacity.objects.filter(worker=worker, from_on__lte=today).order_by("from_on", "set_at").last()
    leaves = capacity.leaves_on if capacity is not None else None
    stay, versions = _who_stays(worker, ids, today), every_version()
    found = []
    for part in led:
        case = cases.get(part.family_id)
        if case is None:
            continue
        handover = under_way.get(part.pk)
        profile = profile_among(versions, case)
        found.append(
            Leaving(
                part=part,
                case=case,
                next_visit_at=coming.get(part.family_id),
                goals=open_goals.get(case.pk, 0),
                handover=handover,
                last_day_on=handover.last_day_on if handover is not None else leaves,
                is_left_alone=bool(lacking(profile, stay.get(part.family_id, set()))),
                today=today,
            )
        )
    return sorted(found, key=lambda one: (one.gap_from or date.max, one.part.family.reference))


def _who_stays(worker: Any, families: list[Any], today: date) -> dict[Any, set[str]]:
    """For each family the roles in which others lead it today and have accepted."""
    rows = Involvement.objects.filter(leads_now(today), family__in=families, acceptance__accepted_at__isnull=False)
    found: dict[Any, set[str]] = {}
    for family, role in rows.exclude(worker=worker).values_list("family_id", "role"):
        found.setdefault(family, set()).add(role)
    return found
