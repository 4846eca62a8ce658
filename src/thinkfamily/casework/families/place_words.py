"""How a place is written: the words by which a text tells it, whoever wrote it and however it is spelt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.I)
_PART_OF_HOUSE = re.compile(r"(?:flat|unit|room|apartment|floor)\d*[a-z]?")
# Shorter pieces of an address are in any text.
_LEAST, _LEAST_WITHOUT_NUMBER = 6, 10
# Ways to write one word. *St* is either of two, so both are written alike.
_LONG = {
    "st": "street", "saint": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close",
    "dr": "drive", "ct": "court", "crt": "court", "pl": "place", "sq": "square", "ter": "terrace", "terr": "terrace",
    "gdns": "gardens", "gdn": "garden", "cres": "crescent", "gr": "grove", "gro": "grove", "hse": "house", "pk": "park",
    "apt": "apartment",
}  # fmt: skip
_STREETS = {*_LONG.values(), "mews", "way", "walk", "row", "yard", "hill", "rise", "view"} - {"house", "apartment"}
_APOSTROPHES = "'’‘`´ʼ"


def gives_away(place: str, said: Iterable[str]) -> bool:
    """Whether some texts tell a place.

    Args:
        place: an address.
        said: the `letters` of each text.
    """
    parts = telling(place)
    return any(part in text for text in said for part in parts)


def telling(place: str) -> set[str]:
    """What of an address gives it away: the whole, its postcode, and each line of it that has a number or is its first.

    Of a line with a number also what is left without *Road* or *Mews*, which people leave out, where that says enough.
    """
    place = unicodedata.normalize("NFKC", place)
    lines = [line for line in re.split(r"[,;\n]", place) if line.strip()]
    found = {letters(place), *(letters(code) for code in _POSTCODE.findall(place))}
    # A flat comes before the house that it is in.
    named = [line for line in lines if not _PART_OF_HOUSE.fullmatch(letters(line))]
    found |= {letters(line) for line in named[:1]}
    numbered = [line for line in lines if re.search(r"\d+\s*[a-z]?\s+[^\W\d_]{3}", line, re.I)]
    found |= {letters(line) for line in numbered}
    found |= {short for line in numbered if sum(map(str.isalpha, short := _without_kind(line))) >= _LEAST}
    return {part for part in found if _is_telling(part)}


def _without_kind(line: str) -> str:
    *words, last = _words(line)
    return "".join(words) if last in _STREETS else ""


def _is_telling(part: str) -> bool:
    """Whether a piece of an address tells a place: "Refuge" or "Flat 12" stand in any text."""
    least = _LEAST if any(letter.isdigit() for letter in part) else _LEAST_WITHOUT_NUMBER
    return len(part) >= least and not _PART_OF_HOUSE.fullmatch(part)


def letters(text: str) -> str:
    """The letters and digits of a text, however it is spaced, cut into lines, capitalised, accented or cut short."""
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    # An apostrophe, an accent or a sign that is not seen parts no word.
    kept = "".join(
        sign for sign in folded if unicodedata.category(sign) not in ("Mn", "Cf") and sign not in _APOSTROPHES
    )
    return [_LONG.get(word, word) for word in re.findall(r"[^\W_]+", kept)]
