"""How the people of one family are tied, as a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from thinkfamily.casework.families.models import Family, KinTie
from thinkfamily.casework.families.queries.names import names_of


@dataclass(frozen=True)
class KnownTie:
    """One stated relationship, in words.

    Attributes:
        tie: the row.
        recorder: who recorded it or said more of it; empty where an agency stated it.
    """

    tie: KinTie
    recorder: str

    @property
    def says(self) -> str:
        """Who is the … of whom."""
        about = {"person": self.tie.person, "kind": self.tie.get_kind_display().lower(), "other": self.tie.other}
        return _("%(person)s is the %(kind)s of %(other)s") % about


def known_ties(family: Family) -> list[KnownTie]:
    """One row per stated relationship of a family, those that hold first; those never so are left out."""
    rows = list(
        KinTie.objects.filter(family=family, is_denied=False)
        .select_related("person", "other")
        .order_by("person__date_of_birth", "other__date_of_birth", "pk")
    )
    names = names_of(row.recorded_by for row in rows)
    found = [KnownTie(row, names.get(row.recorded_by, "")) for row in rows]
    return sorted(found, key=lambda each: each.tie.until_on is not None)
