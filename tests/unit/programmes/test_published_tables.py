"""Each framework's published table against what is shipped: figures typed here from the sources, apart from the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest

from thinkfamily.programmes.attendance import attendance_codes
from thinkfamily.programmes.criterion import Combined, Criterion, Measure, leaves
from thinkfamily.programmes.entry import AtLeast, Every
from thinkfamily.programmes.framework import Programme, load_programme
from thinkfamily.programmes.named_values import named_values

FIRST = load_programme("troubled_families_2012")
SECOND = load_programme("troubled_families_2015")
FACTORS = load_programme("multiple_disadvantage_2018")
FOUNDING = load_programme("westminster_3_percent")


def one(programme: Programme, criterion: str) -> Criterion:
    """A criterion, or a test of a result, by id."""
    return next(each for each in (*programme.criteria, *programme.results) if each.id == criterion)


def shown(programme: Programme, criterion: str) -> list[tuple[object, ...]]:
    """Of each measure: what, of what, over which time, held against what, and of whom."""
    return [
        (
            leaf.kind,
            leaf.names,
            leaf.over.text if leaf.over else "",
            leaf.threshold.operator,
            leaf.threshold.dated[-1][1],
            leaf.who.text,
        )
        for leaf in leaves(one(programme, criterion).test)
        if isinstance(leaf, Measure)
    ]


def headings(programme: Programme) -> dict[str, list[str]]:
    return {
        heading.id: [each.id for each in programme.criteria if each.heading == heading.id]
        for heading in programme.headings
    }


def test_the_twelve_risk_factors_of_the_founding_paper_in_its_order() -> None:
    """Section 4; and the share of families, section 1. The paper has no other number: every threshold is ours."""
    assert [each.id for each in FOUNDING.criteria] == [
        "unsuitable_housing", "crime", "worklessness", "benefit_dependency", "school_attendance",
        "academic_social_skills", "parenting", "domestic_violence", "substance_misuse", "young_parenthood",
        "unstable_partnerships", "low_aspirations",
    ]  # fmt: skip
    assert [each.source.where.rpartition(" ")[2] for each in FOUNDING.criteria] == [str(item) for item in range(1, 13)]
    assert {each.values for each in FOUNDING.criteria if each.events} == {"ours"}
    assert FOUNDING.entry.rule == Every("all", (AtLeast("criteria", 3), AtLeast("agencies", 2)))
    assert (FOUNDING.entry.values, FOUNDING.capacity_share) == ("ours", 0.03)


def test_the_thirteen_factors_of_the_schedule_in_its_order() -> None:
    """SI 2018/912, Schedule, paragraph 2(2) and (3)."""
    assert [each.id for each in FACTORS.criteria] == [
        "anti_social_behaviour", "care_leaver", "child_in_need", "criminal_offending", "domestic_violence",
        "financial_exclusion", "disability", "homelessness", "ill_health", "irregular_attendance", "not_in_education",
        "substance_misuse", "unemployment",
    ]  # fmt: skip
    letters = [each.source.where.split()[2][len("2(3)") :][:3] for each in FACTORS.criteria]
    assert letters == [f"({letter})" for letter in "abcdefghijklm"]
    assert FACTORS.entry.rule == AtLeast("criteria", 2)
    assert FACTORS.in_force == (date(2018, 7, 19), None)


def test_the_first_phase_who_counts() -> None:
    assert FIRST.in_force == (date(2012, 4, 1), date(2015, 6, 1))
    assert headings(FIRST) == {
        "crime_asb": ["youth_crime", "asb"],
        "education": [
            "suspended", "permanently_excluded", "alternative_provision", "not_on_roll", "unauthorised_absence",
        ],
        "work": ["out_of_work"],
        "local": ["local_filter"],
    }  # fmt: skip
    sessions = ("absence_unauthorised", "sessions_possible")
    for criterion, table in {
        "youth_crime": [("count", ("youth_offence",), "P12M", "at_least", 1, "a child")],
        "asb": [
            ("open", ("asb_order",), "P12M", "at_least", 1, "a member"),
            ("count", ("housing_asb_action",), "P12M", "at_least", 1, "a member"),
        ],
        "suspended": [("count", ("suspension",), "last 3 terms", "at_least", 3, "a child aged 4 to 17")],
        "permanently_excluded": [
            ("count", ("permanent_exclusion",), "last 3 terms", "at_least", 1, "a child aged 4 to 17")
        ],
        "alternative_provision": [
            ("open", ("alternative_provision",), "at the date", "at_least", 1, "a child aged 4 to 17")
        ],
        "not_on_roll": [("open", ("not_on_roll",), "at the date", "at_least", 1, "a child of school age")],
        "unauthorised_absence": [("share", sessions, "last 3 terms", "at_least", 0.15, "a child of school age")],
        "out_of_work": [("open", ("out_of_work_benefit",), "at the date", "at_least", 1, "an adult")],
    }.items():
        assert shown(FIRST, criterion) == table, criterion


def test_the_first_phase_entry_in_both_readings() -> None:
    three = ("crime_asb", "education", "work")
    devon = Every(
        "any",
        (
            AtLeast("headings", 3, three),
            Every("all", (AtLeast("headings", 2, three), AtLeast("headings", 1, ("local",)))),
        ),
    )
    lincolnshire = AtLeast("headings", 2, three)
    assert [(each.rule, each.source.verified) for each in FIRST.entry.readings] == [
        (devon, False),
        (lincolnshire, True),
    ]
    assert FIRST.entry.rule == Every("all", (devon, lincolnshire))


@pytest.mark.parametrize(
    ("year", "attachment", "crime_school", "work_progress", "employment"),
    [(2012, 3200, 700, 100, 800), (2013, 2400, 1500, 100, 1600), (2014, 1600, 2300, 100, 2400)],
)
def test_the_first_phase_payments(
    year: int, attachment: int, crime_school: int, work_progress: int, employment: int
) -> None:
    """From 1 April to 31 March; the attachment fee is 80%, 60% and 40% of £4,000."""
    paid = {each.id: each for each in FIRST.terms.payments}
    for day in (date(year, 4, 1), date(year + 1, 3, 31)):
        assert paid["attachment_fee"].on(day) == attachment
        assert paid["crime_asb_education_result"].on(day) == crime_school
        assert paid["progress_to_work_result"].on(day) == work_progress
        assert paid["continuous_employment_result"].on(day) == employment
    assert attachment + crime_school == 3900
    assert attachment + crime_school + work_progress == 4000 == attachment + employment
    assert Fraction(attachment, 4000) == Fraction({2012: 80, 2013: 60, 2014: 40}[year], 100)
    assert paid["attachment_fee"].on(date(2012, 3, 31)) is None


def test_the_first_phase_conditions_and_results() -> None:
    stated = {each.id: each for each in FIRST.terms.clauses}
    assert stated["funded_share"].value == Fraction(5, 6)
    assert stated["cap"].value == 4000
    assert not stated["benefits_counted"].source.verified
    assert {each.id: each.excludes for each in FIRST.terms.results} == {
        "crime_asb_education": ("continuous_employment",),
        "progress_to_work": ("continuous_employment",),
        "continuous_employment": ("crime_asb_education", "progress_to_work"),
    }
    sessions = ("absence_unauthorised", "sessions_possible")
    child = "each child of school age"
    assert shown(FIRST, "school_regained") == [
        ("count", ("suspension",), "last 3 terms", "less_than", 3, child),
        ("share", sessions, "last 3 terms", "less_than", 0.15, child),
    ]
    assert shown(FIRST, "asb_fallen") == [("change", ("asb_incident",), "P6M", "falls_by_at_least", 0.60, "the family")]
    assert shown(FIRST, "youth_crime_fallen") == [
        ("change", ("youth_offence",), "P6M", "falls_by_at_least", 0.33, "the family's children")
    ]
    assert shown(FIRST, "progress_to_work_made") == [
        ("open", ("work_programme", "esf_provision"), "P6M", "at_least", 1, "an adult")
    ]
    kept = one(FIRST, "employment_kept").test
    assert isinstance(kept, Combined)
    assert [each.verified for each in kept.sources] == [True, False]
    assert 13 * 7 in {row[4] for row in shown(FIRST, "employment_kept")}
    assert 26 * 7 in {row[4] for row in shown(FIRST, "employment_kept")}


def test_the_second_phase_two_of_six_headings() -> None:
    assert SECOND.in_force == (date(2015, 4, 1), date(2021, 4, 1))
    assert list(headings(SECOND)) == [
        "crime_asb", "education", "child_help", "work_finance", "domestic_abuse", "health",
    ]  # fmt: skip
    assert SECOND.entry.rule == AtLeast("headings", 2)
    assert SECOND.entry.elsewhere_at_most == 1
    assert "elsewhere" in SECOND.residence
    assert headings(SECOND)["crime_asb"] == [
        "proven_offence", "asb_intervention", "release_due", "under_sentence", "crime_nomination",
    ]  # fmt: skip
    assert headings(SECOND)["education"] == [
        "unauthorised_absence", "suspended", "permanently_excluded", "alternative_provision", "not_educated",
        "school_nomination",
    ]  # fmt: skip
    sessions = ("absence_unauthorised", "sessions_possible")
    assert shown(SECOND, "unauthorised_absence") == [
        ("share", sessions, "last 3 terms", "more_than", 0.10, "a child of school age")
    ]
    assert shown(SECOND, "suspended") == [
        ("count", ("suspension",), "last 3 terms", "at_least", 3, "a child aged 4 to 17")
    ]
    assert shown(SECOND, "permanently_excluded") == [
        ("count", ("permanent_exclusion",), "last 3 terms", "at_least", 1, "a child aged 4 to 17")
    ]
    assert shown(SECOND, "proven_offence")[0][2:5] == ("P12M", "at_least", 1)
    assert shown(SECOND, "release_due")[0][2] == "P12M after the date"


def test_the_second_phase_payments_gate_and_results() -> None:
    paid = {each.id: each.on(date(2015, 4, 1)) for each in SECOND.terms.payments}
    assert paid == {"attachment_fee": Decimal(1000), "result": Decimal(800)}
    assert not any(each.source.verified for each in SECOND.terms.payments)
    assert sum(paid.values()) == 1800 == Decimal("0.4") * 4500
    assert [each.id for each in SECOND.terms.of("practice_gate")] == [
        "whole_family_assessment", "whole_family_plan", "keyworker", "goals_match_outcomes_plan",
    ]  # fmt: skip
    stated = {each.id: each.value for each in SECOND.terms.clauses}
    assert stated["sample"] == Fraction(1, 10)
    assert stated["earned_autonomy"] == 14
    attended = next(leaves(one(SECOND, "school_attended").test))
    assert isinstance(attended, Measure)
    where = "the test"
    assert attended.threshold.on(date(2015, 8, 31), where) == 0.85
    assert attended.threshold.on(date(2015, 9, 1), where) == 0.90
    assert attended.over is not None
    assert attended.over.text == "last 3 terms"
    table = {(kind, window, value) for kind, _, window, _, value, _ in shown(SECOND, "employment_kept")}
    assert {("longest", "P13W", 13 * 7), ("days", "P30W", 26 * 7)} <= table


NEW = {
    "present": "/ \\ L",
    "elsewhere": "B K P V W",
    "authorised": "C C1 C2 E I J1 M R S T",
    "unauthorised": "G N O U",
    "not_possible": "D Q X Y1 Y2 Y3 Y4 Y5 Y6 Y7 Z #",
}
OLD = {
    "present": "/ \\ L",
    "elsewhere": "B J P V W",
    "authorised": "C E H I M R S T",
    "unauthorised": "G N O U",
    "not_possible": "D X Y Z #",
}


@pytest.mark.parametrize(("day", "table"), [(date(2024, 8, 19), NEW), (date(2024, 8, 18), OLD)])
def test_attendance_codes_on_each_side_of_august_2024(day: date, table: dict[str, str]) -> None:
    held: dict[str, set[str]] = {}
    for each in attendance_codes():
        if (each.from_on is None or each.from_on <= day) and (each.until_on is None or day < each.until_on):
            held.setdefault(each.counts_as, set()).add(each.code)
    assert held == {counts_as: set(codes.split()) for counts_as, codes in table.items()}


def test_what_was_recalled_of_the_codes_is_marked() -> None:
    recalled = {each.code for each in attendance_codes() if not each.source.verified and each.from_on}
    assert recalled == {"Q", "Y5", "Y6"}


@pytest.mark.parametrize(
    ("from_on", "hours", "wage", "single", "couple"),
    [
        (date(2022, 9, 26), (12, 19), "9.50", 494, 782),
        (date(2023, 1, 30), (15, 24), "9.50", 617, 988),
        (date(2023, 4, 1), (15, 24), "10.42", 677, 1083),
        (date(2024, 4, 1), (15, 24), "11.44", 743, 1189),
        (date(2024, 5, 13), (18, 29), "11.44", 892, 1437),
        (date(2025, 4, 1), (18, 29), "12.21", 952, 1534),
        (date(2026, 4, 1), (18, 29), "12.71", 991, 1597),
    ],
)
def test_the_administrative_earnings_threshold(
    from_on: date, hours: tuple[int, int], wage: str, single: int, couple: int
) -> None:
    """Hours a week at the National Living Wage, for 52 weeks over 12 months, down to the pound."""
    for name, published, weekly in (("single", single, hours[0]), ("couple", couple, hours[1])):
        (held,) = [each for each in named_values()[f"earnings_threshold_{name}"] if each.from_on == from_on]
        assert held.value == published == floor(Fraction(weekly) * Fraction(wage) * 52 / 12)


def test_the_administrative_earnings_threshold_before_september_2022() -> None:
    assert [named_values()[f"earnings_threshold_{name}"][0].value for name in ("single", "couple")] == [355, 567]


def test_persistent_and_severe_absence() -> None:
    persistent = [(each.from_on, each.value) for each in named_values()["persistent_absence"]]
    assert persistent == [(None, 0.20), (date(2011, 9, 1), 0.15), (date(2015, 9, 1), 0.10)]
    assert [each.value for each in named_values()["severe_absence"]] == [0.50]
