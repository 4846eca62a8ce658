"""Whom a question fits, asked so that a search takes no longer in a large borough than in a small one.

A database that plans a search as a whole guesses how many it will meet. Where it knows no statistics it guesses wildly, and
reads every membership of the borough. So nothing here is joined. The search goes through those of whom the rarest word is
kept, in the order of the index, and asks of each the rest, one row at a time, until it has enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Aggregate, Case, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from thinkfamily.casework.access.scope import holding, kept_apart, reaches_all
from thinkfamily.casework.access.standing import Standing, put_together
from thinkfamily.casework.families.models import Family, IdentifierFingerprint, Member, NameToken, Person
from thinkfamily.casework.families.search_index import identifier_fingerprint
from thinkfamily.casework.families.sounds import plain, sound
from thinkfamily.casework.prepared import Words, filled_up, prepared, rows_of
from thinkfamily.casework.prepared.each_row import counted, with_one

# More words than a name or address has find nothing more and cost the database.
MOST_WORDS = 8
# Words are counted up to so many people, to tell the rare from the common; and up to how many one is rare, so that all of
# whom it is kept are sooner asked than all files that are restricted. Where there is one word, that is all there is to tell.
COUNTED, RARE = 1_000, 100


@dataclass(frozen=True)
class Question:
    """What is looked for; what is given must all fit.

    Attributes:
        name: names in any order, as written or as they sound: first, last, known-as or other.
        born: the date of birth.
        address: words of an old or present open address, or its postcode.
        reference: a family's reference.
        identifier: an NHS number or unique pupil number.
    """

    name: str = ""
    born: date | None = None
    address: str = ""
    reference: str = ""
    identifier: str = ""


class Asked(NamedTuple):
    """What a question asks of one person.

    Attributes:
        words: the (kind, token) that must all be kept of the person, the rarest first.
        identifiers: the (kind, fingerprint) of which one must be.
        is_by_address: whether whoever lives near somebody with a restricted address is left out.
        is_rare: whether few people are asked, because few have the rarest word or an identifier.
    """

    words: tuple[tuple[str, Words], ...]
    identifiers: tuple[tuple[str, Words], ...] = ()
    is_by_address: bool = False
    is_rare: bool = False


def asked_of_person(question: Question, *, is_exact: bool) -> Asked | None:
    """What a question asks of a person; None where it asks nothing. One query for each word.

    Args:
        question: what is looked for.
        is_exact: whether a name must be written as asked, and not only sound like it.
    """
    words: list[tuple[str, Words]] = []
    for word in plain(question.name)[:MOST_WORDS]:
        # Whose name is written so is also kept under its sound: one of the two is enough to ask.
        code = "" if is_exact else sound(word)
        words.append(("sound", Words(code)) if code else ("name", Words(word)))
    if question.born:
        words.append(("born", Words(question.born.isoformat())))
    places = _place_words(question.address)[:MOST_WORDS]
    words += [("place", Words(word)) for word in places]
    identifiers: tuple[tuple[str, Words], ...] = ()
    if question.identifier:
        made = {kind: identifier_fingerprint(kind, question.identifier) for kind in ("nhs_number", "upn")}
        identifiers = tuple((kind, Words(fingerprint)) for kind, fingerprint in made.items())
    if not words and not identifiers:
        return None
    # Of words that are alike the last leads: surnames are rarer than first names, and postcodes than streets.
    every = list(dict.fromkeys(reversed(words)))
    number = {word: _number_of_people(*word, up_to=COUNTED if len(every) > 1 else RARE + 1) for word in every}
    is_rare = bool(identifiers) or min(number.values()) <= RARE
    return Asked(tuple(sorted(every, key=number.__getitem__)), identifiers, bool(places), is_rare)


def families_met(standing: Standing, asked: Asked, most: int) -> tuple[list[UUID], list[UUID]]:
    """Families in which the question fits a member of today or of before: those a worker may find, and those kept from them.

    The first are taken in the order of people's ids, so that the same come up each time, page after page. Among the second
    is each restricted file that is met, however many are. What is asked is the same whatever there is.

    Args:
        standing: the worker.
        asked: what is asked of a person.
        most: how many of the first, and of those that are kept for want of a grant or a role, are looked for.
    """
    reader, this = standing.taken_apart(), tuple(asked)
    few = [_met.on(reader, this, False, RARE) if asked.is_rare else _restricted.on(reader, this)]
    few += [_kept.on(reader, place, this) for place in range(1, len(kept_apart(standing)))]
    if not reaches_all(standing, "family.find"):
        few.append(_met.on(reader, this, False, most))
    shown, *kept = (_ids(rows) for rows in rows_of(_met.on(reader, this, True, most), *few))
    return shown[:most], sorted({family for ids in kept for family in ids})


def fitting(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Of rows that each name a person, those whose person the question fits; asked of each row."""
    for place, (kind, token) in enumerate(asked.words):
        kept = NameToken.objects.filter(person=OuterRef("person"), kind=kind, token=token)
        rows = with_one(rows, f"word_{place}", kept)
    if asked.identifiers:
        kept_of = IdentifierFingerprint.objects.filter(_held(asked), person=OuterRef("person"))
        rows = with_one(rows, "identifier", kept_of)
    if asked.is_by_address:
        # They may live together, and then their address is the one that must not be confirmed to whoever types it.
        restricted = Person.objects.filter(pk=OuterRef("person"), is_restricted=True)
        together = with_one(Member.objects.filter(family=OuterRef("family")), "restricted", restricted)
        near = counted(Member.objects.filter(person=OuterRef("person")), "beside", together, "family")
        rows = counted(rows, "near", near, "person", is_there=False)
    return rows


def with_member(rows: QuerySet[Any], asked: Asked, *, family: str = "family") -> QuerySet[Any]:
    """Of rows that each name a family, in a column, those in which the question fits a member of today or of before.

    Args:
        rows: which.
        asked: what is asked of a person.
        family: the column.
    """
    members = Member.objects.filter(family=OuterRef(family))
    return counted(rows, "who_fit", fitting(members, asked), "family")


def members_met(asked: Asked, families: Iterable[UUID]) -> Iterator[tuple[UUID, Person]]:
    """Whom the question fits in some families, as (family, person), in the order of their birth: two queries."""
    of: dict[UUID, set[UUID]] = {}
    for family, person in _members(filled_up(families), tuple(asked)):
        of.setdefault(person, set()).add(family)
    for one in Person.objects.filter(pk__in=list(of)):
        for family in sorted(of[one.pk]):
            yield family, one


@prepared
def _met(reader: tuple[Any, ...], this: tuple[Any, ...], is_theirs: bool, most: int) -> QuerySet[Any, Any]:
    """Lists of families, each with one person whom the question fits: those that a worker may find, or all others."""
    asked, may = Asked(*this), holding(put_together(reader), "family.find")
    if asked.identifiers:
        rows: QuerySet[Any] = IdentifierFingerprint.objects.filter(_held(asked))
        rest = asked._replace(identifiers=())
    else:
        (kind, token), *others = asked.words
        rows = NameToken.objects.filter(kind=kind, token=token)
        rest = asked._replace(words=tuple(others))
    found = Family.objects.filter(may, pk=OuterRef("family"))
    theirs = with_one(Member.objects.filter(person=OuterRef("person")), "found", found, is_there=is_theirs)
    # A family is met with the first of its members whom the question fits, and no second time. They are compared as text so
    # that no index on people is gone through: a family's own members are few.
    before = Member.objects.filter(family=OuterRef("family")).alias(place=Cast("person_id", TextField()))
    before = before.filter(place__lt=Cast(OuterRef("person_id"), TextField()))
    theirs = counted(theirs, "before", fitting(before, asked), "family", is_there=False)
    listed = theirs.order_by().values("person").annotate(every=_Listed("family")).values("every")
    rows = fitting(rows, rest).annotate(met=Subquery(listed)).filter(met__isnull=False)
    return rows.order_by("person_id").values_list("met", flat=True)[:most]


@prepared
def _kept(reader: tuple[Any, ...], place: int, this: tuple[Any, ...]) -> QuerySet[Any, Any]:
    """Families in which the question fits a member, of one kind that is kept from a worker and of which there are few."""
    return with_member(kept_apart(put_together(reader))[place], Asked(*this)).values_list("family", flat=True)


@prepared
def _restricted(reader: tuple[Any, ...], this: tuple[Any, ...]) -> QuerySet[Any, Any]:
    """Lists of restricted families that are kept from a worker, each with one person whom a question of words fits.

    Whoever has the rarest word is looked up among all members of such families, who are fewer than have a common word. It is
    asked as a choice of two answers, of which a database cannot make a join.
    """
    (kind, token), *others = Asked(*this).words
    apart = Member.objects.filter(family__in=kept_apart(put_together(reader))[0].values("family"))
    is_apart = Case(When(person__in=apart.values("person"), then=Value(True)), default=Value(False))
    rows = NameToken.objects.filter(is_apart, kind=kind, token=token)
    theirs = apart.filter(person=OuterRef("person")).order_by()
    listed = theirs.values("person").annotate(every=_Listed("family")).values("every")
    return fitting(rows, Asked(*this)._replace(words=tuple(others))).values_list(Subquery(listed), flat=True)


@prepared
def _members(families: tuple[UUID, ...], this: tuple[Any, ...]) -> QuerySet[Any, Any]:
    """Memberships of people whom the question fits, in some families."""
    rows = fitting(Member.objects.filter(family__in=families), Asked(*this))
    return rows.order_by().values_list("family", "person")


def _ids(rows: Iterable[Any]) -> list[UUID]:
    """Families of rows that each name one, or list some; each once."""
    return list(dict.fromkeys(UUID(one) for row in rows for one in str(row).split()))


def _held(asked: Asked) -> Q:
    """Fingerprints that are one of those asked for."""
    one = Q()
    for kind, fingerprint in asked.identifiers:
        one |= Q(kind=kind, fingerprint=fingerprint)
    return one


class _Listed(Aggregate):
    """Ids in one text, with a space between."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s::text, ' ')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **about: Any) -> Any:
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s, ' ')", **about)


def _number_of_people(kind: str, token: str, up_to: int) -> int:
    """Of how many people a word is kept, counted up to a number."""
    # Asked by the whole key of an index, in its order, PostgreSQL reads no further than counts, without statistics too.
    people = NameToken.objects.filter(kind=kind, token=token, person_id__gt=UUID(int=0)).order_by("person_id")
    return people.values("person_id")[:up_to].count()


def _place_words(address: str) -> list[str]:
    """The words of an address; the two halves of a postcode are one word, as the index keeps them."""
    words = plain(address)
    if len(words) >= 2 and len(words[-1]) == 3 and words[-1][0].isdigit() and any(c.isdigit() for c in words[-2]):
        words[-2:] = [words[-2] + words[-1]]
    return words
