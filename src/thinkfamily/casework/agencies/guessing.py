"""Limits on guessing, by which nobody keeps a worker out from elsewhere.

Wrong passwords are counted by account *and* by the network they come from: five from one network shut that network out of
that account for five minutes, and no other. A browser in which a worker has signed in before, and a session that is open, are
known: they have a count of their own, whatever else comes from their network. A passkey is nothing that can be guessed, and
is not counted with passwords at all. Whose account is tried is told, once a day at most.

What makes a browser known is a cookie of chance alone, with a keyed digest for each worker of an agency who signed in there. It
names nobody, opens nothing, and is not given to members of families: what they use may be looked at by others at home.
"""

from __future__ import annotations

import re
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac

from thinkfamily.casework.agencies.models import Worker

COOKIE = "known_browser"
# How long a browser stays known after the last sign-in, and of how many workers: a desk is shared by some. Our choices.
KEPT_SECONDS = 90 * 24 * 60 * 60
MOST_WORKERS = 12
# Whose account it is hears of it once a day at most; from how many failures on, `settings` says. Our choice.
DAY_SECONDS = 24 * 60 * 60
_FORM = re.compile(r"([A-Za-z0-9]{32})((?:~[0-9a-f]{64})*)")

# Sent with ``worker`` when somebody keeps trying to sign in as them, and when somebody tries keys of a program they answer for.
sign_in_tried = Signal()
key_tried = Signal()


def known_as(request: HttpRequest, worker_id: Any) -> str:
    """What stands for a browser or a session that is known of one worker; empty where it is not.

    Args:
        request: what is sent.
        worker_id: whose account it is about; None for an account that does not exist, which takes as long to answer.
    """
    if request.user.is_authenticated and request.user.pk == worker_id:
        return f"session {request.session.session_key}"
    chance, marks = _read(request)
    same = _mark(chance, worker_id) in marks
    return f"browser {chance}" if same and worker_id is not None else ""


def account_of(address: str) -> Any:
    """The id of the account of an address, or None."""
    return Worker.objects.filter(email=address.strip().lower()).values_list("pk", flat=True).first()


def make_known(request: HttpRequest, response: HttpResponse, worker: Any) -> None:
    """Let this browser be known of a worker of an agency who has just signed in, both factors given."""
    if worker.person_id is not None or worker.is_program:
        return
    chance, marks = _read(request)
    chance = chance or get_random_string(32)
    own = _mark(chance, worker.pk)
    marks = [*[mark for mark in marks if mark != own], own][-MOST_WORKERS:]
    response.set_cookie(
        COOKIE,
        "~".join([chance, *marks]),
        max_age=KEPT_SECONDS,
        path=reverse("account_login").removesuffix("login/"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def note_failure(request: HttpRequest | None, worker_id: Any, address: str) -> None:
    """Count one failure at an account, and tell its worker when they are many; as much work where it is nobody's."""
    if request is None or _is_within(request, "told_of_tries", address):
        return
    if cache.add(f"told-of-tries:{_mark('told', address)}", 1, timeout=DAY_SECONDS) and worker_id is not None:
        sign_in_tried.send(sender=Worker, worker=Worker.objects.get(pk=worker_id))


def note_wrong_key(request: HttpRequest, program: Any | None) -> bool:
    """Count one wrong key by the network it came from; whether that network may send another.

    Args:
        request: what is sent.
        program: the program whose key was named with a wrong secret; None where none was. Who answers for it is told.
    """
    if program is not None and _is_told(request, program):
        key_tried.send(sender=Worker, worker=program.responsible)
    return _is_within(request, "wrong_key", _network(request))


def _is_told(request: HttpRequest, program: Any) -> bool:
    """Whether who answers for a program is told now: after some wrong keys within a day, and once."""
    if _is_within(request, "told_of_keys", str(program.pk)):
        return False
    return bool(cache.add(f"told-of-keys:{program.pk}", 1, timeout=DAY_SECONDS))


def _network(request: HttpRequest) -> str:
    """Where it comes from; all of which that is not known are counted together."""
    try:
        return str(ratelimit.get_ip(request))
    except PermissionDenied:
        return "not known"


def _is_within(request: HttpRequest, action: str, key: str) -> bool:
    # A program asks by GET too, which the library counts only when told to.
    found = ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
    return found is not None


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    parts = _FORM.fullmatch(request.COOKIES.get(COOKIE, ""))
    return (parts[1], parts[2].split("~")[1:]) if parts else ("", [])


def _mark(chance: str, of: Any) -> str:
    return salted_hmac("known browser", f"{chance} {of}", algorithm="sha256").hexdigest()
