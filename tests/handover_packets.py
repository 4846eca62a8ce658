"""Little packets for tests, signed and in the contract's shape, of people who are plainly invented.

Nothing here runs the engine: what a test wants in a packet, it says; the rest is filled in.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from thinkfamily.packets import OperatorKey, PacketFacts, Power, write_packet
from thinkfamily.packets.facts import Band
from thinkfamily.tables import handover

AS_AT = date(2026, 9, 30)
MADE_AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 10, 2)
BANDS = (Band("under £1,000", 0, 1_000), Band("£1,000 or more", 1_000, None))
FEEDS = {"police": "Testham Police", "education": "Testham Council", "health": "Testham Health"}


def handle() -> str:
    """A new handle."""
    return uuid.uuid4().hex


@dataclass
class Member:
    """An invented person of an invented family."""

    first_name: str = "Testa"
    last_name: str = "Mockbury"
    date_of_birth: date | None = date(1990, 1, 2)
    sex: str = "female"
    role: str = "adult"
    residence: str = "with_children"
    is_restricted: bool = False
    handle: str = field(default_factory=handle)


def two_of(last_name: str = "Mockbury") -> list[Member]:
    """An adult and a child."""
    child = Member("Sampla", last_name, date(2015, 3, 4), "male", "child")
    return [Member("Testa", last_name), child]


@dataclass
class Family:
    """An invented family. Rows of further tables are given without their family's handle.

    Args:
        needs, services, costs, events, addresses, ties: rows as mappings of column to value; what a row leaves out is
            filled in. A person is given by its place among the members.
    """

    members: list[Member] = field(default_factory=two_of)
    handle: str = field(default_factory=handle)
    area: str | None = "W01"
    is_too_new: bool = False
    tells: str = "all"
    needs: Sequence[Mapping[str, Any]] = ({},)
    services: Sequence[Mapping[str, Any]] = ({},)
    costs: Sequence[Mapping[str, Any]] = ({},)
    events: Sequence[Mapping[str, Any]] = ({"person": 1},)
    addresses: Sequence[Mapping[str, Any]] = ({"person": 0},)
    ties: Sequence[Mapping[str, Any]] = ({"person_l": 0, "person_r": 1},)


_NEED = {
    "person": None, "criterion": "school_attendance", "heading": "education", "says": "A child missed much school.",
    "answer": "yes", "from_on": date(2026, 4, 1), "until_on": date(2026, 7, 22), "sources": "education",
    "extract_on": AS_AT, "reason": None,
}  # fmt: skip
_SERVICE = {
    "agency": "LA-EDU", "service": "Testham Attendance Team", "people": 1, "from_on": date(2026, 4, 1),
    "until_on": None, "is_open": True,
}  # fmt: skip
_COST = {"agency": "LA-EDU", "band": "under £1,000"}
_EVENT = {
    "feed": "education", "agency": "LA-EDU", "event": "suspension", "title": "Suspended", "category": "education",
    "sensitivity": "personal", "from_on": date(2026, 5, 6), "until_on": None, "quantity": 2.0, "unit": "days",
    "role": None, "detail": None,
}  # fmt: skip
_ADDRESS = {
    "address": "1 Invented Street", "postcode": "ZZ1 1ZZ", "from_on": date(2020, 1, 1), "until_on": None,
    "feed": "education", "agency": "Testham Council",
}  # fmt: skip
_TIE = {
    "relationship": "parent", "lives_with": "yes", "from_on": None, "until_on": None, "sources": "education",
}  # fmt: skip


def make_candidate_packet(
    folder: Path, families: Sequence[Family] | None = None, key: OperatorKey | None = None, **facts: Any
) -> tuple[PacketFacts, OperatorKey]:
    """Write a candidate packet.

    Args:
        folder: the folder to make.
        families: None for one family of an adult and a child.
        key: signs it; None for a new one.
        facts: what the packet is to say of itself, in place of what is usual.

    Returns:
        its facts, and the key whose public half is to be trusted.
    """
    told = [Family()] if families is None else families
    rows = {
        "candidate": [{**_family(each), "is_too_new": each.is_too_new} for each in told],
        "candidate_person": _people(told),
        "candidate_tie": _rows(told, "ties", _TIE),
        "candidate_need": _rows(told, "needs", _NEED),
        "candidate_service": _rows(told, "services", _SERVICE),
        "candidate_cost": _rows(told, "costs", _COST),
        "coverage": _coverage(),
    }
    return _write(folder, "candidate", rows, key, facts)


def make_case_update_packet(
    folder: Path, families: Sequence[Family] | None = None, key: OperatorKey | None = None, **facts: Any
) -> tuple[PacketFacts, OperatorKey]:
    """Write a case update packet; as ``make_candidate_packet``."""
    told = [Family()] if families is None else families
    rows = {
        "update_family": [{**_family(each), "tells": each.tells} for each in told],
        "update_person": _people(told),
        "update_address": _rows(told, "addresses", _ADDRESS),
        "update_tie": _rows(told, "ties", _TIE),
        "update_event": _rows(told, "events", _EVENT),
        "update_need": _rows(told, "needs", _NEED),
        "update_service": _rows(told, "services", _SERVICE),
        "update_cost": _rows(told, "costs", _COST),
        "coverage": _coverage(),
    }
    return _write(folder, "case_update", rows, key, facts)


def _family(family: Family) -> dict[str, Any]:
    roles = [each.role for each in family.members if each.residence != "elsewhere"]
    return {
        "family": family.handle,
        "area": family.area,
        "children": roles.count("child"),
        "expected_children": 0,
        "adults": roles.count("adult"),
    }


def _people(families: Sequence[Family]) -> list[dict[str, Any]]:
    return [
        {
            "family": family.handle,
            "person": each.handle,
            "known_as": None,
            "died_on": None,
            "known_by": "same home by 2 records",
            **{name: value for name, value in vars(each).items() if name != "handle"},
        }
        for family in families
        for each in family.members
    ]


def _rows(families: Sequence[Family], name: str, usual: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = []
    for family in families:
        for given in getattr(family, name):
            row = {**usual, "family": family.handle, **given}
            for column in ("person", "person_l", "person_r"):
                if isinstance(row.get(column), int):
                    row[column] = family.members[row[column]].handle
            found.append(row)
    return found


def _coverage() -> list[dict[str, Any]]:
    return [
        {
            "feed": feed,
            "agency": agency,
            "extract_on": AS_AT,
            "covers_from": date(2023, 10, 1),
            "covers_until": AS_AT + timedelta(days=1),
            "absence_means": "no",
            "is_late": False,
            "covers_casework": feed != "police",
        }
        for feed, agency in sorted(FEEDS.items())
    ]


def _write(
    folder: Path, kind: str, rows: Mapping[str, list[dict[str, Any]]], key: OperatorKey | None, facts: Mapping[str, Any]
) -> tuple[PacketFacts, OperatorKey]:
    tables = {}
    for name, schema in handover.KINDS[kind].items():
        empty = schema.create_empty()
        kept = [{column: row[column] for column in empty.columns} for row in rows[name]]
        tables[name] = pl.DataFrame(kept, schema=empty.schema)
    usual = {
        "kind": kind,
        "packet_id": uuid.uuid4(),
        "series": "test",
        "programme": "westminster_3_percent",
        "as_at": AS_AT,
        "made_at": MADE_AT,
        "purpose": "a test",
        "expires_on": date(2027, 1, 1),
        "is_synthetic": True,
        "powers": tuple(Power(feed, agency) for feed, agency in sorted(FEEDS.items())),
        "bands": BANDS,
    }
    signed_by = key or OperatorKey.generate()
    return write_packet(folder, PacketFacts(**{**usual, **facts}), tables, signed_by), signed_by
