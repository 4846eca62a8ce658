"""For what, and on which basis, the police read the plan, contacts, the chronology and minutes is said beside each."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.meetings.around import Around
from tests.casework.plans import seeded as plans
from tests.casework.sharing.makers import terms
from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.plans.actions.chronology import promote
from thinkfamily.casework.sharing import actions

pytestmark = pytest.mark.django_db
WORDS = "Shared with your agency for: Safe mornings. Public task"


def share(family, lead, to, **more):
    """What the team holds of school is shared with the police."""
    told = terms(purpose="Safe mornings", power_code="cda1998_s115", categories=["education"], **more)
    home = Agency.objects.get(is_home=True)
    decision = actions.propose(family, from_agency=home, to_agency=to, by=lead, **told)
    actions.decide(decision, share=True, because="Needed.", by=make.worker("governance"))


def text(client, who, name, *args):
    client.force_login(who)
    return client.get(reverse(name, args=args)).content.decode()


def test_on_the_plan_contacts_and_chronology(client):
    s = plans.seeded("active")
    goal = plans.live(s)
    contact = plans.contact(s, category="education", audience="professionals")
    plans.goal(s, text="The rent is paid", category="housing")
    promote(
        s.case, kind="contact", source=contact.pk, text="Kit was met.", on=timezone.localdate(), precision="day",
        significance="progress", by=s.lead,
    )  # fmt: skip
    share(s.family, s.lead, s.police.agency)
    pages = [("plans:plan",), ("plans:goal", goal.pk), ("plans:contacts",), ("plans:chronology",)]
    for name, *more in pages:
        seen = text(client, s.police, name, s.family.pk, *more)
        assert seen.count(WORDS) == 1, name
        assert WORDS not in text(client, s.lead, name, s.family.pk, *more), name


def test_it_takes_one_query_however_much_is_shared(client):
    s = plans.seeded("active")
    plans.live(s)
    share(s.family, s.lead, s.police.agency)

    def queries():
        client.force_login(s.police)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("plans:plan", args=[s.family.pk]))
        return len(asked)

    queries()
    few = queries()
    for number in range(3):
        plans.goal(s, text=f"Kit reads book {number} at home", category="education")
    assert queries() == few


def test_in_the_minutes(client):
    at = Around()
    share(at.family, at.lead, at.police)
    meeting = at.plan()
    invitation = at.invite(meeting, at.officer, at.ada)[at.officer]
    at.write(meeting, "Mornings at school go well.", category="education")
    at.write(meeting, "The rent is behind.", category="housing")
    seen = text(client, at.lead, "meetings:version", at.family.pk, meeting.pk, invitation.pk)
    assert seen.count(WORDS) == 1, "as it will be printed for the police"
    at.sent(at.confirmed(at.hold(meeting)))
    seen = text(client, at.officer, "meetings:invitation", at.family.pk, meeting.pk)
    assert seen.count(WORDS) == 1
    assert WORDS not in text(client, at.lead, "meetings:meeting", at.family.pk, meeting.pk)
