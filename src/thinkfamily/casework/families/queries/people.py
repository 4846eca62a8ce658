"""Who is in a family, as one reader may know it, and the facts from which the genogram is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from thinkfamily.casework.access import scope
from thinkfamily.casework.access.standing import Standing, put_together
from thinkfamily.casework.families.genogram import Figure, Tie
from thinkfamily.casework.families.models import Address, Correction, Family, KinTie, Member, Person
from thinkfamily.casework.families.queries.guests import guests
from thinkfamily.casework.families.queries.names import names_of, with_details
from thinkfamily.casework.prepared import Asking, prepared
from thinkfamily.casework.prepared.days import today_here


@dataclass
class Someone:
    """One human being of a family, with everything they stand in it as.

    Attributes:
        person: the person by whom they go.
        member: the membership that holds today, or the last that did.
        left: whether no membership holds today.
        also: other rows held for the same human being, as a worker has said.
        elsewhere: references of other families that this reader may know they belong to.
        is_guest: whether they were put in from a file that this reader may not read: see `guests`.
        may_be_judged: whether this reader may record what they found of their understanding.
    """

    person: Person
    member: Member
    left: bool = False
    also: list[Person] = field(default_factory=list)
    elsewhere: list[Family] = field(default_factory=list)
    ended_by: str = ""
    is_guest: bool = False
    may_be_judged: bool = False

    @property
    def age(self) -> int | None:
        """In whole years today, or when they died."""
        return age_of(self.person)

    @property
    def age_says(self) -> str:
        """The age in words, with how well it is known."""
        return age_says(self.person)

    @property
    def known_says_outside(self) -> str:
        """How it is known that they belong, for who is not of the team.

        What is written names agencies that hold something of them, prison and probation among them, or says what the team was
        told: no sharing decision speaks of either.
        """
        return _("By agencies' records, or by what the team was told: ask who leads.")

    @property
    def born_says(self) -> str:
        """The day of birth in words; empty where it is not known to the day, or an agency restricts who they are."""
        person = self.person
        if person.date_of_birth is None or person.born_precision != "day" or person.is_restricted:
            return ""
        return _("born %(day)s") % {"day": date_format(person.date_of_birth, "j F Y")}


def people(family: Family, standing: Standing | None = None) -> list[Someone]:
    """One row per human being of a family, those of today first, the eldest first.

    Args:
        family: whose people.
        standing: with it, other families of theirs are told as far as this reader may know of them.
    """
    rows = _members(family.pk)
    same = same_people(family)
    today = today_here()
    found: dict[Any, Someone] = {}
    for row in rows:
        left = row.until_on is not None and row.until_on <= today
        first = same.get(row.person_id, row.person_id)
        someone = found.get(first)
        if someone is None:
            found[first] = Someone(row.person, row, left)
            continue
        if row.person_id != someone.person.pk and row.person not in someone.also:
            if row.person_id == first:
                someone.also.append(someone.person)
                someone.person = row.person
            else:
                someone.also.append(row.person)
        if someone.left or not left:
            someone.member, someone.left = row, left and someone.left
    _say_who_ended(found.values())
    if standing is not None:
        _find_elsewhere(family, standing, found)
    return sorted(found.values(), key=_order)


def asked_of_people(family: Family, standing: Standing | None = None) -> list[Asking]:
    """What `people` asks, for `together`; of a standing that `stands_still`."""
    known = [_known_with.on(standing.taken_apart(), family.pk)] if standing is not None else []
    return [_members.on(family.pk), _same_or_not.on(family.pk), *known]


@prepared
def _members(family_id: Any) -> QuerySet[Member]:
    return with_details(Member.objects.filter(family=family_id)).order_by("from_on", "pk")


def of_today(everyone: Iterable[Someone]) -> list[Someone]:
    """Those who are members today."""
    return [someone for someone in everyone if not someone.left]


def figures(everyone: Iterable[Someone]) -> list[Figure]:
    """One figure per human being who is a member today, for the genogram."""
    return [_figure(someone) for someone in of_today(everyone)]


def ties(family: Family, everyone: Iterable[Someone]) -> list[Tie]:
    """One row per stated relationship between two of them; what is said of one row held for them is said of them."""
    stands_for = {
        other.pk: someone.person.pk for someone in of_today(everyone) for other in (someone.person, *someone.also)
    }
    today = today_here()
    found: dict[tuple[Any, ...], Tie] = {}
    for row in KinTie.objects.filter(family=family, is_denied=False).order_by("pk"):
        person, other = stands_for.get(row.person_id), stands_for.get(row.other_id)
        if person is None or other is None or person == other:
            continue
        over = row.until_on is not None and row.until_on <= today
        tie = Tie(len(found) + 1, str(person), str(other), row.kind, over)
        kept = found.setdefault((person, other, row.kind), tie)
        if kept.is_over and not over:
            found[person, other, row.kind] = Tie(kept.number, kept.person, kept.other, kept.kind)
    return list(found.values())


def addresses(family: Family, standing: Standing, *, is_of_team: bool) -> list[tuple[Someone, list[Address]]]:
    """One row per member with those open addresses that a reader may see, the newest first.

    There are none where an agency restricts them, nor of somebody whom a worker put into this family from another whose
    file the reader may not read.

    Args:
        family: whose people.
        standing: the reader.
        is_of_team: whether the reader is of the team; who is not sees what their own agency gave, for no sharing
            decision speaks of addresses.
    """
    everyone = of_today(people(family))
    ids = [one.pk for someone in everyone for one in (someone.person, *someone.also)]
    held: dict[Any, list[Address]] = {}
    for row in Address.objects.filter(person__in=ids).select_related("agency"):
        held.setdefault(row.person_id, []).append(row)
    put_in = guests(family, standing, ids)
    # Where one lives, others of the home live too: what would show a restricted person's home is nobody's to show.
    kept_back = [one for someone in everyone for one in (someone.person, *someone.also) if one.is_restricted]
    hidden = {_plain(row) for one in kept_back for row in held.get(one.pk, [])}
    homes = {someone.member.residence for someone in everyone if _is_restricted(someone)} & {"with_children", "away"}
    found = []
    for someone in everyone:
        rows = [row for one in (someone.person, *someone.also) for row in held.get(one.pk, [])]
        if _is_restricted(someone):
            rows = []
        if someone.member.residence in homes:
            rows = [row for row in rows if row.until_on is not None]
        rows = [row for row in rows if row.person_id not in put_in and _plain(row) not in hidden]
        found.append((someone, [row for row in rows if is_of_team or row.agency_id == standing.worker.agency_id]))
    names = names_of(row.recorded_by for _someone, rows in found for row in rows)
    for row in (row for _someone, rows in found for row in rows):
        row.recorder = names.get(row.recorded_by, "")  # type: ignore[attr-defined]
    return found


def _is_restricted(someone: Someone) -> bool:
    return any(one.is_restricted for one in (someone.person, *someone.also))


def corrections(family: Family) -> list[Correction]:
    """One row per correction made to who is in this family, or to which of them are one person; the newest first."""
    rows = list(Correction.objects.filter(family=family).select_related("person", "other").order_by("-made_at"))
    names = names_of(row.made_by for row in rows)
    for row in rows:
        row.made_by_name = names.get(row.made_by, "")  # type: ignore[attr-defined]
    return rows


def same_people(family: Family) -> dict[Any, Any]:
    """For each person whom a worker has called the same as another: the person by whom both go. Nothing is merged."""
    latest: dict[frozenset[Any], Correction] = {}
    for row in _same_or_not(family.pk):
        latest[frozenset((row.person_id, row.other_id))] = row
    stands_for: dict[Any, Any] = {}
    for row in sorted((row for row in latest.values() if row.kind == "same"), key=lambda row: (row.made_at, row.pk)):
        one = stands_for.get(row.person_id, row.person_id)
        other = stands_for.get(row.other_id, row.other_id)
        stands_for |= {each: one for each, whom in stands_for.items() if whom == other}
        stands_for[other] = stands_for[one] = one
    return stands_for


@prepared
def _same_or_not(family_id: Any) -> QuerySet[Correction]:
    return Correction.objects.filter(family=family_id, kind__in=("same", "not_same")).order_by("made_at", "pk")


def age_of(person: Person) -> int | None:
    """A person's age in whole years today, or when they died; None where it is not known or they are not yet born."""
    born, until = person.date_of_birth, person.died_on or today_here()
    if born is None or person.born_precision in ("expected", "none") or born > until:
        return None
    return until.year - born.year - ((until.month, until.day) < (born.month, born.day))


def age_says(person: Person) -> str:
    """A person's age in words, with how well it is known."""
    if person.born_precision == "expected":
        born = person.date_of_birth
        return _("expected %(month)s") % {"month": date_format(born, "F Y")} if born else _("expected")
    age = age_of(person)
    if person.died_on is not None:
        return _("died %(year)d") % {"year": person.died_on.year}
    if age is None:
        return _("age not known")
    return _("about %(age)d") % {"age": age} if person.born_precision == "estimated" else str(age)


def _figure(someone: Someone) -> Figure:
    person, member = someone.person, someone.member
    is_expected = person.born_precision == "expected" or member.role == "expected"
    notes = []
    if is_expected or person.died_on is not None:
        notes.append(age_says(person))
    if member.residence == "elsewhere" and person.died_on is None:
        notes.append(_("lives elsewhere"))
    if member.residence == "away" and person.died_on is None:
        notes.append(_("away from home"))
    return Figure(
        id=str(person.pk),
        name=str(person),
        sex=person.sex,
        age=someone.age,
        born=person.date_of_birth,
        is_adult=member.role == "adult",
        is_expected=is_expected,
        is_dead=person.died_on is not None,
        is_home=member.residence == "with_children" and person.died_on is None,
        notes=tuple(notes),
    )


def _say_who_ended(everyone: Iterable[Someone]) -> None:
    names = names_of(someone.member.ended_by for someone in everyone)
    for someone in everyone:
        someone.ended_by = names.get(someone.member.ended_by, "")


def _find_elsewhere(family: Family, standing: Standing, found: dict[Any, Someone]) -> None:
    owner = {one.pk: someone for someone in found.values() for one in (someone.person, *someone.also)}
    # Scope is asked for with them: a family which the reader may not know of leaves no trace in what is asked.
    for other in _known_with(standing.taken_apart(), family.pk):
        someone = owner[other.belongs]
        if other not in someone.elsewhere:
            someone.elsewhere.append(other)


@prepared
def _known_with(reader: tuple[Any, ...], family_id: Any) -> QuerySet[Family]:
    people = Member.objects.filter(family=family_id).values("person")
    known = Family.objects.filter(scope.in_scope(put_together(reader)), members__person__in=people)
    known = known.exclude(pk=family_id).annotate(belongs=F("members__person"))
    return known.only("reference").distinct().order_by("reference", "belongs")


def _order(someone: Someone) -> tuple[Any, ...]:
    is_child = someone.member.role != "adult"
    return (
        someone.left,
        someone.person.died_on is not None,
        is_child,
        someone.person.date_of_birth or date.max,
        str(someone.person.pk),
    )


def _plain(row: Address) -> str:
    return "".join(letter for letter in f"{row.text}{row.postcode}".lower() if letter.isalnum())
