"""How small numbers are hidden: rounded to five, each for itself, and never shown below what information governance set.

That is a value of the site, and five at least: see `agencies.site_values`.
"""

from __future__ import annotations

# Our choice: rounding every figure apart keeps sums from giving away what is hidden.
ROUND_TO = 5


def shown(count: int, smallest: int) -> str:
    """A count as it may be released: 0, ``fewer than`` the smallest that is shown, or the nearest five."""
    if count == 0:
        return "0"
    if count < smallest:
        return f"fewer than {smallest}"
    return f"{ROUND_TO * int((count + ROUND_TO / 2) // ROUND_TO):,}"
