"""What a night brings: a copy of an extracts folder in which some records have come, some have changed and some have gone."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

_HOME = ["address", "postcode", "uprn", "address_from", "address_to"]
_STATED_DAY = re.compile(r"^(extract_on|covers_until) = (\d{4}-\d\d-\d\d)$", re.M)


def pass_night(extracts: Path, out: Path, *, share: float, seed: int, days: int = 1) -> dict[str, int]:
    """Copy an extracts folder in the standard form, as agencies would deliver it some days later.

    Of the records that are touched a third leave, with all that is said about them; a third change: an address, a name, a
    birth date, an event, a relationship; and to each of these one record arrives, of somebody known or of somebody new.

    Args:
        extracts: the folder as it was.
        out: the folder to make.
        share: of each feed's records that are touched.
        seed: fixes which, and how.
        days: how many days later every feed was taken.

    Returns:
        how many records left, changed and arrived, and how many events and relationships came or went.
    """
    shutil.copytree(extracts, out)
    rng = np.random.default_rng(seed)
    counts = dict.fromkeys(("left", "changed", "arrived", "events", "relationships"), 0)
    for folder in sorted(path for path in out.iterdir() if (path / "people.csv").is_file()):
        _pass_in_feed(folder, share, rng, counts)
        about = folder / "feed.toml"
        about.write_text(_STATED_DAY.sub(lambda found: _later(found, days), about.read_text("utf-8")), "utf-8")
    return counts


def _later(found: re.Match[str], days: int) -> str:
    return f"{found[1]} = {date.fromisoformat(found[2]) + timedelta(days=days)}"


def _pass_in_feed(folder: Path, share: float, rng: np.random.Generator, counts: dict[str, int]) -> None:
    people = pl.read_csv(folder / "people.csv", infer_schema=False).with_row_index("at")
    touched = np.flatnonzero(rng.random(people.height) < share)
    rng.shuffle(touched)
    leaving, changing, copied = (pl.Series(part, dtype=pl.UInt32) for part in np.array_split(touched, 3))
    gone = people.filter(pl.col("at").is_in(leaving.implode()))["record_id"]
    changed = people.filter(pl.col("at").is_in(changing.implode()))
    arriving = _arrivals(people.filter(pl.col("at").is_in(copied.implode())), people, rng)
    kept = people.filter(~pl.col("at").is_in(pl.concat([leaving, changing]).implode()))
    parts = [kept, _changes(changed, people, rng), arriving.drop("copy_of")]
    pl.concat(parts, how="diagonal").sort("at").drop("at").write_csv(folder / "people.csv")
    counts["left"] += len(gone)
    counts["changed"] += changed.height
    counts["arrived"] += arriving.height
    for name, keys in (("events", ["record_id"]), ("relationships", ["record_id", "related_record_id"])):
        if (folder / f"{name}.csv").is_file():
            counts[name] += _pass_in_table(folder / f"{name}.csv", keys, gone, changed["record_id"], arriving, rng)


def _arrivals(templates: pl.DataFrame, people: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """New records: every other one of the same person, the rest of somebody of another name."""
    names = people.sample(templates.height, seed=int(rng.integers(2**31)), with_replacement=True)
    is_new = pl.Series(rng.random(templates.height) < 0.5)
    numbers = [name for name in ("nhs_number", "upn", "nino", "phone", "email") if name in people.columns]
    return templates.with_columns(
        copy_of="record_id",
        record_id=pl.concat_str("record_id", pl.lit(f"N{rng.integers(1_000_000)}")),
        first_name=pl.when(is_new).then(names["first_name"]).otherwise("first_name"),
        date_of_birth=pl.when(is_new).then(names["date_of_birth"]).otherwise("date_of_birth"),
        **{name: pl.when(~is_new).then(name) for name in numbers},
    )


def _changes(changed: pl.DataFrame, people: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Records that moved, or whose name or birth date was written anew."""
    others = people.sample(changed.height, seed=int(rng.integers(2**31)), with_replacement=True)
    how = pl.Series(rng.integers(4, size=changed.height))
    home = [name for name in _HOME if name in people.columns]
    return changed.with_columns(
        *(pl.when(how == 0).then(others[name]).otherwise(pl.col(name)).alias(name) for name in home),
        last_name=pl.when(how == 1).then(others["last_name"]).otherwise("last_name"),
        first_name=pl.when(how == 2).then(pl.col("first_name").str.slice(0, 3)).otherwise("first_name"),
        date_of_birth=pl.when(how == 3).then(others["date_of_birth"]).otherwise("date_of_birth"),
    )


def _pass_in_table(
    path: Path,
    keys: list[str],
    gone: pl.Series,
    changed: pl.Series,
    arriving: pl.DataFrame,
    rng: np.random.Generator,
) -> int:
    """Take out what was said of records that left, a part of what was said of those that changed, and add the rest."""
    rows = pl.read_csv(path, infer_schema=False).with_row_index("at")
    is_gone = pl.any_horizontal(pl.col(key).is_in(gone.implode()) for key in keys)
    is_changed = pl.col(keys[0]).is_in(changed.implode())
    chance = pl.Series(rng.random(rows.height))
    kept = rows.filter(~is_gone & ~(is_changed & (chance < 0.2)))
    again = kept.filter(is_changed).sample(fraction=0.2, seed=int(rng.integers(2**31)))
    told = kept.join(arriving.select("record_id", "copy_of"), left_on=keys[0], right_on="copy_of", suffix="_new")
    told = told.drop(keys[0]).rename({"record_id_new": keys[0]}).select(kept.columns)
    if "from_on" in rows.columns:
        again = again.with_columns(from_on=pl.col("from_on").fill_null("2026-01-15"))
    pl.concat([kept, again, told]).sort("at", maintain_order=True).drop("at").write_csv(path)
    return rows.height - kept.height + again.height + told.height
