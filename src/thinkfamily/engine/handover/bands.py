"""The bands in which a packet tells cost: enough to see whether an agency is a little or much involved, never pounds.

The bounds are our choice, made on 22 November 2026: the thresholds that local commissioners most often speak in, and wide
enough that unit costs, which are averages, do not carry a family over one by themselves. A change needs a new date here and
a line under *Rules and parameters* in the changelog.
"""

from __future__ import annotations

import polars as pl

from thinkfamily.packets.facts import Band

_BOUNDS = (0, 1_000, 5_000, 10_000, 25_000, 50_000, 100_000)


def _label(at_least: int, under: int | None) -> str:
    if under is None:
        return f"£{at_least:,} or more"
    return f"£{at_least:,} to £{under - 1:,}" if at_least else f"under £{under:,}"


BANDS = tuple(Band(_label(low, high), low, high) for low, high in zip(_BOUNDS, (*_BOUNDS[1:], None), strict=True))


def band_of(cost: pl.Expr) -> pl.Expr:
    """The label of the band that holds an amount."""
    label = pl.lit(BANDS[0].label)
    for band in BANDS[1:]:
        label = pl.when(cost >= band.at_least_gbp).then(pl.lit(band.label)).otherwise(label)
    return label
