"""Who known here may be somebody to whom a worker is close: compared with care, listed for information governance to decide.

Two things make one person perhaps another, and nothing less does: a whole name that sounds alike with the same date of birth
(or with day and month changed round), and a last name that sounds alike with the same postcode. A keyed fingerprint of each is
kept beside what a worker declares. So whoever is new here is compared by one look at an index, and whoever is declared by what
search finds people by: as many queries for many people as for one. A safe address, and the address of somebody whom an
agency restricts, take no part.

Who agrees in name and date of birth to the letter is sure, and not near: see `access.relatives`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from thinkfamily.casework.access.models import Conflict, DeclaredMark, NearMatch, RelativeDeclared
from thinkfamily.casework.access.near import tell_of
from thinkfamily.casework.access.said import Said, read
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Address, IdentifierFingerprint, Member, NameToken, Person
from thinkfamily.casework.families.sounds import plain, sound
from thinkfamily.casework.secrets.fingerprints import near_fingerprint

# Of many names that somebody goes by, so many are compared.
MOST_NAMES = 6
# As many as a database takes in one question.
MOST_MARKS = 10_000


def marks(firsts: Iterable[str], lasts: Iterable[str], born: Iterable[date], postcodes: Iterable[str] = ()) -> set[str]:
    """By what one person may be taken for another: a fingerprint for each name with each day, and with each home.

    Args:
        firsts: first names and names they go by; of each, the first word counts.
        lasts: last names; of one made up of several words, each counts besides the whole.
        born: days on which they may be born.
        postcodes: of their homes.
    """
    given = {code for name in firsts for word in plain(name)[:1] if (code := sound(word))}
    family = {code for name in lasts for code in _sounds(name)}
    found = {
        near_fingerprint("born", first, last, day.isoformat()) for first in given for last in family for day in born
    }
    homes = {_home(postcode) for postcode in postcodes} - {""}
    return found | {near_fingerprint("home", last, home) for last in family for home in homes}


def marks_of_person(person: Person, addresses: Iterable[Address]) -> set[str]:
    """By what somebody on a file may be taken for another."""
    return marks(
        (person.first_name, person.known_as),
        (person.last_name, *person.other_names.split()[:MOST_NAMES]),
        (person.date_of_birth,) if person.date_of_birth else (),
        () if person.is_restricted else (address.postcode for address in addresses),
    )


def marks_of_said(said: Said) -> set[str]:
    """By what somebody whom a worker named may be taken for another."""
    lasts = (said.last_name, *said.other_names[:MOST_NAMES])
    return marks((said.first_name,), lasts, _days(said.born), said.postcodes)


def declared_written(sender: Any, instance: Any, raw: bool = False, **about: Any) -> None:
    """Receiver: a worker declared somebody. What they may be known by is kept, and who is known is compared."""
    said = None if raw else read(instance.said)
    if said is None:
        return
    made = marks_of_said(said)
    DeclaredMark.objects.filter(declared=instance).delete()
    DeclaredMark.objects.bulk_create(DeclaredMark(declared=instance, mark=mark) for mark in sorted(made))
    found = Q(kind="born", token__in=[day.isoformat() for day in _days(said.born)])
    found |= Q(kind="place", token__in=[_home(postcode) for postcode in said.postcodes if _home(postcode)])
    people = list(Person.objects.filter(pk__in=NameToken.objects.filter(found).values("person")))
    of_each = _with_addresses(people)
    _note([(instance, person) for person, addresses in of_each if made & marks_of_person(person, addresses)])


def compare(people: Mapping[Person, Iterable[Address]]) -> None:
    """Compare people who are new here, or of whom something new is known, with all whom workers declared.

    Args:
        people: each with their open addresses.
    """
    by_mark: dict[str, list[Person]] = {}
    for person, addresses in people.items():
        for mark in marks_of_person(person, addresses):
            by_mark.setdefault(mark, []).append(person)
    every, pairs = list(by_mark), []
    for start in range(0, len(every), MOST_MARKS):
        hits = DeclaredMark.objects.filter(mark__in=every[start : start + MOST_MARKS]).select_related("declared")
        pairs += [(hit.declared, person) for hit in hits for person in by_mark[hit.mark]]
    _note(pairs)


@transaction.atomic
def _note(pairs: Iterable[tuple[RelativeDeclared, Person]]) -> None:
    """List who is near and was not listed before: who is sure is kept apart already, or was said to be another."""
    near = {(declared.worker_id, person.pk): declared for declared, person in pairs}
    if not near:
        return
    workers, people = {worker for worker, _ in near}, {person for _, person in near}
    known = set(NearMatch.objects.filter(worker__in=workers, person__in=people).values_list("worker", "person"))
    known |= _sure(near, people)
    of_files: dict[UUID, set[UUID]] = {}
    for person, family in Member.objects.filter(person__in=people).values_list("person", "family"):
        of_files.setdefault(person, set()).add(family)
    files = set().union(*of_files.values())
    kept = set(Conflict.objects.filter(worker__in=workers, family__in=files).values_list("worker", "family"))
    made = [
        NearMatch(declared=declared, worker_id=worker, person_id=person)
        for (worker, person), declared in near.items()
        if (worker, person) not in known
        and not (of_files.get(person) and all((worker, family) in kept for family in of_files[person]))
    ]
    NearMatch.objects.bulk_create(made, ignore_conflicts=True)
    for one in made:
        record("near.find", by=None, kind="near_match", object=one.pk, others=[one.worker_id], fields=["person"])
    tell_of(one.person_id for one in made)


def _sure(near: Mapping[tuple[UUID, UUID], RelativeDeclared], people: set[UUID]) -> set[tuple[UUID, UUID]]:
    """Those who agree to the letter with somebody whom the worker declared."""
    prints = IdentifierFingerprint.objects.filter(kind="relative", person__in=people)
    by_print: dict[str, set[UUID]] = {}
    for person, made in prints.values_list("person", "fingerprint"):
        by_print.setdefault(made, set()).add(person)
    workers = {worker for worker, _ in near}
    declared = RelativeDeclared.objects.filter(worker__in=workers, fingerprint__in=list(by_print))
    return {
        (worker, person) for worker, made in declared.values_list("worker", "fingerprint") for person in by_print[made]
    }


def _with_addresses(people: list[Person]) -> Iterator[tuple[Person, list[Address]]]:
    homes: dict[UUID, list[Address]] = {}
    for address in Address.objects.filter(person__in=people):
        homes.setdefault(address.person_id, []).append(address)
    return ((person, homes.get(person.pk, [])) for person in people)


def _days(born: date | None) -> list[date]:
    """A day of birth, and the day that it becomes where day and month were changed round."""
    if born is None:
        return []
    return [
        born,
        *([born.replace(month=born.day, day=born.month)] if born.day <= 12 and born.day != born.month else []),
    ]


def _sounds(name: str) -> set[str]:
    """How a last name sounds: as a whole, and each word of it."""
    words = [code for word in plain(name) if (code := sound(word))]
    return {*words, *([" ".join(words)] if len(words) > 1 else [])}


def _home(postcode: str) -> str:
    return "".join(plain(postcode))
