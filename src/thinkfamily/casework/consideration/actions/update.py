"""Bring a case update to the files of agreed families, and open each agency's part of it as its sharing agreement allows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.permissions import require
from thinkfamily.casework.consideration.problems import refused_packet
from thinkfamily.casework.consideration.queries.supplied import agencies_of, families_of
from thinkfamily.casework.consideration.trusted import read_trusted
from thinkfamily.casework.consideration.unpack import unpacked
from thinkfamily.casework.families.actions.categories import agency_of_feed
from thinkfamily.casework.families.actions.supply import take_case_update
from thinkfamily.casework.sharing.actions import record_inbound
from thinkfamily.casework.sharing.problems import SharingError
from thinkfamily.packets import PacketFacts


@dataclass(frozen=True)
class Updated:
    """What became of a case update.

    Attributes:
        families: how many families were brought up to date.
        refused: how many have no agreed case here; nothing of them was written.
        withheld: for each agency whose part is not shown to the team, its name and why.
    """

    families: int
    refused: int
    withheld: tuple[tuple[str, str], ...]


def update_sent(sent: BinaryIO, size: int, *, by: Any) -> Updated:
    """Bring a case update that was sent as a zip file; as `update`."""
    require(by, "desk.bring")
    with unpacked(sent, size) as folder:
        return update(folder, by=by)


@transaction.atomic
def update(folder: Path, *, by: Any) -> Updated:
    """Bring a case update: all of it, or nothing.

    An agency's part that no sharing agreement in date covers, or that a person decided is not to be shared, is kept on the
    file and shown to that agency's own workers only.

    Args:
        folder: the packet's folder.
        by: who brings it.

    Raises:
        DeskError: it was brought before, or is not for this site.
        PacketError: it is unsigned, changed, expired, or of another kind.
    """
    require(by, "desk.bring")
    packet = read_trusted(folder, "case_update")
    taken = take_case_update(packet, by=by)
    if taken.was_in:
        raise refused_packet(
            _("Found a packet that was brought already."),
            _("Nothing: its families are up to date. Ask for one of a new run."),
        )
    powers = _powers(packet.facts)
    withheld: set[tuple[str, str]] = set()
    home = Agency.objects.filter(is_home=True).first()
    for family in families_of(str(packet.facts.packet_id)):
        for agency, categories in agencies_of(family):
            if home is None or agency.pk == home.pk:
                continue
            try:
                record_inbound(
                    family,
                    agency,
                    categories=categories,
                    power=powers.get(agency.code, ""),
                    purpose=packet.facts.purpose,
                    by=by,
                )
            except SharingError as error:
                withheld.add((agency.name, f"{error.found} {error.do}"))
            except PermissionDenied:
                # The bringer is close to this family, and is not told so: nothing of it opens until another brings it.
                record("sharing.inbound", by=by, kind="family", object=family.pk, family=family.pk, outcome="refused")
    return Updated(taken.families, taken.refused, tuple(sorted(withheld)))


def _powers(facts: PacketFacts) -> dict[str, str]:
    """The power to disclose of each agency whose feed is in a packet, by the agency's code."""
    return {agency_of_feed(power.feed): power.legal_power or "" for power in facts.powers}
