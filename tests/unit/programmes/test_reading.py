"""Strict loading: what is missing, unknown or meaningless is refused, and the refusal says what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.unit.programmes.declared import criterion, declaration

from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.criterion import Measure, leaves
from thinkfamily.programmes.entry import read_entry
from thinkfamily.programmes.framework import load_programme, read_programme
from thinkfamily.programmes.sentence import generated

COUNT = """
    says: In the last 12 months a member was arrested at least 3 times.
    who: a member
    count: arrest
    over: P12M
    at_least: 3
    unit: events
"""


def test_a_whole_declaration_loads() -> None:
    assert generated(criterion(COUNT).test) == "a member: arrest in the 12 months to the date, at least 3"


@pytest.mark.parametrize("key", ["id", "says", "heading", "source", "verified", "values", "who", "over", "unit"])
def test_nothing_has_a_default(key: str) -> None:
    with pytest.raises(RuleError, match=f"'{key}' is missing"):
        criterion(COUNT, **{key: None})


@pytest.mark.parametrize(
    ("changed", "found", "allowed"),
    [
        ({"colour": "red"}, "Unknown key colour", "at_least"),
        ({"at_least": None}, "no threshold", "at_least, at_most, less_than, more_than"),
        ({"at_most": 4}, "at_least, at_most", "Write one of"),
        ({"at_least": "three"}, "'at_least' is 'three'", "a number"),
        ({"at_least": True}, "'at_least' is True", "a number"),
        ({"unit": "gbp"}, "count is counted in events", "unit: events"),
        ({"over": "lately"}, "'over' is 'lately'", "P12M"),
        ({"over": "P0M"}, "looks at no time", "1 or more"),
        ({"who": "a dog"}, "'who' is 'a dog'", "a member, a child, an adult"),
        ({"who": "the family's child"}, "'who' is", "the family's children"),
        ({"heading": "weather"}, "'heading' is 'weather'", "crime, housing"),
        ({"of": "sessions_possible"}, "'of' means nothing here", "Allowed here"),
        ({"against": "P12M"}, "'against' means nothing here", "Allowed here"),
        ({"open": "tenancy"}, "count, open", "exactly one of"),
        ({"count": None}, "nothing that measures", "exactly one of"),
        ({"count": []}, "'count' is a list", "name of an event"),
        ({"at_least": float("nan")}, "'at_least' is nan", "a number"),
        ({"values": "ours"}, "'values_because' is missing", "has a default"),
        ({"values_because": "so"}, "beside 'values: source'", "Keep one"),
        ({"verified": "yes please"}, "'verified' is", "true or false"),
        ({"source": {"title": "A", "where": "p. 1"}}, "'url' is missing", "has a default"),
        ({"source": {"title": "A", "url": ""}}, "'where' is missing", "has a default"),
        ({"at_least": {}}, "'at_least'", "for each date"),
        ({"at_least": {"2015": 3}}, "'at_least'", "for each date"),
    ],
)
def test_what_is_not_understood_is_refused(changed: dict[str, object], found: str, allowed: str) -> None:
    with pytest.raises(RuleError) as refused:
        criterion(COUNT, **changed)
    assert found in refused.value.found
    assert allowed in refused.value.do
    assert "asked" in refused.value.where or changed.get("id") is None


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ("In the last 12 months a member was arrested at least 4 times.", "says has 4"),
        ("In the last 12 months a member was often arrested.", "says lacks 3"),
        ("A member was arrested at least 3 times.", "says lacks 12 months"),
        ("In the last 12 weeks a member was arrested at least 3 times.", "says has 12 weeks"),
        ("In the last 12 months a member was arrested at least 3 times in 5%.", "says has 5%"),
        ("In the last 12 months a member was arrested at least three times.", ""),
    ],
)
def test_says_must_carry_the_declared_numbers(says: str, found: str) -> None:
    if not found:
        assert criterion(COUNT, says=says).says == says
        return
    with pytest.raises(RuleError) as refused:
        criterion(COUNT, says=says)
    assert found in refused.value.found
    assert "at least 3" in refused.value.do


def test_a_percentage_is_a_share() -> None:
    text = """
        who: a child
        share: absence_unauthorised
        of: sessions_possible
        over: last 3 terms
        at_least: 0.15
        unit: share
    """
    assert criterion(text, says="A child missed 15% or more over the last 3 terms.")
    with pytest.raises(RuleError, match=r"says has 0\.15"):
        criterion(text, says="A child missed 0.15 or more over the last 3 terms.")


def test_who_is_inherited_and_can_be_changed() -> None:
    found = criterion(
        """
        who: an adult
        any:
          - {count: arrest, over: at the date, at_least: 1, unit: events}
          - {who: each child, count: arrest, over: at the date, at_least: 1, unit: events}
        """
    )
    assert [leaf.who.text for leaf in leaves(found.test)] == ["an adult", "each child"]


def test_a_part_without_anyone_is_refused_with_its_place() -> None:
    with pytest.raises(RuleError, match="criterion asked, any 2"):
        criterion(
            """
            any:
              - {who: an adult, count: arrest, over: at the date, at_least: 1, unit: events}
              - {count: arrest, over: at the date, at_least: 1, unit: events}
            """
        )


def test_at_least_of_asks_for_no_more_than_there_are() -> None:
    with pytest.raises(RuleError, match="'number' is 3 of 1"):
        criterion(
            """
            who: a member
            at_least_of:
              number: 3
              of: [{count: arrest, over: at the date, at_least: 1, unit: events}]
            """
        )


def test_dated_values_are_kept_in_order() -> None:
    found = criterion(
        """
        says: In the last 12 months at least 90 events.
        who: a member
        count: arrest
        over: P12M
        at_least: {2015-09-01: 90, 2015-04-01: 85}
        unit: events
        """
    )
    measure = next(leaves(found.test))
    assert isinstance(measure, Measure)
    assert [value for _, value in measure.threshold.dated] == [85, 90]


def folder(
    place: Path, framework: str | None = None, criteria: str | None = None, *, has_capacity: bool = True
) -> Path:
    """A framework version of one criterion, or with one of its files changed."""
    place = place / "made_up"
    place.mkdir()
    source = '{title = "A", where = "p. 1", url = ""}'
    standard = f"""
        title = "Made up"
        nation = "England"
        unit = "family"
        residence = ["with_children"]
        in_force = {{from_on = 2020-01-01, until_on = 2021-01-01}}
        source = {{title = "A", where = "p. 1", url = "", verified = false}}
        heading = [{{id = "housing", title = "Housing"}}]
        [entry]
        says = "One."
        criteria = 1
        unit = "criteria"
        values = "source"
        verified = true
        source = {source}
    """
    standard += (
        f"""
        [capacity]
        says = "A tenth."
        share = 0.1
        unit = "share of families"
        values = "source"
        verified = true
        source = {source}
    """
        * has_capacity
    )
    (place / "framework.toml").write_text(framework or standard, encoding="utf-8")
    declared = criteria or yaml.safe_dump([declaration(COUNT)], allow_unicode=True)
    (place / "criteria.yaml").write_text(declared, encoding="utf-8")
    return place


def test_any_folder_with_the_two_files_is_a_programme(tmp_path: Path) -> None:
    found = read_programme(folder(tmp_path))
    assert (found.name, found.capacity_share, len(found.criteria)) == ("made_up", 0.1, 1)


def test_a_programme_may_leave_its_entry_rule_to_each_council() -> None:
    content = {"says": "Each council's own.", "set_by": "council", "verified": True}
    content["source"] = {"title": "A", "where": "p. 1", "url": ""}
    entry = read_entry("framework.toml, entry", content, ["asked"], ["housing"])
    assert (entry.rule, entry.counts_headings, entry.is_draft) == (None, False, False)
    for more in ({"criteria": 1, "unit": "criteria"}, {"set_by": "us"}):
        with pytest.raises(RuleError, match=r"framework\.toml, entry"):
            read_entry("framework.toml, entry", content | more, ["asked"], ["housing"])


def test_a_programme_may_set_no_number_of_families(tmp_path: Path) -> None:
    found = read_programme(folder(tmp_path, has_capacity=False))
    assert (found.capacity, found.capacity_share) == (None, None)


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ("- id: [", "cannot be read"),
        ("- id: a\n  id: b\n", "id is written twice"),
        ("id: a\n", "no list of criteria"),
        (yaml.safe_dump([declaration(COUNT)] * 2), "Two criteria are called asked"),
        (yaml.safe_dump([declaration(COUNT, voids="other")]), "'voids' names other"),
        (yaml.safe_dump([declaration(COUNT, voids="asked")]), "'voids' names asked"),
    ],
)
def test_a_file_that_cannot_stand_is_refused(tmp_path: Path, criteria: str, found: str) -> None:
    with pytest.raises(RuleError, match=r"made_up/criteria\.yaml") as refused:
        read_programme(folder(tmp_path, criteria=criteria))
    assert found in refused.value.found


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    place = folder(tmp_path)
    (place / "criteria.yaml").unlink()
    with pytest.raises(RuleError, match="no such file"):
        read_programme(place)


def test_broken_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"made_up/framework\.toml"):
        read_programme(folder(tmp_path, framework="title = "))


def test_an_unknown_programme_lists_the_known() -> None:
    with pytest.raises(RuleError, match="westminster_3_percent"):
        load_programme("westminster_4_percent")
