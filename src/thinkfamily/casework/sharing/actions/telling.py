"""Who is told of a sharing decision: who proposed it, information governance of an override, and members of the family later."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.queries.recipients import governance_of, kept_from
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.sharing import machine
from thinkfamily.casework.sharing.actions.held import held_decision
from thinkfamily.casework.sharing.models import SharingDecision
from thinkfamily.casework.sharing.permissions import is_partner_only, must_hold
from thinkfamily.casework.sharing.problems import SharingError
from thinkfamily.casework.sharing.queries.naming import member_ids


def tell_of_decision(decision: SharingDecision, by: Any) -> None:
    """Tell who proposed it that it was decided, and information governance where the family is overridden."""
    proposer = Worker.objects.filter(pk=decision.proposed_by, is_active=True)
    tell("sharing_decided", decision.pk, proposer.exclude(pk__in=kept_from(decision.family).values("pk")))
    tell_of_override(decision, by)


def tell_of_override(decision: SharingDecision, by: Any) -> None:
    """Tell information governance, once, that something is shared of which a family was not told, or to which it objects."""
    if decision.state == machine.APPROVED and decision.is_override:
        tell("sharing_override", decision.pk, governance_of(decision.family).exclude(pk=by.pk))


@transaction.atomic
def note_told(decision: SharingDecision, *, told: Collection[Any], by: Any, family_says: str = "") -> SharingDecision:
    """Record that members of the family have been told of a decision since: each then reads of it in their own version.

    Raises:
        PermissionDenied: the worker may not propose for this family, or is a partner and it is another agency's information.
        SharingError: nobody is named, somebody who is no member is, or the proposal was taken back.
    """
    ways = must_hold(by, decision.family, "sharing.propose")
    if is_partner_only(ways) and decision.from_agency_id != by.agency_id:
        raise PermissionDenied(_("A partner records this of their own agency's information."))
    held = held_decision(decision)
    named = {str(one) for one in told}
    for missing, field, found, do in (
        (held.state == machine.WITHDRAWN, "", _("The proposal was taken back."), _("There is nothing to tell.")),
        (not named, "told", _("Nobody is named."), _("Choose who was told.")),
        (not named <= member_ids(held.family), "told", _("Somebody is no member."), _("Choose members of the family.")),
        (
            family_says not in ("", *dict(SharingDecision.FAMILY_SAYS)),
            "family_says",
            _("That is no answer."),
            _("Choose what the family says."),
        ),
    ):
        if missing:
            raise SharingError("TF-SHARING-051", found=found, do=do, field=field)
    held.is_family_told, held.told = True, sorted({*held.told, *named})
    held.family_says = family_says or held.family_says
    save(held, by)
    tell_of_override(held, by)
    record(
        "sharing.tell_family",
        by=by,
        kind="sharing_decision",
        object=held.pk,
        family=held.family_id,
        fields=["family_says", "is_family_told", "told"],
        relationship=ways[0][1],
    )
    return held
