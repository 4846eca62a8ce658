"""Cases at each point of their way, for the forms of their steps; and what is right to send to each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.casework import factories as make
from tests.casework.posting.world import World
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.cases.models import (
    Acceptance,
    Case,
    ChildView,
    Handover,
    StatutoryGround,
    Step,
    StepProposal,
    SustainCheck,
)
from thinkfamily.casework.daily import actions as daily
from thinkfamily.casework.meetings.models import Meeting
from thinkfamily.casework.plans.models import Goal
from thinkfamily.casework.profiles import actions as profiles
from thinkfamily.casework.profiles.queries import profile_of
from thinkfamily.programmes.profile import as_text

# For each step: the state its case is in.
STATES = {
    "choose_profile": "considered", "change_programme": "active", "check": "considered", "link": "considered",
    "offer": "considered", "decline": "offered",
    "offer_again": "declined", "assess": "agreed", "assessed": "assessing", "authorise": "assessing",
    "begin_work": "planning", "review": "active", "go_on": "reviewing", "step_down": "active",
    "next_accepted": "stepping_down", "take_back": "stepping_down", "close": "stepping_down", "close_early": "agreed",
    "breach_heard": "active", "remove": "active", "transfer_accepted": "active", "transfer_out": "active",
    "archive": "closed", "reopen": "closed", "pause": "active", "lose_touch": "active", "resume": "active",
    "step_up": "active", "decide_step_up": "active",
}  # fmt: skip
# Steps recorded before, by somebody else.
BEFORE = {
    "authorise": ["assessed"], "close": ["step_down", "next_accepted"], "remove": ["breach_heard"],
    "transfer_out": ["transfer_accepted"],
}  # fmt: skip
SIDES = {"resume": "paused", "decide_step_up": "stepping_up"}


def build(world: World) -> None:
    """Make them."""
    for code, state in STATES.items():
        world.ids[f"way_{code}"] = _case(world, state, code).family_id
    signed = _case(world, "active", "")
    StepProposal.objects.create(
        case=signed, code="step_down", on=timezone.localdate(), proposed_by=world.who["lead"].pk,
        content={"next_kind": "nobody", "next_who": "", "family_agrees": "yes", "family_words": "Yes"},
    )  # fmt: skip
    world.ids["to_sign_id"] = signed.family_id
    for name, state, by in (
        ("ground", "considered", ""),
        ("sign_ground", "considered", "lead"),
        ("end_ground", "under_duty", "manager"),
    ):
        case = _case(world, state, "")
        world.ids[f"way_{name}"] = case.family_id
        if by:
            made = StatutoryGround.objects.create(
                case=case, kind="court", threshold="An order", told="They did not agree", recorded_by=world.who[by].pk,
                until_on=timezone.localdate() + timedelta(days=30),
            )  # fmt: skip
            world.ids[f"{name}_id"] = made.pk
    looked = _case(world, "sustaining", "")
    Case.objects.filter(pk=looked.pk).update(ended_on=timezone.localdate() - timedelta(days=40))
    look = SustainCheck.objects.create(case=looked, months=3, due_on=timezone.localdate(), way="records")
    world.ids |= {"way_look": looked.family_id, "look_id": look.pk}
    _leads(world)
    _profiles(world)
    kept = daily.keep_list(name="Kept before", choice={"states": ["active"]}, by=world.who["lead"])
    world.ids["list_id"] = kept.pk


def _profiles(world: World) -> None:
    changed = profile_of("family_help")
    assert changed is not None
    world.ids |= {"profile_code": "family_help", "setting_name": "missed_contacts", "proposed_code": "young_carers"}
    world.words["profile"] = as_text(changed).replace("value: 3", "value: 4")
    world.words["tenth"] = world.words["profile"].replace("code: family_help", "code: a_tenth")
    profiles.propose_setting(
        "young_carers",
        name="live_goals_most",
        value=3,
        because="Fewer at once",
        from_on=day(0),
        by=world.who["manager"],
    )


def _leads(world: World) -> None:
    who = world.who
    asked = _case(world, "agreed", "")
    Acceptance.objects.filter(case=asked).update(accepted_at=None)
    world.ids |= {"way_answer": asked.family_id, "way_ask": _case(world, "agreed", "").family_id}
    for name, state in (
        ("raise", ""), ("prepare", "raised"), ("visit", "prepared"), ("tell", "accepted"), ("receiver", "raised"),
        ("stop", "raised"), ("accept", "visited"),
    ):  # fmt: skip
        case = _case(world, "active", "")
        world.ids[f"way_{name}"] = case.family_id
        if state:
            made = Handover.objects.create(
                case=case, part=Involvement.objects.get(family=case.family_id, worker=who["lead"]), reason="leaving",
                last_day_on=timezone.localdate(), raised_by=who["lead"].pk, receiver=who["stranger"],
                named_by=who["manager"], note="They like to be rung before.", checked=[],
            )  # fmt: skip
            Handover.objects.filter(pk=made.pk).update(state=state, no_visit_because="Nobody was at home")
            world.ids[f"handover_{name}"] = made.pk
    world.ids["leaver_id"] = who["lead"].pk


def _case(world: World, state: str, code: str) -> Case:
    who, today = world.who, timezone.localdate()
    family = make.family(of=make.team("Northside"))
    case = Case.objects.get(family=family)
    Case.objects.filter(pk=case.pk).update(
        state=state, side=SIDES.get(code, "going"), profile="family_help", profile_version=1, tier="usual",
        state_since=today - timedelta(days=30), checked_on=today, lone_visit_risk="low",
    )  # fmt: skip
    if code == "choose_profile":
        Case.objects.filter(pk=case.pk).update(profile="")
    part = make.involve(who["lead"], family, "adult_lead")
    Acceptance.objects.create(involvement=part, case=case, asked_by=who["manager"].pk, accepted_at=timezone.now())
    child = family.members.get(role="child").person
    ChildView.objects.create(
        case=case, person=child, wish="mixed", how_asked="At school", said_on=today, recorded_by=who["lead"].pk
    )
    if code in ("begin_work", "review"):
        Goal.objects.create(
            case=case, family=family, text="The rent is paid", baseline="Behind", measure="The statement", state="agreed",
            target_on=today, owner=who["lead"],
        )  # fmt: skip
        Meeting.objects.create(
            case=case,
            kind="first",
            planned_on=today,
            held_on=today,
            state="held",
            made_by=who["lead"].pk,
        )
    for step in BEFORE.get(code, ()):
        Step.objects.create(
            case=case, code=step, content={"next_kind": "service"}, before=state, after=state, on=today,
            taken_by=who["lead"].pk,
        )  # fmt: skip
    return Case.objects.get(pk=case.pk)


def day(days: int) -> Any:
    """A day so many days from today."""
    return timezone.localdate() + timedelta(days=days)
