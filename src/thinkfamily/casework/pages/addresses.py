"""Addresses of pages, for templates and menus: Django works out the same few from the URL map dozens of times a page.

What is kept is the form of an address with places for its ids, never an id.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix, get_urlconf, reverse

# Under which prefix the site is served, and by which URL map.
Site = tuple[str, str]
# An address that is asked for: on which site, of which page, and what stands in its path, `UUID` itself for an id.
Asked = tuple[Site, str, tuple[Any, ...]]
# What stands between the ids of an address.
Form = tuple[str, ...]

MOST_FORMS = 4096
_FORMS: dict[Asked, Form] = {}

_NAME = re.compile(r"[a-z_]{1,40}")


def site() -> Site:
    """The site of the request under way."""
    return get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF


def address(name: str, *parts: Any) -> str:
    """The address of a page, by its name in the URL map and the ids in its path."""
    return address_on(site(), name, *parts)


def address_on(where: Site, name: str, *parts: Any) -> str:
    """The same for who asks for many: the site is that of the request under way."""
    ids = [str(part) for part in parts if type(part) is UUID]
    asked = where, name, tuple([UUID if type(part) is UUID else part for part in parts])
    between = _FORMS.get(asked) or _form(asked)
    if between is None:
        return reverse(name, args=parts)
    if len(ids) == 1:
        return f"{between[0]}{ids[0]}{between[1]}"
    return "".join([text for pair in zip(between, [*ids, ""], strict=True) for text in pair])


def address_of_file(where: Site, path: str) -> str:
    """The address of one of the site's own files, which hold nothing of anybody: as Django's tag has it."""
    return _of_file(where, path, getattr(staticfiles_storage, "_wrapped", None))


@lru_cache(maxsize=1024)
def _of_file(_where: Site, path: str, _storage: Any) -> str:
    """The same; site and storage only tell one address from another."""
    return StaticNode.handle_simple(path)  # type: ignore[no-any-return]


def _form(asked: Asked) -> Form | None:
    """What stands between the ids of an address; None where its path holds something else than ids and names of ours."""
    _where, name, words = asked
    if not all(word is UUID or (isinstance(word, str) and _NAME.fullmatch(word)) for word in words):
        return None
    ids = {place: str(uuid4()) for place, word in enumerate(words) if word is UUID}
    whole = reverse(name, args=[ids.get(place, word) for place, word in enumerate(words)])
    between = []
    for one in ids.values():
        before, _, whole = whole.partition(one)
        between.append(before)
    if len(_FORMS) < MOST_FORMS:
        _FORMS[asked] = (*between, whole)
    return (*between, whole)
