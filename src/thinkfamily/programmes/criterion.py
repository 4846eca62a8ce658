"""What a criterion is: measures held against thresholds, and how they combine. Plain values; reading is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from thinkfamily.core.errors import RuleError
from thinkfamily.core.source import Source
from thinkfamily.programmes.strict import refuse
from thinkfamily.programmes.who import Who
from thinkfamily.programmes.window import Window

# What each measure is, and in which unit its threshold must be written ("" = as the vocabulary says of the event).
MEASURES = {
    "count": ("how many events or spells began", "events"),
    "references": ("how many incidents: those with one reference count once", "incidents"),
    "sum": ("the quantities added up", ""),
    "share": ("one quantity as a share of another (`of`)", "share"),
    "share_left": ("what is left of one quantity (`of`) after another, as a share of it", "share"),
    "open": ("how many spells were open at any time", "spells"),
    "days": ("on how many days a spell was open; overlapping spells count once", "days"),
    "longest": ("the longest unbroken stretch of days on which a spell was open", "days"),
    "latest": ("the quantity of the latest measure whose period has ended", ""),
    "change": (
        "the fall or rise of a count, sum or number of incidents or days (`counted_as`) against `against`",
        "share",
    ),
    "age_at_birth_of_child": ("the age of a parent when a child of the family was born", "years"),
}
COUNTED = ("count", "references", "sum", "days")
OPERATORS = {
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
    "falls_by_at_least": "a fall of at least",
    "rises_by_at_least": "a rise of at least",
}


@dataclass(frozen=True)
class Selection:
    """Which events are measured. An empty tuple of roles, details or services means any.

    Args:
        events: ids of the vocabulary.
        from_on, until_on: only events of these days, for code lists that changed; None = no bound.
    """

    events: tuple[str, ...]
    role: tuple[str, ...] = ()
    detail: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True)
class Threshold:
    """What a value is held against: from each date, the value in force; a None date has been so from the start.

    Args:
        named: what the value is called, where it is one that the state sets (``named_values``); else empty.
    """

    operator: str
    dated: tuple[tuple[date | None, float], ...]
    unit: str
    named: str = ""

    def on(self, day: date, where: str) -> float:
        """The value in force on a day.

        Raises:
            RuleError: before the first dated value; there is no default.
        """
        held = [value for start, value in self.dated if start is None or start <= day]
        if not held:
            raise not_in_force(where, day, self.dated[0][0])
        return held[-1]


@dataclass(frozen=True)
class Measure:
    """One measured thing held against one threshold."""

    kind: str
    who: Who
    threshold: Threshold
    over: Window | None = None
    events: tuple[Selection, ...] = ()
    of: tuple[Selection, ...] = ()
    counted_as: str = ""
    against: Window | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the events it reads, in order."""
        return tuple(dict.fromkeys(name for part in (*self.events, *self.of) for name in part.events))


@dataclass(frozen=True)
class WorkerSays:
    """Only a worker's evidence can answer: no feed shows it."""

    who: Who


@dataclass(frozen=True)
class Combined:
    """``all``, ``any`` or ``not`` of the parts, or at least ``number`` of them (``some``).

    ``readings`` are what sources that disagree say; the strictest stands, so that every one of them must be met.

    Args:
        sources: of ``readings``: where each stands.
    """

    how: str
    parts: tuple[Test, ...]
    number: int = 0
    sources: tuple[Source, ...] = ()


Test = Measure | WorkerSays | Combined


def leaves(test: Test) -> Iterator[Measure | WorkerSays]:
    """The measures of a test, in the order written."""
    if isinstance(test, Combined):
        for part in test.parts:
            yield from leaves(part)
    else:
        yield test


@dataclass(frozen=True)
class Criterion:
    """One question a programme asks of a family, answered yes, no or unknown.

    Args:
        says: the question's answer yes, in the words of the programme lead.
        values: source, when its numbers stand in the source; ours, when we set them (``because``).
        voids: criteria that cannot be met while this one is.
    """

    id: str
    says: str
    heading: str
    test: Test
    source: Source
    values: str
    because: str = ""
    voids: tuple[str, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether any part of it is recalled and not read."""
        readings = self.test.sources if isinstance(self.test, Combined) else ()
        return not all(each.verified for each in (self.source, *readings))

    @property
    def stated(self) -> str:
        """``says``, marked where any part of it is recalled and not read: how it is shown to people."""
        return f"{self.says} (Draft: recalled, not read.)" if self.is_draft else self.says

    @property
    def events(self) -> tuple[str, ...]:
        """Ids of the events it reads, in order."""
        found = (leaf.names for leaf in leaves(self.test) if isinstance(leaf, Measure))
        return tuple(dict.fromkeys(name for names in found for name in names))


def not_in_force(where: str, day: date, first: date | None) -> RuleError:
    """The error of a rule asked about a day before it began."""
    return refuse("007", where, f"Asked on {day}; in force from {first}.", "Choose a later date, or declare the value.")
