"""What the language can say beyond what the shipped programme uses: later frameworks need all of it."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.spec.needs.example import answers_of, given_store, judged
from tests.unit.programmes.declared import criterion, programme

from thinkfamily.core.errors import RuleError

THREE = """
    family | person | role  | born
    one    | ann    | adult | 1990-01-01
    two    | bea    | adult | 1990-01-01
    three  | cas    | adult | 1990-01-01
"""
AS_AT = "2026-09-30"


def answers(
    text: str, events: str = "", *, family: str = THREE, as_at: str = AS_AT, support: str = "", **given
) -> dict:
    """Answers, without reasons, by family and member."""
    says = given.pop("says", "Asked.")
    asked = criterion(text, says=says)
    indicator, _ = judged(given_store(family, events, **given), as_at, programme(asked), support=support)
    return {whom: answer for whom, (answer, _) in answers_of(indicator, "asked").items()}


def of(found: dict[str, str], *families: str) -> list[str]:
    return [found.get(family, "no") for family in families or ("one", "two", "three")]


def test_a_sum_of_quantities() -> None:
    """£299.99 below, £300 at, £300.01 above; amounts are added exactly."""
    found = answers(
        "{who: an adult, sum: monthly_earnings, over: P3M, at_least: 300, unit: gbp}",
        """
        person | event            | from_on    | until_on   | quantity
        ann    | monthly_earnings | 2026-07-01 | 2026-08-01 | 100.1
        ann    | monthly_earnings | 2026-08-01 | 2026-09-01 | 199.89
        bea    | monthly_earnings | 2026-07-01 | 2026-08-01 | 100.1
        bea    | monthly_earnings | 2026-08-01 | 2026-09-01 | 199.9
        cas    | monthly_earnings | 2026-07-01 | 2026-08-01 | 100.2
        cas    | monthly_earnings | 2026-08-01 | 2026-09-01 | 199.81
        """,
        says="£300 in 3 months.",
    )
    assert of(found) == ["no", "yes", "yes"]


def test_the_longest_unbroken_stretch() -> None:
    """13 weeks in one piece; a break of a day breaks it, a hand-over on the day does not."""
    found = answers(
        "{who: an adult, longest: employment, over: P26W, at_least: 91, unit: days}",
        """
        person | event      | from_on    | until_on
        ann    | employment | 2026-05-01 | 2026-06-15
        ann    | employment | 2026-06-16 | 2026-08-01
        bea    | employment | 2026-05-01 | 2026-06-15
        bea    | employment | 2026-06-15 | 2026-07-31
        cas    | employment | 2020-01-01 | 2026-07-01
        """,
        says="91 days in 26 weeks.",
    )
    assert of(found) == ["no", "yes", "no"]


def test_marks_counted_by_code_and_by_the_table_of_their_day() -> None:
    """A share of rows without a quantity; a code that changed is read by the day of the mark."""
    found = answers(
        """
        who: a member
        share:
          - {events: attendance_mark, detail: [G, N, O, U]}
          - {events: attendance_mark, detail: H, until_on: 2024-08-19}
        of: attendance_mark
        over: P36M
        at_least: 0.5
        unit: share
        """,
        """
        person | event           | from_on    | role | detail
        ann    | attendance_mark | 2024-08-18 | am   | H
        ann    | attendance_mark | 2024-08-18 | pm   | /
        bea    | attendance_mark | 2024-08-19 | am   | H
        bea    | attendance_mark | 2024-08-19 | pm   | /
        cas    | attendance_mark | 2026-05-05 | am   | O
        cas    | attendance_mark | 2026-05-05 | pm   | G
        """,
        says="50% in 36 months.",
    )
    assert of(found) == ["yes", "no", "yes"]


def test_role_and_service_filters() -> None:
    found = answers(
        "{who: a member, count: domestic_abuse_incident, role: [victim, child_present], service: North, over: P12M,"
        " at_least: 1, unit: events}",
        """
        person | event                   | from_on    | role        | service
        ann    | domestic_abuse_incident | 2026-01-01 | victim      | North
        bea    | domestic_abuse_incident | 2026-01-01 | perpetrator | North
        cas    | domestic_abuse_incident | 2026-01-01 | victim      | South
        """,
        says="In 12 months.",
    )
    assert of(found) == ["yes", "no", "no"]


TERMS_OF_100 = """
    person | event              | from_on    | until_on   | quantity
    ann    | sessions_possible  | 2026-01-05 | 2026-03-28 | 100
    ann    | sessions_possible  | 2026-04-13 | 2026-07-22 | 100
    ann    | absence_authorised | 2026-01-05 | 2026-03-28 | 11
    ann    | absence_authorised | 2026-04-13 | 2026-07-22 | 11
    bea    | sessions_possible  | 2026-01-05 | 2026-03-28 | 100
    bea    | sessions_possible  | 2026-04-13 | 2026-07-22 | 100
    bea    | absence_authorised | 2026-01-05 | 2026-03-28 | 10
    bea    | absence_authorised | 2026-04-13 | 2026-07-22 | 30
    cas    | sessions_possible  | 2026-04-13 | 2026-07-22 | 100
    cas    | absence_authorised | 2026-04-13 | 2026-07-22 | 30
"""


def test_each_of_two_terms() -> None:
    """One good term is enough for a no; a term that is not recorded leaves it unknown."""
    found = answers(
        "{who: a member, share: absence_authorised, of: sessions_possible, over: each of the last 2 terms,"
        " more_than: 0.1, unit: share}",
        TERMS_OF_100,
        says="10% in each of the last 2 terms.",
    )
    assert of(found) == ["yes", "no", "unknown"]


FAMILY = """
    family | person | role  | born
    one    | ann    | child | 2012-01-01
    one    | bea    | child | 2014-01-01
    two    | cas    | child | 2012-01-01
    two    | dee    | adult | 1990-01-01
    three  | eve    | adult | 1990-01-01
"""
OFFENCES = """
    person | event         | from_on    | reference
    ann    | youth_offence | 2026-01-01 | A
    bea    | youth_offence | 2026-01-01 | A
    cas    | youth_offence | 2026-01-01 | B
    cas    | youth_offence | 2026-02-01 | C
    dee    | youth_offence | 2026-02-01 | D
"""


def test_each_child() -> None:
    """Every child, and at least one; an adult is not asked."""
    text = "{who: each child, count: youth_offence, over: P12M, %s, unit: events}"
    assert of(answers(text % "at_least: 1", OFFENCES, family=FAMILY, says="12 months.")) == ["yes", "yes", "no"]
    assert of(answers(text % "at_least: 2", OFFENCES, family=FAMILY, says="2, 12 months.")) == ["no", "yes", "no"]
    assert of(answers(text % "at_most: 1", OFFENCES, family=FAMILY, says="12 months.")) == ["yes", "no", "no"]
    found = answers(text % "at_least: 1", OFFENCES, family=FAMILY, says="12 months.", without=("youth_justice",))
    assert of(found) == ["unknown", "unknown", "no"]


def test_the_family_counted_as_one() -> None:
    """Two members at one incident are one incident of the family; of the children only where that is asked."""
    text = "{who: %s, references: youth_offence, over: P12M, at_least: 3, unit: incidents}"
    assert of(answers(text % "the family", OFFENCES, family=FAMILY, says="3, 12 months.")) == ["no", "yes", "no"]
    assert of(answers(text % "the family's children", OFFENCES, family=FAMILY, says="3, 12 months.")) == ["no"] * 3
    found = answers(text % "the family's children", family=FAMILY, says="3, 12 months.", without=("youth_justice",))
    assert of(found) == ["unknown", "unknown", "no"]


def test_finding_little_needs_cover() -> None:
    """At most one: with cover, nothing found is a yes; without, only too much found is an answer, and it is no."""
    text = "{who: a child, count: youth_offence, over: P12M, at_most: 1, unit: events}"
    assert of(answers(text, OFFENCES, family=FAMILY, says="12 months."), "ann", "cas", "dee") == ["yes", "no", "no"]
    late = """
        feed          | covers_from | covers_until
        youth_justice | 2023-10-01  | 2026-08-01
    """
    found = answers(text, OFFENCES, family=FAMILY, says="12 months.", feeds=late)
    assert of(found) == ["unknown", "no", "no"]


def test_parts_combine_in_three_values() -> None:
    """One member: all, not and at least two of three, with one part unknown for want of its feed."""
    part = "{count: %s, over: P12M, at_least: 1, unit: events}"
    arrest, food, fire = (part % event for event in ("arrest", "food_bank", "fire_incident"))
    events = """
        person | event     | from_on
        ann    | arrest    | 2026-01-01
        ann    | food_bank | 2026-01-01
        bea    | arrest    | 2026-01-01
    """

    def found(text: str) -> list[str]:
        return of(answers(f"who: a member\n{text}", events, says="12 months.", without=("fire",)))

    assert found(f"all: [{arrest}, {food}]") == ["yes", "no", "no"]
    assert found(f"all: [{arrest}, {fire}]") == ["unknown", "unknown", "no"]
    assert found(f"any: [{food}, {fire}]") == ["yes", "unknown", "unknown"]
    assert found(f"not: {arrest}") == ["no", "no", "yes"]
    assert found(f"not: {fire}") == ["unknown", "unknown", "unknown"]
    assert found(f"at_least_of: {{number: 2, of: [{arrest}, {food}, {fire}]}}") == ["yes", "unknown", "no"]


def test_parts_of_different_members_combine_for_the_family() -> None:
    """All of: a child's offence, and an adult's."""
    text = """
        all:
          - {who: a child, count: youth_offence, over: P12M, at_least: 1, unit: events}
          - {who: an adult, count: youth_offence, over: P12M, at_least: 1, unit: events}
    """
    asked = criterion(text, says="12 months.")
    indicator, evidence = judged(given_store(FAMILY, OFFENCES), AS_AT, programme(asked))
    assert indicator.select("family_id", "person_id", "answer").rows() == [("two", None, "yes")]
    assert evidence.height == 3
    assert evidence["person_id"].null_count() == 3


def test_not_of_a_child_says_nothing_of_an_adult() -> None:
    """A negation is asked only of those the criterion speaks of."""
    text = "{who: a child, not: {count: youth_offence, over: P12M, at_least: 1, unit: events}}"
    assert of(answers(text, family=FAMILY, says="12 months.")) == ["yes", "yes", "no"]


def test_an_expectant_member() -> None:
    found = answers(
        "{who: an expectant member, count: arrest, over: P12M, at_least: 1, unit: events}",
        """
        person | event     | from_on
        ann    | arrest    | 2026-01-01
        ann    | pregnancy | 2026-06-01
        bea    | arrest    | 2026-01-01
        """,
        says="12 months.",
    )
    assert of(found) == ["yes", "no", "no"]


SUPPORT = """
    family_id | from_on    | until_on
    one       | 2026-01-01 | -
    two       | 2026-03-01 | 2026-03-15
"""


def test_since_support_started() -> None:
    """The day before is outside, the first day inside; a family without support is unknown."""
    found = answers(
        "{who: a member, count: arrest, over: since start of support, at_least: 1, unit: events}",
        """
        person | event  | from_on
        ann    | arrest | 2025-12-31
        bea    | arrest | 2026-03-01
        """,
        support=SUPPORT,
    )
    assert of(found) == ["no", "yes", "unknown"]


@pytest.mark.parametrize(("needed", "expected"), [(0.6, "yes"), (0.61, "no")])
def test_a_fall_against_the_time_before_support(needed: float, expected: str) -> None:
    """Five before, two in the last six months: a fall of 60%. Nothing before: nothing to fall from."""
    found = answers(
        f"{{who: the family, change: asb_incident, counted_as: references, over: P6M, against: P6M before start of"
        f" support, falls_by_at_least: {needed}, unit: share}}",
        """
        person | event        | from_on    | reference
        ann    | asb_incident | 2025-07-01 | A
        ann    | asb_incident | 2025-08-01 | B
        ann    | asb_incident | 2025-09-01 | C
        ann    | asb_incident | 2025-10-01 | D
        ann    | asb_incident | 2025-12-31 | E
        ann    | asb_incident | 2026-01-01 | F
        ann    | asb_incident | 2026-05-01 | G
        ann    | asb_incident | 2026-06-01 | H
        """,
        support=SUPPORT,
        says=f"A fall of {needed:.0%} in 6 months.",
    )
    assert of(found) == [expected, "no", "unknown"]


def test_six_months_after_support_must_have_passed() -> None:
    """Held for six months after support ended: not over on the date, so not yet known."""
    text = "{who: the family, count: arrest, over: P6M after end of support, at_most: 0, unit: events}"
    assert of(answers(text, support=SUPPORT, says="0 in 6 months.")) == ["unknown", "yes", "unknown"]
    early = answers(text, support=SUPPORT, says="0 in 6 months.", as_at="2026-08-01")
    assert of(early) == ["unknown", "unknown", "unknown"]


def test_each_side_of_a_dated_change() -> None:
    """85 until 31 August 2025, 90 from 1 September; before the first value the rule is not in force."""
    text = "{who: a member, sum: rent_arrears, over: P1M, at_least: {2025-04-01: 85, 2025-09-01: 90}, unit: gbp}"
    events = """
        person | event        | from_on    | until_on   | quantity
        ann    | rent_arrears | 2025-08-20 | 2025-08-25 | 87
    """
    assert of(answers(text, events, says="£90 in a month.", as_at="2025-08-31"), "one") == ["yes"]
    assert of(answers(text, events, says="£90 in a month.", as_at="2025-09-01"), "one") == ["no"]
    with pytest.raises(RuleError, match="in force from 2025-04-01"):
        answers(text, events, says="£90 in a month.", as_at="2025-03-31")


def test_one_criterion_sets_another_aside() -> None:
    """While the voiding one is met the other is not; while it is unknown, so is the other."""
    first = criterion(
        "{id: work, voids: school, who: an adult, open: employment, over: at the date, at_least: 1, unit: spells}"
    )
    second = criterion(
        "{id: school, who: a member, count: arrest, over: P12M, at_least: 1, unit: events}", says="12 months."
    )
    events = """
        person | event      | from_on
        ann    | arrest     | 2026-01-01
        ann    | employment | 2026-01-01
        bea    | arrest     | 2026-01-01
    """

    def found(without: tuple[str, ...] = ()) -> list[str]:
        indicator, _ = judged(given_store(THREE, events, without=without), AS_AT, programme(first, second))
        school = answers_of(indicator, "school")
        return of({whom: answer for whom, (answer, _) in school.items()})

    assert found() == ["no", "yes", "no"]
    assert found(("dwp",)) == ["unknown", "unknown", "no"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{who: a member, count: moon_landing, over: at the date, at_least: 1, unit: events}", "moon_landing"),
        ("{who: a member, open: arrest, over: at the date, at_least: 1, unit: spells}", "open reads arrest"),
        ("{who: a member, latest: rent_arrears, over: at the date, at_least: 5, unit: days}", "rent_arrears has gbp"),
    ],
)
def test_what_the_vocabulary_cannot_give_is_refused(text: str, found: str) -> None:
    with pytest.raises(RuleError, match=found):
        answers(text, says="5 days" if "latest" in text else "Asked.")


def test_a_programme_not_in_force_is_refused() -> None:
    text = "{who: a member, count: arrest, over: at the date, at_least: 1, unit: events}"
    with pytest.raises(RuleError, match="in force from 2008-02-01"):
        answers(text, as_at="2008-01-31")


def test_a_yes_tells_value_threshold_days_and_reason() -> None:
    text = "{who: a member, count: arrest, over: P12M, at_least: 2, unit: events}"
    events = """
        person | event  | from_on
        ann    | arrest | 2026-01-01
        ann    | arrest | 2026-03-01
    """
    indicator, evidence = judged(given_store(THREE, events), AS_AT, programme(criterion(text, says="2, 12 months.")))
    row = indicator.to_dicts()[0]
    assert (row["value"], row["threshold"]) == (2.0, 2.0)
    assert (str(row["from_on"]), str(row["until_on"])) == ("2026-01-01", "2026-03-02")
    assert row["reason"] == "Arrest in the 12 months to 30 September 2026: 2 (at least 2)."
    assert evidence["event_no"].to_list() == [0, 1]
    assert isinstance(indicator, pl.DataFrame)


def test_what_is_left_of_a_share() -> None:
    """Attendance: what is left of possible sessions once absence is taken away; little left is found, much needs all."""
    low = "{who: a member, share_left: absence_authorised, of: sessions_possible, over: last 2 terms, %s: 0.9, unit: share}"
    assert of(answers(low % "less_than", TERMS_OF_100, says="90% over 2 terms.")) == ["yes", "yes", "yes"]
    assert of(answers(low % "at_least", TERMS_OF_100, says="90% over 2 terms.")) == ["no", "no", "no"]
    good = TERMS_OF_100.replace("| 11", "| 10").replace("| 30", "| 4")
    assert of(answers(low % "at_least", good, says="90% over 2 terms.")) == ["yes", "yes", "unknown"]
    assert of(answers(low % "at_least", says="90% over 2 terms.")) == ["unknown"] * 3


def test_a_small_share_needs_every_term() -> None:
    """Little absence in one of two terms is no proof; much of it is a no already."""
    text = "{who: a member, share: absence_authorised, of: sessions_possible, over: last 2 terms, at_most: 0.2, unit: share}"
    assert of(answers(text, TERMS_OF_100, says="20% over 2 terms.")) == ["yes", "yes", "no"]
    found = answers(text, TERMS_OF_100.replace("| 30", "| 20"), says="20% over 2 terms.")
    assert of(found) == ["yes", "yes", "unknown"]


EARNED = """
    person | event            | from_on    | until_on   | quantity
    ann    | monthly_earnings | 2026-02-15 | 2026-03-15 | 900
    ann    | monthly_earnings | 2026-04-01 | 2026-05-01 | 1000
    ann    | monthly_earnings | 2026-05-01 | 2026-06-01 | 1000
    bea    | monthly_earnings | 2026-03-01 | 2026-04-01 | 899.99
    bea    | monthly_earnings | 2026-04-01 | 2026-05-01 | 1000
    bea    | monthly_earnings | 2026-05-01 | 2026-06-01 | 1000
    cas    | monthly_earnings | 2026-03-01 | 2026-04-01 | 900
    cas    | monthly_earnings | 2026-04-01 | 2026-05-01 | 999.99
    cas    | monthly_earnings | 2026-05-01 | 2026-06-01 | 3000
"""


def test_each_month_by_the_value_of_its_month() -> None:
    """Months in a row, each held against what was in force when it ended; a month that has not ended is not asked."""
    text = """
        who: an adult
        sum: monthly_earnings
        over: each of the last 3 months
        at_least: {2025-04-01: 900, 2026-04-01: 1000}
        unit: gbp
    """
    assert of(answers(text, EARNED, says="£1,000, 3 months.", as_at="2026-05-31")) == ["yes", "no", "no"]
    assert of(answers(text, EARNED, says="£1,000, 3 months.", as_at="2026-05-30")) == ["no", "no", "no"]


def test_a_fall_against_the_months_before() -> None:
    """A 60% fall of the last 6 months against the 6 before; with nothing before there is no fall."""
    events = "person | event | from_on\n" + "\n".join(
        [f"ann | asb_incident | 2025-10-{day:02d}" for day in range(1, 6)]
        + ["ann | asb_incident | 2026-06-01"] * 2
        + [f"bea | asb_incident | 2026-03-{day:02d}" for day in range(1, 6)]
        + [f"bea | asb_incident | 2026-06-{day:02d}" for day in range(1, 4)]
    )
    text = (
        "{who: a member, change: asb_incident, counted_as: count, over: P6M, against: P6M ending P6M before the date,"
        " falls_by_at_least: 0.6, unit: share}"
    )
    assert of(answers(text, events, says="60%, 6 months.")) == ["yes", "no", "no"]


def test_what_is_still_to_come() -> None:
    """Due in the 12 months after the date: a feed taken on the date covers what was known of them."""
    events = """
        person | event       | from_on
        ann    | release_due | 2027-09-30
        bea    | release_due | 2027-10-01
        cas    | release_due | 2026-09-30
    """
    text = "{who: a member, count: release_due, over: P12M after the date, at_least: 1, unit: events}"
    assert of(answers(text, events, says="12 months.")) == ["yes", "no", "no"]
    assert of(answers(text, says="12 months.", without=("probation",))) == ["unknown"] * 3


def test_this_school_year_and_the_one_before() -> None:
    events = """
        person | event      | from_on
        ann    | suspension | 2026-09-01
        bea    | suspension | 2026-08-31
        cas    | suspension | 2025-08-31
    """
    text = "{who: a member, count: suspension, over: %s, at_least: 1, unit: events}"
    assert of(answers(text % "school year to the date", events)) == ["yes", "no", "no"]
    assert of(answers(text % "last school year", events)) == ["no", "yes", "no"]


def test_the_strictest_reading_stands() -> None:
    """Sources disagree: only who is counted by every one of them is counted."""
    text = """
        who: a member
        readings:
          - {count: arrest, over: P12M, at_least: 1, unit: events,
             source: {title: A, where: page 1, url: ""}, verified: true}
          - {count: arrest, over: P12M, at_least: 2, unit: events,
             source: {title: B, where: page 2, url: ""}, verified: false}
    """
    events = """
        person | event  | from_on
        ann    | arrest | 2026-05-01
        bea    | arrest | 2026-05-01
        bea    | arrest | 2026-05-02
    """
    assert of(answers(text, events, says="2, 12 months.")) == ["no", "yes", "no"]
    assert criterion(text, says="2, 12 months.").is_draft


def test_where_needs_count_is_each_programmes_own() -> None:
    """Asked together, one programme counts a parent living elsewhere and the other does not."""
    asked = programme(
        criterion("{who: a member, count: arrest, over: P12M, at_least: 1, unit: events}", says="12 months.")
    )
    wider = replace(asked, name="wider", residence=("with_children", "away", "elsewhere"))
    family = """
        person | role  | born       | residence
        ann    | adult | 1990-01-01 | elsewhere
        kit    | child | 2014-05-05 | with_children
    """
    store = given_store(family, "person | event | from_on\nann | arrest | 2026-05-01")
    indicator, _ = judged(store, AS_AT, asked, wider)
    assert indicator.select("programme", "person_id", "answer").rows() == [("wider", "ann", "yes")]


MISSED = """
    person | event              | from_on    | until_on   | quantity
    ann    | sessions_possible  | 2014-09-01 | 2014-12-20 | 100
    ann    | sessions_possible  | 2015-01-05 | 2015-07-20 | 100
    ann    | absence_authorised | 2014-09-01 | 2014-12-20 | 20
    bea    | sessions_possible  | 2014-09-01 | 2014-12-20 | 100
    bea    | sessions_possible  | 2015-01-05 | 2015-07-20 | 100
    bea    | absence_authorised | 2015-01-05 | 2015-07-20 | 30
    cas    | sessions_possible  | 2014-09-01 | 2014-12-20 | 100
    cas    | sessions_possible  | 2015-01-05 | 2015-07-20 | 100
    cas    | absence_authorised | 2014-09-01 | 2014-12-20 | 100
"""


def test_persistent_and_severe_absence_by_name() -> None:
    """10%, 15% and 50% missed: persistent from 15% until August 2015 and from 10% since; severe from 50%."""
    text = "{who: a member, share: absence_authorised, of: sessions_possible, over: last 2 terms, at_least: %s, unit: share}"
    years = {"terms": "from_on | until_on\n2014-09-01 | 2014-12-20\n2015-01-05 | 2015-07-20", "since": "2013-09-01"}

    def found(name: str, as_at: str) -> list[str]:
        return of(answers(text % name, MISSED, says="Over 2 terms.", as_at=as_at, **years))

    assert found("persistent_absence", "2015-08-31") == ["no", "yes", "yes"]
    assert found("persistent_absence", "2015-09-01") == ["yes", "yes", "yes"]
    assert found("severe_absence", "2015-09-01") == ["no", "no", "yes"]
