"""Who lives in the demo, who helps them, and the smallest things that these do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from thinkfamily.casework.agencies.models import Worker, within
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.models import Acceptance, Case, StepProposal
from thinkfamily.casework.cases.queries.leads import who_can_lead
from thinkfamily.casework.families.models import Family, Person
from thinkfamily.casework.meetings.actions import meetings, minutes
from thinkfamily.casework.meetings.actions.invitations import invite
from thinkfamily.casework.meetings.actions.sending import send_minutes
from thinkfamily.casework.meetings.queries.minutes import digest_of, versions
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.referrals import actions as requests
from thinkfamily.casework.site.demo import words


@dataclass(frozen=True)
class Staff:
    """Those who act in every life.

    Attributes:
        triage: looks at requests for help.
        manager: answers for the cases, and allocates them.
        second: signs what the manager proposes.
        referrers: those who ask for help.
    """

    triage: Worker
    manager: Worker
    second: Worker
    referrers: list[Worker]


@dataclass
class Home:
    """One invented family as its life knows it.

    Attributes:
        number: the place in which it came.
        people: its people, as asked for.
        team: whose file it is to be.
        going: how it will go.
        stands_at: the state in which it stands today, whatever comes; empty where its life goes on.
        profile: the programme that leads.
        tier: how intensively.
        needs: what it needs.
        case: its case, once it has one.
    """

    number: int
    people: list[requests.Somebody]
    team: Any
    going: str
    stands_at: str = ""
    profile: str = "family_help"
    tier: str = "usual"
    needs: list[str] = field(default_factory=lambda: ["education"])
    case: Case | None = None

    @property
    def family(self) -> Family:
        """The family, once it is one."""
        assert self.case is not None
        return self.case.family

    def fresh(self) -> Case:
        """The case as it stands."""
        assert self.case is not None
        return Case.objects.select_related("family").get(pk=self.case.pk)

    @property
    def is_there(self) -> bool:
        """Whether it has come to where it stands today."""
        return bool(self.stands_at) and self.fresh().state == self.stands_at


def sign(made: Any, staff: Staff) -> None:
    """A second person signs what was proposed."""
    if isinstance(made, StepProposal):
        signer = staff.second if made.proposed_by == staff.manager.pk else staff.manager
        cases.sign_step(made, answer="sign", by=signer)


def agree(home: Home, staff: Staff) -> None:
    """One adult agrees to take part."""
    today = timezone.localdate()
    for adult in members(home, "adult")[:1]:
        cases.record_agreement(
            home.fresh(), adult, to_what="Working with one team on one plan for a year",
            was_told="What is recorded, who reads it, and that they can stop; the privacy notice was read together",
            language="English", agreed_on=today, review_on=today + timedelta(days=365), by=staff.manager,
        )  # fmt: skip


def give_lead(home: Home, role: str, staff: Staff) -> None:
    """Whoever carries least is asked, and accepts."""
    offered = [one for one in who_can_lead(home.family, home.fresh()) if one.role == role]
    chosen = offered[0]
    over = "Two cases close this month" if chosen.share > 100 else ""
    made = cases.ask_to_lead(
        home.fresh(), chosen.worker, role, because="Carries least", over_because=over, by=staff.manager
    )
    cases.answer_lead(made.involvement, answer="yes", by=chosen.worker)


def lead_of(home: Home) -> Worker:
    """Who leads a home's case today."""
    rows = Acceptance.objects.filter(
        within(timezone.localdate(), "involvement__"), case=home.case, accepted_at__isnull=False
    ).select_related("involvement__worker__agency")
    return rows[0].involvement.worker


def members(home: Home, role: str) -> list[Person]:
    """A home's members of one role."""
    rows = home.family.members.filter(role=role, until_on__isnull=True).select_related("person")  # type: ignore[attr-defined]
    return [row.person for row in rows.order_by("pk")]


def contact(home: Home, by_lot: Random, *, missed: bool = False) -> None:
    """A visit, or one at which nobody was in."""
    lead = lead_of(home)
    if missed:
        plans.record_missed(home.fresh(), by=lead)
        return
    text, analysis = by_lot.choice(words.VISITS)
    adults, children = members(home, "adult"), members(home, "child")
    seen = {adults[0]: False} if adults else {}
    if children and by_lot.random() < 0.6:
        seen[by_lot.choice(children)] = by_lot.random() < 0.7
    told = plans.Told(
        seen or {children[0]: True},
        text=text,
        analysis=analysis,
        minutes=by_lot.choice([30, 45, 60, 75]),
        help=by_lot.choice(["practical", "coaching", "together", "money", "listening"]),
    )
    plans.record_contact(home.fresh(), told, by=lead)


def meet(home: Home) -> None:
    """A family review, from its planning to its minutes."""
    lead, today = lead_of(home), timezone.localdate()
    made = meetings.plan_meeting(home.fresh(), kind="family_review", planned_on=today, by=lead)
    asked = invite(made, workers=[lead], people=members(home, "adult")[:1], by=lead)
    came = dict.fromkeys((row.pk for row in asked), "came")
    held = meetings.hold_meeting(made, held_on=today, attendance=came, by=lead)
    said = minutes.Written(
        "decision", "Go on with the plan, and meet again.", worker=lead, due_on=today + timedelta(days=42)
    )
    minutes.write_line(held, said, by=lead)
    minutes.confirm_minutes(held, no_child_view="Asked on the last visit", by=lead)
    send_minutes(held, seen=digest_of(versions(held)), by=lead)
