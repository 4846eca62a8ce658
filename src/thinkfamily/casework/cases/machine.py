"""The way of a case, whole: its states, its transitions and their guards. The diagrams in the manual are made from it.

A case is *considered* from the moment a named human took the family up, and takes part while an adult of the family agrees.
Withdrawing brings it back to considered, wherever it stood: see docs/decisions/0012-keep-agreement-basis-and-power-apart.md.
A family that has not agreed and is worked with under a duty is never called agreed: it has a state of its own.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from thinkfamily.casework.access.over import DECLINED, ENDED
from thinkfamily.casework.cases import guards
from thinkfamily.casework.cases.guards import an_adult_agrees, no_adult_agrees, who_can_agree
from thinkfamily.casework.families.taking_part import TAKING_PART

__all__ = [
    "AGREED",
    "CONSIDERED",
    "DECLINED",
    "ENDED",
    "OPEN",
    "TAKING_PART",
    "an_adult_agrees",
    "no_adult_agrees",
    "who_can_agree",
]

CONSIDERED, OFFERED, UNDER_DUTY = "considered", "offered", "under_duty"
AGREED, ASSESSING, PLANNING, ACTIVE, REVIEWING = TAKING_PART[:5]
STEPPING_DOWN = "stepping_down"
# Of a case that ended, and may begin again.
CLOSED, SUSTAINING, ARCHIVED, TRANSFERRED = ENDED
# A family has one case in one of these at a time.
OPEN = (CONSIDERED, OFFERED, UNDER_DUTY, *TAKING_PART)

GOING, PAUSED, LOSING_TOUCH, STEPPING_UP = "going", "paused", "losing_touch", "stepping_up"


class CaseMachine(models.Model):
    """The state of one case. It changes through the transitions below and in no other way."""

    STATES = [
        (CONSIDERED, _("Considered")),
        (OFFERED, _("Offered")),
        (DECLINED, _("Declined")),
        (UNDER_DUTY, _("Under a duty")),
        (AGREED, _("Agreed")),
        (ASSESSING, _("Assessing")),
        (PLANNING, _("Planning")),
        (ACTIVE, _("Active")),
        (REVIEWING, _("At review")),
        (STEPPING_DOWN, _("Stepping down")),
        (CLOSED, _("Closed")),
        (SUSTAINING, _("Looked at after the end")),
        (ARCHIVED, _("Archived")),
        (TRANSFERRED, _("Transferred out")),
    ]
    SIDES = [
        (GOING, _("Going on")),
        (PAUSED, _("Paused")),
        (LOSING_TOUCH, _("Losing touch")),
        (STEPPING_UP, _("Stepping up")),
    ]

    state = FSMField("state", default=CONSIDERED, choices=STATES, protected=True)
    # Beside the state, which it leaves as it is.
    side = FSMField("how it goes", default=GOING, choices=SIDES, protected=True)

    class Meta:
        abstract = True

    @transition(field=state, source=CONSIDERED, target=OFFERED, conditions=[guards.a_profile_is_chosen])
    def offer(self) -> None:
        """The programme is offered to the family."""

    @transition(field=state, source=DECLINED, target=OFFERED, conditions=[guards.no_other_case_is_open])
    def offer_again(self) -> None:
        """A family that said no is asked again, or comes back by itself."""

    @transition(field=state, source=[CONSIDERED, OFFERED], target=DECLINED)
    def decline(self) -> None:
        """The family says no. What was declined is kept, and as little else as can be."""

    @transition(field=state, source=[CONSIDERED, OFFERED, UNDER_DUTY], target=AGREED, conditions=[an_adult_agrees])
    def agree(self) -> None:
        """An adult of the family agrees to take part."""

    @transition(field=state, source=TAKING_PART, target=CONSIDERED, conditions=[no_adult_agrees])
    def fall_back(self) -> None:
        """The last agreement that counts is withdrawn. Work that needs agreement stops; nothing is deleted."""

    @transition(field=state, source=[CONSIDERED, OFFERED], target=UNDER_DUTY, conditions=[guards.a_duty_stands])
    def begin_duty(self) -> None:
        """The family is worked with under a duty, without its agreement. Work that needs agreement stays shut."""

    @transition(field=state, source=UNDER_DUTY, target=CONSIDERED, conditions=[guards.no_duty_stands])
    def end_duty(self) -> None:
        """The statutory ground has ended."""

    @transition(
        field=state,
        source=AGREED,
        target=ASSESSING,
        conditions=[
            guards.a_profile_is_chosen,
            guards.leads_have_accepted,
            guards.it_was_checked_who_may_know,
        ],
    )
    def assess(self) -> None:
        """The whole-family assessment begins."""

    @transition(
        field=state,
        source=ASSESSING,
        target=PLANNING,
        conditions=[guards.every_child_was_heard, guards.assessment_is_recorded_by_another],
    )
    def write_plan(self) -> None:
        """The assessment is authorised, and the plan is written with the family."""

    @transition(
        field=state,
        source=PLANNING,
        target=ACTIVE,
        conditions=[guards.leads_have_accepted, guards.plan_has_goals_to_work_by],
    )
    def begin_work(self) -> None:
        """The plan is agreed, and work goes on by it."""

    @transition(field=state, source=ACTIVE, target=REVIEWING, conditions=[guards.a_meeting_was_held_or_failed])
    def review(self) -> None:
        """The plan is looked at together."""

    @transition(field=state, source=REVIEWING, target=ACTIVE)
    def go_on(self) -> None:
        """The plan review is done, and work goes on."""

    @transition(field=state, source=[ACTIVE, REVIEWING], target=STEPPING_DOWN)
    def step_down(self) -> None:
        """Support is handed to the next service, step by step."""

    @transition(field=state, source=STEPPING_DOWN, target=ACTIVE)
    def take_back(self) -> None:
        """It was too early: work goes on."""

    @transition(
        field=state,
        source=STEPPING_DOWN,
        target=CLOSED,
        conditions=[
            guards.no_goal_is_left_open,
            guards.next_service_has_accepted,
            guards.nothing_urgent_is_open,
        ],
    )
    def close(self) -> None:
        """The work ends as planned."""

    @transition(
        field=state,
        source=[s for s in OPEN if s != STEPPING_DOWN],
        target=CLOSED,
        conditions=[guards.nothing_urgent_is_open],
    )
    def close_early(self) -> None:
        """The work ends before its end, with a reason."""

    @transition(
        field=state,
        source=[AGREED, ASSESSING, PLANNING, ACTIVE, REVIEWING],
        target=CLOSED,
        conditions=[guards.family_was_heard, guards.nothing_urgent_is_open],
    )
    def remove(self) -> None:
        """The family is taken off the programme for breach of its family contract."""

    @transition(
        field=state,
        source=OPEN,
        target=TRANSFERRED,
        conditions=[guards.receiver_has_accepted, guards.nothing_urgent_is_open],
    )
    def transfer_out(self) -> None:
        """The family moved, and the area where it lives now goes on."""

    @transition(field=state, source=CLOSED, target=SUSTAINING, conditions=[guards.looks_after_the_end_are_planned])
    def sustain(self) -> None:
        """Whether it lasts is looked at on the days that the profile names."""

    @transition(
        field=state,
        source=[CLOSED, SUSTAINING, DECLINED],
        target=ARCHIVED,
        conditions=[guards.looks_after_the_end_are_done],
    )
    def archive(self) -> None:
        """Nothing is left to do, and the retention period runs."""

    @transition(field=state, source=ENDED, target=CONSIDERED, conditions=[guards.no_other_case_is_open])
    def reopen(self) -> None:
        """The family needs help again, and is asked anew."""

    @transition(field=side, source=GOING, target=PAUSED)
    def pause(self) -> None:
        """The work rests, until a day."""

    @transition(field=side, source=GOING, target=LOSING_TOUCH)
    def lose_touch(self) -> None:
        """The family draws back: it is tried in other ways, step by step, and nothing closes by itself."""

    @transition(field=side, source=[PAUSED, LOSING_TOUCH], target=GOING)
    def resume(self) -> None:
        """The work goes on, or the family is in touch again."""

    @transition(field=side, source=[GOING, PAUSED, LOSING_TOUCH], target=STEPPING_UP)
    def step_up(self) -> None:
        """Somebody fears for a person, and says so at once: nothing has to be filled in before."""

    @transition(field=side, source=STEPPING_UP, target=GOING, conditions=[guards.another_decides_on_the_step_up])
    def decide_step_up(self) -> None:
        """A manager decides on the step up."""
