"""What was changed of a family and its people: what stood there before and what stands there since, by whom and when.

It is read from the history of each record. A packet changes records too; then nobody's name stands there. What an agency
restricts of a person, and a tie that never was, are not shown again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.families.models import Family, KinTie, Member, Person, PersonChange
from thinkfamily.casework.families.queries.guests import guests

A_PAGE = 30
# What is kept beside a record to say how it came about, and says nothing of the family.
BESIDE = {
    "family": {"id", "reference", "handle", "summary_by", "summary_at", "supply", "made_by", "made_at"},
    "person": {"id", "handle", "is_restricted", "made_at"},
    "member": {"id", "family", "person", "recorded_by", "recorded_at", "ended_by"},
    "tie": {"id", "family", "person", "other", "recorded_by", "recorded_at", "is_denied"},
}


@dataclass(frozen=True)
class Detail:
    """One detail that was changed.

    Attributes:
        says: which.
        before: what stood there; empty where nothing did.
        after: what stands there since; empty where nothing does.
    """

    says: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """One record that came or was changed.

    Attributes:
        at: when.
        who: the worker's name; empty where the program did it as a packet or an import came in, or a worker on another file.
        what: of what: the file, a person, a membership, a tie.
        is_new: whether it came then; its details have nothing before them.
        details: what was changed of it.
    """

    at: datetime
    who: str
    what: str
    is_new: bool
    details: tuple[Detail, ...]


def changed_on(family: Family, number: str | None, standing: Standing, *, shows_born: bool) -> Page[Changed]:
    """One page of changes that a reader may see, the newest first: eleven queries at most, however many there are.

    Args:
        family: whose.
        number: of the page.
        standing: the reader.
        shows_born: whether the reader sees days of birth, or their years alone.
    """
    members = list(_history(Member, family=family.pk))
    ties = list(_history(KinTie, family=family.pk))
    # What becomes of a person after they left is another family's.
    today = timezone.localdate()
    here = set(Member.objects.filter(family=family).exclude(until_on__lte=today).values_list("person_id", flat=True))
    ever = {row.person_id for row in members} | {pk for row in ties for pk in (row.person_id, row.other_id)}
    people = {person.pk: person for person in Person.objects.filter(pk__in=ever | here)}
    names = {pk: str(person) for pk, person in people.items()}
    told = {pk for pk in here if not people[pk].is_restricted} - guests(family, standing, here)
    # Who changed a person on another file is not told: that file may be restricted.
    own = set(PersonChange.objects.filter(family=family, person__in=told).values_list("person_id", "made_by"))
    denied = {row.id for row in ties if row.is_denied}
    teams = dict(Team.objects.values_list("pk", "name"))
    rows = [
        *_pairs("family", _history(Family, id=family.pk), lambda row: _("The file"), teams),
        *_pairs("person", _history(Person, id__in=told), lambda row: names[row.id], {}, own, shows_born=shows_born),
        *_pairs("member", members, lambda row: _membership(names, row), {}),
        *_pairs("tie", [row for row in ties if row.id not in denied], lambda row: _tie(names, row), {}),
    ]
    rows.sort(key=lambda row: row.at, reverse=True)
    return Paginator(rows, A_PAGE).get_page(number)


def _history(model: Any, **which: Any) -> Any:
    return model.history.filter(**which).select_related("history_user").order_by("history_date", "history_id")


def _membership(names: dict[Any, str], row: Any) -> str:
    return _("Membership: %(name)s") % {"name": names.get(row.person_id, "")}


def _tie(names: dict[Any, str], row: Any) -> str:
    return _("Tie: %(one)s and %(other)s") % {
        "one": names.get(row.person_id, ""),
        "other": names.get(row.other_id, ""),
    }


def _pairs(
    kind: str, rows: Any, what: Any, named: dict[Any, str], own: set[Any] | None = None, *, shows_born: bool = False
) -> list[Changed]:
    """Each version beside the one before it, where they differ in what can be read.

    Args:
        kind: of which records, a key of `BESIDE`.
        rows: their versions, the oldest first.
        what: says of a version what it is one of.
        named: names of what they refer to.
        own: where given, the records and workers that belong together on this file; no other worker is named.
        shows_born: whether days of birth are told.
    """
    before: dict[Any, Any] = {}
    found = []
    for row in rows:
        old = before.get(row.id)
        details = _details(kind, old, row, named, shows_born)
        before[row.id] = row
        if details or old is None:
            is_told = row.history_user and (own is None or (row.id, row.history_user_id) in own)
            who = row.history_user.name if is_told else ""
            found.append(Changed(row.history_date, who, what(row), old is None, details))
    return found


def _details(kind: str, old: Any, new: Any, named: dict[Any, str], shows_born: bool) -> tuple[Detail, ...]:
    found = []
    for field in new.tracked_fields:
        if field.name in BESIDE[kind]:
            continue
        form = "Y" if field.name == "date_of_birth" and not shows_born else "j F Y"
        after = _says(new, field, named, form)
        was = _says(old, field, named, form) if old is not None else ""
        if was != after:
            found.append(Detail(capfirst(str(field.verbose_name)), was, after))
    return tuple(found)


def _says(row: Any, field: Any, named: dict[Any, str], form: str) -> str:
    """What a column holds, in words; a day in the form given."""
    value = getattr(row, field.attname)
    if value in (None, ""):
        return ""
    if field.is_relation:
        return str(named.get(value, ""))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return date_format(value, form) if isinstance(value, date) else str(value)
