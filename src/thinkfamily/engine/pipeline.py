"""The order of the stages, and nothing else but writing down what they made."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dataframely as dy

import thinkfamily
from thinkfamily.core.errors import RunFolderError
from thinkfamily.engine import cohort, costs, families, handover, intake, linkage, needs, trial
from thinkfamily.engine.handles import HANDLES_FILE
from thinkfamily.engine.nightly import FAMILY_COLUMNS, PERSON_COLUMNS, keep_ids, list_changes
from thinkfamily.engine.report import write_report
from thinkfamily.engine.run_folder import Run, expiry, hash_file, log, open_run, write_csv, write_facts, writing
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Engine, Store, open_store
from thinkfamily.tables import made
from thinkfamily.tables.kept import KEPT

STAGES: tuple[Stage, ...] = (
    intake.STAGE,
    linkage.STAGE,
    families.STAGE,
    costs.STAGE,
    needs.STAGE,
    cohort.STAGE,
    handover.STAGE,
    trial.STAGE,
)

# What a step is called while it runs; intake and linkage name their own parts.
_STEPS = {
    "families": "Building families",
    "costs": "Pricing events",
    "needs": "Answering criteria",
    "cohort": "Proposing the list",
    "handover": "Keeping what a handover needs",
    "trial": "Keeping what trying a rule needs",
}

# The public tables of a run folder, by file name; beside them lie those that a handover or a trial needs (KEPT).
RUN_TABLES: dict[str, type[dy.Schema]] = {
    "record_person": made.RecordPerson,
    "link": made.Link,
    "person": made.Person,
    "household": made.Household,
    "family_member": made.FamilyMember,
    "indicator": made.Indicator,
    "evidence": made.Evidence,
    "cost_line": made.CostLine,
    "family_cost": made.FamilyCost,
    "relationship": made.Relationship,
    "unpriced": made.Unpriced,
    "family_service": made.FamilyService,
    "cohort": made.Cohort,
    "cohort_what_if": made.CohortWhatIf,
    "eligibility": made.Eligibility,
    "family_move": made.FamilyMove,
    "set_aside": made.SetAside,
}
# And what a run that begins from another one adds.
WITH_PREVIOUS: dict[str, type[dy.Schema]] = {"id_change": made.IdChange}


@dataclass(frozen=True)
class Resources:
    """What a run may use of the machine, and which engine works out its largest tables."""

    threads: int = 2
    memory_limit: str = "3GB"
    engine: Engine = Engine.DUCKDB


def identify(
    settings: Settings, out: Path, *, command: str, csv: bool = False, resources: Resources | None = None
) -> Run:
    """Make a run folder from an extracts folder: all of it, or nothing.

    Args:
        settings: what is asked for.
        out: the folder to make.
        command: the command line, for run.log.
        csv: whether to write each table as CSV too.
        resources: threads, memory and engine; the answer does not depend on them.

    Returns:
        the finished run.

    Raises:
        UserError: when the extracts, the rules or the target cannot be used.
    """
    limits = resources or Resources()
    programmes = [each.name for each in settings.rules]
    _refuse_within(out, settings.extracts)
    previous = None if settings.previous is None else open_run(settings.previous, command, today=settings.today)
    settings.progress.begin("Hashing the extracts")
    inputs = intake.take_inputs(settings.extracts)
    with writing(out) as folder:
        log(folder, command)
        notes: dict[str, dict[str, object]] = {}
        with _opened(limits, folder / "spill") as store:
            for stage in STAGES:
                if stage.name in _STEPS:
                    settings.progress.begin(_STEPS[stage.name])
                started, spent = time.perf_counter(), time.process_time()
                notes[stage.name] = stage.run(store, settings)
                took, cpu = time.perf_counter() - started, time.process_time() - spent
                log(folder, f"{stage.name}: {took:.1f} s, {cpu:.1f} CPU s")
                if stage is intake.STAGE:
                    inputs.refuse_changes()
            written = {**RUN_TABLES, **KEPT}
            facts = _facts(store, settings, programmes, notes, inputs.files)
            if previous is not None:
                settings.progress.begin("Keeping ids")
                keep_ids(store, previous)
                facts["previous"] = {"as_at": previous.facts["as_at"], **list_changes(store, previous)}
                written |= WITH_PREVIOUS
            settings.progress.begin("Writing the run folder", len(written))
            for name, schema in written.items():
                table = name if previous is None or name in WITH_PREVIOUS else _with_kept_ids(name, schema)
                store.export(_ordered(table, schema), folder / f"{name}.parquet")
                settings.progress.advance()
        shutil.rmtree(folder / "spill", ignore_errors=True)
        _write_model(folder, facts)
        if settings.handles_file is not None:
            # As it is: sealed, and byte for byte the same for the same inputs.
            _take_over(settings.handles_file, folder / HANDLES_FILE)
        write_facts(folder, facts)
        run = Run(folder, facts)
        settings.progress.begin("Writing the report")
        write_report({name: run.table(name) for name in RUN_TABLES}, facts, folder / "report.html")
        if csv:
            for name in (*RUN_TABLES, *(() if previous is None else WITH_PREVIOUS)):
                write_csv(run.table(name), folder / f"{name}.csv")
        if facts["is_synthetic"]:
            folder.chmod(0o755)
    return Run(out, facts)


def _ordered(table: str, schema: type[dy.Schema]) -> str:
    """A table's public columns, in the order of its key, or of every column where it has none."""
    columns = ", ".join(f'"{column}"' for column in schema.column_names())
    order = ", ".join(f'"{column}"' for column in schema.primary_key()) or "all"
    return f"select {columns} from {table} order by {order}"


def _with_kept_ids(name: str, schema: type[dy.Schema]) -> str:
    """A table with the ids that people and families had the night before."""
    joins, replaced = [], []
    for column in schema.column_names():
        for columns, table in ((PERSON_COLUMNS, "kept_person_id"), (FAMILY_COLUMNS, "kept_family_id")):
            if column in columns:
                joins.append(f"left join {table} of_{column} on of_{column}.made_id = t.{column}")
                replaced.append(f"coalesce(of_{column}.kept_id, t.{column}) as {column}")
    if not joins:
        return f'"{name}"'
    return f"""(select t.* replace ({", ".join(replaced)}) from "{name}" t {" ".join(joins)})"""


def _refuse_within(out: Path, extracts: Path) -> None:
    """A run among the extracts would be read as one by the next run, and change what this one hashes.

    Raises:
        RunFolderError: ``out`` lies in ``extracts``.
    """
    if out.resolve().is_relative_to(extracts.resolve()):
        raise RunFolderError(
            "TF-RUN-011",
            str(out),
            found="Found that the run would lie in the extracts folder.",
            means="Nothing was written.",
            do="Choose an --out beside the extracts, not in them.",
        )


@contextmanager
def _opened(limits: Resources, spill: Path) -> Iterator[Store]:
    """The store of one run, which says in words that the tables did not fit."""
    store = open_store(limits.engine, spill, threads=limits.threads, memory_limit=limits.memory_limit)
    try:
        yield store
    except Exception as error:
        if not store.is_full(error):
            raise
        raise RunFolderError(
            "TF-RUN-012",
            f"--memory {limits.memory_limit}",
            found="Found that the tables do not fit into this memory, and the disk beside --out has no room for the rest.",
            means="Nothing was written.",
            do="Give more --memory, fewer --threads, or an --out on a larger disk.",
        ) from None
    finally:
        store.close()


def _facts(
    store: Store,
    settings: Settings,
    programmes: list[str],
    notes: dict[str, dict[str, object]],
    inputs: list[dict[str, object]],
) -> dict[str, Any]:
    """What run.json says: the same for the same inputs."""
    feeds = store.frame("from feed order by feed").to_dicts()
    is_synthetic = all(feed["is_synthetic"] for feed in feeds)
    return {
        "program_version": thinkfamily.__version__,
        "programmes": programmes,
        "rules": settings.rule_texts,
        "as_at": settings.as_at.isoformat(),
        "seed": settings.seed,
        "is_synthetic": is_synthetic,
        "expires_on": None if is_synthetic else expiry(settings.today).isoformat(),
        "inputs": inputs,
        "handles": settings.handles_file and hash_file(settings.handles_file),
        "feeds": feeds,
        "intake_counts": store.frame("from intake_count order by all").to_dicts(),
        "stages": notes,
    }


def _take_over(handles: Path, target: Path) -> None:
    """Copy the handles of the last handover, for the operator alone, so that the next one goes on from them."""
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(handles.read_bytes())


def _write_model(folder: Path, facts: dict[str, Any]) -> None:
    """The linkage model, in a file that ``--model`` can name."""
    model = facts["stages"]["linkage"].pop("model")
    write_facts(folder, model, "model.json")
