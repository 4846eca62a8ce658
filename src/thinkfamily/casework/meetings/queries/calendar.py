"""One worker's calendar: the meetings of their families, and what is due, between two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.scope import TEAM_ROLES
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.meetings.cadence import SERIES, WORKED, Due, Step
from thinkfamily.casework.meetings.machine import CANCELLED, PLANNED
from thinkfamily.casework.meetings.models import Invitation, Meeting
from thinkfamily.casework.meetings.queries.dues import cases_of, clocks, with_meetings
from thinkfamily.casework.meetings.queries.reading import READ, my_families, to_me


@dataclass(frozen=True)
class Entry:
    """One thing on a calendar: a meeting, a due date that nothing planned meets, or a step of a timetable.

    Attributes:
        on: the day.
        family: whose.
        meeting: the meeting, with how often it was `changed`.
        due: what is due on that day.
        step: of which timetable.
        is_asked: whether the worker is invited to the meeting.
        is_met: whether a meeting has met what was due, or is planned that will, or the work rests: none is to come.
    """

    on: date
    family: Any
    meeting: Meeting | None = None
    due: Due | None = None
    step: Step | None = None
    is_asked: bool = False
    is_met: bool = False

    @property
    def order(self) -> tuple[Any, ...]:
        """By day, meetings by their hour first."""
        at = self.meeting.begins_at if self.meeting is not None else None
        return self.on, self.meeting is None, at is None, str(at), self.family.reference


def calendar_of(standing: Standing, since: date, until: date, *, with_met: bool = False) -> list[Entry]:
    """Everything between two days, the last included: the number of queries does not depend on how many families.

    A partner professional sees the meetings they are invited to; due dates and timetables are the team's.

    Args:
        standing: whose calendar.
        since: the first day.
        until: the last day.
        with_met: also the due dates that nobody need plan for any more, for a calendar that may have taken them before.
    """
    families = {row.pk: row for row in my_families(standing, READ)}
    asked = Invitation.objects.filter(to_me(standing.worker), meeting=OuterRef("pk"))
    meetings = (
        counted(Meeting.objects.exclude(state=CANCELLED))
        .filter(planned_on__gte=since, planned_on__lte=until)
        .filter(case__family__in=scope.families(standing, READ).filter(pk__in=_reached(standing, families)))
        .annotate(is_asked=Exists(asked))
        .select_related("case__family")
    )
    of_team = {row.pk for row in _of_the_team(standing, families)}
    found = [
        Entry(row.planned_on, row.case.family, meeting=row, is_asked=row.is_asked)
        for row in meetings
        if row.is_asked or row.case.family_id in of_team
    ]
    cases = cases_of(of_team)
    times = clocks(cases)
    ahead: dict[Any, list[tuple[str, date]]] = {}
    planned = Meeting.objects.filter(case__in=[case.pk for case in cases], state=PLANNED)
    for pk, kind, day in planned.values_list("case_id", "kind", "planned_on"):
        ahead.setdefault(pk, []).append((kind, day))
    for case in cases:
        clock = times[case.pk]
        to_come: list[Due] = []
        if clock.is_running:
            to_come = with_meetings(clock, ahead.get(case.pk, ())).ahead(since, until)
            found += [Entry(due.on, case.family, due=due) for due in to_come]
            found += [Entry(one.on, case.family, step=one) for one in clock.timetable() if since <= one.on <= until]
        if with_met and case.state in WORKED:
            days = {due.on for due in to_come}
            gone = [due for due in clock.dues(until) if due.on >= since and due.on not in days]
            found += [Entry(due.on, case.family, due=due, is_met=True) for due in gone]
    return sorted(found, key=lambda entry: entry.order)


def counted(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """The same, each with how often it was changed since it was planned, as `changed`."""
    kept = Meeting.history.model.objects.filter(id=OuterRef("pk")).order_by().values("id")
    times = Subquery(kept.annotate(times=Count("pk")).values("times"), output_field=IntegerField())
    return meetings.annotate(changed=Coalesce(times, 1) - 1)


def called_off(standing: Standing, since: date, until: date) -> list[Meeting]:
    """One row per meeting between two days that was called off and that a worker may have taken into another calendar.

    Those of the team's, and those they are invited to. Whoever was invited by name is told also where their part has ended
    since, as it does with the case; a file that is kept from them leaves no trace.
    """
    families = {row.pk: row for row in my_families(standing, READ)}
    asked = Invitation.objects.filter(to_me(standing.worker)).order_by()
    by_name = asked.filter(worker=standing.worker.pk).values("meeting")
    reached = Q(case__family__in=_of_the_team(standing, families))
    reached |= Q(pk__in=asked.values("meeting"), case__family__in=scope.families(standing, READ))
    reached |= Q(pk__in=by_name, case__family__in=scope.not_kept_from(standing))
    rows = counted(Meeting.objects.all()).filter(reached, state=CANCELLED, planned_on__gte=since, planned_on__lte=until)
    return list(rows.order_by("planned_on", "pk"))


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def series_title(series: str) -> str:
    """What a series of due dates is called: as the kind of meeting is."""
    return str(dict(Meeting.KINDS)[series]) if series in SERIES else series


def _reached(standing: Standing, families: dict[Any, Any]) -> list[Any]:
    """Ids of one's daily work, and of families to whose meetings one is invited besides."""
    invited = Invitation.objects.filter(to_me(standing.worker) & Q(worker=standing.worker.pk))
    return [*families, *invited.values_list("meeting__case__family", flat=True)]


def _of_the_team(standing: Standing, families: dict[Any, Any]) -> Any:
    """Those of some families whose meetings one reads as one of the team."""
    _, tests = scope.tests(standing, READ)
    reached = Q(pk__isnull=True)
    for (role, _how), test in tests.items():
        if role in TEAM_ROLES:
            reached |= test
    return scope.families(standing, READ).filter(reached, pk__in=list(families)).only("pk")
