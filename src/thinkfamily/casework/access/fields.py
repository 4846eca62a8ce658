"""Which details are seen whole by whom, and what everybody else who reads the page sees instead: declared once, as data.

A detail is seen whole by who holds its power on the file, so that it stands in the permission matrix, is tested there, and can be
withdrawn from a role here. Each page asks `shows`; the page *Who sees what* prints this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.powers import POWERS, in_words
from thinkfamily.casework.access.scope import marks_on
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.roles import ROLES


@dataclass(frozen=True)
class Field:
    """One detail and its rule.

    Attributes:
        title: what it is.
        power: who holds it on the file sees the detail whole.
        whole: what they see.
        otherwise: what others see who read the page.
        because: why they need no more.
    """

    title: Any
    power: str
    whole: Any
    otherwise: Any
    because: Any


BORN, BORN_ASKED, IDENTIFIERS = "born", "born_asked", "identifiers"
COSTS, ABUSE, SAFE_ADDRESS, CHANGES = "costs", "abuse", "safe_address", "changes"

FIELDS: dict[str, Field] = {
    BORN: Field(
        _("Date of birth, on a family’s file"),
        "family.born",
        _("The day"),
        _("Age in years; in what was changed, the year"),
        _("Who reads an age does not need the day, which with a name opens other records."),
    ),
    BORN_ASKED: Field(
        _("Date of birth, on a request for help"),
        "referral.screen",
        _("The day"),
        _("The year"),
        _("Only who looks whether the family is known compares days."),
    ),
    IDENTIFIERS: Field(
        _("NHS number, unique pupil number, National Insurance number"),
        "family.correct",
        _("The last three signs"),
        _("Nothing"),
        _("They are kept to find by. Who puts them right sees which one is held."),
    ),
    COSTS: Field(
        _("What agencies spend"),
        "family.cost",
        _("A band for each agency"),
        _("Nothing"),
        _("It says nothing that a service needs to know."),
    ),
    ABUSE: Field(
        _("What is kept apart as domestic abuse"),
        "family.domestic_abuse",
        _("All that else may be seen"),
        _("Nothing, and no word that there is any"),
        _("Whoever knows of it can put somebody in danger."),
    ),
    SAFE_ADDRESS: Field(
        _("A safe address"),
        "safe_address.read",
        _("Once at a time, by those named for it"),
        _("Nothing"),
        _("Where somebody must not be found is told to as few as can be."),
    ),
    CHANGES: Field(
        _("What stood on the file before"),
        "family.history",
        _("Before and after"),
        _("What stands there now"),
        _("What was wrong and was put right is no longer needed."),
    ),
}


def shows(standing: Standing, family: Any, code: str) -> bool:
    """Whether a reader sees a detail whole on one family's file; no query where its door has marked the family."""
    return marks_on(standing, family).holds(standing, FIELDS[code].power)


def shows_on_site(standing: Standing, code: str) -> bool:
    """The same, of a detail that belongs to no family's file yet."""
    return standing.holds(FIELDS[code].power)


@dataclass(frozen=True)
class Rule:
    """One detail as the page shows it: with each role that sees it whole, and through which relationships."""

    field: Field
    roles: list[str]


def rules() -> list[Rule]:
    """One row per detail."""
    return [Rule(field, _who(field.power)) for field in FIELDS.values()]


def _who(power: str) -> list[str]:
    """Roles that hold a power, in words, each with the relationships to the file through which it does."""
    found: dict[str, list[str]] = {}
    for role, how in POWERS[power].ways:
        found.setdefault(role, []).append(in_words(how))
    either = _("; or ")
    return [f"{ROLES[role].title}: {either.join(hows)}" for role, hows in found.items()]
