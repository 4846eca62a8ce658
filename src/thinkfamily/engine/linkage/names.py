"""Names in comparable form: which spellings may stand for one name."""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl
from nicknames import NickNamer, name_triplets

# Written into name boxes by clerks; they name nobody.
PLACEHOLDERS = frozenset(
    {
        "unknown",
        "notknown",
        "na",
        "none",
        "null",
        "baby",
        "babyof",
        "male",
        "female",
        "test",
        "tbc",
        "notgiven",
        "unborn",
    }
)

# One sound, several spellings: enough to bring the usual transliterations of one name together. Applied in this order,
# to the whole name; what is written here means the same to Python and to Polars.
_SPELLINGS = (
    ("ph", "f"),
    ("ck|kh|q", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("sch|tsch|sh|sz|z", "s"),
    ("c", "k"),
    ("dh|th", "d"),
    ("gh|dj|j", "g"),
    ("x", "ks"),
    ("w", "v"),
)
_DOUBLED = re.compile(r"(.)\1+")
_FIRST_VOWEL = "^[aeiouy]+"
_SILENT_LATER = "[aeiouhy]+"


@lru_cache(maxsize=400_000)
def sound(name: str) -> str:
    """The consonants of a name as they sound, a leading vowel as ``a``.

    Example: ``sound("mohammed") == sound("muhamad")``; fewer than three letters tell too little to be compared.
    """
    spoken = re.sub(_FIRST_VOWEL, "a", _DOUBLED.sub(r"\1", name))
    for spelling, heard in _SPELLINGS:
        spoken = re.sub(spelling, heard, spoken)
    return spoken[:1] + re.sub(_SILENT_LATER, "", spoken[1:])


def sounds(names: pl.Expr) -> pl.Expr:
    """``sound`` over a column of names."""
    spoken = names
    for letter in "abcdefghijklmnopqrstuvwxyz":
        spoken = spoken.str.replace_all(f"{letter}{letter}+", letter)
    spoken = spoken.str.replace_all(_FIRST_VOWEL, "a")
    for spelling, heard in _SPELLINGS:
        spoken = spoken.str.replace_all(spelling, heard)
    return spoken.str.slice(0, 1) + spoken.str.slice(1).str.replace_all(_SILENT_LATER, "")


@lru_cache(maxsize=1)
def _nick_namer() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=400_000)
def full_names(name: str) -> tuple[str, ...]:
    """The names that a first name may be short for, itself included, in alphabetical order."""
    return tuple(sorted({name, *_nick_namer().canonicals_of(name)}))


@lru_cache(maxsize=1)
def short_names() -> pl.DataFrame:
    """One row per name that may be short for another: ``name`` and the ``full_names`` it may stand for."""
    names = sorted({name for triplet in name_triplets() for name in (triplet.name1, triplet.name2)})
    rows = [(name, list(full_names(name))) for name in names if len(full_names(name)) > 1]
    return pl.DataFrame(rows, schema={"name": pl.String, "full_names": pl.List(pl.String)}, orient="row")
