"""Finding a family: one question, asked of the database in the same number of queries whatever it finds.

A search meets more than it shows. What the searcher may not know of is recorded beside what they are shown, in the same
event of the audit and by the same writes, so that whoever keeps a restricted file can be told without the searcher
being able to tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from thinkfamily.casework.access.queries.people import whom_to_ask
from thinkfamily.casework.access.scope import families, holding
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family, IdentifierFingerprint, Member, NameToken, Person
from thinkfamily.casework.families.search_index import identifier_fingerprint
from thinkfamily.casework.families.sounds import plain, sound

PAGE = 10
# Beyond so many the searcher is asked to say more: nobody needs a hundred families at once.
MOST = 50
# More words than a name or address has find nothing more and cost the database.
MOST_WORDS = 8
# How many suggestions are made while a reference is typed, and from how many letters on.
SUGGESTED, SUGGEST_FROM = 8, 4


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


@dataclass(frozen=True)
class Hit:
    """One family found: its reference, who of it was met (in words, and as rows), and whom to ask."""

    family: Family
    people: list[str]
    ask: list[tuple[str, str, str]]
    persons: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """One page of what a search may show.

    Attributes:
        hits: the families of this page.
        count: how many there are, up to `MOST`.
        is_more: whether there are more than `MOST`.
        page: which page this is, from 1.
        pages: how many there are.
    """

    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    is_more: bool = False
    page: int = 1
    pages: int = 1

    @property
    def numbers(self) -> range:
        """The numbers of the pages."""
        return range(1, self.pages + 1)


def is_limited(standing: Standing) -> bool:
    """Whether a worker finds only by a whole name with the date of birth: as a partner professional, and no more than that."""
    return {role for role, _ in standing.ways("family.find")} == {"partner"}


@transaction.atomic
def find(standing: Standing, question: Question, page: int = 1) -> Found:
    """Look for families, show a page of those the worker may learn of, and record all that were met."""
    met = Family.objects.filter(_meets(question, is_exact=is_limited(standing)))
    may = holding(standing, "family.find")
    shown = list(met.filter(may).order_by("reference").values_list("pk", flat=True)[: MOST + 1])
    # Asked of those met alone: what the searcher may know of at all is most of the borough.
    kept = list(met.exclude(may).values_list("pk", flat=True)[:MOST])
    record(
        "family.find",
        by=standing.worker,
        kind="search",
        outcome="looked",
        others=[*shown, *kept],
        fields=[name for name in ("name", "born", "address", "reference", "identifier") if getattr(question, name)],
    )
    pages = max(1, -(-min(len(shown), MOST) // PAGE))
    page = min(max(page, 1), pages)
    on_page = shown[:MOST][(page - 1) * PAGE : page * PAGE]
    return Found(_hits(standing, question, on_page), min(len(shown), MOST), len(shown) > MOST, page, pages)


def suggest(standing: Standing, begun: str) -> list[str]:
    """References that begin as typed, among the files that the worker can open anyway.

    A name is never completed: that would show names to whoever types one letter after another, and leave no question
    to record. A reference says nothing of anybody.
    """
    begun = begun.strip().upper()
    if len(begun) < SUGGEST_FROM:
        return []
    own = families(standing, "family.read").filter(reference__startswith=begun)
    return list(own.order_by("reference").values_list("reference", flat=True)[:SUGGESTED])


def _meets(question: Question, *, is_exact: bool) -> Q:
    """Families with a member, of today or of before, whom the question fits."""
    people = _people(question, is_exact=is_exact)
    meets = Q()
    if people is not None:
        meets &= Q(pk__in=Member.objects.filter(person__in=people).values("family"))
    if question.reference:
        meets &= Q(reference=question.reference.strip().upper())
    return meets if meets else Q(pk__isnull=True)


def _people(question: Question, *, is_exact: bool) -> Any:
    people = Person.objects.all()
    asked = False
    for word in plain(question.name)[:MOST_WORDS]:
        asked = True
        fits = Q(kind="name", token=word)
        if not is_exact and (code := sound(word)):
            fits |= Q(kind="sound", token=code)
        people = people.filter(pk__in=NameToken.objects.filter(fits).values("person"))
    if question.born:
        asked = True
        people = people.filter(pk__in=_with_token("born", question.born.isoformat()))
    places = _place_words(question.address)[:MOST_WORDS]
    if places:
        people = people.exclude(_is_near_restricted())
    for word in places:
        asked = True
        people = people.filter(pk__in=_with_token("place", word))
    if question.identifier:
        asked = True
        held = Q(pk__in=[])
        for kind in ("nhs_number", "upn"):
            made = identifier_fingerprint(kind, question.identifier)
            held |= Q(kind=kind, fingerprint=made)
        people = people.filter(pk__in=IdentifierFingerprint.objects.filter(held).values("person"))
    return people.values("pk") if asked else None


def _is_near_restricted() -> Exists:
    """People who are or were in a family with somebody whose address an agency restricts: no address finds them.

    They may live together, and then their address is the one that must not be confirmed to whoever types it.
    """
    return Exists(Member.objects.filter(person=OuterRef("pk"), family__members__person__is_restricted=True))


def _place_words(address: str) -> list[str]:
    """The words of an address; the two halves of a postcode are one word, as the index keeps them."""
    words = plain(address)
    if len(words) >= 2 and len(words[-1]) == 3 and words[-1][0].isdigit() and any(c.isdigit() for c in words[-2]):
        words[-2:] = [words[-2] + words[-1]]
    return words


def _with_token(kind: str, token: str) -> Any:
    return NameToken.objects.filter(kind=kind, token=token).values("person")


def _hits(standing: Standing, question: Question, ids: list[UUID]) -> list[Hit]:
    if not ids:
        return []
    rows = {row.pk: row for row in Family.objects.filter(pk__in=ids)}
    people = _people(question, is_exact=is_limited(standing))
    met: dict[UUID, list[str]] = {}
    persons: dict[UUID, list[Person]] = {}
    if people is not None:
        members = Member.objects.filter(family__in=ids, person__in=people).select_related("person")
        for member in members:
            born = member.person.date_of_birth
            said = f"{member.person}, born {born.year}" if born else str(member.person)
            met.setdefault(member.family_id, []).append(said)
            persons.setdefault(member.family_id, []).append(member.person)
    asked = whom_to_ask(standing, rows.values())
    return [Hit(rows[pk], sorted(set(met.get(pk, []))), asked[pk], persons.get(pk, [])) for pk in ids if pk in rows]
