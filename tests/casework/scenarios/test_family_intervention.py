"""Family intervention, ten months: a lead with six families and a seventh, and a family taken off after it was heard."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tests.casework.scenarios import life
from tests.casework.way import steps as how
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.queries import leads
from thinkfamily.casework.plans.problems import PlanError

pytestmark = pytest.mark.django_db
HEARD = {
    "what": "Threats to the neighbours in May",
    "account": "It was a bad day, and we have said sorry",
    "found": "Nothing explains it",
}
LETTER = {"why": "Threats", "safeguarding": "Social care knows", "told": "A letter, and how to object"}


def loaded(at, worker):
    """One line of the board."""
    return next(line.load for line in life.board(at.manager).leads if line.load.worker.pk == worker.pk)


def test_six_are_full_a_seventh_needs_a_reason_and_a_breach_needs_two_people_and_the_familys_side(clock):
    at = how.begun()
    for _ in range(6):
        one = how.begun(lead=at.lead, manager=at.manager, other=at.other_manager)
        how.choose(one, "family_intervention", "intensive")
        how.lead(one, at.lead, "adult_lead")
    load = loaded(at, at.lead)
    assert (load.share, load.is_over, len(load.families)) == (100, False, 6)
    how.choose(at, "family_intervention", "intensive")
    offered = [(one.worker.pk, one.share) for one in leads.who_can_lead(at.family, life.case_of(at))]
    assert (at.child_lead.pk, 17) in offered
    assert offered[-1] == (at.lead.pk, 117), "the most loaded is offered last"
    with pytest.raises(CaseError, match="117% of their caseload"):
        cases.ask_to_lead(at.case, at.lead, "adult_lead", because="Knows them", by=at.manager)
    assert leads.leads_of(at.family) == []
    made = cases.ask_to_lead(
        at.case, at.lead, "adult_lead", because="Knows them", over_because="One closes on Friday", by=at.manager
    )
    assert (made.load_percent, made.over_because) == (117, "One closes on Friday")
    assert [part.family_id for part in life.day(at.lead).asked] == [at.family.pk]
    cases.answer_lead(made.involvement, answer="yes", by=at.lead)
    assert life.day(at.lead).asked == []
    load = loaded(at, at.lead)
    assert (load.share, load.is_over) == (117, True)
    assert ">Over<" in life.screen(at.manager, "/team-board/")

    cases.take_step(at.case, "offer", by=at.manager, how="visit", told="All of it")
    how.agree(at)
    how.check(at)
    how.hear_children(at)
    cases.take_step(at.case, "assess", by=at.lead, with_whom="All")
    clock.on(weeks=3)
    cases.take_step(at.case, "assessed", by=at.lead, **how.ASSESSED)
    cases.take_step(at.case, "authorise", by=at.manager, note="Clear")
    goal = how.add_goal(at, "No complaint of the neighbours in a month")
    cases.take_step(at.case, "begin_work", by=at.lead, note="With all")
    life.met(at)
    clock.on(days=3)
    assert not life.facts(at).is_drifting
    clock.on(days=1)
    assert life.facts(at).is_drifting, "in this programme somebody is met every three days"
    clock.on(weeks=16)
    life.reviewed(at, 4)

    with pytest.raises(CaseError, match="family was heard"):
        cases.take_step(at.case, "remove", by=at.lead, **LETTER)
    page = life.signed_in(at.lead)
    url = f"/families/{at.family.pk}/case/breach-heard/"
    answer = page.post(url, HEARD | {"explained": ["disability", "age"]})
    assert answer.status_code == 200
    assert "Look at all four" in answer.content.decode()
    assert not life.case_of(at).steps.filter(code="breach_heard").exists()
    day = {"on_day": clock.today.day, "on_month": clock.today.month, "on_year": clock.today.year}
    answer = page.post(url, HEARD | day | {"explained": ["disability", "age", "carer", "coercion"]})
    assert answer.status_code == 302, answer.context["form"].errors
    kept = life.case_of(at).steps.get(code="breach_heard").content
    assert (kept["account"], sorted(kept["explained"])) == (
        HEARD["account"],
        ["age", "carer", "coercion", "disability"],
    )

    clock.on(days=10)
    cases.take_step(life.case_of(at), "step_up", by=life.fresh(at.lead), fear="Bruises")
    with pytest.raises(CaseError, match="step up waits"):
        cases.take_step(life.case_of(at), "remove", by=life.fresh(at.lead), **LETTER)
    decided = {"decision": "stay", "why": "Seen by a doctor", "family_told": "yes"}
    cases.take_step(life.case_of(at), "decide_step_up", by=life.fresh(at.manager), **decided)
    made = cases.take_step(life.case_of(at), "remove", by=life.fresh(at.manager), **LETTER)
    assert life.state(at) == ("active", "going")
    with pytest.raises(CaseError, match="You proposed this step"):
        cases.sign_step(made, answer="sign", by=life.fresh(at.manager))
    with pytest.raises(PermissionDenied):
        cases.sign_step(made, answer="sign", by=life.fresh(at.lead))
    assert life.waits(at.manager).count == 0
    assert [one.pk for one, _title in life.waits(at.other_manager).steps] == [made.pk]
    life.signed(made, at.other_manager)
    assert life.state(at)[0] == "closed"
    assert life.case_of(at).ended_on == clock.today
    assert life.case_of(at).steps.get(code="remove").signed_by == at.other_manager.pk

    assert loaded(at, at.lead).share == 100
    assert at.family.pk not in life.flagged(at.lead)
    assert not life.case_of(at).sustain_checks.exists(), "who was taken off is not looked at afterwards"
    with pytest.raises(PlanError, match="has ended"):
        life.met(at)
    assert life.case_of(at).goals.get(pk=goal.pk).state == "in_progress", "what was agreed is kept as it stood"
    clock.on(weeks=12)
    cases.take_step(life.case_of(at), "reopen", by=life.fresh(at.manager), why="They asked again")
    assert life.state(at)[0] == "considered"
    how.agree(at)
    assert life.state(at)[0] == "agreed", "an old agreement lets no new work begin"
    assert life.case_of(at).agreements.count() == 2
