"""Numbers that are right in form and can belong to nobody: each from a range kept for fiction or never issued."""

from __future__ import annotations

import numpy as np
import polars as pl

NHS_WEIGHTS = np.arange(10, 1, -1)
UPN_LETTERS = np.array(list("ABCDEFGHJKLMNPQRTUVWXYZ"))
UPN_AUTHORITY = "999"  # no local authority has it
NINO_PREFIX = "QQ"  # never issued
# Ofcom keeps these for drama: the last three digits are free.
PHONE_STEMS = (
    "07700 900",
    "020 7946 0",
    *(
        f"{area} 496 0"
        for area in ("0113", "0114", "0115", "0116", "0117", "0118", "0121", "0131", "0141", "0151", "0161")
    ),
    "0191 498 0",
)


def nhs_check_digit(digits: np.ndarray) -> np.ndarray:
    """The modulus 11 check digit of nine digits a row; 10 where the number cannot be used."""
    return (11 - (digits @ NHS_WEIGHTS) % 11) % 11


def nhs_numbers(rng: np.random.Generator, n: int) -> pl.Series:
    """Different NHS numbers from the 999 range, which is kept for tests.

    Raises:
        ValueError: when more are asked for than the range holds (about 900,000).
    """
    serial = rng.permutation(1_000_000)
    check = nhs_check_digit(_digits(999_000_000 + serial, 9))
    serial, check = serial[check < 10], check[check < 10]
    if n > len(serial):
        raise ValueError(f"the 999 range holds {len(serial)} NHS numbers, not {n}")
    return pl.Series((999_000_000 + serial[:n]) * 10 + check[:n]).cast(pl.String)


def upns(rng: np.random.Generator, n: int) -> pl.Series:
    """Different unique pupil numbers of an authority that is none, with the right check letter."""
    serial = _different(rng, n, 1_000_000_000)
    number = 999 * 10**9 + serial
    letter = UPN_LETTERS[(_digits(number, 12) @ np.arange(2, 14)) % 23]
    return pl.Series(letter) + pl.Series(number).cast(pl.String)


def ninos(rng: np.random.Generator, n: int) -> pl.Series:
    """Different National Insurance numbers with the prefix QQ."""
    serial = _different(rng, n, 4_000_000)
    suffix = pl.Series(np.array(list("ABCD"))[serial % 4])
    return NINO_PREFIX + pl.Series(serial // 4).cast(pl.String).str.zfill(6) + suffix


def phones(rng: np.random.Generator, n: int) -> pl.Series:
    """Telephone numbers from Ofcom's drama ranges: only 14,000 exist, so strangers share one."""
    stem = pl.Series(PHONE_STEMS).gather(np.where(rng.random(n) < 0.3, 0, rng.integers(0, len(PHONE_STEMS), n)))
    return stem + pl.Series(rng.integers(0, 1000, n)).cast(pl.String).str.zfill(3)


def emails(rng: np.random.Generator, first: pl.Series, last: pl.Series) -> pl.Series:
    """Addresses at example domains, which nobody can own."""
    domain = pl.Series(["example.org", "example.com", "example.net"]).gather(rng.integers(0, 3, len(first)))
    number = pl.Series(rng.integers(1, 999, len(first))).cast(pl.String)
    plain = (first + "." + last).str.to_lowercase().str.replace_all(r"[^a-z.]", "")
    return plain + number + "@" + domain


def _digits(numbers: np.ndarray, width: int) -> np.ndarray:
    return (numbers[:, None] // 10 ** np.arange(width - 1, -1, -1)) % 10


def _different(rng: np.random.Generator, n: int, size: int) -> np.ndarray:
    """n different numbers below ``size``, as good as random."""
    found = np.unique(rng.integers(0, size, int(n * 1.2) + 50))
    while len(found) < n:
        found = np.union1d(found, rng.integers(0, size, n))
    return rng.permutation(found)[:n]
