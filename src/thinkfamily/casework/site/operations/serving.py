"""Serving the site from this process: the pages, and the jobs beside them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import waitress
from django.conf import settings

from thinkfamily.casework.consideration.unpack import MOST_SENT
from thinkfamily.casework.site.operations.jobs import Beside

THREADS = 8
# A browser keeps up to six connections open while its reader thinks: at waitress's own limit of a hundred, twenty readers
# would keep all others waiting.
CONNECTIONS = 800
# The largest thing that anybody may send is a packet, in a form.
MOST_BODY = MOST_SENT + 1024 * 1024


def serve(host: str, port: int, *, ready: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Args:
        host: the address to listen on.
        port: the port; 0 for any that is free.
        ready: called with the address once it listens.
    """
    from thinkfamily.casework.site.wsgi import application

    server = waitress.create_server(
        application,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        # The other way of waiting cannot watch files numbered above 1,024.
        asyncore_use_poll=True,
        ident="",
        max_request_body_size=MOST_BODY,
        **_proxy(),
    )
    beside = Beside()
    beside.start()
    _leave_out_what_stays()
    try:
        ready(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{server.effective_port}")  # noqa: S104
        server.run()
    finally:
        beside.stop()
        server.close()


def _leave_out_what_stays() -> None:
    """Search for garbage among what requests made, not among all that was loaded to stay, and not many times a page.

    The interpreter's own way took a page a seventh of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def _proxy() -> dict[str, Any]:
    """Whom to believe about who asks, and how: the one proxy in front where there is one, and nobody else."""
    named: dict[str, Any] = {"clear_untrusted_proxy_headers": True}
    if settings.INSTANCE.is_https:
        named |= {
            "trusted_proxy": settings.INSTANCE.proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
    return named
