"""The one door out: a short text posted to an address that who runs the site registered, and to nowhere else.

It follows no redirect, asks no proxy, reads nothing of the answer but its status, and speaks to no address within the
council's own network unless the host was allowed by name when the site was started. It speaks to the very address that was
looked at: a name that means another machine a moment later leads nowhere.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Collection
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

# For one step, and for all of them together: a receiver takes a notice, and works on it afterwards.
STEP_SECONDS, ALL_SECONDS = 5.0, 10.0
# Addresses of version 6 that mean one of version 4, which may be anybody's.
_MEANS_ANOTHER = tuple(ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


class NotSentError(Exception):
    """It was not sent, or nothing answered; why, in one word of ours."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def address_of(url: str, by_name: Collection[str]) -> SplitResult:
    """The parts of an address to which something may be sent, as far as its text tells.

    Args:
        url: the address.
        by_name: hosts that are allowed by name, which may go without encryption too.

    Raises:
        NotSentError: ``unfit``.
    """
    try:
        parts = urlsplit(url)
        is_fit = parts.port is None or parts.port > 0
    except ValueError:
        raise NotSentError("unfit") from None
    host = parts.hostname or ""
    plain = parts.scheme == "http" and host in by_name
    is_fit &= url.isascii() and url.isprintable() and " " not in url and bool(host) and parts.path.startswith("/")
    if (
        not is_fit
        or parts.username is not None
        or parts.query
        or parts.fragment
        or not (parts.scheme == "https" or plain)
    ):
        raise NotSentError("unfit")
    return parts


def post(url: str, body: bytes, headers: dict[str, str], *, by_name: Collection[str]) -> int:
    """Send it; the status of the answer.

    Args:
        url: where to.
        body: what.
        headers: besides what HTTP itself asks for.
        by_name: hosts within the council's own network that are allowed.

    Raises:
        NotSentError: ``unfit``, ``private``, ``unknown`` (no such host) or ``silent`` (nothing answered in time, or not HTTP).
    """
    parts = address_of(url, by_name)
    host: str = parts.hostname  # type: ignore[assignment]
    port = parts.port or (443 if parts.scheme == "https" else 80)
    to = _looked_up(host, port, host in by_name)
    connection = _to(parts.scheme, host, port, to)
    # Whoever answers a letter a second is told of no end by the steps' own.
    over = threading.Timer(ALL_SECONDS, _cut, [connection])
    over.daemon = True
    over.start()
    try:
        connection.request("POST", parts.path, body=body, headers=headers)
        return connection.getresponse().status
    except (OSError, HTTPException, ValueError):
        raise NotSentError("silent") from None
    finally:
        over.cancel()
        connection.close()


def _looked_up(host: str, port: int, is_named: bool) -> str:
    """One address of a host; every one must be let, not just one of several."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise NotSentError("unknown") from None
    if not found:
        raise NotSentError("unknown")
    if not is_named and not all(is_public(one) for one in found):
        raise NotSentError("private")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an address is somebody's on the open internet: not this machine's, not a network's own, not another's in disguise."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in network for network in _MEANS_ANOTHER):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _to(protocol: str, host: str, port: int, address: str) -> HTTPConnection:
    connection: Any
    if protocol == "https":
        connection = HTTPSConnection(host, port, timeout=STEP_SECONDS, context=ssl.create_default_context())
    else:
        connection = HTTPConnection(host, port, timeout=STEP_SECONDS)
    # The library would look the name up again. Certificates are still those of the name.
    connection._create_connection = lambda to, timeout, source: socket.create_connection((address, to[1]), timeout)
    return connection  # type: ignore[no-any-return]


def _cut(connection: HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
