"""What packet.json says: which packet it is, what it is for, under which powers, until when, and which files belong to it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from thinkfamily.packets.problems import malformed

CONTRACT = "handover"
VERSION = 1
FACTS_FILE = "packet.json"
KINDS = ("candidate", "case_update", "feedback")
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Power:
    """The power under which one feed's data stand in a packet; nothing where the feed is invented."""

    feed: str
    agency: str
    purpose: str | None = None
    legal_power: str | None = None
    sharing_agreement: str | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class Band:
    """One band of cost: from so many pounds up to, not including, so many more; null = without end."""

    label: str
    at_least_gbp: int
    under_gbp: int | None


@dataclass(frozen=True)
class PacketFacts:
    """What a packet says of itself.

    Args:
        kind: candidate, case_update or feedback.
        packet_id: random, new for each packet.
        series: name of the packet series, in which a handle stays the same.
        programme: programme version by which needs are judged.
        as_at: the date on which everything is judged.
        made_at: when it was written, in UTC.
        purpose: what it may be used for.
        powers: by which power each feed's data are in it.
        expires_on: last day on which it may be opened.
        is_synthetic: all of it is invented.
        bands: the bands of cost.
        follows: the case update since which this one tells what is new; None where all of each family is told.
    """

    kind: str
    packet_id: UUID
    series: str
    programme: str
    as_at: date
    made_at: datetime
    purpose: str
    expires_on: date
    is_synthetic: bool
    powers: tuple[Power, ...] = ()
    bands: tuple[Band, ...] = ()
    follows: UUID | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError("kind is one of: " + ", ".join(KINDS))
        if not _NAME.fullmatch(self.series):
            raise ValueError("a series is named in small letters, digits, hyphens, dots and underscores")

    def as_json(self) -> dict[str, Any]:
        """Plain values, without files, key and signature."""
        values = asdict(self)
        return {
            "contract": CONTRACT,
            "version": VERSION,
            **values,
            "packet_id": str(self.packet_id),
            "as_at": self.as_at.isoformat(),
            "made_at": self.made_at.astimezone(UTC).strftime(_STAMP),
            "expires_on": self.expires_on.isoformat(),
            "powers": [
                {**power, "expires_on": power["expires_on"] and power["expires_on"].isoformat()}
                for power in values["powers"]
            ],
            "bands": list(values["bands"]),
            "follows": self.follows and str(self.follows),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any], where: str) -> PacketFacts:
        """Read what ``as_json`` gave.

        Raises:
            PacketError: something is missing or of another kind.
        """
        try:
            names = {each.name for each in fields(cls)}
            # What an earlier version wrote follows nothing.
            given = {name: values[name] for name in names - {"follows"}} | {"follows": values.get("follows")}
            for name in ("kind", "series", "programme", "purpose"):
                if not isinstance(given[name], str):
                    raise TypeError(name)
            if not isinstance(given["is_synthetic"], bool):
                raise TypeError("is_synthetic")
            return cls(
                **{
                    **given,
                    "packet_id": UUID(given["packet_id"]),
                    "as_at": date.fromisoformat(given["as_at"]),
                    "made_at": datetime.strptime(given["made_at"], _STAMP).replace(tzinfo=UTC),
                    "expires_on": date.fromisoformat(given["expires_on"]),
                    "powers": tuple(
                        Power(
                            **{**power, "expires_on": power["expires_on"] and date.fromisoformat(power["expires_on"])}
                        )
                        for power in given["powers"]
                    ),
                    "bands": tuple(Band(**band) for band in given["bands"]),
                    "follows": given["follows"] and UUID(given["follows"]),
                }
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise malformed(where, "Found facts that are missing, or not of the kind the contract says.") from None


def canonical(values: Mapping[str, Any]) -> bytes:
    """The bytes that are signed: the same for the same values, whatever the spacing and order of the file."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")
