"""Worked examples beside a folder of rules: read strictly, run, and said to be wrong when they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.unit.programmes.own_rules import SHIPPED, ours

from thinkfamily.core.errors import RuleError
from thinkfamily.engine.trial.examples import check_asked, failures, read_examples
from thinkfamily.programmes.folder import find_programme

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "change-a-rule.md"
ARREST = """
- criterion: crime
  says: An arrest in the year counts.
  as_at: 2026-09-30
  family: |
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
  events: |
    person | event  | from_on
    ann    | arrest | 2026-01-01
    bea    | arrest | 2025-09-30
  expect: {one: yes, bea: no}
"""


def found(tmp_path: Path, text: str) -> list[str]:
    folder = ours(tmp_path)
    (folder / "examples.yaml").write_text(text, encoding="utf-8")
    programme = find_programme(str(folder))
    return [f"{each.where}: {each.found}" for each in failures(read_examples(folder, programme), programme)]


def test_an_example_that_holds_and_one_that_does_not(tmp_path: Path) -> None:
    wrong = ARREST.replace("bea: no", "bea: 'unknown: no feed'")
    assert found(tmp_path, ARREST) == []
    again = tmp_path / "again"
    (told,) = found(again, ARREST + wrong)
    assert told == ("ours/examples.yaml, example 2, crime: Found no for bea; expected unknown, because: no feed.")


def test_feeds_terms_and_workers_alone(tmp_path: Path) -> None:
    """A feed that is missing or late, no term at all, and what only a worker can say: unknown, each for its reason."""
    family = "family: |\n    person | role  | born\n    ann    | child | 2014-01-01\n"
    text = f"""
- criterion: crime
  says: Probation was not supplied, and the police feed begins late.
  as_at: 2026-09-30
  {family}
  without: [probation, youth_justice]
  feeds: |
    feed   | covers_from
    police | 2026-01-01
  expect: {{family: "unknown: feed"}}
- criterion: school_attendance
  says: Without terms there is nothing to look at.
  as_at: 2026-09-30
  {family}
  terms: |
    from_on    | until_on
    2026-04-13 | 2026-07-22
  expect: {{family: "unknown: Fewer than 3 school terms"}}
- criterion: low_aspirations
  says: No record shows it.
  as_at: 2026-09-30
  {family}
  expect: {{family: "unknown: Only a worker can say."}}
"""
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("criterion: crime", "criterion: crimes", "'criterion' is 'crimes'"),
        ("role  | born", "role  | birthday", "Found columns"),
        ("ann    | arrest | 2026-01-01", "ann    | arrest", "Found 2 cells"),
        ("ann    | arrest |", "ann    | arest  |", "Found event arest"),
        ("1990-01-01", "1 January", "expected dates such as 2026-09-30"),
        ("{one: yes, bea: no}", "{one: maybe}", "'expect' says 'maybe'"),
        ("{one: yes, bea: no}", "{three: yes}", "'expect' names three"),
        ("{one: yes, bea: no}", "{}", "'expect' names nobody"),
        ("as_at: 2026-09-30", "as_at: soon", "'as_at' is 'soon'"),
        ("  family: |", "  families: |", "Unknown key families"),
        ("  expect:", "  without: [moon]\n  expect:", "Found feed moon"),
        ("- criterion: crime", "criterion: crime", "cannot be read"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in ARREST
    with pytest.raises(RuleError, match=r"ours/examples\.yaml") as refused:
        found(tmp_path, ARREST.replace(old, new))
    assert says in refused.value.found
    assert refused.value.do


def test_no_file_is_no_example(tmp_path: Path) -> None:
    folder = ours(tmp_path)
    assert read_examples(folder, find_programme(SHIPPED)) == ()


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        ((("count: [eviction,", "count: [evicted,"),), "It reads evicted"),
        ((("open: neet", "open: food_bank"),), "open reads food_bank, no spell"),
        (
            (
                ("latest: rent_arrears", "latest: monthly_earnings"),
                ("at_least: 500\n      unit: gbp", "at_least: 500\n      unit: days"),
            ),
            "'unit' is 'days'",
        ),
    ],
)
def test_rules_that_read_what_is_not_there_are_refused_without_a_run(
    tmp_path: Path, edits: tuple[tuple[str, str], ...], says: str
) -> None:
    folder = ours(tmp_path)
    text = (folder / "criteria.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    text = re.sub(r"arrears are £500 or more", "arrears are 500 days or more", text) if "days" in says else text
    (folder / "criteria.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        check_asked(find_programme(str(folder)))
    assert says in refused.value.found


def test_the_shipped_rules_can_all_be_asked() -> None:
    check_asked(find_programme(SHIPPED))


def test_the_example_of_the_how_to_page_holds(tmp_path: Path) -> None:
    """With the 10% that the page adopts."""
    text = HOW_TO.read_text(encoding="utf-8")
    (block,) = [each for each in re.findall(r"```yaml\n(.+?)```", text, re.S) if each.startswith("- criterion")]
    folder = ours(tmp_path, ("missed 15%", "missed 10%"), ("at_least: 0.15", "at_least: 0.1"))
    (folder / "examples.yaml").write_text(block, encoding="utf-8")
    programme = find_programme(str(folder))
    examples = read_examples(folder, programme)
    assert len(examples) == 2
    assert failures(examples, programme) == []
    harder = find_programme(str(ours(tmp_path, name="shipped_value")))
    assert len(failures(examples, harder)) == 1
