"""One way to declare a column, so that none goes without a description and a sensitivity."""

from __future__ import annotations

from enum import StrEnum

import dataframely as dy


class Sensitivity(StrEnum):
    """How careful one must be with a value (UK GDPR Articles 4, 9 and 10)."""

    ORDINARY = "ordinary"
    PERSONAL = "personal"
    SPECIAL = "special category"
    CRIMINAL = "criminal"


ORDINARY, PERSONAL, SPECIAL, CRIMINAL = Sensitivity


def _about(says: str, sensitivity: Sensitivity) -> dict[str, str]:
    return {"description": says, "sensitivity": str(sensitivity)}


def text(says: str, sensitivity: Sensitivity = ORDINARY, *, key: bool = False, required: bool = False) -> dy.String:
    """A text column; missing text is null, never empty."""
    return dy.String(primary_key=key, nullable=not (key or required), metadata=_about(says, sensitivity))


def day(says: str, sensitivity: Sensitivity = ORDINARY, *, key: bool = False, required: bool = False) -> dy.Date:
    """A date column."""
    return dy.Date(primary_key=key, nullable=not (key or required), metadata=_about(says, sensitivity))


def whole(says: str, sensitivity: Sensitivity = ORDINARY, *, key: bool = False, required: bool = False) -> dy.Int64:
    """A whole-number column."""
    return dy.Int64(primary_key=key, nullable=not (key or required), metadata=_about(says, sensitivity))


def number(says: str, sensitivity: Sensitivity = ORDINARY, *, required: bool = False) -> dy.Float64:
    """A number that is measured, not money."""
    return dy.Float64(nullable=not required, metadata=_about(says, sensitivity))


def money(says: str, sensitivity: Sensitivity = ORDINARY, *, required: bool = False) -> dy.Decimal:
    """An exact amount, DECIMAL(18, 6): sums of doubles would differ in their last digits from run to run."""
    return dy.Decimal(18, 6, nullable=not required, metadata=_about(says, sensitivity))


def flag(says: str, sensitivity: Sensitivity = ORDINARY, *, required: bool = True) -> dy.Bool:
    """True or false; never used where unknown is possible."""
    return dy.Bool(nullable=not required, metadata=_about(says, sensitivity))
