"""Which criteria the family meets, on which events; and which cannot be known, and why."""

from __future__ import annotations

from typing import Any

import polars as pl

from thinkfamily.engine.explain.account import Rows, Section, Words, amount
from thinkfamily.engine.explain.subject import Subject
from thinkfamily.programmes.agencies import agency_title
from thinkfamily.programmes.attendance import MARK
from thinkfamily.programmes.evaluator.wording import ONLY_A_WORKER


def met(family: Subject) -> Section:
    """One part per criterion met, each with the events it rests on."""
    indicators = _answers(family, "yes")
    if indicators.is_empty():
        return Section("What is met", (Words("No criterion of the programme is met."),))
    evidence = family.rows("evidence").filter(programme=family.programme.name)
    parts: list[Words | Rows] = []
    for heading in family.programme.headings:
        for criterion in family.programme.criteria:
            held = indicators.filter(heading=heading.id, criterion=criterion.id)
            if held.is_empty():
                continue
            parts.append(Words(f"{heading.title}: {criterion.stated}"))
            parts += [Words(_reason(family, row)) for row in held.iter_rows(named=True)]
            events = evidence.filter(criterion=criterion.id)
            if not events.is_empty():
                parts.append(_events(family, criterion.id, events))
    return Section("What is met", tuple(parts))


def unknown(family: Subject) -> Section:
    """Criteria on which the records are silent: neither yes nor no."""
    indicators = _answers(family, "unknown")
    known = _answers(family, "yes")["criterion"].unique().to_list()
    says = {criterion.id: criterion.stated for criterion in family.programme.criteria}
    order = {criterion: at for at, criterion in enumerate(says)}
    of_whom: dict[tuple[str, str], list[str]] = {}
    for row in sorted(
        indicators.filter(~pl.col("criterion").is_in(known)).iter_rows(named=True),
        key=lambda row: (order.get(row["criterion"], len(order)), family.who(row["person_id"])),
    ):
        of_whom.setdefault((row["criterion"], row["reason"]), []).append(family.who(row["person_id"]))
    if not of_whom:
        return Section("What is unknown", (Words("Every criterion has an answer."),))
    parts: list[Words | Rows] = [
        Words(
            "Unknown is not no. These criteria would need another feed, a longer one, or a worker who knows the family."
        )
    ]
    rows = [
        [says.get(criterion, criterion), "; ".join(people), reason]
        for (criterion, reason), people in of_whom.items()
        if reason != ONLY_A_WORKER
    ]
    if rows:
        parts.append(Rows("Criteria that cannot be answered", ["Criterion", "Of whom", "Why"], rows))
    asked = [[says.get(criterion, criterion)] for criterion, reason in of_whom if reason == ONLY_A_WORKER]
    if asked:
        parts.append(Rows("Criteria of which records show nothing and only a worker can say", ["Criterion"], asked))
    return Section("What is unknown", tuple(parts))


def _answers(family: Subject, answer: str) -> pl.DataFrame:
    return (
        family.rows("indicator")
        .filter(programme=family.programme.name, answer=answer)
        .sort("criterion", "person_id", "reason", nulls_last=True)
    )


def _reason(family: Subject, row: dict[str, Any]) -> str:
    return f"{family.who(row['person_id'])}: {row['reason']}"


def _events(family: Subject, criterion: str, events: pl.DataFrame) -> Rows:
    """Agency, event and date of what a criterion rests on; never a record's id or an agency's reference."""
    events = _marks_together(events)
    rows = [
        [
            row["from_on"],
            row["until_on"],
            agency_title(family.agency_of(row["event"], row["feed"])),
            family.event(row["event"]),
            family.who(row["person_id"]),
            _how_much(family, row),
        ]
        for row in events.sort(
            "from_on", "event", "person_id", "until_on", "quantity", "detail", nulls_last=True
        ).iter_rows(named=True)
    ]
    return Rows(
        f"What “{criterion.replace('_', ' ')}” rests on",
        ["From", "Until", "Agency", "What", "Who", "How much"],
        rows,
    )


def _marks_together(events: pl.DataFrame) -> pl.DataFrame:
    """Attendance marks by code, from the first day to the last, with their number: a year has hundreds of them."""
    mark = pl.col("event") == MARK
    marks = events.filter(mark)
    counted = (
        marks.group_by("person_id", "feed", "event", "detail", maintain_order=True)
        .agg(
            pl.col("from_on").min(),
            (pl.col("from_on").max() + pl.duration(days=1)).alias("until_on"),
            pl.len().cast(events.schema["quantity"]).alias("quantity"),
        )
        .with_columns(pl.format("code {}", "detail").alias("detail"))
    )
    return pl.concat([events.filter(~mark), counted], how="diagonal")


def _how_much(family: Subject, row: dict[str, Any]) -> str | None:
    unit = "marks" if row["event"] == MARK else family.unit_of(row["event"])
    quantity = None
    if row["quantity"] is not None:
        quantity = (
            f"£{row['quantity']:,.2f}" if unit == "gbp" else f"{amount(row['quantity'])} {unit.replace('_', ' ')}"
        )
    detail = row["detail"].replace("_", " ") if row["detail"] else None
    return "; ".join(part for part in (quantity, detail) if part) or None
