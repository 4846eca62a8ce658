"""Who is on the team around one family: workers with their dates, and agencies that have named nobody yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.leading import can_lead
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.queries.who_sees import holding_on
from thinkfamily.casework.agencies.models import Agency, Worker, within
from thinkfamily.casework.agencies.roles import LEADS, ROLES
from thinkfamily.casework.meetings.models import AgencyInvited
from thinkfamily.casework.meetings.queries.reading import READ, Reader

# A part that ends within so many days is pointed out: our choice, long enough to ask for another.
ENDING_DAYS = 14
# Auditors and readers on request read a file and take no part in the work.
NOT_OF_THE_TEAM = ("audit", "governance")


@dataclass
class Place:
    """One place on the team.

    Attributes:
        name: the worker; empty for an agency that has named nobody.
        agency: None where the reader is not told it.
        title: the role in words.
        is_told: whether the reader is told more than the name and the role.
        asked: what is asked of them; empty where nothing is, or the reader is not told.
        has_named: of an agency: whether a worker of it has a part by now.
    """

    id: Any
    name: str
    agency: Agency | None
    title: str
    from_on: date
    until_on: date | None
    is_told: bool
    is_lead: bool = False
    asked: str = ""
    has_named: bool = False

    @property
    def days_left(self) -> int | None:
        """Days until it ends; None where no end is set."""
        return None if self.until_on is None else (self.until_on - timezone.localdate()).days

    @property
    def is_ending(self) -> bool:
        """Whether it ends soon."""
        return self.days_left is not None and 0 < self.days_left <= ENDING_DAYS


@dataclass(frozen=True)
class Team:
    """The team around one family, as one reader may see it.

    Attributes:
        places: those of today by agency, leads first.
        before: those that have ended or not begun; for the team alone.
        agencies: agencies that have named nobody.
        is_of_team: whether the reader is one of the team, who sees agencies, dates and what is asked.
        may_ask: whether they can say what is asked, and invite an agency.
    """

    places: list[Place]
    before: list[Place]
    agencies: list[Place]
    is_of_team: bool
    may_ask: bool
    may_allocate: bool
    may_propose: bool
    ending: list[Place] = field(default_factory=list)


def team_for(reader: Reader) -> Team:
    """The team around one family: two queries. Everybody on it sees who is; agency, dates and tasks are the team's to see.

    To a partner only the leads and their own agency's colleagues are told with these: that another agency is at work with
    somebody is itself something told.
    """
    today = timezone.localdate()
    rows = list(
        Involvement.objects.filter(family=reader.family)
        .exclude(role__in=NOT_OF_THE_TEAM)
        .select_related("worker__agency", "asked_of")
        .order_by("worker__agency__name", "from_on", "pk")
    )
    places: list[Place] = []
    before: list[Place] = []
    for row in rows:
        is_today = _is_within(row, today)
        if is_today or reader.is_of_team:
            (places if is_today else before).append(_place(reader, row))
    named = {row.worker.agency_id for row in rows if row.role == "partner" and _is_within(row, today)}
    agencies = _agencies(reader, named)
    places.sort(key=lambda one: not one.is_lead)
    told = [one for one in [*places, *agencies] if one.is_told and one.is_ending]
    return Team(
        places,
        before,
        agencies,
        reader.is_of_team,
        reader.may("meeting.keep"),
        reader.may("case.allocate"),
        reader.may("case.propose"),
        told,
    )


def involvement_of(family: Any, pk: Any) -> Involvement | None:
    """One part of today in one family's case that is of the team."""
    rows = Involvement.objects.filter(within(timezone.localdate()), family=family, pk=pk)
    return rows.exclude(role__in=NOT_OF_THE_TEAM).select_related("worker", "asked_of").first()


def agency_invited(family: Any, pk: Any) -> AgencyInvited | None:
    """One agency on the team that has named nobody, and that has not ended."""
    rows = AgencyInvited.objects.filter(within(timezone.localdate()), family=family, pk=pk)
    return rows.select_related("agency", "family").first()


def agencies_now(family: Any) -> list[Agency]:
    """Agencies on the team of one family today that have named nobody."""
    rows = AgencyInvited.objects.filter(within(timezone.localdate()), family=family).select_related("agency")
    return [row.agency for row in rows]


def agencies_to_invite() -> Any:
    """Agencies that can be on a team."""
    return Agency.objects.filter(is_active=True, is_home=False)


def workers_now(family: Any) -> list[Involvement]:
    """Parts of today whose workers may read of meetings, and can: none whose account or role has ended, or who will not lead."""
    today = timezone.localdate()
    rows = _parts_of_workers(family, within(today) & can_lead(today)).exclude(role__in=("volunteer", "mentor"))
    return list(rows.exclude(acceptance__declined_at__isnull=False))


def workers_reading(family: Any) -> list[Worker]:
    """Those of `workers_now` who can open the family's meetings today, each once: nothing is asked of whoever could not read it."""
    workers = list({row.worker.pk: row.worker for row in workers_now(family)}.values())
    opening = holding_on(workers, family, READ, timezone.localdate()) if workers else set()
    return [worker for worker in workers if worker.pk in opening]


def workers_by(family: Any, day: date) -> list[Any]:
    """Workers with a part in one family's case today or on a day to come, each once; members of the family have none here.

    Nobody whose account or role has ended by then, and is not there yet today.
    """
    today = timezone.localdate()
    rows = _parts_of_workers(family, within(today) & can_lead(today) | within(day) & can_lead(day))
    return list({row.worker.pk: row.worker for row in rows}.values())


def _parts_of_workers(family: Any, when: Any) -> Any:
    rows = Involvement.objects.filter(when, family=family).exclude(role__in=(*NOT_OF_THE_TEAM, "family_member"))
    return rows.select_related("worker__agency").order_by("worker__name", "pk")


def _is_within(row: Any, day: date) -> bool:
    return row.from_on <= day and (row.until_on is None or row.until_on > day)


def _place(reader: Reader, row: Any) -> Place:
    worker = row.worker
    is_own = worker.agency_id is not None and worker.agency_id == reader.standing.worker.agency_id
    is_lead = row.role in LEADS
    is_told = reader.is_of_team or is_lead or is_own
    note = getattr(row, "asked_of", None)
    return Place(
        id=row.pk,
        name=worker.name,
        agency=worker.agency if is_told else None,
        title=ROLES[row.role].title if is_told else "",
        from_on=row.from_on,
        until_on=row.until_on,
        is_told=is_told,
        is_lead=is_lead,
        asked=note.asked if note is not None and (reader.is_of_team or worker.pk == reader.standing.worker.pk) else "",
    )


def _agencies(reader: Reader, named: set[Any]) -> list[Place]:
    rows = AgencyInvited.objects.filter(within(timezone.localdate()), family=reader.family).select_related("agency")
    found = []
    for row in rows:
        if reader.is_of_team or row.agency_id == reader.standing.worker.agency_id:
            place = Place(row.pk, "", row.agency, "", row.from_on, row.until_on, True, asked=row.asked)
            place.has_named = row.agency_id in named
            found.append(place)
    return found


def ending_soon(standing: Any, families: Any, on: date) -> list[Involvement]:
    """Parts in some families' cases that end within the days that are pointed out, the worker's own among them."""
    soon = on + timedelta(days=ENDING_DAYS)
    rows = Involvement.objects.filter(until_on__gt=on, until_on__lte=soon, from_on__lte=on, family__in=families)
    rows = rows.exclude(role__in=NOT_OF_THE_TEAM).select_related("worker__agency", "family")
    return list(rows.order_by("until_on", "pk"))
