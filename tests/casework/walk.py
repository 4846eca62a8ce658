"""Walking the URL map: every route and verb of the site, with its door, as the resolver and the API know them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from thinkfamily.casework.access.door import Door

FAMILY = "family_id"
# What stands in a path for anything but a family: an id that is nobody's, and words that are some route's.
NOBODY = "00000000-0000-4000-8000-000000000000"
WORDS = {"role": "adult_lead", "code": "adult_lead", "kind": "need"}


@dataclass(frozen=True)
class Route:
    """One route of the map.

    Attributes:
        name: the name by which it is known, or its path where it has none.
        path: its path, with converters.
        door: what it asks for, by verb; None where it has no door.
    """

    name: str
    path: str
    door: Door | None

    @property
    def has_family(self) -> bool:
        """Whether it is about one family."""
        return FAMILY in self.path

    @property
    def has_more(self) -> bool:
        """Whether its path names something else besides, which may not be there."""
        return re.sub(r"<(?:\w+:)?family_id>", "", self.path).count("<") + self.path.count("(?P<") > 0

    def url(self, family_id: Any = NOBODY) -> str:
        """An address of this route."""

        def filled(part: re.Match[str]) -> str:
            kind, name = part.group(1) or "", part.group(2)
            if name == FAMILY:
                return str(family_id)
            return WORDS.get(name, NOBODY if kind.startswith("uuid") else "1")

        path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", self.path).replace("^", "").replace("$", "")
        return "/" + re.sub(r"<(\w+:)?(\w+)>", filled, path)


def routes() -> list[Route]:
    """Every route, those of the API with the doors of their operations."""
    doors = _api_doors()
    found = []
    for name, path, callback in _walk(get_resolver()):
        made = doors.get(name) or getattr(callback, "door", None)
        found.append(Route(name, path, made))
    return found


def _walk(resolver: Any, spaces: tuple[str, ...] = (), before: str = "") -> Iterator[tuple[str, str, Any]]:
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*spaces, entry.namespace) if entry.namespace else spaces, path)
        elif isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name)) if entry.name else path, path, entry.callback


def _api_doors() -> dict[str, Door]:
    """The door of each operation of the API, by the name of its route."""
    from thinkfamily.casework.site.api.operations import api

    doors: dict[str, Door] = {}
    for _, router in api._routers:
        for path_view in router.path_operations.values():
            for operation in path_view.operations:
                made = getattr(operation.view_func, "door", None)
                if made is not None:
                    name = f"{api.urls_namespace}:{operation.view_func.__name__}"
                    doors[name] = Door(doors[name].verbs | made.verbs) if name in doors else made
    return doors
