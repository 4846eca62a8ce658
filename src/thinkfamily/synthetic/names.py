"""Given names and surnames by family origin: lists in data/, commoner names first, drawn by rank (Zipf)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

DATA = Path(__file__).parent / "data"

# Shares of families by origin of the name: ours, a guess at an inner-London mixture.
GROUP_SHARES = {
    "british": 0.36,
    "irish": 0.05,
    "south_asian_muslim": 0.12,
    "indian": 0.06,
    "arabic": 0.12,
    "west_african": 0.07,
    "somali": 0.03,
    "caribbean": 0.05,
    "east_european": 0.06,
    "chinese": 0.03,
    "iberian": 0.04,
    "turkish": 0.01,
}
GROUPS = tuple(GROUP_SHARES)

# ONS 2021 codes (19 + 1 categories) that people of each origin mostly give.
ETHNICITY = {
    "british": "13",
    "irish": "14",
    "south_asian_muslim": "1",
    "indian": "3",
    "arabic": "18",
    "west_african": "6",
    "somali": "6",
    "caribbean": "7",
    "east_european": "17",
    "chinese": "2",
    "iberian": "17",
    "turkish": "17",
}
LANGUAGE = {
    "south_asian_muslim": "Bengali",
    "indian": "Punjabi",
    "arabic": "Arabic",
    "somali": "Somali",
    "east_european": "Polish",
    "chinese": "Cantonese",
    "iberian": "Portuguese",
    "turkish": "Turkish",
}
TAIL_SHARE = 0.3  # of people whose surname is one of the rare ones made of two parts; ours: a guess


@cache
def _lists() -> tuple[pl.Series, dict[tuple[str, str], np.ndarray], pl.Series, dict[str, np.ndarray], dict]:
    given = pl.read_csv(DATA / "given_names.csv")
    pool = given["name"].unique(maintain_order=True)
    code = {name: i for i, name in enumerate(pool)}
    by_sex = {
        (str(group), str(sex)): np.array([code[n] for n in part["name"]], dtype=np.int32)
        for (group, sex), part in given.group_by("name_group", "sex", maintain_order=True)
    }
    common = pl.read_csv(DATA / "surnames.csv")
    parts = pl.read_csv(DATA / "surname_parts.csv")
    rare = {
        group: [
            first + second
            for first in parts.filter(name_group=group, part="first")["text"]
            for second in parts.filter(name_group=group, part="second")["text"]
        ]
        for group in GROUPS
    }
    surnames = pl.Series(
        "surname", [*common["name"], *(name for group in GROUPS for name in rare[group])], dtype=pl.String
    ).unique(maintain_order=True)
    number = {name: i for i, name in enumerate(surnames)}
    commoner = {
        group: np.array([number[n] for n in common.filter(name_group=group)["name"]], dtype=np.int32)
        for group in GROUPS
    }
    rarer = {group: np.array([number[n] for n in rare[group]], dtype=np.int32) for group in GROUPS}
    return pool, by_sex, surnames, commoner, rarer


def given_names() -> pl.Series:
    """Every given name; people carry its position."""
    return _lists()[0]


def surnames() -> pl.Series:
    """Every surname; people carry its position."""
    return _lists()[2]


def _by_rank(rng: np.random.Generator, n: int, size: int) -> np.ndarray:
    weights = 1.0 / (np.arange(size) + 4.0)
    return np.searchsorted(np.cumsum(weights) / weights.sum(), rng.random(n), side="right").clip(0, size - 1)


def draw_given(rng: np.random.Generator, group: np.ndarray, sex: np.ndarray) -> np.ndarray:
    """A given name for each person, from its origin group and sex (0 female, 1 male)."""
    chosen = np.empty(len(group), dtype=np.int32)
    for g, name in enumerate(GROUPS):
        for s, word in enumerate(("female", "male")):
            here = np.flatnonzero((group == g) & (sex == s))
            names = _lists()[1][name, word]
            chosen[here] = names[_by_rank(rng, len(here), len(names))]
    return chosen


def draw_surname(rng: np.random.Generator, group: np.ndarray) -> np.ndarray:
    """A surname for each person, from its origin group; some from the long tail of rare ones."""
    chosen = np.empty(len(group), dtype=np.int32)
    for g, name in enumerate(GROUPS):
        here = np.flatnonzero(group == g)
        common, rare = _lists()[3][name], _lists()[4][name]
        chosen[here] = common[_by_rank(rng, len(here), len(common))]
        if len(rare):
            tail = rng.random(len(here)) < TAIL_SHARE
            chosen[here[tail]] = rare[rng.integers(0, len(rare), int(tail.sum()))]
    return chosen


def other_forms(file: str) -> pl.DataFrame:
    """One row per name and other form of it (columns name, other), from ``spellings.csv`` or ``nicknames.csv``."""
    return pl.read_csv(DATA / file, new_columns=["name", "other"])
