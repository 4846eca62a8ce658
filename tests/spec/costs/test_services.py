"""Which services a family meets in the 12 months."""

from __future__ import annotations

from datetime import date

from tests.spec.costs.worked import MEMBERS, cost


def test_a_service_is_named_by_the_event_or_by_its_title() -> None:
    result = cost("""
        who | event           | from_on    | until_on   | service
        Ann | school_roll     | 2024-09-01 | -          | Lark Primary
        Ben | school_roll     | 2025-09-01 | 2026-07-22 | Lark Primary
        Ann | ae_attendance   | 2026-01-05 | -          | -
        Ben | ae_attendance   | 2026-03-05 | -          | -
        Ben | refuge_stay     | 2026-02-01 | 2026-03-01 | -
        Ben | employment      | 2024-01-01 | -          | -
    """)
    assert result.services.rows() == [
        ("F", "LA-EDU", "Lark Primary", 2, date(2024, 9, 1), None, True),
        ("F", "NHS", "Accident and emergency attendance", 2, date(2026, 1, 5), date(2026, 3, 6), False),
        ("F", "VCS", "Stay in a refuge", 1, date(2026, 2, 1), date(2026, 3, 1), False),
    ]


def test_a_service_that_ended_before_the_window_is_not_listed() -> None:
    result = cost("""
        who | event              | from_on    | until_on   | service
        Ann | early_help_plan    | 2024-09-01 | 2025-10-01 | Early help
        Ann | drug_treatment     | 2024-09-01 | 2025-10-02 | Turning Corner
    """)
    assert result.services["service"].to_list() == ["Turning Corner"]


def test_a_spell_that_ends_after_the_date_is_open_on_it() -> None:
    result = cost("""
        who | event          | from_on    | until_on   | service
        Ann | drug_treatment | 2026-09-01 | 2026-12-01 | Turning Corner
    """)
    assert result.services.rows() == [("F", "NHS", "Turning Corner", 1, date(2026, 9, 1), date(2026, 12, 1), True)]


def test_the_services_of_a_parent_elsewhere_are_not_the_familys() -> None:
    result = cost(
        """
        who | event          | from_on    | service
        Cyn | drug_treatment | 2026-01-01 | Turning Corner
        """,
        members=f"""
        {MEMBERS}
        F | Cyn | adult | elsewhere | - | - | drawn
        """,
    )
    assert result.services.is_empty()
