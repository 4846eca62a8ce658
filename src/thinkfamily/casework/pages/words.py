"""Django's tags for translation, with one made quick: a page says some hundred fixed words, the same at each request.

Loaded in place of Django's own library by ``{% load i18n %}``.
"""

from __future__ import annotations

from typing import Any

from django.template import Library, Node
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class Words(Node):
    """Fixed words, kept in each language in which they were once said."""

    child_nodelists = ()

    def __init__(self, node: i18n.TranslateNode) -> None:
        self._node, self._asvar = node, node.asvar
        node.asvar = None
        self._said: dict[str | None, str] = {}

    def render(self, context: Any) -> str:
        """The words, or nothing where they are kept under a name."""
        language = get_language()
        said = self._said.get(language)
        if said is None:
            said = self._said[language] = self._node.render(context)
        if self._asvar:
            context[self._asvar] = said
            return ""
        return said


@register.tag("translate")
def translate(parser: Any, token: Any) -> Node:
    """Read the tag as Django does."""
    node = i18n.do_translate(parser, token)
    expression = node.filter_expression
    if node.noop or node.message_context or expression.filters or expression.var.literal is None:
        return node  # type: ignore[no-any-return]
    return Words(node)
