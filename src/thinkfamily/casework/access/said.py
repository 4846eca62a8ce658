"""What a worker said of one person to whom they are close, as it is kept: encrypted, in one column."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Said:
    """One person as a worker named them.

    Attributes:
        first_name: first name.
        last_name: last name.
        other_names: other last names that they use or used.
        born: date of birth; None where the worker does not know it.
        postcodes: of the homes where they live or lived.
    """

    first_name: str
    last_name: str
    other_names: tuple[str, ...] = ()
    born: date | None = None
    postcodes: tuple[str, ...] = ()

    def kept(self) -> str:
        """As text for the column."""
        return json.dumps({**asdict(self), "born": self.born.isoformat() if self.born else None})

    def with_more_of(self, other: Said) -> Said:
        """With what another says besides of the same person: nothing that was said is lost."""
        return replace(
            self,
            other_names=tuple(dict.fromkeys((*other.other_names, *self.other_names))),
            postcodes=tuple(dict.fromkeys((*other.postcodes, *self.postcodes))),
        )


def read(text: str) -> Said | None:
    """What a column holds; None where nothing is kept of it but a fingerprint."""
    if not text:
        return None
    held = json.loads(text)
    return Said(
        first_name=held["first_name"],
        last_name=held["last_name"],
        other_names=tuple(held["other_names"]),
        born=date.fromisoformat(held["born"]) if held["born"] else None,
        postcodes=tuple(held["postcodes"]),
    )
