"""By what a person's name and birth date are recognised without being written down: one form, one keyed hash.

A worker's declared relatives and the members of candidate families are put through it alike, so that equal people have
equal fingerprints, and nobody without the key can tell whose they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from django.conf import settings

from thinkfamily.casework.secrets.cipher import fingerprint

_PURPOSE = "person, version 1"


def person_fingerprint(first: str | None, last: str | None, born: date | None) -> str | None:
    """The fingerprint of a person; None where a name or the birth date is not known, because too many would be alike.

    Case, accents, spaces, hyphens and apostrophes make no difference; of several first names the first one counts.

    Args:
        first: first name, as written.
        last: last name, as written.
        born: date of birth.
    """
    given, family = _letters((first or "").split()[:1]), _letters((last or "").split())
    if not given or not family or born is None:
        return None
    return fingerprint(settings.INSTANCE.folder, f"{given}\0{family}\0{born.isoformat()}", _PURPOSE)


def name_fingerprint(first: str | None, last: str | None) -> str | None:
    """The fingerprint of a name alone, for somebody whose birth date nobody gave; None where a part of it is not known.

    Many people share one: it shows what to look at, and proves nothing.
    """
    given, family = _letters((first or "").split()[:1]), _letters((last or "").split())
    if not given or not family:
        return None
    return fingerprint(settings.INSTANCE.folder, f"{given}\0{family}", "name, version 1")


def declared_fingerprint(first: str, last: str, postcodes: Iterable[str]) -> str | None:
    """The fingerprint of somebody whom a worker named without a date of birth: equal to nobody's who is known here.

    By it the same person is declared once; None where a part of the name holds no letter.
    """
    given, family = _letters(first.split()[:1]), _letters(last.split())
    if not given or not family:
        return None
    homes = "\0".join(sorted(_letters(postcode.split()) for postcode in postcodes))
    return fingerprint(settings.INSTANCE.folder, f"{given}\0{family}\0{homes}", "declared without a birth, version 1")


def near_fingerprint(how: str, *parts: str) -> str:
    """The fingerprint of what two people must have in common for one to be taken for the other, perhaps.

    Args:
        how: which things these are, such as ``born`` or ``home``.
        parts: the things, in the form in which they are compared.
    """
    return fingerprint(settings.INSTANCE.folder, "\0".join(parts), f"near: {how}, version 1")


def _letters(words: list[str]) -> str:
    """A name without what writers vary: its letters only, in one case and without accents."""
    plain = unicodedata.normalize("NFKD", "".join(words)).casefold()
    # An apostrophe can be written as a letter of its own kind.
    return "".join(sign for sign in plain if sign.isalnum() and unicodedata.category(sign) != "Lm")
