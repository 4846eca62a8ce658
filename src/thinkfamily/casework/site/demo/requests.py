"""Requests for help in the demo: one in each place where somebody would look for one."""

from __future__ import annotations

from datetime import date

from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.referrals import actions
from thinkfamily.casework.referrals.actions import Asked, Somebody

TOLD = "Thank you. We have been in touch with the family as you said is safe."


def ask_for_help(workers: dict[str, Worker]) -> None:
    """A school's request that waits, a neighbourhood group's that is looked at, and one that the family declined."""
    actions.ask(
        Asked(
            route="agency",
            urgency="days",
            serves="children",
            knows="wants",
            categories=["education", "housing", "mental_health"],
            happening="Late most mornings since the move, and tired. Grandmother helps where she can.",
            family_words="We need one person to talk to, not six.",
            reach="Ring after three. Leave no message.",
            people=[
                Somebody("child", "Proto", "Waitingham", date(2014, 5, 6)),
                Somebody("adult", "Testa", "Waitingham", date(1989, 2, 3)),
            ],
        ),
        by=workers["school"],
    )
    looked_at = actions.ask(
        Asked(
            route="community",
            urgency="weeks",
            knows="knows",
            happening="They have stopped coming to the toddler group. The pram is broken.",
            people=[Somebody("child", "Sampla", "Lookington", date(2024, 1, 9))],
        ),
        by=workers["volunteer"],
    )
    actions.screen(looked_at, by=workers["triage"])
    actions.search(looked_at, by=workers["triage"])
    declined = actions.ask(
        Asked(
            route="agency",
            urgency="weeks",
            serves="children",
            knows="knows",
            categories=["education"],
            happening="Days missed in the spring term.",
            people=[Somebody("child", "Mock", "Nothankson", date(2011, 8, 7))],
        ),
        by=workers["school"],
    )
    actions.screen(declined, by=workers["triage"])
    actions.search(declined, by=workers["triage"])
    actions.decline(
        declined,
        declined_what="Visits at home, and a plan with the school.",
        declined_why="not_now",
        told=TOLD,
        by=workers["triage"],
    )
