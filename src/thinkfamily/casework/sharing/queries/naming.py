"""Members of a family whom a sharing decision names, by id and by name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from thinkfamily.casework.families.models import Member, Person
from thinkfamily.casework.families.queries.shared import readers


def member_ids(family: Any) -> set[str]:
    """Ids of all who are or were members of a family."""
    return {str(pk) for pk in Member.objects.filter(family=family).values_list("person", flat=True)}


def who_can_be_told(family: Any) -> list[tuple[str, str]]:
    """Id and name of each member of today for whom there is a version of the file."""
    return [(str(one.person.pk), str(one.person)) for one in readers(family)]


def with_people(rows: list[Any]) -> list[Any]:
    """Mark each decision with the names of members it names: one query for all, none where none names any."""
    ids = {one for row in rows for one in row.told}
    names = {str(one.pk): str(one) for one in Person.objects.filter(pk__in=ids)} if ids else {}
    for row in rows:
        row.told_names = _names(row.told, names)
    return rows


def _names(ids: list[str], names: dict[str, str]) -> list[str]:
    """Names in order; of whoever is on no file any more, that they are not."""
    return sorted({names.get(one, _("somebody who is no longer on the file")) for one in ids})
