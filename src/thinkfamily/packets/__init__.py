"""Packets: the three signed file sets that pass between the analysis and casework, and nothing else does.

The engine writes candidates and case updates, casework reads them; casework writes feedback, the engine reads it. So this
floor knows neither of them: no Django, no DuckDB (decision 0011).
"""

from __future__ import annotations

from thinkfamily.packets.facts import PacketFacts, Power
from thinkfamily.packets.keys import OperatorKey, load_or_make_key, read_public_key
from thinkfamily.packets.read import Packet, read_packet
from thinkfamily.packets.write import write_packet

__all__ = [
    "OperatorKey",
    "Packet",
    "PacketFacts",
    "Power",
    "load_or_make_key",
    "read_packet",
    "read_public_key",
    "write_packet",
]
