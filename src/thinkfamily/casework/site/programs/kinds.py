"""What a program can be told of: things that it can read by asking. Nothing is told of what would be kept from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.models import Grant, Involvement
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.site.models import Webhook


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    Attributes:
        code: as it is sent.
        says: what it means.
        of: the events of the audit that it can come of, by what they are about.
        tells: whether one of these tells this program of something.
    """

    code: str
    says: Any
    of: str
    tells: Callable[[Webhook, AuditEvent], bool]


def _moved(to: Webhook, event: AuditEvent) -> bool:
    return "state" in event.fields


def _supplied(to: Webhook, event: AuditEvent) -> bool:
    return event.action == "family.supply"


def _part(to: Webhook, event: AuditEvent) -> bool:
    return Involvement.objects.filter(pk=event.object, worker=to.program_id).exists()


def _shared(to: Webhook, event: AuditEvent) -> bool:
    """Whether the decision is one that opens something to the program's own agency, or did."""
    return Grant.objects.filter(decision_id=event.object, to_agency=to.program.worker.agency_id).exists()


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("case", _("The state of the case changed"), "case", _moved),
        Kind("part", _("The program was given a part in the case, or its part changed"), "involvement", _part),
        Kind("sharing", _("A decision changed what is shared with the agency"), "sharing_decision", _shared),
        Kind("supply", _("A case update brought news of the family"), "supply", _supplied),
    )
}
