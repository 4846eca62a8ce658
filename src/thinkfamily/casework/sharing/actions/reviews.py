"""Looking at a decision again when its day has come, and reading what is shared with one's agency: neither opens anything."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.sharing.actions.held import held_decision
from thinkfamily.casework.sharing.models import Acknowledgement, SharingDecision
from thinkfamily.casework.sharing.permissions import must_hold
from thinkfamily.casework.sharing.problems import SharingError, place_of_safety
from thinkfamily.casework.sharing.queries.receiving import received_one


@transaction.atomic
def review(decision: SharingDecision, *, note: str, by: Any, review_on: date | None = None) -> SharingDecision:
    """Record that a decision was looked at again and stands, why, and when it is next.

    A decision not to share can be left without a next day; one to share is looked at until it ends.

    Raises:
        PermissionDenied: the worker may not decide for this family.
        SharingError: it does not stand, the worker proposed it, or the reason or the next day is missing or past.
    """
    ways = must_hold(by, decision.family, "sharing.decide")
    held = held_decision(decision)
    for missing, field, found, do in (
        (
            not (held.is_in_force or held.state == "refused"),
            "",
            _("It no longer stands."),
            _("Nothing is left to look at."),
        ),
        (held.proposed_by == by.pk, "", _("You proposed it."), _("Let another look at it who may decide.")),
        (
            not note.strip(),
            "note",
            _("There is no reason why it stands."),
            _("Say why it is still needed, or still harms."),
        ),
        (review_on is None and held.state != "refused", "review_on", _("The next day is missing."), _("Give it.")),
        (
            review_on is not None and review_on <= timezone.localdate(),
            "review_on",
            _("The next day does not lie ahead."),
            _("Give a day to come."),
        ),
    ):
        if missing:
            raise SharingError("TF-SHARING-050", found=found, do=do, field=field)
    held.review_on, held.reviewed_by, held.reviewed_at = review_on, by.pk, timezone.now()
    held.review_note = heard(by, held.family, place_of_safety, note=note.strip())["note"]
    save(held, by)
    record(
        "sharing.review",
        by=by,
        kind="sharing_decision",
        object=held.pk,
        family=held.family_id,
        fields=["review_note", "review_on"],
        relationship=ways[0][1],
    )
    return held


@transaction.atomic
def acknowledge(decision: SharingDecision, *, by: Any) -> Acknowledgement:
    """Record that a worker has read for what, and under which conditions, something is shared with their agency.

    Raises:
        PermissionDenied: the worker does not read the file, or nothing is shared with their agency by it now.
    """
    ways = must_hold(by, decision.family, "family.read")
    if received_one(by, decision.family, decision.pk) is None:
        raise PermissionDenied(_("Nothing is shared with your agency by this decision."))
    made, _is_new = Acknowledgement.objects.get_or_create(decision=decision, worker=by)
    # Said twice, it stands once, and each time is recorded.
    record(
        "sharing.acknowledge",
        by=by,
        kind="sharing_decision",
        object=decision.pk,
        family=decision.family_id,
        others=[made.pk],
        relationship=ways[0][1],
    )
    return made
