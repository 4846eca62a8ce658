"""The people of the borough while it is being made: columns that grow by blocks, then stand still."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

# Hard cases by name, as they stand in truth/person.csv; a person can have several.
CASES = (
    "twin",
    "namesake",
    "junior",
    "same_initials",
    "separated_parent",
    "two_homes",
    "step_family",
    "in_care",
    "in_custody",
    "in_refuge",
    "in_hostel",
    "shared_house",
    "lost_flat",
    "expecting",
    "pregnancy_ended",
    "mover_in",
    "mover_out",
    "mover_within",
    "adopted",
    "name_changer",
    "kinship_carer",
    "three_generations",
    "other_kin",
    "lodger",
    "foster_carer",
    "staff",
    "witness",
    "objection",
    "died",
)

# Parts people play in the home where they live.
MOTHER, FATHER, CHILD, ELDER, KIN, LODGER, SOLO, FORMER_IDENTITY = range(8)

FEMALE, MALE = 0, 1
NOBODY = -1

_COLUMNS: dict[str, tuple[Any, int]] = {
    "sex": (np.int8, 0),
    "born": (np.int32, 0),
    "group": (np.int8, 0),
    "household": (np.int32, NOBODY),
    "family": (np.int32, NOBODY),
    "part": (np.int8, SOLO),
    "first": (np.int32, NOBODY),
    "middle": (np.int32, NOBODY),
    "last_a": (np.int32, NOBODY),
    "last_b": (np.int32, NOBODY),
    "joined_by": (np.int8, 0),
    "old_a": (np.int32, NOBODY),
    "mother": (np.int32, NOBODY),
    "father": (np.int32, NOBODY),
    "partner": (np.int32, NOBODY),
    "died": (np.int32, 0),
    "away_home": (np.int32, NOBODY),
    "away_from": (np.int32, 0),
}


@dataclass
class People:
    """One row per person, in columns: days are counted from 1970-01-01, other people are their row, -1 is nobody.

    ``household`` is the home the person belongs to, ``away_home`` a dwelling the person is placed in instead, and
    ``joined_by`` how two surnames are joined: 0 one surname, 1 a hyphen, 2 a space.
    """

    sex: np.ndarray
    born: np.ndarray
    group: np.ndarray
    household: np.ndarray
    family: np.ndarray
    part: np.ndarray
    first: np.ndarray
    middle: np.ndarray
    last_a: np.ndarray
    last_b: np.ndarray
    joined_by: np.ndarray
    old_a: np.ndarray
    mother: np.ndarray
    father: np.ndarray
    partner: np.ndarray
    died: np.ndarray
    away_home: np.ndarray
    away_from: np.ndarray
    cases: np.ndarray

    def __len__(self) -> int:
        return len(self.sex)

    def age(self, day: int) -> np.ndarray:
        """Age in years on a day, as a fraction; a birthday can be out by a day, which no rate here depends on."""
        return (day - self.born) / 365.25

    def mark(self, who: np.ndarray, case: str) -> None:
        """Name people as a hard case."""
        self.cases[who] |= np.uint64(1 << CASES.index(case))

    def is_case(self, case: str) -> np.ndarray:
        """Which people are a hard case."""
        return (self.cases & np.uint64(1 << CASES.index(case))) != 0


@dataclass
class Cast:
    """Gathers people block by block and gives each its row."""

    blocks: list[dict[str, np.ndarray]] = field(default_factory=list)
    size: int = 0

    def add(self, n: int, **columns: Any) -> np.ndarray:
        """Add n people; a column not given has its empty value.

        Returns:
            Their rows.
        """
        self.blocks.append(
            {
                name: np.broadcast_to(np.asarray(columns.get(name, empty), dtype=dtype), (n,))
                for name, (dtype, empty) in _COLUMNS.items()
            }
        )
        self.size += n
        return np.arange(self.size - n, self.size)

    def seal(self) -> People:
        """Every person in one set of columns."""
        columns = {name: np.concatenate([block[name] for block in self.blocks]) for name in _COLUMNS}
        return People(**columns, cases=np.zeros(self.size, dtype=np.uint64))
