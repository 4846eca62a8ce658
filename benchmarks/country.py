"""Boroughs side by side in one extracts folder: what a country's data is like, for runs larger than one invented borough.

    python benchmarks/country.py OUT --records 3

One borough can have about two million records: more people than that have no NHS number in the range kept for tests. So each
borough of a million is invented with a seed of its own and moved: record ids, references, households, homes and postcodes are
its own, NHS numbers come from 999, 998, 997 … (with the right check digit), National Insurance numbers take the next prefix that
is never issued. Names and dates of birth stay, so that strangers resemble one another as they do in a country.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

COMMAND = [sys.executable, "-c", "from thinkfamily.cli import main; main()"]
# 34,000 families have about 1,150,000 records.
FAMILIES_IN_A_MILLION = 29_600
NEVER_ISSUED = ("QQ", "ZZ", "TN", "NT", "NK", "KN", "GB", "BG")
# No postcode area begins with X.
SECOND_LETTERS = "XABCDEFGHJKLMNPRSTUVWYZ"


def moved(rows: pl.DataFrame, place: int) -> pl.DataFrame:
    """The rows of one borough's file, as those of another place."""
    changed = {
        "record_id": pl.format("{}{}", pl.lit(f"B{place}-"), "record_id"),
        "related_record_id": pl.format("{}{}", pl.lit(f"B{place}-"), "related_record_id"),
        "household_ref": pl.format("{}{}", pl.lit(f"B{place}-"), "household_ref"),
        "reference": pl.format("{}{}", pl.lit(f"B{place}-"), "reference"),
        "email": pl.format("{}{}", pl.lit(f"b{place}."), "email"),
        "postcode": pl.col("postcode").str.replace("(?i)^XX", f"X{SECOND_LETTERS[place]}"),
        "uprn": pl.col("uprn").str.replace("^9900", f"99{place:02}"),
        "nino": pl.col("nino").str.replace("(?i)^QQ", NEVER_ISSUED[place % len(NEVER_ISSUED)]),
        "nhs_number": _other_range(pl.col("nhs_number"), 999 - place),
    }
    return rows.with_columns(**{name: value for name, value in changed.items() if name in rows.columns})


def _other_range(number: pl.Expr, first_three: int) -> pl.Expr:
    """NHS numbers that begin otherwise. A number that was right is right again, a mistyped one is wrong again."""
    digits = number.str.replace_all("[^0-9]", "")
    serial = pl.format("{}{}", pl.lit(str(first_three)), digits.str.slice(3, 6))
    shift = _check(serial) - _check(digits.str.slice(0, 9))
    last = (digits.str.slice(9, 1).cast(pl.Int64, strict=False) + shift) % 11
    # A check digit of ten cannot be written: those few have none.
    return pl.when(digits.str.len_chars() == 10, last < 10).then(pl.format("{}{}", serial, last))


def _check(nine: pl.Expr) -> pl.Expr:
    weighted = sum(nine.str.slice(at, 1).cast(pl.Int64, strict=False) * (10 - at) for at in range(9))
    return (11 - weighted % 11) % 11


def write_country(out: Path, millions: int, seed: int, held: int = 0) -> None:
    """Write ``millions`` boroughs of a million records each as one extracts folder, the first ``held`` of which it holds."""
    for place in range(held, millions):
        with tempfile.TemporaryDirectory(dir=out.parent) as folder:
            borough = Path(folder) / "borough"
            words = ["--families", str(FAMILIES_IN_A_MILLION), "--seed", str(seed + place), "--quiet"]
            subprocess.run([*COMMAND, "synth", str(borough), *words], check=True, stdout=subprocess.DEVNULL)
            if place == 0:
                shutil.copytree(borough / "extracts", out, ignore=shutil.ignore_patterns("*.csv"))
            for file in sorted((borough / "extracts").rglob("*.csv")):
                rows = moved(pl.read_csv(file, infer_schema=False), place)
                with (out / file.relative_to(borough / "extracts")).open("ab") as target:
                    rows.write_csv(target, include_header=place == 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--records", type=int, default=3, help="in millions")
    parser.add_argument("--seed", type=int, default=5)
    wanted = parser.parse_args()
    write_country(wanted.out, wanted.records, wanted.seed)
