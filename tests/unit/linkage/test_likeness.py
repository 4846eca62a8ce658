"""The likeness of names, dates and numbers says the same as SQL over pairs and as Python over the facts of clusters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.linkage.drawn_linkage import compared

from thinkfamily.engine.linkage import likeness
from thinkfamily.engine.store import Store
from thinkfamily.tables.supplied import Record

STEMS = (
    "mohammed",
    "jo",
    "catherine",
    "elizabeth",
    "ann",
    "anna",
    "williams",
    "o'brien",
    "lee",
    "begum",
    "bill",
    "smith",
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@st.composite
def slipped(draw: st.DrawFn, written: st.SearchStrategy[str], alphabet: str) -> str:
    """A text and what up to two slips make of it: a key wrong, left out, put in, or two transposed."""
    text = draw(written)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, max(len(text) - 2, 0)))
        key = draw(st.sampled_from(alphabet))
        slip = draw(st.sampled_from(["wrong", "out", "in", "swap"]))
        if slip == "wrong":
            text = text[:at] + key + text[at + 1 :]
        elif slip == "out" and len(text) > 2:
            text = text[:at] + text[at + 1 :]
        elif slip == "in":
            text = text[:at] + key + text[at:]
        elif len(text) > 1:
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


NAMES = st.lists(slipped(st.sampled_from(STEMS), LETTERS), min_size=10, max_size=25)


def pairs(names: list[str], column: str, sql: str) -> list[tuple[str, str, bool]]:
    """Every two names in comparable form, and what the SQL says of them."""
    rows = pl.DataFrame({"feed": "a", "record_id": [f"{i:03}" for i in range(len(names))], f"{column}_name": names})
    store = Store()
    store.put("comparable", compared(pl.concat([Record.create_empty(), rows], how="diagonal")))
    return store.rows(f"""
        select l.{column}, r.{column}, {sql} from comparable l join comparable r on l.record_no < r.record_no
        where l.{column} is not null and r.{column} is not null
    """)


@given(NAMES)
@settings(max_examples=10, deadline=None)
def test_first_names(names: list[str]) -> None:
    # A full name in common is what FIRST_KNOWN adds for one name a record.
    sql = f"({likeness.FIRST_SAME} or {likeness.FIRST_KNOWN} or {likeness.FIRST_SHORT} or {likeness.FIRST_NEAR})"
    for one, other, said in pairs(names, "first", sql):
        assert likeness.first_names_alike(one, other) == said, (one, other)


@given(NAMES)
@settings(max_examples=10, deadline=None)
def test_last_names(names: list[str]) -> None:
    """A cluster's name has lost its parts: there one name within the other stands for a part in common."""
    for one, other, said in pairs(names, "last", f"({likeness.LAST_SAME} or {likeness.LAST_NEAR})"):
        within = one.startswith(other) or other.startswith(one) or one.endswith(other) or other.endswith(one)
        assert likeness.last_names_alike(one, other) == (said or within), (one, other)


def ask(sql: list[str], two: list[tuple[str, str]], column: str) -> list[tuple[bool, ...]]:
    """What SQL says of each two values."""
    store = Store()
    store.put("two", pl.DataFrame(two, schema=["l", "r"], orient="row").with_row_index("row"))
    born = "datediff('day', date '1900-01-01', strptime({}, '%Y%m%d')::date)" if column == "dob" else "0"
    sides = [f"struct_pack({column} := {side}, born := {born.format(side)}) as {side}" for side in ("l", "r")]
    return store.rows(f"select {', '.join(sql)} from (select row, {', '.join(sides)} from two) order by row")


DAYS = st.dates(date(1910, 1, 1), date(2026, 9, 30))


@st.composite
def two_days(draw: st.DrawFn) -> tuple[date, date]:
    """Two days: near one another, one slip apart, day and month exchanged, or any."""
    one = draw(DAYS)
    kind = draw(st.sampled_from(["any", "near", "part", "exchanged"]))
    if kind == "any":
        return one, draw(DAYS)
    if kind == "near":
        return one, one + timedelta(days=draw(st.integers(-40, 40)))
    if kind == "exchanged" and one.day <= 12:
        return one, one.replace(month=one.day, day=one.month)
    return one, one.replace(year=draw(st.integers(1910, 2026)), day=min(one.day, 28))


@given(st.lists(two_days(), min_size=20, max_size=80))
@settings(max_examples=10, deadline=None)
def test_birth_dates(days: list[tuple[date, date]]) -> None:
    two = [(one.strftime("%Y%m%d"), other.strftime("%Y%m%d")) for one, other in days]
    said = ask([f"({likeness.DOB_SAME} or {likeness.DOB_NEAR})", likeness.DOB_CLOSE], two, "dob")
    for (one, other), (near, close) in zip(two, said, strict=True):
        assert likeness.birth_dates_alike(one, other) == near, (one, other)
        assert likeness.birth_dates_close(one, other) == close, (one, other)


NHS = st.text(alphabet="0123456789", min_size=10, max_size=10)


@st.composite
def two_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A number, and another or what slips that keep its length make of it."""
    one = draw(NHS)
    digits = list(one if draw(st.booleans()) else draw(NHS))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, 8))
        if draw(st.booleans()):
            digits[at], digits[at + 1] = digits[at + 1], digits[at]
        else:
            digits[at] = draw(st.sampled_from("0123456789"))
    return one, "".join(digits)


@given(st.lists(two_numbers(), min_size=20, max_size=80))
@settings(max_examples=10, deadline=None)
def test_identifiers(two: list[tuple[str, str]]) -> None:
    said = ask(["damerau_levenshtein(l.number, r.number) <= 2"], two, "number")
    for (one, other), (alike,) in zip(two, said, strict=True):
        assert likeness.numbers_alike(one, other) == alike, (one, other)


@pytest.mark.parametrize(
    ("alike", "one", "other", "expected"),
    [
        (likeness.first_names_alike, "bill", "william", True),
        (likeness.first_names_alike, "muhammad", "mohammed", True),
        (likeness.first_names_alike, "i", "isla", True),
        (likeness.first_names_alike, "dan", "dina", False),
        (likeness.first_names_alike, "callum", "connor", False),
        (likeness.first_names_akin, "marta", "marcia", True),
        (likeness.first_names_alike, "marta", "marcia", False),
        (likeness.first_names_akin, "callum", "zuri", False),
        (likeness.last_names_alike, "smithjones", "jones", True),
        (likeness.last_names_alike, "hussain", "hussein", True),
        (likeness.last_names_alike, "smith", "jones", False),
        (likeness.birth_dates_alike, "20120304", "20120403", True),
        (likeness.birth_dates_alike, "20120304", "20120314", True),
        (likeness.birth_dates_alike, "20120304", "20130404", False),
        (likeness.birth_dates_close, "20120304", "20130304", True),
        (likeness.birth_dates_close, "19840506", "20120506", False),
        (likeness.birth_dates_close, "20120304", "20120402", True),
        (likeness.birth_dates_close, "20120304", "20130506", False),
        (likeness.birth_years_close, "20120304", "20160304", True),
        (likeness.birth_years_close, "19840304", "20120304", False),
        (likeness.numbers_alike, "9990000018", "9990000081", True),
        (likeness.numbers_alike, "9990000018", "9991234518", False),
    ],
)
def test_examples(alike: Callable[[str, str], bool], one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is expected
    assert alike(other, one) is expected
