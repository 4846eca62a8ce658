"""What an account speaks of: one family's rows in a finished run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from thinkfamily.core.dates import Period, twelve_months_to
from thinkfamily.core.errors import RunFolderError
from thinkfamily.engine.run_folder import Run
from thinkfamily.programmes.folder import programme_of
from thinkfamily.programmes.framework import Programme
from thinkfamily.programmes.vocabulary import load_vocabulary, without_hint


@dataclass(frozen=True)
class Subject:
    """One family of one run.

    Raises:
        RunFolderError: from ``place``, when the run has no such family.
    """

    run: Run
    family_id: str

    def rows(self, table: str) -> pl.DataFrame:
        """The family's rows of a table of the run folder."""
        return self.run.table(table).filter(pl.col("family_id") == self.family_id).collect()

    def notes(self, stage: str) -> dict[str, Any]:
        """What a stage noted of the run."""
        notes: dict[str, Any] = self.run.facts["stages"][stage]
        return notes

    @cached_property
    def as_at(self) -> date:
        """The date on which everything is judged."""
        return date.fromisoformat(self.run.facts["as_at"])

    @property
    def year(self) -> Period:
        """The 12 months to the as-at date."""
        return twelve_months_to(self.as_at)

    @cached_property
    def place(self) -> dict[str, Any]:
        """The family's row of the cohort."""
        rows = self.rows("cohort")
        if rows.is_empty():
            # The id itself is not repeated: what was typed can be anything, and errors end up in logs.
            raise RunFolderError(
                "TF-EXPLAIN-001",
                str(self.run.folder),
                found="Found no family of that id among the families with a child or an expected child.",
                means="Nothing can be explained.",
                do="Take a family_id from the run's cohort table. Ids hold for one run and identical ones.",
            )
        return rows.row(0, named=True)

    @cached_property
    def programme(self) -> Programme:
        """The programme that made the list."""
        return programme_of(self.run.facts, self.run.facts["programmes"][0])

    @cached_property
    def members(self) -> pl.DataFrame:
        """One row per membership and period, with the person's age and a label that names nobody.

        Children come first, then adults, the elder before the younger; one whose age is not known comes last.
        """
        people = self.run.table("person").select("person_id", "is_child", "age", "is_dead").collect()
        rows = self.rows("family_member").join(people, on="person_id", how="left")
        order = (
            rows.sort("role", "age", "person_id", descending=[True, True, False], nulls_last=True)
            .unique("person_id", keep="first", maintain_order=True)
            .with_columns(pl.col("person_id").cum_count().over("role").alias("number"))
        )
        labels = {
            person: f"{role.capitalize()} {number}{'' if age is None else f', aged {age}'}"
            for person, role, number, age in order.select("person_id", "role", "number", "age").rows()
        }
        return rows.with_columns(pl.col("person_id").replace_strict(labels).alias("who")).sort(
            pl.col("person_id").replace_strict({person: at for at, person in enumerate(labels)}, return_dtype=pl.Int64),
            pl.col("from_on").fill_null(date.min),
        )

    def who(self, person_id: str | None) -> str:
        """A member in words; the family as one where no person is named."""
        if person_id is None:
            return "The family"
        return self._labels.get(person_id, "A member at another time")

    @cached_property
    def _labels(self) -> dict[str, str]:
        return dict(self.members.select("person_id", "who").rows())

    @cached_property
    def _vocabulary(self) -> dict[str, dict[str, Any]]:
        return {row["event"]: row for row in load_vocabulary().event_types.iter_rows(named=True)}

    def event(self, code: str) -> str:
        """An event's title; an area's own event is its id in words."""
        if code in self._vocabulary:
            return without_hint(self._vocabulary[code]["title"])
        return code.replace("_", " ").capitalize()

    def agency_of(self, event: str, otherwise: str) -> str:
        """The label of the agency that bears an event."""
        return str(self._vocabulary[event]["agency"]) if event in self._vocabulary else otherwise

    def unit_of(self, event: str) -> str:
        """The unit of an event's quantity, or nothing."""
        return str(self._vocabulary.get(event, {}).get("quantity") or "")
