"""What a genogram is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Ties whose first is a generation above the other, from the surest to the least sure.
DOWN = {"parent": 1, "step_parent": 1, "foster_carer": 1, "grandparent": 2}
# Ties of one generation.
LEVEL = ("partner", "ex_partner", "sibling")
COUPLE = ("partner", "ex_partner")
# Said both ways round, and meaning the same.
MUTUAL = ("partner", "ex_partner", "sibling", "other_kin")


@dataclass(frozen=True)
class Figure:
    """One person of a genogram.

    Attributes:
        id: by which ties name the person; never drawn.
        name: as the reader knows the person.
        sex: female, male, other or unknown.
        age: in whole years; None where it is not known.
        born: for the order of brothers and sisters; never drawn.
        is_adult: a hint where no tie tells the generation.
        is_expected: not yet born.
        is_dead: has died.
        is_home: lives with the family's children.
        notes: short words beside the person, such as "lives elsewhere".
    """

    id: str
    name: str
    sex: str = "unknown"
    age: int | None = None
    born: date | None = None
    is_adult: bool = False
    is_expected: bool = False
    is_dead: bool = False
    is_home: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tie:
    """One stated relationship: the first is the … of the other.

    Attributes:
        number: tells ties apart; the same tie has the same number in the drawing.
        kind: as `KinTie` has it.
        is_over: it no longer holds.
    """

    number: int
    person: str
    other: str
    kind: str
    is_over: bool = False


def order_of(figure: Figure) -> tuple[date, str]:
    """The eldest first; people whose birth date is not known come last."""
    return (figure.born or date.max, figure.id)
