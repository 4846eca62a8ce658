"""Asking for help: by a professional, a community group, the family itself, or through the form that anybody can open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from secrets import choice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.scope import HELPED
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families import near
from thinkfamily.casework.profiles.queries import in_use
from thinkfamily.casework.questions.answers import fitting
from thinkfamily.casework.questions.kinds import REQUEST
from thinkfamily.casework.referrals.models import Referral, ReferralMark, ReferralPerson, band_of
from thinkfamily.casework.referrals.problems import missing
from thinkfamily.casework.referrals.questions import OF_ADULTS, SAFETY, YES
from thinkfamily.casework.secrets.fingerprints import name_fingerprint, person_fingerprint

# Letters and figures that are not mistaken for one another when read aloud.
_ALPHABET = "BCDFGHJKLMNPQRSTVWXYZ23456789"
# As the post office forms them.
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)
USUAL_HOURS = 48
# Where help is needed today, or somebody may be in danger: our choice.
TODAY_HOURS = 4


@dataclass(frozen=True)
class Somebody:
    """One person whom a request is about."""

    role: str
    first_name: str = ""
    last_name: str = ""
    born: date | None = None


@dataclass(frozen=True)
class Asked:
    """What is asked, by whom, and about whom. Everything but ``route`` may be left out: see `Referral`."""

    route: str
    people: Sequence[Somebody] = ()
    urgency: str = ""
    categories: Sequence[str] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    knows: str = ""
    serves: str = ""
    children_at_home: str = ""
    child_cares: str = ""
    programme: str = ""
    area: str = ""
    happening: str = ""
    family_words: str = ""
    abuse: str = ""
    address: str = ""
    reach: str = ""
    referrer: str = ""
    why_not_told: str = ""
    # Answers to local questions, by the names of their fields, and the form that asked them.
    local: Mapping[str, Any] = field(default_factory=dict)
    form: str = REQUEST


@transaction.atomic
def ask(asked: Asked, *, by: Any) -> Referral:
    """Ask for help for one family.

    Args:
        asked: what is asked.
        by: who asks, signed in; None for the form that anybody can open.

    Raises:
        NotAllowedError: they may not ask.
        NotPossibleError: nobody is named and nothing is said, an adults' service did not answer on children, or an answer
            is to no question that is asked.
    """
    if by is not None:
        must_hold(by, "referral.make")
    _consistent(asked, by)
    made = make(asked, by=by)
    fields = [
        name
        for name in ("address", "categories", "happening", "local", "people", "programme", "urgency")
        if getattr(asked, name)
    ]
    record("referral.make", by=by, kind="referral", object=made.pk, fields=fields)
    return made


def make(asked: Asked, *, by: Any) -> Referral:
    """Write one request and its people, within whatever transaction is under way.

    It is part of an action: that it was made is recorded there (see `ask` and `urgent.raise_alert`, which ``record`` it).
    """
    told = {name: getattr(asked, name) for name in _AS_TOLD}
    made = Referral.objects.create(
        reference=new_reference(),
        agency=getattr(by, "agency", None),
        made_by=getattr(by, "pk", None),
        due_at=due_at(asked, timezone.now()),
        categories=sorted(set(asked.categories)),
        answers=dict(asked.answers),
        youngest=youngest(asked.people),
        local=fitting(asked.form, asked.local),
        **told,
    )
    people = [
        ReferralPerson(
            referral=made,
            role=one.role,
            first_name=one.first_name,
            last_name=one.last_name,
            born=one.born.isoformat() if one.born else "",
            fingerprint=person_fingerprint(one.first_name, one.last_name, one.born) or "",
            name_fingerprint=name_fingerprint(one.first_name, one.last_name) or "",
        )
        for one in asked.people
    ]
    ReferralPerson.objects.bulk_create(people)
    homes = postcodes_in(asked.address)
    ReferralMark.objects.bulk_create(
        ReferralMark(person=row, mark=mark)
        for row, one in zip(people, asked.people, strict=True)
        for mark in sorted(near.marks((one.first_name,), (one.last_name,), (one.born,) if one.born else (), homes))
    )
    return made


def postcodes_in(address: str) -> list[str]:
    """The postcodes that an address as somebody wrote it holds."""
    return _POSTCODE.findall(address)


_AS_TOLD = (
    "route", "urgency", "knows", "serves", "children_at_home", "child_cares", "programme", "area", "happening",
    "family_words", "abuse", "address", "reach", "referrer", "why_not_told",
)  # fmt: skip


def due_at(asked: Asked, made_at: datetime) -> datetime:
    """By when a request is to be answered: as the programme asked for says, else as the strictest of those in use does.

    Where help is needed today, or a question on safety was answered so, it is a matter of hours.
    """
    profiles = in_use()
    if asked.programme in profiles:
        hours = profiles[asked.programme]["triage_hours"]
    else:
        hours = min((profile["triage_hours"] for profile in profiles.values()), default=USUAL_HOURS)
    is_today = asked.urgency == "today" or any(one.is_urgent and asked.answers.get(one.code) == YES for one in SAFETY)
    return made_at + timedelta(hours=min(hours, TODAY_HOURS) if is_today else hours)


def youngest(people: Sequence[Somebody]) -> str:
    """The band of the youngest child's age, for counting: it outlives the names."""
    if any(one.role == "expected" for one in people):
        return "expected"
    today = timezone.localdate()
    born = [one.born for one in people if one.role == "child" and one.born is not None]
    if not born:
        return "not_known"
    return band_of(max(born), today)


def route_of(by: Any) -> str:
    """By which way a request of somebody signed in comes, unless they take it down for somebody else."""
    roles = standing_of(by).roles
    if roles <= {"family_member"}:
        return "family"
    return "community" if roles <= HELPED else "agency"


def new_reference() -> str:
    """A reference that stands for nothing: random letters and figures, read aloud without mistake."""
    while True:
        letters = "".join(choice(_ALPHABET) for _ in range(7))
        reference = f"H{letters[:4]}-{letters[4:]}"
        if not Referral.objects.filter(reference=reference).exists():
            return reference


def _consistent(asked: Asked, by: Any) -> None:
    if not asked.people and not asked.happening.strip():
        raise missing(
            "happening",
            gettext("Found nobody named and nothing said."),
            gettext("Say who needs help, or what is happening."),
        )
    if asked.knows == "not_told" and not asked.why_not_told.strip():
        raise missing(
            "why_not_told",
            gettext("It is not said why the family does not know."),
            gettext("Say why they were not told."),
        )
    agency = getattr(by, "agency", None)
    is_of_adults = asked.serves in ("adults", "both") or (agency is not None and agency.kind in OF_ADULTS)
    if asked.route == "agency" and is_of_adults:
        for name in ("children_at_home", "child_cares"):
            if not getattr(asked, name):
                raise missing(
                    name,
                    gettext("Who works with adults is asked about the children of their household."),
                    gettext("Answer, or say that you do not know."),
                )
