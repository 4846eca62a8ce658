"""What the demo tells of plans: goals in a family's words, what is asked of whom, visits, and a chronology."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from thinkfamily.casework.agencies.models import Agency, Worker
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.families.models import Family, Member
from thinkfamily.casework.plans import actions

GOALS = [
    actions.GoalWords(
        text="School begins at nine, and is reached four days in five",
        own_words="If mornings were not a battle, I could do the rest.",
        words_of="A parent, at the kitchen table",
        baseline="By nine on one day in five",
        measure="The school's register, each Friday",
        target="By nine on four days in five",
        category="education",
    ),
    actions.GoalWords(
        text="No letter about the rent stays unopened",
        own_words="I do not open them any more.",
        words_of="A parent",
        baseline="Eleven unopened letters in the drawer",
        measure="Letters opened together on Tuesdays",
        target="None older than a week",
        category="housing",
    ),
]
LATER = actions.GoalWords(text="See the sea", own_words="We said we would.", phase=3)


def plan_with(family: Family, lead: Worker) -> None:
    """A plan of one family: a goal that is worked on, one agreed for later, one only proposed; a visit and a missed one."""
    case, now = Case.objects.get(family=family), timezone.now()
    today, soon = timezone.localdate(), timezone.localdate() + timedelta(days=60)
    made = [
        actions.propose_goal(case, actions.GoalWords(**{**vars(words), "owner": lead, "target_on": soon}), by=lead)
        for words in GOALS
    ]
    actions.propose_goal(case, LATER, by=lead)
    for goal in made:
        actions.move_goal(goal, step="agree", because="Agreed by the family, all at one table", by=lead)
    actions.move_goal(made[0], step="begin", by=lead)
    actions.rate_goal(made[0], value=3, rater="whose", rated_on=today, note="Two mornings went well.", by=lead)
    due = today + timedelta(days=10)
    for owner, text in (
        (f"worker:{lead.pk}", "Be there at seven on Mondays, for three weeks"),
        (f"agency:{Agency.objects.get(code='DFE-SCHOOLS').pk}", "Keep a breakfast place"),
    ):
        asked = actions.Asked(text=text, kind="support", owner=owner, due_on=due, goal=made[0], category="education")
        actions.ask(case, asked, by=lead)
    child = Member.objects.filter(family=family, role="child", until_on__isnull=True).order_by("pk").first()
    if child is not None:
        told = actions.Told(
            {child.person: True},
            text="Walked to school together. They said that nights are loud, and that the street is quiet at seven.",
            analysis="They want to go. It is sleep that stops them, not school: ask about nights.",
            happened_at=now - timedelta(days=9),
            minutes=50,
            help="coaching",
        )
        contact = actions.record_contact(case, told, by=lead)
        actions.promote(
            case,
            kind="contact",
            source=contact.pk,
            text="Child seen alone: nights are loud, they want to go to school",
            on=today - timedelta(days=9),
            precision="day",
            significance="key",
            why="The first time that anybody asked about nights",
            by=lead,
        )
    actions.record_missed(case, by=lead)
    actions.plan_visit(
        case,
        starts_at=now + timedelta(days=1),
        minutes=60,
        way="home",
        is_alone=True,
        risk=case.lone_visit_risk or "low",
        by=lead,
    )


def ask_those_who_help(family: Family, lead: Worker, workers: dict[str, Worker]) -> None:
    """What the school's worker, a volunteer and a parent of the first family are asked."""
    case, due = Case.objects.get(family=family), timezone.localdate() + timedelta(days=7)
    parent = workers["parent"].person_id
    for owner, kind, text in (
        (f"worker:{workers['school'].pk}", "support", "Ring home by ten when the seat is empty"),
        (f"worker:{workers['volunteer'].pk}", "support", "Help with the homework on Tuesdays"),
        (f"person:{parent}", "requirement", "Lay out clothes and bags the night before"),
    ):
        asked = actions.Asked(text=text, kind=kind, owner=owner, due_on=due, category="education")
        actions.ask(case, asked, by=lead)
