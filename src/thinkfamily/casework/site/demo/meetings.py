"""Meetings of the demo's first family: one held, with minutes that each reads in their own version, and one to come."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.cases.queries import case_of
from thinkfamily.casework.families.models import Family, Member
from thinkfamily.casework.meetings.actions import group, invitations, meetings, minutes, team
from thinkfamily.casework.meetings.actions.sending import send_minutes
from thinkfamily.casework.meetings.models import Meeting
from thinkfamily.casework.meetings.queries.minutes import digest_of, versions

PLACE = "The Fable Centre, first floor"


def meet(family: Family, lead: Worker, workers: dict[str, Worker]) -> None:
    """A family review that was held, minutes sent, a next meeting, and a family group that was offered."""
    case, today = case_of(family), timezone.localdate()
    if case is None:
        return
    member = workers["parent"].person_id
    assert member is not None
    parent = Member.objects.get(family=family, person_id=member).person
    team.invite_agency(
        family, agency=Agency.objects.get(code="NHS"), asked="Somebody who knows the clinic, for one meeting", by=lead
    )
    for part in family.involvements.filter(worker=workers["school"]):
        team.ask_of(part, asked="See who meets the children at the gate in the morning", by=lead)
    held = meetings.plan_meeting(
        case, kind="family_review", planned_on=today, begins_at=time(10, 0), place=PLACE, by=lead
    )
    asked = invitations.invite(held, workers=[lead, workers["school"]], people=[parent], by=lead)
    own = next(row for row in asked if row.person_id)
    invitations.reply(own, reply="coming", own_words="Please begin with what goes well.", by=workers["parent"])
    came = dict.fromkeys((row.pk for row in asked), "came")
    _write(
        meetings.hold_meeting(held, held_on=today, attendance=came, next_on=today + timedelta(days=21), by=lead),
        lead,
        family,
    )
    minutes.confirm_minutes(held, by=lead)
    send_minutes(held, seen=digest_of(versions(held)), by=lead)
    following = meetings.plan_meeting(
        case,
        kind="professional_review",
        planned_on=today + timedelta(days=21),
        begins_at=time(14, 30),
        place=PLACE,
        by=lead,
    )
    invitations.invite(following, workers=[lead, workers["school"]], asked="report", by=lead)
    offer = group.record_offer(
        case, before="help", offered_on=today, offered_to=[parent], coordinator="Fable Mediation", by=lead
    )
    group.record_answer(offer, answer="declined", answered_on=today, why="Not yet: after the move.", by=lead)


def _write(held: Meeting, lead: Worker, family: Family) -> None:
    """Paragraphs for the team, for partners and for the family."""
    soon = timezone.localdate() + timedelta(days=14)
    child = Member.objects.filter(family=family, role="child", until_on__isnull=True).order_by("pk")[0].person
    said: list[dict[str, Any]] = [
        {"part": "child_view", "text": "I want it to be quiet at night.", "how": "While drawing, at school",
         "person": child, "audience": "family"},
        {"part": "strength", "text": "Attendance rises since the mornings are shared.", "category": "education",
         "audience": "family", "plain": "School goes well since you share the mornings."},
        {"part": "decision", "text": "The lead speaks with the landlord about the noise.", "worker": lead, "due_on": soon,
         "category": "housing", "audience": "family", "plain": "We speak with your landlord about the noise."},
        {"part": "disagreement", "text": "The mother does not want a second visitor in the week.", "whose": "The mother",
         "how": "Too many people come already", "audience": "family", "plain": "You said: one visitor a week is enough."},
        {"part": "discussed", "text": "Supervision of the lead is moved to Thursdays.", "audience": "team"},
    ]  # fmt: skip
    for one in said:
        minutes.write_line(held, minutes.Written(**one), by=lead)
