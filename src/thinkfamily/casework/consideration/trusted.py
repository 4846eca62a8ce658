"""Whose packets this site reads, and with which key it signs its own."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from thinkfamily.casework.consideration.problems import no_keys, refused_packet
from thinkfamily.packets import OperatorKey, Packet, load_or_make_key, read_packet, read_public_key

TRUSTED_KEYS = "trusted-keys"


def read_trusted(folder: Path, kind: str) -> Packet:
    """Read a packet that an operator trusted here has signed, that is in date, and that is as invented as this site is.

    Raises:
        DeskError: nobody is trusted, or invented people and real ones would be mixed.
        PacketError: it is unsigned, changed, expired, or of another kind.
    """
    keys = settings.INSTANCE.folder / TRUSTED_KEYS
    trusted = [read_public_key(path) for path in sorted(keys.glob("*.pub"))]
    if not trusted:
        raise no_keys(str(keys))
    packet = read_packet(folder, trusted=trusted, today=timezone.localdate(), kind=kind)
    is_live = settings.INSTANCE.mode == "live"
    if is_live and packet.facts.is_synthetic:
        raise refused_packet(
            gettext("Found a packet of invented people, and this site is live."),
            gettext("Bring it to a training or demo site."),
        )
    if not is_live and not packet.facts.is_synthetic:
        raise refused_packet(
            gettext("Found a packet of real people, and this is a %(mode)s site.") % {"mode": settings.INSTANCE.mode},
            gettext("Bring it to the live site, and delete every copy of it here."),
        )
    return packet


def casework_key() -> OperatorKey:
    """The key with which this site signs feedback; made on first use, its public half beside it as ``feedback.key.pub``."""
    key, _ = load_or_make_key(settings.INSTANCE.folder / "keys" / "feedback.key")
    return key
