"""What a report speaks of: the tables and facts of one finished run, and the denominators every section shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from thinkfamily.core.dates import Period, twelve_months_to
from thinkfamily.engine.page import day
from thinkfamily.engine.report.wording import plain
from thinkfamily.programmes.folder import programme_of
from thinkfamily.programmes.framework import Programme
from thinkfamily.programmes.vocabulary import load_vocabulary, without_hint


@dataclass(frozen=True)
class Finished:
    """One finished run.

    Args:
        tables: the run folder's tables by name.
        facts: what ``run.json`` holds.
    """

    tables: Mapping[str, pl.LazyFrame]
    facts: Mapping[str, Any]

    def rows(self, query: pl.LazyFrame) -> list[tuple[Any, ...]]:
        """A small query's rows."""
        return query.collect().rows()

    def notes(self, stage: str) -> Mapping[str, Any]:
        """What a stage noted of itself; empty where it noted nothing."""
        notes: Mapping[str, Any] = self.facts["stages"].get(stage, {})
        return notes

    @property
    def warnings(self) -> list[str]:
        """What the stages warned of, in their order."""
        return [str(warning) for notes in self.facts["stages"].values() for warning in notes.get("warnings", [])]

    @cached_property
    def as_at(self) -> date:
        """The date on which everything is judged."""
        held = self.facts["as_at"]
        return held if isinstance(held, date) else date.fromisoformat(held)

    @property
    def at(self) -> str:
        """The as-at date in words."""
        return day(self.as_at)

    @property
    def year(self) -> Period:
        """The 12 months to the as-at date."""
        return twelve_months_to(self.as_at)

    @cached_property
    def cohort(self) -> pl.DataFrame:
        """One row per family with a child or an expected child; money is DECIMAL."""
        return self.tables["cohort"].drop("proposed_because").sort("family_id").collect()

    @property
    def families(self) -> int:
        """Families with a child or an expected child: the denominator of every share of families."""
        return self.cohort.height

    @cached_property
    def proposed(self) -> int:
        """Families on the proposed list."""
        return int(self.cohort["is_proposed"].sum())

    @property
    def area(self) -> str:
        """Name of the area."""
        return str(self.notes("intake").get("area") or "This area")

    @cached_property
    def programme(self) -> Programme:
        """The programme that makes the list."""
        return programme_of(self.facts, self.facts["programmes"][0])

    @property
    def programmes(self) -> list[str]:
        """Names of the programmes that the run was judged by; the first makes the list."""
        return [str(name) for name in self.facts["programmes"]]

    @cached_property
    def eligibility(self) -> pl.DataFrame:
        """One row per family and programme: what it meets, and whether it is eligible, listed, among the costliest."""
        return self.tables["eligibility"].sort("family_id", "programme").collect()

    @property
    def of_first(self) -> pl.DataFrame:
        """The rows of the eligibility by the programme that makes the list: one per family."""
        return self.eligibility.filter(programme=self.programme.name)

    @property
    def is_invented(self) -> bool:
        """Whether every feed is invented data."""
        return all(feed["is_synthetic"] for feed in self.facts["feeds"])

    def of_families(self, source: str) -> str:
        """On what families are counted: denominator, date and source, as a sentence for a caption or beside a chart."""
        return (
            f"Of {self.families:,} families with a child or an expected child, at {self.at}; from the table {source}."
        )

    @cached_property
    def vocabulary(self) -> dict[str, dict[str, Any]]:
        """The event types of the vocabulary by event, as the program supplies them; an area's own are not in it."""
        return {row["event"]: row for row in load_vocabulary().event_types.iter_rows(named=True)}

    @property
    def agency_of_event(self) -> dict[str, str]:
        """The agency that bears each event of the vocabulary."""
        return {event: row["agency"] for event, row in self.vocabulary.items()}

    def event(self, code: str) -> str:
        """An event's title; an area's own event is its id in words."""
        return without_hint(self.vocabulary[code]["title"]) if code in self.vocabulary else plain(code)

    def heading(self, code: str) -> str:
        """A heading's title, as the programme names it."""
        return {heading.id: heading.title for heading in self.programme.headings}.get(code) or plain(code)
