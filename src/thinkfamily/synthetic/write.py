"""Extracts in the standard form of the extract contract."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from thinkfamily.core.dates import years_before
from thinkfamily.synthetic.extracts import Extract
from thinkfamily.synthetic.feeds import Agency
from thinkfamily.synthetic.places import WARDS
from thinkfamily.synthetic.terms import school_terms
from thinkfamily.synthetic.town import BOROUGH, YEARS, Town

TEAMS = ("North", "Centre", "South")
# The power that the law gives for safeguarding and promoting the welfare of children; every invented agency names it.
POWER = "Children Act 2004 s.10 and s.11"
CAPACITY_SHARE = 1 / 90  # families each of the three teams can work with, of all


def write_area(folder: Path, town: Town) -> None:
    """Write ``area.toml`` and the map of wards, which lie in the sea."""
    lines = [f'name = "{BOROUGH}"']
    for term in school_terms(town.as_at):
        lines += ["[[terms]]", f"from_on = {term.from_on}", f"until_on = {term.until_on}"]
    capacity = max(1, round(len(town.families) * CAPACITY_SHARE))
    for number, team in enumerate(TEAMS):
        wards = ", ".join(f'"{ward}"' for ward in WARDS[number :: len(TEAMS)])
        lines += ["[[teams]]", f'name = "{team}"', f"wards = [{wards}]", f"capacity = {capacity}"]
    lines += ["[wards]", 'file = "wards.geojson"']
    (folder / "area.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "wards.geojson").write_text(json.dumps(_wards(), indent=1) + "\n", encoding="utf-8")


def _wards() -> dict[str, object]:
    features = []
    for number, ward in enumerate(WARDS):
        west, south = round(3.0 + 0.02 * (number % 5), 2), round(54.0 + 0.012 * (number // 5), 3)
        east, north = round(west + 0.02, 2), round(south + 0.012, 3)
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        features.append(
            {
                "type": "Feature",
                "properties": {"code": ward, "name": f"{BOROUGH} {ward[1:]}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def feed_lines(agency: Agency, as_at: date) -> list[str]:
    """The lines of ``feed.toml`` that every style shares."""
    taken = as_at - timedelta(days=agency.days_old)
    covers_from = years_before(as_at, YEARS) + timedelta(days=1)
    return [
        f'agency = "{agency.title}"',
        f"extract_on = {taken}",
        f"covers_from = {covers_from}",
        f"covers_until = {taken + timedelta(days=1)}",
        f'absence_means = "{"unknown" if agency.lists_everyone else "no"}"',
        "synthetic = true",
        "covers_casework = true",
        'purpose = "help invented families that agree to take part"',
        f'legal_power = "{POWER}"',
    ]


def write_extract(folder: Path, extract: Extract, as_at: date) -> None:
    """Write one feed's folder in the standard form."""
    feed = folder / extract.agency.feed
    feed.mkdir(exist_ok=True)
    (feed / "feed.toml").write_text("\n".join(feed_lines(extract.agency, as_at)) + "\n", encoding="utf-8")
    for name in ("people", "events", "relationships"):
        table: pl.DataFrame = getattr(extract, name)
        if name == "people" or len(table):
            table.write_csv(feed / f"{name}.csv")
