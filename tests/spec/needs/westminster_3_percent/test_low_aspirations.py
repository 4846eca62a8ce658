"""Low aspirations, low self-esteem, aimlessness."""

from __future__ import annotations

from tests.spec.needs.example import Example, Unknown


def test_only_a_worker_can_say(spec: Example) -> None:
    """No feed shows it: unknown for every family, told once, and never a no or a yes from data."""
    spec(
        family="""
            person | role  | born
            ann    | adult | 1990-01-01
            kit    | child | 2014-05-05
        """,
        events="""
            person | event         | from_on
            ann    | crime_suspect | 2026-03-01
        """,
        criterion="low_aspirations",
        expect={"family": Unknown("Only a worker can say."), "ann": "no", "kit": "no"},
    )
