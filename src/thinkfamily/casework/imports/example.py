"""A worked example, obviously invented: one family on every sheet, as the template shows it and the tests bring it."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLE: Mapping[str, tuple[dict[str, str], ...]] = {
    "families": (
        {
            "family": "EXAMPLE-1", "state": "Active", "since": "02/03/2026", "agreed_on": "12/01/2026",
            "active_on": "02/03/2026", "council_key": "EX-0001", "lead_1": "lead@example.org",
            "lead_1_role": "Lead for the adults", "why": "School asked for help with mornings.", "looked": "No",
        },
    ),
    "people": (
        {
            "family": "EXAMPLE-1", "person": "EX-P1", "role": "Adult", "first_name": "Petunia",
            "last_name": "Example-Invented", "born": "01/04/1990", "precision": "To the day",
        },
        {
            "family": "EXAMPLE-1", "person": "EX-P2", "role": "Child", "first_name": "Barnaby",
            "last_name": "Example-Invented", "born": "05/06/2016", "precision": "To the day",
        },
    ),
    "agreements": (
        {
            "family": "EXAMPLE-1", "person": "EX-P1", "agreed_on": "12/01/2026", "language": "English",
            "to_what": "Visits at home, and a plan written together.",
            "was_told": "What is written down, who reads it, and that she can say no at any time; the privacy notice.",
            "review_on": "12/01/2027",
        },
    ),
    "goals": (
        {
            "family": "EXAMPLE-1", "person": "EX-P2", "text": "Barnaby is at school on time.",
            "own_words": "I want to be there for registration.", "words_of": "Barnaby", "baseline": "Late four days of five",
            "measure": "The school's register", "target": "Late one day of five", "target_on": "01/09/2026",
            "owner": "lead@example.org", "state": "Worked on now", "category": "Education",
            "audience": "Also the family",
        },
    ),
    "contacts": (
        {
            "family": "EXAMPLE-1", "on": "09/03/2026", "at": "14:30", "way": "Visit at home",
            "outcome": "We met or spoke", "seen": "EX-P1; EX-P2", "text": "We tried the morning plan out.",
            "analysis": "It works where breakfast is ready the night before.",
        },
    ),
    "totals": ({"state": "Active", "families": "1"},),
}  # fmt: skip
