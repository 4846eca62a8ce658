"""Identifiers held to an independent judge where there is one, and to the published rules where there is none."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gb import nhs as judge_nhs
from stdnum.gb import upn as judge_upn

from thinkfamily.engine.intake.identifiers import nhs_number, nino, upn


def passed(check: object, text: str) -> str | None:
    return pl.DataFrame({"x": [text]}).select(check(pl.col("x"))).item()  # type: ignore[operator]


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_nhs_numbers_pass_exactly_where_the_judge_says(number: str):
    assert (passed(nhs_number, number) is not None) == judge_nhs.is_valid(number)


@given(st.from_regex(r"[0-9]{11}[0-9A-HJ-NP-RT-Z]", fullmatch=True), st.sampled_from("ABCDEFGHJKLMNPQRTUVWXYZ"))
def test_upns_pass_exactly_where_the_check_letter_is_right(rest: str, letter: str):
    right = judge_upn.calc_check_digit(letter + rest)
    assert (passed(upn, letter + rest) is not None) == (letter == right)
    assert passed(upn, right + rest) == right + rest


@pytest.mark.parametrize("written", ["999 476 5914", "999-476-5914", "9994765914"])
def test_spaces_and_hyphens_are_no_error(written: str):
    assert passed(nhs_number, written) == "9994765914"


@pytest.mark.parametrize("written", ["999476591", "99947659140", "9994765914.0", "999476591X", "", "१२३४५६७८९०"])
def test_what_is_no_nhs_number(written: str):
    assert passed(nhs_number, written) is None


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("AB123456C", "AB123456C"),
        ("ab 12 34 56 c", "AB123456C"),
        ("QQ123456A", "QQ123456A"),
        ("QQ123456E", None),
        ("AB123456", None),
        ("DA123456A", None),
        ("AO123456A", None),
        ("QA123456A", None),
        ("AB12345C", None),
        ("AB1234567", None),
    ],
)
def test_the_form_of_a_national_insurance_number(written: str, plain: str | None):
    assert passed(nino, written) == plain
