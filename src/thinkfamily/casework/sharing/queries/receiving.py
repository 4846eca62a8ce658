"""What is shared with one's own agency about one family now: for what, on which basis, under which conditions, until when."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.access.scope import marks_on
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.families.queries.sharing import received
from thinkfamily.casework.sharing.models import Acknowledgement
from thinkfamily.casework.sharing.queries.naming import with_people


def received_by(by: Any, family: Any) -> list[Any]:
    """One row per decision by which something is shared with a worker's agency now, each with whether they acknowledged it."""
    standing = standing_of(by)
    if not marks_on(standing, family).holds(standing, "family.read"):
        return []
    return with_people(received(standing, family))


def received_one(by: Any, family: Any, decision_id: Any) -> Any | None:
    """One of these; None where it shares nothing with them."""
    return next((row for row in received_by(by, family) if row.pk == decision_id), None)


def acknowledged(decision: Any) -> list[tuple[str, Any]]:
    """Name and moment of each worker who acknowledged one decision, the first to do so first."""
    rows = Acknowledgement.objects.filter(decision=decision)
    names = dict(Worker.objects.filter(pk__in=rows.values("worker")).values_list("pk", "name"))
    return [(names.get(row.worker_id, ""), row.at) for row in rows]
