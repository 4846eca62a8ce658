"""The score of families against an invented truth."""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.quality.families import score_families


def _frame(columns: list[str], rows: list[tuple[str, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


TRUTH = _frame(
    ["family", "person", "role", "residence"],
    [
        ("1", "10", "adult", "with_children"),
        ("1", "11", "child", "with_children"),
        ("1", "12", "adult", "elsewhere"),
        ("2", "20", "adult", "with_children"),
        ("2", "21", "child", "with_children"),
        ("2", "22", "child", "with_children"),  # appears in no record
        ("3", "30", "adult", "with_children"),
        ("3", "31", "child", "with_children"),  # appears in no record, so that nobody could find the family
    ],
)
TRUE_RECORDS = _frame(
    ["feed", "record_id", "person"],
    [("a", f"r{person}", person) for person in ("10", "11", "12", "20", "21", "30")] + [("b", "r11", "11")],
)
RECORDS = _frame(
    ["feed", "record_id", "person_id"],
    [("a", f"r{person}", f"P{person}") for person in ("10", "11", "12", "20", "21", "30")] + [("b", "r11", "P11x")],
)


def _made(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    return _frame(["family_id", "person_id", "role", "residence"], list(rows))


def test_families_of_the_same_people_are_exact_whoever_lives_elsewhere_and_however_split() -> None:
    score = score_families(
        _made(
            ("F1", "P10", "adult", "with_children"),
            ("F1", "P11", "child", "with_children"),
            ("F1", "P11x", "child", "with_children"),
            ("F2", "P20", "adult", "with_children"),
            ("F2", "P21", "child", "with_children"),
        ),
        RECORDS,
        TRUTH,
        TRUE_RECORDS,
    )
    assert (score["families_true"], score["families_unseen"], score["families_exact"]) == (2, 1, 2)
    assert (score["exact"], score["exact_of_made"], score["pair_f1"]) == (1.0, 1.0, 1.0)


def test_a_stranger_in_a_family_and_a_family_in_two_parts_are_not_exact() -> None:
    score = score_families(
        _made(
            ("F1", "P10", "adult", "with_children"),
            ("F1", "P11", "child", "with_children"),
            ("F1", "P20", "adult", "with_children"),
            ("F2", "P21", "child", "with_children"),
        ),
        RECORDS,
        TRUTH,
        TRUE_RECORDS,
    )
    assert score["exact"] == 0.0
    assert score["pair_precision"] == 1 / 3
    assert score["pair_recall"] == 1 / 2
