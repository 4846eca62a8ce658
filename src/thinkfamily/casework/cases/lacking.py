"""Which leads a case lacks: the one place that says when a case is in a gap."""

from __future__ import annotations

from collections.abc import Collection

from thinkfamily.casework.agencies.roles import LEADS
from thinkfamily.programmes.profile import Profile


def lacking(profile: Profile | None, accepted: Collection[str]) -> tuple[str, ...]:
    """The lead's roles in which nobody leads a case; none where it has all that its programme asks for.

    A programme that asks for two wants one in each of its roles. Any other wants one, whichever role that is: then all roles
    stand here while nobody leads.

    Args:
        profile: the case's programme; None where nobody has chosen one.
        accepted: the roles in which somebody leads it today and has accepted.
    """
    asked = tuple(profile["leads"]) if profile is not None else ()
    if len(asked) > 1:
        return tuple(role for role in asked if role not in accepted)
    return () if accepted else tuple(sorted(LEADS))
