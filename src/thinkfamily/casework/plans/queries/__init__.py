"""What can be read of plans, contacts and chronologies, all of it scoped to what the worker may see."""

from thinkfamily.casework.plans.queries.chronology import chronology_of, entry_of, to_promote
from thinkfamily.casework.plans.queries.contacts import (
    answers_of,
    contact_of,
    contacts_of,
    ladder_of,
    last_contact_on,
    left_behind,
    missed_in_a_row,
    out_alone,
    own_visit,
    planned_for,
    risk_of,
    unheard_of,
    visit_of,
)
from thinkfamily.casework.plans.queries.goals import goal_of, goals_missing, live_goals, live_goals_most
from thinkfamily.casework.plans.queries.own import Due, due_for, own_action, own_actions, tasks_of
from thinkfamily.casework.plans.queries.plan import PlanPage, action_seen, owners, plan_of, to_answer, workers_of
from thinkfamily.casework.plans.queries.shared import SharedPlan, shared_plan

__all__ = [
    "Due",
    "PlanPage",
    "SharedPlan",
    "action_seen",
    "answers_of",
    "chronology_of",
    "contact_of",
    "contacts_of",
    "due_for",
    "entry_of",
    "goal_of",
    "goals_missing",
    "ladder_of",
    "last_contact_on",
    "left_behind",
    "live_goals",
    "live_goals_most",
    "missed_in_a_row",
    "out_alone",
    "own_action",
    "own_actions",
    "own_visit",
    "owners",
    "plan_of",
    "planned_for",
    "risk_of",
    "shared_plan",
    "tasks_of",
    "to_answer",
    "to_promote",
    "unheard_of",
    "visit_of",
    "workers_of",
]
