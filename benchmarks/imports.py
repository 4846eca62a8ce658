"""Bringing in a city's cases of today: 2,000 cases with 8,000 people, from the workbook to the reconciled site.

    python benchmarks/imports.py [--cases 2000]

Promise: dry run, bringing and taking back are each within two minutes at 2,000 cases with 8,000 people, reconcile to the row,
and leave every table as it was, to the byte, once taken back; and bringing takes at most 3 times as long a case as at a tenth of
the size, both in this run: it grows by the case. Beside each is how long the workbook alone takes to be read by its reader, the
least that any program could need. Prints the figures; the exit code is 1 when one of them is not met.

Measured on 29 November 2026 on two cores that other work shared heavily (load 16), on SQLite: dry run 3.7 s, bringing 45 s, taking
back 11 and 7 s for the two people; reading alone 1.1 s; a case takes 1.17 times as long as at 200 cases.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

MOST_SECONDS = 120
MOST_GROWTH = 3.0


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """How many seconds something takes, and what it gives."""
    started = time.perf_counter()
    given = act()
    return time.perf_counter() - started, given


def measure(who: dict[str, Any], cases: int, first: int) -> dict[str, float]:
    """Seconds of each part, for one file."""
    from tests.casework.imports import files
    from tests.casework.imports.tables import tables

    from thinkfamily.casework.families.models import Family, Person
    from thinkfamily.casework.imports import actions

    content = files.workbook(files.rows(cases, lead=who["lead"].email, first=first))
    reading, _ = timed(lambda: files.read(content))
    checking, made = timed(lambda: actions.check(files.read(content), by=who["analyst"]))
    actions.sign(made, by=who["manager"])
    before = tables()
    bringing, made = timed(lambda: actions.bring(files.read(content), by=who["analyst"]))
    wanted = {"families": cases, "people": 4 * cases, "agreements": cases, "goals": cases, "contacts": cases}
    for sheet, (rows, new, there, aside) in files.fates(made).items():
        assert (rows, new, there, aside) == (wanted[sheet], wanted[sheet], 0, 0), sheet
    assert (Family.objects.count(), Person.objects.count()) == (cases, 4 * cases)
    asking, _ = timed(lambda: actions.ask_back(made, because="A benchmark.", by=who["analyst"]))
    taking, _ = timed(lambda: actions.answer_back(made, answer="yes", by=who["manager"]))
    left = {name for name, rows in tables().items() if rows != before[name]}
    assert left == set(), f"not as before, to the byte: {sorted(left)}"
    return {"read": reading, "check": checking, "bring": bringing, "ask back": asking, "take back": taking}


def main() -> int:
    """Make a site in a folder of its own, measure at a tenth of the size and at all of it, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"THINKFAMILY_SITE": folder, "THINKFAMILY_MODE": "training"}
        from thinkfamily.casework.site.start import prepare, start

        start()
        prepare()
        from tests.casework.imports import files

        who = files.people()
        tenth = max(1, wanted.cases // 10)
        small, whole = measure(who, tenth, 0), measure(who, wanted.cases, 100_000)
    print(f"{wanted.cases:,} cases with {4 * wanted.cases:,} people, in seconds (at {tenth:,} cases):")
    limit, are_met = MOST_SECONDS * max(1.0, wanted.cases / 2_000), True
    for part, seconds in whole.items():
        is_met = seconds <= limit
        are_met = are_met and is_met
        print(
            f"  {part}: {seconds:.1f} ({small[part]:.1f}); {seconds / whole['read']:.0f} times reading alone; at most {limit:.0f}"
        )
    growth = (whole["bring"] / wanted.cases) / (small["bring"] / tenth)
    print(f"  a case takes {growth:.2f} times as long as at a tenth of the size (at most {MOST_GROWTH:.0f})")
    return 0 if are_met and growth <= MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
