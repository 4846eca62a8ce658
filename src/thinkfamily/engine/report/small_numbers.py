"""How a count or a share is shown, and which counts are too small to show.

A table that goes to councillors must not let a reader work out that one family in a ward does this or that. Counts of
families from 1 to 4 are hidden, and so are as many others of the same table as it takes that the total, less what is
shown, tells no more than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

SMALLEST = 5
"""The smallest count of families that is shown."""

RATE_FROM = 10
"""The smallest denominator for which a percentage is shown."""

HIDDEN_TEXT = "fewer than 5"
COVER_TEXT = "hidden"


class Figure(Decimal):
    """A number that knows how it is written, so that a page sets it to the right with the other numbers."""

    shown: str

    def __new__(cls, value: Decimal | int | str, shown: str) -> Figure:
        """The value, and the text that stands for it."""
        figure = super().__new__(cls, value)
        figure.shown = shown
        return figure

    def __format__(self, specification: str, /) -> str:  # type: ignore[override]
        """Its own text, whatever form is asked for."""
        return self.shown

    def __str__(self) -> str:
        """Its own text."""
        return self.shown


TOO_FEW = Figure(0, HIDDEN_TEXT)
COVER = Figure(0, COVER_TEXT)
NO_RATE = Figure(0, "–")


def count(value: int) -> int | Figure:
    """A count that is part of no total: itself, or the word for too few."""
    return TOO_FEW if 0 < value < SMALLEST else value


def share(part: int, whole: int) -> Figure:
    """A percentage with one decimal; none where the part is hidden or the whole too small for a rate."""
    if whole < RATE_FROM or 0 < part < SMALLEST:
        return NO_RATE
    return percent(Decimal(part) / Decimal(whole))


def percent(value: Decimal, places: int = 1) -> Figure:
    """A share from 0 to 1, written as a percentage."""
    rounded = (value * 100).quantize(Decimal(1).scaleb(-places))
    return Figure(rounded, f"{rounded}%")


def pounds(value: Decimal) -> Figure:
    """Pounds, written to the whole pound."""
    whole = value.quantize(Decimal(1))
    return Figure(whole, f"£{whole:,}")


def to_hide(counts: Sequence[int], wholes: Sequence[int] | None = None) -> list[bool]:
    """Which parts of a known total to hide.

    Every count from 1 to 4 is hidden. Then the smallest counts above are hidden too, until at least two are and they
    hold enough together that each could still be anything from 1 to 4 or more. Zeros stay, as they name nobody.

    Args:
        counts: the parts.
        wholes: of what each is a part, where that is shown beside it: what is left of it is a count as well, and is
            guarded alike.
    """
    rests = [whole - each for whole, each in zip(wholes, counts, strict=True)] if wholes else [0] * len(counts)
    hidden = [0 < each < SMALLEST or 0 < rest < SMALLEST for each, rest in zip(counts, rests, strict=True)]
    if not any(hidden):
        return hidden
    for at in sorted(
        (at for at, each in enumerate(counts) if each and not hidden[at]), key=lambda at: (counts[at], at)
    ):
        if all(_covers(held, hidden) for held in ((counts, rests) if wholes else (counts,))):
            break
        hidden[at] = True
    return hidden


def _covers(counts: Sequence[int], hidden: Sequence[bool]) -> bool:
    """Whether the hidden counts hold enough together that none of them can be told from their sum."""
    held = [each for each, hide in zip(counts, hidden, strict=True) if hide]
    return len(held) >= 2 and sum(held) >= len(held) + SMALLEST - 2


def parts(counts: Sequence[int], wholes: Sequence[int] | None = None) -> list[int | Figure]:
    """The parts of a known total as they are shown; hidden ones do not say which are small and which give cover."""
    hidden = to_hide(counts, wholes)
    cover = COVER if any(hide and each >= SMALLEST for each, hide in zip(counts, hidden, strict=True)) else TOO_FEW
    return [cover if hide else each for each, hide in zip(counts, hidden, strict=True)]
