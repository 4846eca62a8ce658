"""Why yes and why unknown, in plain words; the value is put in between ``before`` and ``after``."""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir

from thinkfamily.programmes.criterion import Measure
from thinkfamily.programmes.evaluator.codes import (
    MAY_BE_VOID,
    NO_BIRTH_DATE,
    NO_PARENTS,
    NO_SUPPORT,
    NO_WHOLE,
    NOT_COVERED,
    NOT_FOUND,
    NOT_OVER,
    NOTHING,
    PART_OF_TERMS,
    WORKER_ONLY,
)
from thinkfamily.programmes.evaluator.leaf import uncovered
from thinkfamily.programmes.evaluator.plan import Node, Plan
from thinkfamily.programmes.evaluator.small import small_table
from thinkfamily.programmes.sentence import OPERATORS, amount, either, measured, words

ONLY_A_WORKER = "Only a worker can say."
_TOLD = {
    "leaf": "int32",
    "why": "int16",
    "text_no": "int32",
    "before": "string",
    "after": "string",
    "scale": "float64",
    "threshold": "float64",
}


def told(plan: Plan) -> ir.Table:
    """One row per measure and cause: the words before and after the value, and the threshold it was held against.

    Measures of one criterion that give the same cause share a ``text_no``, so that it is told once.
    """
    rows: list[dict[str, Any]] = []
    known: dict[tuple[str, str, float], int] = {}
    for question in plan.questions:
        for leaf in question.root.leaves():
            for why, (before, after, scale) in _texts(leaf, plan).items():
                rows.append(
                    {
                        "leaf": leaf.number,
                        "why": why,
                        "text_no": known.setdefault((before, after, scale), len(known)),
                        "before": before,
                        "after": after,
                        "scale": scale,
                        "threshold": leaf.threshold if why == NOTHING else None,
                    }
                )
    return small_table(rows, _TOLD)


def _texts(leaf: Node, plan: Plan) -> dict[int, tuple[str, str, float]]:
    unknown = {MAY_BE_VOID: "Another criterion that would set this one aside is not known."}
    if not isinstance(leaf.test, Measure):
        unknown[WORKER_ONLY] = ONLY_A_WORKER
        return {why: (text, "", 1.0) for why, text in unknown.items()}
    measure = leaf.test
    unknown |= {
        NO_BIRTH_DATE: "The date of birth is not known.",
        NO_PARENTS: "No feed states the parents of every child.",
        NO_SUPPORT: "The days of support are not recorded.",
        NOT_OVER: "The time that has to pass is not over.",
    }
    if measure.over:
        feeds = either([words(feed) for feed in plan.feeds_of(measure)], "and")
        whole = either([words(name) for part in measure.of or measure.events for name in part.events])
        unknown[NOT_COVERED] = uncovered(leaf, plan) or f"The {feeds} feed does not cover all the days needed."
        unknown[NO_WHOLE] = _sentence(f"no {whole} recorded {measure.over.says()}", plan)
        unknown[PART_OF_TERMS] = f"{words(whole).capitalize()}: recorded for only some of the terms."
        for place, feed in enumerate(plan.listing_feeds):
            unknown[NOT_FOUND + place] = f"Not in the {words(feed)} feed, which lists everyone it serves."
    texts = {why: (text, "", 1.0) for why, text in unknown.items()}
    unit = measure.threshold.unit
    before = _sentence(measured(measure), plan)[:-1] + (": £" if unit == "gbp" else ": ")
    suffix = "%" if unit == "share" else f" {unit.replace('_', ' ')}" if unit in ("days", "years") else ""
    assert leaf.threshold is not None
    after = f"{suffix} ({OPERATORS[measure.threshold.operator]} {amount(leaf.threshold, unit)})."
    texts[NOTHING] = (before, after, 100.0 if unit == "share" else 1.0)
    return texts


def _sentence(text: str, plan: Plan) -> str:
    """With a capital, a full stop and the date in place of "the date"."""
    day = plan.facts.as_at
    dated = text.replace("the date", f"{day.day} {day:%B %Y}")
    return f"{dated[0].upper()}{dated[1:]}."
