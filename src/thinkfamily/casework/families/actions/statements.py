"""Recording on a family's file: what is added stands beside what was there; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.scope import sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import AUDIENCES, Family, Person, Statement
from thinkfamily.casework.families.problems import not_fitting, not_there, place_of_safety
from thinkfamily.casework.families.quarantine import must_not_tell, quarantine_if_telling
from thinkfamily.casework.families.queries.items import KINDS
from thinkfamily.casework.families.queries.powers import powers_on
from thinkfamily.casework.families.queries.shared import reader_of, shared_view
from thinkfamily.casework.families.queries.understanding import who_may_confide


@dataclass(frozen=True)
class Said:
    """What is to be recorded.

    Attributes:
        confided_by: the young person who said it in confidence.
        on_item: the item it is said about, as (kind, id).
        corrects: the statement it puts right.
    """

    kind: str
    category: str
    text: str
    source: str = ""
    person: Person | None = None
    audience: str = "professionals"
    hidden_from: Sequence[Person] = ()
    confided_by: Person | None = None
    from_on: date | None = None
    holds_until_on: date | None = None
    outcome: str = ""
    is_disagreement: bool = False
    on_item: tuple[str, Any] | None = None
    corrects: Any = None


@transaction.atomic
def record_statement(family: Family, said: Said, *, by: Any) -> Statement:
    """Add a statement to a file: the team's own, or that of the worker's agency where this is another.

    Raises:
        NotAllowedError: the worker may not record on this file.
        FamilyError: it is about somebody or something that is not on the file, contradicts itself or, of whoever may know
            it, tells where somebody must not be found.
    """
    must_hold(by, "family.record", family)
    seen = sight(standing_of(by), family)
    people = [*([said.person] if said.person else []), *said.hidden_from]
    _must_be_members(family, people)
    if said.outcome and said.kind != "allegation":
        raise not_fitting(
            "outcome", gettext("Found what came of it, for what is no allegation."), gettext("Leave it empty.")
        )
    if said.confided_by is not None and said.confided_by not in who_may_confide(family):
        raise not_fitting(
            "confided_by",
            gettext("Found nobody of this family who is known to understand enough to speak in confidence."),
            gettext("Record first what you found of their understanding; or choose below who must never see it."),
        )
    if said.audience != "professionals" and not powers_on(standing_of(by), family, "family.hide"):
        raise not_fitting(
            "audience",
            gettext("Found an audience that is the leads' to choose."),
            gettext("Record it for professionals; a lead decides who else sees it."),
        )
    corrected = item = None
    if said.corrects is not None:
        corrected = seen.of(Statement.objects.filter(pk=said.corrects)).first()
        if corrected is None:
            raise not_there("statement")
    if said.on_item is not None:
        kind, pk = said.on_item
        is_kept = kind == "costband" and not powers_on(standing_of(by), family, "family.cost")
        item = seen.of(KINDS[kind].objects.filter(pk=pk)).first() if kind in KINDS and not is_kept else None
        if item is None:
            raise not_there("item")
    must_not_tell(by, family, place_of_safety, text=said.text, source=said.source)
    agency = None if _is_of_the_team(by) else by.agency
    about = [one for one in (corrected, item) if one is not None]
    statement = _add(family, _kept_with(said, about), by=by, agency=agency, corrected=corrected)
    record("family.record", by=by, kind="statement", object=statement.pk, family=family.pk, fields=_fields(said))
    return statement


@transaction.atomic
def comment(
    family: Family, text: str, *, by: Any, on_item: Any = None, disagrees: bool = False, found: Any = None
) -> Statement:
    """Add a family member's own words to their family's file. The leads read them; other members do not.

    Args:
        family: whose file.
        text: the words.
        by: the member's account.
        on_item: the id of the item they are about; None for the file as a whole.
        disagrees: whether they say that the item is wrong.
        found: the item, where another app has found it in its part of this member's version, such as the plan.

    Raises:
        NotAllowedError: the account is not of a member of this family.
        FamilyError: the item is not in this member's version of the file.
    """
    must_hold(by, "family.comment", family)
    reader = reader_of(family, by.person_id) if by.person_id else None
    if reader is None:
        raise not_there("member")
    category = "other"
    if found is not None:
        category = found.category
    elif on_item is not None:
        view = shared_view(family, reader)
        parts = [part for met in view.needs for part in met.parts]
        shown = {
            str(item.pk): item for item in [*parts, *view.services, *view.events, *view.statements, *view.strengths]
        }
        if str(on_item) not in shown:
            raise not_there("item")
        category = shown[str(on_item)].category
    said = Said("own_words", category, text, person=reader, audience="team", is_disagreement=disagrees)
    if reader in who_may_confide(family):
        # Theirs to tell: opened to the family by mistake, it is read by nobody else of it.
        said = replace(said, confided_by=reader)
    statement = _add(family, said, by=by, agency=None, corrected=None, on_item=on_item)
    record("family.comment", by=by, kind="statement", object=statement.pk, family=family.pk, fields=["text"])
    return statement


def _kept_with(said: Said, about: Sequence[Any]) -> Said:
    """What is said, kept at least as close as what it is said of: the one tells of the other.

    It lies in the same compartment, for no wider an audience, hidden from the same people, and in the same confidence.
    """
    widths = [code for code, _ in AUDIENCES]
    narrowest = min((said.audience, *(one.audience for one in about)), key=widths.index)
    is_apart = any(one.is_in_compartment for one in about)
    hidden = {*said.hidden_from, *(person for one in about for person in one.hidden_from.all())}
    category = "domestic_abuse" if is_apart else said.category
    trusted = next((one.confided_by for one in about if one.CONFIDES and one.confided_by), said.confided_by)
    return replace(said, category=category, audience=narrowest, hidden_from=tuple(hidden), confided_by=trusted)


def _add(
    family: Family, said: Said, *, by: Any, agency: Any, corrected: Statement | None, on_item: Any = None
) -> Statement:
    statement = Statement.objects.create(
        family=family,
        person=said.person,
        agency=agency,
        category=said.category,
        audience=said.audience,
        kind=said.kind,
        text=said.text,
        source=said.source,
        confided_by=said.confided_by,
        corrects=corrected,
        on_item=said.on_item[1] if said.on_item else on_item,
        is_disagreement=said.is_disagreement,
        outcome=said.outcome,
        from_on=said.from_on or timezone.localdate(),
        holds_until_on=said.holds_until_on,
        recorded_by=by.pk,
    )
    statement.hidden_from.set(said.hidden_from)
    quarantine_if_telling("statement", statement, family=family, by=by)
    return statement


def _is_of_the_team(by: Any) -> bool:
    """Whether a worker records for the team that runs the programme; others record for their own agency."""
    return by.agency is not None and by.agency.is_home


def _must_be_members(family: Family, people: Sequence[Person]) -> None:
    wanted = {person.pk for person in people}
    if wanted - set(family.members.filter(person__in=wanted).values_list("person", flat=True)):
        raise not_there("person")


def _fields(said: Said) -> list[str]:
    names = ["kind", "category", "text", "audience"]
    names += [
        name
        for name in ("source", "person", "hidden_from", "confided_by", "outcome", "corrects", "on_item")
        if getattr(said, name)
    ]
    return names
