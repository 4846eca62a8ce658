"""Which counts of families are hidden, and whether an attacker who has the total can find them again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thinkfamily.engine.page import written
from thinkfamily.engine.report.small_numbers import (
    COVER,
    TOO_FEW,
    Figure,
    count,
    parts,
    percent,
    pounds,
    share,
    to_hide,
)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([10, 20, 30], [False, False, False]),
        ([0, 0, 12], [False, False, False]),
        ([3, 20, 30], [True, True, False]),  # one small count: the next smallest gives it cover
        ([3, 2, 30], [True, True, False]),  # two small ones that hold enough cover each other
        ([1, 1, 30], [True, True, True]),  # two that sum to 2 would each be 1
        ([4, 0, 0], [True, False, False]),  # nothing is left to cover with
        ([5, 5, 5], [False, False, False]),
    ],
)
def test_what_is_hidden(counts: list[int], hidden: list[bool]) -> None:
    assert to_hide(counts) == hidden


@given(st.lists(st.integers(0, 40), min_size=3, max_size=8))
def test_no_small_count_can_be_worked_out(counts: list[int]) -> None:
    """With the total and every shown part, each hidden part could still be at least any of 1 to 4."""
    hidden = to_hide(counts)
    shown = [each for each, hide in zip(counts, hidden, strict=True) if not hide]
    assert not any(0 < each < 5 for each in shown)
    if any(hidden) and any(each >= 5 for each in shown):  # else nothing was left to cover with
        together, places = sum(counts) - sum(shown), sum(hidden)
        assert places >= 2
        assert together - (places - 1) >= 4


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=8))
def test_neither_a_part_nor_what_is_left_of_its_whole_can_be_worked_out(rows: list[tuple[int, int]]) -> None:
    counts, wholes = [own for own, _ in rows], [own + rest for own, rest in rows]
    hidden = to_hide(counts, wholes)
    for own, rest in (row for row, hide in zip(rows, hidden, strict=True) if not hide):
        assert not 0 < own < 5
        assert not 0 < rest < 5
    if any(hidden) and any(own for (own, _), hide in zip(rows, hidden, strict=True) if not hide):
        held = [row for row, hide in zip(rows, hidden, strict=True) if hide]
        assert len(held) >= 2
        assert all(sum(side) - (len(held) - 1) >= 4 for side in zip(*held, strict=True))


def test_a_row_is_hidden_where_all_but_a_few_are_on_the_list() -> None:
    assert to_hide([50, 100, 235], [52, 131, 412]) == [True, True, False]
    assert to_hide([52, 100, 235], [52, 131, 412]) == [False, False, False]


def test_hidden_parts_do_not_say_which_are_small() -> None:
    assert parts([3, 20, 30]) == [COVER, COVER, 30]
    assert {written(each) for each in parts([3, 20, 30])} == {"hidden", "30"}
    assert [written(each) for each in parts([3, 2, 30])] == ["fewer than 5", "fewer than 5", "30"]


def test_counts_and_shares_of_few_are_not_shown() -> None:
    assert [written(count(each)) for each in (0, 1, 4, 5, 1200)] == ["0", "fewer than 5", "fewer than 5", "5", "1,200"]
    assert written(share(4, 100)) == "–"
    assert written(share(5, 9)) == "–"
    assert written(share(5, 10)) == "50.0%"
    assert count(3) is TOO_FEW


def test_figures_are_written_as_people_write_them() -> None:
    assert written(percent(Decimal("0.03456"))) == "3.5%"
    assert written(percent(Decimal("0.00012"), places=2)) == "0.01%"
    assert written(pounds(Decimal("1234567.49"))) == "£1,234,567"
    assert isinstance(pounds(Decimal(1)), Figure)
