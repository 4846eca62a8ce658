"""A sharing decision held: what every action on one begins with."""

from __future__ import annotations

from thinkfamily.casework.sharing.models import SharingDecision


def held_decision(decision: SharingDecision) -> SharingDecision:
    """The decision as it stands in the database, held until this transaction is over."""
    # Of itself only: PostgreSQL locks no row on the far side of an outer join.
    rows = SharingDecision.objects.select_for_update(of=("self",))
    return rows.select_related("family", "from_agency", "to_agency", "agreement", "enquiry").get(pk=decision.pk)
