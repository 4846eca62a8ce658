"""The proposed list (extract contract, section 3): who is on it, who is not, and why, in words."""

from __future__ import annotations

import polars as pl
import pytest
from tests.spec.cohort.listed import propose

from thinkfamily.engine.cohort.choose import PUBLIC_SERVICE_COST, changes, fill, places
from thinkfamily.engine.cohort.words import because
from thinkfamily.programmes.entry import Entry
from thinkfamily.programmes.framework import load_programme

WESTMINSTER = load_programme("westminster_3_percent")


def test_the_eligible_families_on_whom_services_spend_most_fill_the_places() -> None:
    """Half of five families is two and a half places, rounded up to three: a family without cost fills the last."""
    result = propose("""
        family_id | cost_gbp | criteria
        a         | 900      | 3
        b         | 5000     | 2
        c         | 1200.50  | 4
        d         | 100      | 3
        e         | 1000     | 3
    """)
    assert result.proposed == ["a", "c", "e"]
    assert result.cohort["family_id"].to_list() == ["a", "b", "c", "d", "e"]
    assert result.cohort.filter("is_eligible")["family_id"].to_list() == ["a", "c", "d", "e"]


def test_transfers_do_not_count_towards_a_place() -> None:
    result = propose(
        """
        family_id | cost_gbp | transfer_gbp
        a         | 12000    | 11500
        b         | 800      | 0
        """
    )
    assert result.proposed == ["b"]
    assert result.what_if.rows() == [("a", "transfers_counted", "joins"), ("b", "transfers_counted", "leaves")]
    assert result.notes["would_change"] == {
        "transfers_counted": {"join": 1, "leave": 1},
        "health_and_disability_costs_left_out": {"join": 0, "leave": 0},
    }


def test_what_if_health_and_disability_costs_were_left_out() -> None:
    """A hospital stay, and the health service's part of a domestic abuse incident; not the police's part of it."""
    result = propose(
        """
        family_id | cost_gbp
        a         | 3000
        b         | 1000
        """,
        lines="""
        family_id | event                   | agency | cost_gbp | is_transfer
        a         | hospital_admission      | NHS    | 2000     | no
        a         | domestic_abuse_incident | NHS    | 500      | no
        a         | domestic_abuse_incident | POLICE | 500      | no
        b         | arrest                  | POLICE | 1000     | no
        """,
    )
    assert result.proposed == ["a"]
    assert result.what_if.rows() == [
        ("a", "health_and_disability_costs_left_out", "leaves"),
        ("b", "health_and_disability_costs_left_out", "joins"),
    ]


def test_the_entry_rule_needs_three_criteria_on_evidence_from_two_agencies() -> None:
    result = propose(
        """
        family_id | cost_gbp | criteria | agencies | unknown
        a         | 900      | 3        | 1        | 0
        b         | 900      | 2        | 2        | 1
        c         | 900      | 0        | 0        | 4
        d         | 900      | 3        | 2        | 4
        """,
        share=1.0,
    )
    assert result.proposed == ["d"]
    assert result.why("a") == "The entry rule is not met: 3 criteria met, on evidence from 1 agency."
    assert result.why("b") == (
        "The entry rule is not met: 2 criteria met, on evidence from 2 agencies; 1 more cannot be known."
    )
    assert result.why("c") == "The entry rule is not met: no criterion met; 4 cannot be known."


def test_equal_costs_are_settled_by_criteria_met() -> None:
    result = propose("""
        family_id | cost_gbp | criteria
        a         | 900      | 3
        b         | 900      | 5
    """)
    assert result.proposed == ["b"]


def test_equal_in_both_is_settled_by_a_seeded_order_that_is_stated() -> None:
    """Not by the family's id: over many seeds each of three equal families is drawn first for some."""
    drawing = "family_id | cost_gbp\na | 900\nb | 900\nc | 900"
    drawn = {seed: propose(drawing, share=0.3, seed=seed).proposed for seed in range(1, 13)}
    assert {family for (family,) in drawn.values()} == {"a", "b", "c"}
    assert drawn[5] == propose("family_id | cost_gbp\nc | 900\nb | 900\na | 900", share=0.3, seed=5).proposed
    assert "md5 of the seed" in str(propose(drawing).notes["ties"])


@pytest.mark.parametrize(
    ("arrived_on", "months", "is_proposed"),
    [
        ("-", 12, True),
        ("2001-01-01", 12, True),
        ("2025-10-01", 12, True),  # in the area for all of the window
        ("2025-10-02", 11, False),
        ("2026-03-30", 6, False),
        ("2026-09-30", 0, False),
        ("2027-01-01", 0, False),
    ],
)
def test_a_family_observed_for_fewer_than_12_months_is_listed_apart(
    arrived_on: str, months: int, is_proposed: bool
) -> None:
    result = propose(
        f"""
        family_id | cost_gbp | arrived_on
        a         | 9000     | {arrived_on}
        b         | 100      | -
        """,
        share=1.0,
    )
    row = result.cohort.row(0, named=True)
    assert (row["months_observed"], row["is_eligible"], row["is_proposed"]) == (months, True, is_proposed)
    assert ("too new to judge by cost" in row["proposed_because"]) is not is_proposed
    assert result.notes["too_new_to_judge_by_cost"] == (0 if is_proposed else 1)


def test_capacity_is_a_share_of_all_families_with_a_child_or_an_expected_child() -> None:
    """Four families of five have one: a quarter of four is one place. The fifth is in no list at all."""
    result = propose(
        """
        family_id | cost_gbp | children | expected | criteria
        a         | 100      | 1        | 0        | 3
        b         | 200      | 0        | 1        | 3
        c         | 0        | 2        | 0        | 0
        d         | 0        | 1        | 0        | 0
        e         | 900      | 0        | 0        | 3
        """,
        share=0.25,
    )
    assert result.cohort["family_id"].to_list() == ["a", "b", "c", "d"]
    assert result.proposed == ["b"]
    assert result.notes["places"] == 1


@pytest.mark.parametrize(
    ("families", "share", "expected"), [(1500, 0.03, 45), (100, 0.07, 7), (101, 0.03, 4), (0, 0.03, 0), (1, 0.03, 1)]
)
def test_places_are_rounded_up_from_the_share_as_written(families: int, share: float, expected: int) -> None:
    assert places(families, share) == expected


def test_a_family_without_any_cost_is_still_a_family() -> None:
    result = propose("family_id | cost_gbp\na | -", share=1.0)
    assert result.proposed == ["a"]
    assert result.cohort["cost_gbp"].sum() == 0


def test_agencies_and_services_of_the_year_are_counted() -> None:
    result = propose(
        "family_id | cost_gbp | area\na | 1 | W01\nb | 1 | -",
        services="""
        a | LA-EDU | Lark Primary | 1 | 2026-01-01 | - | yes
        a | LA-EDU | Wren Secondary | 1 | 2026-01-01 | - | yes
        a | NHS | A&E | 2 | 2026-01-01 | 2026-01-02 | no
        """,
    )
    assert result.cohort.select("area", "agencies", "services").rows() == [("W01", 2, 3), (None, 0, 0)]


def test_why_is_said_in_words_with_the_pounds_and_never_a_place_in_an_order() -> None:
    result = propose("""
        family_id | cost_gbp   | transfer_gbp | flagged
        a         | 1234567.60 | 0.10         | yes
        b         | 2345.49    | 1000         | no
    """)
    assert result.why("a") == (
        "The entry rule is met (3 criteria met, on evidence from 2 agencies), and what public services spent in the 12 "
        "months without transfers, £1,234,568, is within the 1 place (50% of 2 families with a child). A named person "
        "decides. Check first who lives in this household: it is over ten people, or otherwise improbable."
    )
    assert "£1,345" in result.why("b")
    assert "Not proposed" in result.why("b")


def test_a_list_without_places_says_so() -> None:
    """A capacity of nothing is not a programme's, but an area may ask for a list of none."""
    result = propose("family_id | cost_gbp\na | 1", share=0.0)
    assert result.proposed == []
    assert result.why("a").endswith("Not proposed: there are no places.")
    assert result.notes["least_cost_proposed_gbp"] is None


def test_without_a_number_of_families_all_that_are_eligible_are_proposed() -> None:
    """Nobody is judged by cost, so no family is too new for it, and no other way of counting cost changes anything."""
    rows = propose("""
        family_id | cost_gbp | criteria | arrived_on
        a         | 100      | 3        | -
        b         | 900      | 2        | -
        c         | 0        | 3        | 2026-09-01
    """).cohort.with_columns(
        health_gbp=pl.lit(0),
        draw=pl.lit(""),
        agencies_met=pl.lit(2),
        criteria_unknown=pl.lit(0),
        is_flagged=pl.lit(False),
        is_eligible_otherwise=pl.lit(False),
    )
    proposed = fill(rows, PUBLIC_SERVICE_COST, None)
    assert proposed.to_list() == ["a", "c"]
    assert changes(rows, None, proposed).is_empty()
    why = dict(zip(rows["family_id"], rows.select(because(WESTMINSTER.entry, None)).to_series(), strict=True))
    assert why["c"] == (
        "The entry rule is met (3 criteria met, on evidence from 2 agencies). The programme sets no number of families: "
        "all that meet the rule are proposed. A named person decides."
    )
    assert why["b"].startswith("The entry rule is not met")


ROWS = pl.DataFrame(
    {
        "family_id": ["a", "b"],
        "criteria_met": [4, 0],
        "headings_met": [2, 0],
        "agencies_met": [3, 0],
        "criteria_unknown": [1, 2],
        "is_eligible": [False, False],
        "is_eligible_otherwise": [True, False],
        "is_proposed": [False, False],
        "is_flagged": [False, False],
    }
)


def test_where_headings_count_and_sources_disagree_the_reason_says_so() -> None:
    """Three needs, by one reading anywhere and by another under three headings: four under two are told both."""
    met, unmet = ROWS.select(because(load_programme("supporting_families_2022").entry, None)).to_series()
    assert met == (
        "The entry rule is not met: 4 criteria met under 2 headings, on evidence from 3 agencies; 1 more cannot be known. By "
        "another reading of the sources it would be met; the stricter stands."
    )
    assert unmet == "The entry rule is not met: no criterion met; 2 cannot be known."


def test_where_each_council_sets_the_rule_nobody_is_proposed_until_it_is_filled_in() -> None:
    left = Entry("Each council's own.", None, WESTMINSTER.source, "source", "")
    met, _ = ROWS.with_columns(is_eligible_otherwise=pl.lit(False)).select(because(left, None)).to_series()
    assert met == (
        "Not proposed: the programme leaves the entry rule to each council, and none is filled in. Of its criteria: 4 criteria "
        "met, on evidence from 3 agencies; 1 more cannot be known."
    )
