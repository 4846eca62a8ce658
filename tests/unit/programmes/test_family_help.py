"""Family Help as a council fills it in: the template that ships loads, and its rule and dates then count."""

from __future__ import annotations

import re
import shutil
from datetime import date
from importlib import resources
from pathlib import Path

import polars as pl
import pytest
from tests.spec.needs.example import given_store, judged

from thinkfamily.programmes.entry import AtLeast
from thinkfamily.programmes.framework import Programme, load_programme, read_programme
from thinkfamily.tables import made

SHIPPED = Path(str(resources.files("thinkfamily.programmes") / "family_help_2025"))
HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "fill-in-an-entry-rule.md"


def template() -> str:
    """The lines under [entry] that are there to be filled in, without their comment marks."""
    text = (SHIPPED / "framework.toml").read_text(encoding="utf-8")
    found = re.search(r"^# \[entry\]\n(?:#.*\n)+", text, re.M)
    assert found
    return re.sub(r"^# ?", "", found[0], flags=re.M)


def filled_in(folder: Path, entry: str, **begun: str) -> Programme:
    """A council's copy with its own entry rule, and the first day of some duties."""
    shutil.copytree(SHIPPED, folder)
    file = folder / "framework.toml"
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"^\[entry\]\n.*?(?=^# Template)", entry + "\n", text, count=1, flags=re.M | re.S)
    for duty, day in begun.items():
        text = re.sub(rf'(id = "{duty}"\n.*\nbegins_on = )"not known"', rf"\g<1>{day}", text)
    file.write_text(text, encoding="utf-8")
    return read_programme(folder)


def test_as_it_ships_it_proposes_nobody() -> None:
    assert load_programme("family_help_2025").entry.rule is None


def test_the_template_that_ships_is_the_one_that_the_how_to_shows() -> None:
    shown = re.search(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.S)
    assert shown
    assert [line.strip() for line in shown[1].strip().splitlines()] == template().splitlines()


def test_filled_in_it_is_the_rule(tmp_path: Path) -> None:
    ours = filled_in(tmp_path / "family_help_ours", template())
    assert (ours.name, ours.entry.rule) == ("family_help_ours", AtLeast("headings", 2))
    family = """
        family | person | role  | born
        one    | ann    | adult | 1990-01-01
        two    | bea    | adult | 1990-01-01
    """
    events = """
        person | event                 | from_on
        ann    | probation_supervision | 2026-01-05
        ann    | adult_mental_health   | 2026-01-05
        bea    | probation_supervision | 2026-01-05
        bea    | proven_offence        | 2026-01-05
    """
    store = given_store(family, events)
    judged(store, "2026-09-30", ours)
    store.put("evidence", made.Evidence.create_empty())  # the rule counts no agencies
    tables = (store.ibis.table(name) for name in ("indicator", "evidence", "event_type", "family_member"))
    rows = pl.DataFrame(ours.entry.judge(ours.name, *tables).order_by("family_id").to_pyarrow())
    assert rows.select("family_id", "headings_met", "is_eligible").rows() == [("one", 2, True), ("two", 1, False)]


def test_the_other_rule_of_the_how_to_loads(tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.S)
    rule = 'headings = 2\nunit = "headings"\n'
    assert rule in template()
    any_of = "\n".join(line.strip() for line in examples[1].splitlines()) + "\n"
    ours = filled_in(tmp_path / "family_help_ours", template().replace(rule, any_of))
    assert ours.entry.rule is not None
    assert ours.entry.counts_headings


@pytest.mark.parametrize(("day", "has_begun"), [(date(2027, 8, 31), False), (date(2027, 9, 1), True)])
def test_a_duty_is_switched_on_by_its_day(tmp_path: Path, day: date, has_begun: bool) -> None:
    ours = filled_in(tmp_path / "family_help_ours", template(), share_information="2027-09-01")
    duties = {each.id: each.has_begun(day) for each in ours.terms.of("duty")}
    assert duties["share_information"] is has_begun
    assert duties["consistent_identifier"] is None
