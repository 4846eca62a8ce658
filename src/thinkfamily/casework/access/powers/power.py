"""What a power is, and the relationships through which one is held."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Relationships of a worker to a family's file. Each is a condition in `scope`.
OWN = "own"  # an involvement, in this very role and in date
TEAM = "team"  # the file is of the team for which this role is held
UNTAKEN = "untaken"  # nobody leads the case yet, and it has not ended
TEAMLESS = "teamless"  # the file is of no team, and its case has not ended
OPENED = "opened"  # opened in an emergency, with a reason and for a limited time
CUSTODIAN = "custodian"  # keeps the restriction on this file
ANY = "any"  # any file whose existence may be known; or no file at all

# Each in words, as the end of “whoever …”, marked for translation: see `in_words`.
RELATIONSHIPS = {
    OWN: _("is involved with this family in this role, in date"),
    TEAM: _("holds this role in the team whose file it is"),
    UNTAKEN: _("holds this role while nobody leads the case, which has not ended"),
    TEAMLESS: _("holds this role while the file is of no team and its case has not ended"),
    OPENED: _("has opened this file in an emergency, for a limited time"),
    CUSTODIAN: _("keeps the restriction on this file"),
    ANY: _("holds this role"),
}


def in_words(how: str) -> str:
    """A relationship as the end of “whoever …”, in the language of the page."""
    return str(RELATIONSHIPS[how])


@dataclass(frozen=True)
class Power:
    """One thing that somebody may do.

    Attributes:
        code: what doors name.
        marked: what it allows, in words, marked for translation.
        grants: for each role that can hold it, the relationships through which it does.
        about: ``family`` when it is held on one family's file, ``candidate`` at the desk, else ``site``.
    """

    code: str
    marked: str | Promise
    about: str
    grants: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """What it allows, in the language of the page."""
        return str(self.marked)

    @cached_property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Each (role, relationship) through which it can be held, in one order."""
        return tuple((role, how) for role, hows in sorted(self.grants.items()) for how in sorted(hows))


def power(code: str, marked: str | Promise, about: str = "family", **grants: str) -> Power:
    """One power: for each role that holds it, the relationships through which it does, as words."""
    return Power(code, marked, about, {role: frozenset(how.split()) for role, how in grants.items()})


def by_any(*roles: str) -> dict[str, str]:
    """Roles that hold a power through no relationship to a family."""
    return dict.fromkeys(roles, ANY)


# Every role that works with families.
HELPERS = ("adult_lead", "child_lead", "partner", "triage", "manager", "desk_analyst", "volunteer", "mentor")


# Who reads a family's file, and so most of what is kept beside it.
READERS = {
    "adult_lead": "own opened",
    "child_lead": "own opened",
    "triage": "untaken opened",
    "desk_analyst": "own",
    "manager": "team",
    "audit": "own",
    "governance": "own custodian",
}

MEETING_READERS = {
    "adult_lead": "own",
    "child_lead": "own",
    "partner": "own",
    "triage": "untaken",
    "desk_analyst": "own",
    "manager": "team",
    "audit": "own",
    "governance": "own custodian",
}
