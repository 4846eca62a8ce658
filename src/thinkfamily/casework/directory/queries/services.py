"""The directory itself, which names nobody: what is offered, to whom, and whether it fits somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Agency, Team
from thinkfamily.casework.directory.models import OfferedService
from thinkfamily.casework.directory.permissions import agencies_kept, keeps


@dataclass(frozen=True)
class Fit:
    """One service, and why it does not fit somebody; it fits where nothing is said.

    Attributes:
        service: the service.
        but: why not, each in words.
    """

    service: OfferedService
    but: tuple[str, ...]


def every() -> QuerySet[OfferedService]:
    """One row per service, offered now or once, by name."""
    return OfferedService.objects.select_related("agency").order_by("name", "pk")


def offered(*, category: str = "", ward: str = "", age: int | None = None) -> list[OfferedService]:
    """One row per service offered now that answers a need, in a ward, for an age; each is left out where it is not given."""
    rows = every().filter(is_active=True, agency__is_active=True)
    return [
        service
        for service in rows
        if (not category or category in service.categories)
        and (not ward or not service.wards or ward in service.wards)
        and (age is None or _is_of_age(service, [age]))
    ]


def service_of(service_id: Any) -> OfferedService | None:
    """One service; None where there is none of this id."""
    return every().filter(pk=service_id).first()


def kept_by(worker: Any, service: OfferedService) -> bool:
    """Whether a worker may change what is said of a service: for what a page offers. The action asks again."""
    return bool(standing_of(worker).ways("service.keep")) and keeps(worker, service)


def agencies_of(worker: Any) -> QuerySet[Agency]:
    """The agencies whose services a worker keeps."""
    return agencies_kept(worker)


def wards() -> list[str]:
    """Every ward of the area, as its teams have them."""
    return sorted({str(ward) for team in Team.objects.filter(is_active=True) for ward in team.wards})


def fits(services: Iterable[OfferedService], *, ward: str, ages: Sequence[int]) -> list[Fit]:
    """One row per service: those that fit first, and of each of the others why it does not.

    Args:
        services: which.
        ward: where the family lives; empty where that is not known, or somebody must not be found.
        ages: of those for whom it is; none where none is known.
    """
    rows = [Fit(service, tuple(_but(service, ward, ages))) for service in services]
    return sorted(rows, key=lambda row: (bool(row.but), row.service.room != "room", row.service.name))


def age_on(born: date, on: date | None = None) -> int:
    """How old somebody is on a day; today where none is given."""
    day = on or timezone.localdate()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _but(service: OfferedService, ward: str, ages: Sequence[int]) -> Iterable[str]:
    if service.room == "full":
        yield _("It takes nobody at the moment.")
    if ages and not _is_of_age(service, ages):
        yield _("It is for other ages.")
    if ward and service.wards and ward not in service.wards:
        yield _("It is for other wards.")


def _is_of_age(service: OfferedService, ages: Sequence[int]) -> bool:
    youngest = service.minimum_age if service.minimum_age is not None else 0
    oldest = service.maximum_age if service.maximum_age is not None else 200
    return any(youngest <= age <= oldest for age in ages)
