"""Every basis of price, with its edges (extract contract, section 4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.spec.costs.worked import MEMBERS, cost, gbp

from thinkfamily.core.errors import RuleError

A_AND_E = gbp("109", "2011-12")
CONTACT = gbp("37", "2009-10")


def test_per_event_counts_every_event_that_begins_in_the_12_months() -> None:
    """The window is half-open: the day after the same date a year earlier, up to and including the as-at date."""
    result = cost("""
        who | event         | from_on
        Ann | ae_attendance | 2025-09-30
        Ann | ae_attendance | 2025-10-01
        Ann | ae_attendance | 2026-09-30
        Ann | ae_attendance | 2026-10-01
    """)
    assert result.line("from_on", "cost_gbp") == [(date(2025, 10, 1), A_AND_E), (date(2026, 9, 30), A_AND_E)]
    assert result.by_agency() == {"NHS": 2 * A_AND_E}


def test_two_identical_events_without_a_reference_are_two_events() -> None:
    result = cost("""
        who | event         | from_on
        Ann | ae_attendance | 2026-01-05
        Ann | ae_attendance | 2026-01-05
    """)
    assert result.by_agency() == {"NHS": 2 * A_AND_E}


def test_per_event_counts_a_spell_by_its_first_day_alone() -> None:
    result = cost("""
        who | event               | from_on    | until_on
        Ann | child_mental_health | 2024-02-01 | -
        Ben | child_mental_health | 2026-02-01 | -
        Cyn | child_mental_health | 2025-10-01 | 2025-10-02
    """)
    assert result.line("person_id", "quantity") == [("Ben", Decimal(1)), ("Cyn", Decimal(1))]
    assert result.unpriced.is_empty()


def test_per_person_counts_a_person_once_on_the_first_date() -> None:
    result = cost("""
        who | event         | from_on    | reference
        Ann | youth_offence | 2025-08-01 | R1
        Ann | youth_offence | 2026-05-01 | R3
        Ann | youth_offence | 2025-12-01 | R2
        Ben | youth_offence | 2026-01-01 | R2
    """)
    price = gbp("3152", "2008-09")
    assert result.line("person_id", "from_on", "reference", "cost_gbp") == [
        ("Ann", date(2025, 12, 1), "R2", price),
        ("Ben", date(2026, 1, 1), "R2", price),
    ]


def test_per_reference_counts_an_incident_once_in_a_family_whoever_holds_the_rows() -> None:
    """And each row without a reference once; the line carries the record whose feed and record_id sort first."""
    result = cost("""
        who | event         | from_on    | reference
        Cyn | fire_incident | 2026-01-02 | FIRE-1
        Ben | fire_incident | 2026-01-03 | FIRE-1
        Ann | fire_incident | 2026-02-01 | -
        Ann | fire_incident | 2026-02-01 | -
        Ben | fire_incident | 2025-09-30 | FIRE-2
    """)
    price = gbp("3186", "2008-09")
    assert result.line("person_id", "record_id", "reference", "from_on", "cost_gbp") == [
        ("Ann", "Ann", None, date(2026, 2, 1), price),
        ("Ann", "Ann", None, date(2026, 2, 1), price),
        ("Ben", "Ben", "FIRE-1", date(2026, 1, 3), price),
    ]


def test_an_incident_that_began_before_the_window_counts_if_a_row_is_in_it() -> None:
    result = cost("""
        who | event    | from_on    | reference
        Ann | eviction | 2025-09-30 | EV-1
        Ben | eviction | 2025-10-01 | EV-1
    """)
    assert result.line("person_id", "from_on") == [("Ben", date(2025, 10, 1))]


@pytest.mark.parametrize(
    ("event", "value", "year", "of"),
    [
        ("looked_after_foster", "700", "2013-14", "7"),
        ("child_in_need", "107", "2008-09", "30.4375"),
        ("probation_supervision", "357", "2008-09", "365.25"),
    ],
)
def test_per_week_month_and_year_price_days(event: str, value: str, year: str, of: str) -> None:
    """Days / 7, days x 12 / 365.25, days / 365.25."""
    result = cost(f"""
        who | event   | from_on    | until_on
        Ann | {event} | 2025-12-01 | 2025-12-11
    """)
    assert result.line("cost_gbp") == [(gbp(value, year, days=10, of=of),)]
    assert result.line("quantity") == [((Decimal(10) / Decimal(of)).quantize(Decimal("0.000001")),)]


@pytest.mark.parametrize(
    ("from_on", "until_on", "days"),
    [
        ("2024-01-01", "-", 365),  # open: ends with the window
        ("2024-01-01", "2025-10-01", 0),  # over on the day before the window: the end is not included
        ("2024-01-01", "2025-10-02", 1),
        ("2026-09-30", "-", 1),  # begins on the as-at date
        ("2026-10-01", "-", 0),
        ("2026-09-20", "2027-03-01", 11),  # an end beyond the window
        ("2025-10-01", "2026-10-01", 365),
    ],
)
def test_a_spell_is_priced_for_its_days_in_the_window(from_on: str, until_on: str, days: int) -> None:
    result = cost(f"""
        who | event               | from_on   | until_on
        Ann | looked_after_foster | {from_on} | {until_on}
    """)
    expected = [(gbp("700", "2013-14", days=days, of="7"),)] if days else []
    assert result.line("cost_gbp") == expected


@pytest.mark.parametrize(("until", "days"), [("2026-10-01", 365), ("2026-09-01", 335), ("2025-10-01", 0)])
def test_an_open_spell_ends_where_its_feed_ends_if_that_is_earlier(until: str, days: int) -> None:
    result = cost(
        """
        who | event               | from_on    | until_on
        Ann | looked_after_foster | 2024-01-01 | -
        """,
        covers_until={"childrens_social_care": date.fromisoformat(until)},
    )
    assert result.line("cost_gbp") == ([(gbp("700", "2013-14", days=days, of="7"),)] if days else [])


def test_a_feed_that_runs_on_does_not_lengthen_an_open_spell() -> None:
    result = cost(
        """
        who | event               | from_on    | until_on
        Ann | looked_after_foster | 2026-09-24 | -
        """,
        covers_until={"childrens_social_care": date(2026, 12, 1)},
    )
    assert result.line("cost_gbp") == [(gbp("700", "2013-14", days=7, of="7"),)]


def test_overlapping_spells_of_one_person_are_joined_and_gaps_are_not_priced() -> None:
    """1-10 January, 6-15 January and one inside them are 15 days; 21-25 January are five more."""
    result = cost("""
        who   | event               | from_on    | until_on
        Ann   | looked_after_foster | 2026-01-06 | 2026-01-16
        Ann   | looked_after_foster | 2026-01-01 | 2026-01-11
        Ann/2 | looked_after_foster | 2026-01-03 | 2026-01-05
        Ann   | looked_after_foster | 2026-01-21 | 2026-01-26
        Ben   | looked_after_foster | 2026-01-01 | 2026-01-11
    """)
    assert result.line("person_id", "record_id", "from_on", "cost_gbp") == [
        ("Ann", "Ann", date(2026, 1, 1), gbp("700", "2013-14", days=20, of="7")),
        ("Ben", "Ben", date(2026, 1, 1), gbp("700", "2013-14", days=10, of="7")),
    ]


def test_spells_of_two_price_rows_are_not_joined() -> None:
    """Two benefits over the same days are two price rows, though they share a unit cost."""
    result = cost("""
        who | event               | from_on    | until_on   | detail
        Ann | out_of_work_benefit | 2026-01-01 | 2026-01-11 | esa
        Ann | out_of_work_benefit | 2026-01-01 | 2026-01-11 | uc_no_requirement
    """)
    assert result.by_agency()["DWP"] == 2 * gbp("7500", "2012-13", days=10, of="365.25")


def test_per_week_per_reference_joins_the_days_of_a_family() -> None:
    """One tenancy of temporary accommodation houses several people; rows without a reference are taken together."""
    result = cost("""
        who | event                   | from_on    | until_on   | reference
        Ann | temporary_accommodation | 2026-01-01 | 2026-01-08 | TA-1
        Ben | temporary_accommodation | 2026-01-04 | 2026-01-15 | TA-1
        Ben | temporary_accommodation | 2026-03-01 | 2026-03-08 | TA-2
        Ann | temporary_accommodation | 2026-05-01 | 2026-05-08 | -
        Ben | temporary_accommodation | 2026-05-04 | 2026-05-09 | -
    """)
    week = "334.95"
    assert sorted(result.line("reference", "person_id", "cost_gbp"), key=str) == sorted(
        [
            ("TA-1", "Ann", gbp(week, "2010-11", days=14, of="7")),
            ("TA-2", "Ben", gbp(week, "2010-11", days=7, of="7")),
            (None, "Ann", gbp(week, "2010-11", days=8, of="7")),
        ],
        key=str,
    )


def test_a_leap_year_has_366_days() -> None:
    result = cost(
        """
        who | event               | from_on    | until_on
        Ann | looked_after_foster | 2020-01-01 | -
        """,
        as_at=date(2024, 3, 31),
        covers_until={"childrens_social_care": date(2024, 4, 1)},
    )
    assert result.line("cost_gbp") == [(gbp("700", "2013-14", days=366, of="7", base="2023-24"),)]


def test_a_point_cannot_be_priced_by_time() -> None:
    with pytest.raises(RuleError) as refused:
        cost(
            """
            who | event         | from_on
            Ann | ae_attendance | 2026-01-01
            """,
            prices="""
            event         | detail | unit_cost    | basis
            ae_attendance | -      | UCD14-HE4.0  | per_week
            """,
        )
    assert refused.value.code == "TF-COSTS-001"


def test_whose_events_count() -> None:
    """With the children or away on the as-at date; not elsewhere, not before joining, not after leaving."""
    result = cost(
        """
        who | event         | from_on
        Ann | ae_attendance | 2026-01-01
        Bob | ae_attendance | 2026-01-01
        Cyn | ae_attendance | 2026-01-01
        Dan | ae_attendance | 2026-01-01
        Eve | ae_attendance | 2026-01-01
        Fay | ae_attendance | 2026-01-01
        Gus | ae_attendance | 2026-01-01
        """,
        members=f"""
        {MEMBERS}
        F | Ann | child | with_children | -          | -          | drawn
        F | Bob | adult | away          | 2026-02-01 | -          | drawn
        F | Cyn | adult | elsewhere     | -          | -          | drawn
        F | Dan | adult | with_children | -          | 2026-09-30 | drawn
        F | Eve | adult | with_children | 2026-09-30 | 2026-10-01 | drawn
        F | Fay | adult | with_children | 2026-10-01 | -          | drawn
        """,
    )
    assert [who for (who,) in result.line("person_id")] == ["Ann", "Bob", "Eve"]


def test_a_member_for_two_periods_counts_once() -> None:
    result = cost(
        """
        who | event         | from_on
        Ann | ae_attendance | 2026-01-01
        """,
        members=f"""
        {MEMBERS}
        F | Ann | child | with_children | 2020-01-01 | -          | drawn
        F | Ann | child | away          | 2026-08-01 | 2027-01-01 | drawn
        """,
    )
    assert result.by_agency() == {"NHS": A_AND_E}


def test_a_child_of_two_families_counts_in_both_and_once_in_the_area() -> None:
    result = cost(
        """
        who | event                   | from_on    | reference
        Ann | csc_contact             | 2026-01-01 | -
        Bob | fire_incident           | 2026-01-01 | FIRE-1
        Cyn | fire_incident           | 2026-01-01 | FIRE-1
        """,
        members=f"""
        {MEMBERS}
        F | Ann | child | with_children | - | - | drawn
        F | Bob | adult | with_children | - | - | drawn
        G | Ann | child | with_children | - | - | drawn
        G | Cyn | adult | with_children | - | - | drawn
        """,
    )
    fire = gbp("3186", "2008-09")
    assert result.by_agency("F") == {"LA-CSC": CONTACT, "FIRE": fire}
    assert result.by_agency("G") == {"LA-CSC": CONTACT, "FIRE": fire}
    assert result.notes["area"] == [
        {"agency": "FIRE", "cost_gbp": str(fire), "transfer_gbp": "0.000000"},
        {"agency": "LA-CSC", "cost_gbp": str(CONTACT), "transfer_gbp": "0.000000"},
    ]
