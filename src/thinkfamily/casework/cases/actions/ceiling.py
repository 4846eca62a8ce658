"""The ceiling of a caseload: the one check before anybody carries more, by whichever door it comes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.agencies.models import Worker, within
from thinkfamily.casework.agencies.roles import LEADS
from thinkfamily.casework.cases.models import Case, Handover
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.queries.leads import Load, load_with, loads_of, weight_of
from thinkfamily.casework.profiles.queries import every_version


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
            found=_("With this they would be at %(share)s%% of their caseload.") % {"share": load.share},
            do=_("Ask somebody else, or say why beyond the ceiling."),
            field="over_because",
        )
    return load


def must_go_on_carrying(case: Case, becomes: Case, over_because: str) -> None:
    """Make sure that those who lead a case can carry it as it is to be worked, or that somebody says why beyond the ceiling.

    Who is asked to lead it counts, and who is named to take it over. What weighs no more than before needs no reason.

    Args:
        case: as it stands in the database.
        becomes: the same as it is to be.
        over_because: why beyond the ceiling; kept with the step.

    Raises:
        CaseError: it takes one of them above their ceiling, and nobody says why.
    """
    versions = every_version()
    more = weight_of(becomes, versions) - weight_of(case, versions)
    if more <= 0 or over_because.strip():
        return
    parts = Involvement.objects.filter(within(timezone.localdate()), family=case.family_id, role__in=LEADS)
    parts = parts.exclude(acceptance__declined_at__isnull=False).select_related("worker")
    carry: dict[Any, Worker] = {part.worker_id: part.worker for part in parts}
    coming = Handover.objects.filter(case=case, receiver__isnull=False, state__in=["raised", "prepared", "visited"])
    for handover in coming.select_related("receiver"):
        if handover.receiver is not None:
            carry[handover.receiver.pk] = handover.receiver
    for load in loads_of(carry.values()).values():
        load.percent += more
        if load.is_over:
            raise CaseError(
                "TF-CASE-081",
                found=_("With this, somebody who leads it would be at %(share)s%% of their caseload.")
                % {"share": load.share},
                do=_("Hand a case over first, or say why beyond the ceiling."),
                field="over_because",
            )
