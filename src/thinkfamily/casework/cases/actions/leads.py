"""Asking a worker to lead, their answer, and how much each carries."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions import involvement
from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.models import Involvement
from thinkfamily.casework.access.queries.recipients import managers_of
from thinkfamily.casework.agencies.models import Worker
from thinkfamily.casework.agencies.roles import LEADS
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.actions._held import held_now, held_open
from thinkfamily.casework.cases.actions.ceiling import must_carry
from thinkfamily.casework.cases.models import Acceptance, Capacity, Case
from thinkfamily.casework.cases.problems import CaseError, place_of_safety
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.sharing.permissions import must_hold, must_hold_on_site


@transaction.atomic
def ask_to_lead(case: Case, worker: Worker, role: str, *, because: str, by: Any, over_because: str = "") -> Acceptance:
    """Give a worker the lead of a case, and ask them to accept it. Until they do, the team's manager answers for it.

    Raises:
        PermissionDenied: the case is not theirs to allocate.
        CaseError: the case does not go on, it is no lead's role, or takes them above their ceiling and nobody says why.
        NotPossibleError: as `access.actions.involvement.allocate`.
    """
    must_hold(by, case.family, "case.allocate")
    held = held_open(case)
    if role not in LEADS:
        raise CaseError("TF-CASE-080", found=_("This role leads no case."), do=_("Choose a lead's role."), field="who")
    load = must_carry(worker, [held], over_because)
    part = involvement.allocate(by=by, family=held.family, worker=worker, role=role, because=because)
    involvement.accept_proposals(by=by, part=part)
    made = Acceptance.objects.create(
        involvement=part,
        case=held,
        load_percent=load.share,
        asked_by=by.pk,
        **heard(by, held.family, place_of_safety, over_because=over_because.strip()),
    )
    record(
        "case.ask_to_lead",
        by=by,
        kind="involvement",
        object=part.pk,
        family=held.family_id,
        others=[worker.pk],
        fields=["load_percent", "over_because"],
    )
    if worker.pk != by.pk:
        tell("lead_asked", part.pk, [worker])
    return made


@transaction.atomic
def answer_lead(part: Involvement, *, answer: str, by: Any, because: str = "") -> Acceptance:
    """Accept the lead of a case, or say why not: then the part ends today, and those who asked are told.

    Raises:
        PermissionDenied: another worker was asked.
        CaseError: it was answered already, the case has ended, a no has no reason, or a yes has one.
    """
    must_hold(by, part.family, "case.lead")
    if part.worker_id != by.pk:
        raise PermissionDenied(_("Another worker was asked."))
    case = Case.open.filter(family=part.family_id).first()
    if case is None:
        raise CaseError("TF-CASE-082", found=_("The case has ended."), do=_("Nothing is left to do."))
    held_now(case)
    row = Acceptance.objects.filter(involvement=part).first() or Acceptance(
        involvement=part, case=case, asked_by=part.given_by or case.opened_by, asked_at=part.given_at
    )
    if row.accepted_at is not None or row.declined_at is not None:
        raise CaseError("TF-CASE-083", found=_("You have answered already."), do=_("Nothing is left to do."))
    if answer != "yes" and not because.strip():
        raise CaseError("TF-CASE-084", found=_("It is not said why not."), do=_("Say why."), field="because")
    if answer == "yes" and because.strip():
        raise CaseError(
            "TF-CASE-085",
            found=_("You said yes, and gave a reason why not."),
            do=_("Choose no, or leave the reason empty."),
            field="because",
        )
    now = timezone.now()
    row.accepted_at, row.declined_at = (now, None) if answer == "yes" else (None, now)
    row.declined_because = heard(by, part.family, place_of_safety, because=because.strip())["because"]
    row.save()
    record(
        "case.answer_lead",
        by=by,
        kind="involvement",
        object=part.pk,
        family=part.family_id,
        fields=["accepted_at" if answer == "yes" else "declined_because"],
    )
    if answer != "yes":
        tell("lead_declined", part.pk, managers_of(part.family))
        part.until_on = max(timezone.localdate(), part.from_on)
        part.save(update_fields=["until_on"])
    return row


@transaction.atomic
def set_capacity(worker: Worker, *, percent: int, by: Any, leaves_on: date | None = None) -> Capacity:
    """Say how much of a full caseload a worker carries from today, and whether they leave.

    Raises:
        PermissionDenied: the worker may not.
    """
    must_hold_on_site(by, "team.board")
    made = Capacity.objects.create(worker=worker, percent=percent, leaves_on=leaves_on, set_by=by.pk)
    record("team.capacity", by=by, kind="worker", object=worker.pk, fields=["leaves_on", "percent"])
    return made
