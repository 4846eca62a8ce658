"""The figures of linkage on examples that can be counted by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from thinkfamily.engine.quality.people import (
    Share,
    b_cubed,
    f1,
    misattributed,
    mixed_with_family,
    pair_quality,
    recall_by,
    served_worse,
)

# Ours: A has three records of Ann and one of her daughter Bo; B two of Bo; C one of Cy, who is a stranger; D Ann's fourth.
OURS = {"A": ["ann", "ann", "ann", "bo"], "B": ["bo", "bo"], "C": ["cy"], "D": ["ann"]}
LINKED = pl.DataFrame(
    [
        ("police", f"{person_id}{number}", person_id, person)
        for person_id, people in OURS.items()
        for number, person in enumerate(people)
    ],
    schema=["feed", "record_id", "person_id", "person"],
    orient="row",
)
FAMILY = pl.DataFrame({"family": ["1", "1", "2", "1"], "person": ["ann", "bo", "cy", "ann"]})


def test_pairs() -> None:
    """Ours: 6 in A, 1 in B. True: 6 of Ann, 3 of Bo. Both: 3 of Ann in A, 1 of Bo in B."""
    assert pair_quality(LINKED) == {"precision": Share(4, 7), "recall": Share(4, 9)}


def test_b_cubed() -> None:
    """Precision: in A three of 3/4 and one of 1/4, the others 1. Recall: Ann 3/4 thrice, 1/4; Bo 1/3, 2/3 twice; Cy 1."""
    precision, recall = b_cubed(LINKED)
    assert precision == pytest.approx((3 * 3 / 4 + 1 / 4 + 2 + 1 + 1) / 8)
    assert recall == pytest.approx((3 * 3 / 4 + 1 / 4 + 1 / 3 + 2 * 2 / 3 + 1) / 8)


def test_f1_of_nothing_is_unknown() -> None:
    assert f1(0.5, 1.0) == pytest.approx(2 / 3)
    assert f1(None, 1.0) is None
    assert f1(0.0, 0.0) is None
    assert Share(0, 0).value is None


def test_people_mixed_with_their_family() -> None:
    """Ann and Bo, of three people; a stranger mixed in would not count."""
    assert mixed_with_family(LINKED, FAMILY) == Share(2, 3)
    strangers = FAMILY.with_columns(family=pl.Series(["1", "3", "2", "1"]))
    assert mixed_with_family(LINKED, strangers) == Share(0, 3)


def test_events_on_the_wrong_person() -> None:
    """A is Ann: what A3, a record of Bo, brings is on the wrong person; D is Ann alone and right."""
    shown = pl.DataFrame(
        [("police", "A0", "crime"), ("police", "A3", "crime"), ("police", "A3", "abuse"), ("police", "B0", "abuse"),
         ("police", "D0", "crime"), ("health", "A3", "health")],
        schema=["feed", "record_id", "heading"], orient="row",
    )  # fmt: skip
    assert misattributed(LINKED, shown) == {"abuse": Share(1, 2), "crime": Share(1, 3)}


def test_a_person_of_two_halves_is_the_one_that_comes_first() -> None:
    halves = LINKED.filter(pl.col("record_id").is_in(["A0", "A3"]))
    shown = pl.DataFrame({"feed": ["police"] * 2, "record_id": ["A0", "A3"], "heading": ["crime"] * 2})
    assert misattributed(halves, shown) == {"crime": Share(1, 2)}


PEOPLE = pl.DataFrame(
    {
        "person": ["ann", "bo", "cy"],
        "date_of_birth": [date(1961, 10, 1), date(2021, 9, 30), None],
        "name_group": ["welsh", "welsh", None],
        "moved_on": [date(2026, 3, 1), date(2025, 9, 30), None],
    }
)


def test_recall_by_group() -> None:
    """On 30 September 2026 Ann is 64 and Bo five that day; Ann moved within the year, Bo the day before it began."""
    found = recall_by(LINKED, PEOPLE, date(2026, 9, 30))
    assert found == {
        "age band": {"5 to 10": Share(1, 3), "45 to 64": Share(3, 6), "unknown": Share(0, 0)},
        "name group": {"welsh": Share(4, 9), "unknown": Share(0, 0)},
        "recent mover": {"did not": Share(1, 3), "moved in the last year": Share(3, 6)},
    }


def test_age_bands_stand_in_order_of_age() -> None:
    born = [date(2026 - age, 1, 1) for age in (70, 50, 30, 20, 17, 12, 7, 3)]
    people = pl.DataFrame(
        {"person": [str(n) for n in range(8)], "date_of_birth": born, "name_group": "x", "moved_on": None},
        schema_overrides={"moved_on": pl.Date},
    )
    linked = pl.DataFrame({"person_id": [str(n) for n in range(8)], "person": [str(n) for n in range(8)]})
    assert list(recall_by(linked, people, date(2026, 9, 30))["age band"]) == [
        "0 to 4", "5 to 10", "11 to 15", "16 to 17", "18 to 24", "25 to 44", "45 to 64", "65 and over",
    ]  # fmt: skip


def test_who_is_served_worse() -> None:
    """Against all others together, by two hundredths at least, on a hundred pairs at least; the worst first."""
    groups = {"a": Share(950, 1000), "b": Share(90, 100), "c": Share(80, 100), "few": Share(1, 9), "none": Share(0, 0)}
    assert served_worse(groups) == ["c", "b"]
    assert served_worse({"a": Share(950, 1000), "b": Share(94, 100)}) == []
    assert served_worse({"a": Share(950, 1000)}) == []
