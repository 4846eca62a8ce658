"""The answer of one measure: its value held against its threshold, and whether a *no* can be known.

A yes stands on what was found. A no, and whatever follows from finding little or nothing, needs coverage: every feed
read was supplied, can say what is asked for, spans the days looked at and, where it lists everyone it serves, has the person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import and_
from typing import Any

import ibis
import ibis.expr.types as ir

from thinkfamily.programmes.criterion import Measure, WorkerSays
from thinkfamily.programmes.evaluator.codes import (
    NO,
    NO_PARENTS,
    NO_SUPPORT,
    NO_WHOLE,
    NOT_COVERED,
    NOT_FOUND,
    NOT_OVER,
    NOTHING,
    PART_OF_TERMS,
    UNKNOWN,
    WORKER_ONLY,
    YES,
)
from thinkfamily.programmes.evaluator.plan import Node, Plan
from thinkfamily.programmes.sentence import either, words


@dataclass(frozen=True)
class LeafColumns:
    """What a measure adds to a row: its answer's code, why it is unknown, and its value."""

    code: ir.IntegerValue
    why: ir.IntegerValue
    value: ir.FloatingValue


def uncovered(node: Node, plan: Plan) -> str:
    """Why no *no* can be known for anyone, in plain words; empty where the feeds cover the days looked at."""
    measure = node.test
    if not isinstance(measure, Measure) or not measure.events:
        return ""
    if node.spans is None:
        assert measure.over is not None
        return f"Fewer than {measure.over.number} school terms are known to have ended."
    covers = {cover.feed: cover.covers for cover in plan.facts.feeds}
    lacks = {cover.feed: cover.lacks & set(measure.names) for cover in plan.facts.feeds}
    texts = []
    for feed in plan.feeds_of(measure):
        if feed not in covers:
            texts.append(f"The {words(feed)} feed was not supplied.")
        elif lacks[feed]:
            texts.append(
                f"The {words(feed)} feed says nothing of {either([words(name) for name in sorted(lacks[feed])], 'and')}."
            )
        elif node.spans:
            first, after = min(each.from_on for each in node.spans), max(each.until_on for each in node.spans)
            if covers[feed].from_on > first or covers[feed].until_on < after:
                texts.append(
                    f"The {words(feed)} feed covers {_days(covers[feed].from_on, covers[feed].until_on)};"
                    f" {_days(first, after)} was needed."
                )
    return " ".join(texts)


def can_be_unknown(node: Node, plan: Plan) -> bool:
    """Whether the measure leaves anyone in doubt on this date, with these feeds."""
    measure = node.test
    if not isinstance(measure, Measure) or not measure.events or uncovered(node, plan) or node.windows:
        return True
    reads_list = any(feed in plan.listing_feeds for feed in plan.feeds_of(measure))
    return reads_list or measure.kind in ("share", "share_left", "latest", "change") or measure.who.how == "together"


def _days(first: date, after: date) -> str:
    return f"{first} up to {after}"


Columns = Callable[[str], Any]


def answer(node: Node, column: Columns, plan: Plan) -> LeafColumns:
    """The columns of one measure, from columns of the row it is judged on.

    Args:
        column: gives ``q{n}`` (quantity) and ``t{n}`` (terms it was found in), ``in_{feed}`` and ``window{n}_from``
            and ``_until``; and for parents' ages ``parent_age``, ``has_parents`` and ``is_child``.
    """
    if isinstance(node.test, WorkerSays):
        return _always_unknown(WORKER_ONLY)
    measure = node.test
    assert isinstance(measure, Measure)
    assert node.threshold is not None
    if measure.kind == "age_at_birth_of_child":
        return _age(measure, node.threshold, column)
    if node.spans is None:
        return _always_unknown(NOT_COVERED)
    doubts = _doubts(node, measure, column, plan)
    numbers = [column(f"q{place}").fill_null(0.0) for place in node.quantities]
    value: ir.FloatingValue = numbers[0]
    found: ir.BooleanValue = ibis.literal(True)
    stands_on_less, needs_all = True, False
    operator = measure.threshold.operator
    if measure.kind in ("share", "share_left"):
        found = numbers[1] > 0
        part = numbers[0] if measure.kind == "share" else numbers[1] - numbers[0]
        value = found.ifelse(part / numbers[1], ibis.null("float64"))
        # Much absence in what is recorded is found; little is known only once the whole is.
        stands_on_less = (operator in ("at_least", "more_than")) == (measure.kind == "share")
        doubts = [*doubts, (~found, NO_WHOLE)]
        if len(spans := plan.quantities[node.quantities[1]].spans) > 1:
            doubts.append((column(f"t{node.quantities[1]}").fill_null(0) < len(spans), PART_OF_TERMS))
    elif measure.kind == "change":
        needs_all = True
        found = numbers[1] > 0
        change = (numbers[0] - numbers[1]) / numbers[1]
        value = found.ifelse(-change if operator.startswith("falls") else change, ibis.null("float64"))
    elif measure.kind == "latest":
        value = column(f"q{node.quantities[0]}")
        found = value.notnull()
        if operator in ("at_most", "less_than"):
            doubts = [*doubts, (~found, NO_WHOLE)]
    else:
        stands_on_less = operator not in ("at_most", "less_than")
    met = found & _compare(value, operator, node.threshold).fill_null(False)
    doubt = ibis.or_(*(cause for cause, _ in doubts)) if doubts else ibis.literal(False)
    if needs_all:
        code = ibis.cases((doubt, UNKNOWN), (met, YES), else_=NO)
    elif stands_on_less:
        code = ibis.cases((met, YES), (doubt, UNKNOWN), else_=NO)
    else:
        code = ibis.cases((~found, UNKNOWN), (~met, NO), (doubt, UNKNOWN), else_=YES)
    why = ibis.cases(*doubts, else_=NOTHING) if doubts else ibis.literal(NOTHING)
    return LeafColumns(code.cast("int8"), why.cast("int16"), value)


def _always_unknown(why: int) -> LeafColumns:
    return LeafColumns(ibis.literal(UNKNOWN, type="int8"), ibis.literal(why, type="int16"), ibis.null("float64"))


def _age(measure: Measure, threshold: float, column: Columns) -> LeafColumns:
    value = column("parent_age").cast("float64")
    met = _compare(value, measure.threshold.operator, threshold).fill_null(False)
    code = ibis.cases((met, YES), (column("is_child") & ~column("has_parents"), UNKNOWN), else_=NO)
    return LeafColumns(code.cast("int8"), ibis.literal(NO_PARENTS, type="int16"), value)


def _doubts(node: Node, measure: Measure, column: Columns, plan: Plan) -> list[tuple[ir.BooleanValue, int]]:
    """What stands against a *no*, in the order in which it is told."""
    if uncovered(node, plan):
        return [(ibis.literal(True), NOT_COVERED)]
    doubts: list[tuple[ir.BooleanValue, int]] = []
    covers = {cover.feed: cover.covers for cover in plan.facts.feeds}
    for window in node.windows:
        place = plan.windows.index(window)
        first, after = column(f"window{place}_from"), column(f"window{place}_until")
        doubts.append((first.isnull() | after.isnull(), NO_SUPPORT))
        doubts.append((after > ibis.literal(plan.facts.as_at + timedelta(days=1)), NOT_OVER))
        whole = [(first >= covers[feed].from_on) & (after <= covers[feed].until_on) for feed in plan.feeds_of(measure)]
        doubts.append((~reduce(and_, whole), NOT_COVERED))
    for feed in plan.feeds_of(measure):
        if feed in plan.listing_feeds:
            doubts.append((~column(f"in_{feed}"), NOT_FOUND + plan.listing_feeds.index(feed)))
    return doubts


def _compare(value: ir.FloatingValue, operator: str, threshold: float) -> ir.BooleanValue:
    if operator in ("at_least", "falls_by_at_least", "rises_by_at_least"):
        return value >= threshold
    if operator == "more_than":
        return value > threshold
    return value <= threshold if operator == "at_most" else value < threshold
