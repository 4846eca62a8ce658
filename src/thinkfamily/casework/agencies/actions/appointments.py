"""Giving and ending roles."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.models import Appointment, Team, Worker
from thinkfamily.casework.agencies.permissions import custody, why_not_give, why_not_held
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.audit.record import record


@transaction.atomic
def give_role(
    worker: Worker,
    role: str,
    *,
    by: Worker,
    because: str,
    from_on: date,
    team: Team | None = None,
    until_on: date | None = None,
) -> Appointment:
    """Give a worker a role over a period, in one team or the whole area.

    Raises:
        PermissionDenied: who gives it may not.
        ValidationError: who would hold it cannot, or the dates or the reason do not do.
    """
    if role not in ROLES:
        raise ValidationError({"role": _("Choose a role.")})
    if why := why_not_give(by, worker, role, team):
        raise PermissionDenied(why)
    worker = Worker.objects.select_for_update(of=("self",)).get(pk=worker.pk)  # two gifts at once are judged in turn
    today = timezone.localdate()
    later = worker.appointments.filter(Q(until_on__isnull=True) | Q(until_on__gt=max(from_on, today)))
    if why := why_not_held(worker, role, team, set(later.values_list("role", flat=True))):
        raise ValidationError(why)
    if from_on < today:
        raise ValidationError({"from_on": _("The first day cannot be before today.")})
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    if team is not None and not team.is_active:
        raise ValidationError({"team": _("This team is retired.")})
    until_on = min((day for day in (until_on, worker.account_until) if day is not None), default=None)
    if until_on is not None and until_on <= from_on:
        raise ValidationError(
            {"until_on": _("The last day must come after the first, and the account must last as long.")}
        )
    same = later.filter(role=role, team=team)
    if same.filter(Q() if until_on is None else Q(from_on__lt=until_on)).exists():
        raise ValidationError(_("This role is held already in that time."))
    given = Appointment.objects.create(
        worker=worker,
        role=role,
        team=team,
        from_on=from_on,
        until_on=until_on,
        because=because.strip(),
        given_by=by.pk,
    )
    fields = ["role", "team", "from_on", "until_on", "because"]
    record("role.given", by=by, kind="worker", object=worker.pk, others=[given.pk], fields=fields)
    return given


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Worker, on: date, because: str) -> None:
    """End a role on a day.

    Raises:
        PermissionDenied: who ends it may not.
        ValidationError: the day or the reason does not do, or they keep restricted files by it.
    """
    if why := why_not_give(by, appointment.worker, appointment.role, appointment.team):
        raise PermissionDenied(why)
    if on < timezone.localdate():
        raise ValidationError({"on": _("The day cannot be before today.")})
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    if appointment.until_on is not None and appointment.until_on <= on:
        raise ValidationError(_("This role ends before then."))
    custody().must_still_keep(appointment, on)
    appointment.until_on = max(on, appointment.from_on)
    appointment.ended_because, appointment.ended_by = because.strip(), by.pk
    appointment.save(update_fields=["until_on", "ended_because", "ended_by"])
    record(
        "role.ended",
        by=by,
        kind="worker",
        object=appointment.worker_id,
        others=[appointment.pk],
        fields=["until_on", "ended_because"],
    )
