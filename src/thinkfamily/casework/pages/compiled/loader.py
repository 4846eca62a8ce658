"""Finds templates as Django's own loader does, and gives each with one node in the place of its tree."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.template.base import Node, NodeList, Template
from django.template.loaders import cached
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from thinkfamily.casework.pages.addresses import Addresses
from thinkfamily.casework.pages.compiled.running import ADDRESSES
from thinkfamily.casework.pages.compiled.tags import TAGS
from thinkfamily.casework.pages.compiled.writer import Programs


class Loader(cached.Loader):
    """Django's cached loader, of compiled templates."""

    def __init__(self, engine: Any, loaders: Any) -> None:
        super().__init__(engine, loaders)
        self._compiled: dict[str, Template] = {}
        self._programs = Programs(super().get_template, TAGS)

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """The template; as Django read it where it is asked for as the parent of one that is left to Django."""
        if skip is not None:
            return super().get_template(template_name, skip)
        compiled = self._compiled.get(template_name)
        if compiled is None:
            read = super().get_template(template_name)
            compiled = self._compiled[template_name] = copy(read)
            compiled.nodelist = NodeList([Whole(read, self._programs)])
        return compiled

    def reset(self) -> None:
        """Forget every template."""
        super().reset()
        self._compiled.clear()
        self._programs.forget()


class Whole(Node):
    """A whole template, rendered by its program in the language under way.

    Attributes:
        read: the template as Django read it.
    """

    child_nodelists = ()

    def __init__(self, read: Template, programs: Programs) -> None:
        self.read, self.origin = read, read.origin
        self._programs = programs

    def render(self, context: Any) -> SafeString:
        """What Django would have made of it."""
        if not context.autoescape:
            # Text that is no HTML.
            return self.read.nodelist.render(context)
        program = self._programs.of(self.read, get_language())
        stack = context.dicts
        names: dict[str, Any] = {}
        for one in stack:
            names.update(one)
        names[ADDRESSES] = Addresses()
        written: list[str] = []
        try:
            program.write(names, context, written.extend)
        finally:
            # As they are, without the way back to the context that each of them has: a page that is a circle would keep all
            # that it showed until the interpreter looks for such, and the next page could not use its place.
            context.dicts = [dict(one) for one in stack]
        return SafeString("".join(written))
