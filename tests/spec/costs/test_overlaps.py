"""One incident is paid for once: the overlap groups (extract contract, section 4)."""

from __future__ import annotations

from datetime import date

import pytest
from tests.spec.costs.worked import cost, gbp

ARREST = gbp("593", "2006-07")
OFFENCE_PARTS = ("227.93", "21.2", "81.12", "108.03", "58.3", "112.42")
OFFENCE = sum(gbp(part, "2010-11") for part in OFFENCE_PARTS)


def test_an_arrest_a_suspicion_and_an_offence_within_14_days_are_one_the_dearest() -> None:
    """An arrest (£593 of 2006-07) is dearer today than an average crime (£609 of 2010-11)."""
    assert ARREST > OFFENCE
    result = cost("""
        who | event          | from_on
        Ann | crime_suspect  | 2026-01-01
        Ann | arrest         | 2026-01-03
        Ann | proven_offence | 2026-01-14
    """)
    assert result.line("event", "cost_gbp") == [("arrest", ARREST)]


@pytest.mark.parametrize(("second", "lines"), [("2026-01-15", 1), ("2026-01-16", 2)])
def test_the_14th_day_after_the_first_is_in_and_the_15th_is_not(second: str, lines: int) -> None:
    result = cost(f"""
        who | event  | from_on
        Ann | arrest | 2026-01-01
        Ann | arrest | {second}
    """)
    assert result.lines.height == lines


def test_a_group_is_counted_from_its_first_line_and_the_next_later_line_opens_another() -> None:
    """1, 10, 20, 29 January and 3 February: 1-15 January, then 20 January to 3 February. Not one long chain."""
    result = cost("""
        who | event         | from_on
        Ann | crime_suspect | 2026-01-01
        Ann | arrest        | 2026-01-10
        Ann | crime_suspect | 2026-01-20
        Ann | crime_suspect | 2026-01-29
        Ann | arrest        | 2026-02-03
        Ann | arrest        | 2026-02-04
    """)
    assert result.line("event", "from_on") == [
        ("arrest", date(2026, 1, 10)),
        ("arrest", date(2026, 2, 3)),
        ("arrest", date(2026, 2, 4)),
    ]


def test_a_line_before_the_window_opens_no_group() -> None:
    result = cost("""
        who | event  | from_on
        Ann | arrest | 2025-09-25
        Ann | arrest | 2025-10-05
        Ann | arrest | 2025-10-20
    """)
    assert [day for (day,) in result.line("from_on")] == [date(2025, 10, 5), date(2025, 10, 20)]


def test_a_per_person_line_stands_on_the_date_of_its_first_event() -> None:
    """The year's cost of a young offender takes in the arrest of its first offence, not the one two months later."""
    result = cost("""
        who | event         | from_on
        Ann | youth_offence | 2026-01-10
        Ann | youth_offence | 2026-03-10
        Ann | arrest        | 2026-01-02
        Ann | arrest        | 2026-03-09
    """)
    assert result.line("event", "from_on") == [("arrest", date(2026, 3, 9)), ("youth_offence", date(2026, 1, 10))]


def test_two_peoples_crimes_are_not_one_incident() -> None:
    result = cost("""
        who | event  | from_on
        Ann | arrest | 2026-01-01
        Ben | arrest | 2026-01-01
    """)
    assert result.by_agency() == {"POLICE": 2 * ARREST}


def test_of_two_equally_dear_the_earlier_stands() -> None:
    result = cost("""
        who | event          | from_on
        Ann | proven_offence | 2026-01-05
        Ann | crime_suspect  | 2026-01-01
    """)
    assert {event for (event,) in result.line("event")} == {"crime_suspect"}
    assert result.lines["cost_gbp"].sum() == OFFENCE


def test_events_of_no_group_are_left_alone() -> None:
    result = cost("""
        who | event        | from_on
        Ann | asb_incident | 2026-01-01
        Ann | asb_incident | 2026-01-02
        Ann | arrest       | 2026-01-02
    """)
    assert result.lines.height == 3


def test_a_year_of_crimes_every_day_is_25_incidents() -> None:
    days = "\n".join(f"Ann | arrest | {date.fromordinal(date(2025, 10, 1).toordinal() + day)}" for day in range(365))
    result = cost(f"who | event | from_on\n{days}")
    assert result.lines.height == 25  # 365 days in groups of 15: 24 full groups and the last 5 days
    assert result.lines["from_on"].min() == date(2025, 10, 1)


def test_of_the_school_group_only_a_persons_dearest_line_in_the_window_counts() -> None:
    """A permanent exclusion (£9,219 of 2005-06) takes in truancy and alternative provision, however far apart."""
    result = cost("""
        who | event                 | from_on    | until_on
        Ann | persistent_truancy    | 2025-10-01 | 2026-03-01
        Ann | permanent_exclusion   | 2026-09-01 | -
        Ann | alternative_provision | 2026-09-02 | -
        Ben | persistent_truancy    | 2026-01-01 | 2026-02-01
    """)
    exclusion = {
        "LA-EDU": gbp("7181", "2005-06"),
        "NHS": gbp("63.69", "2005-06"),
        "CJS": gbp("970.44", "2005-06"),
        "LA-CSC": gbp("1003.5", "2005-06"),
    }
    truancy = {
        "LA-EDU": gbp("706", "2005-06", days=31, of="365.25"),
        "NHS": gbp("52", "2005-06", days=31, of="365.25"),
        "CJS": gbp("423.5", "2005-06", days=31, of="365.25"),
        "LA-CSC": gbp("327.83", "2005-06", days=31, of="365.25"),
    }
    assert result.by_agency() == {agency: exclusion[agency] + truancy[agency] for agency in exclusion}


def test_two_spells_of_alternative_provision_are_one_line_of_all_their_days() -> None:
    """Half a year in two spells (£7,181 a year, 2005-06) is dearer than a whole year of truancy (£1,509)."""
    result = cost("""
        who | event                 | from_on    | until_on
        Ann | persistent_truancy    | 2025-10-01 | -
        Ann | alternative_provision | 2025-10-01 | 2025-11-20
        Ann | alternative_provision | 2026-01-01 | 2026-02-20
    """)
    assert result.line("event", "cost_gbp") == [
        ("alternative_provision", gbp("7181", "2005-06", days=100, of="365.25"))
    ]
