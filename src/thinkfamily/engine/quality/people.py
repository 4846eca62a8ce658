"""How well records were linked into people, against known truth.

Pairs are those of the closed clusters: every two records of one person, not only the links that were scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from thinkfamily.core.dates import years_before

# A move within so many days before the date makes a recent mover.
RECENT_DAYS = 365
# A group is served worse where its recall is so far under that of all others, on so many pairs at least.
WORSE_BY = 0.02
ENOUGH_PAIRS = 100
UNKNOWN = "unknown"
AGE_BANDS = ((0, 5), (5, 11), (11, 16), (16, 18), (18, 25), (25, 45), (45, 65), (65, 130))


@dataclass(frozen=True)
class Share:
    """A figure with its parts: ``part`` of ``whole``."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.part / self.whole if self.whole else None


def _pairs(rows: pl.DataFrame, *by: str) -> int:
    counts = rows.group_by(*by).agg(n=pl.len().cast(pl.Int64))
    return int(counts.select((pl.col("n") * (pl.col("n") - 1) // 2).sum()).item() or 0)


def pair_quality(linked: pl.DataFrame) -> dict[str, Share]:
    """Precision and recall of pairs of records.

    Args:
        linked: one row per record, with ``person_id`` (ours) and ``person`` (true).
    """
    right = _pairs(linked, "person_id", "person")
    return {
        "precision": Share(right, _pairs(linked, "person_id")),
        "recall": Share(right, _pairs(linked, "person")),
    }


def f1(precision: float | None, recall: float | None) -> float | None:
    """Harmonic mean of precision and recall."""
    return 2 * precision * recall / (precision + recall) if precision and recall else None


def b_cubed(linked: pl.DataFrame) -> tuple[float, float]:
    """B-cubed precision and recall: the mean over records of the share of their cluster, or person, that is right."""
    shared = linked.with_columns(
        both=pl.len().over("person_id", "person"), ours=pl.len().over("person_id"), true=pl.len().over("person")
    )
    return (
        float(shared.select((pl.col("both") / pl.col("ours")).mean()).item()),
        float(shared.select((pl.col("both") / pl.col("true")).mean()).item()),
    )


def mixed_with_family(linked: pl.DataFrame, truth_members: pl.DataFrame) -> Share:
    """True people who share one of our people with someone of their own family, of all true people with a record."""
    within = (
        linked.select("person_id", "person")
        .unique()
        .join(truth_members.select("person", "family").unique(), on="person")
    )
    crowded = within.filter(pl.col("person").n_unique().over("person_id", "family") > 1)
    return Share(crowded["person"].n_unique(), linked["person"].n_unique())


def misattributed(linked: pl.DataFrame, shown: pl.DataFrame) -> dict[str, Share]:
    """Events that the run shows on the wrong person, by heading.

    A person of ours is the true person to whom most of its records belong; an event of any other record is on the wrong
    one.

    Args:
        shown: one row per event that the run shows, with feed, record_id, heading.
    """
    owner = (
        linked.group_by("person_id", "person")
        .agg(records=pl.len())
        .sort("person_id", "records", "person", descending=[False, True, False])
        .unique("person_id", keep="first", maintain_order=True)
        .select("person_id", owner="person")
    )
    events = shown.join(linked.join(owner, on="person_id"), on=["feed", "record_id"])
    counted = (
        events.group_by("heading").agg(wrong=(pl.col("person") != pl.col("owner")).sum(), all=pl.len()).sort("heading")
    )
    return {heading: Share(wrong, whole) for heading, wrong, whole in counted.iter_rows()}


def recall_by(linked: pl.DataFrame, truth_people: pl.DataFrame, as_at: date) -> dict[str, dict[str, Share]]:
    """Recall of pairs by age band, name group and recent mover.

    Args:
        truth_people: one row per true person, with date_of_birth, name_group, moved_on.

    Returns:
        each split with its groups: ages from young to old, the rest by name, what is unknown last.
    """
    people = linked.join(truth_people, on="person", how="left")
    born = pl.col("date_of_birth")
    band = pl.lit(UNKNOWN)
    for low, high in AGE_BANDS:
        is_in = (born <= years_before(as_at, low)) & (born > years_before(as_at, high))
        band = pl.when(is_in).then(pl.lit(_band(low, high))).otherwise(band)
    moved = pl.when(pl.col("moved_on") > as_at - timedelta(days=RECENT_DAYS)).then(pl.lit("moved in the last year"))
    split = {
        "age band": people.with_columns(group=band),
        "name group": people.with_columns(group=pl.col("name_group").fill_null(UNKNOWN)),
        "recent mover": people.with_columns(group=moved.otherwise(pl.lit("did not"))),
    }
    return {title: _recall_of_groups(rows) for title, rows in split.items()}


def served_worse(groups: dict[str, Share]) -> list[str]:
    """The groups that are linked less well than everybody else together, worst first.

    A group counts when its recall is at least ``WORSE_BY`` under that of all others and it has ``ENOUGH_PAIRS`` pairs: fewer
    tell nothing.
    """
    found, pairs = sum(share.part for share in groups.values()), sum(share.whole for share in groups.values())
    worse = []
    for group, share in groups.items():
        others = Share(found - share.part, pairs - share.whole)
        if share.value is None or others.value is None or share.whole < ENOUGH_PAIRS:
            continue
        if others.value - share.value >= WORSE_BY:
            worse.append((share.value, group))
    return [group for _, group in sorted(worse)]


def _recall_of_groups(rows: pl.DataFrame) -> dict[str, Share]:
    order = {_band(low, high): at for at, (low, high) in enumerate(AGE_BANDS)} | {UNKNOWN: len(AGE_BANDS)}
    parts = sorted(rows.group_by("group"), key=lambda pair: (order.get(str(pair[0][0]), 0), str(pair[0][0])))
    return {str(group): Share(_pairs(part, "person_id", "person"), _pairs(part, "person")) for (group,), part in parts}


def _band(low: int, high: int) -> str:
    return f"{low} to {high - 1}" if (low, high) != AGE_BANDS[-1] else f"{low} and over"
