"""Names in comparable form: which spellings may stand for one name."""

from __future__ import annotations

import re
from functools import lru_cache

from nicknames import NickNamer

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

# One sound, several spellings: enough to bring the usual transliterations of one name together.
_SOUNDS = (
    (r"ph", "f"),
    (r"ck|kh|q", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"sch|tsch|sh|sz|z", "s"),
    (r"dh|th", "d"),
    (r"gh|dj|j", "g"),
    (r"x", "ks"),
    (r"w", "v"),
    (r"(?<=.)[hy]", ""),
    (r"(?<=.)[aeiou]+", ""),
)
_COMPILED = tuple((re.compile(pattern), sound) for pattern, sound in _SOUNDS)
_DOUBLED = re.compile(r"(.)\1+")
_VOWEL = re.compile(r"^[aeiouy]+")


@lru_cache(maxsize=400_000)
def sound(name: str) -> str:
    """The consonants of a name as they sound, a leading vowel as ``a``.

    Example: ``sound("mohammed") == sound("muhamad")``; fewer than three letters tell too little to be compared.
    """
    spoken = _VOWEL.sub("a", _DOUBLED.sub(r"\1", name))
    for pattern, into in _COMPILED:
        spoken = pattern.sub(into, spoken)
    return spoken


@lru_cache(maxsize=1)
def _nick_namer() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=400_000)
def full_names(name: str) -> tuple[str, ...]:
    """The names that a first name may be short for, itself included, in alphabetical order."""
    return tuple(sorted({name, *_nick_namer().canonicals_of(name)}))
