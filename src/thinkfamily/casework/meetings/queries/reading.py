"""Who reads a family's meetings, and which of them: where every other query of this app begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.models import Grant, Involvement
from thinkfamily.casework.access.scope import Marks, Sight, marks_on
from thinkfamily.casework.access.standing import Standing, standing_of
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.meetings.models import Invitation, Meeting, MinuteLine

READ, KEEP, ANSWER = "meeting.read", "meeting.keep", "meeting.answer"


@dataclass(frozen=True)
class Reader:
    """One worker before one family's meetings.

    Attributes:
        standing: the worker.
        family: whose meetings.
        marks: what the worker is to the family.
    """

    standing: Standing
    family: Any
    marks: Marks

    def may(self, power: str) -> bool:
        """Whether a power is held on the family."""
        return self.marks.holds(self.standing, power)

    @property
    def is_of_team(self) -> bool:
        """Whether they read the meetings as one of the team, and not only those they are invited to."""
        return any(way in self.marks.ways and way[0] in scope.TEAM_ROLES for way in self.standing.ways(READ))

    @property
    def opens_texts(self) -> bool:
        """Whether they read the free texts of a meeting, which can tell of abuse and have no compartment."""
        return self.is_of_team and self.may("family.domestic_abuse")

    @property
    def sight(self) -> Sight:
        """What of the family's items they see."""
        return scope.sight(self.standing, self.family)


def reader_of(by: Any, family: Any) -> Reader:
    """A worker before a family's meetings."""
    standing = standing_of(by)
    return Reader(standing, family, marks_on(standing, family))


def to_me(worker: Any) -> Q:
    """Invitations to one worker: by name, to their agency, or as a member of the family."""
    mine = Q(worker=worker.pk)
    if worker.person_id:
        mine |= Q(person=worker.person_id)
    if worker.agency_id is not None:
        mine |= Q(agency=worker.agency_id)
    return mine & Q(taken_back_at__isnull=True)


def meetings_of(reader: Reader) -> QuerySet[Meeting]:
    """One row per meeting of one family that this reader may know of: of the team all, else those they are invited to."""
    rows = Meeting.objects.filter(case__family=reader.family)
    if not reader.is_of_team:
        mine = Invitation.objects.filter(to_me(reader.standing.worker), meeting=OuterRef("pk"))
        rows = rows.filter(Exists(mine))
    return rows.select_related("case__family", "minutes")


def meeting_for(reader: Reader, meeting_id: Any) -> Meeting | None:
    """One of them, or None: not there and not theirs are one answer."""
    return meetings_of(reader).filter(pk=meeting_id).first()


def opened_by(standing: Standing, rows: Iterable[Meeting]) -> set[Any]:
    """The ids of those of some meetings that a worker can open, as `meetings_of` says of one family: one query."""
    team = Q(pk__isnull=True)
    for way, there in scope.tests(standing, READ)[1].items():
        team |= there if way[0] in scope.TEAM_ROLES else Q(pk__isnull=True)
    theirs = scope.families(standing, READ).filter(team).values("pk")
    mine = Invitation.objects.filter(to_me(standing.worker)).values("meeting")
    found = Meeting.objects.filter(Q(case__family__in=theirs) | Q(pk__in=mine), pk__in=[row.pk for row in rows])
    return set(found.values_list("pk", flat=True))


def my_families(standing: Standing, power: str) -> QuerySet[Any]:
    """Families on which a worker holds a power and that are their daily work: by a part in the case, or of their own teams.

    Who manages the whole area has no daily work there: their list would be everybody's.
    """
    worker = standing.worker
    part = Involvement.objects.filter(within(standing.today), family=OuterRef("pk"), worker=worker.pk)
    teams = sorted((team for team in standing.teams.get("manager", ()) if team is not None), key=str)
    return scope.families(standing, power).filter(Q(Exists(part)) | Q(team__in=teams))


def lines_in(standing: Standing, family_ids: Iterable[Any]) -> QuerySet[MinuteLine]:
    """Lines of minutes of some families that a worker may see: two queries before it, however many families they are."""
    _, tests = scope.tests(standing, "family.read", "family.domestic_abuse")
    ways = {f"way_{number}": way for number, way in enumerate(tests)}
    marked = {name: ExpressionWrapper(tests[way], output_field=BooleanField()) for name, way in ways.items()}
    rows = scope.families(standing, READ).filter(pk__in=list(family_ids)).annotate(**marked)
    grants: dict[Any, list[Grant]] = {}
    if standing.worker.agency_id is not None:
        held = Grant.objects.filter(within(standing.today), family__in=list(family_ids))
        for grant in held.filter(to_agency=standing.worker.agency_id).select_related("from_agency"):
            grants.setdefault(grant.family_id, []).append(grant)
    reading, opening = set(standing.ways("family.read")), set(standing.ways("family.domestic_abuse"))
    seen = Q(pk__isnull=True)
    for row in rows:
        there = {way for name, way in ways.items() if getattr(row, name)}
        held_roles = {role for role, _ in there & reading}
        one = scope.sight_as(standing, row, held_roles, bool(there & opening), grants.get(row.pk, []))
        if one.audiences:
            part = Q(family=row.pk, audience__in=one.audiences) & one.shared
            seen |= part if one.opens_compartment else part & ~Q(category="domestic_abuse")
    found = MinuteLine.objects.filter(seen)
    return found.exclude(hidden_from=standing.worker.person_id) if standing.worker.person_id else found
