"""A worked example: a drawn family, what agencies hold on it, a date, a criterion, and the answers expected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from thinkfamily.engine.store import Store
from thinkfamily.engine.trial.drawn import Drawing
from thinkfamily.engine.trial.examples import answers_of
from thinkfamily.engine.trial.examples import judged as judge
from thinkfamily.programmes.framework import Programme, load_programme
from thinkfamily.tables import made

__all__ = [
    "COVERS",
    "PROGRAMME",
    "TERMS",
    "EntryExample",
    "Example",
    "Unknown",
    "answers_of",
    "given_store",
    "judged",
    "table",
]

PROGRAMME = "westminster_3_percent"
COVERS = ("2023-10-01", "2026-10-01")
TERMS = """
    from_on    | until_on
    2025-09-01 | 2025-12-20
    2026-01-05 | 2026-03-28
    2026-04-13 | 2026-07-22
"""


@dataclass(frozen=True)
class Unknown:
    """Expected: unknown, for a reason that contains these words."""

    because: str = ""


def given_store(
    family: str,
    events: str = "",
    feeds: str = "",
    without: tuple[str, ...] = (),
    terms: str = TERMS,
    relationships: str = "",
    since: str = COVERS[0],
) -> Store:
    """A store with the drawn tables, as ``Drawing`` says; ``since`` is the first day that feeds
    cover, and ``without`` names feeds that were not supplied, and events of which their feed can say nothing."""
    return Drawing(
        family,
        (since, COVERS[1]),
        events=events,
        feeds=feeds,
        without=without,
        terms=terms,
        relationships=relationships,
    ).store()


def judged(store: Store, as_at: str, *programmes: Programme, support: str = "") -> tuple[pl.DataFrame, pl.DataFrame]:
    """The indicator and evidence rows of some programmes on a store, sorted."""
    told = supported(store, support) if support else None
    return judge(store, date.fromisoformat(as_at), *programmes, support=told)


def _put(store: Store, name: str, schema: Any, rows: list[dict[str, Any]]) -> None:
    columns = {column: each.dtype for column, each in schema.columns().items()}
    store.put(name, pl.DataFrame([{column: row.get(column) for column in columns} for row in rows], schema=columns))


def table(drawing: str) -> list[dict[str, str | None]]:
    """The rows of a drawn table; ``-`` and nothing are null."""
    header, *rows = [
        [cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines() if line.strip()
    ]
    return [{name: None if cell in ("-", "") else cell for name, cell in zip(header, row, strict=True)} for row in rows]


def supported(store: Store, support: str) -> Any:
    """The drawn table of support: family_id, from_on, until_on."""
    frame = pl.DataFrame(table(support), schema=dict.fromkeys(("family_id", "from_on", "until_on"), pl.String))
    store.put("support", frame.with_columns(pl.col("from_on", "until_on").str.to_date()))
    return store.ibis.table("support")


class Example:
    """Called with the drawn tables of ``given_store``, ``as_at``, ``criterion`` and ``expect``.

    ``criterion`` is one of the programme's, or a test of one of its results. ``expect`` gives the answer for the family
    (``family``, or its name) and for members who differ from *no*.
    """

    def __init__(self, programme: str) -> None:
        self.programme = programme

    def __call__(
        self,
        *,
        criterion: str,
        expect: dict[str, str | Unknown],
        as_at: str = "2026-09-30",
        programme: Programme | None = None,
        support: str = "",
        **given: Any,
    ) -> None:
        chosen = programme or load_programme(self.programme)
        asked = tuple(each for each in (*chosen.criteria, *chosen.results) if each.id == criterion)
        assert asked, f"{chosen.name} has no criterion {criterion}"
        chosen = replace(chosen, criteria=asked)
        indicator, _ = judged(given_store(**given), as_at, chosen, support=support)
        found = answers_of(indicator, criterion)
        for whom, wanted in expect.items():
            answer, reason = found.get(whom, ("no", ""))
            if isinstance(wanted, Unknown):
                assert answer == "unknown", f"{whom}: {answer} ({reason}), expected unknown"
                assert wanted.because in reason, f"{whom}: {reason!r}"
            else:
                assert answer == wanted, f"{whom}: {answer} ({reason}), expected {wanted}"


class EntryExample:
    """Called with ``met`` and ``expect``, and with ``family`` where it matters who lives where.

    ``met`` is a drawn table of criterion, and family, person and agency (one that shows it) where they matter.
    ``expect`` gives for each family yes, no, or "no, but yes by another reading".
    """

    def __init__(self, programme: str) -> None:
        self.programme = programme

    def __call__(self, *, met: str, expect: dict[str, str], family: str = "") -> None:
        chosen = load_programme(self.programme)
        headings = {each.id: each.heading for each in chosen.criteria}
        rows = table(met)
        store = given_store(family or "person | role\nnobody | child")
        _put(
            store,
            "indicator",
            made.Indicator,
            [
                {
                    "family_id": row.get("family") or "family",
                    "person_id": row.get("person"),
                    "programme": chosen.name,
                    "criterion": row["criterion"],
                    "heading": headings[str(row["criterion"])],
                    "answer": "yes",
                }
                for row in rows
            ],
        )
        events = {agency: event for event, agency in store.rows("select event, agency from event_type order by event")}
        _put(
            store,
            "evidence",
            made.Evidence,
            [
                {
                    "family_id": row.get("family") or "family",
                    "programme": chosen.name,
                    "criterion": row["criterion"],
                    "event": events[row["agency"]],
                }
                for row in rows
                if row.get("agency")
            ],
        )
        tables = ("indicator", "evidence", "event_type", "family_member")
        judged = chosen.entry.judge(chosen.name, *(store.ibis.table(name) for name in tables))
        found = {
            row["family_id"]: "yes"
            if row["is_eligible"]
            else "no, but yes by another reading"
            if row["is_eligible_otherwise"]
            else "no"
            for row in pl.DataFrame(judged.to_pyarrow()).iter_rows(named=True)
        }
        assert {whom: found.get(whom, "no") for whom in expect} == expect
