"""Encryption and keyed fingerprints, with the keys of an installation's key file."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from thinkfamily.casework.secrets.keys import read_or_make
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
    """A keyed hash that is equal for equal texts of one purpose, and tells nothing without the key."""
    key = read_or_make(folder / "keys" / "fingerprint.key", lambda: Fernet.generate_key().decode("ascii"))
    return hmac.new(key.encode("ascii"), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def _keys(folder: Path) -> MultiFernet:
    text = read_or_make(folder / "keys" / "fields.key", lambda: Fernet.generate_key().decode("ascii"))
    return _multi(text)


@lru_cache(maxsize=8)
def _multi(text: str) -> MultiFernet:
    """One key a line, the newest first."""
    return MultiFernet([Fernet(line) for line in text.split()])
