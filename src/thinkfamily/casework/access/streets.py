"""The street of an address, so that two addresses of one street can be told by a keyed fingerprint."""

from __future__ import annotations

import re

from django.conf import settings

from thinkfamily.casework.secrets.cipher import fingerprint

_PURPOSE = "home_street"
_LONG = {"st": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close", "dr": "drive"}
_LONG |= {"ct": "court", "pl": "place", "sq": "square", "terr": "terrace", "gdns": "gardens", "cres": "crescent"}
_NUMBERED = re.compile(r"^\d+\s?[a-z]?(?:\s?[-/]\s?\d+\s?[a-z]?)?\s+(?=[a-z])")
_PART_OF_HOUSE = re.compile(r"^(?:flat|unit|room|apartment|apt|floor|basement)\b")


def street_of(text: str) -> str:
    """The street in an address as people write it: the part with a house number, else the first that is no flat."""
    parts = [" ".join(re.sub(r"[^a-z0-9/ -]", "", part.casefold()).split()) for part in re.split(r"[,\n]", text)]
    numbered = [part for part in parts if _NUMBERED.match(part)]
    others = [part for part in parts if re.search(r"[a-z]{2}", part) and not _PART_OF_HOUSE.match(part)]
    street = _NUMBERED.sub("", (numbered or others or [""])[0])
    *first, last = street.split() or [""]
    return " ".join([*first, _LONG.get(last, last)])


def street_fingerprint(text: str, postcode: str) -> str | None:
    """The fingerprint of an address's street and outward code; None where either is missing."""
    street, outward = street_of(text), _outward(postcode)
    if not street or not outward:
        return None
    return fingerprint(settings.INSTANCE.folder, f"{street}\0{outward}", _PURPOSE)


def _outward(postcode: str) -> str:
    """The first half of a postcode: all but the last three characters of a whole one."""
    letters = "".join(postcode.upper().split())
    return letters[:-3] if re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", letters) else letters
