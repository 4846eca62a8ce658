"""Worked examples that stand beside a framework version, in ``examples.yaml``: read, and run against its rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import polars as pl

from thinkfamily.core.dates import months_before
from thinkfamily.engine.needs.given import facts_of
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.engine.trial.drawn import Drawing
from thinkfamily.programmes.criterion import Measure, leaves
from thinkfamily.programmes.evaluator import evaluate
from thinkfamily.programmes.folder import EXAMPLES
from thinkfamily.programmes.framework import Programme, without_repeats
from thinkfamily.programmes.strict import Section, listed, refuse

DRAWN = ("family", "relationships", "terms", "feeds", "events")
ANSWERS = ("yes", "no", "unknown")
# Terms of a school year where an example gives none: first and last day of each, ours.
_TERMS = (((9, 1), (12, 20)), ((1, 5), (3, 28)), ((4, 13), (7, 22)))
_YEARS_COVERED = 3


@dataclass(frozen=True)
class Expected:
    """What is expected of one member or family: an answer, and words that its reason must hold."""

    whom: str
    answer: str
    because: str = ""


@dataclass(frozen=True)
class WorkedExample:
    """A drawn family, what agencies hold on it, a date, a criterion, and the answers expected.

    Args:
        where: file and place, for errors.
        drawing: the drawn tables.
        given: the drawn tables and other givens as written, by name, for the manual.
    """

    where: str
    criterion: str
    says: str
    as_at: date
    drawing: Drawing
    expect: tuple[Expected, ...]
    given: dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """An example that came out otherwise than expected.

    Args:
        where: file and place.
        found: whose answer it is, what it is and why, and what was expected.
    """

    where: str
    found: str


def read_examples(folder: Traversable, programme: Programme) -> tuple[WorkedExample, ...]:
    """The examples beside a framework version, in order; none where there is no file of them.

    Raises:
        RuleError: one cannot be understood; naming place, what was found and what is allowed.
    """
    file = folder.joinpath(EXAMPLES)
    if not file.is_file():
        return ()
    where = f"{folder.name}/{EXAMPLES}"
    declared = without_repeats(where, file)
    if not isinstance(declared, list):
        raise refuse("001", where, "Found no list of examples.", "Begin each example with '- criterion: …'.")
    return tuple(_example(f"{where}, example {place}", each, programme) for place, each in enumerate(declared, 1))


def _example(where: str, content: Any, programme: Programme) -> WorkedExample:
    section = Section(where, content, ("criterion", "says", "as_at", *DRAWN, "without", "expect"))
    criterion = section.choice("criterion", [each.id for each in programme.criteria])
    as_at = section.day("as_at")
    drawn = {name: _drawing(section, name) for name in DRAWN if section.has(name)}
    if "family" not in drawn:
        raise refuse("003", where, "'family' is missing.", "Draw the family: person | role | born.")
    covers = months_before(as_at, 12 * _YEARS_COVERED) + timedelta(days=1), as_at + timedelta(days=1)
    without = section.texts("without") if section.has("without") else ()
    drawing = Drawing(
        **{"terms": _terms(as_at), **drawn},
        without=without,
        covers=(covers[0].isoformat(), covers[1].isoformat()),
        where=where,
    )
    given = {**drawn, **({"without": without} if without else {}), "as_at": as_at}
    expect = _expected(where, section.raw("expect"))
    known = {str(row[name]) for row in drawing.rows("family") for name in ("person", "family") if row.get(name)}
    strange = [each.whom for each in expect if each.whom not in known | {"family"}]
    if strange:
        raise refuse("004", where, f"'expect' names {strange[0]}.", f"Name some of: {listed(known | {'family'})}.")
    return WorkedExample(where, criterion, section.text("says"), as_at, drawing, expect, given)


def _drawing(section: Section, name: str) -> str:
    value = section.raw(name)
    if not isinstance(value, str):
        raise section.wrong(name, value, f"a table drawn with bars, after '{name}: |',")
    return value


def _expected(where: str, content: Any) -> tuple[Expected, ...]:
    if not isinstance(content, dict) or not content:
        raise refuse("004", where, "'expect' names nobody.", "Write whose answer is expected to be what.")
    told = []
    for whom, value in content.items():
        # YAML takes a bare yes or no for true or false.
        text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        answer, _, because = text.partition(":")
        if answer.strip() not in ANSWERS:
            raise refuse(
                "004",
                where,
                f"'expect' says {text!r} of {whom}.",
                "Write yes, no or unknown; or 'unknown: words of the reason'.",
            )
        told.append(Expected(str(whom), answer.strip(), because.strip()))
    return tuple(told)


def _terms(as_at: date) -> str:
    """Terms of the school years that end within the years covered."""
    rows = []
    for year in range(as_at.year - _YEARS_COVERED, as_at.year + 1):
        for (first_month, first), (last_month, last) in _TERMS:
            of = year if first_month >= 9 else year + 1
            rows.append(f"{date(of, first_month, first)} | {date(of, last_month, last)}")
    return "\n".join(["from_on | until_on", *rows])


def failures(examples: tuple[WorkedExample, ...], programme: Programme) -> list[Failure]:
    """Run examples; what came out otherwise than expected, in order.

    Raises:
        RuleError: a drawing cannot be understood, or the rules cannot be asked on its date.
    """
    found = []
    for example in examples:
        asked = replace(programme, criteria=tuple(_with_voiding(programme, example.criterion)))
        answers = answers_of(judged(example.drawing.store(), example.as_at, asked)[0], example.criterion)
        for expected in example.expect:
            answer, reason = answers.get(expected.whom, ("no", ""))
            if answer != expected.answer or expected.because not in reason:
                wanted = expected.answer + (f", because: {expected.because}" if expected.because else "")
                told = f" ({reason})" if reason else ""
                found.append(
                    Failure(
                        f"{example.where}, {example.criterion}",
                        f"Found {answer}{told} for {expected.whom}; expected {wanted}.",
                    )
                )
    return found


def _with_voiding(programme: Programme, criterion: str) -> list[Any]:
    return [each for each in programme.criteria if each.id == criterion or criterion in each.voids]


def judged(
    store: Store, as_at: date, *programmes: Programme, support: ir.Table | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The indicator and evidence rows of some programmes on a store of drawn facts, sorted.

    Args:
        store: the drawn facts.
        as_at: the date on which they are judged.
        programmes: the rules.
        support: one row per family: family_id, from_on, until_on of its support.
    """

    def keep(name: str, step: Any) -> Any:
        store.make(f"needs_{name}", step)
        return store.ibis.table(f"needs_{name}")

    answers = evaluate(programmes, replace(facts_of(store, Settings(Path(), as_at)), support=support), keep)
    store.make("indicator", answers.indicator)
    store.make("evidence", answers.evidence)
    return (
        store.frame("select * from indicator order by family_id, person_id nulls first, criterion"),
        store.frame("select * from evidence order by family_id, person_id nulls first, criterion, event_no"),
    )


def answers_of(indicator: pl.DataFrame, criterion: str) -> dict[str, tuple[str, str]]:
    """Answer and reason by person and by family: a member or family without a row is answered no."""
    found: dict[str, tuple[str, str]] = {}
    rows = indicator.filter(pl.col("criterion") == criterion)
    for family_id, person_id, answer, reason in rows.select("family_id", "person_id", "answer", "reason").iter_rows():
        if person_id is not None:
            found[person_id] = (answer, reason)
        if found.get(family_id, ("no", ""))[0] != "yes":
            found[family_id] = (answer, reason)
    return found


def check_asked(programme: Programme) -> None:
    """See that every criterion can be asked: its events, shapes and units are those of the vocabulary.

    Raises:
        RuleError: naming the criterion and what it reads.
    """
    days = [start for each in programme.criteria for start in _starts(each.test)]
    as_at = max([programme.in_force[0], *days])
    covers = ((as_at - timedelta(days=1)).isoformat(), (as_at + timedelta(days=1)).isoformat())
    nobody = Drawing("person | role\nnobody | child", covers, terms=_terms(as_at))
    judged(nobody.store(), as_at, programme)


def _starts(test: Any) -> list[date]:
    return [start for leaf in leaves(test) if isinstance(leaf, Measure) for start, _ in leaf.threshold.dated if start]
