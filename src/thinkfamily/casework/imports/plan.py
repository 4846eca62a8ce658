"""What becomes of each row of a file, as it would be brought today."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from thinkfamily.casework.imports.problems import WITH_ITS_FAMILY, Problem
from thinkfamily.casework.imports.sheets import MAKING, TOTALS

MADE, THERE, ASIDE = "made", "there", "aside"
# So many things to put right are kept and shown; of the rest, how many there are.
MOST_SHOWN = 500


@dataclass
class Row:
    """One row of one sheet: its number, the values that could be read, and what becomes of it."""

    sheet: str
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    fate: str = MADE


@dataclass
class FamilyRows:
    """One family of the file: its own row, and those of other sheets that are about it."""

    row: Row
    key: str = ""
    people: dict[str, Row] = field(default_factory=dict)
    agreements: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)

    @property
    def all(self) -> list[Row]:
        """Every row about it."""
        return [self.row, *self.people.values(), *self.agreements, *self.goals, *self.contacts]


@dataclass
class Plan:
    """What would become of every row of a file.

    Attributes:
        sha256: the file's hash.
        rows: by sheet.
        families: by the file's own key, those whose row could be told apart.
        problems: what is to be put right.
        totals: by team and state, how many families the council expects.
    """

    sha256: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    families: dict[str, FamilyRows] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    totals: dict[tuple[str, str], int] = field(default_factory=dict)

    def wrong(self, row: Row, column: str, code: str) -> None:
        """Set a row aside, and say why."""
        row.fate = ASIDE
        self.problems.append(Problem(row.sheet, row.number, column, code))

    @property
    def to_make(self) -> list[FamilyRows]:
        """The families that are made, in the order of the sheet."""
        return [one for one in self.families.values() if one.row.fate == MADE]

    def report(self) -> dict[str, Any]:
        """Counts by sheet, what is to be put right, and the comparison with the control totals: no value of a row."""
        sheets = []
        for sheet in MAKING:
            fates = Counter(row.fate for row in self.rows.get(sheet.name, ()))
            read = sum(fates.values())
            sheets.append({"name": sheet.name, "read": read, **{fate: fates[fate] for fate in (MADE, THERE, ASIDE)}})
        order = [sheet.name for sheet in (*MAKING, TOTALS)]
        # What is wrong of itself comes first: rows set aside with their family are many, and would hide it.
        told = sorted(
            self.problems,
            key=lambda one: (one.code in WITH_ITS_FAMILY, order.index(one.sheet), one.row, one.code, one.column),
        )
        return {
            "sheets": sheets,
            "problems": [one.kept() for one in told[:MOST_SHOWN]],
            "more": max(0, len(told) - MOST_SHOWN),
            "totals": self._compared(),
        }

    @property
    def digest(self) -> str:
        """What every row would become, as one hash: two of one file differ where anything has changed since."""
        fates = {name: [(row.number, row.fate) for row in rows] for name, rows in sorted(self.rows.items())}
        return hashlib.sha256(json.dumps([self.sha256, fates], sort_keys=True).encode()).hexdigest()

    def _compared(self) -> list[dict[str, Any]]:
        found: dict[tuple[str, str], Counter[str]] = {}
        for row in self.rows.get("families", ()):
            team, state = row.values.get("team"), row.values.get("state")
            if team and state:
                found.setdefault((team.name, state), Counter())[row.fate] += 1
        rows = []
        for team, state in sorted({*found, *self.totals}):
            counted = found.get((team, state), Counter())
            told = self.totals.get((team, state)) if self.totals else None
            expected = (told or 0) if self.totals else None
            stand = counted[MADE] + counted[THERE]
            rows.append(
                {
                    "team": team,
                    "state": state,
                    "told": expected,
                    **{fate: counted[fate] for fate in (MADE, THERE, ASIDE)},
                    "difference": None if expected is None else stand - expected,
                }
            )
        return rows
