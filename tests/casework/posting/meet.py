"""Meetings of the first family of the borough: what forms about them need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.meetings.actions import group, invitations, meetings, minutes, team


def meet(world: Any, file: Any, ada: Any, bo: Any) -> None:
    """A meeting that is planned, one that was held, and one whose minutes are confirmed."""
    lead, case, today = world.who["lead"], Case.objects.get(family=file), timezone.localdate()
    agreed = Case.objects.get(family=world.ids["agreed_family_id"])
    agreed.profile, agreed.profile_version = "court_linked", 1
    agreed.save()
    place = team.invite_agency(file, agency=make.agency("unused"), asked="Come once.", by=lead)
    made = []
    partner = make.worker("partner")
    make.involve(partner, file, "partner")
    for kind in ("family_review", "first", "urgent"):
        meeting = meetings.plan_meeting(case, kind=kind, planned_on=today, why="It cannot wait.", by=lead)
        asked = invitations.invite(
            meeting, workers=[lead, partner], agencies=[make.agency("unused")], people=[bo], by=lead
        )
        lines = [
            minutes.write_line(meeting, minutes.Written(part="discussed", text="Said before."), by=lead),
            minutes.write_line(
                meeting, minutes.Written(part="decision", text="Done so.", owner="Ada", due_on=today), by=lead
            ),
        ]
        if made:
            came = dict.fromkeys((row.pk for row in asked), "came")
            meetings.hold_meeting(meeting, held_on=today, attendance=came, by=lead)
        made.append((meeting, asked, lines))
    minutes.confirm_minutes(made[2][0], no_child_view="Asked another day.", by=lead)
    planned, held = made[0], made[1]
    offer = group.record_offer(case, before="help", offered_on=today - timedelta(days=3), offered_to=[ada], by=lead)
    world.ids |= {
        "place_id": place.pk,
        "meeting_id": planned[0].pk,
        "held_meeting_id": held[0].pk,
        "confirmed_meeting_id": made[2][0].pk,
        "invitation_id": planned[1][1].pk,
        "member_invitation_id": planned[1][3].pk,
        "line_id": held[2][0].pk,
        "decision_line_id": held[2][1].pk,
        "part": "decision",
        "offer_id": offer.pk,
    }
    world.words["asked"] = [str(row.pk) for row in planned[1]]
