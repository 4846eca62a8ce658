"""Every way in which data goes wrong: a named thing with a rate, a source for the rate, and the function that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from thinkfamily.synthetic.draft import Draft

OURS = "ours: a guess"
LAM = (
    "ours, set together with the other name flaws so that surnames differ in 18% and forenames in 12% of true pairs "
    "between two collections (Lam et al., ALSPAC, International Journal of Population Data Science 2389)"
)


@dataclass(frozen=True)
class Flaw:
    """One way in which a record goes wrong.

    Args:
        name: stable, for reports.
        says: what happens, in words.
        rate: share of the records it can happen to that it does happen to, at an agency of average care.
        source: where the rate comes from, or that it is ours.
        among: which records it can happen to.
        spoil: does it to some rows of a draft.
        whatever_agency: the rate does not grow with an agency's carelessness.
    """

    name: str
    says: str
    rate: float
    source: str
    among: Callable[[Draft], np.ndarray]
    spoil: Callable[[Draft, np.ndarray, np.random.Generator], None]
    whatever_agency: bool = False

    def happen(self, draft: Draft, rng: np.random.Generator) -> np.ndarray:
        """Spoil a draft in place, at the rate; the rows it happened to."""
        chance = self.rate if self.whatever_agency else np.minimum(self.rate * draft.careless, 1.0)
        rows = np.flatnonzero((rng.random(len(draft)) < chance) & self.among(draft))
        if len(rows):
            self.spoil(draft, rows, rng)
        return rows


def anyone(draft: Draft) -> np.ndarray:
    """Every record."""
    return np.ones(len(draft), bool)


def filled(*columns: str) -> Callable[[Draft], np.ndarray]:
    """Records that hold something in every one of the columns."""

    def among(draft: Draft) -> np.ndarray:
        held = np.ones(len(draft), bool)
        for column in columns:
            held &= draft.columns[column].is_not_null().to_numpy()
        return held

    return among


def go_wrong(draft: Draft, flaws: Sequence[Flaw]) -> dict[str, int]:
    """Let every flaw happen, in order, each with chance of its own.

    Returns:
        How many records each happened to.
    """
    return {flaw.name: len(flaw.happen(draft, draft.town.seeds.stream(f"flaw: {flaw.name}"))) for flaw in flaws}
