"""The lawful basis on which a file is kept: recorded and ended. Neither touches an agreement or a sharing decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.sharing.models import LawfulBasis
from thinkfamily.casework.sharing.permissions import must_hold
from thinkfamily.casework.sharing.problems import SharingError, place_of_safety


@transaction.atomic
def record_basis(
    family: Any, *, basis: str, purpose: str, by: Any, condition: str = "", note: str = "", from_on: date | None = None
) -> LawfulBasis:
    """Record a lawful basis on which one family's file is kept.

    Raises:
        PermissionDenied: the worker may not.
        SharingError: the basis or the purpose is missing, or it begins in the future.
    """
    how = must_hold(by, family, "basis.record")[0][1]
    if basis not in dict(LawfulBasis.BASES) or not purpose.strip():
        raise SharingError(
            "TF-SHARING-001",
            found=_("A lawful basis needs its article and its purpose."),
            do=_("Choose the basis and say what the file is kept for."),
            field="purpose" if basis in dict(LawfulBasis.BASES) else "basis",
        )
    begins = from_on or timezone.localdate()
    if begins > timezone.localdate():
        raise SharingError(
            "TF-SHARING-002",
            found=_("The first day lies ahead."),
            do=_("Give the day from which the file has been kept on this basis."),
            field="from_on",
        )
    made = LawfulBasis.objects.create(
        family=family,
        basis=basis,
        from_on=begins,
        recorded_by=by.pk,
        **heard(by, family, place_of_safety, purpose=purpose.strip(), condition=condition.strip(), note=note.strip()),
    )
    record(
        "basis.record",
        by=by,
        kind="lawful_basis",
        object=made.pk,
        family=family.pk,
        fields=["basis", "condition", "from_on", "note", "purpose"],
        relationship=how,
    )
    return made


@transaction.atomic
def end_basis(basis: LawfulBasis, *, because: str, by: Any) -> LawfulBasis:
    """End a lawful basis today.

    Raises:
        PermissionDenied: the worker may not.
        SharingError: no reason was given, or it has ended already.
    """
    how = must_hold(by, basis.family, "basis.record")[0][1]
    held = LawfulBasis.objects.select_for_update().get(pk=basis.pk)
    if held.until_on is not None:
        raise SharingError(
            "TF-SHARING-003", found=_("This lawful basis has ended already."), do=_("Nothing is left to do.")
        )
    if not because.strip():
        raise SharingError(
            "TF-SHARING-004",
            found=_("There is no reason why it ends."),
            do=_("Say why the file is no longer kept on this basis."),
            field="because",
        )
    held.until_on = timezone.localdate()
    held.ended_because = heard(by, held.family, place_of_safety, because=because.strip())["because"]
    held.ended_by = by.pk
    held.save(update_fields=["until_on", "ended_because", "ended_by"])
    record(
        "basis.end",
        by=by,
        kind="lawful_basis",
        object=held.pk,
        family=held.family_id,
        fields=["ended_because", "until_on"],
        relationship=how,
    )
    return held
