"""The daily work of the benchmark's families: plans, visits, meetings, chronologies, requests for help, the desk; in bulk."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.cases.models import (
    AGREED,
    Acceptance,
    AgreementToTakePart,
    Case,
    Step,
    StepProposal,
)
from thinkfamily.casework.consideration.models import Candidate, CandidatePacket
from thinkfamily.casework.daily.models import SavedList, Supervision
from thinkfamily.casework.meetings.models import Invitation, Meeting, MinuteLine, Minutes
from thinkfamily.casework.plans.models import (
    Action,
    ChronologyEntry,
    Contact,
    Goal,
    GoalRating,
    Plan,
    PlannedVisit,
    Seen,
)
from thinkfamily.casework.referrals.models import Referral, ReferralPerson

Add = Callable[[Any], None]
# Of a hundred families so many are in each state; the rest have only agreed.
STATES = (("active", 55), ("assessing", 10), ("planning", 10), ("reviewing", 5), ("stepping_down", 5), ("closed", 10))
CONTACTS, GOALS, ENTRIES = 8, 3, 6
# One family in so many has a partner professional, has asked for help, waits at the front door, or lies on the desk: of 600 as
# many as fill a page of those who wait, so that no size has more to show.
PARTNERED, ASKED, AT_THE_DOOR, ON_THE_DESK = 4, 3, 21, 20


def case_of(number: int, family: Any, opened_by: Any) -> Case:
    """The case of one family, in a state that its number gives."""
    at, state = number % 100, AGREED
    for name, share in STATES:
        at -= share
        if at < 0:
            state = name
            break
    today = timezone.localdate()
    return Case(
        family=family, state=state, programme="family_help_2025", profile="family_help", profile_version=1,
        why="to measure", opened_by=opened_by, agreed_on=today - timedelta(days=90), lone_visit_risk="low",
        active_on=today - timedelta(days=60) if state == "active" else None,
        ended_on=today - timedelta(days=5) if state == "closed" else None,
    )  # fmt: skip


def add_work(add: Add, number: int, case: Case, people: list[Any], part: Any, partner: Any) -> None:
    """What two months of work leave on one family's file.

    Args:
        add: takes each row.
        number: which family.
        case: its case.
        people: its members.
        part: its lead's part.
        partner: a professional of another agency who may have a part.
    """
    family, lead, today, now = case.family, part.worker, timezone.localdate(), timezone.now()
    about = {"family": family, "case": case, "category": "other", "recorded_by": lead.pk}
    add(Acceptance(involvement=part, case=case, asked_by=lead.pk, accepted_at=now))
    add(
        AgreementToTakePart(
            case=case, person=people[0], to_what="help", was_told="all", language="English", recorded_by=lead.pk,
            agreed_on=today - timedelta(days=90), review_on=today + timedelta(days=number % 60 - 5),
        )
    )  # fmt: skip
    add(Step(case=case, code="offer", before="considered", after="offered", on=today, taken_by=lead.pk))
    if number % 40 == 0 and case.state == "active":
        add(StepProposal(case=case, code="close", on=today, proposed_by=lead.pk))
    add(Plan(case=case, from_on=today - timedelta(days=60), until_on=today + timedelta(days=120), made_by=lead.pk))
    for n in range(GOALS):
        goal = Goal(
            **about, state="in_progress", text="Mornings go well.", baseline="Late each day", measure="On time",
            target_on=today + timedelta(days=30 * n + 20), owner=lead, phase=n + 1,
        )  # fmt: skip
        add(goal)
        add(GoalRating(goal=goal, value=3 + n, rater="worker", rated_on=today - timedelta(days=7), recorded_by=lead.pk))
        asked: dict[str, Any] = {"owner_person": people[0]} if n == 2 else {"owner_worker": lead}
        add(Action(**about, **asked, goal=goal, kind="support", text="Call", due_on=today + timedelta(days=5 * n - 4)))
    for n in range(CONTACTS):
        contact = Contact(
            **about, happened_at=now - timedelta(days=7 * n + number % 7), minutes=45, text="We met. " * 20,
            analysis="It goes on. " * 5,
        )  # fmt: skip
        add(contact)
        add(Seen(contact=contact, person=people[n % len(people)]))
    add(PlannedVisit(case=case, family=family, worker=lead, starts_at=_at(today, number % 9), recorded_by=lead.pk))
    for n in range(ENTRIES):
        add(
            ChronologyEntry(
                **about, source_kind="event", source=uuid.uuid4(), on=today - timedelta(days=50 * n), text="It happened",
                significance="context",
            )
        )  # fmt: skip
    _add_meetings(add, number, case, people, lead, today)
    if number % PARTNERED == 0:
        until = today + timedelta(days=180)
        add(Involvement(family=family, worker=partner, role="partner", because="to measure", until_on=until))


def _add_meetings(add: Add, number: int, case: Case, people: list[Any], lead: Any, today: date) -> None:
    held_on, next_on = today - timedelta(days=21 + number % 20), today + timedelta(days=number % 28)
    held = Meeting(case=case, kind="family_review", state="held", planned_on=held_on, held_on=held_on, made_by=lead.pk)
    planned = Meeting(case=case, kind="family_review", planned_on=next_on, begins_at=time(10), made_by=lead.pk)
    for meeting in (held, planned):
        add(meeting)
        add(Invitation(meeting=meeting, worker=lead, invited_by=lead.pk))
        add(Invitation(meeting=meeting, person=people[0], invited_by=lead.pk))
    add(Minutes(meeting=held, state="sent", sent_by=lead.pk, sent_at=timezone.now()))
    for line in ("discussed", "strength", "worry", "decision"):
        add(
            MinuteLine(family=case.family, category="other", recorded_by=lead.pk, meeting=held, part=line, text="Said.")
        )


def add_requests(add: Add, families: int, agency: Any) -> None:
    """Requests for help: most are answered, some wait."""
    now = timezone.now()
    for number in range(families // ASKED):
        waits = number % (AT_THE_DOOR // ASKED) == 0
        made = now - timedelta(hours=number % 40) if waits else now - timedelta(days=1 + number % 365)
        one = Referral(
            reference=f"R{number:08d}", route="agency", agency=agency, made_at=made, due_at=made + timedelta(hours=24),
            state="received" if waits else "advised", categories=["education"], youngest="5_to_10",
            ended_at=None if waits else made,
        )  # fmt: skip
        add(one)
        for role in ("adult", "child"):
            marks = {"fingerprint": uuid.uuid4().hex, "name_fingerprint": uuid.uuid4().hex}
            add(ReferralPerson(referral=one, role=role, **marks))


def add_own(add: Add, worker: Any, manager: Any) -> None:
    """What a lead keeps for themselves, and their last supervision."""
    today = timezone.localdate()
    add(SavedList(owner=worker, name="Not met for long", choice={"days_without_contact": 14}))
    held, following = today - timedelta(days=20), today + timedelta(days=8)
    add(Supervision(worker=worker, supervisor=manager, held_on=held, next_on=following, note="to measure"))


def fill_desk(families: int, brought_by: Any) -> None:
    """Candidates on the desk, in its own store."""
    packet = CandidatePacket.objects.create(
        packet_id="bench", series="bench", programme="family_help_2025", purpose="to measure", is_synthetic=True,
        as_at=date(2026, 9, 30), purge_on=timezone.localdate() + timedelta(days=60), brought_by=brought_by,
    )  # fmt: skip
    Candidate.objects.bulk_create(
        Candidate(packet=packet, handle=uuid.uuid4().hex, area=f"Ward {number % 20}", content={})
        for number in range(families // ON_THE_DESK)
    )


def _at(today: date, days: int) -> datetime:
    moment = datetime.combine(today + timedelta(days=days), time(14))
    return timezone.make_aware(moment)
