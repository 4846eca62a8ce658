"""A framework version tried on a finished run: needs and list made again with its rules, and set against the run's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

import thinkfamily
from thinkfamily.core.errors import RunFolderError
from thinkfamily.engine.cohort.beside import by_programme, judged
from thinkfamily.engine.cohort.gather import draw
from thinkfamily.engine.needs.given import facts_of
from thinkfamily.engine.needs.told import heard
from thinkfamily.engine.run_folder import Run
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.engine.trial.given import given
from thinkfamily.programmes.evaluator import evaluate
from thinkfamily.programmes.folder import programme_of
from thinkfamily.programmes.framework import Programme
from thinkfamily.programmes.tried import affected, as_if_in_force, needed_for
from thinkfamily.tables import made


@dataclass(frozen=True)
class Trial:
    """Who is counted differently.

    Args:
        base: the rules of the run.
        rules: those tried, as if in force.
        as_at: the date on which both are judged.
        changed: ids of the criteria that can be answered otherwise, in order: those of the tried rules, then those no
            longer there.
        answers: one row per family and criterion of ``changed`` that either answers yes or unknown: family_id, criterion,
            before and after (yes, unknown or no).
        families: one row per family with a child or an expected child: family_id, area, was_eligible, is_eligible,
            was_listed, is_listed.
        notes: what was assumed, as sentences.
    """

    base: Programme
    rules: Programme
    as_at: date
    changed: tuple[str, ...]
    answers: pl.DataFrame
    families: pl.DataFrame
    notes: tuple[str, ...]

    @property
    def changes(self) -> pl.DataFrame:
        """One row per family and change: family_id, change (newly_met, no_longer_met, newly_eligible …), criterion or null."""
        met, was = pl.col("after") == "yes", pl.col("before") == "yes"
        parts = [
            self.answers.filter(which).select("family_id", pl.lit(name).alias("change"), "criterion")
            for name, which in (("newly_met", met & ~was), ("no_longer_met", was & ~met))
        ]
        for noun, before, after in (
            ("eligible", "was_eligible", "is_eligible"),
            ("proposed", "was_listed", "is_listed"),
        ):
            for name, which in (
                (f"newly_{noun}", pl.col(after) & ~pl.col(before)),
                (f"no_longer_{noun}", pl.col(before) & ~pl.col(after)),
            ):
                parts.append(
                    self.families.filter(which).select(
                        "family_id", pl.lit(name).alias("change"), pl.lit(None, pl.String).alias("criterion")
                    )
                )
        return pl.concat(parts).sort("family_id", "change", "criterion", nulls_last=False)


def try_programme(run: Run, programme: Programme, against: str | None = None) -> Trial:
    """Judge a finished run by other rules than its own.

    Only criteria whose answer can differ are asked again; for the others the run's own answers stand.

    Args:
        run: the run, opened.
        programme: the rules to try.
        against: which programme of the run they are set against; None for the one of the same name, or else the first.

    Raises:
        RunFolderError: the run has no such programme, or is of an earlier version and keeps too little.
        RuleError: the rules read an event that the run's vocabulary does not have.
    """
    facts = run.facts
    base = programme_of(facts, _chosen(run, programme.name, against))
    as_at = date.fromisoformat(facts["as_at"])
    rules, notes = as_if_in_force(programme, base, as_at)
    again = affected(rules, base)
    if facts["program_version"] != thinkfamily.__version__:
        again = tuple(each.id for each in rules.criteria)
        notes = (*notes, "The run was made by another version of the program, so every criterion was asked again.")
    asked = needed_for(rules, again)
    store = given(run, asked)
    try:
        indicator, evidence = _answered(store, run, base.name, replace(rules, criteria=asked), again, as_at)
        _put_answers(store, run, base, rules, again, indicator, evidence)
        families = _families(store, run, base, rules)
    finally:
        store.close()
    gone = tuple(each.id for each in base.criteria if each.id not in {other.id for other in rules.criteria})
    changed = (*again, *gone)
    answers = _both(run, base, changed, indicator).join(families.select("family_id"), on="family_id", how="semi")
    return Trial(base, rules, as_at, changed, answers, families, notes)


def _chosen(run: Run, name: str, against: str | None) -> str:
    held = [str(each) for each in run.facts["programmes"]]
    if against is None:
        return name if name in held else held[0]
    if against not in held:
        raise RunFolderError(
            "TF-TRIAL-001",
            str(run.folder),
            found="Found that the run was not judged by the programme to set the rules against.",
            means="Nothing was tried.",
            do=f"Name one of: {', '.join(held)}.",
        )
    return against


def _answered(
    store: Store, run: Run, base: str, asked: Programme, again: tuple[str, ...], as_at: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The indicators and the evidence (family_id, programme, event) of the criteria asked again."""
    if not again:
        return made.Indicator.create_empty(), pl.DataFrame(schema=dict.fromkeys(_EVIDENCE, pl.String))

    def keep(name: str, step: Any) -> Any:
        store.make(f"needs_{name}", step)
        return store.ibis.table(f"needs_{name}")

    answers = evaluate((asked,), facts_of(store, Settings(Path(), as_at)), keep)
    columns = made.Indicator.column_names()
    wanted = pl.col("criterion").is_in(again)
    indicator = store.frame(answers.indicator.select(*columns)).filter(wanted)
    said = run.table("trial_word").filter(programme=base).with_columns(programme=pl.lit(asked.name)).collect()
    if not said.is_empty():
        indicator = heard(indicator, said, (replace(asked, criteria=_only(asked, again)),))
    evidence = answers.evidence.inner_join(store.ibis.table("event").select("event_no", "event"), "event_no")
    shown = evidence.select("family_id", "programme", "criterion", "event").distinct()
    return indicator, store.frame(shown).filter(wanted).select(*_EVIDENCE)


_EVIDENCE = ("family_id", "programme", "event")


def _only(programme: Programme, ids: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(each for each in programme.criteria if each.id in ids)


def _put_answers(
    store: Store,
    run: Run,
    base: Programme,
    rules: Programme,
    again: tuple[str, ...],
    indicator: pl.DataFrame,
    evidence: pl.DataFrame,
) -> None:
    """Make `indicator` and `evidence` as they would be: what stands of the run's own, and what was asked again."""
    stands = [each.id for each in rules.criteria if each.id not in again]
    own = (pl.col("programme") == base.name) & pl.col("criterion").is_in(stands)
    renamed = pl.lit(rules.name).alias("programme")
    held = run.table("indicator").filter(own).with_columns(renamed).collect()
    store.put("indicator", pl.concat([held, indicator.select(held.columns)], how="vertical_relaxed"))
    shown = run.table("evidence").filter(own).with_columns(renamed).select(*_EVIDENCE).unique().collect()
    store.put("evidence", pl.concat([shown, evidence]))


def _families(store: Store, run: Run, base: Programme, rules: Programme) -> pl.DataFrame:
    """One row per family: whether it was and is eligible and listed."""
    cohort = run.table("cohort").select("family_id", "area", "cost_gbp", "transfer_gbp", "months_observed").collect()
    store.put("cohort_row", cohort)
    table = store.ibis.table("cohort_row")
    rows = store.frame(table.mutate(draw=draw(table.family_id, run.facts["seed"])))
    now = by_programme(rows, judged(store, rules), rules, _share(run.facts, base, rules))
    was = (
        run.table("eligibility")
        .filter(pl.col("programme") == base.name)
        .select("family_id", was_eligible="is_eligible", was_listed="is_listed")
        .collect()
    )
    return (
        cohort.select("family_id", "area")
        .join(was, on="family_id", how="left")
        .join(now.select("family_id", "is_eligible", "is_listed"), on="family_id", how="left")
        .sort("family_id")
    )


def _share(facts: Mapping[str, Any], base: Programme, rules: Programme) -> float | None:
    """The share of all families that can be listed: the tried rules' own, unless the run was given another by hand."""
    used: float | None = facts["stages"]["cohort"]["by_programme"][base.name]["capacity_share"]
    return rules.capacity_share if used == base.capacity_share else used


def _both(run: Run, base: Programme, changed: tuple[str, ...], indicator: pl.DataFrame) -> pl.DataFrame:
    """One row per family and changed criterion: the answer before and after."""
    own = (pl.col("programme") == base.name) & pl.col("criterion").is_in(changed)
    before = _by_family(run.table("indicator").filter(own).collect(), "before")
    after = _by_family(indicator, "after")
    return (
        before.join(after, on=["family_id", "criterion"], how="full", coalesce=True)
        .with_columns(pl.col("before", "after").fill_null("no"))
        .sort("family_id", "criterion")
    )


def _by_family(indicator: pl.DataFrame, name: str) -> pl.DataFrame:
    is_met = (pl.col("answer") == "yes").any()
    return indicator.group_by("family_id", "criterion").agg(
        pl.when(is_met).then(pl.lit("yes")).otherwise(pl.lit("unknown")).alias(name)
    )
