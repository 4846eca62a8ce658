"""The errors that a packet or a key can cause. None takes a value of a row: they point at files and columns."""

from __future__ import annotations

from thinkfamily.core.errors import UserError


class PacketError(UserError):
    """A packet or a key cannot be trusted, read or written."""

    exit_code = 3


NOTHING_READ = "Nothing of the packet was used."
NOTHING_WRITTEN = "Nothing was written."


def malformed(where: str, found: str) -> PacketError:
    """A packet is not what the contract says."""
    return PacketError(
        "TF-PACKET-001", where, found=found, means=NOTHING_READ, do="Have the packet written again, and copied whole."
    )


def untrusted(where: str, found: str) -> PacketError:
    """A packet is not signed by a key that is trusted here, or was changed since."""
    return PacketError(
        "TF-PACKET-002",
        where,
        found=found,
        means="Nobody knows who wrote it or what was changed. " + NOTHING_READ,
        do="Compare the number of the key with the operator's by another way; never trust a key that came with the packet.",
    )


def expired(where: str, found: str) -> PacketError:
    """A packet's time is over."""
    return PacketError(
        "TF-PACKET-003", where, found=found, means=NOTHING_READ, do="Delete it, and ask for a new one from a new run."
    )


def unwritable(where: str, found: str, do: str) -> PacketError:
    """A packet or a key cannot be written there."""
    return PacketError("TF-PACKET-004", where, found=found, means=NOTHING_WRITTEN, do=do)


def bad_key(where: str, found: str, do: str) -> PacketError:
    """A key file is no key, or is not the operator's alone."""
    return PacketError("TF-PACKET-005", where, found=found, means="Nothing was signed or opened.", do=do)
