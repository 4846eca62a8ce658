"""The published table."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.spec.needs.example import table
from thinkfamily.programmes.framework import load_programme

PROGRAMME = load_programme("family_help_2025")
DUTIES = {each.id: each for each in PROGRAMME.terms.of("duty")}


def test_what_is_required_from_april_2025() -> None:
    """What the programme requires has begun on 1 April 2025, and not the day before."""
    drawn = """
        duty                               | 2025-03-31 | 2025-04-01
        family_help_teams                  | no         | yes
        family_help_lead_practitioner      | no         | yes
        threshold_document                 | no         | yes
        child_protection_team              | no         | yes
        lead_child_protection_practitioner | no         | yes
    """
    assert table(drawn) == [
        {"duty": duty, **{day: begun(duty, day) for day in ("2025-03-31", "2025-04-01")}} for duty in list(DUTIES)[:5]
    ]
    assert all(DUTIES[str(row["duty"])].source.verified for row in table(drawn))


def test_what_the_act_of_2026_adds_on_days_that_are_not_known() -> None:
    """Royal Assent was on 29 April 2026; no commencement order was found. Not known is not begun, on any day."""
    drawn = """
        duty                       | section | 2026-04-28 | 2026-04-29 | 2030-01-01
        offer_family_group_meeting | 1       | not known  | not known  | not known
        child_protection_team_by_law | 3     | not known  | not known  | not known
        share_information          | 4       | not known  | not known  | not known
        consistent_identifier      | 4       | not known  | not known  | not known
    """
    rows = table(drawn)
    assert [row["duty"] for row in rows] == list(DUTIES)[5:]
    for row in rows:
        days = [day for day in row if day.startswith("20")]
        assert [begun(str(row["duty"]), day) for day in days] == [row[day] for day in days]
        assert f"section {row['section']};" in DUTIES[str(row["duty"])].source.where
    assert "31ZA" in DUTIES["offer_family_group_meeting"].says
    assert "16EA" in DUTIES["child_protection_team_by_law"].says
    assert "16LA" in DUTIES["share_information"].says
    assert "16LC" in DUTIES["consistent_identifier"].says


def test_money_and_returns() -> None:
    """Three grants, the first in twelve instalments: nothing is paid by results. How large the second is, sources disagree.

    The return of children looked after is recalled.
    """
    terms = PROGRAMME.terms
    assert not terms.payments
    assert all(not result.pays and not result.tests for result in terms.results)
    said = {each.id: (each.value, each.source.verified) for each in terms.of("condition")}
    assert said == {
        "paid_as_a_grant": (Fraction(12), True),
        "former_supporting_families_money": (Fraction(253_500_000), True),
        "prevention_grant": (None, True),
        "transformation_grant": (None, True),
        "children_in_need_census": (None, True),
        "children_looked_after_return": (None, False),
    }


def test_outcomes_of_the_national_framework() -> None:
    """Four, by the text of the consultation of 2023."""
    drawn = """
        outcome                 | says
        stay_together           | stay together and get the help they need
        family_network          | supported by their family network
        safe_in_and_outside_home | safe in and outside of their home
        stable_loving_homes     | stable, loving homes
    """
    assert [row["outcome"] for row in table(drawn)] == [each.id for each in PROGRAMME.terms.results]
    assert all(str(row["says"]) in each.title for row, each in zip(table(drawn), PROGRAMME.terms.results, strict=True))


def test_the_list_to_begin_from() -> None:
    """What Family Help spans, and one council's local list of an earlier programme: every item, each with our numbers."""
    drawn = """
        listed                            | criterion
        targeted early help               | early_help
        children in need                  | child_in_need
        child protection                  | child_protection
        repeat safeguarding-hub referral  | repeated_referral
        persistent absence                | persistent_absence
        no take-up of early years         | no_early_education
        teenage-parent child              | teenage_parent
        mental health                     | mental_health
        limiting long-term illness        | limiting_illness
        substance misuse                  | substance_misuse
        domestic violence                 | domestic_violence
        crime or ASB                      | crime_or_anti_social_behaviour
        probation                         | probation
        unstable housing                  | unstable_housing
    """
    assert [row["criterion"] for row in table(drawn)] == [each.id for each in PROGRAMME.criteria]
    assert not any(each.is_draft for each in PROGRAMME.criteria)
    assert [each.id for each in PROGRAMME.criteria if each.values == "source"] == ["no_early_education"]
    assert PROGRAMME.in_force == (date(2025, 4, 1), None)
    assert PROGRAMME.entry.rule is None
    assert PROGRAMME.capacity is None


def begun(duty: str, day: str) -> str:
    """Whether a duty has begun, in the words of the tables above."""
    return {True: "yes", False: "no", None: "not known"}[DUTIES[duty].has_begun(date.fromisoformat(day))]
