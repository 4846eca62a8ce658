"""One family's meetings and one meeting, as one reader may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.models import Grant, Quarantined
from thinkfamily.casework.access.queries.who_sees import holding_on
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.cases.queries import case_of
from thinkfamily.casework.families.models import Statement
from thinkfamily.casework.families.queries.items import statements, tell
from thinkfamily.casework.families.queries.names import names_of
from thinkfamily.casework.families.queries.shared import readers
from thinkfamily.casework.families.queries.sharing import tell_basis_to
from thinkfamily.casework.meetings.cadence import Due, Overdue, Step
from thinkfamily.casework.meetings.machine import DRAFTED, PLANNED, SENT
from thinkfamily.casework.meetings.models import Invitation, Meeting, MeetingReport, MinuteLine
from thinkfamily.casework.meetings.queries.dues import clock_of, with_meetings
from thinkfamily.casework.meetings.queries.reading import ANSWER, KEEP, Reader, meeting_for, meetings_of, to_me
from thinkfamily.casework.meetings.queries.team import agencies_now, workers_by
from thinkfamily.casework.questions.answers import eyes_of, tell_answers

AHEAD_DAYS = 92
# What can be done with a paragraph on other pages of the file.
LINE_POWERS = ("family.hide", "family.record", "chronology.keep")
PARTS: dict[str, Any] = dict(MinuteLine.PARTS)


@dataclass(frozen=True)
class Meetings:
    """One family's meetings.

    Attributes:
        planned: those to come, the next first.
        past: those held, failed or cancelled, the newest first.
        dues: days ahead on which one is due and that nothing planned serves yet; for the team.
        overdue: series that are behind; for the team.
        timetable: steps counted from the anchor; for the team.
        has_timetable: whether the profile has one.
        has_profile: whether a profile was chosen, without which nothing is due.
    """

    case: Any
    planned: list[Meeting]
    past: list[Meeting]
    dues: list[Due] = field(default_factory=list)
    overdue: list[Overdue] = field(default_factory=list)
    timetable: list[Step] = field(default_factory=list)
    has_timetable: bool = False
    has_profile: bool = False
    anchor_on: date | None = None
    counted_from: date | None = None
    is_of_team: bool = False
    may_keep: bool = False


def meetings_for(reader: Reader) -> Meetings:
    """One family's meetings and, for the team, what is due."""
    rows = list(meetings_of(reader))
    planned = sorted((row for row in rows if row.state == PLANNED), key=lambda row: (row.planned_on, row.made_at))
    past = [row for row in rows if row.state != PLANNED]
    case = case_of(reader.family)
    clock = clock_of(case) if reader.is_of_team else None
    may_keep = reader.may(KEEP)
    if clock is None:
        return Meetings(case, planned, past, is_of_team=reader.is_of_team, may_keep=may_keep)
    today = timezone.localdate()
    served = with_meetings(clock, [(row.kind, row.planned_on) for row in planned])
    return Meetings(
        case,
        planned,
        past,
        served.ahead(today, today + timedelta(days=AHEAD_DAYS)) if clock.is_running else [],
        clock.overdue(today),
        clock.timetable(),
        bool(clock.profile and clock.profile.timetable),
        clock.profile is not None,
        clock.anchor_on,
        clock.counted_from,
        True,
        may_keep,
    )


@dataclass
class Guest:
    """One invitation as a page shows it: who, of which agency, with their own words and report where the reader sees these.

    Attributes:
        is_shut: a worker who cannot open the file on the day of a meeting to come; said to those who keep it alone.
    """

    row: Invitation
    name: str
    agency: str = ""
    own_words: str = ""
    has_report: bool = False
    is_shut: bool = False


@dataclass(frozen=True)
class MeetingPage:
    """One meeting, for one reader.

    Attributes:
        guests: everybody invited, for the team; to others their own alone.
        mine: the reader's own invitation.
        reports: those the reader may see.
        unseen_reports: agencies whose report is in and is not opened to the reader.
        lines: of the team's: the lines the reader may see; to others none, who read their copy.
        reads_texts: whether they read why it is held so, why it failed, and what is done instead.
        may: those of `LINE_POWERS` that they hold.
    """

    meeting: Meeting
    guests: list[Guest]
    mine: Invitation | None
    reports: list[MeetingReport]
    unseen_reports: list[str]
    lines: list[MinuteLine]
    is_of_team: bool
    reads_texts: bool
    may_keep: bool
    may_answer: bool
    is_draft: bool
    is_sent: bool
    may: frozenset[str] = frozenset()


def meeting_page(reader: Reader, meeting_id: Any) -> MeetingPage | None:
    """One meeting, or None: the number of queries does not depend on how many are invited or what is written."""
    meeting = meeting_for(reader, meeting_id)
    if meeting is None:
        return None
    seen = reader.sight
    rows = list(
        meeting.invitations.filter(taken_back_at__isnull=True).select_related("worker__agency", "agency", "person")
    )
    _without_notes_of_others(rows, reader.standing.worker)
    own = {row.pk for row in meeting.invitations.filter(to_me(reader.standing.worker))}
    mine = next((row for row in sorted(rows, key=lambda row: row.worker_id is None) if row.pk in own), None)
    reports = list(seen.of(MeetingReport.objects.filter(meeting=meeting)).select_related("agency"))
    _say_who_recorded(reports)
    tell_answers(reports, eyes_of(seen))
    every = MeetingReport.objects.filter(meeting=meeting).select_related("agency") if reader.is_of_team else []
    shown = {report.pk for report in reports}
    unseen = sorted({str(one.agency) for one in every if one.pk not in shown and one.agency is not None})
    words = {}
    if reader.is_of_team:
        said = Statement.objects.filter(pk__in=[row.own_words_id for row in rows if row.own_words_id])
        words = {row.pk: row.text for row in seen.of(said)}
    reported = {one.invitation_id for one in every}
    shut = set()
    if reader.may(KEEP) and meeting.state == PLANNED:
        asked = [row.worker for row in rows if row.worker is not None]
        shut = {worker.pk for worker in asked} - _opening(asked, meeting)
    guests = [
        Guest(
            row,
            name_of(row),
            _agency_of(row),
            words.get(row.own_words_id, ""),
            row.pk in reported,
            row.worker_id in shut,
        )
        for row in rows
        if reader.is_of_team or row.pk in own
    ]
    lines = lines_seen(reader, meeting) if reader.is_of_team else []
    if lines:
        tell(lines, statements(seen))
    told = [*reports, *lines, *(one for line in lines for one in line.said)]  # type: ignore[attr-defined]
    tell_basis_to(reader.standing, reader.family, told)
    return MeetingPage(
        meeting,
        guests,
        mine,
        reports,
        unseen,
        lines,
        reader.is_of_team,
        reader.opens_texts,
        reader.may(KEEP),
        reader.may(ANSWER),
        meeting.minutes.state == DRAFTED,
        meeting.minutes.state == SENT,
        frozenset(power for power in LINE_POWERS if reader.may(power)),
    )


def lines_seen(reader: Reader, meeting: Meeting) -> list[MinuteLine]:
    """The lines of one meeting that the reader may see, in the order of the parts: a disagreement stands by itself."""
    rows = reader.sight.of(MinuteLine.objects.filter(meeting=meeting))
    return in_parts(rows.select_related("person", "agency", "decision__worker"))


def in_parts(rows: Any) -> list[MinuteLine]:
    """Lines in the order in which minutes are read."""
    order = [code for code, _ in MinuteLine.PARTS]
    return sorted(rows, key=lambda row: (order.index(row.part), row.recorded_at, str(row.pk)))


def line_for(reader: Reader, meeting: Meeting, line_id: Any) -> MinuteLine | None:
    """One line of one meeting, if the reader may see it."""
    rows = reader.sight.of(MinuteLine.objects.filter(meeting=meeting, pk=line_id))
    return rows.select_related("person", "decision__worker", "meeting__case__family", "meeting__minutes").first()


def invitation_for(reader: Reader, meeting_id: Any, invitation_id: Any) -> Invitation | None:
    """One invitation that stands: the reader's own or, for who keeps the meeting, anybody's."""
    rows = Invitation.objects.filter(
        meeting=meeting_id, meeting__case__family=reader.family, pk=invitation_id, taken_back_at__isnull=True
    )
    if not reader.may(KEEP):
        rows = rows.filter(to_me(reader.standing.worker))
    found = list(rows.select_related("worker__agency", "agency", "person", "meeting__case__family")[:1])
    _without_notes_of_others(found, reader.standing.worker)
    return found[0] if found else None


def own_invitation(by: Any, family: Any, meeting_id: Any) -> Invitation | None:
    """One worker's own invitation to one meeting of one family; the one by name before their agency's."""
    rows = Invitation.objects.filter(to_me(by), meeting=meeting_id, meeting__case__family=family)
    rows = rows.select_related("meeting__case__family", "meeting__minutes", "worker", "agency", "person")
    found = sorted(rows, key=lambda row: row.worker_id is None)[:1]
    _without_notes_of_others(found, by)
    return found[0] if found else None


@dataclass(frozen=True)
class Sent:
    """What was reported on one invitation.

    Attributes:
        reports: those that the reader may see.
        apart: days of their own that they may not: a report can be of a category that is kept apart from its author too.
    """

    reports: list[MeetingReport]
    apart: list[datetime]


def sent_on(reader: Reader, invitation: Invitation) -> Sent:
    """What was reported on an invitation, as its holder may know of it."""
    every = MeetingReport.objects.filter(invitation=invitation)
    reports = list(reader.sight.of(every).select_related("agency"))
    _say_who_recorded(reports)
    tell_answers(reports, eyes_of(reader.sight))
    tell_basis_to(reader.standing, reader.family, reports)
    own = every.filter(recorded_by=reader.standing.worker.pk).exclude(pk__in=[report.pk for report in reports])
    return Sent(reports, list(own.values_list("recorded_at", flat=True)))


def _say_who_recorded(reports: list[Any]) -> None:
    names = names_of(report.recorded_by for report in reports)
    for report in reports:
        report.recorder = names.get(report.recorded_by, "")


def _without_notes_of_others(rows: list[Invitation], reader: Any) -> None:
    """Leave out each message that is quarantined and that somebody else wrote; the rows are for showing, and not to be saved."""
    written = Quarantined.objects.filter(item__in=[row.pk for row in rows if row.note]).exclude(author=reader.pk)
    kept = set(written.values_list("item", flat=True)) if any(row.note for row in rows) else set()
    for row in rows:
        if row.pk in kept:
            row.note = ""


@dataclass(frozen=True)
class Invitable:
    """Who can be invited to a meeting and is not yet.

    Attributes:
        shut: workers on the team who cannot open the file on the day of the meeting. Why is not told: it can be a conflict.
    """

    workers: list[Any]
    agencies: list[Any]
    people: list[Any]
    shut: list[Any]


def invitable(meeting: Meeting) -> Invitable:
    """Workers of the team who can open the file on that day, agencies that have named nobody, and members of the family."""
    family = meeting.case.family
    there = meeting.invitations.filter(taken_back_at__isnull=True).values_list("worker_id", "agency_id", "person_id")
    taken = {one for row in there for one in row if one is not None}
    workers = [one for one in workers_by(family, _day_of(meeting)) if one.pk not in taken]
    opening = _opening(workers, meeting)
    is_without_family = meeting.kind in ("professional_review", "professional_only")
    return Invitable(
        [one for one in workers if one.pk in opening],
        [agency for agency in agencies_now(family) if agency.pk not in taken],
        [] if is_without_family else [one.person for one in readers(family) if one.person.pk not in taken],
        [one for one in workers if one.pk not in opening],
    )


def _day_of(meeting: Meeting) -> date:
    """The day of a meeting; today where it is past and nobody has said yet what became of it."""
    return max(meeting.planned_on, timezone.localdate())


def _opening(workers: list[Any], meeting: Meeting) -> set[Any]:
    """Ids of those of some workers who can open what they are asked to on the day of a meeting."""
    return holding_on(workers, meeting.case.family, ANSWER, _day_of(meeting)) if workers else set()


def name_of(row: Invitation) -> str:
    """Whom an invitation is to."""
    return str(row.worker or row.agency or row.person)


def _agency_of(row: Invitation) -> str:
    return str(row.worker.agency) if row.worker is not None and row.worker.agency is not None else ""


def invited_to_meeting(meeting: Meeting) -> list[Invitation]:
    """Every invitation to one meeting that stands."""
    rows = meeting.invitations.filter(taken_back_at__isnull=True)
    return list(rows.select_related("worker__agency", "agency", "person"))


def is_read_by_the_team(family: Any, worker: Any, category: str) -> bool:
    """Whether what a worker's agency reports in one category is open to the agency that runs the programme today."""
    if worker.agency is None or worker.agency.is_home:
        return True
    rows = Grant.objects.filter(within(timezone.localdate()), family=family, from_agency=worker.agency_id)
    return any(row.opens(category) for row in rows.filter(to_agency__is_home=True))
