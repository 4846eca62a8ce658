"""May this worker? Asked by actions, so that a command is held to what a page is held to."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from thinkfamily.casework.access.models import Conflict
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.access.scope import family_with, relationships
from thinkfamily.casework.access.standing import standing_of


def must_hold(by: Any, family: Any, power: str) -> list[tuple[str, str]]:
    """Each (role, relationship) through which a worker holds a power on one family.

    Raises:
        PermissionDenied: through none.
    """
    standing = standing_of(by)
    found = family_with(standing, family.pk, power)
    if found is None or not found.may:
        raise PermissionDenied(POWERS[power].says)
    return relationships(standing, family, power)


def must_hold_on_site(by: Any, power: str) -> None:
    """Make sure that a worker holds a power that is about no particular family.

    Raises:
        PermissionDenied: they do not.
    """
    if not standing_of(by).holds(power):
        raise PermissionDenied(POWERS[power].says)


def must_be_apart(by: Any, family: Any) -> None:
    """Make sure that a worker is not of this family or close to it.

    Raises:
        PermissionDenied: they are.
    """
    if Conflict.objects.filter(worker=by.pk, family=family.pk).exists():
        raise PermissionDenied(gettext("Nobody works on the file of their own family."))


def is_partner_only(ways: list[tuple[str, str]]) -> bool:
    """Whether a power is held as a partner professional and in no other role."""
    return {role for role, _ in ways} == {"partner"}
