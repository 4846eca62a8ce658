"""Who keeps restricted files when their custodian goes: no restriction is left to somebody who can no longer lift it.

Whoever leaves hands over first. Where an account must end at once, custody passes to somebody of information governance who
is named then; where a custodian's time has run out, to whom the site's own clock finds. Nobody else sees more than before.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.models import Conflict, Notice, Restriction
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.access.queries.recipients import holding_role, who_can_ask
from thinkfamily.casework.access.queries.restrictions import kept_in_force
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Appointment, Worker
from thinkfamily.casework.audit.record import record

KEEPERS = frozenset(POWERS["restriction.keep"].grants)


def must_not_keep(worker: Worker) -> None:
    """Let an account's end be set only where its worker keeps no restricted file.

    Raises:
        ValidationError: they keep some; it says how many, and not which.
    """
    if kept := kept_in_force(worker).count():
        raise ValidationError(_told(kept))


def must_still_keep(appointment: Appointment, on: date) -> None:
    """Let a role end only where its worker keeps no restricted file, or can go on keeping by another role.

    Raises:
        ValidationError: they keep some and could not any more.
    """
    if appointment.role not in KEEPERS:
        return
    goes_on = Q(until_on__isnull=True) | Q(until_on__gt=on)
    others = Appointment.objects.filter(goes_on, worker=appointment.worker_id, role__in=KEEPERS, from_on__lte=on)
    if not others.exclude(pk=appointment.pk).exists():
        must_not_keep(appointment.worker)


def who_can_take(worker: Worker, by: Any) -> QuerySet[Worker]:
    """Workers of information governance who can take over what somebody keeps: neither of the two concerned."""
    return holding_role("governance").exclude(pk__in=[worker.pk, by.pk])


def pass_all(worker: Worker, *, by: Any, keeper: Worker | None) -> None:
    """Pass on all that a worker keeps whose account ends at once.

    To whom is said, and where that one is close to a family, to another; who passes it on is not told of that. Where nobody
    else is of information governance, it waits until somebody is: see `pass_on_lapsed`.

    Raises:
        ValidationError: nobody was named who could be, or somebody who cannot be.
    """
    rows = list(kept_in_force(worker).select_for_update(of=("self",)))
    if not rows:
        return
    can = who_can_take(worker, by)
    if keeper is None and can.exists():
        raise ValidationError({"keeper": _told(len(rows))})
    if keeper is not None and not can.filter(pk=keeper.pk).exists():
        raise ValidationError(
            {"keeper": _("Choose another worker of information governance, whose account is in date.")}
        )
    for row in rows:
        _pass(row, by=by, first=keeper, without=[worker.pk, by.pk])


def pass_on_lapsed() -> int:
    """Pass on each restriction whose custodian can keep it no longer, as when an account has ended by itself; how many."""
    passed = 0
    for pk in list(Restriction.objects.filter(lifted_at__isnull=True).values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Restriction.objects.select_for_update(of=("self",)).select_related("custodian")
            row = rows.filter(pk=pk, lifted_at__isnull=True).first()
            if row is not None and not _can(row.custodian, row):
                passed += _pass(row, by=None, first=None, without=[row.custodian_id])
    return passed


def _pass(row: Restriction, *, by: Any, first: Worker | None, without: list[Any]) -> bool:
    """Pass one on; whether there was somebody to take it."""
    others = Restriction.objects.filter(family=row.family_id, lifted_at__isnull=True).exclude(pk=row.pk)
    keeper = next((one for one in _in_turn(row, first, without, others) if _can(one, row)), None)
    if keeper is None:
        return False
    old, row.custodian = row.custodian, keeper
    row.save()
    record(
        "restriction.pass_on",
        by=by,
        kind="restriction",
        object=row.pk,
        family=row.family_id,
        others=[old.pk, keeper.pk],
        fields=["custodian"],
    )
    _name_in(others, keeper, by)
    tell("custody_passed", row.pk, [keeper], again=True)
    waiting = Notice.objects.filter(to=old, seen_at__isnull=True, kind__in=("sighting", "restriction_due"))
    about = [row.pk, *row.sightings.values_list("pk", flat=True)]
    for kind, what in list(waiting.filter(about__in=about).values_list("kind", "about")):
        tell(kind, what, [keeper])
    if row.set_by == keeper.pk:
        tell("kept_alone", row.pk, who_can_ask(keeper, row.family), again=True)
    return True


def _in_turn(row: Restriction, first: Worker | None, without: list[Any], others: QuerySet[Restriction]) -> list[Worker]:
    """Who is asked one after the other: who was chosen, then information governance in one order.

    Those who may see the file already come before others, whoever did not set the restriction before who did.
    """
    inside = {row.custodian_id, *row.named.values_list("pk", flat=True)}
    for other in others.prefetch_related("named"):
        inside &= {other.custodian_id, *(worker.pk for worker in other.named.all())}
    rest = holding_role("governance").exclude(pk__in=without)
    in_order = sorted(rest, key=lambda one: (one.pk not in inside, one.pk == row.set_by, one.made_at, one.pk))
    return [*([first] if first else []), *in_order]


def _name_in(others: QuerySet[Restriction], keeper: Worker, by: Any) -> None:
    """Name the new custodian in the other restrictions of the file: without that they could not reach it."""
    for other in others.exclude(custodian=keeper).exclude(named=keeper).select_related("custodian"):
        other.named.add(keeper)
        record(
            "restriction.change_named",
            by=by,
            kind="restriction",
            object=other.pk,
            family=other.family_id,
            others=other.named.values_list("pk", flat=True),
            fields=["named"],
        )
        tell("custody_passed", other.pk, [other.custodian], again=True)


def _can(worker: Worker, row: Restriction) -> bool:
    is_close = Conflict.objects.filter(family=row.family_id, worker=worker).exists()
    return bool(standing_of(worker).ways("restriction.keep")) and not is_close


def _told(kept: int) -> str:
    return (
        ngettext(
            "They keep %(kept)d restricted file. They hand it over first, under Restrictions you keep.",
            "They keep %(kept)d restricted files. They hand each over first, under Restrictions you keep.",
            kept,
        )
        % {"kept": kept}
        + " "
        + _(
            "Where the account must end at once, retire it and say who of information governance keeps them from then on."
        )
    )
