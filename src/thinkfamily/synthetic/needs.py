"""What families struggle with: needs that go together because one hidden strain lies under them all."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import polars as pl

from thinkfamily.synthetic.families import Families


@dataclass(frozen=True)
class Need:
    """One need.

    Args:
        name: as used in this package.
        share: of families that truly have it.
        loading: how strongly it goes with the hidden strain, 0 to 1.
        without_children: share of households without dependent children that have it.
        criterion: the criterion of ``westminster_3_percent`` it makes true; empty = none.
    """

    name: str
    share: float
    loading: float
    without_children: float
    criterion: str = ""


# Shares are ours: chosen so that a few per cent of families have several serious needs together, as the founding
# paper's 3% do, while most have none. Nothing plants that 3%: it comes of the loadings.
NEEDS = (
    Need("housing", 0.045, 0.65, 0.012, "unsuitable_housing"),
    Need("crime", 0.042, 0.68, 0.022, "crime"),
    Need("youth_crime", 0.018, 0.65, 0.0, "crime"),
    Need("work", 0.095, 0.68, 0.080, "benefit_dependency"),
    Need("money", 0.060, 0.62, 0.050, "worklessness"),
    Need("attendance", 0.042, 0.68, 0.0, "school_attendance"),
    Need("learning", 0.105, 0.45, 0.0, "academic_social_skills"),
    Need("parenting", 0.025, 0.78, 0.0, "parenting"),
    Need("domestic", 0.030, 0.66, 0.010, "domestic_violence"),
    Need("substance", 0.018, 0.66, 0.012, "substance_misuse"),
    Need("conflict", 0.024, 0.60, 0.0, "unstable_partnerships"),
    Need("aspirations", 0.032, 0.60, 0.0, "low_aspirations"),
    Need("adult_mind", 0.070, 0.55, 0.045),
    Need("child_mind", 0.050, 0.55, 0.0),
)
STRAIN_BY_WARD = 0.35


class Needs:
    """Which household has which need, and how hard pressed it is (``strain``)."""

    def __init__(self, rng: np.random.Generator, families: Families, households: int) -> None:
        count = len(families)
        strain = rng.normal(size=households)
        strain[families.household] = families.strain
        self.strain = strain
        is_family = np.zeros(households, bool)
        is_family[families.household] = True
        self._flags: dict[str, np.ndarray] = {}
        for need in NEEDS:
            own = rng.normal(size=households)
            pressed = need.loading * strain + np.sqrt(1 - need.loading**2) * own
            limit = np.where(is_family, _above(need.share), _above(need.without_children))
            self._flags[need.name] = pressed > limit
        self._family_households = families.household
        self._count = count

    def __getitem__(self, name: str) -> np.ndarray:
        return self._flags[name]

    def of_families(self, young_parent: np.ndarray) -> pl.DataFrame:
        """One row per family and criterion that truly holds (columns family, criterion), sorted.

        Args:
            young_parent: per family, whether a parent was under 20 when a child was born.
        """
        met: dict[str, np.ndarray] = {"young_parenthood": young_parent}
        for need in NEEDS:
            if need.criterion:
                flag = self._flags[need.name][self._family_households]
                met[need.criterion] = met.get(need.criterion, np.zeros(self._count, bool)) | flag
        # Whoever depends on benefits is out of work.
        met["worklessness"] = met["worklessness"] | met["benefit_dependency"]
        return pl.concat(
            pl.DataFrame({"family": np.flatnonzero(flag)}).with_columns(criterion=pl.lit(name))
            for name, flag in met.items()
        ).sort("family", "criterion")


def _above(share: float) -> float:
    return NormalDist().inv_cdf(1 - share) if share > 0 else np.inf
