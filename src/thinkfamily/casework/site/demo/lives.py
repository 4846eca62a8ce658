"""Lives of invented families: each a generator that acts, and yields how many days pass until it acts again.

A life that reaches today is simply not over yet: so families stand at every point of the way.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from random import Random

from django.utils import timezone

from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.actions import take_step
from thinkfamily.casework.cases.machine import DECLINED, ENDED
from thinkfamily.casework.cases.models import StatutoryGround
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.plans.models import Goal
from thinkfamily.casework.profiles.queries import profile_of_case
from thinkfamily.casework.referrals import actions as requests
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.sharing.actions.bases import record_basis
from thinkfamily.casework.site.demo import words
from thinkfamily.casework.site.demo.doing import Home, Staff, agree, contact, give_lead, lead_of, meet, members, sign
from thinkfamily.casework.site.demo.services import answered_by_turns, refer_by_turns

Days = Generator[int, None, None]
# For how long the ground of a demo's family is recorded at a time.
DUTY_DAYS = 120


def lived(home: Home, staff: Staff, by_lot: Random) -> Days:
    """One family's life with the service, from the request for help on."""
    referral = requests.ask(
        requests.Asked(
            route="agency",
            people=home.people,
            urgency="days",
            categories=home.needs,
            programme=home.profile,
            happening=by_lot.choice(words.HAPPENING),
            area=home.team.name,
        ),
        by=by_lot.choice(staff.referrers),
    )
    yield by_lot.randint(0, 1)
    requests.screen(referral, by=staff.triage)
    requests.search(referral, by=staff.triage)
    requests.judge(referral, about="new", by=staff.triage)
    yield by_lot.randint(0, 1)
    if home.going == "advised":
        requests.advise(_now(referral), because="One question, answered.", told=words.TOLD, by=staff.triage)
        return
    accepted = requests.accept(
        _now(referral), chosen=home.profile, programme="family_help_2025", team=home.team,
        because=by_lot.choice(words.HAPPENING), told=words.TOLD, by=staff.triage, tier=home.tier,
    )  # fmt: skip
    home.case = accepted.case
    for part in (_asked, _assessed, _worked, _ended):
        if home.is_there:
            return
        yield by_lot.randint(1, 6) if part is _asked else by_lot.randint(0, 1)
        yield from part(home, staff, by_lot)
        if home.fresh().state in (DECLINED, *ENDED, "under_duty"):
            return


def _asked(home: Home, staff: Staff, by_lot: Random) -> Days:
    profile, manager = profile_of_case(home.fresh()), staff.manager
    take_step(
        home.fresh(), "choose_profile", by=manager, profile=home.profile, tier=home.tier, because="Fits the needs"
    )
    record_basis(home.family, basis="public_task", purpose="Help a family that needs several services", by=manager)
    if home.going in ("under_duty", "duty_ended"):
        ground = _ground(home, staff)
        yield 1
        cases.sign_ground(ground, by=staff.second)
        if home.going == "under_duty":
            yield from _under_duty(home, staff, by_lot)
            return
        yield 28
        cases.end_ground(ground, by=manager)
    take_step(home.fresh(), "offer", by=manager, how=by_lot.choice(["visit", "phone", "meeting"]), told=words.OFFERED)
    if home.is_there:
        return
    yield by_lot.randint(3, 12)
    if home.going in ("declined", "no_then_yes"):
        take_step(
            home.fresh(), "decline", by=manager, why=by_lot.choice(["not_now", "trust", "other_help"]),
            own_words="We will manage.", may_ask_again=True,
        )  # fmt: skip
        if home.going == "declined":
            return
        yield by_lot.randint(40, 90)
        take_step(home.fresh(), "offer_again", by=manager, how="phone", told=words.OFFERED)
        yield 5
    if home.going in ("closed_early", "archived", "reopened"):
        made = take_step(
            home.fresh(), "close_early", by=manager, why="moved", note="The family moved away.", follow_up="none"
        )
        yield 2
        sign(made, staff)
        if home.going == "archived":
            yield 21
            take_step(home.fresh(), "archive", by=manager)
        if home.going != "reopened":
            return
        yield 40
        take_step(home.fresh(), "reopen", by=manager, why="They are back, and ask for help themselves.")
        yield 2
        take_step(home.fresh(), "offer", by=manager, how="visit", told=words.OFFERED)
        yield 4
    agree(home, staff)
    roles = profile["leads"] if profile is not None else ("adult_lead",)
    for role in roles if len(roles) > 1 else (by_lot.choice(["adult_lead", "child_lead"]),):
        give_lead(home, role, staff)
    yield by_lot.randint(1, 5)


def _ground(home: Home, staff: Staff) -> StatutoryGround:
    """The manager records a ground for work without agreement."""
    return cases.record_ground(
        home.fresh(), kind="child_protection", threshold="A child protection plan was made.",
        told="The parents were told, and did not agree.",
        until_on=timezone.localdate() + timedelta(days=DUTY_DAYS), by=staff.manager,
    )  # fmt: skip


def _under_duty(home: Home, staff: Staff, by_lot: Random) -> Days:
    """Work under a duty goes on until today: visits and reviews, and a ground that is recorded and signed anew in time."""
    profile = profile_of_case(home.fresh())
    roles, every, apart = ("adult_lead",), 42, 14
    if profile is not None:
        roles, apart = tuple(profile["leads"]) or roles, profile["contact_days"] or apart
        every = min(
            (profile[one] for one in ("professional_review_days", "family_review_days") if profile[one]), default=42
        )
    for role in roles:
        give_lead(home, role, staff)
    left = DUTY_DAYS
    while True:
        waited = 0
        while waited + apart < every:
            waited += apart
            yield apart
            contact(home, by_lot)
        yield every - waited
        contact(home, by_lot)
        meet(home)
        left -= every
        if left <= every + 1:
            ground = _ground(home, staff)
            yield 1
            cases.sign_ground(ground, by=staff.second)
            left = DUTY_DAYS


def _assessed(home: Home, staff: Staff, by_lot: Random) -> Days:
    lead = lead_of(home)
    take_step(
        home.fresh(), "check", by=lead, restriction="no", risk=by_lot.choice(["low", "low", "medium"]), risk_note=""
    )
    for child in members(home, "child"):
        cases.record_child_view(
            home.fresh(), child, wish=by_lot.choice(["wants", "mixed", "not_said"]), how_asked="While drawing, at school",
            said_on=timezone.localdate(), by=lead,
        )  # fmt: skip
    take_step(home.fresh(), "assess", by=lead, with_whom="Everybody at home, the school and the health visitor")
    if home.is_there:
        return
    yield by_lot.randint(10, 18)
    contact(home, by_lot)
    everybody = [str(person.pk) for person in (*members(home, "adult"), *members(home, "child"))]
    take_step(
        home.fresh(), "assessed", by=lead_of(home), covers=everybody, left_out="", strengths=by_lot.choice(words.STRENGTHS),
        worries=by_lot.choice(words.HAPPENING), means=by_lot.choice(words.MEANS), shared="yes", not_shared="",
    )  # fmt: skip
    yield by_lot.randint(2, 5)
    take_step(home.fresh(), "authorise", by=staff.manager, note="Clear, and seen by the family.")
    for goal in by_lot.sample(words.GOALS, k=2):
        lead = lead_of(home)
        made = plans.propose_goal(
            home.fresh(),
            plans.GoalWords(**goal, owner=lead, target_on=timezone.localdate() + timedelta(days=200)),
            by=lead,
        )
        plans.move_goal(made, step="agree", because="The family agreed at the table", by=lead)
        plans.move_goal(made, step="begin", by=lead)
    if home.is_there:
        return
    yield by_lot.randint(3, 8)
    take_step(home.fresh(), "begin_work", by=lead_of(home), note="Agreed with everybody.")


def _worked(home: Home, staff: Staff, by_lot: Random) -> Days:
    profile = profile_of_case(home.fresh())
    every = profile["family_review_days"] if profile else 42
    # Who is to stand further along by today comes there sooner.
    for round_ in range(2 if home.stands_at else by_lot.randint(5, 8)):
        waited = 0
        while waited + 18 < max(every, 28):
            pause = by_lot.randint(11, 18)
            waited += pause
            yield pause
            contact(home, by_lot, missed=by_lot.random() < 0.15)
        if round_ == 0:
            refer_by_turns(home)
        elif round_ == 1:
            answered_by_turns(home)
        yield max(1, max(every, 28) - waited)
        if round_ == 2:
            yield from _on_the_way(home, staff, by_lot)
            if not home.fresh().is_open:
                return
        meet(home)
        lead = lead_of(home)
        take_step(home.fresh(), "review", by=lead)
        if home.is_there:
            return
        for goal in Goal.objects.filter(case=home.case, state="in_progress"):
            value = min(10, 3 + round_ + by_lot.randint(0, 2))
            plans.rate_goal(goal, value=value, rater="family", rated_on=timezone.localdate(), by=lead)
        yield by_lot.randint(0, 2)
        take_step(home.fresh(), "go_on", by=lead_of(home), note="The plan goes on, with what was agreed.")


def _on_the_way(home: Home, staff: Staff, by_lot: Random) -> Days:
    """What befalls some families in the middle."""
    lead = lead_of(home)
    if home.going == "paused":
        until = timezone.localdate() + timedelta(days=28)
        take_step(home.fresh(), "pause", by=lead, until_on=until, why="A new baby: they asked for four quiet weeks.")
        yield 28
        take_step(home.fresh(), "resume", by=lead_of(home), note="Glad to begin again.")
    elif home.going == "out_of_touch":
        for _ in range(3):
            plans.record_missed(home.fresh(), by=lead_of(home))
            yield 6
        take_step(home.fresh(), "lose_touch", by=lead_of(home), tried="Three visits in vain.", next="place")
        yield 12
        take_step(home.fresh(), "resume", by=lead_of(home), note="Met at the library, which they like better.")
    elif home.going == "stepped_up":
        take_step(home.fresh(), "step_up", by=lead, fear="Bruises that nobody explains.")
        yield 1
        take_step(home.fresh(), "decide_step_up", by=staff.manager, decision="stay", why=words.STAYS, family_told="yes")
    elif home.going == "changed":
        yield from _changed(home, staff)
    elif home.going == "removed":
        take_step(
            home.fresh(), "breach_heard", by=lead, what="Nobody was let in for two months.", account="We had enough of it.",
            explained=["disability", "age", "carer", "coercion"], found="None of the four explains it.",
        )  # fmt: skip
        yield 7
        made = take_step(
            home.fresh(), "remove", by=lead_of(home), why="Three other ways were tried, and each was refused.",
            safeguarding="The school sees each child daily, and knows whom to ring.", told="In a letter, with whom to object to.",
        )  # fmt: skip
        yield 2
        sign(made, staff)
    elif home.going == "moved_out":
        take_step(
            home.fresh(), "transfer_accepted", by=lead, who="Mockshire, team manager", what="Goes on with the plan."
        )
        yield 3
        made = take_step(home.fresh(), "transfer_out", by=lead_of(home), area="Mockshire", summary=words.SUMMARY)
        yield 2
        sign(made, staff)


def _changed(home: Home, staff: Staff) -> Days:
    """The work becomes less intensive, or more where it is the least already."""
    profile = profile_of_case(home.fresh())
    assert profile is not None
    codes = [tier.code for tier in profile.tiers]
    place = codes.index(home.tier)
    is_least = place == len(codes) - 1
    made = take_step(
        home.fresh(), "change_programme", by=lead_of(home), profile=profile.code, version=profile.version,
        tier=codes[place - 1] if is_least else codes[place + 1], because="How often they want us, they know best.",
        family_told="yes", family_words="They asked for it.", over_because="Two cases close this month" if is_least else "",
    )  # fmt: skip
    yield 2
    sign(made, staff)


def _ended(home: Home, staff: Staff, by_lot: Random) -> Days:
    lead = lead_of(home)
    take_step(
        home.fresh(), "step_down", by=lead, next_kind="universal", next_who="The school's family worker",
        family_agrees="yes", family_words="We know whom to ring.",
    )  # fmt: skip
    if home.is_there:
        return
    yield by_lot.randint(10, 25)
    if home.going == "taken_back":
        home.going = "usual"
        take_step(home.fresh(), "take_back", by=lead_of(home), why="The mornings slipped within a fortnight.")
        yield 35
        yield from _ended(home, staff, by_lot)
        return
    lead = lead_of(home)
    for goal in Goal.objects.filter(case=home.case, state="in_progress"):
        plans.move_goal(goal, step=by_lot.choice(["meet", "meet", "meet_in_part"]), by=lead)
    take_step(home.fresh(), "next_accepted", by=lead, who="The school's family worker", what="A talk each half term.")
    yield by_lot.randint(3, 9)
    made = take_step(
        home.fresh(), "close", by=lead_of(home), came_of_it="Mornings are calm, and the rent is paid.",
        family_view="It was hard, and it was worth it.", child_view="I like Mondays now.",
        contingency="Ring the school's family worker first, then us.", safe=True,
        follow_up=by_lot.choice(["contact", "contact", "records"]),
    )  # fmt: skip
    yield by_lot.randint(1, 4)
    sign(made, staff)
    for months in (3, 6, 12):
        yield 91 if months != 12 else 183
        due = home.fresh().sustain_checks.filter(done_on__isnull=True).first()
        if due is not None:
            found = by_lot.choice(["lasted", "lasted", "partly", "slipped"])
            cases.record_look(
                due, found=found, note="Asked on the telephone.", done_on=timezone.localdate(), by=staff.manager
            )
    yield 5
    if not home.fresh().sustain_checks.filter(done_on__isnull=True).exists():
        take_step(home.fresh(), "archive", by=staff.manager)


def _now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)
