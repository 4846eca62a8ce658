"""What each role may do, in words, generated from the matrix: for the screen, the reference page and whoever asks.

It needs no database, so that the reference pages can be made anywhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.powers import POWERS, RELATIONSHIPS, Power, in_words
from thinkfamily.casework.agencies.roles import ROLES, Role

ABOUT = {
    "family": _("On a family’s file"),
    "candidate": _("At the consideration desk"),
    "site": _("Beside families"),
}


@dataclass(frozen=True)
class HeldPower:
    """One power as one role holds it.

    Attributes:
        power: which.
        when: the relationships through which it is held, each as the end of “whoever …”; none where the role is enough.
        is_withdrawn: whether information governance has withdrawn it here.
    """

    power: Power
    when: tuple[str, ...]
    is_withdrawn: bool = False


def held_by(role: str, withdrawn: Collection[str] = ()) -> list[HeldPower]:
    """Each power that the matrix gives a role, in the matrix's order."""
    return [
        HeldPower(power, _when(power, role), power.code in withdrawn)
        for power in POWERS.values()
        if role in power.grants
    ]


def chapters(role: str, withdrawn: Collection[str] = ()) -> list[tuple[str, list[HeldPower]]]:
    """The powers of a role under a heading for each thing they are about; headings without powers are left out."""
    held = held_by(role, withdrawn)
    parts = [(str(title), [one for one in held if one.power.about == about]) for about, title in ABOUT.items()]
    return [(title, powers) for title, powers in parts if powers]


def roles() -> list[Role]:
    """Every role, in the matrix's order."""
    return list(ROLES.values())


def _when(power: Power, role: str) -> tuple[str, ...]:
    """A role alone opens nothing on a file that conflict or restriction keeps its holder from; that is said once a page."""
    hows = power.grants[role]
    if "any" in hows or power.about != "family":
        return ()
    return tuple(in_words(how) for how in RELATIONSHIPS if how in hows)
