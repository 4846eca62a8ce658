"""What a compiled template calls while it runs: to look names up, and to show what was found, both exactly as Django does."""

from __future__ import annotations

import re
from html import escape
from inspect import signature
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.template.base import VariableDoesNotExist, render_value_in_context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe

__all__ = [
    "ADDRESSES",
    "NOTHING",
    "PLAIN",
    "Loop",
    "again",
    "call",
    "first",
    "form_key",
    "given",
    "keep_safe",
    "listed",
    "look",
    "look_in",
    "show",
    "special",
    "unpacked",
]

# Whether text holds what has a meaning in HTML.
special = re.compile("[&<>\"']").search


class _Nothing:
    """What a name stands for that is not there."""


NOTHING = _Nothing()
# The addresses of the page that is written; no template can say this name.
ADDRESSES = "_addresses"
# Types that were met whose things keep nothing under keys and cannot be called.
PLAIN: set[type] = set()


def look(thing: Any, name: str) -> Any:
    """What is kept in a thing under a name, as the dot in a template finds it; `NOTHING` where there is none."""
    if type(thing) not in PLAIN:
        return _look_closely(thing, name)
    try:
        found = getattr(thing, name)
    except Exception:
        # Asked again, and in Django's order.
        return _look_closely(thing, name)
    return call(found) if callable(found) else found


def look_in(names: dict[str, Any], first: str, name: str) -> Any:
    """The same in what a page was given under a name; written out, because a page asks it hundreds of times."""
    thing = names.get(first, NOTHING)
    if type(thing) in PLAIN:
        try:
            found = getattr(thing, name)
        except Exception:
            return _look_closely(thing, name)
        return call(found) if callable(found) else found
    return look(call(thing) if callable(thing) else thing, name)


def _look_closely(thing: Any, name: str) -> Any:
    if thing is NOTHING:
        return NOTHING
    if type(thing) is dict and name in thing:
        found = thing[name]
        return call(found) if callable(found) else found
    has_keys = hasattr(type(thing), "__getitem__")
    # What is not there is often looked into, and nothing is ever found.
    if not has_keys and not callable(thing) and thing is not None:
        PLAIN.add(type(thing))
    try:
        found = _by_key(thing, name) if has_keys else getattr(thing, name)
    except (TypeError, AttributeError) as error:
        if name in dir(thing):
            # A property's own fault.
            return _silent(error)
        return NOTHING
    except Exception as error:
        return _silent(error)
    return call(found) if callable(found) else found


def _by_key(thing: Any, name: str) -> Any:
    try:
        return thing[name]
    except (TypeError, AttributeError, KeyError, ValueError, IndexError):
        pass
    try:
        return getattr(thing, name)
    except (TypeError, AttributeError):
        if name in dir(thing):
            raise
    try:
        return thing[int(name)]
    except (IndexError, ValueError, KeyError, TypeError):
        return NOTHING


def _silent(error: Exception) -> str:
    if getattr(error, "silent_variable_failure", False):
        return ""
    raise error


def call(found: Any) -> Any:
    """What is shown of something that can be called."""
    if getattr(found, "do_not_call_in_templates", False):
        return found
    if getattr(found, "alters_data", False):
        return ""
    try:
        return found()
    except TypeError:
        try:
            asks = signature(found)
        except ValueError:
            return ""
        try:
            asks.bind()
        except TypeError:
            return ""
        raise
    except Exception as error:
        return _silent(error)


def first(found: Any) -> Any:
    """What a page was given under a name, before the first dot."""
    return call(found) if callable(found) else found


def given(found: Any) -> Any:
    """What was found, as an argument of a filter.

    Raises:
        VariableDoesNotExist: nothing was.
    """
    if found is NOTHING:
        raise VariableDoesNotExist("Failed lookup")
    return found


def keep_safe(function: Any, before: Any, *more: Any, **how: Any) -> Any:
    """What a filter makes that leaves safe text safe."""
    after = function(before, *more, **how)
    return mark_safe(after) if isinstance(before, SafeData) else after  # noqa: S308


def again(condition: Any, context: Any) -> Any:
    """Whether a condition holds that could not be worked out, as Django judges it."""
    try:
        return condition.eval(context)
    except VariableDoesNotExist:
        return None


def listed(rows: Any) -> Any:
    """What a loop goes over."""
    if rows is None:
        return ()
    return rows if hasattr(rows, "__len__") else list(rows)


def unpacked(names: dict[str, Any], wanted: tuple[str, ...], row: Any) -> dict[str, Any]:
    """The names within a loop over rows of several parts.

    Raises:
        ValueError: a row has more or fewer parts.
    """
    try:
        parts = len(row)
    except TypeError:
        parts = 1
    if parts != len(wanted):
        raise ValueError(f"Need {len(wanted)} values to unpack in for loop; got {parts}.")
    return {**names, **dict(zip(wanted, row, strict=True))}


def show(value: Any, context: Any) -> str:
    """A value as text of a page."""
    kind = type(value)
    if kind is str:
        return escape(value) if special(value) else value  # type: ignore[no-any-return]
    if kind is SafeString:
        return value  # type: ignore[no-any-return]
    if kind is int and not settings.USE_THOUSAND_SEPARATOR:
        return str(value)
    if value is NOTHING:
        return ""
    if isinstance(value, Model):
        text = str(value)
        return text if type(text) is SafeString else escape(text)
    return render_value_in_context(value, context)


def form_key(names: dict[str, Any]) -> SafeString:
    """The hidden field with the key of a form, as Django's tag writes it."""
    key = str(names.get("csrf_token") or "")
    if key in ("", "NOTPROVIDED"):
        return SafeString("")
    return SafeString(f'<input type="hidden" name="csrfmiddlewaretoken" value="{conditional_escape(key)}">')


class Loop(dict[str, Any]):
    """Where a loop stands: Django's ``forloop``, each of whose numbers is worked out when it is asked for."""

    def __init__(self, count: int, parent: Any) -> None:
        super().__init__(parentloop=parent)
        self.at, self.count = 0, count

    def __missing__(self, name: str) -> int | bool:
        """One of the numbers."""
        if name == "counter":
            return self.at + 1
        if name == "counter0":
            return self.at
        if name == "first":
            return self.at == 0
        if name == "last":
            return self.at == self.count - 1
        if name == "revcounter":
            return self.count - self.at
        if name == "revcounter0":
            return self.count - self.at - 1
        raise KeyError(name)
