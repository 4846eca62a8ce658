"""What is new since the packet before, by fingerprints of what it told: which families, and which events of agreed ones.

A feed that was taken again and says the same is no news: the day it was taken is left out of what is compared, and so are the
days in the reason of what is unknown, up to which a feed reaches and would have to reach: they move every night.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import polars as pl

from thinkfamily.core.errors import UserError
from thinkfamily.engine.sealed import NotOpenedError, read_sealed, write_sealed
from thinkfamily.packets import OperatorKey, PacketFacts
from thinkfamily.tables.kept import Told

TOLD_FILE = "told.parquet"
_USE = "told, version 1"
_OF_PACKET = ["kind", "series"]
_FAMILY, _EVENTS, _FILE = "update_family", "update_event", "file"
# Events that agree in these are told together: whoever takes them in tells them apart by the rest.
_ALIKE = ["person", "agency", "event", "from_on", "role", "detail", "unit"]
_NO_NEWS = ("extract_on", "tells", "reason")
_DAYS = r"\d{4}-\d\d-\d\d"

Tables = Mapping[str, pl.DataFrame]


class NewsError(UserError):
    """What was told before cannot be known, so that what is new cannot be told."""

    exit_code = 6


@dataclass(frozen=True)
class News:
    """A packet's tables without what was told before.

    Args:
        tables: by name.
        follows: the packet since which they tell what is new; None where each family in them is told whole.
        families: how many families have news, those told for the first time among them.
    """

    tables: dict[str, pl.DataFrame]
    follows: UUID | None
    families: int


def told_before(folder: Path, key: OperatorKey) -> pl.DataFrame:
    """What has been handed over from a run (`Told`); no row where nothing was.

    Raises:
        NewsError: this key does not open it.
    """
    try:
        return read_sealed(folder / TOLD_FILE, Told, key, _USE)
    except FileNotFoundError:
        return Told.create_empty()
    except (OSError, NotOpenedError):
        raise NewsError(
            "TF-HANDOVER-008",
            str(folder / TOLD_FILE),
            found=f"Found a list of what was told that the key {key.key_id} does not open, or that is damaged.",
            means="Nothing was read or written.",
            do="Name the --key with which that run handed over, or leave --previous out to tell all.",
        ) from None


def news_since(packet: Tables, told: pl.DataFrame, today: date) -> News:
    """Leave out what was told before, for as long as the packet that told it may be used.

    A candidate stands whole in the packet or not at all. Of an agreed family the packet always holds the row that says how
    much is told; where anything else is new, all but the events that were told.

    Args:
        packet: the tables by handle, with all that can be told.
        told: what was told before in this kind of packet and series.
        today: the day of the handover.
    """
    is_update = _FAMILY in packet
    usable = told if is_update else told.filter(pl.col("until_on") >= today)
    fresh = fingerprints(packet).join(usable, on=["family", "part", "fingerprint"], how="anti")
    with_news = pl.col("family").is_in(fresh["family"].unique().implode())
    tables = {name: rows.filter(with_news) if "family" in rows.columns else rows for name, rows in packet.items()}
    if not is_update:
        return News(tables, None, tables["candidate"].height)
    was_told = pl.col("family").is_in(told["family"].unique().implode())
    tells = pl.when(~was_told).then(pl.lit("all")).when(with_news).then(pl.lit("news")).otherwise(pl.lit("nothing_new"))
    tables[_FAMILY] = packet[_FAMILY].with_columns(tells=tells)
    events = _with_part(tables[_EVENTS]).join(fresh, on=["family", "part"], how="semi")
    tables[_EVENTS] = events.select(packet[_EVENTS].columns)
    tables["update_address"] = packet["update_address"].join(tables["update_person"], on="person", how="semi")
    return News(tables, UUID(told["packet_id"][0]), fresh["family"].n_unique())


def keep_told(
    folder: Path,
    all_of_it: Tables,
    handed_over: Tables,
    facts: PacketFacts,
    key: OperatorKey,
    before: pl.DataFrame | None,
) -> None:
    """Write down in a run folder what casework has been told by now, in place of what was told in this series.

    Args:
        folder: the run folder.
        all_of_it: the tables of the packet with all that could be told.
        handed_over: those of the packet as it was written.
        facts: what the packet says of itself.
        key: seals it.
        before: what was told before in this kind of packet and series; None where all is told again.
    """
    now = {"packet_id": pl.lit(str(facts.packet_id)), "until_on": pl.lit(facts.expires_on)}
    rows = fingerprints(all_of_it).with_columns(kind=pl.lit(facts.kind), series=pl.lit(facts.series), **now)
    if facts.kind == "candidate" and before is not None:
        # A family that is not in this packet was told by an earlier one, and for as long as that may be used.
        here = handed_over["candidate"]["family"].implode()
        rows = pl.concat(
            [
                rows.filter(pl.col("family").is_in(here)).select(Told.column_names()),
                before.filter(~pl.col("family").is_in(here)).join(rows, on=["family", "part"], how="semi"),
            ]
        )
    others = told_before(folder, key).filter((pl.col("kind") != facts.kind) | (pl.col("series") != facts.series))
    write_sealed(folder / TOLD_FILE, Told, pl.concat([others, rows.select(Told.column_names())]), key, _USE)


def fingerprints(packet: Tables) -> pl.DataFrame:
    """One row per family and part of what a packet tells of it: family, part, fingerprint.

    The one part ``file`` is all but the events; each further part is the events that are alike.
    """
    people = packet["candidate_person" if "candidate" in packet else "update_person"].select("family", "person")
    told = []
    for name, rows in packet.items():
        if name in ("coverage", _EVENTS):
            continue
        whose = rows if "family" in rows.columns else rows.join(people, on="person")
        told.append(whose.select("family", text=pl.concat_str(pl.lit(name), _as_text(whose))))
    parts = [pl.concat(told).with_columns(part=pl.lit(_FILE))]
    if _EVENTS in packet:
        events = _with_part(packet[_EVENTS])
        parts.append(events.select("family", "part", text=_as_text(packet[_EVENTS])))
    grouped = pl.concat(parts, how="diagonal").group_by("family", "part").agg(pl.col("text").sort().str.join("\n"))
    return grouped.select("family", "part", fingerprint=_hashed("text")).sort("family", "part")


def _with_part(events: pl.DataFrame) -> pl.DataFrame:
    """Events with the part that they are of."""
    return (
        events.with_columns(text=pl.struct(_ALIKE).struct.json_encode()).with_columns(part=_hashed("text")).drop("text")
    )


def _as_text(rows: pl.DataFrame) -> pl.Expr:
    told: list[pl.Expr] = [pl.col(name) for name in rows.columns if name not in _NO_NEWS]
    if "reason" in rows.columns:
        told.append(pl.col("reason").str.replace_all(_DAYS, "a day"))
    return pl.struct(told).struct.json_encode()


def _hashed(column: str) -> pl.Expr:
    return pl.col(column).map_elements(lambda text: hashlib.sha256(text.encode()).hexdigest(), return_dtype=pl.String)
