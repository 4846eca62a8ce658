"""The plan of a case, what happens with the family, and the chronology."""

from thinkfamily.casework.plans.models.chronology import ChronologyEntry
from thinkfamily.casework.plans.models.contacts import Contact, PlannedVisit, Seen
from thinkfamily.casework.plans.models.plan import Action, Goal, GoalRating, Plan

__all__ = ["Action", "ChronologyEntry", "Contact", "Goal", "GoalRating", "Plan", "PlannedVisit", "Seen"]
