"""Which price, in which year's pounds, falling to whom (extract contract, section 4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.spec.costs.worked import cost, gbp

from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.prices import charged_through, load_deflators, load_unit_costs, uprated

ONE_VISIT = """
    who | event         | from_on
    Ann | ae_attendance | 2026-01-01
"""


def test_a_detail_with_a_price_row_of_its_own_is_priced_by_it() -> None:
    result = cost("""
        who | event        | from_on    | detail
        Ann | asb_incident | 2026-01-01 | no_further_action
        Ann | asb_incident | 2026-01-02 | noise
        Ann | asb_incident | 2026-01-03 | -
    """)
    assert result.line("unit_cost", "agency", "cost_gbp") == [
        ("UCD14-CR1.1", "POLICE", gbp("35", "2002-03")),
        ("UCD14-CR1.0", "POLICE+LA", gbp("500", "2002-03")),
        ("UCD14-CR1.0", "POLICE+LA", gbp("500", "2002-03")),
    ]


def test_a_detail_without_any_price_row_is_listed_and_never_nought() -> None:
    result = cost("""
        who | event               | from_on    | until_on | detail  | quantity
        Ann | out_of_work_benefit | 2024-01-01 | -        | carers  | -
        Ann | missing_episode     | 2026-01-01 | -        | -       | -
        Ann | missing_episode     | 2026-01-01 | -        | -       | -
        Ann | rent_arrears        | 2026-01-01 | 2026-02-01 | -     | 423.55
        Ann | employment          | 2024-01-01 | -        | -       | -
        Ann | missing_episode     | 2025-09-30 | -        | -       | -
    """)
    assert result.costs.is_empty()
    assert result.unpriced.rows() == [
        ("F", "missing_episode", None, 2, None, None),
        ("F", "out_of_work_benefit", "carers", 1, None, None),
        ("F", "rent_arrears", None, 1, 423.55, "gbp"),
    ]


def test_the_part_that_is_a_benefit_payment_is_a_transfer() -> None:
    result = cost("""
        who | event               | from_on    | until_on   | detail
        Ann | out_of_work_benefit | 2026-01-01 | 2026-01-31 | jsa
    """)
    paid, health = (gbp(value, "2012-13", days=30, of="365.25") for value in ("9234", "566"))
    assert result.costs.rows() == [
        ("F", "DWP", paid, paid, "2026-27"),
        ("F", "NHS", health, Decimal(0), "2026-27"),
    ]
    assert sorted(result.line("agency", "is_transfer")) == [("DWP", True), ("NHS", False)]


@pytest.mark.parametrize(
    ("event", "charged"),
    [
        # Parts that add up: each agency's own. Four parts of a truancy make £1,509.33, within £1 of the £1,509.
        ("domestic_abuse_incident", {"NHS": "1171", "CJS": "581", "POLICE": "415", "LA-CSC": "193", "LA-HSG": "110"}),
        # Two parts that fall to one agency.
        ("care_proceedings", {"MOJ-COURTS": "16250", "LA-CSC": "6250", "DFE-CAFCASS": "2500"}),
        # Parts that do not add up (£5,806 of £6,680; £375 of £2,501): whole, under its own label.
        ("eviction", {"LA-HSG+RSL": "6680"}),
        ("homelessness_application", {"LA-HSG": "2501"}),
        # No parts.
        ("parenting_programme", {"MULTI": "952"}),
    ],
)
def test_which_agency_bears_it(event: str, charged: dict[str, str]) -> None:
    year = {"care_proceedings": "2005-06", "eviction": "2010-11", "homelessness_application": "2010-11"}
    result = cost(f"""
        who | event   | from_on
        Ann | {event} | 2026-01-01
    """)
    whole = {agency: gbp(value, year.get(event, "2008-09")) for agency, value in charged.items()}
    assert result.by_agency().keys() == whole.keys()
    assert all(abs(result.by_agency()[agency] - whole[agency]) <= Decimal("0.000001") for agency in whole)


def test_parts_are_charged_at_their_own_values_not_scaled_to_the_whole() -> None:
    costs = load_unit_costs()
    parts = charged_through("UCD14-E&S1.0", costs)
    assert sum(part.value_gbp for part in parts) == Decimal("1509.33")
    assert [part.id for part in charged_through("UCD14-E&S2.0.1", costs)] == ["UCD14-E&S2.0.1"]


def test_the_price_base_is_the_financial_year_that_holds_the_date() -> None:
    """31 March and 1 April lie in two years, and the later one's deflator is a forecast."""
    before = cost(ONE_VISIT, as_at=date(2026, 3, 31))
    after = cost(ONE_VISIT, as_at=date(2026, 4, 1))
    assert before.line("cost_gbp") == [(gbp("109", "2011-12", base="2025-26"),)]
    assert after.line("cost_gbp") == [(gbp("109", "2011-12", base="2026-27"),)]
    assert (before.notes["price_year"], after.notes["price_year"]) == ("2025-26", "2026-27")
    assert after.notes["deflator_is_forecast"] is True


@pytest.mark.parametrize("asked", ["2024-25", "2024/25", "2024"])
def test_another_price_year_can_be_asked_for(asked: str) -> None:
    result = cost(ONE_VISIT, price_year=asked)
    assert result.line("cost_gbp") == [(gbp("109", "2011-12", base="2024-25"),)]
    assert result.costs["price_year"].to_list() == ["2024-25"]
    assert result.notes["deflator_is_forecast"] is False


@pytest.mark.parametrize("asked", ["1999-00", "2024-26", "soon"])
def test_a_price_year_without_a_deflator_is_refused(asked: str) -> None:
    with pytest.raises(RuleError):
        cost(ONE_VISIT, price_year=asked)


def test_a_unit_cost_of_a_calendar_year_is_of_the_financial_year_that_begins_in_it() -> None:
    result = cost(
        ONE_VISIT,
        prices="""
        event         | detail | unit_cost | basis
        ae_attendance | -      | WCC-FRP   | per_event
        """,
    )
    assert result.line("cost_gbp") == [(gbp("19500", "2010-11"),)]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("ae_attendance | - | UCD99 | per_event | -", "UCD99"),
        ("ae_attendance | - | UCD14-HE4.0 | per_visit | -", "per_visit"),
        ("ae_attendance | - | UCD14-HE4.0 | per_event | health", "health"),
    ],
)
def test_a_price_that_names_something_unknown_is_refused(row: str, says: str) -> None:
    with pytest.raises(RuleError, match=says):
        cost(ONE_VISIT, prices=f"event | detail | unit_cost | basis | overlap_group\n{row}")


@pytest.mark.parametrize(
    ("unit_cost", "pounds"),
    [
        ("UCD14-CR2.0", "3695.41"),
        ("UCD14-SS1.0", "69940.32"),
        ("UCD14-E&E1.0", "13697.60"),
        ("UCD14-E&S2.0", "15025.03"),
        ("UCD14-HO3.0", "3632.21"),
        ("UCD14-CR8.0", "884.45"),
    ],
)
def test_uprating_reaches_the_published_anchors(unit_cost: str, pounds: str) -> None:
    """To 2024-25 prices; worked out by others from the same tables."""
    value = uprated(load_unit_costs()[unit_cost], load_deflators(), "2024-25")
    assert value.quantize(Decimal("0.01")) == Decimal(pounds)


def test_a_familys_cost_is_exactly_the_sum_of_its_lines() -> None:
    result = cost("""
        who | event                   | from_on    | until_on   | detail | reference
        Ann | out_of_work_benefit     | 2025-11-03 | 2026-04-17 | jsa    | -
        Ann | adult_mental_health     | 2025-01-01 | -          | -      | -
        Ann | domestic_abuse_incident | 2026-02-02 | -          | -      | DV1
        Ben | persistent_truancy      | 2025-10-13 | 2026-07-01 | -      | -
        Ben | youth_offence           | 2026-02-02 | -          | -      | -
    """)
    by_line = dict(result.lines.group_by("agency").agg(total=result.lines["cost_gbp"].sum()).rows())
    assert by_line.keys() == result.by_agency().keys()
    for agency, pounds in result.by_agency().items():
        lines = [line for who, line in result.line("agency", "cost_gbp") if who == agency]
        assert sum(lines) == pounds
