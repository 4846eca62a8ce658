"""Who calls with a key: a program that is let in by its account, its key, its operation, its network and who answers for it."""

from __future__ import annotations

import hmac
import re
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError
from ninja.security import HttpBearer

from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.actions.programs import PREFIX, digest, note_use
from thinkfamily.casework.agencies.guessing import note_wrong_key
from thinkfamily.casework.agencies.models import ProgramKey
from thinkfamily.casework.agencies.permissions import OF_PROGRAMS
from thinkfamily.casework.audit.record import record

KEY = re.compile(rf"{PREFIX}_([0-9a-f]{{32}})_([A-Za-z0-9_-]{{43}})")
# What a program can be let call, by the name of its route; a test holds that these are the interface's.
OPERATIONS: dict[str, Any] = {
    "families": _("List its families"),
    "family": _("Read a family's file"),
    "family_timeline": _("Read a family's timeline"),
    "record_on": _("Record on a family's file"),
}
NO_KEY = "This key opens nothing."
TOO_MANY = "Too many wrong keys came from this network. Wait a minute."


class ByKey(HttpBearer):
    """Lets a program in by its key, and by nothing that a browser sends along of itself."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The account of the program.

        Raises:
            HttpError: 401 for a key that opens nothing, 403 for one that does not open this, from here.
        """
        if request.user.is_authenticated:
            raise HttpError(401, "Send a key or a session, and not both.")
        key = _key_of(request, token)
        program = key.program
        worker = program.worker
        if not (key.is_in_date and worker.is_in_date and worker.is_program and program.responsible.is_in_date):
            _refuse(worker, 401, NO_KEY)
        if not _is_within(request.META.get("REMOTE_ADDR", ""), program.networks):
            _refuse(worker, 403, "This program is not let in from here.")
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name not in program.operations or standing_of(worker).roles - OF_PROGRAMS:
            _refuse(worker, 403, "This program is not let do this.")
        note_use(key)
        # From here on it is who asks: for the door, the audit and the log.
        request.user = request._cached_user = worker  # type: ignore[attr-defined]
        return worker


def _key_of(request: HttpRequest, token: str) -> ProgramKey:
    """The key. A right one is never refused for wrong ones: with 256 bits of chance, no number of tries comes to it.

    Raises:
        HttpError: 401 for what is none; 429 where too many of these came from that network.
    """
    parts = KEY.fullmatch(token)
    rows = ProgramKey.objects.select_related("program__worker__agency", "program__responsible__agency")
    key = rows.filter(pk=UUID(hex=parts[1])).first() if parts else None
    if parts and key is not None and hmac.compare_digest(key.digest, digest(parts[2])):
        return key
    if not note_wrong_key(request, key.program if key is not None else None):
        raise HttpError(429, TOO_MANY)
    if key is not None:
        record("program.key", by=None, kind="worker", object=key.program_id, outcome="refused")
    raise HttpError(401, NO_KEY)


def _refuse(worker: Any, status: int, says: str) -> None:
    record("program.call", by=worker, kind="worker", object=worker.pk, outcome="refused")
    raise HttpError(status, says)


def _is_within(address: str, networks: list[str]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in ip_network(network) for network in networks)
