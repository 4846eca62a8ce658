"""The key of a page's forms, made with one draw of chance.

Django draws 32 times for each page. Each draw lets go of the interpreter, so that beside other requests each may wait for them.
"""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, get_token
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

_PLACES = {letter: place for place, letter in enumerate(CSRF_ALLOWED_CHARS)}


def form_key(request: HttpRequest) -> dict[str, Any]:
    """For templates: ``csrf_token``, worked out where a page has a form, and masked anew for each page as Django masks it."""
    return {"csrf_token": SimpleLazyObject(lambda: SafeString(_masked(request)))}


def _masked(request: HttpRequest) -> str:
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        return get_token(request)
    # As get_token does: whoever is shown a form keeps the cookie for as long again.
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    mask = token_hex(len(secret) // 2)
    pairs = zip(secret, mask, strict=True)
    return mask + "".join(CSRF_ALLOWED_CHARS[(_PLACES[a] + _PLACES[b]) % len(_PLACES)] for a, b in pairs)
