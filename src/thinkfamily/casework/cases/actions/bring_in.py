"""Cases that the council works on already: opened where they stand, with who agreed and who leads.

A case that is brought in did not take its way here, so no transition is taken and no guard is asked: its state is set once,
with a step *brought in* that says so, and whoever brings it has given what the state stands on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from thinkfamily.casework.access.models import Conflict, Involvement
from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.models import TAKING_PART, Acceptance, AgreementToTakePart, Case, Step
from thinkfamily.casework.cases.problems import CaseError
from thinkfamily.casework.cases.queries.leads import loads_of

POWER = "import.bring"
BROUGHT_IN = "brought_in"
BECAUSE = "Led this case when it was brought in from the council's system"
BATCH = 500


@dataclass(frozen=True)
class AgreementBrought:
    """One adult's agreement that stands in a case that is brought in."""

    person: Any
    to_what: str
    was_told: str
    language: str
    agreed_on: date
    review_on: date
    had_interpreter: bool = False


@dataclass(frozen=True)
class CaseBrought:
    """One case as it stands where it comes from."""

    family: Any
    programme: str
    profile: Any
    tier: str
    state: str
    since: date
    why: str
    agreed_on: date | None = None
    active_on: date | None = None
    council_key: str = ""
    leads: Sequence[tuple[Worker, str]] = ()
    agreements: Sequence[AgreementBrought] = ()


@transaction.atomic
def bring_in_cases(rows: Sequence[CaseBrought], *, signed_by: Any, by: Any) -> dict[Any, Case]:
    """Open cases where they stand, by their family's id.

    A worker who is close to a family is not made its lead, and nobody is told that they were named.

    Args:
        rows: the cases.
        signed_by: the id of the second person, who is not `by`.
        by: who brings them.

    Raises:
        NotAllowedError: it is not this worker's to bring cases in.
        CaseError: nobody else signed, or a family is to take part and nobody of it agreed.
    """
    must_hold(by, POWER)
    if signed_by is None or signed_by == by.pk:
        raise CaseError("TF-CASE-090", found=_("Nobody else has signed it."), do=_("Ask a second person to sign."))
    if any(row.state in TAKING_PART and not row.agreements for row in rows):
        raise CaseError(
            "TF-CASE-091",
            found=_("A family is to take part, and nobody of it has agreed."),
            do=_("Give the agreement, or bring the case as considered."),
        )
    cases = {row.family.pk: _case(row, by) for row in rows}
    bulk_create_with_history(list(cases.values()), Case, batch_size=BATCH, default_user=by)
    today = timezone.localdate()
    steps = [
        Step(
            case=cases[row.family.pk],
            code=BROUGHT_IN,
            before="",
            after=row.state,
            on=today,
            taken_by=by.pk,
            signed_by=signed_by,
        )
        for row in rows
    ]
    Step.objects.bulk_create(steps, batch_size=BATCH)
    agreements = [_agreement(cases[row.family.pk], one, by) for row in rows for one in row.agreements]
    bulk_create_with_history(agreements, AgreementToTakePart, batch_size=BATCH, default_user=by)
    parts = _leads(rows, cases, by)
    beside: dict[Any, list[Any]] = {}
    rows_of: list[Any] = [*steps, *agreements]
    for each in rows_of:
        beside.setdefault(each.case_id, []).append(each.pk)
    for part, case in parts:
        beside[case.pk].append(part.pk)
    for case in cases.values():
        record(
            "case.bring_in",
            by=by,
            kind="case",
            object=case.pk,
            family=case.family_id,
            others=[signed_by, *beside[case.pk]],
            fields=["profile", "programme", "state", "state_since"],
        )
    return cases


def _case(row: CaseBrought, by: Any) -> Case:
    return Case(
        family=row.family,
        programme=row.programme,
        profile=row.profile.code,
        profile_version=row.profile.version,
        tier=row.tier,
        why=row.why,
        council_key=row.council_key,
        state=row.state,
        state_since=row.since,
        agreed_on=row.agreed_on,
        active_on=row.active_on,
        opened_by=by.pk,
    )


def _agreement(case: Case, one: AgreementBrought, by: Any) -> AgreementToTakePart:
    return AgreementToTakePart(
        case=case,
        person=one.person,
        to_what=one.to_what,
        was_told=one.was_told,
        language=one.language,
        had_interpreter=one.had_interpreter,
        agreed_on=one.agreed_on,
        review_on=one.review_on,
        recorded_by=by.pk,
    )


def _leads(rows: Sequence[CaseBrought], cases: dict[Any, Case], by: Any) -> list[tuple[Involvement, Case]]:
    """The leads, accepted: they lead these cases today."""
    close: set[tuple[Any, Any]] = set()
    ids = list(cases)
    for start in range(0, len(ids), BATCH):
        found = Conflict.objects.filter(family__in=ids[start : start + BATCH])
        close |= set(found.values_list("family_id", "worker_id"))
    parts = [
        Involvement(family=row.family, worker=worker, role=role, because=BECAUSE, given_by=by.pk)
        for row in rows
        for worker, role in row.leads
        if (row.family.pk, worker.pk) not in close
    ]
    Involvement.objects.bulk_create(parts, batch_size=BATCH)
    loads, now = loads_of({part.worker_id: part.worker for part in parts}.values()), timezone.now()
    Acceptance.objects.bulk_create(
        [
            Acceptance(
                involvement=part,
                case=cases[part.family_id],
                load_percent=loads[part.worker_id].share,
                over_because=BECAUSE if loads[part.worker_id].is_over else "",
                asked_by=by.pk,
                accepted_at=now,
            )
            for part in parts
        ],
        batch_size=BATCH,
    )
    return [(part, cases[part.family_id]) for part in parts]
