"""Which powers a worker holds that are about no family: asked by actions of the floors below access.

Agencies lie below access, so their actions cannot import it. They ask through the setting ``AUTHORITY``, which names
`roles_with`: the answer is the same whether an action is called from a page or from a command.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from thinkfamily.casework.access.powers import ANY, POWERS, TEAM
from thinkfamily.casework.access.standing import standing_of


def roles_with(worker: Any, power: str) -> frozenset[str]:
    """The roles, held by this worker today, through which they hold a power that is about no family."""
    return frozenset(role for role, how in standing_of(worker).ways(power) if how in (ANY, TEAM))


def holds(worker: Any, power: str) -> bool:
    """Whether this worker holds a power that is about no family."""
    return bool(roles_with(worker, power))


def require(worker: Any, power: str) -> None:
    """Refuse a worker who does not hold a power that is about no family.

    Raises:
        PermissionDenied: they do not hold it.
    """
    if not holds(worker, power):
        raise PermissionDenied(POWERS[power].says)
