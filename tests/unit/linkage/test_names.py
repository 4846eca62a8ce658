"""Which spellings sound alike, and what names may be short for."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkfamily.engine.linkage.names import PLACEHOLDERS, full_names, short_names, sound, sounds

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "muhamad"),
        ("hussain", "hussein"),
        ("philip", "filip"),
        ("catherine", "kathryn"),
        ("jorge", "george"),
        ("shah", "sah"),
        ("schmidt", "szmidt"),
        ("khan", "qan"),
        ("cyril", "syril"),
        ("begum", "begom"),
        ("wojciech", "vojciech"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("callum", "connor"), ("smith", "jones"), ("ali", "lea"), ("maria", "martha")]
)
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_a_sound_keeps_its_first_letter_and_no_vowel_after_it() -> None:
    assert sound("aisha")[0] == "a"
    assert sound("eleanor")[0] == "a"
    assert not set(sound("montgomery")[1:]) & set("aeiouhy")


@given(st.lists(LETTERS, min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_the_sound_of_a_column_is_the_sound_of_each_name(names: list[str]) -> None:
    frame = pl.DataFrame({"name": names}).with_columns(sound=sounds(pl.col("name")))
    assert frame["sound"].to_list() == [sound(name) for name in names]


@given(LETTERS)
def test_doubled_letters_change_no_sound(name: str) -> None:
    doubled = "".join(letter * 2 for letter in name)
    assert sound(doubled) == sound(name)


def test_a_short_name_leads_to_the_names_it_may_stand_for() -> None:
    assert {"william", "bill"} <= set(full_names("bill"))
    assert set(full_names("liz")) & set(full_names("beth"))
    assert full_names("zzyzx") == ("zzyzx",)


def test_short_names_have_one_row_each_and_say_what_full_names_says() -> None:
    table = short_names()
    assert table["name"].is_unique().all()
    assert table.height > 500
    for name, full in table.head(50).iter_rows():
        assert tuple(full) == full_names(name)


def test_placeholders_are_in_the_form_that_names_are_compared_in() -> None:
    assert all(word.isalpha() and word == word.lower() for word in PLACEHOLDERS)
