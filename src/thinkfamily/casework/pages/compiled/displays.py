"""What Django says of a value that was chosen, from words that are looked up once a language and not at each row."""

from __future__ import annotations

from functools import lru_cache, partialmethod
from inspect import getattr_static
from typing import Any

from django.db.models import Model

from thinkfamily.casework.pages.compiled.running import look


def displayed(thing: Any, name: str, language: str | None) -> Any:
    """What ``get_kind_display`` says of a row, or what else is kept in a thing under such a name.

    Args:
        thing: the row.
        name: the name.
        language: the one under way.
    """
    field, words = _words(type(thing), name, language)  # type: ignore[arg-type]
    value = getattr(thing, field, None) if field else None
    return words.get(value) or look(thing, name) if type(value) is str else look(thing, name)


@lru_cache(maxsize=1024)
def _words(kind: Any, name: str, language: str | None) -> tuple[str, dict[str, str]]:
    """The field of a model whose values are said, and the words of each in the language under way."""
    method = getattr_static(kind, name, None)
    if isinstance(method, partialmethod) and method.func is Model._get_FIELD_display:  # type: ignore[attr-defined]
        field = method.keywords["field"]
        return field.attname, {value: str(words) for value, words in field.flatchoices if isinstance(value, str)}
    return "", {}
