"""The published table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.spec.needs.example import table
from thinkfamily.core.errors import RuleError
from thinkfamily.programmes.criterion import Criterion, Measure, WorkerSays, leaves
from thinkfamily.programmes.framework import load_programme
from thinkfamily.programmes.vocabulary import load_vocabulary

PROGRAMME = load_programme("supporting_families_2022")


def test_ten_headings() -> None:
    """The ten headings, in their order and in the later of two wordings. They were read."""
    drawn = """
        number | heading
        1      | Getting a good education
        2      | Good early years development
        3      | Improved mental and physical health
        4      | Promoting recovery and reducing harm from substance use
        5      | Improved family relationships
        6      | Children safe from abuse and exploitation
        7      | Crime prevention and tackling crime
        8      | Safe from domestic abuse
        9      | Secure housing
        10     | Financial stability
    """
    assert [row["heading"] for row in table(drawn)] == [heading.title for heading in PROGRAMME.headings]


def test_34_needs() -> None:
    """Every need stands under its heading, in order. All are recalled, not read, and marked so.

    What feeds can answer they answer; where they show only a part of the need, a worker can add the rest.
    """
    drawn = """
        need | asks                             | criterion                     | answered by
        1.1  | low attendance                   | low_attendance                | education
        1.2  | no suitable education            | no_suitable_education         | education, a worker
        1.3  | special needs not met            | unmet_special_needs           | a worker
        1.4  | exclusion or suspensions         | exclusion                     | education
        2.1  | new or expectant parents         | new_parents_support           | health, a worker
        2.2  | physical health, child of 0 to 5 | early_physical_health         | health, a worker
        2.3  | development, child of 0 to 5     | early_development             | health, a worker
        3.1  | mental health of a child         | child_mental_ill_health       | health, a worker
        3.2  | mental health of an adult        | adult_mental_ill_health       | health, a worker
        3.3  | disability or physical health    | disability_or_physical_health | adult_social_care, childrens_social_care, a worker
        4.1  | drugs or alcohol, an adult       | adult_substance_use           | substance_treatment, a worker
        4.2  | drugs or alcohol, a child        | child_substance_use           | substance_treatment, a worker
        5.1  | parenting support                | parenting_support             | early_help, a worker
        5.2  | harmful parental conflict        | harmful_parental_conflict     | early_help, a worker
        5.3  | child violent in the home        | child_violent_at_home         | police, a worker
        5.4  | unsupported young carer          | unsupported_young_carer       | early_help, a worker
        6.1  | abuse or neglect                 | abuse_or_neglect              | childrens_social_care
        6.2  | missing episodes                 | missing_from_home             | police
        6.3  | sexual exploitation              | sexual_exploitation           | police, a worker
        6.4  | criminal exploitation            | criminal_exploitation         | police, a worker
        6.5  | radicalisation                   | radicalisation                | police
        6.6  | harm outside the family          | harm_outside_family           | childrens_social_care, a worker
        7.1  | adult crime or ASB, 12 months    | adult_crime                   | housing, police, probation
        7.2  | young person at risk of crime    | young_person_at_risk_of_crime | youth_justice
        7.3  | youth crime or ASB, 12 months    | youth_crime                   | police, youth_justice
        8.1  | family affected, as victim       | domestic_abuse_victim         | police, voluntary
        8.2  | adult perpetrator                | domestic_abuse_perpetrator    | police
        8.3  | child affected                   | domestic_abuse_child          | police
        9.1  | temporary home at risk           | temporary_home                | housing
        9.2  | unsuitable home or eviction risk | unsuitable_home               | housing
        9.3  | aged 16-17 excluded from home    | shut_out_of_home              | housing
        10.1 | workless adult                   | workless_adult                | dwp
        10.2 | debt or finances                 | unmanageable_debt             | housing, revenues, voluntary, a worker
        10.3 | young person NEET                | young_person_neet             | education
    """
    rows = table(drawn)
    shipped = [
        (f"{place}.{number}", criterion.id, answered_by(criterion))
        for place, heading in enumerate(PROGRAMME.headings, 1)
        for number, criterion in enumerate((each for each in PROGRAMME.criteria if each.heading == heading.id), 1)
    ]
    assert [(row["need"], row["criterion"], row["answered by"]) for row in rows] == shipped
    assert [row["criterion"] for row in rows] == [criterion.id for criterion in PROGRAMME.criteria]
    for number, criterion in zip((row["need"] for row in rows), PROGRAMME.criteria, strict=True):
        heading, _, need = str(number).partition(".")
        assert f"heading {heading}, need {need} " in criterion.source.where
    assert all(criterion.is_draft for criterion in PROGRAMME.criteria)


def test_the_numbers_that_it_states() -> None:
    """Few needs have a number of the framework's own; every other number is ours, and says why."""
    drawn = """
        criterion             | over         | operator  | value
        low_attendance        | last 2 terms | less_than | 0.9
    """
    (row,) = table(drawn)
    (attendance,) = (each for each in PROGRAMME.criteria if each.id == row["criterion"])
    assert isinstance(attendance.test, Measure)
    assert attendance.test.over
    assert attendance.test.over.text == row["over"]
    assert (attendance.test.threshold.operator, attendance.test.threshold.dated) == (row["operator"], ((None, 0.9),))
    assert attendance.values == "source"
    for criterion in PROGRAMME.criteria:
        is_workers = all(isinstance(leaf, WorkerSays) for leaf in leaves(criterion.test))
        assert (criterion.values == "source") == (is_workers or criterion is attendance), criterion.id
        assert criterion.values == "source" or criterion.because
    for name in ("adult_crime", "youth_crime"):
        (crime,) = (each for each in PROGRAMME.criteria if each.id == name)
        windows = {leaf.over.text for leaf in leaves(crime.test) if isinstance(leaf, Measure) and leaf.over}
        assert windows == {"P12M"}


def test_success_by_heading() -> None:
    """Every need has its outcome, sustained for 6 months after the case closed. All tests are recalled, not read."""
    drawn = """
        heading | success                                                   | tests
        1       | attendance over 90% for 2 consecutive terms               | attendance_kept_up
        1       | in suitable place                                         | in_suitable_education
        1       | needs met                                                 | special_needs_met
        2       | need met, validated check                                 | early_years_needs_met
        3       | managed, validated measure                                | health_managed
        4       | reduced or managed, treatment completed                   | substance_use_managed
        5       | improved, validated measure                               | relationships_improved
        6       | risk reduced, de-escalated 6 months                       | children_safer
        7       | no offence or clear fall over 6 months                    | no_more_offences
        8       | safe, no incident 6 months                                | safe_from_domestic_abuse
        9       | tenancy held 6 months                                     | home_kept
        10      | in work or progress                                       | in_work_or_nearer_to_it
        10      | debt plan kept                                            | debt_under_control
        10      | in education or work                                      | young_person_in_education_or_work
    """
    rows = table(drawn)
    assert [row["tests"] for row in rows] == [each.id for each in PROGRAMME.results]
    for row, test in zip(rows, PROGRAMME.results, strict=True):
        assert f"heading {row['heading']}, " in test.source.where
        assert test.is_draft
        windows = {leaf.over.text for leaf in leaves(test.test) if isinstance(leaf, Measure) and leaf.over}
        assert windows <= {"P6M after end of support", "last 2 terms", "at the date"}, test.id
        assert ("6 months" in str(row["success"])) <= ("P6M after end of support" in windows), test.id
    (result,) = PROGRAMME.terms.results
    assert set(result.tests) == {each.id for each in PROGRAMME.results}
    assert result.source.verified
    assert "at least 6 months after the case was closed" in result.says


def test_who_is_eligible_on_which_days() -> None:
    """Two readings of three needs; in force from 3 October 2022 until 31 March 2025."""
    first, after = PROGRAMME.in_force
    assert (first, after) == (date(2022, 10, 3), date(2025, 4, 1))
    assert not PROGRAMME.has_ended(date(2025, 3, 31))
    assert PROGRAMME.has_ended(date(2025, 4, 1))
    PROGRAMME.check_in_force(date(2022, 10, 3))
    with pytest.raises(RuleError, match="in force from 2022-10-03"):
        PROGRAMME.check_in_force(date(2022, 10, 2))
    rules = [(getattr(each.rule, "what", ""), getattr(each.rule, "number", 0)) for each in PROGRAMME.entry.readings]
    assert rules == [("criteria", 3), ("headings", 3)]
    assert not PROGRAMME.entry.is_draft
    assert PROGRAMME.capacity is None


def test_payment_gate_and_audit() -> None:
    """£800 a result and the sample of one claim in ten are recalled, not read. Employment alone is no result any more."""
    terms = PROGRAMME.terms
    (payment,) = terms.payments
    assert (payment.on(date(2022, 10, 2)), payment.on(date(2022, 10, 3))) == (None, Decimal(800))
    assert not payment.source.verified
    assert terms.results[0].pays == ("result",)
    assert [each.id for each in terms.of("practice_gate")] == [
        "lead_practitioner",
        "whole_family_assessment",
        "whole_family_plan",
        "support_received",
    ]
    assert all(each.source.verified for each in terms.of("practice_gate"))
    audit = {each.id: (each.value, each.source.verified) for each in terms.of("audit")}
    assert audit == {"internal_audit": (None, True), "sample": (Fraction(1, 10), False), "by_risk": (None, True)}
    assert "no_result_for_employment_alone" in [each.id for each in terms.of("condition")]


def answered_by(criterion: Criterion) -> str:
    """The feeds that answer a criterion, and whether a worker can."""
    feed_of = dict(load_vocabulary().event_types.select("event", "feed").rows())
    feeds = sorted({feed_of[event] for event in criterion.events})
    has_worker = any(isinstance(leaf, WorkerSays) for leaf in leaves(criterion.test))
    return ", ".join([*feeds, *(["a worker"] if has_worker else [])])
