"""What a framework pays for and on which conditions, as a part of its manual."""

from __future__ import annotations

from fractions import Fraction

from thinkfamily.cli.reference import markdown
from thinkfamily.cli.reference.cited import cited, linked, state
from thinkfamily.core.source import Source
from thinkfamily.programmes.terms import Clause, Payment, Result, Terms

TITLES = {
    "condition": "Conditions",
    "practice_gate": "What practice must show",
    "audit": "Audit",
    "duty": "Duties",
}
NOT_YET = "These are shown to be read and audited: no results claim is computed from them yet."


def terms_part(terms: Terms) -> list[str]:
    """Sections on payments, results, conditions, practice, audit and duties; none where a framework states none."""
    parts = []
    if terms.payments:
        parts.append(f"## What it pays\n\nPounds a family. {NOT_YET}\n\n{_payments(terms.payments)}")
    if terms.results:
        parts.append("## What a result asks\n\n" + "\n\n".join(_result(each, terms) for each in terms.results))
    for kind, title in TITLES.items():
        if clauses := terms.of(kind):
            parts.append(f"## {title}\n\n" + markdown.table(*_clauses(kind, clauses)))
    return parts


def _payments(payments: tuple[Payment, ...]) -> str:
    rows = [
        (each.title, amount.from_on, f"£{amount.gbp:,.0f}", amount.derived, _where(each.source), state(each.source))
        for each in payments
        for amount in each.amounts
    ]
    return markdown.table(("payment", "from", "pounds", "by arithmetic from", "source", "state"), rows)


def _result(result: Result, terms: Terms) -> str:
    titles = {each.id: each.title for each in terms.payments} | {each.id: each.title for each in terms.results}
    lines = [
        "Tests: " + (", ".join(f"[{each}](#{each})" for each in result.tests) or "none that can be declared") + ".",
        "Pays: " + ("; ".join(titles[each] for each in result.pays) or "nothing") + ".",
        cited(result.source),
    ]
    if result.excludes:
        lines.insert(2, "Not beside: " + "; ".join(titles[each] for each in result.excludes) + ".")
    return f"### {result.title}\n\n**{result.says}**\n\n" + "\n".join(f"- {line}" for line in lines)


def _clauses(kind: str, clauses: tuple[Clause, ...]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    dated = kind == "duty"
    header = ("what", "states", *(("begins",) if dated else ()), "source", "state")
    rows: list[tuple[object, ...]] = [
        (
            each.says,
            _value(each.value, each.unit),
            *((each.begins_on or "not known: not counted as begun",) if dated else ()),
            _where(each.source),
            state(each.source),
        )
        for each in clauses
    ]
    return header, rows


def _where(source: Source) -> str:
    return f"{linked(source)}, {source.where}"


def _value(value: Fraction | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "share":
        return f"{value}" if value.denominator not in (1, 10, 100) else f"{float(value):.0%}"
    if unit == "gbp":
        return f"£{float(value):,.0f}"
    return f"{float(value):g} {unit}"
