"""Whether one identifier can be right, as somebody typed it: the rules that intake asks of a whole column, for one value.

`tests/unit/test_identifiers.py` holds the two together. Sources: see `thinkfamily.engine.intake.identifiers`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_FORM = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
_NINO_FORM = re.compile(r"(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|QQ)[0-9]{6}[A-D]")


def nhs_number(text: str) -> str | None:
    """Ten digits whose last is the modulus 11 check digit of the others; else None."""
    digits = _plain(text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        return None
    # Eleven stands for nought; ten cannot be written, and such a number is never issued.
    check = (11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11) % 11
    return digits if check == int(digits[9]) else None


def upn(text: str) -> str | None:
    """A letter and twelve digits (the last a letter where the number is temporary), the first being right; else None."""
    plain = _plain(text)
    if not _UPN_FORM.fullmatch(plain):
        return None
    last = int(plain[12]) if plain[12].isdigit() else _UPN_LETTERS.index(plain[12])
    weighted = sum(int(digit) * (place + 2) for place, digit in enumerate(plain[1:12])) + last * 13
    return plain if _UPN_LETTERS[weighted % 23] == plain[0] else None


def nino(text: str) -> str | None:
    """Two letters of those in use (or QQ), six digits and A to D; else None."""
    plain = _plain(text)
    return plain if _NINO_FORM.fullmatch(plain) else None


# By the name of the column that holds it.
CHECKS: dict[str, Callable[[str], str | None]] = {"nhs_number": nhs_number, "upn": upn, "nino": nino}


def _plain(text: str) -> str:
    return re.sub(r"[ \-]", "", text).upper()
