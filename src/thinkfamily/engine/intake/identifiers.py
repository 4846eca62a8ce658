"""Whether an identifier can be right: the check digit of an NHS number, the letter of a UPN, the form of a NINO.

Each gives the identifier in its plain form, or null. `python-stdnum` is not used: its UPN check wants a real
authority number and no NINO check of it accepts QQ, which invented people carry; and a million rows want one pass.
Sources: NHS Data Dictionary, NHS NUMBER; DfE, Unique pupil numbers, A guide for schools, check letter; HMRC manual
NIM39110, format of the number.
"""

from __future__ import annotations

import polars as pl

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_FORM = r"^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$"
_NINO_FORM = r"^(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|QQ)[0-9]{6}[A-D]$"


def nhs_number(text: pl.Expr) -> pl.Expr:
    """Ten digits whose last is the modulus 11 check digit of the others; else null."""
    digits = _plain(text)
    number = pl.when(digits.str.contains(r"^[0-9]{10}$")).then(digits.cast(pl.Int64, strict=False))
    weighted = sum(((number // 10 ** (10 - place)) % 10) * (11 - place) for place in range(1, 10))
    # Eleven stands for nought; ten cannot be written, and such a number is never issued.
    check = (11 - weighted % 11) % 11
    return pl.when(check == number % 10).then(digits)


def upn(text: pl.Expr) -> pl.Expr:
    """A letter and twelve digits (the last a letter where the number is temporary), the first being right; else null."""
    plain = _plain(text)
    well_formed = pl.when(plain.str.contains(_UPN_FORM)).then(plain)
    last = well_formed.str.slice(12, 1)
    last_value = pl.coalesce(
        last.cast(pl.Int64, strict=False),
        last.replace_strict(
            {letter: at for at, letter in enumerate(_UPN_LETTERS)}, default=None, return_dtype=pl.Int64
        ),
    )
    number = well_formed.str.slice(1, 11).cast(pl.Int64, strict=False)
    weighted = sum(((number // 10 ** (11 - place)) % 10) * (place + 1) for place in range(1, 12)) + last_value * 13
    letter = (weighted % 23).replace_strict(dict(enumerate(_UPN_LETTERS)), default=None, return_dtype=pl.String)
    return pl.when(letter == well_formed.str.slice(0, 1)).then(plain)


def nino(text: pl.Expr) -> pl.Expr:
    """Two letters of those in use (or QQ), six digits and A to D; else null.

    Pairs of letters that are set apart (TN, ZZ, …) have the right form and pass, as QQ does.
    """
    plain = _plain(text)
    return pl.when(plain.str.contains(_NINO_FORM)).then(plain)


def _plain(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"[ \-]", "").str.to_uppercase()
