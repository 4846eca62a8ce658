"""All frameworks that are shipped, early signs among them, on a million records and five million events: what answering every
criterion costs.

    python benchmarks/frameworks.py [--families 34000] [--seed 5] [--programme NAME …]

Promise: the stage of needs takes at most 60 CPU seconds for all programmes together, of a million records; of fewer records,
as much less. Prints the CPU seconds of the stage and of the whole run; the exit code is 1 when the promise is not met.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from thinkfamily.engine import pipeline
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Store
from thinkfamily.programmes.framework import load_programme, programme_names

COMMAND = [sys.executable, "-c", "from thinkfamily.cli import main; main()"]
MOST_CPU_PER_MILLION = 60.0


def cpu() -> float:
    """CPU seconds of this process so far, all its threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(stage: Stage, spent: dict[str, float]) -> Stage:
    """The stage, noting its CPU seconds."""

    def run(store: Store, settings: Settings) -> dict[str, object]:
        begin = cpu()
        notes = stage.run(store, settings)
        spent[stage.name] = cpu() - begin
        return notes

    return replace(stage, run=run)


def main() -> int:
    """Make a borough, run all programmes on it, print CPU seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=34_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--programme", action="append")
    wanted = parser.parse_args()
    names = tuple(wanted.programme or programme_names())
    spent: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        borough = Path(folder) / "borough"
        synth = ["synth", str(borough), "--families", str(wanted.families), "--seed", str(wanted.seed), "--quiet"]
        subprocess.run([*COMMAND, *synth], check=True)
        pipeline.STAGES = tuple(timed(stage, spent) for stage in pipeline.STAGES)
        settings = Settings(borough / "extracts", date(2026, 9, 30), programmes=names)
        run = pipeline.identify(settings, Path(folder) / "run", command="benchmarks/frameworks.py")
        records = run.table("record_person").collect().height
        answers = run.table("indicator").collect().height
        events = sum(
            count["rows_accepted"] for count in run.facts["intake_counts"] if count.get("table", "events") == "events"
        )
    asked = sum(len(load_programme(name).criteria) for name in names)
    most = MOST_CPU_PER_MILLION * records / 1e6
    print(f"{len(names)} programmes with {asked} criteria; {records:,} records, {events:,} events, {answers:,} answers")
    print("CPU seconds: " + ", ".join(f"{name} {seconds:.1f}" for name, seconds in spent.items()))
    print(f"needs  {spent['needs']:.1f} CPU s (at most {most:.1f} for so many records)")
    return 0 if spent["needs"] <= most else 1


if __name__ == "__main__":
    raise SystemExit(main())
