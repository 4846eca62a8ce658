"""Finding a family: one question, asked of the database in the same number of queries whatever it finds.

A search meets more than it shows. What the searcher may not know of is recorded beside what they are shown, in the same
event of the audit and by the same writes, and the answer waits for a tick of the clock, so that whoever keeps a restricted
file can be told without the searcher being able to tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from thinkfamily.casework.access.evenly import answer_evenly
from thinkfamily.casework.access.queries.people import whom_to_ask
from thinkfamily.casework.access.scope import families, holding
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.fitting import (
    Asked,
    Question,
    asked_of_person,
    families_met,
    members_met,
    with_member,
)
from thinkfamily.casework.families.models import Family, Person

PAGE = 10
# Beyond so many, three pages, the searcher is asked to say more: nobody reads thirty families to find one.
MOST = 30
# How many suggestions are made while a reference is typed, and from how many letters on.
SUGGESTED, SUGGEST_FROM = 8, 4


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
    answer_evenly()
    asked = asked_of_person(question, is_exact=is_limited(standing))
    if question.reference:
        met, kept = _of_reference(standing, question.reference.strip().upper(), asked)
    elif asked is not None:
        met, kept = families_met(standing, asked, MOST + 1)
    else:
        met, kept = [], []
    # All that are met, and not only those of the page, so that each page shows its part of one list.
    references = dict(Family.objects.filter(pk__in=met).values_list("pk", "reference")) if met else {}
    shown = sorted(references, key=references.__getitem__)
    record(
        "family.find",
        by=standing.worker,
        kind="search",
        outcome="looked",
        others=[*shown, *kept],
        fields=[name for name in ("name", "born", "address", "reference", "identifier") if getattr(question, name)],
    )
    count = min(len(shown), MOST)
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    on_page = shown[:MOST][(page - 1) * PAGE : page * PAGE]
    return Found(_hits(standing, asked, on_page), count, len(shown) > MOST, page, pages)


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


def _of_reference(standing: Standing, reference: str, asked: Asked | None) -> tuple[list[UUID], list[UUID]]:
    """The family of a reference: among those that may be shown, or among those that are kept from the searcher."""
    one = Family.objects.filter(reference=reference)
    if asked is not None:
        one = with_member(one, asked, family="pk")
    may = holding(standing, "family.find")
    return list(one.filter(may).values_list("pk", flat=True)), list(one.exclude(may).values_list("pk", flat=True))


def _hits(standing: Standing, asked: Asked | None, ids: list[UUID]) -> list[Hit]:
    if not ids:
        return []
    rows = {row.pk: row for row in Family.objects.filter(pk__in=ids)}
    said: dict[UUID, set[str]] = {}
    persons: dict[UUID, list[Person]] = {}
    for family, person in members_met(asked, ids) if asked else ():
        born = person.date_of_birth
        said.setdefault(family, set()).add(
            _("%(person)s, born %(year)d") % {"person": person, "year": born.year} if born else str(person)
        )
        persons.setdefault(family, []).append(person)
    whom = whom_to_ask(standing, rows.values())
    return [Hit(rows[pk], sorted(said.get(pk, ())), whom[pk], persons.get(pk, [])) for pk in ids if pk in rows]
