"""What people are found by: kept beside them whenever they or their addresses are written.

Encrypted columns cannot be searched, so identifiers are found by keyed fingerprint. A safe address is found by nothing:
this module never reads one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thinkfamily.casework.access.relatives import find_conflicts
from thinkfamily.casework.families.models import Address, IdentifierFingerprint, NameToken, Person
from thinkfamily.casework.families.near import compare
from thinkfamily.casework.families.sounds import plain, sound
from thinkfamily.casework.secrets.cipher import fingerprint
from thinkfamily.casework.secrets.fingerprints import person_fingerprint

LONGEST = 40
BATCH = 500


def index_people(ids: Iterable[UUID]) -> None:
    """Make again what these people are found by: for rows written in bulk, where no signal is sent."""
    every = list(ids)
    for start in range(0, len(every), BATCH):
        _index(Person.objects.filter(pk__in=every[start : start + BATCH]))


def person_written(sender: Any, instance: Any, raw: bool = False, **about: Any) -> None:
    """Receiver: a person was saved, so what they are found by is made again."""
    if not raw:
        index_people([instance.pk])


def address_written(sender: Any, instance: Any, raw: bool = False, **about: Any) -> None:
    """Receiver: an open address was saved or removed."""
    if not raw:
        index_people([instance.person_id])


def identifier_fingerprint(kind: str, text: str) -> str:
    """The fingerprint of an identifier as people write it: spaces and hyphens do not count."""
    written = "".join(letter for letter in text.upper() if letter.isalnum())
    return fingerprint(settings.INSTANCE.folder, written, f"search:{kind}") if written else ""


@transaction.atomic
def _index(people: Any) -> None:
    rows = list(people)
    places: dict[UUID, list[Address]] = {}
    for address in Address.objects.filter(person__in=rows):
        places.setdefault(address.person_id, []).append(address)
    NameToken.objects.filter(person__in=rows).delete()
    IdentifierFingerprint.objects.filter(person__in=rows).delete()
    NameToken.objects.bulk_create(
        NameToken(person=person, kind=kind, token=token)
        for person in rows
        for kind, token in sorted(set(tokens_of(person, places.get(person.pk, []))))
    )
    IdentifierFingerprint.objects.bulk_create(
        IdentifierFingerprint(person=person, kind=kind, fingerprint=made)
        for person in rows
        for kind, made in sorted(set(_fingerprints(person)))
    )
    # A name or date of birth written anew may be that of somebody's relative.
    find_conflicts(people=[person.pk for person in rows])
    compare({person: places.get(person.pk, []) for person in rows})


def tokens_of(person: Person, addresses: list[Address]) -> Iterator[tuple[str, str]]:
    """Each thing that one person is found by, as (kind, token); some come up twice."""
    names = (person.first_name, person.last_name, person.known_as, person.other_names)
    for word in (word for name in names for word in plain(name)):
        yield "name", word[:LONGEST]
        if code := sound(word):
            yield "sound", code
    if person.date_of_birth:
        yield "born", person.date_of_birth.isoformat()
    # Someone whose address an agency restricts is found by none, not even by one that was once open.
    for address in () if person.is_restricted else addresses:
        for word in plain(address.text):
            yield "place", word[:LONGEST]
        if address.postcode:
            yield "place", "".join(plain(address.postcode))[:LONGEST]


def _fingerprints(person: Person) -> Iterator[tuple[str, str]]:
    if person.nhs_number:
        yield "nhs_number", identifier_fingerprint("nhs_number", person.nhs_number)
    if person.upn:
        yield "upn", identifier_fingerprint("upn", person.upn)
    names = {
        person_fingerprint(first, person.last_name, person.date_of_birth)
        for first in (person.first_name, person.known_as)
    }
    for found in names - {None}:
        yield "relative", str(found)
