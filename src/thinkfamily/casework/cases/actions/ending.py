"""Ending, with a case, what was planned or asked for and can no longer come to pass: the one place from which all of it ends."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from thinkfamily.casework.access.actions.involvement import end_with_case
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.ending import end_above
from thinkfamily.casework.cases.models import Case, Handover


def end_planned(case: Case, *, by: Any) -> None:
    """End the parts, proposals, handovers, meetings, visits … of a case that has just ended, or whose family said no.

    What the way of a case foresees after its end stays: the looks whether it lasted. So does what had begun: minutes of a
    meeting that was held, a family that is still to be told who leads it, somebody out on a visit alone.

    Args:
        case: held, and saved as it now stands.
        by: who moved it; they need no power over what ends.
    """
    # An old case can be archived while another goes on: its team is that one's.
    if not Case.open.filter(family=case.family_id).exists():
        end_with_case(by=by, family=case.family, state=case.state)
    _lapse_proposal(case, by)
    _stop_handovers(case, by)
    end_above(case, by=by)


def drop_looks(case: Case, *, by: Any, how: str) -> None:
    """Drop the looks after the end that are still to come of a case that was reopened: its end is no longer."""
    rows = case.sustain_checks.filter(done_on__isnull=True)
    dropped = list(rows.values_list("pk", flat=True))
    if dropped:
        rows.delete()
        record(
            "case.drop_looks",
            by=by,
            kind="case",
            object=case.pk,
            family=case.family_id,
            others=dropped,
            relationship=how,
        )


def _lapse_proposal(case: Case, by: Any) -> None:
    """Return a step that waits for its signature: none of these can be taken after the end."""
    for row in case.step_proposals.select_for_update().filter(is_signed__isnull=True):
        # Nobody decides on their own step: where its proposer ends the case, it lapses undecided by anybody.
        row.is_signed, row.decided_at = False, timezone.now()
        row.decided_by = None if row.proposed_by == by.pk else by.pk
        row.save(update_fields=["is_signed", "decided_at", "decided_by"])
        record(
            "case.lapse_step", by=by, kind="step_proposal", object=row.pk, family=case.family_id, fields=["is_signed"]
        )


def _stop_handovers(case: Case, by: Any) -> None:
    """Stop what nobody can accept any longer. The old lead still goes on the day that was set."""
    under_way = (Handover.RAISED, Handover.PREPARED, Handover.VISITED)
    for row in case.handovers.select_for_update(of=("self",)).filter(state__in=under_way):
        row.stop()
        row.save()
        record("handover.stop", by=by, kind="handover", object=row.pk, family=case.family_id, fields=["state"])
