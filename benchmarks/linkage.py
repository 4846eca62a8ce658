"""One million records, cold: our linkage beside plain Splink 5, in one run.

    python benchmarks/linkage.py [--families 30000] [--seed 5] [--rounds 3]

Promise: at most half of the peer's CPU and half of its memory, with at least 0.02 more pair F1. Prints the ratios; the
exit code is 1 when one of them is not met. The promise is held with both sides on two threads; ours runs on one thread
too, which costs less CPU and more time on the clock, with the same answer.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

from thinkfamily.engine.quality.people import f1, pair_quality

HERE = Path(__file__).parent
MOST_CPU, MOST_MEMORY, LEAST_GAIN = 0.5, 0.5, 0.02


def measure(script: str, borough: Path, labels: Path, *more: str) -> dict[str, float]:
    """Run one side in a process of its own; its figures and its pair F1."""
    command = [sys.executable, str(HERE / script), str(borough / "extracts"), "--labels", str(labels), *more]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    truth = pl.read_csv(borough / "truth" / "record_person.csv", infer_schema=False)
    linked = pl.read_parquet(labels).join(truth, on=["feed", "record_id"])
    pairs = pair_quality(linked)
    figures["f1"] = f1(pairs["precision"].value, pairs["recall"].value)
    figures["precision"], figures["recall"] = pairs["precision"].value, pairs["recall"].value
    return figures


def main() -> int:
    """Make a borough, run both sides in turn, print ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        borough = Path(folder) / "borough"
        make = ["synth", str(borough), "--families", str(wanted.families), "--seed", str(wanted.seed), "--quiet"]
        subprocess.run([sys.executable, "-c", "from thinkfamily.cli import main; main()", *make], check=True)
        rounds = [
            (
                measure("our_linkage.py", borough, Path(folder) / "ours.parquet", "--threads", "1"),
                measure("our_linkage.py", borough, Path(folder) / "ours.parquet", "--threads", "2"),
                measure("plain_splink.py", borough, Path(folder) / "peer.parquet"),
            )
            for _ in range(wanted.rounds)
        ]
    for ours, on_two, peer in rounds:
        print("ours, one thread ", ours)
        print("ours, two threads", on_two)
        print("peer, two threads", peer)
    cpu_on_one = statistics.median(ours["cpu_s"] / peer["cpu_s"] for ours, _, peer in rounds)
    cpu = statistics.median(on_two["cpu_s"] / peer["cpu_s"] for _, on_two, peer in rounds)
    memory = statistics.median(ours["peak_mib"] / peer["peak_mib"] for _, ours, peer in rounds)
    gain = statistics.median(ours["f1"] - peer["f1"] for ours, _, peer in rounds)
    print(f"CPU     {cpu:.2f} of plain Splink 5 (at most {MOST_CPU}); {cpu_on_one:.2f} on one thread")
    print(f"memory  {memory:.2f} of plain Splink 5 (at most {MOST_MEMORY})")
    print(f"pair F1 {gain:+.4f} against plain Splink 5 (at least {LEAST_GAIN:+})")
    return 0 if cpu <= MOST_CPU and memory <= MOST_MEMORY and gain >= LEAST_GAIN else 1


if __name__ == "__main__":
    sys.exit(main())
