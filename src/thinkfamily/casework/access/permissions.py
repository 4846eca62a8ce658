"""May this worker? Asked again by every action, so that a command is as safe as a page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from thinkfamily.casework.access.scope import family_with
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.core.errors import UserError


class NotAllowedError(UserError, PermissionDenied):
    """A worker asked for what is not theirs to do."""

    exit_code = 4


class NotPossibleError(UserError):
    """What was asked cannot be done as things stand; the page says why and what to do."""

    exit_code = 4

    @property
    def told(self) -> str:
        """The error as a page says it."""
        return f"{self.found} {self.do}"


def must_hold(by: Any, power: str, family: Any = None) -> None:
    """Let an action go on only for a worker who holds a power, on a family where it is about one.

    Raises:
        NotAllowedError: they do not.
    """
    standing = standing_of(by)
    if family is None:
        held = bool(standing.ways(power))
    else:
        found = family_with(standing, family.pk, power)
        held = found is not None and bool(found.may)
    if not held:
        raise not_allowed(power)


def not_allowed(power: str) -> NotAllowedError:
    """The error of an action that is not this worker's."""
    return NotAllowedError(
        "TF-ACCESS-001",
        power,
        found=_("This is not yours to do."),
        means=_("Nothing was changed."),
        do=_("Ask a manager or information governance."),
    )


def not_possible(code: str, where: str, found: str, do: str) -> NotPossibleError:
    """The error of an action that changed nothing."""
    return NotPossibleError(code, where, found=found, means=_("Nothing was changed."), do=do)
