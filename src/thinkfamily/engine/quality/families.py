"""How well families were built, against an invented borough's truth."""

from __future__ import annotations

import polars as pl


def score_families(
    family_member: pl.DataFrame,
    record_person: pl.DataFrame,
    truth_family_member: pl.DataFrame,
    truth_record_person: pl.DataFrame,
) -> dict[str, float]:
    """Compare the sets of members `with_children` with the truth, family by family.

    A made person stands for the true person of most of its records (on a tie, the first in order). A true family's
    members who appear in no accepted record are left out of the comparison, and so are families of which no child
    appears (their number is `families_unseen`). A true family is *exact* when some made family has the same set.

    Args:
        family_member: the run's table (family_id, person_id, role, residence).
        record_person: the run's table (feed, record_id, person_id).
        truth_family_member: family, person, role, residence.
        truth_record_person: feed, record_id, person.

    Returns:
        counts and shares: families_true, families_unseen, families_made, families_exact, exact (of the true ones),
        exact_of_made, the pairs of people who truly share a family (pairs_true) and whom the run puts into one
        (pairs_made), and precision, recall and f1 of these pairs.
    """
    true_person = pl.col("person").cast(pl.String)
    seen = record_person.join(
        truth_record_person.select("feed", "record_id", person=true_person), on=["feed", "record_id"], how="inner"
    )
    stands_for = (
        seen.group_by("person_id", "person")
        .agg(pl.len().alias("records"))
        .sort(["person_id", "records", "person"], descending=[False, True, False])
        .unique("person_id", keep="first", maintain_order=True)
        .select("person_id", "person")
    )
    visible = seen.select("person").unique()

    truth = truth_family_member.select(pl.col("family").cast(pl.String), "role", "residence", person=true_person).join(
        visible, on="person", how="semi"
    )
    with_child = truth.filter(pl.col("role") == "child").select("family").unique()
    resident = truth.filter(pl.col("residence") == "with_children")
    wanted = resident.join(with_child, on="family", how="semi").select("family", "person").unique()

    made_all = family_member.filter(pl.col("residence") == "with_children").join(stands_for, on="person_id")
    made = made_all.select(family=pl.col("family_id"), person=pl.col("person")).unique()

    true_sets, made_sets = _sets(wanted), _sets(made)
    exact = true_sets.join(made_sets.select("members").unique(), on="members", how="semi").height
    exact_made = made_sets.join(_sets(resident.select("family", "person").unique()), on="members", how="semi").height

    # Pairs are judged among people of the compared families only: nobody else has a true answer.
    judged = made.join(wanted.select("person").unique(), on="person", how="semi")
    pairs_true, pairs_made = _pairs(wanted), _pairs(judged)
    both = pairs_true.join(pairs_made, on=["person", "person_right"], how="semi").height
    precision, recall = _share(both, pairs_made.height), _share(both, pairs_true.height)
    return {
        "families_true": true_sets.height,
        "families_unseen": truth_family_member["family"].n_unique() - true_sets.height,
        "families_made": made_sets.height,
        "families_exact": exact,
        "exact": _share(exact, true_sets.height),
        "exact_of_made": _share(exact_made, made_sets.height),
        "pairs_true": pairs_true.height,
        "pairs_made": pairs_made.height,
        "pair_precision": precision,
        "pair_recall": recall,
        "pair_f1": _share(2 * precision * recall, precision + recall),
    }


def _sets(members: pl.DataFrame) -> pl.DataFrame:
    """One row per family, with its members as one comparable text."""
    return (
        members.sort("family", "person")
        .group_by("family", maintain_order=True)
        .agg(pl.col("person").str.join(" ").alias("members"))
    )


def _pairs(members: pl.DataFrame) -> pl.DataFrame:
    """One row per pair of people who share a family."""
    return (
        members.join(members, on="family")
        .filter(pl.col("person") < pl.col("person_right"))
        .select("person", "person_right")
        .unique()
    )


def _share(part: float, whole: float) -> float:
    """Part of a whole, nought where there is no whole."""
    return part / whole if whole else 0.0
