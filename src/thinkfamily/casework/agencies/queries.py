"""What is read of agencies, teams, accounts and what each must have done before entering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from thinkfamily.casework.agencies.models import (
    Agency,
    Appointment,
    ClosenessAnswer,
    ConductAcceptance,
    ConductRules,
    SiteValue,
    Team,
    Training,
    Worker,
    within,
)
from thinkfamily.casework.agencies.site_values import VALUES, Declared
from thinkfamily.casework.prepared import Asking, prepared
from thinkfamily.casework.prepared.days import today_here

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def agencies() -> QuerySet[Agency]:
    """One row per agency, with how many accounts are in use there."""
    in_use = Q(workers__is_active=True) & ~Q(workers__account_until__lte=timezone.localdate())
    return Agency.objects.annotate(accounts=Count("workers", filter=in_use)).order_by("-is_active", "name")


def teams() -> QuerySet[Team]:
    """One row per area team, with how many roles are held in it."""
    held = within(timezone.localdate(), "appointments__")
    return Team.objects.annotate(held=Count("appointments", filter=held)).order_by("-is_active", "name")


def accounts(text: str = "", role: str = "", state: str = "") -> QuerySet[Worker]:
    """One row per account, by name, with the roles held today and whether its training is in date.

    Args:
        text: part of a name, email address or job title.
        role: only those who hold it today.
        state: ``in_use``, ``ended``, ``no_role`` or ``untrained``; empty for all.
    """
    today = timezone.localdate()
    held = Appointment.objects.filter(within(today)).select_related("team")
    trained = Training.objects.filter(worker=OuterRef("pk"), completed_on__lte=today, until_on__gt=today)
    rows = (
        Worker.objects.select_related("agency")
        .prefetch_related(Prefetch("appointments", held, to_attr="held"))
        .annotate(is_trained=Exists(trained), has_role=Exists(held.filter(worker=OuterRef("pk"))))
        .order_by("name", "pk")
    )
    for word in text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(job_title__icontains=word))
    if role:
        rows = rows.filter(Exists(held.filter(worker=OuterRef("pk"), role=role)))
    gone = Q(is_active=False) | Q(account_until__lte=today)
    if state == "ended":
        return rows.filter(gone)
    if state:
        rows = rows.exclude(gone)
    if state == "no_role":
        return rows.filter(has_role=False)
    if state == "untrained":
        return rows.filter(is_trained=False, person_id__isnull=True, is_program=False)
    return rows


def account(worker_id: Any) -> Worker | None:
    """One account with its agency, roles (all there were) and trainings; None where there is none."""
    rows = Worker.objects.select_related("agency").annotate(
        has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS))
    )
    rows = rows.prefetch_related(
        Prefetch("appointments", Appointment.objects.select_related("team").order_by("-from_on", "-pk")), "trainings"
    )
    return rows.filter(pk=worker_id).first()


def names(ids: Any) -> dict[Any, str]:
    """The name of each worker by id, for showing who did something: one query, or none where nobody did."""
    wanted = {one for one in ids if one}
    return dict(Worker.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def rules_versions() -> QuerySet[ConductRules]:
    """One row per version of the rules of conduct, the newest first, with how many accepted it."""
    return ConductRules.objects.annotate(accepted=Count("acceptances")).order_by("-version")


def current_rules() -> ConductRules | None:
    """The rules of conduct in force today."""
    return _in_force(timezone.localdate()).first()


def values_set() -> list[tuple[Declared, int, list[SiteValue]]]:
    """One row per value that can be set for this site: what it is, what holds today, and all that was set, the newest first."""
    rows: dict[str, list[SiteValue]] = {}
    for row in SiteValue.objects.order_by("-from_on", "-set_at", "-pk"):
        rows.setdefault(row.code, []).append(row)
    today = timezone.localdate()
    return [
        (
            declared,
            next((row.value for row in rows.get(code, []) if row.from_on <= today), declared.default),
            rows.get(code, []),
        )
        for code, declared in VALUES.items()
    ]


@dataclass(frozen=True)
class Entry:
    """What one account has done of what must be done before entering.

    Attributes:
        has_factor: a second factor of ours is set up.
        has_accepted: the rules of conduct in force are accepted, or there are none.
        is_trained: training is in date, or none is needed.
        has_answered: it was said, not too long ago, whether anybody close to them may be known here, or it is not asked.
        is_at_work: they work here, and do not only read of their own family.
    """

    has_factor: bool
    has_accepted: bool
    is_trained: bool
    has_answered: bool
    is_at_work: bool = True


def entry_of(worker: Worker) -> Entry:
    """What an account has done of what must be done before entering: one query."""
    (row,) = _entry(worker.pk, today_here())
    has_factor, has_accepted, in_force, is_trained, has_answered, is_at_work = row
    return Entry(
        has_factor=bool(has_factor),
        has_accepted=bool(has_accepted) or in_force is None,
        is_trained=bool(is_trained) or not is_at_work,
        has_answered=bool(has_answered) or not is_at_work,
        is_at_work=bool(is_at_work),
    )


def asked_of_entry(worker_id: Any) -> list[Asking]:
    """What `entry_of` asks, for `together`."""
    return [_entry.on(worker_id, today_here())]


@prepared
def _entry(worker_id: Any, today: Any) -> QuerySet[Any, Any]:
    rules = Subquery(_in_force(today).values("pk")[:1])
    trained = Training.objects.filter(worker=OuterRef("pk"), completed_on__lte=today, until_on__gt=today)
    return Worker.objects.filter(pk=worker_id).values_list(
        Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)),
        Exists(ConductAcceptance.objects.filter(worker=OuterRef("pk"), rules=rules)),
        rules,
        Exists(trained),
        Exists(ClosenessAnswer.objects.filter(worker=OuterRef("pk"), until_on__gt=today)),
        # Who only reads of their own family needs no training, and is not asked to whom they are close.
        Exists(Appointment.objects.filter(within(today), worker=OuterRef("pk")).exclude(role="family_member")),
    )


def _in_force(today: date) -> QuerySet[ConductRules]:
    return ConductRules.objects.filter(from_on__lte=today).order_by("-version")


def current_appointments(worker: Worker) -> QuerySet[Appointment]:
    """One row per role that a worker holds or will hold."""
    today = timezone.localdate()
    rows = worker.appointments.select_related("team", "worker")
    return rows.filter(Q(until_on__isnull=True) | Q(until_on__gt=today)).order_by("from_on", "pk")


def team_of_area(area: str) -> Team | None:
    """The team whose wards hold an area; None where none does, or the area is not known."""
    teams = Team.objects.filter(is_active=True).order_by("name", "pk")
    return next((team for team in teams if area and area in team.wards), None)
