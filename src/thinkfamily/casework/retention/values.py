"""How long files are kept, as values that information governance sets for this site. No law sets a figure for all of them."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.agencies.site_values import Declared
from thinkfamily.programmes.profile import shipped

HELPED, NOT_HELPED, MOVED = "file_helped", "file_not_helped", "file_moved"
CHILD_AGE, BACKUP_DAYS = "file_child_age", "backup_days"
# The longest code of a site's value leaves so much for the code of a programme.
_PROGRAMME, _LONGEST = "file_", 30


def of_programme(profile: str) -> str:
    """By what it is called how long a programme's files are kept at least."""
    return f"{_PROGRAMME}{profile}"


_LONGEST_HOLDS = _("The file goes when the longest of what applies is over, and never by itself: two people sign.")
_MONTHS = _("months")

DECLARED: tuple[Declared, ...] = (
    Declared(
        HELPED,
        _("How long the file of a family that took part is kept after its last case ended"),
        _LONGEST_HOLDS,
        _MONTHS,
        72,
        12,
        1200,
    ),
    Declared(
        NOT_HELPED,
        _("How long the file of a family that was never helped is kept after its last case ended"),
        format_lazy("{} {}", _("Such a family said no, or nothing was begun with it."), _LONGEST_HOLDS),
        _MONTHS,
        12,
        6,
        1200,
    ),
    Declared(
        MOVED,
        _("How long the file of a family that was transferred out is kept after the transfer"),
        format_lazy("{} {}", _("Whoever works with it now keeps their own file."), _LONGEST_HOLDS),
        _MONTHS,
        72,
        12,
        1200,
    ),
    Declared(
        CHILD_AGE,
        _("Until what age of its youngest child the file of a family that took part is kept"),
        format_lazy(
            "{} {}",
            _(
                "A child whose date of birth is not known counts as born on the day the last case began. Published schedules "
                "differ: one council keeps early help until 30."
            ),
            _LONGEST_HOLDS,
        ),
        _("years"),
        30,
        18,
        100,
    ),
    Declared(
        BACKUP_DAYS,
        _("How long backups are kept"),
        _(
            "Say what is done here: the program removes no backup. The proof of what went names the backups that still hold "
            "it, and until when by this number."
        ),
        _("days"),
        90,
        1,
        3660,
    ),
    *(
        Declared(
            of_programme(one.code),
            format_lazy("{}: {}", _("How long files are kept at least after the end of a case of"), one.title),
            format_lazy("{} {}", _("None, where nothing but the other rules applies."), _LONGEST_HOLDS),
            _MONTHS,
            0,
            0,
            1200,
        )
        for one in shipped().values()
        if len(of_programme(one.code)) <= _LONGEST
    ),
)
