"""Bringing services in from a file: looked at first, when nothing is written of any service; then brought in, whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.directory import csv_file
from thinkfamily.casework.directory.actions.keep import POWER, Words, add_service, change_service
from thinkfamily.casework.directory.models import OfferedService, ServiceFile
from thinkfamily.casework.directory.permissions import agencies_kept
from thinkfamily.casework.directory.problems import refuse_where
from thinkfamily.casework.directory.queries.services import wards


@transaction.atomic
def check_services(content: bytes, *, by: Any) -> ServiceFile:
    """Look at a file: how many of its services would be added, changed or stay as they are, and what is wrong with others.

    Raises:
        NotAllowedError: the worker keeps no services.
        DirectoryError: it cannot be read at all.
    """
    must_hold(by, POWER)
    codes = list(agencies_kept(by).values_list("code", flat=True))
    found = csv_file.read(content, agencies=codes, wards=wards())
    fates = [_fate(row, there) for row, there in _beside(found.rows)]
    made = ServiceFile.objects.create(
        rows=found.rows,
        problems=found.problems,
        added=fates.count("added"),
        changed=fates.count("changed"),
        same=fates.count("same"),
        checked_by=by.pk,
    )
    record(POWER, by=by, kind="service_file", object=made.pk, fields=["rows"])
    return made


@transaction.atomic
def bring_services(file_id: Any, *, by: Any) -> ServiceFile:
    """Bring in what whoever does it has looked at. Rows with something wrong stay aside; all others come, or none.

    Raises:
        NotAllowedError: the worker keeps no services.
        PermissionDenied: somebody else looked at it, or an agency is theirs no longer.
        DirectoryError: it was brought in already.
    """
    must_hold(by, POWER)
    held = ServiceFile.objects.select_for_update().get(pk=file_id)
    if held.checked_by != by.pk:
        raise PermissionDenied(_("It is brought in by whoever looked at it."))
    refuse_where(
        (
            held.brought_at is not None,
            "TF-DIRECTORY-070",
            "",
            _("It was brought in already."),
            _("Look at a file again."),
        ),
        (
            not held.rows,
            "TF-DIRECTORY-071",
            "",
            _("Nothing of it can be brought in."),
            _("Put it right, and look at it again."),
        ),
    )
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    fates = []
    for row, there in _beside(held.rows):
        fates.append(_fate(row, there))
        if there is None:
            add_service(agencies[row["organization"]], _words(row), by=by)
        else:
            change_service(there, _words(row), by=by)
    held.added, held.changed, held.same = (fates.count(fate) for fate in ("added", "changed", "same"))
    held.rows, held.brought_at = [], timezone.now()
    held.save()
    record(POWER, by=by, kind="service_file", object=held.pk, fields=["brought_at"])
    return held


def _beside(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], OfferedService | None]]:
    """Each row beside the service that it is about, where there is one."""
    there = {(one.agency.code, one.name): one for one in OfferedService.objects.select_related("agency")}
    return [(row, there.get((row["organization"], row["name"]))) for row in rows]


def _words(row: Mapping[str, Any]) -> Words:
    return Words(
        name=row["name"],
        description=row["description"],
        categories=row["attributes"],
        application_process=row["application_process"],
        minimum_age=row["minimum_age"],
        maximum_age=row["maximum_age"],
        wards=row["service_areas"],
        needs_agreement=row["needs_agreement"] == "yes",
        answers_within_days=row["answers_within_days"],
        room=row["room"],
        waiting_weeks=row["waiting_weeks"] if row["room"] == "list" else None,
        is_active=row["status"] == "active",
    )


def _fate(row: Mapping[str, Any], there: OfferedService | None) -> str:
    if there is None:
        return "added"
    said = vars(_words(row))
    return "same" if all(getattr(there, name) == value for name, value in said.items()) else "changed"
