"""What can be wrong with what a worker asks of a meeting or a team: said in words, and where on the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import NotPossibleError


class MeetingError(NotPossibleError):
    """Something asked of a meeting, of its minutes or of the team cannot be done. Nothing was changed."""

    exit_code = 4


def not_fitting(code: str, where: str, found: str, do: str) -> MeetingError:
    """The error of what does not fit; ``where`` is the field of the form it is about."""
    return MeetingError(code, where, found=found, means=_("Nothing was changed."), do=do)


def no_longer(where: str = "meeting") -> MeetingError:
    """The error of what was done already, or has been overtaken."""
    return not_fitting(
        "TF-MEETING-001", where, _("It does not stand like this any longer."), _("Look at the meeting again.")
    )


def place_of_safety(where: str) -> MeetingError:
    """The error of a text by which somebody could be found who must not be. It repeats nothing."""
    return not_fitting(
        "TF-MEETING-002",
        where,
        _("This text would tell where somebody is who must not be found."),
        _("Leave the place out; say it to those who may know."),
    )
