"""Which of many people may be known already: asked of the database at once for all, in as many queries as there are batches.

As in a search, more is met than is shown: what the asker may not know of is recorded beside what they are told, in the
same events of the audit, so that whoever keeps a restricted file is told and the asker cannot tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Member, NameToken
from thinkfamily.casework.families.sounds import plain, sound

BATCH = 500
# As many families as one search of a page may meet, in one event of the audit.
MOST_AN_EVENT = 50


@dataclass(frozen=True)
class Asked:
    """One person who is asked about: by name as it sounds, and date of birth. Without one of these nobody is met."""

    key: str
    first_name: str
    last_name: str
    known_as: str
    born: date | None


@transaction.atomic
def find_known(standing: Standing, people: Iterable[Asked]) -> set[str]:
    """The keys of those who sound like somebody with the same date of birth, in a family of which the asker may know.

    Args:
        standing: whoever asks.
        people: about whom.
    """
    by_day: dict[str, list[Asked]] = defaultdict(list)
    for one in people:
        if one.born is not None and _ways(one):
            by_day[one.born.isoformat()].append(one)
    like: dict[UUID, set[str]] = defaultdict(set)
    for days in _batches(sorted(by_day)):
        born = dict(NameToken.objects.filter(kind="born", token__in=days).values_list("person", "token"))
        for ids in _batches(sorted(born)):
            sounds: dict[UUID, set[str]] = defaultdict(set)
            for person, token in NameToken.objects.filter(kind="sound", person__in=ids).values_list("person", "token"):
                sounds[person].add(token)
            for person, said in sounds.items():
                like[person] |= {one.key for one in by_day[born[person]] if any(way <= said for way in _ways(one))}
    met: dict[UUID, set[str]] = defaultdict(set)
    for ids in _batches(sorted(person for person, keys in like.items() if keys)):
        for family, person in Member.objects.filter(person__in=ids).values_list("family", "person"):
            met[family] |= like[person]
    shown: set[UUID] = set()
    for ids in _batches(sorted(met)):
        shown |= set(not_kept_from(standing).filter(pk__in=ids).values_list("pk", flat=True))
    kept = sorted(set(met) - shown)
    _recorded(standing, sorted(shown), kept)
    return {key for family in shown for key in met[family]}


def _recorded(standing: Standing, shown: Sequence[UUID], kept: Sequence[UUID]) -> None:
    every = [*shown, *kept]
    for start in range(0, max(1, len(every)), MOST_AN_EVENT):
        record(
            "family.find",
            by=standing.worker,
            kind="search",
            outcome="looked",
            others=every[start : start + MOST_AN_EVENT],
            fields=["born", "name"],
        )


def _ways(one: Asked) -> list[set[str]]:
    """The sounds of a whole name, for each name that goes before the last; empty where either is missing."""
    last = {code for word in plain(one.last_name) if (code := sound(word))}
    firsts = [plain(first)[:1] for first in (one.first_name, one.known_as)]
    return [{code, *last} for words in firsts for word in words if last and (code := sound(word))]


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
