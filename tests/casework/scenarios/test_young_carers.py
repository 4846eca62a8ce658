"""Young carers, seven months: a child's tasks are counted again at each review, and a teacher fears for the child."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.scenarios import life
from tests.casework.way import steps as how
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.plans.queries.plan import plan_of
from thinkfamily.casework.plans.queries.shared import shared_plan

pytestmark = pytest.mark.django_db


def counted(at):
    """The numbers of the child's goal, as the plan shows them."""
    plan = plan_of(life.fresh(at.lead), at.family)
    goals = [goal for goal in (*plan.goals, *plan.ended) if goal.person_id is not None]
    return [(row.rated_on, row.value) for goal in goals for row in goal.rated]


def test_what_the_child_does_is_counted_again_until_little_is_left(clock):
    ada, kit = make.person("Ada", born=date(1990, 2, 3)), make.person("Kit", born=date(2014, 5, 1))
    at = how.begun(members=(ada, kit))
    worker = at.child_lead
    life.active(at, clock, "young_carers", "usual", worker, "child_lead")
    assert life.state(at) == ("active", "going")
    assert [row.role for row in life.facts(at).leads] == ["child_lead"], "the work begins from the child"
    words = plans.GoalWords(
        text="Kit cooks on one evening, not on five", own_words="I do tea every night.", words_of="Kit", person=kit,
        baseline="Tea and the washing on five evenings", measure="Kit counts on Sundays", target="One evening",
        target_on=clock.today + timedelta(days=150), owner=at.lead, category="health",
    )  # fmt: skip
    goal = plans.propose_goal(life.case_of(at), words, by=life.fresh(worker))
    plans.move_goal(goal, step="agree", because="Kit and Ada agree", by=life.fresh(worker))
    plans.move_goal(goal, step="begin", by=life.fresh(worker))
    school = make.agency("school", kind="school")
    teacher = make.worker("partner", at=school)
    make.involve(teacher, at.family, "partner", until=clock.today + timedelta(days=300))
    asked = {"kind": "support", "due_on": clock.today + timedelta(days=14), "goal": goal, "category": "health"}
    plans.ask(
        life.case_of(at), plans.Asked(text="A hot meal at the club on Mondays", owner=f"worker:{teacher.pk}", **asked),
        by=life.fresh(worker),
    )  # fmt: skip
    theirs = plans.ask(
        life.case_of(at),
        plans.Asked(text="Ada cooks on Sundays", owner=f"person:{ada.pk}", **(asked | {"kind": "requirement"})),
        by=life.fresh(worker),
    )
    life.met(at)
    assert [one.text for one in life.day(teacher).plan.actions] == ["A hot meal at the club on Mondays"]
    assert "A hot meal at the club" in life.screen(teacher, "/shared-cases/")
    assert [one.text for one in shared_plan(at.family, ada).tasks] == ["Ada cooks on Sundays"]
    assert shared_plan(at.family, kit).tasks == [], "nothing is asked of the child"
    parent = life.account(at.family, ada)
    plans.answer_action(at.family, theirs.pk, step="accept", by=parent)

    days = []
    for value in (2, 5, 8):
        clock.on(weeks=6)
        assert at.family.pk in life.flagged(worker), "somebody should have been met"
        life.met(at)
        life.reviewed(at, value)
        days.append((clock.today, value))
        assert counted(at) == days, "each review counts again, and no count replaces another"
        assert life.facts(at).behind == []
    assert [goal.last.value for goal in shared_plan(at.family, kit).goals if goal.person_id == kit.pk] == [8]

    clock.on(days=3)
    cases.take_step(life.case_of(at), "step_up", by=life.fresh(teacher))
    assert life.state(at) == ("active", "stepping_up")
    assert set(Notice.objects.filter(kind="step_up").values_list("to", flat=True)) == {
        at.manager.pk, at.other_manager.pk,
    }  # fmt: skip
    for manager in (at.manager, at.other_manager):
        assert [one.pk for one in life.waits(manager).stepped_up] == [at.case.pk]
        assert life.board(manager).flagged[0].is_stepped_up
        assert at.family.reference in life.screen(manager, "/decisions/")
    assert at.family.pk in life.flagged(worker)
    early = {"why": "no_need", "note": "x", "follow_up": "none"}
    with pytest.raises(CaseError, match="step up waits"):
        cases.take_step(life.case_of(at), "close_early", by=life.fresh(worker), **early)
    decided = {"decision": "stay", "why": "Seen at home the same day; an old burn", "family_told": "yes"}
    with pytest.raises(PermissionDenied):
        cases.take_step(life.case_of(at), "decide_step_up", by=life.fresh(worker), **decided)
    cases.take_step(life.case_of(at), "decide_step_up", by=life.fresh(at.other_manager), **decided)
    assert life.state(at) == ("active", "going")
    assert life.waits(at.manager).stepped_up == []
    step = life.case_of(at).steps.get(code="decide_step_up")
    assert (step.taken_by, step.content["decision"]) == (at.other_manager.pk, "stay")

    clock.on(weeks=3)
    life.closed(at, clock)
    assert {goal.state for goal in life.case_of(at).goals.all()} == {"met"}
    assert counted(at)[-1] == (timezone.localdate() - timedelta(weeks=2), 9)
    life.looked(at, clock, 3, "partly")
    assert life.opens(teacher, at.family) != 200, "their part ended with the case"
