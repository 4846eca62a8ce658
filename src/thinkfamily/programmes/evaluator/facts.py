"""What the evaluator is told: tables of any size as Ibis expressions, and what is small as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from thinkfamily.core.dates import Period


@dataclass(frozen=True)
class FeedCover:
    """What one supplied feed covers.

    Args:
        covers: days covered, half-open.
        lists_everyone: whether a person who is not in it is unknown to it (``absence_means = "unknown"``).
        lacks: events of the feed that what was handed over cannot say, though others of its kind may.
    """

    feed: str
    covers: Period
    lists_everyone: bool
    lacks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class EventKind:
    """What the vocabulary says of an event: who supplies it, its shape, the unit of its quantity ("" = none)."""

    feed: str
    shape: str
    unit: str


@dataclass(frozen=True)
class Facts:
    """Everything that answers can be drawn from, on one date.

    Args:
        as_at: the date on which everything is judged.
        family_member: table ``family_member``.
        person_detail: table ``person_detail``.
        relationship: table ``relationship``.
        event: table ``event``.
        person_record: one row per record: record_no, person_id.
        presence: one row per person and feed: person_id, feed; needed for feeds that list everyone they serve.
        feeds: the feeds that were supplied.
        vocabulary: by event id.
        terms: school terms.
        support: one row per family: family_id, from_on, until_on of its support; None where there is none.
    """

    as_at: date
    family_member: ir.Table
    person_detail: ir.Table
    relationship: ir.Table
    event: ir.Table
    person_record: ir.Table
    presence: ir.Table
    feeds: tuple[FeedCover, ...]
    vocabulary: Mapping[str, EventKind]
    terms: tuple[Period, ...]
    support: ir.Table | None = None
