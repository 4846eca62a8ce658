"""A sharing decision held and saved: what every action on one begins and ends with."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.sharing.models import SharingDecision


def save_decision(decision: Any, by: Any) -> None:
    """Save one, with who acted in its history."""
    # The history names who acted, in a command as on a page.
    decision._history_user = by
    decision.save()


def held_decision(decision: SharingDecision) -> SharingDecision:
    """The decision as it stands in the database, held until this transaction is over."""
    # Of itself only: PostgreSQL locks no row on the far side of an outer join.
    rows = SharingDecision.objects.select_for_update(of=("self",))
    return rows.select_related("family", "from_agency", "to_agency", "agreement", "enquiry").get(pk=decision.pk)
