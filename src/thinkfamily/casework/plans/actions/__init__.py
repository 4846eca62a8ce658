"""The only writes of plans, contacts and chronologies, each in one transaction with its audit event."""

from thinkfamily.casework.plans.actions.asking import Asked, answer_action, ask, take_back_action
from thinkfamily.casework.plans.actions.chronology import promote, take_out
from thinkfamily.casework.plans.actions.contacts import Told, correct_contact, record_contact, record_missed
from thinkfamily.casework.plans.actions.goals import (
    GoalWords,
    change_goal,
    comment_on_plan,
    move_goal,
    propose_goal,
    rate_goal,
    set_plan_dates,
)
from thinkfamily.casework.plans.actions.visits import call_off_visit, plan_visit, say_safe, set_out

__all__ = [
    "Asked",
    "GoalWords",
    "Told",
    "answer_action",
    "ask",
    "call_off_visit",
    "change_goal",
    "comment_on_plan",
    "correct_contact",
    "move_goal",
    "plan_visit",
    "promote",
    "propose_goal",
    "rate_goal",
    "record_contact",
    "record_missed",
    "say_safe",
    "set_out",
    "set_plan_dates",
    "take_back_action",
    "take_out",
]
