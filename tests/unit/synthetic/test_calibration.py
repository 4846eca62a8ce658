"""The borough is as hard as published figures say, as large as Westminster, and its needs go together."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.unit.synthetic.conftest import AS_AT

from thinkfamily.synthetic.borough import Borough
from thinkfamily.synthetic.cast import CASES
from thinkfamily.synthetic.events_health import health_lives
from thinkfamily.synthetic.members import family_members
from thinkfamily.synthetic.seeds import Seeds
from thinkfamily.synthetic.town import Town, make_town
from thinkfamily.synthetic.truth import _young_parent, accepted_events
from thinkfamily.synthetic.truth_cost import true_costs

RARE = ("lodger", "witness", "objection")


def _town(families: int, seed: int) -> Town:
    town = make_town(Seeds(seed), families, AS_AT)
    health_lives(town)
    return town


@pytest.fixture(scope="module")
def westminster() -> Town:
    return _town(18_000, 1)


def _held(borough: Borough) -> pl.DataFrame:
    return pl.concat(
        e.people.select(
            pl.lit(e.agency.feed).alias("feed"),
            pl.col("first_name").str.to_lowercase(),
            pl.col("last_name").str.to_lowercase(),
            pl.Series("person", e.persons),
        )
        for e in borough.extracts
    )


def test_names_disagree_between_two_collections_as_often_as_published(borough: Borough) -> None:
    # Lam et al., IJPDS 2389: within one person 18% of surnames and 12% of forenames differ between two collections.
    held = _held(borough)
    pairs = held.join(held, on="person").filter(pl.col("feed") < pl.col("feed_right"))
    surname = 1 - pairs.select((pl.col("last_name") == pl.col("last_name_right")).mean()).item()
    forename = 1 - pairs.select((pl.col("first_name") == pl.col("first_name_right")).mean()).item()
    assert surname == pytest.approx(0.18, abs=0.02)
    assert forename == pytest.approx(0.12, abs=0.02)


def test_the_default_borough_is_the_size_of_westminster(westminster: Town) -> None:
    assert len(westminster.families) == 18_000
    assert len(westminster.people) == pytest.approx(250_000, rel=0.02)
    assert (westminster.age < 20).sum() == pytest.approx(40_000, rel=0.05)


@pytest.mark.parametrize("case", CASES)
def test_every_hard_case_is_in_the_default_borough(case: str, westminster: Town) -> None:
    assert westminster.people.is_case(case).sum() >= 2


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_hard_case_is_in_a_small_borough(seed: int) -> None:
    town = _town(300, seed)
    assert [case for case in CASES if town.people.is_case(case).sum() < 1] == []


def test_most_families_have_no_need_and_a_few_have_several(borough: Borough) -> None:
    town = borough.town
    needs = town.needs.of_families(_young_parent(town))
    each = needs.group_by("family").len()["len"]
    assert 1 - len(each) / len(town.families) > 0.6
    assert 0.02 < (each >= 4).sum() / len(town.families) < 0.06
    # Far more than if needs came one by one.
    shares = needs.group_by("criterion").len()["len"].to_numpy() / len(town.families)
    apart = np.random.default_rng(1).random((200_000, len(shares))) < shares
    assert (each >= 4).sum() / len(town.families) > 3 * (apart.sum(axis=1) >= 4).mean()


def test_cost_is_concentrated_in_a_few_families(borough: Borough) -> None:
    town = borough.town
    records = pl.concat(
        pl.DataFrame({"record_id": e.people["record_id"], "person": e.persons}).with_columns(feed=pl.lit(e.agency.feed))
        for e in borough.extracts
    )
    costs = true_costs(accepted_events(town, borough.extracts, records), family_members(town), AS_AT)
    each = costs.group_by("family").agg(pl.col("cost_gbp").sum())["cost_gbp"].sort(descending=True)
    top = each.head(round(0.03 * len(town.families))).sum() / each.sum()
    assert 0.15 < top < 0.40


def test_names_are_spread_and_groups_of_names_are_all_there(westminster: Town) -> None:
    people = westminster.people
    assert len(np.unique(people.group)) == 12
    common = np.sort(np.bincount(people.last_a))[::-1]
    assert common[0] / len(people) < 0.02
    assert (common > 0).sum() > 3000
