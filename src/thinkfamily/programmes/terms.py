"""What a framework pays for, and on which conditions: plain dated data, with sources. No claim is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from thinkfamily.core.source import Source
from thinkfamily.programmes.reading import read_source
from thinkfamily.programmes.strict import Section, refuse

TERMS = ("payment", "result", "condition", "practice_gate", "audit", "duty")
CLAUSES = ("condition", "practice_gate", "audit", "duty")
UNITS = ("share", "gbp", "families", "days", "instalments", "areas")


@dataclass(frozen=True)
class Amount:
    """Pounds a family from a day on.

    Args:
        derived: how it follows by arithmetic from figures of the source; empty where the source states it.
    """

    from_on: date
    gbp: Decimal
    derived: str = ""


@dataclass(frozen=True)
class Payment:
    """One payment of the framework, with its amount on every day it was offered.

    Args:
        amounts: by first day; each holds until the next.
    """

    id: str
    title: str
    amounts: tuple[Amount, ...]
    source: Source

    def on(self, day: date) -> Decimal | None:
        """Pounds a family on a day; None before the first."""
        held = [each.gbp for each in self.amounts if each.from_on <= day]
        return held[-1] if held else None


@dataclass(frozen=True)
class Result:
    """One result that is paid for: which tests it asks for, and what it pays.

    Args:
        tests: ids of ``results.yaml``; every one that is relevant to the family must be met.
        pays: ids of payments.
        excludes: ids of results that cannot be claimed for the same family as well.
    """

    id: str
    title: str
    says: str
    tests: tuple[str, ...]
    pays: tuple[str, ...]
    excludes: tuple[str, ...]
    source: Source


@dataclass(frozen=True)
class Clause:
    """One condition of payment, part of the practice gate, rule of audit, or duty.

    Args:
        value: the number it states, exactly, in ``unit``; None where it states none.
        begins_on: from which day it holds; None = as long as the framework, or, of a duty, not known.
    """

    kind: str
    id: str
    says: str
    source: Source
    value: Fraction | None = None
    unit: str = ""
    begins_on: date | None = None

    def has_begun(self, as_at: date) -> bool | None:
        """Whether a duty holds on a date; None where its first day is not known, which counts as not begun."""
        return None if self.begins_on is None else self.begins_on <= as_at


@dataclass(frozen=True)
class Terms:
    """Everything a framework states beside whom it counts."""

    payments: tuple[Payment, ...] = ()
    results: tuple[Result, ...] = ()
    clauses: tuple[Clause, ...] = ()

    def of(self, kind: str) -> tuple[Clause, ...]:
        """The clauses of one kind, in the order written."""
        return tuple(each for each in self.clauses if each.kind == kind)


def read_terms(file: str, about: Section) -> Terms:
    """The terms of a framework from its declaration; a framework may state none.

    Raises:
        RuleError: naming the place, what was found and what is allowed.
    """
    payments = tuple(_payment(f"{file}, payment {place}", each) for place, each in _items(about, "payment"))
    results = tuple(_result(f"{file}, result {place}", each) for place, each in _items(about, "result"))
    clauses = tuple(
        _clause(f"{file}, {kind} {place}", kind, each) for kind in CLAUSES for place, each in _items(about, kind)
    )
    for kind, ids in (
        ("payment", [each.id for each in payments]),
        ("result", [each.id for each in results]),
        *((kind, [each.id for each in clauses if each.kind == kind]) for kind in CLAUSES),
    ):
        if len(set(ids)) < len(ids):
            raise refuse("014", f"{file}, {kind}", "Two have the same id.", "Give each its own.")
    for result in results:
        known = {each.id for each in results} - {result.id}
        odd = (set(result.pays) - {each.id for each in payments}) | (set(result.excludes) - known)
        if odd:
            where = f"{file}, result {result.id}"
            raise refuse("014", where, f"It names {', '.join(sorted(odd))}.", "Name a payment, or another result.")
    return Terms(payments, results, clauses)


def _items(about: Section, kind: str) -> list[tuple[int, Any]]:
    return list(enumerate(about.items(kind), 1)) if about.has(kind) else []


def _payment(where: str, content: Any) -> Payment:
    section = Section(where, content, ("id", "title", "unit", "amounts", "source", "verified"))
    section.choice("unit", ("gbp",))
    amounts = [_amount(f"{where}, amount {place}", each) for place, each in enumerate(section.items("amounts"), 1)]
    days = [each.from_on for each in amounts]
    if days != sorted(set(days)):
        raise section.wrong("amounts", "out of order", "amounts in the order of their days, one a day")
    return Payment(section.text("id"), section.text("title"), tuple(amounts), read_source(section))


def _amount(where: str, content: Any) -> Amount:
    section = Section(where, content, ("from_on", "gbp", "derived"))
    return Amount(
        section.day("from_on"),
        Decimal(str(section.number("gbp"))).quantize(Decimal("0.01")),
        section.text("derived") if section.has("derived") else "",
    )


def _result(where: str, content: Any) -> Result:
    keys = ("id", "title", "says", "tests", "pays", "excludes", "source", "verified")
    section = Section(where, content, keys)

    def some(key: str) -> tuple[str, ...]:
        return section.texts(key) if section.has(key) else ()

    return Result(
        section.text("id"),
        section.text("title"),
        section.text("says"),
        some("tests"),
        some("pays"),
        some("excludes"),
        read_source(section),
    )


def _clause(where: str, kind: str, content: Any) -> Clause:
    dated = ("begins_on",) if kind == "duty" else ()
    section = Section(where, content, ("id", "says", "value", "unit", "source", "verified", *dated))
    value = None
    if section.has("value"):
        raw = section.raw("value")
        try:
            value = Fraction(str(raw))
        except (ValueError, ZeroDivisionError):
            raise section.wrong("value", raw, "a number or a fraction such as '5/6'") from None
    begins = None
    if dated and section.raw("begins_on") != "not known":
        begins = section.day("begins_on")
    return Clause(
        kind,
        section.text("id"),
        section.text("says"),
        read_source(section),
        value,
        section.choice("unit", UNITS) if value is not None else "",
        begins,
    )
