"""What a packet of case updates brings in is seen only under a standing agreement in date, and says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.sharing import machine
from thinkfamily.casework.sharing.actions.decisions import open_sharing
from thinkfamily.casework.sharing.disclosure import OTHER, is_urgent_enquiry
from thinkfamily.casework.sharing.models import SharingAgreement, SharingDecision
from thinkfamily.casework.sharing.permissions import must_be_apart, must_hold_on_site
from thinkfamily.casework.sharing.problems import SharingError


@transaction.atomic
def record_inbound(
    family: Any, agency: Any, *, categories: Iterable[str], power: str, purpose: str, by: Any
) -> SharingDecision:
    """Record that one agency's information about one family comes in under a standing agreement, and open it.

    It opens the categories that the agreement holds, those apart that a person decided against for this family, or opened in
    part alone: the returned decision names what it opens. Repeating it changes nothing.

    Args:
        family: whose file, of an agreed case.
        agency: whose information.
        categories: which of it.
        power: the power to disclose, as the packet names it.
        purpose: as the packet names it.
        by: who brings the packet.

    Raises:
        PermissionDenied: the worker may not bring packets, or is of this family.
        SharingError: no standing agreement in date covers any of it, or a person decided that it is not to be shared.
            Then nothing of it is shown.
    """
    must_hold_on_site(by, "desk.bring")
    must_be_apart(by, family)
    home = Agency.objects.get(is_home=True)
    between = SharingDecision.objects.filter(family=family, from_agency=agency, to_agency=home)
    earlier = list(between.select_for_update(of=("self",)).select_related("agreement"))
    standing = [each for each in earlier if each.is_in_force]
    wanted = set(categories) - _decided_against(earlier)
    if not wanted:
        # What a person opened of named people or items alone stays as narrow as they left it.
        for decision in standing:
            if decision.is_narrowed and set(categories) & set(decision.categories):
                return decision
        raise SharingError(
            "TF-SHARING-042",
            found=_("A person decided that this agency's information about this family is not to be shared."),
            do=_("If that has changed, propose the sharing, so that a person decides again."),
        )
    agreement = _agreement(agency, home, wanted, by)
    wanted &= set(agreement.categories)
    for decision in standing:
        if wanted <= set(decision.categories):
            return decision
    wanted -= {category for each in standing for category in each.categories}
    if is_urgent_enquiry("", power):
        raise SharingError(
            "TF-SHARING-043",
            found=_("The packet names the power of urgent child protection enquiries."),
            do=_("Such sharing is proposed and decided family by family, on a signed decision."),
        )
    made = SharingDecision(
        family=family,
        from_agency=agency,
        to_agency=home,
        categories=sorted(wanted),
        purpose=purpose.strip() or agreement.purpose,
        power_code=OTHER,
        power=power.strip() or agreement.power,
        lawful_basis=agreement.lawful_basis,
        condition=agreement.condition,
        confidentiality=agreement.confidentiality,
        necessity=agreement.necessity,
        # Nobody told this family of this packet: the agreement's notice to all is what they had.
        is_family_told=False,
        why_not_told=f"No one was told of this packet by itself; the notice under agreement {agreement.reference} holds.",
        agreement=agreement,
        proposed_by=by.pk,
        decided_by=agreement.kept_by,
        decided_at=timezone.now(),
        decided_as="governance",
        decided_because=(
            f"Opened by the standing agreement {agreement.reference}, which its keeper decided for all families of agreed "
            "cases. Nobody decided on this family by itself."
        ),
        until_on=agreement.expires_on,
        # Looked at again like any other, by who keeps the agreement.
        review_on=timezone.localdate() + timedelta(days=settings.INSTANCE.sharing_review_days),
    )
    problem = machine.unmet(machine.TO_APPROVE, made)
    if problem is not None:
        raise SharingError(
            "TF-SHARING-044", found=problem[0], do=_("Ask information governance to complete the agreement.")
        )
    made.approve()
    made.save(force_insert=True)
    open_sharing(made, by=by)
    record(
        "sharing.inbound",
        by=by,
        kind="sharing_decision",
        object=made.pk,
        family=family.pk,
        others=[agency.pk, agreement.pk],
        fields=["agreement", "categories", "state"],
    )
    return made


def _agreement(agency: Any, home: Any, wanted: set[str], by: Any) -> SharingAgreement:
    """The standing agreement in date that covers most of the categories; of these, the one that runs longest."""
    between = SharingAgreement.objects.filter(from_agency=agency, to_agency=home).order_by("reference")
    covering = [each for each in between if each.is_in_date and wanted & set(each.categories)]
    if not covering:
        raise SharingError(
            "TF-SHARING-040",
            found=_("No sharing agreement in date lets this agency share these categories with the programme."),
            do=_("Ask information governance to add or renew one, or propose the sharing for this family."),
        )
    kept_by_another = [each for each in covering if each.kept_by != by.pk]
    if not kept_by_another:
        raise SharingError(
            "TF-SHARING-041",
            found=_("Whoever keeps the sharing agreement cannot bring packets under it."),
            do=_("Let somebody else bring the packet."),
        )
    return max(kept_by_another, key=lambda each: (len(wanted & set(each.categories)), each.expires_on))


def _decided_against(earlier: Iterable[SharingDecision]) -> set[str]:
    """Categories on which a person last decided not to share, to stop, or to share in part alone: that outlives every packet."""
    decided = [each for each in earlier if each.state in (machine.APPROVED, machine.REFUSED, machine.ENDED)]
    last: dict[str, bool] = {}
    # The later of being decided and being ended is when a decision last spoke.
    for decision in sorted(decided, key=lambda each: each.ended_at or each.decided_at or each.proposed_at):
        is_open = decision.state == machine.APPROVED and not decision.is_narrowed
        last.update(dict.fromkeys(decision.categories, is_open))
    return {category for category, is_open in last.items() if not is_open}
