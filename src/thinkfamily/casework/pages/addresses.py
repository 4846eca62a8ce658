"""Addresses of pages, for templates and menus: Django works out the same few from the URL map dozens of times a page.

What is kept is the form of an address with places for its ids, never an id. Loaded for every template, in place of
Django's own tag of the same name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.template import Library
from django.template.base import FilterExpression
from django.template.defaulttags import URLNode, url
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

register = Library()

_NAME = re.compile(r"[a-z_]{1,40}")


def address(name: str, *parts: Any) -> str:
    """The address of a page, by its name in the URL map and the ids in its path."""
    for part in parts:
        if type(part) is not UUID and not (type(part) is str and _NAME.fullmatch(part)):
            return reverse(name, args=parts)
    words = tuple(None if type(part) is UUID else part for part in parts)
    between = _form(name, words, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    ids = [str(part) for part in parts if type(part) is UUID]
    return "".join(text for pair in zip(between, [*ids, ""], strict=True) for text in pair)


@lru_cache(maxsize=1024)
def _form(name: str, words: tuple[str | None, ...], prefix: str, url_map: str) -> tuple[str, ...]:
    """What stands between the ids of an address; ``prefix`` and ``url_map`` only tell one form from another."""
    ids = {place: str(uuid4()) for place, word in enumerate(words) if word is None}
    whole = reverse(name, args=[ids.get(place, word) for place, word in enumerate(words)])
    between = []
    for one in ids.values():
        before, _, whole = whole.partition(one)
        between.append(before)
    return (*between, whole)


class Address(URLNode):
    """``{% url %}`` for a page whose path holds nothing but ids and names of ours; Django's own way for any other."""

    def render(self, context: Any) -> str:
        """The address, or nothing where it is kept under a name."""
        if self.kwargs:
            return str(super().render(context))
        found = address(self.view_name.resolve(context), *(each.resolve(context) for each in self.args))
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found)


@register.tag("url")
def tag(parser: Any, token: Any) -> URLNode:
    """Read the tag as Django does."""
    node = url(parser, token)
    constant = isinstance(node.view_name, FilterExpression) and not node.view_name.filters
    if node.kwargs or not constant:
        return node
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
