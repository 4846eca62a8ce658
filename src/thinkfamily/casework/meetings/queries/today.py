"""What meetings ask of one worker today: for the screens with which a day begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.meetings.cadence import Overdue
from thinkfamily.casework.meetings.machine import CANCELLED, HELD, PLANNED, SENT
from thinkfamily.casework.meetings.models import Invitation, Meeting, MeetingDecision, MeetingReport
from thinkfamily.casework.meetings.queries.dues import cases_of, clocks
from thinkfamily.casework.meetings.queries.reading import ANSWER, KEEP, lines_in, my_families, opened_by, to_me
from thinkfamily.casework.meetings.queries.team import ending_soon

# A programme whose profile is not chosen: minutes are due as soon as in most. Our choice.
MINUTES_DAYS = 3
WEEK = 7


@dataclass(frozen=True)
class OverdueMinutes:
    """Minutes that were due: of which meeting, and since when."""

    meeting: Meeting
    since: date


@dataclass(frozen=True)
class Today:
    """What meetings ask of one worker.

    Attributes:
        today: meetings of the day: those they are invited to, and those they keep.
        week: those of the six days after it.
        overdue: for each family whose meetings they keep, the series that are behind.
        reports: invitations by which a report is asked of them and none is in.
        minutes: minutes they keep that are overdue.
        ending: parts that end soon in the families whose meetings they keep.
        decisions: what was decided that they should do, and of which nothing is said yet.
    """

    today: list[Meeting] = field(default_factory=list)
    week: list[Meeting] = field(default_factory=list)
    overdue: list[tuple[Any, list[Overdue]]] = field(default_factory=list)
    reports: list[Invitation] = field(default_factory=list)
    minutes: list[OverdueMinutes] = field(default_factory=list)
    ending: list[Involvement] = field(default_factory=list)
    decisions: list[MeetingDecision] = field(default_factory=list)


def due_for(worker: Any, day: date) -> Today:
    """What meetings ask of one worker on a day: the number of queries does not depend on how many families they work with."""
    standing = standing_of(worker)
    kept = list(my_families(standing, KEEP).order_by("reference"))
    by_id = {row.pk: row for row in kept}
    coming = list(_coming(standing, list(by_id), day))
    cases = cases_of(by_id)
    times = clocks(cases)
    behind = {case.family_id: times[case.pk].overdue(day) for case in cases}
    days = {
        case.pk: int(profile["minutes_days"]) if (profile := times[case.pk].profile) is not None else MINUTES_DAYS
        for case in cases
    }
    written = Meeting.objects.filter(case__in=[case.pk for case in cases], state=HELD).exclude(minutes__state=SENT)
    late = [
        OverdueMinutes(row, row.held_on + timedelta(days=days[row.case_id]))
        for row in written.select_related("case__family", "minutes").order_by("held_on", "pk")
        if row.held_on is not None and row.held_on + timedelta(days=days[row.case_id]) < day
    ]
    return Today(
        today=[row for row in coming if row.planned_on == day],
        week=[row for row in coming if row.planned_on > day],
        overdue=[
            (by_id[pk], found) for pk, found in sorted(behind.items(), key=lambda one: by_id[one[0]].reference) if found
        ],
        reports=reports_asked(standing),
        minutes=late,
        ending=ending_soon(standing, list(by_id), day) if by_id else [],
        decisions=decisions_for(standing, list(by_id)),
    )


def reports_asked(standing: Any) -> list[Invitation]:
    """Invitations to meetings that are still planned by which a report is asked of one worker or their agency, and none is in."""
    in_already = MeetingReport.objects.filter(invitation=OuterRef("pk"))
    rows = Invitation.objects.filter(to_me(standing.worker), ~Exists(in_already), meeting__state=PLANNED)
    rows = rows.filter(Q(asked="report") | Q(reply="report"), person__isnull=True)
    rows = rows.filter(meeting__case__family__in=scope.families(standing, ANSWER))
    return list(rows.select_related("meeting__case__family").order_by("meeting__planned_on", "pk"))


def decisions_for(standing: Any, kept: list[Any]) -> list[MeetingDecision]:
    """Decisions that one worker is to carry out and of which nothing is said yet, as far as they see them, the first due first.

    Of minutes that were not sent yet, those alone who keep them are told. ``opens`` is said of each whose meeting they can
    open: who was not there can be asked to do something too.
    """
    rows = MeetingDecision.objects.filter(
        Q(line__meeting__minutes__state=SENT) | Q(line__family__in=kept),
        worker=standing.worker.pk,
        said_at__isnull=True,
    )
    waiting = list(rows.select_related("line__family", "line__meeting__case").order_by("due_on", "pk"))
    seen = (
        set(lines_in(standing, {row.line.family_id for row in waiting}).values_list("pk", flat=True)) if waiting else ()
    )
    found = [row for row in waiting if row.pk in seen]
    open_to = opened_by(standing, [row.line.meeting for row in found]) if found else ()
    for row in found:
        row.opens = row.line.meeting_id in open_to  # type: ignore[attr-defined]
    return found


def invited_to(standing: Any) -> list[Invitation]:
    """One row per invitation of one worker or member of a family that still opens something: meetings to come first."""
    rows = Invitation.objects.filter(to_me(standing.worker)).exclude(meeting__state=CANCELLED)
    rows = rows.filter(meeting__case__family__in=scope.families(standing, ANSWER))
    found = rows.select_related("meeting__case__family", "meeting__minutes", "agency").order_by(
        "-meeting__planned_on", "pk"
    )
    return sorted(found[:100], key=lambda row: (row.meeting.state != PLANNED,))


def _coming(standing: Any, kept: list[Any], day: date) -> Any:
    # As one list, which is short: either by itself would be looked for among all that is planned anywhere.
    mine = Invitation.objects.filter(to_me(standing.worker)).order_by().values("meeting")
    own = Meeting.objects.filter(case__family__in=kept).order_by().values("pk")
    rows = Meeting.objects.filter(state=PLANNED, planned_on__gte=day, planned_on__lt=day + timedelta(days=WEEK))
    rows = rows.filter(pk__in=own.union(mine), case__family__in=scope.families(standing, ANSWER))
    return rows.select_related("case__family").order_by("planned_on", "begins_at", "pk")
