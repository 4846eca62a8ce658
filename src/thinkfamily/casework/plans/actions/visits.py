"""Planned visits: when, and for whoever goes alone, setting out and saying that one is safe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.scope import relationships
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.queries.team import team_around
from thinkfamily.casework.plans.actions._held import held_open
from thinkfamily.casework.plans.models import Contact, PlannedVisit
from thinkfamily.casework.plans.problems import refuse_where
from thinkfamily.casework.plans.queries.contacts import left_behind
from thinkfamily.casework.sharing.permissions import must_hold

LONGEST_MINUTES = 12 * 60
# From the lowest to the highest.
GRADES = [code for code, _title in PlannedVisit.RISKS]


@transaction.atomic
def plan_visit(
    case: Any,
    *,
    starts_at: datetime,
    minutes: int,
    way: str,
    is_alone: bool,
    risk: str,
    buddy: Any = None,
    by: Any,
) -> PlannedVisit:
    """Plan a visit of one's own.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: the case has ended, the time has passed, the risk is lower than the case's or too high to go alone, or
            nobody is named to ring.
    """
    how = must_hold(by, case.family, "contact.record")[0][1]
    held = held_open(case)
    on_team = {row.worker_id for row in team_around(held.family)}
    refuse_where(
        (
            starts_at < timezone.now(),
            "TF-PLAN-050",
            "starts_on",
            _("The time has passed."),
            _("Give a time that lies ahead."),
        ),
        (
            not 5 <= minutes <= LONGEST_MINUTES,
            "TF-PLAN-051",
            "minutes",
            _("The visit is shorter than five minutes, or longer than twelve hours."),
            _("Give how long you expect to be."),
        ),
        (
            way not in dict(Contact.WAYS) or risk not in GRADES,
            "TF-PLAN-052",
            "risk",
            _("How, or the risk, is missing."),
            _("Choose one."),
        ),
        (
            GRADES.index(risk if risk in GRADES else "high") < GRADES.index(held.lone_visit_risk or "low"),
            "TF-PLAN-058",
            "risk",
            _("The risk of this case is graded higher."),
            _("Choose that grade, or have it graded again."),
        ),
        (
            is_alone and risk == "high",
            "TF-PLAN-059",
            "is_alone",
            _("Nobody goes alone where the risk is high."),
            _("Go with a colleague."),
        ),
        (
            is_alone and risk != "low" and buddy is None,
            "TF-PLAN-053",
            "buddy",
            _("Nobody is named to ring you."),
            _("Name a colleague, or do not go alone."),
        ),
        (
            buddy is not None and (buddy.pk == by.pk or buddy.pk not in on_team),
            "TF-PLAN-054",
            "buddy",
            _("Whoever rings you is another worker on this family's team."),
            _("Choose from what the page offers."),
        ),
    )
    made = PlannedVisit.objects.create(
        case=held,
        family=held.family,
        worker=by,
        starts_at=starts_at,
        minutes=minutes,
        way=way,
        is_alone=is_alone,
        risk=risk,
        buddy=buddy,
        recorded_by=by.pk,
    )
    _recorded(made, by, ["buddy", "is_alone", "minutes", "risk", "starts_at", "way"], how)
    return made


@transaction.atomic
def set_out(visit: PlannedVisit, *, by: Any) -> PlannedVisit:
    """Say that one is on the way, alone: from now on somebody waits to hear that one is safe.

    Raises:
        PermissionDenied: the worker may not, or it is another's visit.
        PlanError: the worker set out already.
    """
    how, row = _held(visit, by)
    refuse_where(
        (row.started_at is not None, "TF-PLAN-055", "", _("You set out already."), _("Say when you are safe."))
    )
    row.started_at = timezone.now()
    row.save(update_fields=["started_at"])
    _recorded(row, by, ["started_at"], how)
    return row


@transaction.atomic
def say_safe(visit: PlannedVisit, *, by: Any) -> PlannedVisit:
    """Say that one is out again and safe. Whoever set out may always say so: their part, or the case, can have ended since.

    Raises:
        PermissionDenied: it is another's visit, or they did not set out.
        PlanError: the worker has said so already, or the visit is over.
    """
    row = _own(visit, by)
    if row.started_at is None:
        raise PermissionDenied(_("They did not set out."))
    how = next((way for _role, way in relationships(standing_of(by), row.family, "contact.record")), "")
    refuse_where((row.safe_at is not None, "TF-PLAN-056", "", _("You said so already."), _("Record the visit.")))
    row.safe_at = timezone.now()
    row.save(update_fields=["safe_at"])
    _recorded(row, by, ["safe_at"], how)
    return row


@transaction.atomic
def call_off_visit(visit: PlannedVisit, *, by: Any) -> PlannedVisit:
    """Call off a planned visit of one's own, or of somebody who works with the family no longer. It is kept as what was planned.

    Raises:
        PermissionDenied: the worker may not, or it is the visit of another who works with the family still.
        PlanError: it was called off or recorded already.
    """
    how = must_hold(by, visit.family, "contact.record")[0][1]
    row = PlannedVisit.objects.select_for_update(of=("self",)).select_related("worker", "family").get(pk=visit.pk)
    if row.worker_id != by.pk and not left_behind(row.family, [row]):
        raise PermissionDenied(_("A planned visit is its worker's."))
    _must_go_on(row)
    row.called_off_at = timezone.now()
    row.save(update_fields=["called_off_at"])
    _recorded(row, by, ["called_off_at"], how)
    return row


def call_off_with_case(case: Any, *, by: Any) -> None:
    """Call off each visit ahead, of a case that has just ended or whose family said no; by who moved it.

    Whoever is out alone is still waited for, and a visit whose time has passed stays as what was planned.
    """
    rows = PlannedVisit.objects.select_for_update().filter(
        case=case,
        called_off_at__isnull=True,
        contact__isnull=True,
        started_at__isnull=True,
        starts_at__gt=timezone.now(),
    )
    for row in rows.order_by("pk"):
        row.called_off_at = timezone.now()
        row.save(update_fields=["called_off_at"])
        _recorded(row, by, ["called_off_at"], "")


def _held(visit: PlannedVisit, by: Any) -> tuple[str, Any]:
    """Through what one may, and the visit as it stands in the database, held until this transaction is over."""
    return must_hold(by, visit.family, "contact.record")[0][1], _own(visit, by)


def _own(visit: PlannedVisit, by: Any) -> Any:
    row = PlannedVisit.objects.select_for_update().get(pk=visit.pk)
    if row.worker_id != by.pk:
        raise PermissionDenied(_("A planned visit is its worker's."))
    _must_go_on(row)
    return row


def _must_go_on(row: PlannedVisit) -> None:
    refuse_where((row.is_over, "TF-PLAN-057", "", _("The visit is over or called off."), _("Plan another one.")))


def _recorded(row: PlannedVisit, by: Any, changed: Sequence[str], how: str) -> None:
    record(
        "contact.record",
        by=by,
        kind="planned_visit",
        object=row.pk,
        family=row.family_id,
        fields=changed,
        relationship=how,
    )
