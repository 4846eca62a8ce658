"""Finding in the audit who looked for a restricted file without being named for it, so that its custodian is told.

It runs apart from the searcher's request: what they see, wait for and cause to be written is the same whether or not a
restricted file was among what their search met.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.models import Restriction, Sighting, SightingsGathered
from thinkfamily.casework.audit.models import AuditEvent

# Events are numbered when they are written and seen when they are committed: the last few are read again.
OVERLAP = 2000


@transaction.atomic
def gather_sightings() -> int:
    """Read the audit on from where it was read last, and file what concerns a restricted file; the number filed."""
    place, _ = SightingsGathered.objects.select_for_update().get_or_create(pk=1)
    kept: dict[str, list[Restriction]] = {}
    in_force = Restriction.objects.filter(lifted_at__isnull=True).select_related("custodian").prefetch_related("named")
    for restriction in in_force:
        kept.setdefault(str(restriction.family_id), []).append(restriction)
    last = AuditEvent.objects.using("default").order_by("pk").values_list("pk", flat=True).last() or 0
    looked = Q(outcome="refused", family__in=list(kept)) | Q(kind="search")
    events = AuditEvent.objects.using("default").filter(
        looked, pk__gt=place.until_event - OVERLAP, worker__isnull=False
    )
    filed = 0
    for event in events.filter(pk__lte=last).order_by("pk"):
        ids = event.others if event.kind == "search" else [str(event.family)]
        for restriction in (one for family_id in ids for one in kept.get(family_id, ())):
            filed += _file(restriction, event)
    place.until_event = last
    place.save()
    return filed


def _file(restriction: Restriction, event: AuditEvent) -> int:
    may: set[Any] = {restriction.custodian_id, *(worker.pk for worker in restriction.named.all())}
    if event.worker is None or event.worker in may or event.at < restriction.set_at:
        return 0
    way = "search" if event.kind == "search" else "address"
    sighting, is_new = Sighting.objects.get_or_create(
        restriction=restriction, event=event.pk, defaults={"worker": event.worker, "at": event.at, "way": way}
    )
    if is_new:
        tell("sighting", sighting.pk, [restriction.custodian])
    return int(is_new)
