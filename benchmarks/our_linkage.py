"""Our linkage alone, over the same standard-form people files, in a process of its own.

    python benchmarks/our_linkage.py EXTRACTS [--labels OUT.parquet] [--threads 2]

Reads the files as the peer does, so that reading costs both the same; then comparable addresses and the linkage stage. Prints
one line of JSON: records, wall and CPU seconds, peak MiB.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

from thinkfamily.engine.intake.places import place_records
from thinkfamily.engine.linkage import STAGE
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.tables.supplied import Decision, Record


def read(store: Store, extracts: Path) -> int:
    """Table ``record``, as intake leaves it for files that need no mending."""
    raw = " union all by name ".join(
        f"select '{file.parent.name}' as feed, * from read_csv('{file}', all_varchar = true, header = true)"
        for file in sorted(extracts.glob("*/people.csv"))
    )
    dates = {"date_of_birth", "died_on"}
    unused = {"address_from", "address_to", "language", "disability", "household_ref", "area"}
    columns = ", ".join(
        f"try_cast({name} as date) as {name}" if name in dates else f"nullif(trim({name}), '') as {name}"
        for name in Record.column_names()
        if name not in ("record_no", "feed") and name not in unused
    )
    store.make(
        "record",
        f"""select row_number() over () - 1 as record_no, * from (
            select distinct on (feed, record_id) feed, {columns} from ({raw})
            where coalesce(objection, '') <> 'yes' and record_id <> '' order by feed, record_id
        )""",
    )
    store.put("decision", Decision.create_empty())
    return int(store.value("select count(*) from record"))


def main() -> None:
    """Link, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extracts", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    wanted = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "spill", threads=wanted.threads, memory_limit="2500MB")
        records = read(store, wanted.extracts)
        place_records(store)
        STAGE.run(store, Settings(wanted.extracts, date(2026, 9, 30)))
        if wanted.labels:
            store.export("select feed, record_id, person_id from record_person order by all", wanted.labels)
        store.close()
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "records": records,
                "wall_s": round(time.perf_counter() - started, 2),
                "cpu_s": round(used.ru_utime + used.ru_stime, 2),
                "peak_mib": round(used.ru_maxrss / 1024),
            }
        )
    )


if __name__ == "__main__":
    main()
