"""The truth's own pricing: the extract contract's section 4, by worked examples whose pounds are worked out by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from thinkfamily.synthetic.truth_cost import true_costs

AS_AT = date(2026, 9, 30)
D26, D02, D06, D08, D10, D11 = 105.3095, 56.6000, 62.0, 66.8397, 68.8561, 70.3261
EVENT = {
    "feed": "police",
    "record_id": "A",
    "person": 1,
    "event": "",
    "from_on": date(2026, 5, 1),
    "until_on": None,
    "reference": None,
    "detail": None,
    "covers_until": date(2026, 10, 1),
}
SCHEMA = {
    "feed": pl.String,
    "record_id": pl.String,
    "person": pl.Int64,
    "event": pl.String,
    "from_on": pl.Date,
    "until_on": pl.Date,
    "reference": pl.String,
    "detail": pl.String,
    "covers_until": pl.Date,
}


def _cost(*events: dict, residence: str = "with_children", families: tuple[int, ...] = (0,)) -> pl.DataFrame:
    people = sorted({int((EVENT | event)["person"]) for event in events})
    members = pl.DataFrame(
        [(f, p, "adult", residence) for f in families for p in people],
        schema=["family", "person", "role", "residence"],
        orient="row",
    )
    return true_costs(pl.DataFrame([EVENT | event for event in events], schema=SCHEMA), members, AS_AT)


def _total(*events: dict, **more: object) -> float:
    return float(_cost(*events, **more)["cost_gbp"].sum())  # type: ignore[arg-type]


def test_an_event_costs_its_value_in_the_prices_of_the_base_year() -> None:
    # UCD14-CR1.0: £500 in 2002/03 prices; the deflator is 105.3095 against 56.6.
    assert _total({"event": "asb_incident"}) == pytest.approx(500 * D26 / D02, abs=1e-4)


def test_a_detail_with_a_price_of_its_own_has_it() -> None:
    assert _total({"event": "asb_incident", "detail": "no_further_action"}) == pytest.approx(35 * D26 / D02, abs=1e-4)


@pytest.mark.parametrize(("day", "counts"), [("2025-09-30", 0), ("2025-10-01", 1), ("2026-09-30", 1)])
def test_the_window_is_the_twelve_months_to_the_date(day: str, counts: int) -> None:
    assert (_total({"event": "asb_incident", "from_on": date.fromisoformat(day)}) > 0) == bool(counts)


def test_parts_fall_to_their_agencies_and_the_transfer_is_marked() -> None:
    found = _cost({"event": "out_of_work_benefit", "detail": "jsa", "from_on": date(2020, 1, 1)})
    by_agency = {row["agency"]: row for row in found.iter_rows(named=True)}
    assert set(by_agency) == {"DWP", "NHS"}
    assert by_agency["DWP"]["cost_gbp"] == by_agency["DWP"]["transfer_gbp"]
    assert by_agency["NHS"]["transfer_gbp"] == 0
    assert by_agency["DWP"]["cost_gbp"] / by_agency["NHS"]["cost_gbp"] == pytest.approx(9234 / 566)


def test_a_year_of_a_spell_is_365_days_of_365_and_a_quarter() -> None:
    year = _total({"event": "drug_treatment", "from_on": date(2020, 1, 1)})
    two = _total(
        {"event": "drug_treatment", "from_on": date(2020, 1, 1)},
        {"event": "drug_treatment", "from_on": date(2026, 1, 1), "until_on": date(2026, 2, 1), "record_id": "B"},
    )
    month = _total({"event": "drug_treatment", "from_on": date(2026, 1, 1), "until_on": date(2026, 1, 31)})
    assert two == pytest.approx(year)  # overlapping spells of one person are joined first
    assert month / year == pytest.approx(30 / 365, rel=1e-6)


def test_an_open_spell_ends_where_the_feed_stops_covering() -> None:
    spell = {"event": "drug_treatment", "from_on": date(2026, 8, 1)}
    assert _total(spell | {"covers_until": date(2026, 9, 1)}) / _total(spell) == pytest.approx(31 / 61, rel=1e-6)


def test_one_incident_of_several_people_is_priced_once_in_a_family() -> None:
    one = _total({"event": "domestic_abuse_incident", "reference": "R1"})
    three = _total(*({"event": "domestic_abuse_incident", "reference": "R1", "person": p} for p in (1, 2, 3)))
    assert three == pytest.approx(one)
    without = _total(*({"event": "domestic_abuse_incident", "person": p} for p in (1, 2)))
    assert without == pytest.approx(2 * one)


def test_within_a_fortnight_crime_is_priced_once_and_at_the_dearest() -> None:
    arrest = {"event": "arrest", "from_on": date(2026, 3, 1)}
    suspect = {"event": "crime_suspect", "from_on": date(2026, 3, 15)}
    later = {"event": "crime_suspect", "from_on": date(2026, 3, 16)}
    dearest = max(_total(arrest), _total(suspect))
    assert _total(arrest, suspect) == pytest.approx(dearest)
    assert _total(arrest, later) == pytest.approx(_total(arrest) + _total(later))
    assert _total(arrest, suspect | {"person": 2}) == pytest.approx(_total(arrest) + _total(suspect))


def test_of_school_costs_a_person_has_the_dearest_only() -> None:
    excluded = {"event": "permanent_exclusion"}
    truant = {"event": "persistent_truancy", "from_on": date(2020, 1, 1)}
    assert _total(excluded, truant) == pytest.approx(max(_total(excluded), _total(truant)))


def test_whoever_lives_elsewhere_costs_another_family() -> None:
    assert _cost({"event": "asb_incident"}, residence="elsewhere").is_empty()
    assert _total({"event": "asb_incident"}, residence="away") > 0


def test_an_incident_of_two_families_is_shown_by_each() -> None:
    assert _total({"event": "asb_incident"}, families=(0, 1)) == pytest.approx(2 * _total({"event": "asb_incident"}))


def test_what_has_no_price_costs_nothing_here() -> None:
    assert _cost({"event": "suspension"}).is_empty()
