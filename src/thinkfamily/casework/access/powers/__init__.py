"""The permission matrix: for each power, which roles hold it and through which relationship to the family.

It is a ceiling: information governance may withdraw a power from a role on screen, and nobody can add one there.
A change to this folder changes who may see whom, and needs information governance (see CODEOWNERS).
"""

from __future__ import annotations

from thinkfamily.casework.access.powers import files, site, work
from thinkfamily.casework.access.powers.power import (
    ANY,
    CUSTODIAN,
    OPENED,
    OWN,
    RELATIONSHIPS,
    TEAM,
    TEAMLESS,
    UNTAKEN,
    Power,
    in_words,
)

__all__ = [
    "ANY",
    "CUSTODIAN",
    "OPENED",
    "OWN",
    "POWERS",
    "RELATIONSHIPS",
    "TEAM",
    "TEAMLESS",
    "UNTAKEN",
    "Power",
    "in_words",
]

POWERS: dict[str, Power] = {one.code: one for one in (*files.POWERS, *work.POWERS, *site.POWERS)}
