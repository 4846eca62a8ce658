"""What an event of the audit costs beside a bare insert of the same row, in the same run.

    python benchmarks/audit.py [--events 2000] [--rounds 5]

On a fresh SQLite site, or on PostgreSQL where ``DATABASE_URL`` names an empty database. Both sides write the same columns through
Django's ORM, each in a transaction of its own as a page does. Promise: recording takes at most 1.5 times the bare insert. Prints
the ratio; the exit code is 1 when it is not met.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

MOST = 1.5


def main() -> int:
    """Write in turn, print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["THINKFAMILY_MODE"] = "demo"
        from thinkfamily.casework.site.start import prepare, start

        start(Path(folder) / "site")
        prepare()
        ratios = [_round(wanted.events) for _ in range(wanted.rounds)]
    ratio = statistics.median(ratios)
    print(f"one event {ratio:.2f} of a bare insert (at most {MOST})")
    return 0 if ratio <= MOST else 1


def _round(events: int) -> float:
    """The CPU time of both sides over the same number of events, written in turn so that noise meets both."""
    from django.db import transaction

    from thinkfamily.casework.audit.models import AuditEvent
    from thinkfamily.casework.audit.record import record

    about, spent = uuid.uuid4(), {"bare": 0.0, "recorded": 0.0}
    for _ in range(events):
        begin = time.process_time()
        with transaction.atomic():
            AuditEvent(
                action="family.read", outcome="looked", kind="family", object=str(about), family=about, mac="0" * 64
            ).save(force_insert=True)
        middle = time.process_time()
        with transaction.atomic():
            record("family.read", by=None, kind="family", object=about, family=about, outcome="looked")
        spent["bare"] += middle - begin
        spent["recorded"] += time.process_time() - middle
    each = {name: seconds / events * 1e6 for name, seconds in spent.items()}
    print(f"bare insert {each['bare']:.0f} µs, recorded {each['recorded']:.0f} µs")
    return spent["recorded"] / spent["bare"]


if __name__ == "__main__":
    sys.exit(main())
