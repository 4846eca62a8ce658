"""What happens in the demo, told through the same actions as on screen, so that every act is audited as anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.actions import involvement, opening, restriction
from thinkfamily.casework.agencies.models import Agency, Worker, within
from thinkfamily.casework.cases.actions import (
    answer_lead,
    give_evidence,
    record_agreement,
    record_child_view,
    take_step,
)
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.consideration import actions as desk
from thinkfamily.casework.consideration.actions.look import looked
from thinkfamily.casework.consideration.actions.promote import promote
from thinkfamily.casework.consideration.actions.sign import sign
from thinkfamily.casework.consideration.queries.desk import batches, candidates, decisions_in, digest_of
from thinkfamily.casework.consideration.queries.pointing import key_of, pointing
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.actions.summary import write_summary
from thinkfamily.casework.families.models import CATEGORIES, Family, Member, Person
from thinkfamily.casework.reports.actions import release_figures
from thinkfamily.casework.sharing.actions.agreements import add_agreement
from thinkfamily.casework.sharing.actions.bases import record_basis
from thinkfamily.casework.sharing.actions.decisions import decide as decide_sharing
from thinkfamily.casework.sharing.actions.decisions import propose as propose_sharing
from thinkfamily.casework.site.demo.meetings import meet
from thinkfamily.casework.site.demo.plan import ask_those_who_help, plan_with
from thinkfamily.casework.site.demo.requests import ask_for_help
from thinkfamily.casework.site.demo.services import fill_directory, refer_by_decision
from thinkfamily.core.progress import Progress

# Of every twelve families considered: nine taken up, two not now, one wrong. Ours, so that each shows.
OUTCOMES = ["consider"] * 9 + ["not_now"] * 2 + ["not_a_family"]
REASONS = {
    "consider": "Several needs at once, three services that do not speak to one another, and a child who misses school.",
    "not_now": "A plan with another team began last month; to be looked at again when it ends.",
    "not_a_family": "These are two households that share a stairwell; nothing ties the adults to the children.",
}
SHARE_AGREED = 2 / 3
POWER = "Children Act 2004 s.10 and s.11"
PURPOSE = "help families that have agreed to take part"
# What is said of a family stands on every family's file in turn: it names no mother, father or eldest, whom not each has.
SUMMARIES = [
    "{home} in a flat that is too small. School is missed, and letters go unopened. They ask for help with the rent first. "
    "What works: mornings with a neighbour.",
    "{home}, held together by one who is tired. Police know a relative, who lives elsewhere. The school is the place they "
    "trust.",
    "{home}. Debt came first, then the move, then school. They are open and impatient. One plan, few visitors.",
]
STRENGTHS = [
    "They laugh together, and tell the truth about a bad week.",
    "A neighbour is there every morning.",
    "They ask for help early.",
]


@dataclass(frozen=True)
class Told:
    """What the demo made."""

    on_desk: int
    taken_up: int
    agreed: int


def consider(packet: Path, workers: dict[str, Worker], number: int, progress: Progress) -> tuple[int, list[Family]]:
    """Bring a candidate packet, decide on some of it and sign; how many were on the desk, and the families taken up."""
    brought = desk.bring(packet, by=workers["matching"])
    analyst, signer = workers["analyst"], workers["second.manager"]
    chosen = list(candidates(analyst)[:number])
    progress.begin("Considering families at the desk", len(chosen))
    for place, candidate in enumerate(chosen):
        looked(analyst, "candidate", candidate.pk)
        outcome = OUTCOMES[place % len(OUTCOMES)]
        first = next(iter(pointing(candidate)), None) if outcome == "consider" else None
        points_to = key_of(first) if first else ""
        desk.decide(candidate.pk, outcome=outcome, reasons=REASONS[outcome], by=analyst, points_to=points_to)
        progress.advance()
    for batch in batches(signer):
        sign(batch.pk, seen=digest_of(decisions_in(signer, batch)), by=signer)
        promote(batch.pk, by=signer)
    return brought.candidates.count(), list(Family.objects.filter(handle__isnull=False).order_by("handle"))


def taken_up_of(number: int) -> int:
    """How many of so many families considered are taken up."""
    return sum(OUTCOMES[place % len(OUTCOMES)] == "consider" for place in range(number))


def agree(families: list[Family], workers: dict[str, Worker], progress: Progress) -> list[Family]:
    """Allocate leads, record lawful bases and, for most, an agreement to take part; the families that agreed."""
    manager, today = workers["second.manager"], timezone.localdate()
    keep_agreements(workers["governance"])
    progress.begin("Allocating leads and asking families", len(families))
    agreed = []
    for place, family in enumerate(families):
        progress.advance()
        lead = workers["adult.lead"] if place % 2 == 0 else workers["child.lead"]
        role = "adult_lead" if place % 2 == 0 else "child_lead"
        if place % 6 == 5:
            continue  # nobody leads yet: triage reads it
        case = Case.objects.get(family=family)
        take_step(case, "choose_profile", by=manager, profile="family_help", tier="light", because="Fits the needs")
        part = involvement.allocate(by=manager, family=family, worker=lead, role=role, because="Allocated in the demo")
        answer_lead(part, answer="yes", by=lead)
        record_basis(family, basis="public_task", purpose=PURPOSE, by=manager)
        adult = Member.objects.filter(family=family, role="adult", until_on__isnull=True).order_by("pk").first()
        if adult is None or place >= SHARE_AGREED * len(families):
            continue
        record_agreement(
            case,
            adult.person,
            to_what="Working with one team on one plan for a year",
            was_told="What is recorded, who reads it, and that they can stop; the privacy notice was read together",
            language="English",
            agreed_on=today,
            review_on=today + timedelta(days=180),
            by=lead,
        )
        child = Member.objects.filter(family=family, role="child", until_on__isnull=True).order_by("pk").first()
        if child is not None and place % 3 == 0:
            record_child_view(
                case, child.person, wish="mixed", how_asked="While drawing, at school", said_on=today, by=lead,
                own_words="I want it to be quiet at night.",
            )  # fmt: skip
        agreed.append(family)
    return agreed


def keep_agreements(keeper: Worker) -> None:
    """One standing agreement with each agency, so that what it supplies may be seen."""
    home = Agency.objects.get(is_home=True)
    for number, agency in enumerate(Agency.objects.exclude(is_home=True).order_by("code"), start=1):
        add_agreement(
            reference=f"DEMO-{number:02}",
            from_agency=agency,
            to_agency=home,
            power=POWER,
            purpose=PURPOSE,
            lawful_basis="public_task",
            necessity="One team can help only with what the others know.",
            categories=[code for code, _ in CATEGORIES],
            condition="Data Protection Act 2018, Schedule 1, paragraph 18",
            confidentiality="The family is told, and a child's welfare weighs more.",
            expires_on=timezone.localdate() + timedelta(days=365),
            by=keeper,
        )


def work(packet: Path, agreed: list[Family], workers: dict[str, Worker], progress: Progress) -> None:
    """Fill the files of the families that agreed, and let a little of everything happen on them."""
    progress.begin("Filling the files of families that agreed")
    desk.update(packet, by=workers["matching"])
    progress.begin("Working with families", len(agreed))
    for place, family in enumerate(agreed):
        lead = _lead_of(family)
        write_summary(family, summary_of(_roles_of(family), place), by=lead, opened_at=None)
        said = Said("strength", "other", STRENGTHS[place % len(STRENGTHS)], source="Said at home", audience="family")
        record_statement(family, said, by=lead)
        plan_with(family, lead)
        progress.advance()
    fill_directory(workers["second.manager"])
    # A very small borough has fewer families than there are things to show.
    for act, family in zip((_share_and_refuse, _keep_safe, _restrict, _open_in_an_emergency), agreed, strict=False):
        act(family, workers)
    if agreed:
        _let_in(agreed[0], workers)
        ask_those_who_help(agreed[0], _lead_of(agreed[0]), workers)
        refer_by_decision(agreed[0], _lead_of(agreed[0]), workers)
        meet(agreed[0], _lead_of(agreed[0]), workers)
        _answer(agreed[0])
        # Not the family of which the police were refused something, where there is another.
        _open_to_the_police(agreed[min(5, len(agreed) - 1)], workers)
    ask_for_help(workers)
    release_figures(by=workers["governance"])


def _roles_of(family: Family) -> list[str]:
    return list(Member.objects.filter(family=family, until_on__isnull=True).values_list("role", flat=True))


def summary_of(roles: list[str], place: int) -> str:
    """The summary of one family.

    Args:
        roles: of its members of today, one for each, as its own file has them.
        place: which family of the demo it is, which chooses the text.
    """
    counted = (
        _counted(roles.count("adult"), "adult", "adults"),
        _counted(roles.count("child"), "child", "children"),
        _counted(roles.count("expected"), "baby on the way", "babies on the way"),
    )
    *first, last = [part for part in counted if part] or ["A family"]
    home = " and ".join([", ".join(first), last] if first else [last])
    return SUMMARIES[place % len(SUMMARIES)].format(home=home[0].upper() + home[1:])


def _counted(count: int, one: str, more: str) -> str:
    """How many, in words up to four; empty for none."""
    said = {1: "one", 2: "two", 3: "three", 4: "four"}.get(count, str(count))
    return f"{said} {one if count == 1 else more}" if count else ""


def _share_and_refuse(family: Family, workers: dict[str, Worker]) -> None:
    """One thing shared with the school and one not shared with the police, each decided by another than who proposed."""
    home, school, police = (Agency.objects.get(code=code) for code in ("family-help", "DFE-SCHOOLS", "POLICE"))
    lead, manager = _lead_of(family), workers["second.manager"]
    parent = Member.objects.filter(family=family, role="adult", until_on__isnull=True).order_by("pk")[0]
    for worker, role in ((workers["school"], "partner"), (workers["police"], "partner")):
        involvement.allocate(
            by=manager, family=family, worker=worker, role=role, because="On the team around the family",
            until_on=timezone.localdate() + timedelta(days=180),
        )  # fmt: skip
    terms: dict[str, Any] = {
        "purpose": PURPOSE,
        "is_family_told": True,
        "told": [parent.person_id],
        "power_code": "ca2004_s10",
        "lawful_basis": "public_task",
        "necessity": "The school plans the mornings with the team.",
        "until_on": timezone.localdate() + timedelta(days=180),
    }
    housing = Agency.objects.get(code="LA-HSG")
    told = propose_sharing(family, from_agency=housing, to_agency=school, categories=["housing"], by=lead, **terms)
    decide_sharing(told, share=True, because="The school can help only if it knows of the move.", by=manager)
    kept = propose_sharing(
        family,
        from_agency=home,
        to_agency=police,
        categories=["other"],
        advice="not_share",
        by=lead,
        **(terms | {"necessity": "Not needed: no enquiry is under way that the team's notes could serve."}),
    )
    decide_sharing(
        kept, share=False, because="Nothing here serves a police purpose; the family asked that it stay.", by=manager
    )


def _open_to_the_police(family: Family, workers: dict[str, Worker]) -> None:
    """One part of one file that a decision opens to the police, who see no file without one."""
    home, housing, police = (Agency.objects.get(code=code) for code in ("family-help", "LA-HSG", "POLICE"))
    lead, manager = _lead_of(family), workers["second.manager"]
    soon = timezone.localdate() + timedelta(days=90)
    warned = Said(
        "fact",
        "housing",
        "The landlord has warned of eviction after three complaints of noise at night.",
        source="A letter that they showed",
    )
    record_statement(family, warned, by=lead)
    involvement.allocate(
        by=manager, family=family, worker=workers["police"], role="partner", until_on=soon,
        because="Neighbourhood officers answer the calls at night",
    )  # fmt: skip
    for agency in (home, housing):
        told = propose_sharing(
            family,
            from_agency=agency,
            to_agency=police,
            categories=["housing"],
            purpose="Keep the family's home: one answer to the calls at night",
            is_family_told=True,
            power_code="cda1998_s115",
            lawful_basis="public_task",
            necessity="Officers who know of the warning call the lead first. Nothing else of the file is needed.",
            until_on=soon,
            by=lead,
        )
        decide_sharing(
            told, share=True, because="It serves the family, who asked for it; housing and no more.", by=manager
        )


def _let_in(family: Family, workers: dict[str, Worker]) -> None:
    """A parent, a volunteer and a mentor of the first family."""
    manager, soon = workers["second.manager"], timezone.localdate() + timedelta(days=180)
    member = Member.objects.filter(family=family, role="adult", until_on__isnull=True).order_by("pk")[0]
    parent = workers["parent"]
    parent.person_id = member.person_id
    parent.save()
    involvement.allocate(by=manager, family=family, worker=parent, role="family_member", because="Their own family")
    for name, role in (("volunteer", "volunteer"), ("mentor", "mentor")):
        involvement.allocate(
            by=manager,
            family=family,
            worker=workers[name],
            role=role,
            because="Tuesdays, with the homework",
            until_on=soon,
        )


def _answer(family: Family) -> None:
    """What no record can say, said by the lead from what was seen."""
    give_evidence(
        Case.objects.get(family=family),
        criterion="low_aspirations",
        person=None,
        answer="yes",
        from_on=timezone.localdate() - timedelta(days=30),
        kind="opinion",
        text="Nobody in the house speaks of next year. Exams, they say, are for others.",
        source="Seen and heard on four visits",
        by=_lead_of(family),
    )


def _keep_safe(family: Family, workers: dict[str, Worker]) -> None:
    """A safe address, which its lead alone may read."""
    lead = _lead_of(family)
    person: Person = Member.objects.filter(family=family, role="adult").order_by("pk")[0].person
    safe_address.record_one(by=lead, family=family, person=person, text="The Lighthouse, Invented Quay", named=[lead])


def _restrict(family: Family, workers: dict[str, Worker]) -> None:
    """A restricted file, of which only its lead and its custodian see any trace."""
    restriction.restrict(
        by=workers["governance"],
        family=family,
        category="high_profile",
        custodian=workers["governance"],
        named=[_lead_of(family)],
        because="A member is known in the area",
        review_by_on=timezone.localdate() + timedelta(days=60),
    )


def _open_in_an_emergency(family: Family, workers: dict[str, Worker]) -> None:
    """A file opened by triage, waiting for its review."""
    opened = opening.ask(
        by=workers["triage"],
        family=family,
        reason="A neighbour rang: a child alone, the lead cannot be reached",
        minutes=30,
    )
    assert opened is not None
    opening.end(by=workers["triage"], family=family)


def _lead_of(family: Family) -> Worker:
    rows = family.involvements.filter(within(timezone.localdate()), role__in=("adult_lead", "child_lead"))  # type: ignore[attr-defined]
    part = rows.select_related("worker")
    return part[0].worker  # type: ignore[no-any-return]
