"""Taking in a case update packet: all of it or nothing, once, and only for families that have agreed to take part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.actions.categories import agency_by_code, agency_of_feed
from thinkfamily.casework.families.actions.supplied_items import take_costs, take_events, take_needs, take_services
from thinkfamily.casework.families.actions.supplied_people import add_addresses, add_ties, person_of, take_member
from thinkfamily.casework.families.models import Coverage, Family, SafeAddress, Supply
from thinkfamily.casework.families.problems import missed_packet, wrong_packet
from thinkfamily.casework.families.safe_address import take_out_of_the_open
from thinkfamily.casework.families.search_index import index_people
from thinkfamily.casework.families.taking_part import TAKING_PART
from thinkfamily.casework.families.written_before import files_of, put_aside_written
from thinkfamily.packets import Packet, PacketFacts


@dataclass(frozen=True)
class TakenIn:
    """What became of a packet.

    Attributes:
        families: how many families were brought up to date.
        refused: how many have no agreed case here; nothing of them was written.
        events: how many events are new.
        was_in: whether the packet had been taken in before; then nothing was done.
    """

    families: int = 0
    refused: int = 0
    events: int = 0
    was_in: bool = False


@transaction.atomic
def take_case_update(packet: Packet, *, by: Any) -> TakenIn:
    """Bring the files of agreed families up to date. It adds and closes; what a worker recorded or corrected stays.

    Of a family of which the packet tells only what is new, all that was told before has to be on file here already.

    Args:
        packet: read and checked; see `thinkfamily.packets.read_packet`.
        by: who brings it: somebody who holds ``desk.bring``.

    Raises:
        NotAllowedError: the worker may not bring packets.
        FamilyError: it is another kind of packet, or goes on from one that was not brought.
    """
    must_hold(by, "desk.bring")
    facts = packet.facts
    if facts.kind != "case_update":
        raise wrong_packet(
            "packet.json", _("Found a packet of kind %(kind)s; expected case_update.") % {"kind": facts.kind}
        )
    supply, is_new = Supply.objects.get_or_create(
        packet_id=str(facts.packet_id),
        defaults={
            "kind": "case_update",
            "series": facts.series,
            "purpose": facts.purpose[:300],
            "as_at": facts.as_at,
            "expires_on": facts.expires_on,
            "is_synthetic": facts.is_synthetic,
            "brought_by": by.pk,
        },
    )
    if not is_new:
        return TakenIn(was_in=True)
    covered = _take_coverage(packet, supply)
    rows = {name: _by(packet.table(name).iter_rows(named=True), "family") for name in _OF_FAMILIES}
    agreed = {
        str(family.handle): family
        for family in Family.objects.select_related("supply")
        .filter(handle__in=list(rows["update_family"]), cases__state__in=TAKING_PART)
        .distinct()
    }
    homes = _by(packet.table("update_address").iter_rows(named=True), "person")
    events, moved = 0, set()
    for handle, family in sorted(agreed.items()):
        [about] = rows["update_family"][handle]
        _refuse_a_gap(family, about["tells"], facts)
        if about["tells"] == "nothing_new":
            _say_supplied(family, supply, fields=["supply"], by=by)
            continue
        people = {row["person"]: person_of(row) for row in rows["update_person"].get(handle, [])}
        for row in rows["update_person"].get(handle, []):
            take_member(family, people[row["person"]], row)
        add_ties(family, rows["update_tie"].get(handle, []), people)
        told = [row for person in people for row in homes.get(person, []) if row["feed"] in covered]
        moved |= add_addresses(told, people, supply)
        take_needs(family, rows["update_need"].get(handle, []), people, supply, covered)
        take_services(family, rows["update_service"].get(handle, []), supply)
        take_costs(family, rows["update_cost"].get(handle, []), supply)
        events += take_events(family, rows["update_event"].get(handle, []), people, supply, covered)
        # No area is told where somebody's address is restricted: what was known of it goes too.
        family.area = str(about["area"] or "")[:40]
        _say_supplied(family, supply, fields=["items", "people"], by=by)
    index_people(sorted(moved))
    if moved:
        take_out_of_the_open()
    # Whoever is new on a file may be somebody who must not be found, and what stands there may tell where they are.
    put_aside_written(files_of(SafeAddress.objects.filter(ended_at=None)) & {family.pk for family in agreed.values()})
    refused = len(rows["update_family"]) - len(agreed)
    record("desk.bring", by=by, kind="supply", object=supply.pk, fields=["case_update"])
    return TakenIn(len(agreed), refused, events)


def _refuse_a_gap(family: Family, tells: str, facts: PacketFacts) -> None:
    """Make sure that what a packet leaves out of a family, because it was told before, was taken in here.

    Raises:
        FamilyError: the family's latest update was another packet than the one that this one goes on from.
    """
    if tells == "all":
        return
    if family.supply is None or family.supply.packet_id != str(facts.follows):
        raise missed_packet()


def _say_supplied(family: Family, supply: Supply, *, fields: list[str], by: Any) -> None:
    """Write down which packet brought a family up to date last."""
    family.supply = supply
    family.save(update_fields=["area", "supply"])
    record("family.supply", by=by, kind="supply", object=supply.pk, family=family.pk, fields=fields)


_OF_FAMILIES = (
    "update_family", "update_person", "update_tie", "update_event", "update_need", "update_service", "update_cost",
)  # fmt: skip


def _take_coverage(packet: Packet, supply: Supply) -> frozenset[str]:
    """Write how far each feed reaches; give the feeds whose power covers casework."""
    rows = list(packet.table("coverage").iter_rows(named=True))
    for row in rows:
        Coverage.objects.create(
            supply=supply,
            agency=agency_by_code(agency_of_feed(row["feed"])),
            feed=row["feed"][:60],
            extract_on=row["extract_on"],
            covers_from=row["covers_from"],
            covers_until=row["covers_until"],
            absence_means=row["absence_means"],
            is_late=row["is_late"],
        )
    return frozenset(row["feed"] for row in rows if row["covers_casework"])


def _by(rows: Iterable[Mapping[str, Any]], column: str) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
