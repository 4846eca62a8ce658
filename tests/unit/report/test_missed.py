"""Whom the rules miss: figures are those of the tables, and no family can be worked out from them."""

from __future__ import annotations

import re
from html import unescape

import polars as pl
import pytest
from tests.unit.report.invented_run import EARLY, PROGRAMME, invented_run

from thinkfamily.engine.report import report
from thinkfamily.engine.report.missed import crossed

COLUMN_OF_NUMBERS = re.compile(r"^\d[\d,]*$")


def section(page: str) -> str:
    """The section's HTML."""
    found = re.search(r"<h2[^>]*>Whom the rules miss</h2>(.*?)<h2", page, re.S)
    assert found
    return found[1]


def tables(html: str) -> dict[str, list[list[str]]]:
    """Rows of cells as read, by the caption's first words."""
    told = {}
    for table in re.findall(r"<table.*?</table>", html, re.S):
        caption = words(re.search(r"<caption[^>]*>(.*?)</caption>", table, re.S)[1])
        rows = re.findall(r"<tr>(.*?)</tr>", table, re.S)
        told[caption] = [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in rows]
    return told


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def find(told: dict[str, list[list[str]]], begins: str) -> list[list[str]]:
    (found,) = [rows for caption, rows in told.items() if caption.startswith(begins)]
    return found[1:]


@pytest.mark.parametrize(
    ("first", "second", "both", "shown"),
    [
        (50, 40, 20, "20"),
        (50, 40, 3, "hidden"),
        (23, 40, 20, "hidden"),
        (50, 22, 20, "hidden"),
        (50, 67, 20, "hidden"),
        (50, 40, 0, "0"),
    ],
)
def test_two_groups_hide_their_meeting_where_any_of_the_four_parts_is_small(
    first: int, second: int, both: int, shown: str
) -> None:
    """Of 100: both, the one alone, the other alone, neither."""
    assert str(crossed(first, second, both, 100)) == shown


def test_each_programme_beside_the_costliest_and_the_others() -> None:
    held, facts = invented_run(2000)
    told = tables(section(report(held, facts)))
    rows = held["eligibility"].collect()
    groups = {name: set(rows.filter(pl.col("is_eligible"), programme=name)["family_id"]) for name in (PROGRAMME, EARLY)}
    most = set(rows.filter("is_costliest")["family_id"])
    ours, early = find(told, f"Of {len(most)} costliest families")
    for row, name in ((ours, PROGRAMME), (early, EARLY)):
        both = len(groups[name] & most)
        assert row[1:4] == [f"{len(groups[name]):,}", f"{both:,}", f"{len(most) - both:,}"]
        assert row[5] == f"{len(groups[name]) - both:,}"
    matrix = find(told, "Families that the entry rules of two programmes both count")
    assert matrix[0][1:] == [
        f"{len(groups[PROGRAMME]):,}",
        f"{len(groups[PROGRAMME] & groups[EARLY]):,}",
        f"{len(groups[PROGRAMME] & most):,}",
    ]


def test_early_signs_newcomers_and_movers_are_counted() -> None:
    held, facts = invented_run(2000)
    html = section(report(held, facts))
    told = tables(html)
    rows = held["eligibility"].collect()
    early = rows.filter(pl.col("is_eligible"), programme=EARLY)["family_id"]
    assert f"{len(early):,} of 2,000 families show early signs" in words(html)
    signs = held["indicator"].filter(pl.col("programme") == EARLY, pl.col("criterion") == "suspended").collect()
    assert find(told, "Families that show each early sign")[2][1] == f"{signs['family_id'].n_unique():,}"
    cohort = held["cohort"].collect()
    new = cohort.filter(pl.col("months_observed") == 5)
    assert find(told, "Families observed for fewer than 12 months")[1][:2] == ["3 to 5 months", f"{new.height:,}"]
    came = held["family_move"].filter(pl.col("arrived_on").is_not_null()).collect()
    assert find(told, "Families that came into the area or left it")[0][1] == f"{came.height:,}"


@pytest.mark.parametrize("seed", range(6))
def test_no_count_from_1_to_4_stands_in_any_table(seed: int) -> None:
    held, facts = invented_run(90 + 40 * seed, seed)
    for caption, rows in tables(section(report(held, facts))).items():
        for row in rows[1:]:
            assert not [
                cell for cell in row[1:] if COLUMN_OF_NUMBERS.match(cell) and 1 <= int(cell.replace(",", "")) <= 4
            ], caption


def test_a_run_by_one_programme_says_how_to_set_several_against_one_another() -> None:
    held, facts = invented_run(300)
    only = held["eligibility"].filter(pl.col("programme") == PROGRAMME)
    html = words(section(report(held | {"eligibility": only}, facts | {"programmes": [PROGRAMME]})))
    assert "give --programme more than once" in html
    assert "early signs" not in html
