"""Referring a family to a service, and recording the answer. What leaves here leaves by a sharing decision, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.directory.actions._held import as_close_as, held_open
from thinkfamily.casework.directory.actions._telling import tell_of, tell_of_taking_back
from thinkfamily.casework.directory.machine import STEPS, TO_TAKE_BACK, unmet
from thinkfamily.casework.directory.models import OfferedService, ServiceReferral
from thinkfamily.casework.directory.permissions import grant_to_tell
from thinkfamily.casework.directory.problems import DirectoryError, place_of_safety, refuse_where
from thinkfamily.casework.directory.queries.family import referral_of, to_answer
from thinkfamily.casework.families.quarantine import heard
from thinkfamily.casework.plans.models import Action
from thinkfamily.casework.sharing.permissions import must_hold


@dataclass(frozen=True)
class Asked:
    """What is asked of a service.

    Attributes:
        category: which need it is for.
        how: whether we tell the service, or the family gets in touch itself.
        says: what they say to it.
        answer_by_on: by when the service should have answered.
        told: what the service is told, and what is asked of it.
        person: for whom; None for the family as a whole.
        audience: who may see the referral.
        item: the need or action for which it is; None for none.
    """

    category: str
    how: str
    says: str
    answer_by_on: date
    told: str = ""
    person: Any = None
    audience: str = "professionals"
    item: Any = None


@dataclass(frozen=True)
class Answer:
    """What a service answers.

    Attributes:
        step: one of `STEPS`.
        answer_by_on: of a waiting list, by when to ask again.
        declined_why: of a no, why.
        because: the same in words.
    """

    step: str
    answer_by_on: date | None = None
    declined_why: str = ""
    because: str = ""


@transaction.atomic
def refer(case: Any, service: OfferedService, asked: Asked, *, by: Any) -> ServiceReferral:
    """Refer a family, or one of its members, to a service.

    Another agency is told something only by a sharing decision in force that opens the category to it; where there is none,
    the family can get in touch itself. It is kept at least as close as that for which it is.

    Raises:
        PermissionDenied: the worker may not.
        DirectoryError: the case has ended, the service takes nobody, they did not agree where they must, nothing is said,
            or no sharing decision lets the service be told.
    """
    how = must_hold(by, case.family, "service.refer")[0][1]
    held = held_open(case)
    family = held.family
    kept = OfferedService.objects.select_related("agency").get(pk=service.pk)
    is_told = asked.how == ServiceReferral.WE
    refuse_where(
        (
            not (kept.is_active and kept.agency.is_active),
            "TF-DIRECTORY-030",
            "",
            _("The service is offered no longer."),
            _("Choose another."),
        ),
        (asked.how not in dict(ServiceReferral.HOW), "TF-DIRECTORY-031", "how", _("How is missing."), _("Choose one.")),
        (
            asked.says not in dict(ServiceReferral.SAYS),
            "TF-DIRECTORY-032",
            "says",
            _("What they say is missing."),
            _("Choose one."),
        ),
        (
            kept.needs_agreement and asked.says != ServiceReferral.AGREES,
            "TF-DIRECTORY-033",
            "says",
            _("This service takes nobody without their agreement."),
            _("Ask them first."),
        ),
        (
            is_told and not asked.told.strip(),
            "TF-DIRECTORY-034",
            "told",
            _("It is not said what the service is told."),
            _("Write it: no more than it needs to answer."),
        ),
        (
            not is_told and bool(asked.told.strip()),
            "TF-DIRECTORY-035",
            "told",
            _("Something is to be told, and the family is to get in touch itself."),
            _("Leave it empty, or choose that we refer."),
        ),
        (
            asked.answer_by_on <= timezone.localdate(),
            "TF-DIRECTORY-036",
            "answer_by_on",
            _("The day has passed, or is today."),
            _("Give the service a day on which it can have answered."),
        ),
        (
            asked.person is not None and not family.members.filter(person=asked.person).exists(),
            "TF-DIRECTORY-037",
            "person",
            _("Somebody named is not on this family's file."),
            _("Choose from what the page offers."),
        ),
    )
    category, audience, hidden = as_close_as(asked.item, category=asked.category, audience=asked.audience)
    decision = None
    if is_told and not kept.agency.is_home:
        grant = grant_to_tell(family, kept.agency, category=category, person=asked.person)
        if grant is None:
            raise DirectoryError(
                "TF-DIRECTORY-038",
                found=_("No sharing decision lets this agency be told of this need."),
                do=_("Have one decided first, or let the family get in touch itself."),
                field="how",
            )
        decision = grant.decision_id
    made = ServiceReferral(
        case=held,
        family=family,
        service=kept,
        person=asked.person,
        action=asked.item if isinstance(asked.item, Action) else None,
        on_item=asked.item.pk if asked.item is not None else None,
        how=asked.how,
        says=asked.says,
        decision_id=decision,
        told=heard(by, family, place_of_safety, told=asked.told.strip())["told"],
        answer_by_on=asked.answer_by_on,
        category=category,
        audience=audience,
        from_on=timezone.localdate(),
        recorded_by=by.pk,
    )
    save(made, by)
    made.hidden_from.set(hidden)
    given = ["answer_by_on", "category", "how", "says", "service", *(["told"] if is_told else [])]
    _recorded("service.refer", made, by, given, how)
    tell_of(made, by)
    return made


@transaction.atomic
def answer_referral(family: Any, referred_id: Any, answer: Answer, *, by: Any) -> ServiceReferral:
    """Record what a service answered: by somebody of its agency who works with the family, or as told to whoever leads.

    A waiting list can outlast the case: an answer is recorded after its end too.

    Raises:
        PermissionDenied: it is not theirs to answer.
        DirectoryError: it was answered already, or a guard of the machine is not met.
    """
    how = must_hold(by, family, "service.answer")[0][1]
    found = to_answer(by, family, referred_id)
    if found is None:
        raise PermissionDenied(_("It is answered by the service, or recorded by whoever works with the family."))
    row = _held(found[0])
    refuse_where(
        (answer.step not in STEPS, "TF-DIRECTORY-040", "step", _("No answer was given."), _("Choose one.")),
        (
            not row.is_open,
            "TF-DIRECTORY-041",
            "step",
            _("It was answered already."),
            _("Read it again: nothing may be left to do."),
        ),
        (
            answer.declined_why not in ("", *dict(ServiceReferral.WHY_DECLINED)),
            "TF-DIRECTORY-042",
            "declined_why",
            _("Why it declined is none of the choices."),
            _("Choose one."),
        ),
    )
    guards, _words = STEPS[answer.step]
    said = heard(by, row.family, place_of_safety, because=answer.because.strip())
    row.because = said["because"]
    row.declined_why = answer.declined_why if answer.step == "decline" else ""
    if answer.step == "wait":
        row.answer_by_on = answer.answer_by_on or timezone.localdate()
    row.answered_by, row.answered_at, row.is_as_told = by.pk, timezone.now(), found[1]
    problem = unmet(guards, row)
    if problem is not None:
        raise DirectoryError("TF-DIRECTORY-043", found=problem[0], do=_("Then record it."), field=problem[1])
    getattr(row, answer.step)()
    save(row, by)
    _recorded("service.answer", row, by, ["because", "declined_why", "state"], how)
    return row


@transaction.atomic
def take_back_referral(family: Any, referred_id: Any, *, because: str, by: Any) -> ServiceReferral:
    """Say that a service is no longer asked. It stays on the file as what was asked once.

    Raises:
        PermissionDenied: the worker may not, or it is not there for them.
        DirectoryError: it was answered, or the reason is missing.
    """
    how = must_hold(by, family, "service.refer")[0][1]
    found = referral_of(by, family, referred_id)
    if found is None:
        raise PermissionDenied(_("It is not there."))
    row = _held(found)
    refuse_where((not row.is_open, "TF-DIRECTORY-044", "", _("It is over already."), _("Nothing is left to do.")))
    row.because = heard(by, row.family, place_of_safety, because=because.strip())["because"]
    problem = unmet(TO_TAKE_BACK, row)
    if problem is not None:
        raise DirectoryError("TF-DIRECTORY-045", found=problem[0], do=_("Then take it back."), field=problem[1])
    row.take_back()
    save(row, by)
    _recorded("service.refer", row, by, ["because", "state"], how)
    tell_of_taking_back(row, by)
    return row


def _held(found: ServiceReferral) -> ServiceReferral:
    """The referral as it stands in the database, held until this transaction is over; also once its case has ended."""
    rows = ServiceReferral.objects.select_for_update(of=("self",)).select_related("family", "case", "service__agency")
    return rows.get(pk=found.pk)


def _recorded(power: str, row: ServiceReferral, by: Any, changed: Sequence[str], how: str) -> None:
    record(
        power,
        by=by,
        kind="service_referral",
        object=row.pk,
        family=row.family_id,
        others=[row.on_item] if row.on_item else [],
        fields=changed,
        relationship=how,
    )
