"""What is said when a page cannot be: the same words whatever was asked, and nothing of what was asked.

Whoever sent a form from a page of ours finds what they had written beneath (see `written`): it depends on nothing else.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.audit.record import request_id
from thinkfamily.casework.site.context import everywhere
from thinkfamily.casework.site.written import Written, page_of, written


def bad_request(request: HttpRequest, exception: BadRequest | Exception | None = None) -> HttpResponse:
    """What was sent cannot be understood, or is more than any form holds."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _said("413", 413)
    return _said("400", 400)


def not_there(request: HttpRequest, exception: Http404 | Exception | None = None) -> HttpResponse:
    """Not there, or not yours: the same bytes for every path and every worker.

    What a form was about can have gone while it was filled in: taken out, taken back, stopped, or closed to its writer.
    """
    return _said("404", 404, of=written(request) or None)


def refused(request: HttpRequest, exception: PermissionDenied | Exception | None = None) -> HttpResponse:
    """There, and not for this worker: which power it takes, and whom to ask."""
    saying = str(exception)
    # What a refusal may repeat: what a power allows, in our own words.
    sayings = {power.says for power in POWERS.values()}
    return _said("403", 403, of=written(request) or None, saying=saying if saying in sayings else "")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old tab, a page of another site, or cookies refused."""
    return _said("csrf", 403, of=written(request), back=page_of(request))


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form that was sent after its session had ended, whoever's it was."""
    sign_in = f"{reverse('account_login')}?{urlencode({'next': page_of(request) or '/'})}"
    return _said("signed_out", 401, of=written(request), sign_in=sign_in)


def not_let_in(request: HttpRequest) -> HttpResponse:
    """A form with words in it, sent after something came to be missing: new rules, training that ran out."""
    return _said("not_let_in", 403, of=written(request))


def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours; nothing is read from any database, which may be what failed."""
    return _said("500", 500, of=written(request) or None, request_id=request_id.get())


def _said(name: str, status: int, of: list[Written] | None = None, **words: Any) -> HttpResponse:
    # Without the request: no token and no name, which would make two answers differ.
    about = everywhere() | words | {"written": of}
    response = HttpResponse(render_to_string(f"site/errors/{name}.html", about), status=status)
    if of is not None:
        response["Cache-Control"] = "no-store"
    return response
