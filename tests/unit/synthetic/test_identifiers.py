"""Identifiers are right in form, different from one another, and nobody's."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from stdnum.gb import nhs
from stdnum.gb.upn import calc_check_digit as upn_letter

from thinkfamily.synthetic import identifiers
from thinkfamily.synthetic.borough import Borough


def _rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_nhs_numbers_are_valid_different_and_of_the_test_range() -> None:
    found = identifiers.nhs_numbers(_rng(), 5000)
    assert found.n_unique() == 5000
    assert found.str.starts_with("999").all()
    assert all(nhs.is_valid(number) for number in found)


def test_more_nhs_numbers_than_the_range_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="999 range"):
        identifiers.nhs_numbers(_rng(), 950_000)


def test_pupil_numbers_have_the_right_letter_and_an_authority_that_is_none() -> None:
    found = identifiers.upns(_rng(), 3000)
    assert found.n_unique() == 3000
    assert found.str.slice(1, 3).eq("999").all()
    assert all(number[0] == upn_letter(number[1:]) for number in found)


def test_national_insurance_numbers_have_a_prefix_never_issued() -> None:
    found = identifiers.ninos(_rng(), 3000)
    assert found.n_unique() == 3000
    assert found.str.contains(r"^QQ\d{6}[A-D]$").all()


def test_telephones_are_from_ranges_kept_for_drama() -> None:
    found = identifiers.phones(_rng(), 2000)
    assert found.str.contains(r"^(07700 900\d{3}|020 7946 0\d{3}|01\d{2} 496 0\d{3}|0191 498 0\d{3})$").all()


def test_electronic_addresses_are_at_example_domains() -> None:
    found = identifiers.emails(_rng(), pl.Series(["Siân", "Zoe"]), pl.Series(["O'Neill", "Abu Bakr"]))
    assert found.str.contains(r"^[a-z]+\.[a-z]+\d+@example\.(org|com|net)$").all()


def test_no_outward_postcode_and_no_property_number_is_real(borough: Borough) -> None:
    places = borough.town.places
    assert places.postcode.str.contains(r"^XX\d{1,2} \d[A-Z]{2}$").all()
    assert places.uprn.str.contains(r"^99\d{10}$").all()
    assert places.uprn.n_unique() == len(places)


def test_a_postcode_is_of_one_street_and_ward(borough: Borough) -> None:
    places = borough.town.places
    frame = pl.DataFrame({"postcode": places.postcode, "ward": places.ward, "kind": places.kind}).filter(
        pl.col("kind") < 4
    )
    assert frame.group_by("postcode").agg(pl.col("ward").n_unique())["ward"].max() == 1
