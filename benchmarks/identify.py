"""All of ``identify`` on a million records, beside plain Splink 5 linking the same records; or on ever more records.

    python benchmarks/identify.py [--families 34000] [--seed 5] [--rounds 1]
    python benchmarks/identify.py --records 1,3,10 [--memory 6GB] [--folder DISK]

The first promises at most 1.5 times the CPU that plain Splink 5 takes for linking alone, under 6 GiB. The second, on so many
millions of records, promises a cost for each record within 1.2 of linear, and under 12 GiB: every size holds its smallest's
cost for each record to 1.2. Prints the ratios; the exit code is 1 when one of them is not met.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from country import write_country

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-c", "from thinkfamily.cli import main; main()"]
MOST_CPU, MOST_MIB = 1.5, 6 * 1024
MOST_OF_LINEAR, MOST_MIB_OF_MILLIONS = 1.2, 12 * 1024


def measure(command: list[str]) -> tuple[float, float]:
    """CPU seconds and peak MiB of one process, by the operating system's own account of it."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{command[-1]} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def identify(extracts: Path, run: Path, *more: str) -> tuple[float, float]:
    """CPU seconds and peak MiB of one run."""
    return measure([*COMMAND, "identify", str(extracts), "--as-at", "2026-09-30", "--out", str(run), "--quiet", *more])


def grow(millions: list[int], seed: int, memory: str, folder: Path) -> int:
    """Run ever more records, print the cost of each."""
    first, is_kept, held = 0.0, True, 0
    extracts = folder / "extracts"
    for size in sorted(millions):
        run = folder / f"run-{size}"
        # What is invented for one size is the beginning of the next.
        write_country(extracts, size, seed, held)
        held = size
        cpu, peak = identify(extracts, run, "--memory", memory)
        counts = json.loads((run / "run.json").read_text(encoding="utf-8"))["intake_counts"]
        records = sum(each["rows_accepted"] for each in counts if each["table"] == "people")
        rows = sum(each["rows_read"] for each in counts)
        each = cpu / records * 1e6
        first = first or each
        print(
            f"{records:,} records ({rows:,} rows read): {cpu:.0f} CPU s, {each:.0f} CPU s a million records"
            f" ({each / first:.2f} of the smallest, at most {MOST_OF_LINEAR}), {peak:,.0f} MiB"
            f" (at most {MOST_MIB_OF_MILLIONS:,})",
            flush=True,
        )
        is_kept = is_kept and each <= first * MOST_OF_LINEAR and peak <= MOST_MIB_OF_MILLIONS
        shutil.rmtree(run)
    return 0 if is_kept else 1


def main() -> int:
    """Make a borough, run both sides in turn, print ratios; or run ever more records."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=34_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--records", help="sizes in millions, such as 1,3,10, in place of the comparison")
    parser.add_argument("--memory", default="6GB", help="for the tables of these sizes; beyond it they spill to disk")
    parser.add_argument("--folder", type=Path, help="where to keep them meanwhile, if not in the temporary folder")
    wanted = parser.parse_args()
    if wanted.records:
        with tempfile.TemporaryDirectory(dir=wanted.folder) as folder:
            return grow([int(size) for size in wanted.records.split(",")], wanted.seed, wanted.memory, Path(folder))
    ratios, peaks = [], []
    with tempfile.TemporaryDirectory() as folder:
        borough, run = Path(folder) / "borough", Path(folder) / "run"
        synth = ["synth", str(borough), "--families", str(wanted.families), "--seed", str(wanted.seed), "--quiet"]
        subprocess.run([*COMMAND, *synth], check=True)
        for _ in range(wanted.rounds):
            cpu, peak = identify(borough / "extracts", run)
            peer_cpu, peer_peak = measure([sys.executable, str(HERE / "plain_splink.py"), str(borough / "extracts")])
            print(
                f"identify {cpu:.1f} CPU s, {peak:,.0f} MiB; plain Splink 5 {peer_cpu:.1f} CPU s, {peer_peak:,.0f} MiB"
            )
            ratios.append(cpu / peer_cpu)
            peaks.append(peak)
            shutil.rmtree(run)
    cpu_ratio, most = statistics.median(ratios), max(peaks)
    print(f"CPU    {cpu_ratio:.2f} of plain Splink 5 linking alone (at most {MOST_CPU})")
    print(f"memory {most:,.0f} MiB (at most {MOST_MIB:,})")
    return 0 if cpu_ratio <= MOST_CPU and most <= MOST_MIB else 1


if __name__ == "__main__":
    sys.exit(main())
