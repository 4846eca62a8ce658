"""Standing agreements between two agencies: added, and ended before their last day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.grants import close_grants
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import CATEGORIES
from thinkfamily.casework.sharing.disclosure import HEALTH, is_urgent_enquiry
from thinkfamily.casework.sharing.models import LawfulBasis, SharingAgreement, SharingDecision
from thinkfamily.casework.sharing.permissions import must_hold_on_site
from thinkfamily.casework.sharing.problems import SharingError

FIELDS = ("categories", "expires_on", "from_on", "lawful_basis", "necessity", "power", "purpose", "reference")


@transaction.atomic
def add_agreement(
    *,
    reference: str,
    from_agency: Any,
    to_agency: Any,
    power: str,
    purpose: str,
    lawful_basis: str,
    necessity: str,
    categories: Iterable[str],
    expires_on: date,
    by: Any,
    condition: str = "",
    confidentiality: str = "",
    from_on: date | None = None,
) -> SharingAgreement:
    """Add a standing agreement by which one agency may disclose to another; its keeper is the worker who adds it.

    Raises:
        PermissionDenied: the worker may not keep agreements.
        SharingError: something that an agreement needs is missing or cannot be.
    """
    must_hold_on_site(by, "agreement.keep")
    chosen = sorted(set(categories))
    begins = from_on or timezone.localdate()
    for missing, field, words in (
        (not reference.strip(), "reference", _("a reference")),
        (not power.strip(), "power", _("a power to disclose")),
        (not purpose.strip(), "purpose", _("a purpose")),
        (not necessity.strip(), "necessity", _("why it is necessary")),
        (lawful_basis not in dict(LawfulBasis.BASES), "lawful_basis", _("a lawful basis")),
        (not chosen or not set(chosen) <= set(dict(CATEGORIES)), "categories", _("the categories of information")),
        (from_agency == to_agency, "to_agency", _("two different agencies")),
        (expires_on <= max(begins, timezone.localdate()), "expires_on", _("a last day that lies ahead")),
        (bool(HEALTH & set(chosen)) and not condition.strip(), "condition", _("a condition for health information")),
        (
            bool(HEALTH & set(chosen)) and not confidentiality.strip(),
            "confidentiality",
            _("why the confidence of health information may be set aside"),
        ),
        (
            SharingAgreement.objects.filter(reference=reference.strip()).exists(),
            "reference",
            _("a reference of its own"),
        ),
    ):
        if missing:
            raise SharingError(
                "TF-SHARING-020",
                found=_("A sharing agreement needs %(words)s.") % {"words": words},
                do=_("Give it as signed."),
                field=field,
            )
    if is_urgent_enquiry("", power):
        raise SharingError(
            "TF-SHARING-021",
            found=_("Urgent child protection enquiries are decided family by family."),
            do=_("Name another power. A standing agreement cannot rest on section 47."),
            field="power",
        )
    made = SharingAgreement.objects.create(
        reference=reference.strip(),
        from_agency=from_agency,
        to_agency=to_agency,
        power=power.strip(),
        purpose=purpose.strip(),
        lawful_basis=lawful_basis,
        necessity=necessity.strip(),
        condition=condition.strip(),
        confidentiality=confidentiality.strip(),
        categories=chosen,
        from_on=begins,
        expires_on=expires_on,
        kept_by=by.pk,
    )
    record("sharing_agreement.add", by=by, kind="sharing_agreement", object=made.pk, fields=FIELDS)
    return made


@transaction.atomic
def end_agreement(agreement: SharingAgreement, *, because: str, by: Any) -> SharingAgreement:
    """End a standing agreement today. What was shared on the strength of it is no longer seen.

    Raises:
        PermissionDenied: the worker may not keep agreements.
        SharingError: no reason was given, or it is no longer in force.
    """
    must_hold_on_site(by, "agreement.keep")
    held = SharingAgreement.objects.select_for_update().get(pk=agreement.pk)
    today = timezone.localdate()
    if held.expires_on <= today:
        raise SharingError("TF-SHARING-022", found=_("It is no longer in force."), do=_("Nothing is left to do."))
    if not because.strip():
        raise SharingError(
            "TF-SHARING-023", found=_("There is no reason why it ends."), do=_("Say why."), field="because"
        )
    held.expires_on = max(today, held.from_on)
    held.ended_by = by.pk
    held.ended_because = because.strip()
    held.save(update_fields=["expires_on", "ended_by", "ended_because"])
    under = SharingDecision.objects.filter(agreement=held, state="approved").values_list("pk", flat=True)
    close_grants(under, by=by)
    record(
        "sharing_agreement.end",
        by=by,
        kind="sharing_agreement",
        object=held.pk,
        fields=["ended_because", "expires_on"],
    )
    return held
