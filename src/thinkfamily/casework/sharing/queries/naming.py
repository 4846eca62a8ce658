"""People and single items that a sharing decision names: what can be named, and how it is called."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thinkfamily.casework.access.scope import marks_on, sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.families.models import Member, Person
from thinkfamily.casework.families.queries.people import of_today, people
from thinkfamily.casework.families.queries.shared import readers

# Kinds of items that can be named, with the power that opens their page; of each at most so many are offered, the newest.
KINDS = (
    ("families.Need", "family.read"),
    ("families.Service", "family.read"),
    ("families.Event", "family.read"),
    ("families.Statement", "family.read"),
    ("plans.Contact", "plan.read"),
    ("meetings.MeetingReport", "meeting.read"),
)
OFFERED = 40
LONGEST = 60


def member_ids(family: Any) -> set[str]:
    """Ids of all who are or were members of a family."""
    return {str(pk) for pk in Member.objects.filter(family=family).values_list("person", flat=True)}


def who_can_be_told(family: Any) -> list[tuple[str, str]]:
    """Id and name of each member of today for whom there is a version of the file."""
    return [(str(one.person.pk), str(one.person)) for one in readers(family)]


def who_can_be_named(family: Any) -> list[tuple[str, str]]:
    """Id and name of each member of today."""
    return [(str(one.person.pk), str(one.person)) for one in of_today(people(family))]


def same_people_of(family: Any, ids: Collection[str]) -> list[str]:
    """Some people with every row that is held for the same human beings, as a worker has said."""
    found = set(ids)
    if ids:
        for someone in people(family):
            rows = {str(one.pk) for one in (someone.person, *someone.also)}
            if rows & found:
                found |= rows
    return sorted(found)


def items_to_name(by: Any, family: Any, agencies: Iterable[Any]) -> list[tuple[str, str]]:
    """Id and name of each item of some agencies that a worker sees on a file, kind by kind, the newest first.

    Where there are several agencies, each name begins with whose the item is.
    """
    whose, names = Q(), {}
    for agency in agencies:
        whose |= _of(agency)
        names[agency.pk] = str(agency)
        if agency.is_home:
            names[None] = str(agency)
    kinds = _seen(by, family, whose) if whose else []
    rows = [row for kind in kinds for row in kind.order_by("-recorded_at", "pk")[:OFFERED]]
    is_one = len(set(names.values())) == 1
    return [(str(row.pk), called(row) if is_one else f"{names[row.agency_id]}: {called(row)}") for row in rows]


def named_items(by: Any, family: Any, agency: Any, ids: Collection[Any]) -> list[Any]:
    """Those of some items that a worker sees on a file as one agency's."""
    wanted = [one for one in map(_uuid, ids) if one is not None]
    return [row for kind in _seen(by, family, _of(agency)) for row in kind.filter(pk__in=wanted)] if wanted else []


def items_called(by: Any, decision: Any) -> list[str]:
    """The single items of a decision: what each says to who sees it, and its kind alone to anybody else."""
    if not decision.items:
        return []
    ids = [UUID(one) for one in decision.items]
    seen = {row.pk: called(row) for kind in _seen(by, decision.family, Q()) for row in kind.filter(pk__in=ids)}
    every = [row for kind, _power in KINDS for row in apps.get_model(kind).objects.filter(pk__in=ids)]
    told = [seen.get(row.pk) or _kind(row) for row in every]
    return sorted(told) + [_("an item that is no longer on the file")] * (len(ids) - len(told))


def called(row: Any) -> str:
    """What an item is called in a list, for who sees it."""
    says = next((text for name in ("says", "title", "name", "text") if (text := getattr(row, name, ""))), "")
    on = row.from_on or localdate(row.recorded_at)
    said = " ".join(str(says).split()).removesuffix(".")
    if getattr(row, "answer", "") == "unknown":
        said = _("not known whether so: %(says)s") % {"says": said}
    # What it says is shortened; of whom it is and of which day tells it from others like it.
    said = said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip() + "…"
    parts = [_kind(row), said, str(row.person or ""), date_format(on, "j F Y")]
    return ", ".join(part for part in parts if part)


def _kind(row: Any) -> str:
    kind = str(row._meta.verbose_name)
    return f"{kind[:1].upper()}{kind[1:]} ({row.get_category_display()})"


def _of(agency: Any) -> Q:
    """Items of an agency; what the team recorded is that of the agency that runs the programme."""
    return Q(agency=agency) | Q(agency__isnull=True) if agency.is_home else Q(agency=agency)


def _seen(by: Any, family: Any, whose: Q) -> list[Any]:
    standing = standing_of(by)
    seen, marks = sight(standing, family), marks_on(standing, family)
    return [
        seen.of(apps.get_model(kind).objects.filter(whose, closed_on__isnull=True)).select_related("person")
        for kind, power in KINDS
        if marks.holds(standing, power)
    ]


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def with_people(rows: list[Any]) -> list[Any]:
    """Mark each decision, or grant, with the names of members it names: one query for all, none where none names any."""
    ids = {one for row in rows for one in (*getattr(row, "told", ()), *row.people)}
    names = {str(one.pk): str(one) for one in Person.objects.filter(pk__in=ids)} if ids else {}
    for row in rows:
        row.told_names = _names(getattr(row, "told", ()), names)
        row.people_names = _names(row.people, names)
    return rows


def _names(ids: Iterable[str], names: dict[str, str]) -> list[str]:
    """Names in order; of whoever is on no file any more, that they are not."""
    return sorted({names.get(one, _("somebody who is no longer on the file")) for one in ids})
