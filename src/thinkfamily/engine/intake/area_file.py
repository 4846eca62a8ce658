"""What area.toml says: the area's name, terms, teams, ward map and additions to the vocabulary. All of it is optional."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl

from thinkfamily.engine.intake.problems import folder_problem, setting_problem
from thinkfamily.engine.intake.read_table import inside
from thinkfamily.engine.intake.toml_file import Keys, read_toml
from thinkfamily.programmes.vocabulary import Vocabulary, load_vocabulary
from thinkfamily.tables import supplied

_WHERE = "area.toml"


@dataclass(frozen=True)
class Area:
    """The content of area.toml.

    Args:
        name: the area's name, or None.
        terms: one row per school term (``supplied.Term``).
        teams: one row per team and ward (``supplied.Team``).
        vocabulary: events and prices, with the area's own.
        files: names of the files it names.
    """

    name: str | None
    terms: pl.DataFrame
    teams: pl.DataFrame
    vocabulary: Vocabulary
    files: tuple[str, ...]


def read_area_file(extracts: Path) -> Area:
    """Read and check area.toml; an area without one has no terms, no teams and the plain vocabulary.

    Raises:
        ExtractError: it is malformed, or names a file that is not there.
        RuleError: an addition to the vocabulary does not load.
    """
    path = extracts / _WHERE
    keys = Keys(read_toml(path, _WHERE) if path.is_file() else {}, _WHERE)
    name = keys.text("name")
    terms = _terms(keys.tables("terms"))
    teams = _teams(keys.tables("teams"))
    files = []
    if (wards := keys.table("wards")) is not None:
        files.append(_check_wards(extracts, wards.need_text("file")))
        wards.done()
    additions: dict[str, tuple[str, str]] = {}
    if (vocabulary := keys.table("vocabulary")) is not None:
        for key in ("events", "prices"):
            if (file := vocabulary.text(key)) is not None:
                additions[key] = (file, _text_of(extracts, file))
                files.append(file)
        vocabulary.done()
    keys.done()
    loaded = load_vocabulary(additions.get("events"), additions.get("prices"))
    return Area(name, terms, teams, loaded, tuple(files))


def _terms(tables: list[Keys]) -> pl.DataFrame:
    rows = []
    for keys in tables:
        from_on, until_on = keys.need_day("from_on"), keys.need_day("until_on")
        keys.done()
        if until_on <= from_on:
            raise setting_problem(keys.where, "Found until_on on or before from_on.", "Correct the dates.")
        rows.append((from_on, until_on))
    rows.sort()
    for (_, until_on), (from_on, _) in pairwise(rows):
        if from_on < until_on:
            raise setting_problem(f"{_WHERE}, [[terms]]", "Found terms that overlap.", "Correct the dates.")
    return pl.DataFrame(rows, schema=supplied.Term.create_empty().schema, orient="row")


def _teams(tables: list[Keys]) -> pl.DataFrame:
    rows = []
    for keys in tables:
        team, wards, capacity = keys.need_text("name"), keys.names("wards"), keys.whole("capacity")
        keys.done()
        rows += [(team, ward, capacity) for ward in wards]
    frame = pl.DataFrame(rows, schema=supplied.Team.create_empty().schema, orient="row").sort("team", "ward")
    if frame.select("team", "ward").is_duplicated().any():
        raise setting_problem(f"{_WHERE}, [[teams]]", "Found a ward twice in one team.", "Take one out.")
    return frame


def _check_wards(extracts: Path, file: str) -> str:
    do = "Supply a GeoJSON file whose features carry `code` and `name`, or take [wards] out."
    try:
        features = json.loads(_text_of(extracts, file))["features"]
        if all({"code", "name"} <= set(feature["properties"]) for feature in features):
            return file
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise setting_problem(file, "Found no GeoJSON whose features carry `code` and `name`.", do)


def _text_of(extracts: Path, file: str) -> str:
    path = inside(extracts, file, _WHERE)
    if not path.is_file():
        raise folder_problem(_WHERE, f"Found no file {file}, which it names.", "Correct the name, or add the file.")
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise setting_problem(file, "Found bytes that are not UTF-8.", "Save the file as UTF-8.") from None
