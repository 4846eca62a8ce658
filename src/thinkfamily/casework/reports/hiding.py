"""How small numbers are hidden: rounded to five, each for itself, and never shown below what information governance set.

That is a value of the site, and five at least: see `agencies.site_values`.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Our choice: rounding every figure apart keeps sums from giving away what is hidden.
ROUND_TO = 5
NOT_SHOWN = gettext_lazy("not shown")


def shown(count: int, smallest: int) -> str:
    """A count as it may be released: 0, ``fewer than`` the smallest that is shown, or the nearest five."""
    if count == 0:
        return "0"
    if count < smallest:
        return _("fewer than %(smallest)d") % {"smallest": smallest}
    return f"{ROUND_TO * int((count + ROUND_TO / 2) // ROUND_TO):,}"


def shown_group(size: int, tests: Sequence[Sequence[bool]], smallest: int) -> list[str]:
    """How many a group is, then how many of it pass each test; of a group that is small only that it is.

    Args:
        size: how many it is.
        tests: for each test, what it says of each of them.
        smallest: the smallest count that is shown.
    """
    if 0 < size < smallest:
        return [shown(size, smallest), *(str(NOT_SHOWN) for _test in tests)]
    return [shown(size, smallest), *(shown(sum(test), smallest) for test in tests)]
