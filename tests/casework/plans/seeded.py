"""A family that takes part, and everybody around it: what the tests of plans start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.plans import actions
from thinkfamily.casework.plans.models import Action, Contact, Goal


@dataclass
class Seeded:
    """The family, its people and those who work with it."""

    family: Any
    case: Any
    ada: Any
    bo: Any
    kit: Any
    lead: Any
    manager: Any
    partner: Any
    nurse: Any
    police: Any
    volunteer: Any
    parent: Any
    school: Any
    health: Any


def account(family: Any, person: Any) -> Any:
    """The account of a member of a family."""
    made = make.worker("family_member", person_id=person.pk)
    made.agency = None
    made.save()
    make.involve(made, family, "family_member")
    return made


def seeded(state: str = "agreed") -> Seeded:
    """The family, with a lead, a school's worker, a nurse, a police officer, a volunteer and a parent's account."""
    home = make.agency(is_home=True)
    school, health = (
        make.agency("LA-EDU", name="Fable Schools", kind="school"),
        make.agency("NHS", name="Fable Health", kind="health"),
    )
    police = make.agency("POLICE", name="Fable Police", kind="police")
    ada, bo = make.person("Ada", born=date(1990, 2, 3)), make.person("Bo", born=date(1988, 1, 1))
    kit = make.person("Kit")
    family = make.family(ada, bo, kit, state=state)
    people = {}
    for name, role, at in (
        ("lead", "adult_lead", home), ("partner", "partner", school), ("nurse", "partner", health),
        ("police", "partner", police), ("volunteer", "volunteer", home),
    ):  # fmt: skip
        people[name] = make.worker(role, at=at)
        make.involve(people[name], family, role)
    manager = make.worker("manager", at=home, of=make.team())
    return Seeded(
        family=family, case=Case.objects.get(family=family), ada=ada, bo=bo, kit=kit, manager=manager,
        parent=account(family, ada), school=school, health=health, **people,
    )  # fmt: skip


def day(days: int) -> date:
    """A day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


def goal(s: Seeded, by: Any = None, **changed: Any) -> Goal:
    """A goal that lacks nothing, proposed."""
    told = {
        "text": "Kit is at school on time in the mornings", "own_words": "Mornings are a battle.", "words_of": "Ada",
        "baseline": "Late four days in five", "measure": "The register", "target": "On time four days in five",
        "target_on": day(60), "owner": s.lead, "category": "education",
    }  # fmt: skip
    return actions.propose_goal(s.case, actions.GoalWords(**(told | changed)), by=by or s.lead)


def live(s: Seeded, **changed: Any) -> Goal:
    """A goal that is worked on."""
    made = goal(s, **changed)
    actions.move_goal(made, step="agree", because="Ada agreed at the table.", by=s.lead)
    return actions.move_goal(made, step="begin", by=s.lead)


def asked(s: Seeded, owner: str, by: Any = None, **changed: Any) -> Action:
    """Something asked of somebody."""
    told = {"text": "Walk to school with Kit", "kind": "support", "due_on": day(7), "category": "education"}
    return actions.ask(s.case, actions.Asked(owner=owner, **(told | changed)), by=by or s.lead)


def contact(s: Seeded, by: Any = None, **changed: Any) -> Contact:
    """A contact that took place."""
    told = {"seen": {s.kit: True}, "text": "Kit showed his new bag.", "analysis": "He looks forward to Monday."}
    return actions.record_contact(s.case, actions.Told(**(told | changed)), by=by or s.lead)
