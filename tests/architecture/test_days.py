"""No test works out a day while tests are collected: a run that crosses midnight would then test another day than it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
WORKED_OUT_BY = {"localdate", "today", "day", "in_days"}
# Parts of dates in columns, which are no days of today.
COLUMNS = {"dt"}


def while_collected(node: ast.AST) -> Iterator[ast.Call]:
    """Every call made when a module is imported: not those in the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = [*child.args.defaults, *filter(None, child.args.kw_defaults)]
            for each in (*child.decorator_list, *defaults):
                yield from while_collected(ast.Expression(each))
        elif not isinstance(child, ast.Lambda):
            if isinstance(child, ast.Call):
                yield child
            yield from while_collected(child)


def is_a_day(call: ast.Call) -> bool:
    """Whether a call works out a day from today's."""
    if isinstance(call.func, ast.Attribute):
        of = call.func.value
        return call.func.attr in WORKED_OUT_BY and not (isinstance(of, ast.Attribute) and of.attr in COLUMNS)
    return isinstance(call.func, ast.Name) and call.func.id in WORKED_OUT_BY


def test_days_are_worked_out_while_a_test_runs() -> None:
    found = [
        f"{path.relative_to(TESTS)}:{call.lineno}"
        for path in sorted(TESTS.rglob("*.py"))
        for call in while_collected(ast.parse(path.read_text(encoding="utf-8")))
        if is_a_day(call)
    ]
    assert found == [], "say In(days) of tests.casework.days, and work it out in the test"


def test_it_finds_a_day_in_a_constant_a_parameter_and_a_default() -> None:
    source = (
        "SOON = day(3)\n@parametrize('on', [{'on': timezone.localdate()}])\ndef test(on=date.today()):\n    day(1)\n"
    )
    assert sum(map(is_a_day, while_collected(ast.parse(source)))) == 3
