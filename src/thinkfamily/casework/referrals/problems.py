"""What can be wrong with what somebody asks of a request for help. None of these holds a value of anybody's."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import NotPossibleError, not_possible


def changed_meanwhile() -> NotPossibleError:
    """The request is not in the state from which this step leads."""
    return not_possible(
        "TF-REFERRAL-001",
        "state",
        _("Somebody has changed this request since, or the step does not follow from where it stands."),
        _("Read it again, and see what is left to do."),
    )


def guard_unmet(found: str, where: str) -> NotPossibleError:
    """A guard of the machine is not met."""
    return not_possible("TF-REFERRAL-002", where, found, _("Do that first."))


def missing(where: str, found: str, do: str) -> NotPossibleError:
    """Something must be said before a request can be made or moved."""
    return not_possible("TF-REFERRAL-003", where, found, do)


def said_enough(where: str) -> NotPossibleError:
    """So much was added to one request that it is to be told in person."""
    return not_possible(
        "TF-REFERRAL-006",
        where,
        _("Much was added to this request already."),
        _("Ring whoever looks at requests for help."),
    )


def not_offered(where: str) -> NotPossibleError:
    """What was chosen is none of those found, or is no longer there for this worker."""
    return not_possible(
        "TF-REFERRAL-004",
        where,
        _("Found a choice that is none of those offered."),
        _("Look again, and choose from the page."),
    )


def is_led(where: str) -> NotPossibleError:
    """The family has no open case, and somebody is still its lead: it is not the triage officer's to open one."""
    return not_possible(
        "TF-REFERRAL-005",
        where,
        _("Found that opening a case for this family is not yours: somebody leads it."),
        _("Ask the manager of its team to accept the request."),
    )


def place_of_safety(where: str) -> NotPossibleError:
    """A text would tell where somebody is who must not be found. It repeats nothing; only who knows the place is told so."""
    return not_possible(
        "TF-REFERRAL-007",
        where,
        _("This text would tell where somebody is who must not be found."),
        _("Leave the place out; say it to those who may know."),
    )
