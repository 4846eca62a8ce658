"""Encryption and keyed fingerprints, with the keys of an installation's key file."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from thinkfamily.casework.secrets.keys import held
from thinkfamily.core.errors import UserError


class KeyFileError(UserError):
    """A key file does not open what was encrypted."""

    exit_code = 8


def encrypt(folder: Path, text: str, purpose: str) -> str:
    """Encrypt with the newest key."""
    return _keys(folder).encrypt(f"{purpose}\0{text}".encode()).decode("ascii")


def decrypt(folder: Path, token: str, purpose: str) -> str:
    """Decrypt with any key in use.

    Raises:
        KeyFileError: no key of the file opens it, or it was made for another column.
    """
    try:
        made_for, _, text = _keys(folder).decrypt(token.encode("ascii")).decode().partition("\0")
    except InvalidToken:
        made_for, text = "", ""
    if made_for != purpose:
        raise KeyFileError(
            "TF-KEY-001",
            f"keys/fields.key, column {purpose}",
            found="Found a value that no key of this file opens, or that was made for another column.",
            means="It is not shown.",
            do="Restore the key file that belongs to this database.",
        )
    return text


def fingerprint(folder: Path, text: str, purpose: str) -> str:
    """A keyed hash that is equal for equal texts of one purpose, and tells nothing without the keys.

    What was hashed is kept nowhere, and so no other key can take the first one's place: each new one is put on top of what
    those before it made. Whoever has got hold of older keys works out nothing by them.
    """
    first, *later = fingerprint_keys(folder)
    made = hmac.new(first.encode("ascii"), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
    return put_on_top(made, [first, *later])


def fingerprint_keys(folder: Path) -> list[str]:
    """The keys of fingerprints, the oldest first."""
    return held(folder / "keys" / "fingerprint.key", lambda: Fernet.generate_key().decode("ascii")).split()


def put_on_top(made: str, keys: list[str]) -> str:
    """A fingerprint of any generation as it is in the newest one; itself where it is that already.

    Args:
        made: a fingerprint. One of the first key is a number in hexadecimal; any later one begins with its generation's letter.
        keys: the keys, the oldest first.
    """
    for number in range(_generation(made, len(keys) - 1) + 1, len(keys)):
        over = hmac.new(keys[number].encode("ascii"), made.encode("ascii"), hashlib.sha256).hexdigest()
        made = _LETTERS[(number - 1) % len(_LETTERS)] + over[1:]
    return made


# None of them is a digit of a hexadecimal number.
_LETTERS = "ghijklmnopqrstuvwxyz"


def _generation(made: str, newest: int) -> int:
    place = _LETTERS.find(made[:1] or "0")
    if place < 0:
        return 0
    # Letters come round again: it is the latest of those that have this one.
    found = (number for number in range(1, newest + 1) if (number - 1) % len(_LETTERS) == place)
    return max(found, default=newest)


def factor_keys(folder: Path) -> MultiFernet:
    """The keys of second factors: apart from those of fields, so that who holds one opens nothing of the other."""
    return _keys(folder, "factors.key")


def _keys(folder: Path, name: str = "fields.key") -> MultiFernet:
    return _multi(held(folder / "keys" / name, lambda: Fernet.generate_key().decode("ascii")))


@lru_cache(maxsize=8)
def _multi(text: str) -> MultiFernet:
    """One key a line, the newest first."""
    return MultiFernet([Fernet(line) for line in text.split()])
