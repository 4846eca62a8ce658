"""Yes, no or unknown: the answer of a criterion. Unknown is an answer, never a blank, a nought or a no."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """What a criterion says of a family or a member on a date."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
