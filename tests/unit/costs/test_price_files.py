"""Price files load strictly: what is missing, unknown or written twice is refused, by row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.agencies import agency_title
from thinkfamily.programmes.prices import (
    as_financial_year,
    charged_through,
    load_deflators,
    load_prices,
    load_unit_costs,
    read_deflators,
    read_prices,
    read_unit_costs,
)

COSTS = "id,parent,title,unit,value_gbp,price_year,category,agency,source"
PRICES = "event,detail,unit_cost,basis,overlap_group,transfer_agency,note"


def test_what_comes_with_the_program_loads() -> None:
    costs = load_unit_costs()
    assert all(price.unit_cost in costs for price in load_prices())
    assert {cost.price_year for cost in costs.values()} <= set(load_deflators().by_year)


@pytest.mark.parametrize(
    ("written", "year"), [("2010/11", "2010-11"), ("2010-11", "2010-11"), ("2010", "2010-11"), ("1999/00", "1999-00")]
)
def test_a_price_year_has_one_form(written: str, year: str) -> None:
    assert as_financial_year(written) == year


@pytest.mark.parametrize("written", ["2010/12", "10/11", "", "2010/2011", "twenty ten"])
def test_what_is_no_year_is_refused(written: str) -> None:
    with pytest.raises(RuleError) as refused:
        as_financial_year(written)
    assert refused.value.code == "TF-PRICES-005"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("A,,t,u,1,2010,fiscal,NHS,s\nA,,t,u,1,2010,fiscal,NHS,s", "second time"),
        ("A,B,t,u,1,2010,fiscal,NHS,s", "parent B"),
        ("A,,t,u,1,2010,fiscal,NHS,s\nB,A,t,u,1,2010,fiscal,NHS,s\nC,B,t,u,1,2010,fiscal,NHS,s", "parent B"),
        ("A,,t,u,much,2010,fiscal,NHS,s", "'much'"),
        ("A,,t,u,-1,2010,fiscal,NHS,s", "'-1'"),
        ("A,,t,u,NaN,2010,fiscal,NHS,s", "'NaN'"),
        ("A,,t,u,1,2010,fiscal,NHS,", "nothing in source"),
        ("A,,t,u,1,,fiscal,NHS,s", "nothing in price_year"),
        ("A,,t,u,1,2010,fiscal,NHS,s,more", "more cells"),
        ("A,,t,u,1,2010", "nothing in category, agency, source"),
    ],
)
def test_a_unit_cost_without_value_year_agency_or_source_does_not_load(rows: str, says: str) -> None:
    with pytest.raises(RuleError, match=says):
        read_unit_costs(f"{COSTS}\n{rows}\n", "unit-costs.csv")


@pytest.mark.parametrize("rows", ["2010-11,0,outturn", "2010-11,90,guess", "2010-11,90,outturn\n2010/11,91,outturn"])
def test_a_deflator_that_cannot_divide_does_not_load(rows: str) -> None:
    with pytest.raises(RuleError):
        read_deflators(f"financial_year,gdp_deflator,status\n{rows}\n", "gdp-deflators.csv")


def test_a_year_without_a_deflator_is_named_with_those_there_are() -> None:
    with pytest.raises(RuleError, match="2000-01 to 2030-31"):
        load_deflators().factor("1985-86", "2026-27")


def test_a_price_file_may_carry_a_byte_order_mark_and_quoted_lines() -> None:
    text = f'\ufeff{PRICES}\nfood_bank,,UCD14-HE4.0,per_event,,,"two\nlines, quoted"\n'
    (price,) = read_prices(text, "prices-local.csv", load_unit_costs())
    assert (price.event, price.detail, price.note) == ("food_bank", "", "two\nlines, quoted")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("event,unit_cost\nfood_bank,UCD14-HE4.0\n", "no column detail, basis"),
        (f"{PRICES}\nfood_bank,,UCD14-HE4.0,per_event,,,\nfood_bank,,UCD14-HE4.0,per_person,,,\n", "second row"),
        (f"{PRICES}\nfood_bank,,,per_event,,,\n", "nothing in unit_cost"),
    ],
)
def test_a_price_that_leaves_a_choice_does_not_load(text: str, says: str) -> None:
    with pytest.raises(RuleError, match=says) as refused:
        read_prices(text, "prices-local.csv", load_unit_costs())
    assert refused.value.where.startswith("prices-local.csv")


def test_parts_in_another_price_year_than_the_whole_are_not_compared_with_it() -> None:
    rows = "W,,t,u,100,2010,fiscal,MULTI,s\nP,W,t,u,100,2011,fiscal,NHS,s\n"
    costs = read_unit_costs(f"{COSTS}\n{rows}", "unit-costs.csv")
    assert [cost.id for cost in charged_through("W", costs)] == ["W"]


@pytest.mark.parametrize(("part", "charged"), [("99", "P"), ("101", "P"), ("98.99", "W"), ("101.01", "W")])
def test_parts_are_charged_where_they_add_up_within_one_pound(part: str, charged: str) -> None:
    rows = f"W,,t,u,100,2010,fiscal,MULTI,s\nP,W,t,u,{part},2010,fiscal,NHS,s\n"
    costs = read_unit_costs(f"{COSTS}\n{rows}", "unit-costs.csv")
    assert [cost.id for cost in charged_through("W", costs)] == [charged]
    assert costs["P"].value_gbp == Decimal(part)


def test_agencies_have_names_and_an_areas_own_label_stands() -> None:
    assert agency_title("LA-HSG+RSL") == "Council: housing and revenues and Housing associations"
    assert agency_title("Harbour Trust") == "Harbour Trust"
