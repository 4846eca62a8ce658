"""Invented files of cases, as the template writes them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.casework import factories as make
from thinkfamily.casework.imports import actions, template
from thinkfamily.casework.imports.models import Import
from thinkfamily.casework.imports.queries import words_of_site
from thinkfamily.casework.imports.reading import Read, read_sent

Rows = dict[str, list[dict[str, str]]]
# Sounds that no two families share: duplicates are looked for by how a name sounds.
_SOUNDS = ("ba", "da", "fa", "ka", "la", "ma", "ra", "sa", "ja", "ba")


def day(days: int) -> str:
    """A day so many days from today, as somebody types it."""
    return (timezone.localdate() + timedelta(days=days)).strftime("%d/%m/%Y")


def name(number: int) -> str:
    """An invented name, one for each number."""
    return "Inv" + "".join(_SOUNDS[int(figure)] for figure in f"{number:06d}")


def rows(families: int, *, lead: str = "", team: str = "Northside", first: int = 0) -> Rows:
    """Families of four, at work by a plan: two adults, two children, an agreement, a goal and a contact each."""
    words = words_of_site()
    found: Rows = {sheet: [] for sheet in ("families", "people", "agreements", "goals", "contacts")}
    for number in range(first, first + families):
        key = f"K{number}"
        found["families"].append(
            {
                "family": key, "team": team, "profile": "Family Help", "framework": words["frameworks"][0],
                "state": "Active", "since": day(-20), "agreed_on": day(-60), "active_on": day(-20),
                "council_key": f"LCS-{number}", "lead_1": lead, "lead_1_role": "Lead for the adults" if lead else "",
            }
        )  # fmt: skip
        for at, (role, born) in enumerate((("Adult", 1980), ("Adult", 1982), ("Child", 2012), ("Child", 2015))):
            found["people"].append(
                {
                    "family": key, "person": f"{key}-{at}", "role": role, "first_name": f"{'ABCD'[at]}{name(at)}",
                    "last_name": name(number), "born": f"{1 + number % 28:02}/{1 + number % 12:02}/{born}",
                }
            )  # fmt: skip
        found["agreements"].append(
            {
                "family": key, "person": f"{key}-0", "agreed_on": day(-60), "language": "English",
                "to_what": "Visits", "was_told": "The notice", "review_on": day(120),
            }
        )  # fmt: skip
        found["goals"].append({"family": key, "text": "Mornings without a quarrel", "state": "Agreed, for later"})
        found["contacts"].append(
            {
                "family": key, "on": day(-3), "way": "Visit at home", "seen": f"{key}-0; {key}-2",
                "text": "We spoke.", "analysis": "It goes on.",
            }
        )  # fmt: skip
    return found


def workbook(filled: Mapping[str, Sequence[Mapping[str, str]]]) -> bytes:
    """As a workbook."""
    return template.workbook(words_of_site(), filled)


def read(content: bytes) -> Read:
    """What a file holds."""
    return read_sent(io.BytesIO(content), len(content))


def people() -> dict[str, Any]:
    """Those who bring cases in, and those who sign."""
    north = make.team("Northside")
    make.agency(is_home=True)
    return {
        "analyst": make.worker("desk_analyst"),
        "matching": make.worker("matching_lead"),
        "manager": make.worker("manager", of=north),
        "governance": make.worker("governance"),
        "lead": make.worker("adult_lead", of=north),
    }


def signed(content: bytes, who: dict[str, Any]) -> Import:
    """A file that was looked at and signed."""
    made = actions.check(read(content), by=who["analyst"])
    actions.sign(made, by=who["manager"])
    return made


def brought(content: bytes, who: dict[str, Any]) -> Import:
    """The same, brought in."""
    signed(content, who)
    return actions.bring(read(content), by=who["analyst"])


def fates(made: Import) -> dict[str, tuple[int, int, int, int]]:
    """By sheet: read, made, already there, set aside."""
    return {one["name"]: (one["read"], one["made"], one["there"], one["aside"]) for one in made.report["sheets"]}


def codes(made: Import) -> set[tuple[str, int, str]]:
    """What is to be put right: sheet, row and code."""
    return {(sheet, row, code) for sheet, row, _column, code in made.report["problems"]}
