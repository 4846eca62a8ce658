"""The powers by which one body discloses to another, and the information that asks for more than a power."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

SECTION_47 = "s47"
OTHER = "other"

# Whether a power fits a case is for the decision maker to say; the list only saves writing it out.
POWERS_TO_DISCLOSE = [
    ("ca2004_s10", _("Children Act 2004, section 10: co-operation to improve well-being")),
    ("ca2004_s11", _("Children Act 2004, section 11: safeguarding and promoting welfare")),
    ("ca2004_s16la", _("Children Act 2004, section 16LA: duty to share, once in force")),
    ("ca1989_s17", _("Children Act 1989, section 17: children in need")),
    (SECTION_47, _("Children Act 1989, section 47: urgent child protection enquiries")),
    ("cda1998_s115", _("Crime and Disorder Act 1998, section 115")),
    ("dea2017_s35", _("Digital Economy Act 2017, section 35: multiple disadvantages")),
    (OTHER, _("Another power, named in words")),
]

# Information held in confidence, whose sharing information governance approves.
HEALTH = frozenset({"health", "mental_health", "substance_misuse"})

_NAMES_47 = re.compile(r"\b(?:s|ss|sec|sect|sections?)[.\s]*47\b", re.IGNORECASE)


def is_urgent_enquiry(code: str, words: str) -> bool:
    """Whether a power is that of urgent child protection enquiries, by its code or as it is written out."""
    return code == SECTION_47 or bool(_NAMES_47.search(words))


def power_in_words(code: str, words: str) -> str:
    """A power as it is written down: its title, or the words given for another."""
    if code in ("", OTHER):
        return words.strip()
    return str(dict(POWERS_TO_DISCLOSE)[code])
