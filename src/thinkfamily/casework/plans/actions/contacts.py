"""Contacts: recorded when they happen, added to where they were wrong, and never written over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.queries.recipients import managers_of
from thinkfamily.casework.access.scope import sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Person
from thinkfamily.casework.families.quarantine import must_not_tell, quarantine_if_telling
from thinkfamily.casework.plans.actions._held import (
    as_close_as,
    held_case,
    held_open,
    must_confide,
    must_fit,
)
from thinkfamily.casework.plans.ladder import LADDER
from thinkfamily.casework.plans.models import Contact, PlannedVisit, Seen
from thinkfamily.casework.plans.problems import place_of_safety, refuse_where
from thinkfamily.casework.plans.queries.contacts import first_missed, ladder_of
from thinkfamily.casework.questions.answers import eyes_of, kept, put_right
from thinkfamily.casework.questions.kinds import CONTACT
from thinkfamily.casework.sharing.permissions import must_hold


@dataclass(frozen=True)
class Told:
    """What is told of a contact.

    Attributes:
        seen: the people seen or spoken with, and whether alone.
        text: what happened.
        analysis: what it means: so what.
        happened_at: when; None for now.
        way: how.
        outcome: what came of it.
        is_planned: whether it was planned.
        minutes: how long.
        help: which practical help was given.
        tried: which step of the ladder it was.
        category: its category.
        audience: who may see it.
        hidden_from: the people who must not see it.
        confided_by: the young person who asked that nobody else of the family reads it.
        visit: the planned visit that it was.
        answers: answers to local questions, by the names of their fields.
    """

    seen: Mapping[Person, bool]
    text: str = ""
    analysis: str = ""
    happened_at: datetime | None = None
    way: str = "home"
    outcome: str = Contact.HELD
    is_planned: bool = True
    minutes: int | None = None
    help: str = ""
    tried: str = ""
    category: str = "other"
    audience: str = "team"
    hidden_from: Sequence[Person] = ()
    confided_by: Person | None = None
    visit: PlannedVisit | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def record_contact(case: Any, told: Told, *, by: Any) -> Contact:
    """Record a contact, or an attempt at one, in any case that is open: a family that has not agreed yet is visited too.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: the case has ended, its time lies ahead, nobody was seen, or what it means is missing.
    """
    how = must_hold(by, case.family, "contact.record")[0][1]
    held = held_open(case)
    return _add(held, told, by=by, how=how)


@transaction.atomic
def record_missed(case: Any, *, tried: str = "", visit: PlannedVisit | None = None, by: Any) -> Contact:
    """Record that nobody was in, just now. It is work like any other contact, and needs no words.

    Args:
        case: an open case.
        tried: which step of the ladder it was, if it was one.
        visit: the planned visit that it was.
        by: who tried.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: the case has ended.
    """
    how = must_hold(by, case.family, "contact.record")[0][1]
    held = held_open(case)
    return _add(held, Told({}, outcome="nobody_in", tried=tried, visit=visit), by=by, how=how)


@transaction.atomic
def correct_contact(contact: Contact, told: Told, *, why: str, by: Any) -> Contact:
    """Put a contact right by adding what is right beside it; it is kept at least as close as what it corrects.

    Raises:
        PermissionDenied: the worker may not.
        PlanError: it was corrected already, the reason is missing, or the correction cannot be.
    """
    how = must_hold(by, contact.family, "contact.record")[0][1]
    held = held_case(contact.case)
    seen = sight(standing_of(by), contact.family)
    row = seen.of(Contact.objects.filter(pk=contact.pk)).first()
    refuse_where(
        (row is None, "TF-PLAN-044", "", _("There is no such contact here."), _("Choose one that the page offers.")),
        (
            Contact.objects.filter(corrects=contact.pk).exists(),
            "TF-PLAN-045",
            "",
            _("It was corrected already."),
            _("Correct the correction."),
        ),
        (not why.strip(), "TF-PLAN-046", "why", _("The reason is missing."), _("Say why it is corrected.")),
    )
    stays = put_right(CONTACT, row.answers, told.answers, eyes_of(seen), row.recorded_by, programme=held.profile)  # type: ignore[union-attr]
    return _add(held, told, by=by, how=how, corrects=row, why=why.strip(), stays=stays)


def _add(
    case: Any,
    told: Told,
    *,
    by: Any,
    how: str,
    corrects: Contact | None = None,
    why: str = "",
    stays: Mapping[str, Any] | None = None,
) -> Contact:
    family, now = case.family, timezone.now()
    happened_at = told.happened_at or now
    must_fit(family, category=told.category, audience=told.audience, people=[*told.seen, *told.hidden_from])
    must_confide(family, told.confided_by)
    must_not_tell(by, family, place_of_safety, text=told.text, analysis=told.analysis, why=why)
    is_held = told.outcome == Contact.HELD
    refuse_where(
        (
            happened_at > now,
            "TF-PLAN-040",
            "happened_on",
            _("The time lies ahead."),
            _("Give the time at which it was."),
        ),
        (
            told.outcome not in dict(Contact.OUTCOMES) or told.way not in dict(Contact.WAYS),
            "TF-PLAN-041",
            "outcome",
            _("What came of it, or how, is missing."),
            _("Choose one."),
        ),
        (
            is_held and not told.seen,
            "TF-PLAN-042",
            "seen",
            _("Nobody was seen."),
            _("Tick who was seen or spoken with, or say that nobody was in."),
        ),
        (
            is_held and not (told.text.strip() and told.analysis.strip()),
            "TF-PLAN-043",
            "analysis" if told.text.strip() else "text",
            _("What happened, or what it means, is missing."),
            _("A few words of each: what happened alone does not explain what was decided."),
        ),
        (
            told.tried not in ("", *dict(LADDER)),
            "TF-PLAN-047",
            "tried",
            _("There is no such step."),
            _("Choose one that the page offers."),
        ),
        (
            told.visit is not None and told.visit.case_id != case.pk,
            "TF-PLAN-048",
            "",
            _("The planned visit is of another case."),
            _("Choose one that the page offers."),
        ),
    )
    visit = _held(told.visit, by) if told.visit is not None else None
    about = [corrects] if corrects is not None else []
    category, audience, hidden = as_close_as(
        about, category=told.category, audience=told.audience, hidden_from=told.hidden_from
    )
    own = by.agency is None or by.agency.is_home
    new = {name: value for name, value in told.answers.items() if name not in (stays or {})}
    answers = kept(CONTACT, new, programme=case.profile, family=family, refuse=place_of_safety, by=by) | dict(
        stays or {}
    )
    made = Contact.objects.create(
        case=case,
        family=family,
        agency=(corrects.agency if corrects is not None else None if own else by.agency),
        category=category,
        audience=audience,
        # What puts it right stays in the same confidence.
        confided_by=(corrects.confided_by if corrects is not None else None) or told.confided_by,
        from_on=timezone.localdate(happened_at),
        happened_at=happened_at,
        way=told.way,
        outcome=told.outcome,
        is_planned=told.is_planned,
        minutes=told.minutes,
        text=told.text.strip(),
        analysis=told.analysis.strip(),
        help=told.help,
        tried=told.tried,
        answers=answers,
        corrects=corrects,
        why=why,
        recorded_by=by.pk,
    )
    made.hidden_from.set(hidden)
    quarantine_if_telling("contact", made, family=family, by=by)
    Seen.objects.bulk_create(
        Seen(contact=made, person=person, is_alone=is_alone) for person, is_alone in told.seen.items()
    )
    if visit is not None:
        # A planned visit has become a contact; whoever was out alone is back.
        visit.contact, visit.safe_at = made, visit.safe_at or now
        visit.save(update_fields=["contact", "safe_at"])
    named = ("analysis", "answers", "confided_by", "help", "minutes", "text", "tried")
    given = [name for name in named if getattr(made, name)]
    record(
        "contact.record",
        by=by,
        kind="contact",
        object=made.pk,
        family=family.pk,
        others=[*(person.pk for person in told.seen), *([corrects.pk] if corrects else [])],
        fields=["happened_at", "outcome", "way", *given],
        relationship=how,
    )
    if made.outcome in Contact.MISSES:
        _tell_managers(case, by)
    return made


def _tell_managers(case: Any, by: Any) -> None:
    """Where every way to reach a family was tried, put it before its managers: once each time that it is lost."""
    if ladder_of(case).is_at_end:
        managers = managers_of(case.family).exclude(pk=by.pk)
        tell("losing_touch", first_missed(case), managers, family=case.family_id)


def _held(visit: PlannedVisit, by: Any) -> PlannedVisit:
    """A planned visit as it stands in the database, held until this transaction is over.

    Raises:
        PermissionDenied: it is another's; to record it would say that they are safe.
        PlanError: it was recorded or called off.
    """
    row = PlannedVisit.objects.select_for_update().get(pk=visit.pk)
    if row.worker_id != by.pk:
        raise PermissionDenied(_("A planned visit is its worker's."))
    refuse_where(
        (
            row.is_over,
            "TF-PLAN-049",
            "",
            _("The planned visit was recorded or called off meanwhile."),
            _("Look at the contacts. If this is not among them, save it once more: it is then a contact of its own."),
        )
    )
    return row
