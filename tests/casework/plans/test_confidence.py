"""What a young person asks to be kept from the rest of the family, in contacts and in goals of the plan."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.directory.scene import asked as to_refer
from tests.casework.directory.scene import service
from tests.casework.plans.seeded import account, asked, contact, goal, live, seeded
from thinkfamily.casework.access.queries.who_sees_items import before
from thinkfamily.casework.directory import actions as directory
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.actions.understanding import judge
from thinkfamily.casework.families.actions.visibility import set_visibility
from thinkfamily.casework.plans import actions, queries
from thinkfamily.casework.plans.models import Contact, Goal
from thinkfamily.casework.plans.problems import PlanError

pytestmark = pytest.mark.django_db
WORDS = "Kit sees the school nurse on Tuesdays"


@pytest.fixture
def s():
    made = seeded()
    judge(made.family, made.kit, is_enough=True, because="We talked.", judged_on=timezone.localdate(), by=made.lead)
    return made


def version(s, who):
    found = queries.shared_plan(s.family, who)
    return [row.text for row in (*found.goals, *found.promises, *found.tasks, *found.meetings)]


@pytest.mark.parametrize("write", [contact, goal], ids=["contact", "goal"])
def test_it_is_read_by_who_asked_and_by_no_parent_whatever_else_is_decided(s, write):
    row = write(s, text=WORDS, audience="family", confided_by=s.kit, category="education")
    kind = "contact" if write is contact else "goal"
    late = make.person("Cy", born=date(1985, 1, 1))
    s.family.members.create(person=late, role="adult", residence="with_children", known_by="joined later")
    set_visibility(s.family, kind, row.pk, audience="family", hidden_from=[], why="A try.", by=s.lead)
    assert WORDS in version(s, s.kit)
    for parent in (s.ada, s.bo, late):
        assert WORDS not in version(s, parent)


def test_professionals_read_it_with_its_mark(client, s):
    contact(s, text=WORDS, audience="professionals", confided_by=s.kit)
    goal(s, text=WORDS, audience="family", confided_by=s.kit)
    client.force_login(s.lead)
    for name in ("plans:contacts", "plans:plan"):
        page = client.get(reverse(name, args=[s.family.pk])).content.decode()
        assert WORDS in page
        assert "In confidence" in page
    client.force_login(s.parent)
    for path in (reverse("plans:shared", args=[s.family.pk]), reverse("families:shared", args=[s.family.pk])):
        assert WORDS not in client.get(path, follow=True).content.decode()


def test_what_puts_a_contact_right_stays_in_the_same_confidence(s):
    row = contact(s, text="Wrong", audience="family", confided_by=s.kit)
    told = actions.Told({s.kit: True}, text=WORDS, analysis="It helps.", audience="family")
    assert actions.correct_contact(row, told, why="Mistyped.", by=s.lead).confided_by == s.kit
    assert WORDS not in version(s, s.ada)


def test_what_is_said_of_a_goal_stays_in_its_confidence(s):
    row = goal(s, text=WORDS, audience="family", confided_by=s.kit)
    told = Said("fact", "other", "More of it.", audience="family", on_item=("goal", row.pk))
    assert record_statement(s.family, told, by=s.lead).confided_by == s.kit


def test_what_is_asked_for_a_goal_in_confidence_is_asked_of_no_other_member_and_shown_to_none(s):
    made = live(s, text=WORDS, audience="family", confided_by=s.kit)
    with pytest.raises(PlanError, match="TF-PLAN-025"):
        asked(s, f"person:{s.ada.pk}", goal=made, kind="requirement", text="Drive there")
    own = asked(s, f"person:{s.kit.pk}", goal=made, kind="requirement", text="Go on Tuesday")
    promised = asked(s, f"worker:{s.lead.pk}", goal=made, text="Ring the nurse")
    assert {own.text, promised.text} <= set(version(s, s.kit))
    assert not {own.text, promised.text, WORDS} & set(version(s, s.ada))
    late = make.person("Cy", born=date(1985, 1, 1))
    s.family.members.create(person=late, role="adult", residence="with_children", known_by="joined later")
    assert not {own.text, promised.text, WORDS} & set(version(s, late))
    home = service(make.agency(is_home=True))
    made = directory.refer(s.case, home, to_refer(item=promised, audience="family"), by=s.lead)
    assert made.audience == "professionals"
    assert all(not queries.shared_plan(s.family, who).services for who in (s.ada, s.bo, late, s.kit))


def test_a_change_of_a_goals_words_keeps_its_confidence(s):
    row = goal(s, audience="family", confided_by=s.kit)
    actions.change_goal(row, actions.GoalWords(text=WORDS, audience="family"), by=s.lead)
    assert Goal.objects.get().confided_by == s.kit
    assert WORDS not in version(s, s.ada)


@pytest.mark.parametrize("write", [contact, goal], ids=["contact", "goal"])
def test_only_who_is_known_to_understand_enough_can_ask(write):
    s = seeded()
    for who in (s.kit, s.ada):
        with pytest.raises(PlanError, match="TF-PLAN-007"):
            write(s, audience="family", confided_by=who)
    assert not Contact.objects.exists()
    assert not Goal.objects.exists()


def test_who_sees_it_is_said_of_every_member(s):
    row = goal(s, text=WORDS, audience="family", confided_by=s.kit)
    child = account(s.family, s.kit)
    seen = {one.worker.pk: one for one in before(row, s.family)}
    assert seen[child.pk].sees
    assert not seen[s.parent.pk].sees
    assert "in confidence" in seen[s.parent.pk].rule


def test_it_is_recorded_on_screen_where_somebody_may_ask(client, s):
    client.force_login(s.lead)
    page = client.get(reverse("plans:contact", args=[s.family.pk])).content.decode()
    assert "In confidence of" in page
    told = {"seen": [f"{s.kit.pk}:alone"], "text": WORDS, "analysis": "It helps.", "audience": "team"}
    today = timezone.localtime()
    told |= {"happened_on_day": today.day, "happened_on_month": today.month, "happened_on_year": today.year}
    told |= {"happened_time": "00:01", "way": "home", "outcome": "held", "is_planned": "on", "category": "other"}
    answer = client.post(reverse("plans:contact", args=[s.family.pk]), told | {"confided_by": s.kit.pk})
    assert answer.status_code == 302
    assert Contact.objects.get().confided_by == s.kit
    goal_page = client.get(reverse("plans:propose", args=[s.family.pk])).content.decode()
    assert "In confidence of" in goal_page


def test_it_is_not_asked_where_nobody_may(client):
    s = seeded()
    client.force_login(s.lead)
    for name in ("plans:contact", "plans:propose"):
        assert "In confidence of" not in client.get(reverse(name, args=[s.family.pk])).content.decode()
