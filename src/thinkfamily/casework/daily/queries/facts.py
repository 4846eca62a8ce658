"""What is known of the course of many cases at once: who leads, when somebody was last met, what is behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper
from django.utils import timezone

from thinkfamily.casework.access.leading import can_lead
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.roles import LEADS
from thinkfamily.casework.cases.assessing import assessment_due_on
from thinkfamily.casework.cases.lacking import lacking
from thinkfamily.casework.cases.models import Case, SustainCheck
from thinkfamily.casework.cases.queries.duty import duty_until
from thinkfamily.casework.meetings.cadence import WORKED, Overdue
from thinkfamily.casework.meetings.queries.dues import clocks
from thinkfamily.casework.plans.queries.contacts import last_contact_on
from thinkfamily.casework.profiles.queries import every_version, profile_among
from thinkfamily.programmes.profile import Profile

# A case without a programme: somebody is met at least so often. Our choice, as in most programmes.
CONTACT_DAYS = 14


@dataclass
class Facts:
    """The course of one case.

    Attributes:
        case: the case, with its family.
        profile: its programme; None where nobody has chosen one.
        leads: who leads today and can, accepted or not.
        accepted: how many of them have accepted.
        lacking: the lead's roles that its programme asks for and in which nobody has accepted.
        changes: how many times the lead has changed since the case began.
        last_contact_on: when somebody of the family was last met or spoken with.
        behind: series of meetings that are overdue.
        look_due_on: the next look after the end that is due and not done.
        assessment_due_on: while it is assessed, the day by which that should be done.
        duty_until_on: under a duty, the first day on which no ground stands any longer.
        today: the day for which all this is said.
    """

    case: Case
    profile: Profile | None
    today: date
    leads: list[Involvement] = field(default_factory=list)
    accepted: int = 0
    lacking: tuple[str, ...] = ()
    changes: int = 0
    last_contact_on: date | None = None
    behind: list[Overdue] = field(default_factory=list)
    look_due_on: date | None = None
    assessment_due_on: date | None = None
    duty_until_on: date | None = None

    @property
    def who_leads(self) -> list[str]:
        """The names of its leads, each once: somebody can lead in two roles."""
        return list({part.worker_id: part.worker.name for part in self.leads}.values())

    @property
    def is_gap(self) -> bool:
        """Whether a lead that it must have has not accepted, so that its manager answers for it."""
        return self.case.is_open and bool(self.lacking)

    @property
    def days_in_state(self) -> int:
        """Whole days in its state."""
        return (self.today - self.case.state_since).days

    @property
    def days_since_contact(self) -> int:
        """Days since somebody was last met; where nobody was, since the case began to take part, or was opened."""
        begun = self.case.agreed_on or timezone.localdate(self.case.opened_at)
        return (self.today - (self.last_contact_on or begun)).days

    @property
    def is_drifting(self) -> bool:
        """Whether it goes on and nobody was met for longer than its programme allows."""
        most = self.profile["contact_days"] if self.profile is not None else CONTACT_DAYS
        going = self.case.state in WORKED and self.case.side != "paused"
        return bool(going and self.days_since_contact > most)

    @property
    def is_pause_over(self) -> bool:
        """Whether it is paused and the day has come."""
        until = self.case.paused_until_on
        return self.case.side == "paused" and until is not None and until <= self.today

    @property
    def is_assessment_late(self) -> bool:
        """Whether the day has passed by which the assessment should be done."""
        return self.assessment_due_on is not None and self.assessment_due_on < self.today

    @property
    def is_duty_over(self) -> bool:
        """Whether it is worked with under a duty, and no ground stands any longer."""
        return self.duty_until_on is not None and self.duty_until_on <= self.today

    @property
    def is_stepped_up(self) -> bool:
        """Whether it waits for a decision on a step up."""
        return self.case.side == "stepping_up"

    @property
    def is_flagged(self) -> bool:
        """Whether anything of it is overdue or missing."""
        return bool(
            self.is_gap
            or self.is_duty_over
            or self.is_drifting
            or self.is_pause_over
            or self.is_stepped_up
            or self.is_assessment_late
            or self.behind
            or self.look_due_on
        )

    @property
    def urgency(self) -> tuple[int, int]:
        """By which overdue things stand first: what is stepped up, then what nobody leads or no ground allows, then the longest."""
        late = [one.since for one in self.behind]
        if self.assessment_due_on is not None:
            late.append(self.assessment_due_on)
        since = min(late, default=self.today)
        worst = max((self.today - since).days, self.days_since_contact if self.is_drifting else 0)
        return (
            0 if self.is_stepped_up else 1 if self.is_gap or self.is_duty_over else 2 if self.is_flagged else 3,
            -worst,
        )


def facts_of(cases: Iterable[Case]) -> list[Facts]:
    """One row per case, the most urgent first: nine queries, however many cases there are."""
    rows = list(cases)
    if not rows:
        return []
    today, versions, times = timezone.localdate(), every_version(), clocks(rows)
    met = last_contact_on([case.pk for case in rows])
    parts = _parts([case.family_id for case in rows])
    until = duty_until(rows)
    looks: dict[Any, date] = {}
    due = SustainCheck.objects.filter(case__in=rows, done_on__isnull=True, due_on__lte=today).order_by("-due_on")
    for pk, day in due.values_list("case_id", "due_on"):
        looks[pk] = day
    found = []
    for case in rows:
        every = [part for part in parts[case.family_id] if part.from_on >= _since(case)]
        now = [part for part in every if part.leads and (part.until_on is None or part.until_on > today)]  # type: ignore[attr-defined]
        accepted = [part for part in now if getattr(getattr(part, "acceptance", None), "accepted_at", None)]
        profile = profile_among(versions, case)
        found.append(
            Facts(
                case,
                profile,
                today,
                now,
                len(accepted),
                lacking(profile, {part.role for part in accepted}),
                _changes(every),
                met.get(case.pk),
                times[case.pk].overdue(today) if case.is_open else [],
                looks.get(case.pk),
                assessment_due_on(case, profile),
                until.get(case.pk),
            )
        )
    return sorted(found, key=lambda one: (*one.urgency, one.case.family.reference))


def _since(case: Case) -> date:
    # A lead may be named on the day before the case is opened; an older part was of an older case.
    return timezone.localdate(case.opened_at) - timedelta(days=1)


def _parts(family_ids: list[Any]) -> dict[Any, list[Involvement]]:
    found: dict[Any, list[Involvement]] = defaultdict(list)
    today = timezone.localdate()
    rows = Involvement.objects.filter(family__in=family_ids, role__in=LEADS, from_on__lte=today)
    rows = rows.annotate(leads=ExpressionWrapper(can_lead(today), output_field=BooleanField()))
    for part in rows.select_related("worker", "acceptance").order_by("from_on", "given_at"):
        found[part.family_id].append(part)
    return found


def _changes(parts: list[Involvement]) -> int:
    """How often somebody else came to lead in a role that another had led in."""
    led: dict[str, Any] = {}
    changes = 0
    for part in parts:
        if getattr(getattr(part, "acceptance", None), "declined_at", None):
            continue
        if part.role in led and led[part.role] != part.worker_id:
            changes += 1
        led[part.role] = part.worker_id
    return changes
