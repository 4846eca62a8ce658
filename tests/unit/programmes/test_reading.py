"""Strict loading: what is missing, unknown or meaningless is refused, and the refusal says what is allowed."""

from __future__ import annotations

import textwrap
from datetime import date
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
        ({"at_least": -3}, "'at_least' is -3", "0 or more"),
        ({"at_least": 0}, "at_least 0: every family", "more than 0"),
        ({"at_least": None, "less_than": 0}, "less_than 0: no family", "more than 0"),
        ({"at_least": {"2015-04-01": 3}}, "'at_least' is a mapping", "a number for each date"),
        ({"atleast": 3}, "Unknown key atleast", "Did you mean at_least?"),
        ({"who": "a member aged 18 to 16"}, "18 to 16': nobody", "lower age first"),
        ({"who": "a member aged under 0"}, "under 0': nobody", "1 or more"),
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
        ("In the last 12 months a member was arrested often, 12 months on end.", "says lacks 3"),
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


def test_a_number_of_terms_does_not_say_the_threshold() -> None:
    """`3 terms` says how long; that three suspensions are asked must be said as well, whatever else has that number."""
    text = """
        who: a child aged 4 to 17
        count: suspension
        over: last 3 terms
        at_least: 3
        unit: events
    """
    assert criterion(text, says="A child was suspended at least 3 times over the last 3 terms.")
    with pytest.raises(RuleError, match="says lacks 3, which"):
        criterion(text, says="A child was suspended at least 4 times over the last 3 terms.")


@pytest.mark.parametrize("value", [10, "10%", 1.5, -0.1])
def test_a_share_is_written_from_0_to_1(value: object) -> None:
    text = """
        who: a child
        share: absence_unauthorised
        of: sessions_possible
        over: last 3 terms
        unit: share
    """
    with pytest.raises(RuleError, match="'at_least' is") as refused:
        criterion(text, says="A child missed 1000% or more over the last 3 terms.", at_least=value)
    assert "10% is 0.1" in refused.value.do


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


def test_how_much_of_a_programme_is_recalled_is_said(tmp_path: Path) -> None:
    assert read_programme(folder(tmp_path)).drafts_in_words() == ""
    recalled = yaml.safe_dump([declaration(COUNT), declaration(COUNT, id="other", verified=False)], allow_unicode=True)
    (tmp_path / "made_up" / "criteria.yaml").write_text(recalled, encoding="utf-8")
    assert read_programme(tmp_path / "made_up").drafts_in_words().startswith("1 of 2 criteria are drafts: recalled")
    framework = tmp_path / "made_up" / "framework.toml"
    text = framework.read_text(encoding="utf-8").replace("verified = true", "verified = false", 1)
    framework.write_text(text, encoding="utf-8")
    assert read_programme(tmp_path / "made_up").drafts_in_words().startswith("The entry rule and 1 of 2 criteria are")


def test_a_programme_may_set_no_number_of_families(tmp_path: Path) -> None:
    found = read_programme(folder(tmp_path, has_capacity=False))
    assert (found.capacity, found.capacity_share) == (None, None)


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ("- id: [", "cannot be read"),
        ("- id: a\n  id: b\n", "id is written twice"),
        ("id: a\n", "no list of criteria"),
        ("- id: a\n  at_least: {2015-04-31: 3}\n", "2015-04-31 is no day"),
        ("- id: a\n  ? [b, c]\n  : d\n", "cannot be read"),
        (yaml.safe_dump([declaration(COUNT)] * 2), "Two criteria are called asked"),
        (yaml.safe_dump([declaration(COUNT, voids="other")]), "'voids' names other"),
        (yaml.safe_dump([declaration(COUNT, voids="asked")]), "'voids' names asked"),
    ],
)
def test_a_file_that_cannot_stand_is_refused(tmp_path: Path, criteria: str, found: str) -> None:
    with pytest.raises(RuleError, match=r"made_up/criteria\.yaml") as refused:
        read_programme(folder(tmp_path, criteria=criteria))
    assert found in refused.value.found


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"criteria\.yaml, line 2"):
        read_programme(folder(tmp_path, criteria="- id: a\n  at_least: {2015-04-31: 3}\n"))


def test_a_file_that_is_not_utf8_is_told_apart_from_a_broken_line(tmp_path: Path) -> None:
    place = folder(tmp_path)
    (place / "criteria.yaml").write_bytes("- says: more than £500\n".encode("cp1252"))
    with pytest.raises(RuleError, match="as UTF-8 text") as refused:
        read_programme(place)
    assert refused.value.do == "Save it again as UTF-8."


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("until_on = 2021-01-01", "until_on = 2020-01-01", "ends on 2020-01-01"),
        ("criteria = 1", "criteria = 2", "asks for 2 criteria of 1"),
        (
            '{id = "housing", title = "Housing"}',
            '{id = "housing", title = "A"}, {id = "housing", title = "B"}',
            "housing",
        ),
        ('["with_children"]', '["with_children", "abroad"]', "'residence' names abroad"),
    ],
)
def test_a_framework_that_nobody_could_meet_or_read_is_refused(tmp_path: Path, old: str, new: str, found: str) -> None:
    place = folder(tmp_path)
    framework = place / "framework.toml"
    text = framework.read_text(encoding="utf-8")
    assert old in text
    framework.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError, match=r"made_up/framework\.toml") as refused:
        read_programme(place)
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


READ = {"source": {"title": "A", "where": "p. 1", "url": ""}, "verified": True}
ONE = {"count": "arrest", "over": "P12M", "at_least": 3, "unit": "events"}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"readings": [READ | ONE]}, "'readings' holds one reading"),
        ({"readings": [READ | ONE, ONE]}, "'source' is missing"),
        ({"readings": [READ | ONE, {**ONE, "source": READ["source"]}]}, "'verified' is missing"),
        ({"any": [{"readings": [READ | ONE, READ | ONE]}]}, "stands inside another test"),
        ({"all": [ONE, {"readings": [READ | ONE, READ | ONE]}]}, "stands inside another test"),
    ],
)
def test_readings_are_whole_and_each_has_its_source(changed: dict[str, object], found: str) -> None:
    bare = dict.fromkeys(("count", "over", "at_least", "unit"))
    with pytest.raises(RuleError) as refused:
        criterion(COUNT, **{**bare, **changed})
    assert found in refused.value.found


EARN = """
    says: An adult earned it in each of the last 3 months.
    who: an adult
    sum: monthly_earnings
    over: each of the last 3 months
    at_least: earnings_threshold_single
    unit: gbp
"""


def test_a_value_that_the_state_sets_is_named() -> None:
    """It need not be said in numbers, and holds from each of its dates."""
    measure = next(leaves(criterion(EARN).test))
    assert isinstance(measure, Measure)
    assert [measure.threshold.on(date(2024, 5, day), "here") for day in (12, 13)] == [743, 892]
    assert "(administrative earnings threshold of Universal Credit, one person, a month)" in generated(measure)


def test_a_named_value_must_be_known_and_in_its_unit() -> None:
    with pytest.raises(RuleError, match="earnings_threshold_couple"):
        criterion(EARN, at_least="earnings_threshold_of_three")
    with pytest.raises(RuleError, match="persistent_absence is in share"):
        criterion(EARN, at_least="persistent_absence")


SOURCE = 'verified = true\nsource = {title = "A", where = "p. 1", url = ""}\n'
PAYMENT = f"""
[[payment]]
id = "fee"
title = "Fee"
unit = "gbp"
amounts = [{{from_on = 2020-01-01, gbp = 10}}, {{from_on = 2021-01-01, gbp = 20, derived = "10 and 10"}}]
{SOURCE}
"""


def with_terms(place: Path, terms: str, results: str = "") -> Path:
    """The framework version of one criterion, with terms of payment."""
    made = folder(place)
    file = made / "framework.toml"
    file.write_text(textwrap.dedent(file.read_text("utf-8")) + terms, encoding="utf-8")
    if results:
        (made / "results.yaml").write_text(results, encoding="utf-8")
    return made


def test_a_payment_holds_from_each_of_its_dates(tmp_path: Path) -> None:
    (payment,) = read_programme(with_terms(tmp_path, PAYMENT)).terms.payments
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    assert [payment.on(day) for day in days] == [None, 10, 10, 20]


RESULT = f"""
[[result]]
id = "held"
title = "Held"
says = "It was held."
tests = ["asked"]
pays = ["fee"]
{SOURCE}
"""


def test_a_result_has_its_tests_in_the_same_language(tmp_path: Path) -> None:
    tests = yaml.safe_dump([declaration(COUNT, heading="held")])
    found = read_programme(with_terms(tmp_path, PAYMENT + RESULT, tests))
    assert [each.id for each in found.results] == ["asked"]
    assert found.terms.results[0].pays == ("fee",)


@pytest.mark.parametrize(
    ("terms", "results", "found"),
    [
        (PAYMENT.replace("2021-01-01", "2019-01-01"), "", "'amounts' is 'out of order'"),
        (PAYMENT * 2, "", "Two have the same id"),
        (RESULT, "", "It names fee"),
        (PAYMENT + RESULT, "", "There is no such file"),
        (
            PAYMENT + RESULT,
            yaml.safe_dump([declaration(COUNT, heading="held", id="b")]),
            "asked, b is in one of the two",
        ),
        (f'[[condition]]\nid = "a"\nsays = "A."\nvalue = "5/0"\nunit = "share"\n{SOURCE}', "", "'value' is '5/0'"),
        (f'[[condition]]\nid = "a"\nsays = "A."\nvalue = "5/6"\nunit = "dogs"\n{SOURCE}', "", "'unit' is 'dogs'"),
        (f'[[duty]]\nid = "a"\nsays = "A."\n{SOURCE}', "", "'begins_on' is missing"),
    ],
)
def test_terms_that_cannot_stand_are_refused(tmp_path: Path, terms: str, results: str, found: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_programme(with_terms(tmp_path, terms, results))
    assert found in refused.value.found
