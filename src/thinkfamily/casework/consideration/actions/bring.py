"""Bring a packet to the desk: all of its families are laid on it, or none."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from thinkfamily.casework.audit.record import record
from thinkfamily.casework.consideration.actions.look import STORE
from thinkfamily.casework.consideration.models import Candidate, CandidatePacket, Print
from thinkfamily.casework.consideration.permissions import require
from thinkfamily.casework.consideration.problems import purge_first, refused_packet
from thinkfamily.casework.consideration.queries.apart import in_casework, kept_apart
from thinkfamily.casework.consideration.queries.purge import due
from thinkfamily.casework.consideration.trusted import read_trusted
from thinkfamily.casework.consideration.unpack import unpacked
from thinkfamily.casework.families import near
from thinkfamily.casework.secrets.fingerprints import person_fingerprint
from thinkfamily.packets import Packet

_ROWS = {
    "people": "candidate_person",
    "ties": "candidate_tie",
    "needs": "candidate_need",
    "services": "candidate_service",
    "costs": "candidate_cost",
}


def bring_sent(sent: BinaryIO, size: int, *, by: Any) -> CandidatePacket:
    """Bring a packet that was sent as a zip file; as `bring`."""
    require(by, "desk.bring")
    with unpacked(sent, size) as folder:
        return bring(folder, by=by)


def bring(folder: Path, *, by: Any) -> CandidatePacket:
    """Lay the families of a candidate packet on the desk.

    A family that is in casework already is not laid there, nor is one with a member whose file is restricted or whose
    worker's own it is: the number of such is kept, and nothing of them.

    Args:
        folder: the packet's folder.
        by: who brings it.

    Raises:
        DeskError: it was brought before, is not for this site, or a purge is overdue.
        PacketError: it is unsigned, changed, expired, or of another kind.
    """
    require(by, "desk.bring")
    if overdue := due().count():
        raise purge_first(overdue)
    packet = read_trusted(folder, "candidate")
    families = _families(packet)
    known, apart = in_casework(list(families)), kept_apart()
    laid = {
        handle: content
        for handle, content in families.items()
        if handle not in known and not apart & {person["person"] for person in content["people"]}
    }
    with transaction.atomic(using=STORE):
        made, is_new = CandidatePacket.objects.get_or_create(
            packet_id=str(packet.facts.packet_id), defaults=_facts(packet, len(families) - len(laid), by)
        )
        if not is_new:
            raise refused_packet(
                _("Found a packet that was brought on %(day)s already.") % {"day": f"{made.brought_at:%-d %B %Y}"},
                _(
                    "Nothing: its families are on the desk, or were decided on or purged. Ask for a packet of a new run."
                ),
            )
        _lay(made, laid)
        record("desk.bring", by=by, kind="packet", object=made.pk, using=STORE)
    return made


def _facts(packet: Packet, set_aside: int, by: Any) -> dict[str, Any]:
    facts = packet.facts
    plain = facts.as_json()
    return {
        "series": facts.series,
        "programme": facts.programme,
        "purpose": facts.purpose[:300],
        "as_at": facts.as_at,
        # It may be opened on the last day; on the day after, what was not taken up goes.
        "purge_on": facts.expires_on + timedelta(days=1),
        "is_synthetic": facts.is_synthetic,
        "coverage": _plain(packet.table("coverage")),
        "powers": plain["powers"],
        "bands": plain["bands"],
        "set_aside": set_aside,
        "brought_by": by.pk,
    }


def _families(packet: Packet) -> dict[str, dict[str, Any]]:
    """Each family's rows of the packet, by its handle."""
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {name: defaultdict(list) for name in _ROWS}
    for name, table in _ROWS.items():
        for row in _plain(packet.table(table)):
            rows[name][row.pop("family")].append(row)
    families = {}
    for family in _plain(packet.table("candidate")):
        handle = family.pop("family")
        families[handle] = {"family": family, **{name: rows[name].get(handle, []) for name in _ROWS}}
    return families


def _plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON can hold them: a date is text."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in frame.iter_rows(named=True)
    ]


def _lay(packet: CandidatePacket, families: dict[str, dict[str, Any]]) -> None:
    laid = [
        Candidate(packet=packet, handle=handle, area=(content["family"]["area"] or "")[:60], content=content)
        for handle, content in families.items()
    ]
    Candidate.objects.bulk_create(laid, batch_size=200)
    Print.objects.bulk_create(
        [
            Print(candidate=candidate, fingerprint=found)
            for candidate in laid
            for found in sorted(_prints(candidate.content["people"]))
        ],
        batch_size=400,
    )


def _prints(people: list[dict[str, Any]]) -> set[str]:
    """By what a candidate's members are known again: their handles, and names with birth dates as fingerprints.

    Among these are those of somebody who is near: a colleague decides on the candidate, and nobody need look into it.
    """
    prints = set()
    for person in people:
        prints.add(person["person"])
        born = date.fromisoformat(person["date_of_birth"]) if person["date_of_birth"] else None
        first, last = person["first_name"] or "", person["last_name"] or ""
        found = person_fingerprint(first, last, born)
        if found is not None:
            prints.add(found)
        prints |= near.marks((first,), (last,), (born,) if born else ())
    return prints
