"""Who leads a case, who answers for it where nobody does, and how much each lead carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.queries.recipients import kept_from, managers_of
from thinkfamily.casework.agencies.models import Appointment, Worker, within
from thinkfamily.casework.agencies.roles import LEADS, ROLES
from thinkfamily.casework.cases.lacking import lacking
from thinkfamily.casework.cases.models import OPEN, Capacity, Case, Handover
from thinkfamily.casework.profiles.queries import every_version, profile_among, profile_of_case
from thinkfamily.programmes.profile import Profile

# A case without a programme yet weighs as a usual one: a fifteenth of a full caseload. Our choice.
NO_PROFILE = 100 / 15


@dataclass(frozen=True)
class LeadRow:
    """One lead of one family: who, in which role, since when, and whether they have accepted."""

    part: Involvement
    accepted_at: Any
    declined_at: Any

    @property
    def title(self) -> str:
        """The role in words."""
        return ROLES[self.part.role].title


@dataclass
class Load:
    """What one worker carries: the share of a full caseload, and of how many families.

    Attributes:
        worker: who.
        percent: the sum over their open cases, in percent of a full-time caseload.
        capacity: what they can carry, in percent of a full-time caseload.
        families: how many families they lead.
        waiting: how many of these they have not accepted yet.
        leaves_on: their last day at work, where it is known.
    """

    worker: Worker
    percent: float = 0.0
    capacity: int = 100
    families: set[Any] = field(default_factory=set)
    waiting: int = 0
    leaves_on: Any = None

    @property
    def share(self) -> int:
        """The load as a share of what they can carry, in percent; 100 is full."""
        if not self.capacity:
            return 100 if not self.percent else 999
        return round(100 * self.percent / self.capacity)

    @property
    def is_over(self) -> bool:
        """Whether it is above the ceiling."""
        return self.share > 100


@dataclass(frozen=True)
class Offered:
    """One worker who can be asked to lead, in one role, with what they would then carry."""

    worker: Worker
    role: str
    share: int
    families: int

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.worker.pk}:{self.role}"

    @property
    def says(self) -> str:
        """How a form shows it."""
        return _("%(name)s, %(role)s: leads %(families)d, and would be at %(share)d%% of a full caseload") % {
            "name": self.worker.name,
            "role": ROLES[self.role].title.lower(),
            "families": self.families,
            "share": self.share,
        }


def leads_of(family: Any) -> list[LeadRow]:
    """One row per lead of a family today who can lead it today, asked or accepted: one query."""
    rows = Involvement.objects.filter(leading(timezone.localdate()), family=family)
    found = []
    for part in rows.select_related("worker", "acceptance").order_by("role", "from_on"):
        answer = getattr(part, "acceptance", None)
        found.append(LeadRow(part, answer and answer.accepted_at, answer and answer.declined_at))
    return found


def to_hear(family: Any, *others: Any, but: Any) -> QuerySet[Worker]:
    """Who is told of what becomes of a case: its leads and some others, but for who did it and whom something keeps from the file.

    Args:
        family: whose case.
        others: the ids of whoever proposed or feared something, leads or not.
        but: the id of who did it.
    """
    leads = {row.part.worker_id for row in leads_of(family)}
    found = Worker.objects.filter(pk__in=(leads | set(others)) - {but}, is_active=True)
    return found.exclude(pk__in=kept_from(family).values("pk"))


def parts_as_lead(family: Any) -> list[Involvement]:
    """One row per part as a lead that has not ended, of those too who cannot lead any longer: what can be handed over."""
    rows = Involvement.objects.filter(within(timezone.localdate()), family=family, role__in=LEADS)
    return list(rows.select_related("worker").order_by("role", "from_on"))


def lacked_by(profile: Profile | None, leads: list[LeadRow]) -> tuple[str, ...]:
    """The lead's roles that a case lacks today, as `cases.lacking` says."""
    return lacking(profile, {row.part.role for row in leads if row.accepted_at is not None})


def answering_for(family: Any, leads: list[LeadRow], profile: Profile | None = None) -> list[Worker]:
    """Who answers for a case: its accepted leads; in any gap the managers of its team, beside the lead who is there."""
    accepted = [row.part.worker for row in leads if row.accepted_at is not None]
    if not lacked_by(profile, leads):
        return accepted
    return [*accepted, *(worker for worker in managers_of(family) if worker not in accepted)]


def weight_of(case: Any, versions: dict[tuple[str, int], Profile]) -> float:
    """What one case takes of a full-time caseload, in percent: the points of its tier of its profile's ceiling."""
    profile = profile_among(versions, case)
    if profile is None:
        return NO_PROFILE
    return float(100 * profile.tier(case.tier).points / profile["caseload_ceiling"])


def loads_of(workers: Iterable[Worker]) -> dict[Any, Load]:
    """What each of some workers carries, by id: five queries, however many they are.

    What somebody is named to take over weighs as what they are asked to lead: before they accept it.
    """
    loads = {worker.pk: Load(worker) for worker in workers}
    today, versions = timezone.localdate(), every_version()
    parts = Involvement.objects.filter(within(today), worker__in=loads, role__in=LEADS).select_related("acceptance")
    rows = list(parts.exclude(acceptance__declined_at__isnull=False))
    coming = Handover.objects.filter(receiver__in=loads, state__in=["raised", "prepared", "visited"])
    to_take = list(coming.values_list("receiver", "case__family"))
    led = {part.family_id for part in rows} | {family for _, family in to_take}
    cases = {case.family_id: case for case in Case.open.filter(family__in=led)}
    for part in rows:
        if part.family_id not in cases:
            continue
        load = loads[part.worker_id]
        if part.family_id not in load.families:
            load.percent += weight_of(cases[part.family_id], versions)
        load.families.add(part.family_id)
        answer = getattr(part, "acceptance", None)
        load.waiting += answer is None or answer.accepted_at is None
    for receiver, family in to_take:
        load = loads[receiver]
        if family in cases and family not in load.families:
            load.percent += weight_of(cases[family], versions)
            load.families.add(family)
            load.waiting += 1
    for capacity in Capacity.objects.filter(worker__in=loads, from_on__lte=today).order_by("from_on", "set_at"):
        load = loads[capacity.worker_id]
        load.capacity, load.leaves_on = capacity.percent, capacity.leaves_on
    return loads


def load_of(worker: Any) -> Load:
    """What one worker carries."""
    return loads_of([worker])[worker.pk]


def load_with(worker: Worker, cases: Iterable[Case]) -> Load:
    """What one worker would carry with some cases beside what they do."""
    load, versions = load_of(worker), every_version()
    for case in cases:
        if case.family_id not in load.families:
            load.percent += weight_of(case, versions)
            load.families.add(case.family_id)
    return load


def who_can_lead(family: Any, case: Any) -> list[Offered]:
    """Who can be asked to lead one family, the least loaded first, in the roles that its programme asks for."""
    profile = profile_of_case(case)
    roles = set(profile["leads"]) if profile and len(profile["leads"]) > 1 else set(LEADS)
    today = timezone.localdate()
    have = set(
        Involvement.objects.filter(within(today), family=family, role__in=LEADS).values_list("worker_id", "role")
    )
    held = Appointment.objects.filter(
        within(today), Q(team=family.team_id) | Q(team__isnull=True), role__in=roles, worker__is_active=True
    ).exclude(worker__in=kept_from(family))
    held = held.filter(Q(worker__account_until__isnull=True) | Q(worker__account_until__gt=today))
    asked = {(one.worker_id, one.role): one.worker for one in held.select_related("worker")}
    loads = loads_of({worker.pk: worker for worker in asked.values()}.values())
    more = weight_of(case, every_version())
    offered = []
    for (worker_id, role), worker in asked.items():
        load = loads[worker_id]
        leaves = load.leaves_on is not None and load.leaves_on <= today
        if (worker_id, role) in have or leaves or not load.capacity:
            continue
        extra = 0.0 if family.pk in load.families else more
        share = round(100 * (load.percent + extra) / load.capacity)
        offered.append(Offered(worker, role, share, len(load.families)))
    return sorted(offered, key=lambda one: (one.share, one.worker.name, one.role))


def asked_to_lead(worker: Any) -> list[Involvement]:
    """One row per case that a worker is asked to lead and has not answered."""
    rows = Involvement.objects.filter(within(timezone.localdate()), worker=worker, role__in=LEADS)
    rows = rows.filter(Q(acceptance__isnull=True) | Q(acceptance__accepted_at__isnull=True))
    rows = rows.filter(family__cases__state__in=OPEN).exclude(acceptance__declined_at__isnull=False)
    return list(rows.select_related("family", "family__team").distinct().order_by("from_on"))


def part_to_answer(worker: Any, family: Any) -> Involvement | None:
    """The part that a worker is asked to lead on one family, if they have not answered."""
    return next((part for part in asked_to_lead(worker) if part.family_id == family.pk), None)
