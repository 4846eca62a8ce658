"""What must be so before a case goes on. A guard's docstring is what a worker reads when it is not met."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.models import within
from thinkfamily.casework.cases.lacking import lacking
from thinkfamily.casework.profiles.queries import profile_of_case

AGREED_GOALS = ("agreed", "in_progress")


def an_adult_agrees(case: Any) -> bool:
    """An adult of the family agrees; one with parental responsibility, where it is known who holds it."""
    agreeing = set(
        case.agreements.filter(withdrawn_on__isnull=True, lapsed_on__isnull=True).values_list("person_id", flat=True)
    )
    return bool(agreeing & who_can_agree(case))


def no_adult_agrees(case: Any) -> bool:
    """No adult whose agreement counts agrees any longer."""
    return not an_adult_agrees(case)


def who_can_agree(case: Any) -> set[Any]:
    """The ids of the people whose agreement lets work begin.

    They are the living adult members known to hold parental responsibility for a child of the family; where none is
    known to, every adult member but those known not to.
    """
    today = timezone.localdate()
    present = Q(from_on__isnull=True) | Q(from_on__lte=today)
    present &= Q(until_on__isnull=True) | Q(until_on__gt=today)
    members = list(case.family.members.filter(present, person__died_on__isnull=True).values_list("person_id", "role"))
    adults = {person for person, role in members if role == "adult"}
    children = {person for person, role in members if role != "adult"}
    stated: dict[Any, set[str]] = {}
    ties = case.family.ties.filter(person__in=adults, other__in=children, is_denied=False)
    for person, answer in ties.values_list("person_id", "has_parental_responsibility"):
        stated.setdefault(person, set()).add(answer)
    holders = {person for person, answers in stated.items() if "yes" in answers}
    return holders or {person for person in adults if stated.get(person) != {"no"}}


def a_profile_is_chosen(case: Any) -> bool:
    """A person has chosen the programme profile by which the case is worked."""
    return profile_of_case(case) is not None


def no_other_case_is_open(case: Any) -> bool:
    """The family has no other open case."""
    return not type(case).open.filter(family=case.family_id).exclude(pk=case.pk).exists()


def a_duty_stands(case: Any) -> bool:
    """A statutory ground is recorded, in date, and signed by a second person."""
    return case.grounds.filter(within(timezone.localdate()), signed_at__isnull=False).exists()


def no_duty_stands(case: Any) -> bool:
    """No statutory ground is in date any longer."""
    return not a_duty_stands(case)


def leads_have_accepted(case: Any) -> bool:
    """Each lead that the profile asks for is named and has accepted."""
    profile = profile_of_case(case)
    today = timezone.localdate()
    accepted = Involvement.objects.filter(leading(today), acceptance__case=case, acceptance__accepted_at__isnull=False)
    roles = set(accepted.values_list("role", flat=True))
    return not lacking(profile, roles)


def it_was_checked_who_may_know(case: Any) -> bool:
    """It was checked whether the file must be restricted, and how risky it is to visit alone."""
    return case.checked_on is not None and bool(case.lone_visit_risk)


def assessment_is_recorded_by_another(case: Any) -> bool:
    """The assessment is recorded as done, and somebody else than who recorded it authorises it."""
    done = case.steps.filter(code="assessed", on__gte=case.state_since).order_by("-taken_at").first()
    return done is not None and done.taken_by != case.mover


def every_child_was_heard(case: Any) -> bool:
    """Each child's view is recorded, or why there is none."""
    heard = set(case.child_views.values_list("person_id", flat=True))
    today = timezone.localdate()
    present = (Q(from_on__isnull=True) | Q(from_on__lte=today)) & (Q(until_on__isnull=True) | Q(until_on__gt=today))
    children = case.family.members.filter(present, role="child", person__died_on__isnull=True)
    return not set(children.values_list("person_id", flat=True)) - heard


def plan_has_goals_to_work_by(case: Any) -> bool:
    """The plan has a goal that the family agreed to, and each has its baseline, measure, day and owner."""
    # Goals and meetings are rows of higher apps, read through the case that they belong to.
    goals = list(case.goals.filter(state__in=AGREED_GOALS))
    return bool(goals) and not any(goal.missing for goal in goals)


def no_goal_is_left_open(case: Any) -> bool:
    """Each goal of the plan is rated and ended, or dropped."""
    return not case.goals.filter(state__in=AGREED_GOALS).exists()


def a_meeting_was_held_or_failed(case: Any) -> bool:
    """A meeting was held since work began or went on, or is recorded as failed with what is done instead."""
    return bool(case.meetings.filter(state__in=("held", "failed"), held_on__gte=case.state_since).exists())


def next_service_has_accepted(case: Any) -> bool:
    """Who goes on with the family is named and has accepted, or nobody needs to."""
    since = case.steps.filter(code="step_down").order_by("-taken_at").first()
    if since is None:
        return False
    if since.content.get("next_kind") == "nobody":
        return True
    return bool(case.steps.filter(code="next_accepted", taken_at__gte=since.taken_at).exists())


def nothing_urgent_is_open(case: Any) -> bool:
    """No step up waits for a decision."""
    return case.side != "stepping_up"


def another_decides_on_the_step_up(case: Any) -> bool:
    """Somebody else than who stepped it up decides, where the programme asks for a second person."""
    profile = profile_of_case(case)
    if profile is None or "step_up" not in profile["second_person"]:
        return True
    last = case.steps.filter(code="step_up").order_by("-taken_at").first()
    return last is None or last.taken_by != case.mover


def receiver_has_accepted(case: Any) -> bool:
    """The receiving area has accepted the family."""
    return case.steps.filter(code="transfer_accepted", on__gte=case.state_since).exists()


def family_was_heard(case: Any) -> bool:
    """The family was heard on what is held against it, and what may explain it was looked at."""
    return case.steps.filter(code="breach_heard", on__gte=case.state_since).exists()


def looks_after_the_end_are_planned(case: Any) -> bool:
    """The looks after the end are planned."""
    return case.sustain_checks.exists()


def looks_after_the_end_are_done(case: Any) -> bool:
    """Each look after the end is done, or the family does not want it."""
    return not case.sustain_checks.filter(done_on__isnull=True).exists()
