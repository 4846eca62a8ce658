"""Around every request: an opaque id, one line in the log, and nothing kept by a browser that names a family."""

from __future__ import annotations

import logging
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import activate, get_language

from thinkfamily.casework.access import evenly
from thinkfamily.casework.audit.record import recorded, request_id
from thinkfamily.casework.site.frame import ENGLISH
from thinkfamily.casework.site.log_lines import fault

LOG = logging.getLogger("thinkfamily.site")


class Request:
    """Gives each request a random id, which its audit events, its log line and its response carry.

    The log never holds a path, a query, a header, a form or the message of an exception: each could hold a name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer it, and log that it was answered."""
        own = uuid.uuid4().hex
        was, count = request_id.set(own), recorded.set(0)
        began = time.perf_counter()
        evenly.begin()
        try:
            response = self.get_response(request)
            evenly.wait_for_tick(began)
            response["X-Request-Id"] = own
            if request.resolver_match and request.resolver_match.view_name == "account_logout":
                # What was found may be shown again for a while by going back: not to whoever sits there next.
                response["Clear-Site-Data"] = '"cache"'
            worker = _worker(request)
            if worker and "Cache-Control" not in response:
                response["Cache-Control"] = "private, no-store"
            LOG.info(
                "method=%s page=%s status=%d ms=%.0f request=%s worker=%s",
                request.method if request.method in _METHODS else "other",
                request.resolver_match.view_name if request.resolver_match else "-",
                response.status_code,
                1000 * (time.perf_counter() - began),
                own,
                worker or "-",
            )
            return response
        finally:
            recorded.reset(count)
            request_id.reset(was)


class Policy(CSPMiddleware):
    """Says what a browser may load for a page: the same for every page, and so written once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self._policy = super().process_response(HttpRequest(), HttpResponse())[HEADER]

    def process_request(self, request: HttpRequest) -> None:
        """Nothing: no page of ours has a script of its own."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # type: ignore[override]
        """Say it, unless a page says more."""
        response.headers.setdefault(HEADER, self._policy)
        return response


class Language(LocaleMiddleware):
    """Notes the language that somebody chose, for the frame; the page itself is made in English: see `frame`."""

    def process_request(self, request: HttpRequest) -> None:
        """Find it as Django does: by the cookie, then by what the browser asks for."""
        super().process_request(request)
        request.spoken = get_language() or ENGLISH  # type: ignore[attr-defined]
        activate(ENGLISH)
        request.LANGUAGE_CODE = ENGLISH


def log_fault(sender: Any, **_: Any) -> None:
    """Log a fault by its kind and our own lines: its message and its values may name a person."""
    kind, _error, lines = sys.exc_info()
    LOG.error("%s request=%s", fault(kind, lines), request_id.get())


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _worker(request: HttpRequest) -> str:
    """The id of who is signed in, where that has been asked already: the log asks the database nothing."""
    user = getattr(request, "_cached_user", None) or request.__dict__.get("user")
    found = user.__dict__.get("id") if user is not None and "id" in getattr(user, "__dict__", {}) else None
    return str(found or "")
