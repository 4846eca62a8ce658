"""Keeping what the directory says: by whoever keeps the services of an agency, and by the programme for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.directory.models import OfferedService
from thinkfamily.casework.directory.permissions import keeps
from thinkfamily.casework.directory.problems import name_taken, refuse_where
from thinkfamily.casework.pages.basis import Basis, must_stand

POWER = "service.keep"


@dataclass(frozen=True)
class Words:
    """What the directory says of one service, beside whose it is: see `OfferedService`."""

    name: str
    description: str
    categories: Sequence[str]
    application_process: str
    minimum_age: int | None = None
    maximum_age: int | None = None
    wards: Sequence[str] = field(default_factory=list)
    needs_agreement: bool = True
    answers_within_days: int = 10
    room: str = "unknown"
    waiting_weeks: int | None = None
    is_active: bool = True


@transaction.atomic
def add_service(agency: Any, words: Words, *, by: Any) -> OfferedService:
    """Put a service of an agency into the directory; it counts as confirmed today.

    Raises:
        PermissionDenied: the worker keeps no services, or none of this agency.
        DirectoryError: the agency has one of this name, or its ages are not in order.
    """
    service = OfferedService(agency=agency)
    _must_keep(by, service)
    return _keep(service, words, by)


@transaction.atomic
def change_service(service: OfferedService, words: Words, *, by: Any, based_on: Basis | None = None) -> OfferedService:
    """Change what is said of a service, or that it is offered no longer; it counts as confirmed today.

    Raises:
        PermissionDenied: the worker keeps no services, or none of this agency.
        DirectoryError: the agency has another of this name, or its ages are not in order.
        ChangedMeanwhileError: somebody changed it after it was looked at.
    """
    held = OfferedService.objects.select_for_update(of=("self",)).select_related("agency").get(pk=service.pk)
    must_stand(based_on)
    _must_keep(by, held)
    return _keep(held, words, by)


@transaction.atomic
def confirm_service(service: OfferedService, *, room: str, waiting_weeks: int | None = None, by: Any) -> OfferedService:
    """Confirm what is said of a service, and say whether it has room.

    Raises:
        PermissionDenied: the worker keeps no services, or none of this agency.
        DirectoryError: it is not said whether it has room.
    """
    held = OfferedService.objects.select_for_update(of=("self",)).select_related("agency").get(pk=service.pk)
    _must_keep(by, held)
    held.room, held.waiting_weeks = _room(room, waiting_weeks)
    return _confirmed(held, by, ["assured_on", "room", "waiting_weeks"])


def _must_keep(by: Any, service: OfferedService) -> None:
    must_hold(by, POWER)
    if not keeps(by, service):
        record(POWER, by=by, kind="service", object=service.pk, outcome="refused")
        raise PermissionDenied(POWERS[POWER].says)


def _room(room: str, waiting_weeks: int | None) -> tuple[str, int | None]:
    refuse_where(
        (
            room not in dict(OfferedService.ROOM),
            "TF-DIRECTORY-010",
            "room",
            _("It is not said whether it has room."),
            _("Choose one."),
        ),
    )
    return room, waiting_weeks if room == "list" else None


def _keep(service: OfferedService, words: Words, by: Any) -> OfferedService:
    said = asdict(words)
    others = OfferedService.objects.filter(agency=service.agency, name=words.name.strip()).exclude(pk=service.pk)
    ages = [age for age in (words.minimum_age, words.maximum_age) if age is not None]
    if others.exists():
        raise name_taken()
    refuse_where(
        (not words.categories, "TF-DIRECTORY-012", "categories", _("No need is chosen."), _("Choose at least one.")),
        (
            ages != sorted(ages),
            "TF-DIRECTORY-013",
            "maximum_age",
            _("The oldest age is below the youngest."),
            _("Put the youngest first."),
        ),
    )
    said["name"], said["categories"], said["wards"] = words.name.strip(), list(words.categories), list(words.wards)
    said["room"], said["waiting_weeks"] = _room(words.room, words.waiting_weeks)
    changed = [name for name, value in said.items() if getattr(service, name) != value]
    for name, value in said.items():
        setattr(service, name, value)
    try:
        # Of two who give one name at once, the second did not see the first: the database did.
        with transaction.atomic():
            return _confirmed(service, by, sorted({*changed, "assured_on"}))
    except IntegrityError:
        if not others.exists():
            raise
        raise name_taken() from None


def _confirmed(service: OfferedService, by: Any, changed: Sequence[str]) -> OfferedService:
    service.assured_on, service.assured_by = timezone.localdate(), by.pk
    save(service, by)
    record(POWER, by=by, kind="service", object=service.pk, fields=changed)
    return service
