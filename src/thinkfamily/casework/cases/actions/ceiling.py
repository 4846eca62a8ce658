"""The ceiling of a caseload: the one check before anybody is given a case to lead, by whichever door it comes."""

from __future__ import annotations

from collections.abc import Iterable

from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.queries.leads import Load, load_with


def must_carry(worker: Worker, cases: Iterable[Case], over_because: str) -> Load:
    """Make sure that a worker can lead some cases beside what they carry, or that somebody says why beyond the ceiling.

    Args:
        worker: who would lead them.
        cases: which; those that they lead or are asked to take already weigh nothing more.
        over_because: why beyond the ceiling; kept with the acceptance.

    Returns:
        What they would carry.

    Raises:
        CaseError: it is above their ceiling, and nobody says why.
    """
    load = load_with(worker, cases)
    if load.is_over and not over_because.strip():
        raise CaseError(
            "TF-CASE-081",
            found=f"With this they would be at {load.share}% of their caseload.",
            do="Ask somebody else, or say why beyond the ceiling.",
            field="over_because",
        )
    return load
