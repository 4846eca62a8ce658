"""One person of a file, for whoever puts right what is known of them, and what was put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.families.models import Family, Member, PersonChange
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
}


@dataclass(frozen=True)
class Changed:
    """One change by hand to what is known of one person, in words: which details, and never what they were."""

    row: PersonChange
    recorder: str

    @property
    def details(self) -> list[Any]:
        """Which."""
        return [CALLED.get(name, name) for name in self.row.details]


def member_of_today(family: Family, person_id: UUID) -> Member | None:
    """The membership by which somebody belongs to a family today."""
    rows = Member.objects.filter(family=family, person=person_id, until_on__isnull=True)
    return rows.select_related("person").first()


def changes(family: Family) -> list[Changed]:
    """One row per change by hand to what is known of one person, made on this file; the newest first."""
    rows = list(PersonChange.objects.filter(family=family).select_related("person"))
    names = names_of(row.made_by for row in rows)
    return [Changed(row, names.get(row.made_by, "")) for row in rows]
