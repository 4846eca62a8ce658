"""Each hard case of the invented borough by name: who must not be mixed with whom, and who must be found.

Two boroughs of 1,200 families each are judged as one. Floors and bounds stand a little outside what was measured over
seeds 1 to 4, so they hold on another seed and still fail when the linkage loses ground.
"""

from __future__ import annotations

import os

import polars as pl
import pytest
from tests.integration.linked_borough import Borough, linked_boroughs, pair_f1

from thinkfamily.engine.quality.people import mixed_with_family, pair_quality

SEEDS = (3, 4)
BORN = pl.col("date_of_birth")


@pytest.fixture(scope="session")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Borough:
    base = tmp_path_factory.getbasetemp()
    # Each process of a shared test run has a folder of its own within one that all see.
    return linked_boroughs(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base, SEEDS)


def whole_names(borough: Borough) -> pl.DataFrame:
    """One row per record, with ``true_born`` and the person's most usual ``usual_first`` and ``usual_last`` name."""
    small = borough.record.join(borough.people.select("person", true_born="date_of_birth"), on="person").with_columns(
        pl.col("first_name", "last_name").str.to_lowercase()
    )
    usual = small.group_by("person").agg(
        usual_first=pl.col("first_name").drop_nulls().mode().sort().first(),
        usual_last=pl.col("last_name").drop_nulls().mode().sort().first(),
    )
    return small.join(usual, on="person")


def sharing(borough: Borough, number: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Records whose identifier is held by two true people or more; and those people, two a row."""
    area = pl.col("person").str.split(":").list.first()
    held = borough.record.filter(pl.col(number).is_not_null()).with_columns(area=area)
    records = held.filter(pl.col("person").n_unique().over("area", number) > 1)
    one = records.select("area", number, "person").unique()
    two = one.join(one.rename({"person": "other"}), on=["area", number]).filter(pl.col("person") != pl.col("other"))
    return records, two.select("person", "other").unique()


def test_the_whole_is_better_than_plain_splink(borough: Borough) -> None:
    """Measured: 0.974 to 0.975 against 0.942 to 0.944."""
    ours = pair_f1(borough.linked)
    assert ours >= 0.970
    assert ours - pair_f1(borough.peer.join(borough.linked, on=["feed", "record_id"], how="semi")) >= 0.02
    assert (pair_quality(borough.linked)["precision"].value or 0) >= 0.997


def test_under_half_a_per_cent_of_people_are_mixed_with_their_family(borough: Borough) -> None:
    """Measured: 0.03 to 0.05%."""
    share = mixed_with_family(borough.linked, borough.members)
    assert share.whole > 30_000
    assert (share.value or 0) < 0.002


# Who must not be mixed


def test_twins(borough: Borough) -> None:
    """Measured: 1 or 2 of some 115 mixed with the twin."""
    born = borough.people.select("person", "date_of_birth")
    rivals = (
        borough.home_mates()
        .join(born, on="person")
        .join(born.rename({"person": "other", "date_of_birth": "other_born"}), on="other")
        .filter(pl.col("other_born") == BORN)
    )
    share = borough.mixed_share(borough.of("twin"), rivals)
    assert share.whole >= 80
    assert share.part <= 3
    assert borough.recall(borough.of("twin")) >= 0.97


def test_sons_named_for_their_fathers(borough: Borough) -> None:
    """Measured: 2 to 5 of 20, nearly all by a record of the father that holds no birth date."""
    about = borough.people.select("person", "sex", "date_of_birth")
    fathers = (
        borough.home_mates()
        .join(about, on="person")
        .join(about.select(other="person", other_sex="sex", other_born="date_of_birth"), on="other")
        .filter((pl.col("other_sex") == "male") & ((BORN - pl.col("other_born")).dt.total_days() > 15 * 365))
    )
    sons = borough.of("junior")
    share = borough.mixed_share(sons, fathers)
    assert share.whole >= 15
    assert share.part <= 6
    # Where birth dates are held they tell father and son apart.
    dated = borough.linked.join(borough.record.filter(BORN.is_not_null()), on=["feed", "record_id"], how="semi")
    within = dated.select("person_id", "person").unique()
    both = within.join(within.rename({"person": "other"}), on="person_id").join(fathers, on=["person", "other"])
    assert both.filter(pl.col("person").is_in(sons.implode()))["person"].n_unique() <= 1
    assert borough.recall(sons) >= 0.93


def test_namesakes(borough: Borough) -> None:
    """Two people of one name, born in one year or on one day, at two homes. Measured: 1 or 2 of 156."""
    who = borough.of("namesake")
    mixed = borough.mixed().filter(pl.col("person").is_in(who.implode()) & pl.col("other").is_in(who.implode()))
    assert len(who) >= 140
    assert mixed["person"].n_unique() <= 3
    assert borough.recall(who) >= 0.91


def test_couples_with_the_same_initials(borough: Borough) -> None:
    """Measured: none of 50."""
    who = borough.of("same_initials")
    share = borough.mixed_share(who, borough.home_mates())
    assert share.whole >= 40
    assert share.part <= 1
    assert borough.recall(who) >= 0.85


def test_adopted_childrens_identities_are_never_joined(borough: Borough) -> None:
    """None, ever: not with each other, nor with anybody."""
    who = borough.of("adopted")
    mixed = borough.mixed().filter(pl.col("person").is_in(who.implode()))
    assert len(who) >= 12
    assert mixed.is_empty()


def test_one_number_on_two_people(borough: Borough) -> None:
    """The mother's number on a child, a recycled number, the number of the record above. Measured: none of 200."""
    counted = 0
    for number in ("nhs_number", "upn", "nino"):
        _, rivals = sharing(borough, number)
        share = borough.mixed_share(rivals["person"].unique(), rivals)
        assert share.part <= 1, number
        counted += share.whole
    assert counted >= 200


@pytest.mark.parametrize(
    ("case", "most", "least_recall"),
    [
        ("shared_house", 0.001, 0.95),
        ("in_hostel", 0.02, 0.95),
        ("in_refuge", 0.0, 0.78),
        ("lost_flat", 0.008, 0.94),
        ("three_generations", 0.02, 0.94),
        ("step_family", 0.008, 0.97),
        ("two_homes", 0.0, 0.94),
        ("separated_parent", 0.004, 0.93),
        ("in_care", 0.0, 0.93),
        ("in_custody", 0.0, 0.92),
        ("kinship_carer", 0.0, 0.91),
        ("other_kin", 0.0, 0.95),
        ("lodger", 0.0, 0.88),
        ("foster_carer", 0.0, 0.84),
        ("expecting", 0.03, 0.90),
        ("pregnancy_ended", 0.0, 0.85),
        ("name_changer", 0.005, 0.80),
        ("mover_in", 0.004, 0.89),
        ("mover_out", 0.004, 0.88),
        ("mover_within", 0.003, 0.89),
    ],
)
def test_who_shares_a_family_or_a_roof(borough: Borough, case: str, most: float, least_recall: float) -> None:
    """Mixed with someone of their family or household: at most so many; and their records found: at least so many."""
    who = borough.of(case)
    share = borough.mixed_share(who, borough.home_mates())
    assert share.whole >= 10
    assert (share.value or 0) <= most
    assert borough.recall(who) >= least_recall


@pytest.mark.parametrize(("case", "least_recall"), [("staff", 0.86), ("died", 0.87)])
def test_who_is_seldom_at_home(borough: Borough, case: str, least_recall: float) -> None:
    """Staff are restricted in some feeds; the dead are still in others."""
    assert borough.recall(borough.of(case)) >= least_recall


# What must be found through what went wrong


@pytest.mark.parametrize(
    ("went_wrong", "which", "least_recall"),
    [
        ("no birth date", BORN.is_null(), 0.89),
        ("1 January for a birthday", BORN.ne(pl.col("true_born")) & (BORN.dt.ordinal_day() == 1), 0.76),
        (
            "day and month swapped",
            BORN.ne(pl.col("true_born"))
            & (BORN.dt.day() == pl.col("true_born").dt.month())
            & (BORN.dt.month() == pl.col("true_born").dt.day()),
            0.92,
        ),
        (
            "another year of birth",
            BORN.ne(pl.col("true_born"))
            & (BORN.dt.day() == pl.col("true_born").dt.day())
            & (BORN.dt.month() == pl.col("true_born").dt.month()),
            0.91,
        ),
        (
            "names in each other's boxes",
            (pl.col("first_name") == pl.col("usual_last"))
            & (pl.col("last_name") == pl.col("usual_first"))
            & (pl.col("first_name") != pl.col("last_name")),
            0.87,
        ),
        ("an initial for a first name", pl.col("first_name").str.len_chars() == 1, 0.88),
        (
            "a nickname, another spelling, a slip in the first name",
            pl.col("first_name") != pl.col("usual_first"),
            0.84,
        ),
        ("another spelling, half, a former last name", pl.col("last_name") != pl.col("usual_last"), 0.87),
        ("sex not known", pl.col("sex") == "unknown", 0.93),
    ],
)
def test_a_record_on_which(borough: Borough, went_wrong: str, which: pl.Expr, least_recall: float) -> None:
    """Recall of the pairs between such records and the other records of their people."""
    assert borough.recall_of(whole_names(borough).filter(which)) >= least_recall, went_wrong


def test_a_mistyped_nhs_number_is_not_used_and_the_record_still_found(borough: Borough) -> None:
    """The check digit is wrong: intake blanks the value and keeps the record. Measured: 0.960 to 0.979."""
    written = borough.held.select("feed", "record_id", written="nhs_number")
    spoilt = borough.record.join(written, on=["feed", "record_id"]).filter(
        pl.col("written").is_not_null() & pl.col("nhs_number").is_null()
    )
    assert spoilt.height >= 100
    assert borough.recall_of(spoilt) >= 0.94


def test_a_shared_nhs_number_does_not_cost_its_holders_their_records(borough: Borough) -> None:
    """Measured: 0.948 to 0.957."""
    records, _ = sharing(borough, "nhs_number")
    assert borough.recall_of(records) >= 0.93


# Restricted addresses


def test_a_restricted_address_leaves_no_key_and_its_person_is_found_by_other_facts(borough: Borough) -> None:
    """Measured recall: 0.72 to 0.84."""
    restricted = borough.record.filter(pl.col("restriction").is_not_null())
    assert restricted.height >= 100
    places = borough.place.join(restricted, on=["feed", "record_id"], how="semi")
    assert places.height == restricted.height
    assert places["is_restricted"].all()
    for key in ("postcode_key", "line_key", "building_key", "property_id"):
        assert places[key].null_count() == places.height, key
    assert borough.recall_of(restricted) >= 0.70


def test_two_restricted_records_are_never_joined_for_their_address(borough: Borough) -> None:
    """No link between two of them speaks of a place, unless other records of the two people say where they live."""
    alone = borough.link.filter(pl.col("pass").is_in(["identifier", "exact"]))
    restricted = borough.record.filter(pl.col("restriction").is_not_null()).select("feed", "record_id")
    for side in ("l", "r"):
        touching = alone.join(
            restricted.rename({"feed": f"feed_{side}", "record_id": f"record_id_{side}"}),
            on=[f"feed_{side}", f"record_id_{side}"],
        )
        assert not touching["reasons"].str.contains("same home|same building|postcode").any()


# The tables that tell of it


def test_every_accepted_record_has_one_person_and_every_pair_one_row(borough: Borough) -> None:
    assert borough.linked.height == borough.record.height == borough.record.select("feed", "record_id").n_unique()
    ends = ["feed_l", "record_id_l", "feed_r", "record_id_r"]
    assert borough.link.select(ends).n_unique() == borough.link.height
    swapped = borough.link.select(
        feed_l="feed_r", record_id_l="record_id_r", feed_r="feed_l", record_id_r="record_id_l"
    )
    assert borough.link.join(swapped, on=ends, how="semi").is_empty()


def test_reasons_say_why_without_a_value(borough: Borough) -> None:
    """Reasons are made of a few dozen phrases and nothing else: no name, number, date or address can be in them."""
    assert borough.link["reasons"].null_count() == 0
    phrases = set(borough.link["reasons"].str.split("; ").explode().unique())
    assert len(phrases) < 60
    assert not any(any(letter.isdigit() for letter in phrase) for phrase in phrases)
    names = set(borough.record["first_name"].drop_nulls().str.to_lowercase().unique())
    said = {word.strip(",:") for phrase in phrases for word in phrase.lower().split()}
    assert not {name for name in said & names if len(name) > 3}
