"""How small numbers are hidden: rounded to five, each for itself, and never shown from one to four."""

from __future__ import annotations

# Our choices: a count from 1 to 4 could point to a family, and rounding every figure apart keeps sums from giving it away.
SMALLEST_SHOWN = 5
ROUND_TO = 5


def shown(count: int) -> str:
    """A count as it may be released: 0, ``fewer than 5``, or the nearest five."""
    if count == 0:
        return "0"
    if count < SMALLEST_SHOWN:
        return f"fewer than {SMALLEST_SHOWN}"
    return f"{ROUND_TO * int((count + ROUND_TO / 2) // ROUND_TO):,}"
