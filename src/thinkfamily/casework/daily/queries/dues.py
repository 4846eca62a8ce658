"""What came due by itself in the whole area, for the site's own clock: nobody did anything, and somebody must be told.

One row a thing, with an id that stays the same while the same thing is due, so that nobody is told of it twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import Exists, OuterRef, Q

from thinkfamily.casework.access.leading import leading
from thinkfamily.casework.access.models import Conflict, Involvement, Restriction
from thinkfamily.casework.access.queries.recipients import holding_role, kept_from
from thinkfamily.casework.agencies.models import Appointment, Worker, within
from thinkfamily.casework.agencies.roles import LEADS
from thinkfamily.casework.cases.models import (
    STANDS,
    TAKING_PART,
    WAITS_FOR_REVIEW,
    AgreementToTakePart,
    Capacity,
    Case,
    Handover,
    SustainCheck,
)
from thinkfamily.casework.cases.queries.waiting import not_handed_over
from thinkfamily.casework.daily.models import Supervision
from thinkfamily.casework.daily.queries.facts import facts_of
from thinkfamily.casework.directory.queries.family import late_services
from thinkfamily.casework.retention.queries.due import due, waiting
from thinkfamily.casework.sharing.models import SharingAgreement, SharingDecision

# What runs out is told so many days before; what ran out longer ago than so many days is told no more. Our choices.
AHEAD_DAYS = 14
PAST_DAYS = 28


@dataclass(frozen=True)
class CameDue:
    """One thing that came due.

    Attributes:
        kind: one of the kinds of notice that are called due.
        about: an id that stays the same while the same thing is due.
        since: the day on which it was due.
        family: whose it is; None where it is of none.
        to: who is told beside its leads.
        teams: of what is of no family, the teams whose managers answer for it.
        is_for_managers: whether managers are told with the leads, and not later.
    """

    kind: str
    about: UUID
    since: date
    family: Any = None
    to: tuple[Worker, ...] = ()
    teams: frozenset[Any] = frozenset()
    is_for_managers: bool = False


def came_due(today: date) -> list[CameDue]:
    """One row per thing that is due today or was before: some forty queries, however many families there are."""
    return [
        *_of_cases(today),
        *_looks(today),
        *_agreements(today),
        *_withdrawals(today),
        *_sharing(today),
        *_standing_agreements(today),
        *_supervision(today),
        *_handovers(today),
        *_leavers(today),
        *_files(today),
        *_services(today),
    ]


@dataclass
class Recipients:
    """Who is told of some families: their leads of today, their managers, and without whom something keeps from the file.

    A constant number of queries, and one for each family from whose file somebody is kept.
    """

    leads: dict[Any, list[Worker]] = field(default_factory=dict)
    managers: dict[Any, list[Worker]] = field(default_factory=dict)
    kept: dict[Any, set[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, families: Iterable[Any], today: date) -> Recipients:
        """Those of some families, and the managers of every team."""
        by_id = {family.pk: family for family in families}
        found = cls(defaultdict(list), defaultdict(list), {})
        parts = Involvement.objects.filter(leading(today), family__in=list(by_id))
        for part in parts.exclude(acceptance__declined_at__isnull=False).select_related("worker"):
            found.leads[part.family_id].append(part.worker)
        held = Appointment.objects.filter(within(today), role="manager", worker__in=holding_role("manager"))
        for one in held.select_related("worker"):
            found.managers[one.team_id].append(one.worker)
        apart = set(Conflict.objects.filter(family__in=list(by_id)).values_list("family", flat=True))
        apart |= set(
            Restriction.objects.filter(family__in=list(by_id), lifted_at__isnull=True).values_list("family", flat=True)
        )
        found.kept = {pk: set(kept_from(by_id[pk]).values_list("pk", flat=True)) for pk in apart}
        return found

    def to(self, one: CameDue, *, or_managers: bool) -> list[Worker]:
        """Who is told of one thing. Where a family has no lead, its managers answer for it."""
        if one.family is None:
            found = [*one.to]
            teams = one.teams
        else:
            leads = self.leads.get(one.family.pk, [])
            found = [*one.to, *leads]
            or_managers = or_managers or not leads
            teams = frozenset([one.family.team_id])
        if or_managers or one.is_for_managers:
            found += [worker for team in {*teams, None} for worker in self.managers.get(team, [])]
        kept = self.kept.get(one.family.pk, set()) if one.family is not None else set()
        return [worker for worker in {worker.pk: worker for worker in found}.values() if worker.pk not in kept]


def _id(of: UUID, *what: Any) -> UUID:
    return uuid5(of, ":".join(map(str, what)))


def _of_cases(today: date) -> Iterator[CameDue]:
    for one in facts_of(Case.open.select_related("family", "family__team")):
        case = one.case
        for late in one.behind:
            yield CameDue("review_due", _id(case.pk, late.series, late.since), late.since, case.family)
        if one.is_assessment_late and one.assessment_due_on is not None:
            due = one.assessment_due_on
            yield CameDue("assessment_late", _id(case.pk, "assessment", due), due, case.family)
        if one.duty_until_on is not None and one.duty_until_on <= today + timedelta(days=AHEAD_DAYS):
            over = one.duty_until_on
            yield CameDue("ground_ends", _id(case.pk, "ground", over), over, case.family, is_for_managers=True)
        if one.is_pause_over and case.paused_until_on is not None:
            until = case.paused_until_on
            yield CameDue("pause_over", _id(case.pk, "pause", until), until, case.family)


def _looks(today: date) -> Iterator[CameDue]:
    rows = SustainCheck.objects.filter(done_on__isnull=True, due_on__lte=today).exclude(case__state="archived")
    for row in rows.select_related("case__family"):
        yield CameDue("look_due", row.pk, row.due_on, row.case.family)


def _agreements(today: date) -> Iterator[CameDue]:
    rows = AgreementToTakePart.objects.filter(STANDS, case__state__in=TAKING_PART, review_on__lte=today)
    for row in rows.select_related("case__family"):
        if row.review_on is not None:
            yield CameDue("agreement_due", _id(row.pk, row.review_on), row.review_on, row.case.family)


def _withdrawals(today: date) -> Iterator[CameDue]:
    """Withdrawals after which nobody said by the day what is kept: to the managers, who decide it."""
    rows = AgreementToTakePart.objects.filter(WAITS_FOR_REVIEW, data_review_on__lte=today)
    for row in rows.select_related("case__family"):
        if row.data_review_on is not None:
            about = _id(row.pk, "review", row.data_review_on)
            yield CameDue("data_due", about, row.data_review_on, row.case.family, is_for_managers=True)


def _sharing(today: date) -> Iterator[CameDue]:
    """Sharing that runs out soon, or did, in a case that goes on, where none of the same between the same goes on after it."""
    window = Q(until_on__gt=today - timedelta(days=PAST_DAYS), until_on__lte=today + timedelta(days=AHEAD_DAYS))
    rows = SharingDecision.objects.filter(window, state="approved")
    rows = rows.filter(Exists(Case.open.filter(family=OuterRef("family"))))
    same = {name: OuterRef(name) for name in ("family", "from_agency", "to_agency")}
    later = SharingDecision.objects.filter(state="approved", until_on__gt=OuterRef("until_on"), **same)
    for row in rows.exclude(Exists(later)).select_related("family"):
        if row.until_on is not None:
            yield CameDue("sharing_ends", _id(row.pk, row.until_on), row.until_on, row.family)


def _standing_agreements(today: date) -> Iterator[CameDue]:
    window = Q(expires_on__gt=today - timedelta(days=PAST_DAYS), expires_on__lte=today + timedelta(days=AHEAD_DAYS))
    keepers = tuple(holding_role("governance"))
    for row in SharingAgreement.objects.filter(window, ended_by__isnull=True):
        yield CameDue("agreement_ends", _id(row.pk, row.expires_on), row.expires_on, to=keepers)


def _supervision(today: date) -> Iterator[CameDue]:
    """Supervision that is due, or was never held of somebody who leads: to both of the two at once, for it is theirs to hold."""
    parts = Involvement.objects.filter(leading(today), family__cases__in=Case.open.all())
    led: dict[Any, date] = {}
    for worker, begun in parts.order_by("-from_on").values_list("worker", "from_on"):
        led[worker] = begun
    last: dict[Any, Supervision] = {}
    for row in Supervision.objects.filter(worker__in=list(led)).select_related("supervisor").order_by("held_on"):
        last[row.worker_id] = row
    teams: dict[Any, set[Any]] = defaultdict(set)
    held = Appointment.objects.filter(within(today), worker__in=list(led), role__in=LEADS)
    for worker, team in held.values_list("worker", "team"):
        teams[worker].add(team)
    active = set(holding_role("manager").values_list("pk", flat=True))
    for one in Worker.objects.filter(pk__in=list(led)):
        before = last.get(one.pk)
        since = before.next_on if before is not None else led[one.pk]
        if since > today:
            continue
        two = [one]
        if before is not None and before.supervisor_id in active:
            two.append(before.supervisor)
        yield CameDue(
            "supervision_due",
            _id(one.pk, "supervision", before.pk if before is not None else "first"),
            since,
            to=tuple(two),
            teams=frozenset(teams[one.pk]),
            is_for_managers=len(two) == 1,
        )


def _handovers(today: date) -> Iterator[CameDue]:
    """Handovers that are not accepted on the last day of whoever goes: to both leads and the managers, for it cannot wait."""
    rows = Handover.objects.filter(state__in=["raised", "prepared", "visited"], last_day_on__lte=today)
    for row in rows.select_related("case__family", "part__worker", "receiver"):
        to = tuple(one for one in (row.part.worker, row.receiver) if one is not None and one.is_active)
        yield CameDue("handover_late", row.pk, row.last_day_on, row.case.family, to, is_for_managers=True)


def _leavers(today: date) -> Iterator[CameDue]:
    """Leads whose last day has come, and families of theirs that nobody hands over: to the managers of their teams."""
    last: dict[Any, Capacity] = {}
    for row in Capacity.objects.filter(from_on__lte=today).select_related("worker").order_by("from_on", "set_at"):
        last[row.worker_id] = row
    gone = {pk: row for pk, row in last.items() if row.leaves_on is not None and row.leaves_on <= today}
    left = not_handed_over([row.worker for row in gone.values()])
    teams: dict[Any, set[Any]] = defaultdict(set)
    parts = Involvement.objects.filter(within(today), worker__in=list(left), role__in=LEADS)
    for worker, team in parts.values_list("worker", "family__team"):
        teams[worker].add(team)
    for pk in left:
        since = gone[pk].leaves_on
        if since is not None:
            about = _id(pk, "leaves", since)
            yield CameDue("handover_late", about, since, teams=frozenset(teams[pk]), is_for_managers=True)


def _files(today: date) -> Iterator[CameDue]:
    """Files whose time is over, that nothing stops and nobody has put forward: to information governance, once a month."""
    ready = [one for one in due(today) if not one.stops]
    taken = waiting(one.family for one in ready)
    left = [one for one in ready if one.family not in taken]
    if left:
        since = left[0].kept.until
        about = uuid5(NAMESPACE_OID, f"retention:{today:%Y-%m}")
        yield CameDue("retention_due", about, since, to=tuple(holding_role("governance")))


def _services(today: date) -> Iterator[CameDue]:
    for row in late_services(today).select_related("family"):
        yield CameDue("service_late", _id(row.pk, row.answer_by_on), row.answer_by_on, row.family)
