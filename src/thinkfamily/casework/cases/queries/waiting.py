"""What waits on cases: for a signature, a decision, a handover. One row a thing, for one worker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from thinkfamily.casework.access.leading import can_lead
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.scope import families, not_kept_from
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Appointment, Worker, within
from thinkfamily.casework.agencies.roles import LEADS
from thinkfamily.casework.cases.machine import ASSESSING, DECLINED, ENDED
from thinkfamily.casework.cases.models import (
    WAITS_FOR_REVIEW,
    AgreementToTakePart,
    Case,
    Handover,
    StatutoryGround,
    Step,
    StepProposal,
    SustainCheck,
)
from thinkfamily.casework.cases.queries.leads import Load, loads_of, weight_of
from thinkfamily.casework.profiles.queries import every_version, profile_of_case

# In so many hours a step up is decided on where a case has no programme yet: our choice, as in every shipped profile.
STEP_UP_HOURS = 24


def proposal_for(family: Any) -> StepProposal | None:
    """The step of one family that waits for a signature."""
    rows = StepProposal.objects.filter(case__family=family, is_signed__isnull=True).select_related("case__family")
    return rows.first()


def returned_on(case: Case) -> StepProposal | None:
    """The step that was proposed last for a case, where it was returned, and neither taken nor overtaken by an end since."""
    last = case.step_proposals.order_by("-proposed_at", "-pk").first()
    if last is None or last.is_signed is not False or not last.because:
        return None
    since = case.steps.filter(taken_at__gt=last.decided_at)
    return None if since.filter(Q(code=last.code) | Q(after__in=(DECLINED, *ENDED))).exists() else last


def to_sign(by: Any) -> list[StepProposal]:
    """One row per step that waits for this worker's signature, the oldest first: others' and not their own."""
    readable = families(standing_of(by), "case.sign")
    rows = StepProposal.objects.filter(is_signed__isnull=True, case__family__in=readable).exclude(proposed_by=by.pk)
    return list(rows.select_related("case__family").order_by("proposed_at"))


def to_authorise(by: Any) -> list[Case]:
    """One row per case whose assessment another recorded and this worker may authorise, the one that waits longest first."""
    readable = families(standing_of(by), "case.sign")
    done = Step.objects.filter(case=OuterRef("pk"), code="assessed", on__gte=OuterRef("state_since")).order_by(
        "-taken_at"
    )
    rows = Case.open.filter(state=ASSESSING, family__in=readable).annotate(
        assessed_by=Subquery(done.values("taken_by")[:1]), assessed_on=Subquery(done.values("on")[:1])
    )
    rows = rows.filter(assessed_by__isnull=False).exclude(assessed_by=by.pk)
    return list(rows.select_related("family").order_by("assessed_on", "family__reference"))


def grounds_to_sign(by: Any) -> list[StatutoryGround]:
    """One row per statutory ground that waits for this worker's signature."""
    readable = families(standing_of(by), "case.sign")
    rows = StatutoryGround.objects.filter(signed_at__isnull=True, until_on__gt=timezone.localdate())
    rows = rows.filter(case__in=Case.open.filter(family__in=readable)).exclude(recorded_by=by.pk)
    return list(rows.select_related("case__family").order_by("recorded_at"))


def withdrawals_to_review(by: Any) -> list[AgreementToTakePart]:
    """One row per withdrawal after which this worker decides what is kept, those where statutory help may be needed first."""
    readable = families(standing_of(by), "case.sign")
    rows = AgreementToTakePart.objects.filter(WAITS_FOR_REVIEW, case__family__in=readable).select_related(
        "case__family"
    )
    return sorted(rows, key=lambda row: (row.threshold == "not_met", row.data_review_on, row.case.family.reference))


def stepped_up(by: Any) -> list[Case]:
    """One row per case that is stepped up and that this worker must decide on, the oldest first.

    Each says whether it ``is_step_up_overdue`` by its programme. Few are stepped up at once: their programmes are asked one by one.
    """
    readable = families(standing_of(by), "case.sign")
    rows = list(
        Case.open.filter(side="stepping_up", family__in=readable).select_related("family").order_by("stepped_up_at")
    )
    now = timezone.now()
    for case in rows:
        profile = profile_of_case(case)
        hours = profile["step_up_hours"] if profile else STEP_UP_HOURS
        case.is_step_up_overdue = now - (case.stepped_up_at or now) > timedelta(hours=hours)  # type: ignore[attr-defined]
    return rows


def ground_for(family: Any, ground_id: Any) -> StatutoryGround | None:
    """One statutory ground of one family."""
    rows = StatutoryGround.objects.filter(case__family=family, pk=ground_id)
    return rows.select_related("case__family").first()


def look_for(family: Any, look_id: Any) -> SustainCheck | None:
    """One look after the end of one family's case."""
    return SustainCheck.objects.filter(case__family=family, pk=look_id).select_related("case__family").first()


def handover_for(family: Any, handover_id: Any) -> Handover | None:
    """One handover of one family."""
    rows = Handover.objects.filter(case__family=family, pk=handover_id)
    return rows.select_related("case__family", "part__worker", "receiver").first()


def handovers_of(by: Any) -> list[Handover]:
    """One row per handover under way that concerns this worker: as old lead, as receiver, or as manager of the team."""
    # Of the few handovers under way it is asked whose family each is of, and not of every family.
    its_own = {"pk": OuterRef("case__family")}
    readable = Exists(families(standing_of(by), "case.hand_over").filter(**its_own))
    apart = Exists(not_kept_from(standing_of(by)).filter(**its_own))
    mine = Handover.objects.exclude(state__in=["confirmed", "stopped"]).filter(Q(apart, receiver=by.pk) | Q(readable))
    return list(mine.select_related("case__family", "part__worker", "receiver").order_by("last_day_on"))


def leads_led_by(by: Any, worker: Any) -> list[Any]:
    """One row per family that a worker leads and that the manager may hand over, with its case: for who leaves."""
    readable = families(standing_of(by), "case.allocate")
    rows = Involvement.objects.filter(within(timezone.localdate()), worker=worker, role__in=LEADS, family__in=readable)
    return list(rows.filter(family__cases__in=Case.open.all()).distinct().select_related("family"))


def to_take_over(by: Any) -> QuerySet[Handover]:
    """One row per handover that waits for this worker to accept it; none of a family that something keeps them from since."""
    rows = Handover.objects.filter(receiver=by.pk, state__in=["raised", "prepared", "visited"])
    rows = rows.filter(case__family__in=not_kept_from(standing_of(by)).values("pk"))
    return rows.select_related("case__family__team", "part__worker", "named_by").order_by("last_day_on")


def handover_to_accept(by: Any, handover_id: UUID) -> Handover | None:
    """One handover that waits for this worker to accept it."""
    return to_take_over(by).filter(pk=handover_id).first()


def leads_of_teams(by: Any) -> list[Worker]:
    """One row per worker who holds a lead's role in the teams of a manager, or in the whole area: two queries.

    One would go through every account: a database takes those for the whole area to be many, because partners are.
    """
    teams = standing_of(by).teams.get("manager", frozenset())
    today = timezone.localdate()
    held = Appointment.objects.filter(within(today), role__in=LEADS)
    if None not in teams:
        held = held.filter(Q(team__in=teams) | Q(team__isnull=True))
    ids = set(held.order_by().values_list("worker", flat=True))
    return list(Worker.objects.filter(pk__in=ids, is_active=True).order_by("name"))


def left_behind(by: Any) -> list[Load]:
    """What is left of those who cannot lead any longer, and whose families a manager allocates, by name.

    Their account or their role has ended and their part has not, so their families have no lead.
    """
    today = timezone.localdate()
    readable = families(standing_of(by), "case.allocate")
    rows = Involvement.objects.filter(within(today), role__in=LEADS, family__in=readable)
    # Through no table more than it takes: PostgreSQL puts no more than eight in the best order.
    rows = rows.filter(~can_lead(today), family__in=Case.open.values("family"))
    found: dict[Any, Load] = {}
    for part in rows.exclude(acceptance__declined_at__isnull=False).select_related("worker"):
        found.setdefault(part.worker_id, Load(part.worker)).families.add(part.family_id)
    return sorted(found.values(), key=lambda load: load.worker.name)


def not_handed_over(workers: Iterable[Worker]) -> dict[Any, int]:
    """For each of some workers, how many families they lead that go on and that nobody hands over: one query."""
    parts = Involvement.objects.filter(within(timezone.localdate()), worker__in=list(workers), role__in=LEADS)
    parts = parts.exclude(acceptance__declined_at__isnull=False).filter(family__cases__in=Case.open.all())
    parts = parts.exclude(pk__in=Handover.objects.filter(state__in=["raised", "prepared", "visited"]).values("part"))
    return dict(parts.order_by().values_list("worker").annotate(count=Count("family", distinct=True)))


def loads_of_team(by: Any) -> list[Load]:
    """What each lead of a manager's teams carries, the most loaded first."""
    return sorted(loads_of(leads_of_teams(by)).values(), key=lambda load: (-load.share, load.worker.name))


def worker_led(by: Any, worker_id: UUID) -> Worker | None:
    """One lead of a manager's teams."""
    return next((worker for worker in leads_of_teams(by) if worker.pk == worker_id), None)


def leaver_of(by: Any, worker_id: UUID) -> Worker | None:
    """One lead of a manager's teams, or one who cannot lead any longer and whose families the manager allocates."""
    gone = (load.worker for load in left_behind(by) if load.worker.pk == worker_id)
    return worker_led(by, worker_id) or next(gone, None)


@dataclass(frozen=True)
class Receiver:
    """One lead who could take families of a leaver over: what they carry now, and after how many of these.

    Attributes:
        load: who, and what they carry.
        after: their share with those families of the ones chosen whose role they hold, in percent.
        families: how many these are.
    """

    load: Load
    after: int
    families: int


def possible_receivers(by: Any, leaver: Any, parts: Sequence[Involvement]) -> list[Receiver]:
    """One row per other lead of a manager's teams who holds the role of one of some parts, the least loaded first."""
    today = timezone.localdate()
    loads = [load for load in loads_of_team(by) if load.worker.pk != leaver.pk and load.capacity]
    loads = [load for load in reversed(loads) if load.leaves_on is None or load.leaves_on > today]
    held: dict[Any, set[str]] = defaultdict(set)
    rows = Appointment.objects.filter(within(today), worker__in=[load.worker.pk for load in loads], role__in=LEADS)
    for worker, role in rows.values_list("worker", "role"):
        held[worker].add(role)
    cases = {case.family_id: case for case in Case.open.filter(family__in=[part.family_id for part in parts])}
    versions, found = every_version(), []
    for load in loads:
        taken = {part.family_id for part in parts if part.role in held[load.worker.pk]}
        if taken:
            more = sum(weight_of(cases[family], versions) for family in taken & set(cases) - load.families)
            after = Load(load.worker, load.percent + more, load.capacity)
            found.append(Receiver(load, after.share, len(taken)))
    return found
