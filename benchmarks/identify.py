"""All of ``identify`` on a million records, beside plain Splink 5 linking the same records and doing nothing else.

    python benchmarks/identify.py [--families 34000] [--seed 5] [--rounds 1]

Promise: at most 1.5 times the CPU that plain Splink 5 takes for linking alone, under 6 GiB. Prints the ratios; the exit code
is 1 when one of them is not met.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-c", "from thinkfamily.cli import main; main()"]
MOST_CPU, MOST_MIB = 1.5, 6 * 1024


def measure(command: list[str]) -> tuple[float, float]:
    """CPU seconds and peak MiB of one process, by the operating system's own account of it."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{command[-1]} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> int:
    """Make a borough, run both sides in turn, print ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=34_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=1)
    wanted = parser.parse_args()
    ratios, peaks = [], []
    with tempfile.TemporaryDirectory() as folder:
        borough, run = Path(folder) / "borough", Path(folder) / "run"
        synth = ["synth", str(borough), "--families", str(wanted.families), "--seed", str(wanted.seed), "--quiet"]
        subprocess.run([*COMMAND, *synth], check=True)
        for _ in range(wanted.rounds):
            identify = ["identify", str(borough / "extracts"), "--as-at", "2026-09-30", "--out", str(run), "--quiet"]
            cpu, peak = measure([*COMMAND, *identify])
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
