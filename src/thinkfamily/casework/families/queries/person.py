"""One person of a file, for whoever puts right what is known of them, and what was put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.models import IDENTIFIERS, Family, Member, Person, PersonChange
from thinkfamily.casework.families.queries.guests import guests
from thinkfamily.casework.families.queries.names import names_of

CALLED = {
    "first_name": _("first name"),
    "last_name": _("last name"),
    "known_as": _("known as"),
    "other_names": _("other names"),
    "pronouns": _("pronouns"),
    "date_of_birth": _("date of birth"),
    "born_precision": _("how well the birth is known"),
    "died_on": _("when they died"),
    "sex": _("sex"),
    "language": _("language"),
    "needs_interpreter": _("need of an interpreter"),
    "communication": _("communication or access needs"),
    "residence": _("where they live"),
    "nhs_number": _("NHS number"),
    "upn": _("unique pupil number"),
    "nino": _("National Insurance number"),
}
# So much of an identifier tells a worker which one it is, and nobody else whose.
SHOWN = 3


@dataclass(frozen=True)
class Changed:
    """One change by hand to what is known of one person, in words: which details, and never what they were."""

    row: PersonChange
    recorder: str

    @property
    def details(self) -> list[Any]:
        """Which."""
        return [CALLED.get(name, name) for name in self.row.details]


@dataclass(frozen=True)
class Held:
    """One identifier of one person, as far as it is shown: its end, and who checked it last, how and when."""

    called: Any
    end: str
    change: Changed | None


def identifiers(family: Family, person: Person) -> list[Held]:
    """One row per identifier that is held of a person. Who checked it on another file is not told: that may be restricted."""
    held = {kind: getattr(person, kind) for kind in IDENTIFIERS if getattr(person, kind)}
    latest: dict[str, PersonChange] = {}
    for row in PersonChange.objects.filter(person=person) if held else ():
        for kind in set(row.details) & set(held):
            latest.setdefault(kind, row)
    latest = {kind: row for kind, row in latest.items() if row.family_id == family.pk}
    names = names_of(row.made_by for row in latest.values())
    checked = {kind: Changed(row, names.get(row.made_by, "")) for kind, row in latest.items()}
    return [Held(CALLED[kind], number[-SHOWN:], checked.get(kind)) for kind, number in held.items()]


def member_of_today(family: Family, person_id: UUID) -> Member | None:
    """The membership by which somebody belongs to a family today."""
    rows = Member.objects.filter(family=family, person=person_id, until_on__isnull=True)
    return rows.select_related("person").first()


def member_known(family: Family, person_id: UUID, reader: Any) -> Member | None:
    """The same, of somebody of whom all that is known is this reader's to read: None of a guest."""
    member = member_of_today(family, person_id)
    return None if member is None or guests(family, standing_of(reader), [person_id]) else member


def changes(family: Family) -> list[Changed]:
    """One row per change by hand to what is known of one person, made on this file; the newest first."""
    rows = list(PersonChange.objects.filter(family=family).select_related("person"))
    names = names_of(row.made_by for row in rows)
    return [Changed(row, names.get(row.made_by, "")) for row in rows]
