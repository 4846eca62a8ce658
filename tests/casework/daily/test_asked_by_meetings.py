"""What a meeting decided that somebody should do stands on the page with which their day begins, and so does who soon has no part."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.casework.meetings.around import Around, day
from thinkfamily.casework.access.models import Involvement

pytestmark = pytest.mark.django_db


def page(who, path: str) -> str:
    client = Client()
    client.force_login(who)
    return client.get(path).content.decode()


def test_a_decision_stands_on_the_page_of_who_should_carry_it_out_until_it_is_said_what_came_of_it():
    at = Around()
    at.began(day(-20))
    meeting = at.plan()
    at.invite(meeting, at.lead, at.teacher)
    meeting = at.hold(meeting)
    at.write(meeting, "Keep a breakfast place.", "decision", worker=at.teacher, due_on=day(3))
    at.write(meeting, "Ring the landlord.", "decision", worker=at.lead, due_on=day(-1))
    assert "Ring the landlord." in page(at.lead, "/day/"), "who keeps the minutes knows what was decided"
    assert "Keep a breakfast place." not in page(at.teacher, "/shared-cases/"), "they were not sent"
    at.sent(at.confirmed(meeting))
    shown = page(at.teacher, "/shared-cases/")
    assert "Keep a breakfast place." in shown
    assert "Ring the landlord." not in shown
    assert ">Late<" in page(at.lead, "/day/")


def test_a_decision_leads_to_its_meeting_only_where_who_should_carry_it_out_can_open_that():
    at = Around()
    at.began(day(-20))
    held = []
    for guests in ((at.lead,), (at.lead, at.teacher)):
        meeting = at.plan()
        at.invite(meeting, *guests)
        meeting = at.hold(meeting)
        at.write(meeting, "Keep a breakfast place.", "decision", worker=at.teacher, due_on=day(3))
        at.write(meeting, "Ring the landlord.", "decision", worker=at.lead, due_on=day(3))
        held.append(at.sent(at.confirmed(meeting)))
    without, among = (f"/families/{at.family.pk}/meetings/{meeting.pk}/" for meeting in held)
    shown = page(at.teacher, "/shared-cases/")
    assert shown.count("Keep a breakfast place.") == 2
    assert among in shown
    assert without not in shown, "they were not invited, and would not find it"
    shown = page(at.lead, "/day/")
    assert among in shown
    assert without in shown


def test_who_keeps_the_meetings_reads_whose_part_ends_soon():
    at = Around()
    Involvement.objects.filter(pk=at.part.pk).update(until_on=day(9))
    assert f"{at.teacher.name}, {at.family.reference}" in page(at.lead, "/day/")
