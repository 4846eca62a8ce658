"""Which needs come together: one row per pair of headings, small counts and small remainders hidden."""

from __future__ import annotations

import numpy as np
import polars as pl

from thinkfamily.engine.report.small_numbers import COVER, SMALLEST, Figure


def together(met: pl.DataFrame, headings: list[str]) -> dict[tuple[str, str], int | Figure]:
    """Families that meet both headings of each pair.

    Args:
        met: one row per family and heading met.
        headings: the headings wanted.

    Returns:
        A count per pair. It is hidden when it is from 1 to 4, and also when all but 1 to 4 of one heading's families
        meet the other: the remainder could be worked out.
    """
    families = met["family_id"].unique().sort()
    number = pl.DataFrame({"family_id": families, "at": np.arange(len(families))})
    marks = np.zeros((len(families), len(headings)), dtype=np.int64)
    for column, heading in enumerate(headings):
        rows = met.filter(pl.col("heading") == heading).join(number, on="family_id")["at"].to_numpy()
        marks[rows, column] = 1
    both = marks.T @ marks
    shown: dict[tuple[str, str], int | Figure] = {}
    for left, name_l in enumerate(headings):
        for right, name_r in enumerate(headings):
            pair = int(both[left, right])
            rest = () if left == right else (int(both[left, left]) - pair, int(both[right, right]) - pair)
            small = any(0 < each < SMALLEST for each in (pair, *rest))
            shown[name_l, name_r] = COVER if small else pair
    return shown
