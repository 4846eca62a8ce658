"""The one-time link by which somebody sets their first password: signed, short-lived, dead once used."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from thinkfamily.casework.agencies.models import Worker

SALT = "thinkfamily.invitation"
# Long enough to reach somebody who is out for a day, short enough that an old mailbox opens nothing: our choice.
HOURS = 48


def make(worker: Worker) -> str:
    """A link's token. Setting a password, being sent a newer link or signing in makes it worthless."""
    return signing.dumps({"worker": str(worker.pk), "state": _state(worker)}, salt=SALT)


def link_for(worker: Worker) -> str:
    """The link's path on this site."""
    return f"/account/invitation/{make(worker)}/"


def read(token: str) -> Worker | None:
    """The worker a token was made for; None where it is forged, too old, used, or its account has ended."""
    try:
        said = signing.loads(token, salt=SALT, max_age=HOURS * 3600)
        worker = Worker.objects.filter(pk=UUID(said["worker"])).first()
    except (signing.BadSignature, KeyError, ValueError, TypeError):
        return None
    if worker is None or not worker.is_in_date or not constant_time_compare(said["state"], _state(worker)):
        return None
    return worker


def _state(worker: Worker) -> str:
    """What changes when the link is used: the stored password and the last sign-in."""
    return salted_hmac(SALT, f"{worker.password}|{worker.last_login}|{worker.email}").hexdigest()[:32]
