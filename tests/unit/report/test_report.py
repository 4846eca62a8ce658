"""What the report says of a run, and what it must never say."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import polars as pl
from tests.unit.report.invented_run import NEEDS, PROGRAMME, drawn_cohort, empty_run, invented_run

from thinkfamily.engine.report import READS, report, write_report
from thinkfamily.engine.report.costs import costliest
from thinkfamily.engine.report.finished import Finished
from thinkfamily.engine.report.overlaps import together
from thinkfamily.engine.report.small_numbers import COVER
from thinkfamily.programmes.framework import load_programme


def words(page: str) -> str:
    """What a reader reads: no tags, one space between words."""
    body = re.sub(r"<style>.*?</style>", " ", page, flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def test_the_report_reads_no_table_that_it_does_not_name() -> None:
    tables, facts = invented_run(60)
    assert set(tables) == set(READS)
    report({name: tables[name] for name in READS}, facts)


def test_same_run_same_bytes(tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        tables, facts = invented_run()
        shuffled = (
            {
                each: table.collect().sample(fraction=1, shuffle=True, seed=len(name)).lazy()
                for each, table in tables.items()
            }
            if name == "two.html"
            else tables
        )
        write_report(shuffled, facts, tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_no_person_family_record_or_home_is_named() -> None:
    tables, facts = invented_run()
    page = report(tables, facts)
    for table, column in (
        ("record_person", "record_id"),
        ("person", "person_id"),
        ("cohort", "family_id"),
        ("household", "property_id"),
    ):
        for value in tables[table].select(column).collect().to_series().unique():
            assert value not in page


def test_at_a_glance_counts_what_the_tables_hold() -> None:
    tables, facts = invented_run()
    cohort = tables["cohort"].collect()
    people = tables["person"].collect().height
    read = words(report(tables, facts))
    assert f"linked to {people:,} people" in read
    assert f"{cohort.height:,} families have a child or an expected child" in read
    assert f"{cohort['is_proposed'].sum()} families are proposed for a named person to consider" in read
    three = cohort.filter(pl.col("headings_met") >= 3).height
    assert f"{three} of these {cohort.height} families" in read


def test_invented_data_says_so_and_real_data_does_not() -> None:
    tables, facts = invented_run(60)
    assert "Invented data" in report(tables, facts)
    facts["feeds"][0]["is_synthetic"] = False
    assert "Invented data" not in report(tables, facts)


def test_rows_that_are_unaccounted_for_are_shouted_about() -> None:
    tables, facts = invented_run(60)
    assert "unaccounted" not in report(tables, facts)
    facts["intake_counts"][0]["rows_read"] += 7
    assert "Warning: 7 rows are unaccounted for" in words(report(tables, facts))


def test_decisions_on_pairs_are_rows_too_though_no_feed_supplies_them() -> None:
    tables, facts = invented_run()
    decisions = {"feed": "(area)", "file": "decisions.csv", "table": "decisions"}
    counts = {"rows_read": 4, "rows_accepted": 3, "rows_set_aside": 1}
    page = words(report(tables, {**facts, "intake_counts": [*facts["intake_counts"], decisions | counts]}))
    assert "The area's own: decisions on pairs 4 3 1 25.00%" in page
    assert "unaccounted for" not in page


def test_a_feed_that_covers_too_little_is_named() -> None:
    tables, facts = invented_run(60)
    assert "Not covering the whole 12 months to that date: DWP." in words(report(tables, facts))


def test_an_empty_run_still_has_its_page() -> None:
    read = words(report(*empty_run()))
    assert "nobody could be linked" in read
    assert "What this page cannot say" in read


def test_a_small_list_is_not_described() -> None:
    tables, facts = invented_run(100)
    assert tables["cohort"].select(pl.col("is_proposed").sum()).collect().item() < 5
    read = words(report(tables, facts))
    assert "it holds fewer than 5 families" in read
    assert "proposed families beside all" not in read


def test_an_area_with_few_proposed_families_is_hidden_with_another() -> None:
    tables, facts = invented_run(60)
    rows = [
        "family_id | area | children | adults | agencies | services | headings_met | criteria_met | months_observed "
        "| cost_gbp | transfer_gbp | is_eligible | is_proposed | proposed_because"
    ]
    for area, proposed in (("North", 3), ("South", 9), ("East", 12)):
        for at in range(20):
            listed = "yes" if at < proposed else "no"
            rows.append(f"{area}{at} | {area} | 1 | 1 | 2 | 2 | 3 | 3 | 12 | 100 | 0 | yes | {listed} | because")
    page = report({**tables, "cohort": drawn_cohort("\n".join(rows))}, facts)
    table = page[page.index("Area of the home") :]
    cells = dict(re.findall(r'<tr><th scope="row">(\w+)</th><td[^>]*>([^<]*)</td>', table)[:3])
    assert cells == {"East": "12", "North": "hidden", "South": "hidden"}


def test_the_costliest_three_percent_are_rounded_up_and_summed_without_transfers() -> None:
    rows = [
        "family_id | area | children | adults | agencies | services | headings_met | criteria_met | months_observed "
        "| cost_gbp | transfer_gbp | is_eligible | is_proposed | proposed_because"
    ]
    rows += [f"F{at} | - | 1 | 1 | 0 | 0 | 0 | 0 | 12 | {at}.000001 | {at // 2} | no | no | -x" for at in range(34)]
    run = Finished({"cohort": drawn_cohort("\n".join(rows))}, {"stages": {}})
    assert costliest(run, Decimal("0.03")) == (2, Decimal("33.000002"))


def test_overlaps_hide_small_counts_and_small_remainders() -> None:
    met = pl.DataFrame(
        [
            (f"F{at}", heading)
            for heading, sizes in {"crime": range(20), "housing": range(17), "health": range(14, 40)}.items()
            for at in sizes
        ],
        schema=["family_id", "heading"],
        orient="row",
    )
    both = together(met, ["crime", "health", "housing"])
    assert both["crime", "health"] == 6
    assert both["crime", "housing"] is COVER  # 17 of 20: the 3 others could be worked out
    assert both["health", "housing"] is COVER  # 3
    assert both["crime", "crime"] == 20


def test_a_forecast_price_base_and_the_warnings_of_stages_are_stated() -> None:
    tables, facts = invented_run(60)
    facts["stages"]["intake"]["warnings"].append("The police feed is late.")
    read = words(report(tables, facts))
    assert "2026-27 prices (the deflator of that year is a forecast)" in read
    assert "The police feed is late." in read


def test_what_would_change_the_list_is_counted_and_small_numbers_are_not() -> None:
    tables, facts = invented_run()
    read = words(report(tables, facts))
    assert "Transfers counted 6 6" in read
    assert "Health and disability costs left out fewer than 5 fewer than 5" in read


def test_an_agency_with_few_families_is_hidden_with_another_and_stands_last() -> None:
    tables, facts = invented_run()
    two = tables["family_cost"].filter(pl.col("agency") == "POLICE").head(2).with_columns(agency=pl.lit("FIRE"))
    tables["family_cost"] = pl.concat([tables["family_cost"], two])
    facts["stages"]["costs"]["area"].append({"agency": "FIRE", "cost_gbp": "99999999", "transfer_gbp": "0"})
    page = report(tables, facts)
    table = page[page.index("Cost by agency") :]
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', table[: table.index("</table>")])
    hidden = [name for name, cells in rows if "hidden" in cells]
    assert hidden == [name for name, _ in rows[-2:]]
    assert "Fire service" in hidden
    assert "99,999,999" not in page


def test_a_list_without_a_number_of_families_speaks_of_none() -> None:
    tables, facts = invented_run()
    facts["stages"]["cohort"]["capacity_share"] = None
    read = words(report(tables, facts))
    assert "The programme sets no number of families, so all of them are proposed." in read
    assert "too new to judge by cost" not in read
    assert "if cost were counted otherwise" not in read


def as_supporting_families(tables: dict[str, pl.LazyFrame], facts: dict) -> None:
    """The same families, met and unknown, by criteria of Supporting Families, which ended in March 2025."""
    programme = load_programme("supporting_families_2022")
    names = (
        "low_attendance",
        "youth_crime",
        "unmanageable_debt",
        "workless_adult",
        "domestic_abuse_victim",
        "adult_crime",
    )
    became = dict(zip(NEEDS, names, strict=True))
    heading = {each.id: each.heading for each in programme.criteria}
    for name in ("indicator", "evidence"):
        tables[name] = (
            tables[name]
            .filter(pl.col("programme") == PROGRAMME)
            .with_columns(programme=pl.lit(programme.name), criterion=pl.col("criterion").replace_strict(became))
        )
    tables["eligibility"] = (
        tables["eligibility"].filter(pl.col("programme") == PROGRAMME).with_columns(programme=pl.lit(programme.name))
    )
    tables["indicator"] = tables["indicator"].with_columns(heading=pl.col("criterion").replace_strict(heading))
    facts["programmes"] = [programme.name]
    facts["stages"]["cohort"] |= {"capacity_share": None, "eligible_in_another_reading": 17}


def test_what_is_recalled_has_ended_or_is_read_in_two_ways_is_said() -> None:
    tables, facts = invented_run()
    as_supporting_families(tables, facts)
    read = words(report(tables, facts))
    assert "ended on 31 March 2025. Its last rules are used as if it were in force" in read
    assert read.count("Warning: 34 of 34 criteria are drafts: recalled, not read.") == 1
    assert "over the last 2 terms. (Draft: recalled, not read.) the source, as recalled" in read
    assert "By another reading alone 17 more of 400 families would be eligible." in read
    assert "At least 3 needs, under whichever headings. (Supporting Families programme guidance" in read
    assert "Criteria are finer than headings" not in read


def test_a_programme_in_force_that_was_read_says_none_of_it() -> None:
    read = words(report(*invented_run()))
    assert "ended on" not in read
    assert "Draft" not in read
    assert "another reading" not in read


def test_what_only_a_worker_can_say_is_told_apart_from_what_a_feed_could() -> None:
    tables, facts = invented_run()
    waits = (pl.col("criterion") == "school_attendance") & (pl.col("answer") == "unknown")
    worker = pl.when(waits).then(pl.lit("Only a worker can say.")).otherwise("reason")
    tables["indicator"] = tables["indicator"].with_columns(reason=worker)
    unknown = tables["indicator"].filter(waits).select(pl.col("family_id").n_unique()).collect().item()
    assert unknown >= 5
    page = report(tables, facts)
    row = re.search(r"<tr><th scope=.row.>School attendance</th>(.*?)</tr>", page)
    assert row
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row[1])
    assert cells[2] == cells[4] == str(unknown)
    assert "Only a worker can say." not in words(page[page.index("Why a criterion cannot be answered") :])


def test_a_programme_whose_rule_no_council_has_filled_in_proposes_nobody_and_tells_its_duties() -> None:
    tables, facts = invented_run()
    facts["programmes"] = ["family_help_2025"]
    tables["cohort"] = tables["cohort"].with_columns(is_eligible=pl.lit(False), is_proposed=pl.lit(False))
    read = words(report(tables, facts))
    assert "No family is proposed. No national rule says which families Family Help is for" in read
    assert "Warning: no family is proposed." in read
    assert "thinkfamily rules copy family_help_2025 ours" in read
    assert "meet the entry rule" not in read
    assert "Begun Source Family Help teams of several disciplines" in read
    assert "yes, from 1 April 2025" in read
    assert "(Children Act 2004, section 16LA). not known Children's Wellbeing and Schools Act 2026" in read
