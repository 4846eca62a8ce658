"""Decide on a candidate, and give a decision back before it is signed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.actions.look import STORE
from thinkfamily.casework.consideration.models import CONSIDER, Batch, Candidate, CandidatePacket, Decision
from thinkfamily.casework.consideration.permissions import may, require
from thinkfamily.casework.consideration.problems import not_now_possible
from thinkfamily.casework.consideration.queries.apart import visible
from thinkfamily.casework.consideration.queries.candidate import has_looked
from thinkfamily.casework.consideration.queries.pointing import key_of, pointing

# Fewer letters than this are no reasons.
LEAST_REASONS = 20


def decide(candidate_id: Any, *, outcome: str, reasons: str, by: Any, points_to: str = "") -> Decision:
    """Decide on one candidate, as a named human who has read its page.

    Args:
        candidate_id: which.
        outcome: consider, not_now or not_a_family.
        reasons: why; at least `LEAST_REASONS` letters.
        by: who decides.
        points_to: the programme and intensity that they propose, as `queries.pointing` calls it; empty for none.

    Raises:
        ObjectDoesNotExist: it is not there, or not theirs to see.
        DeskError: they have not read its page, somebody else has decided, or it is signed.
    """
    require(by, "desk.decide")
    if outcome not in dict(Decision.OUTCOMES) or len(reasons.strip()) < LEAST_REASONS:
        raise ValueError("a decision has one of three outcomes, and reasons")
    with transaction.atomic(using=STORE):
        candidate = _locked(candidate_id, by)
        if not has_looked(by, candidate):
            raise not_now_possible(
                gettext("Found that you have not opened this family's page."),
                gettext("Nothing was decided: nobody decides on a family unread."),
                gettext("Open its page, read it, and decide there."),
            )
        earlier = candidate.decisions.filter(returned_at__isnull=True).select_related("batch").first()
        if earlier is not None:
            if earlier.batch.signed_at is not None or earlier.decided_by != by.pk:
                raise not_now_possible(
                    gettext("Found a decision on this family already."),
                    gettext("It stands."),
                    gettext("If it has not been signed, whoever signs can return it to be decided again."),
                )
            _return(earlier, "", by)
        named = next((one for one in pointing(candidate) if key_of(one) == points_to), None)
        if points_to and (named is None or outcome != CONSIDER):
            raise not_now_possible(
                gettext(
                    "Found a programme that the needs do not point to, or that is proposed for a family not considered."
                ),
                gettext("Nothing was decided."),
                gettext("Choose one of those shown, or none."),
            )
        batch, _ = Batch.objects.get_or_create(packet=candidate.packet, signed_at=None, defaults={"opened_by": by.pk})
        made = Decision.objects.create(
            candidate=candidate,
            batch=batch,
            outcome=outcome,
            reasons=reasons.strip(),
            profile=named.code if named else "",
            tier=named.tier if named else "",
            decided_by=by.pk,
        )
        record(
            "desk.decide",
            by=by,
            kind="candidate",
            object=candidate.pk,
            others=[made.pk, batch.pk],
            fields=["outcome", "profile", "reasons", "tier"],
            using=STORE,
        )
    return made


def give_back(decision_id: Any, *, because: str, by: Any) -> Decision:
    """Return one decision of an unsigned batch, to be made again: by whoever could sign it, or by who made it.

    Args:
        decision_id: which.
        because: why, for whoever decides again.
        by: who returns it.

    Raises:
        ObjectDoesNotExist: it is not there, stands no more, or is not theirs to see.
        DeskError: it is signed.
    """
    if not (may(by, "desk.sign") or may(by, "desk.decide")):
        require(by, "desk.sign")
    with transaction.atomic(using=STORE):
        decision = Decision.objects.select_related("batch", "candidate").get(
            pk=decision_id, returned_at__isnull=True, candidate__in=visible(by)
        )
        if decision.decided_by != by.pk and not may(by, "desk.sign"):
            raise PermissionDenied
        _locked(decision.candidate_id, by)
        # As it stands now that nobody else can change it: it may have been signed, or returned, while this waited.
        decision = Decision.objects.select_related("batch", "candidate").get(pk=decision_id, returned_at__isnull=True)
        if decision.batch.signed_at is not None:
            raise not_now_possible(
                gettext("Found that it is signed."),
                gettext("It stands."),
                gettext("Correct it on the family's own page."),
            )
        _return(decision, because.strip(), by)
        record(
            "desk.return",
            by=by,
            kind="candidate",
            object=decision.candidate_id,
            others=[decision.pk, decision.batch_id],
            fields=["returned_because"],
            using=STORE,
        )
    return decision


def _locked(candidate_id: Any, by: Any) -> Candidate:
    """A candidate, with its packet held until the transaction ends: one decision or signature at a time."""
    candidate = visible(by).select_related("packet").filter(pk=candidate_id).first()
    if candidate is None:
        raise ObjectDoesNotExist
    CandidatePacket.objects.select_for_update().get(pk=candidate.packet_id)
    return candidate


def _return(decision: Decision, because: str, by: Any) -> None:
    decision.returned_by, decision.returned_at, decision.returned_because = by.pk, timezone.now(), because
    decision.save(update_fields=["returned_by", "returned_at", "returned_because"])
