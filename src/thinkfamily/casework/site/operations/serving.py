"""Serving the site from this process: the pages, and the jobs beside them."""

from __future__ import annotations

from collections.abc import Callable

import waitress

from thinkfamily.casework.site.operations.jobs import Beside

THREADS = 8


def serve(host: str, port: int, *, ready: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Args:
        host: the address to listen on.
        port: the port; 0 for any that is free.
        ready: called with the address once it listens.
    """
    from thinkfamily.casework.site.wsgi import application

    server = waitress.create_server(
        application, host=host, port=port, threads=THREADS, ident="", clear_untrusted_proxy_headers=True
    )
    beside = Beside()
    beside.start()
    try:
        ready(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{server.effective_port}")
        server.run()
    finally:
        beside.stop()
        server.close()
