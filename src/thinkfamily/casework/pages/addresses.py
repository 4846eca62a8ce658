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
# An address that is asked for: the page, and what stands in its path, `UUID` itself for an id.
Asked = tuple[Any, ...]
# What stands between the ids of an address.
Form = tuple[str, ...]

MOST_FORMS = 4096
_FORMS: dict[Site, dict[Asked, Form]] = {}

_NAME = re.compile(r"[a-z_]{1,40}")


def site() -> Site:
    """The site of the request under way."""
    return get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF


def address(name: str, *parts: Any) -> str:
    """The address of a page, by its name in the URL map and the ids in its path."""
    return Addresses().of(name, *parts)


class Addresses:
    """The addresses on one page, which names the same few ids dozens of times; it ends with the page."""

    def __init__(self) -> None:
        self._site = site()
        self._forms = _FORMS.setdefault(self._site, {})
        # Of each id that was written its text, by which thing it is: the id is kept with it, so that it stays that thing.
        self._written: dict[int, tuple[UUID, str]] = {}

    def of(self, name: str, *parts: Any) -> str:
        """The address of a page, by its name in the URL map and the ids in its path."""
        shape: list[Any] = [name]
        ids: list[str] = []
        for part in parts:
            if type(part) is UUID:
                shape.append(UUID)
                known = self._written.get(id(part))
                if known is None:
                    known = self._written[id(part)] = part, str(part)
                ids.append(known[1])
            else:
                shape.append(part)
        asked = tuple(shape)
        between = self._forms.get(asked) or _form(asked, self._forms)
        if between is None:
            return reverse(name, args=parts)
        if len(ids) == 1:
            return f"{between[0]}{ids[0]}{between[1]}"
        if len(ids) == 2:
            return f"{between[0]}{ids[0]}{between[1]}{ids[1]}{between[2]}"
        return "".join([text for pair in zip(between, [*ids, ""], strict=True) for text in pair])

    def of_file(self, path: str) -> str:
        """The address of one of the site's own files, which hold nothing of anybody: as Django's tag has it."""
        return _of_file(self._site, path, getattr(staticfiles_storage, "_wrapped", None))


@lru_cache(maxsize=1024)
def _of_file(_where: Site, path: str, _storage: Any) -> str:
    """The same; site and storage only tell one address from another."""
    return StaticNode.handle_simple(path)  # type: ignore[no-any-return]


def _form(asked: Asked, known: dict[Asked, Form]) -> Form | None:
    """What stands between the ids of an address; None where its path holds something else than ids and names of ours."""
    name, *words = asked
    if not all(word is UUID or (isinstance(word, str) and _NAME.fullmatch(word)) for word in words):
        return None
    ids = {place: str(uuid4()) for place, word in enumerate(words) if word is UUID}
    whole = reverse(name, args=[ids.get(place, word) for place, word in enumerate(words)])
    between = []
    for one in ids.values():
        before, _, whole = whole.partition(one)
        between.append(before)
    if len(known) < MOST_FORMS:
        known[asked] = (*between, whole)
    return (*between, whole)
