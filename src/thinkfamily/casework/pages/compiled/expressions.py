"""Names, filters and conditions of templates as Python expressions."""

from __future__ import annotations

from typing import Any

from django.template import defaultfilters
from django.template.base import FilterExpression, Variable
from django.template.defaulttags import TemplateLiteral
from django.urls import NoReverseMatch
from django.utils.safestring import mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from django.utils.translation import get_language

from thinkfamily.casework.pages.addresses import address_of_file, address_on
from thinkfamily.casework.pages.compiled import running
from thinkfamily.casework.pages.compiled.days import day, pattern_of
from thinkfamily.casework.pages.compiled.displays import displayed

CONSTANTS = {"True": "True", "False": "False", "None": "None"}
COMPARISONS = {"in", "not in", "is", "is not", "==", "!=", ">", ">=", "<", "<="}

# What every program can call.
CALLED = {name: getattr(running, name) for name in running.__all__} | {
    "NoReverseMatch": NoReverseMatch,
    "address_of_file": address_of_file,
    "address_on": address_on,
    "day": day,
    "displayed": displayed,
    "local": template_localtime,
}


class NotKnownError(ValueError):
    """Something that is left to Django."""


class WholeLeftError(ValueError):
    """Something for which the whole template is left to Django."""


class Kept:
    """The things that a program names: what is no number or text cannot be written down in it."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = dict(CALLED)
        self._known: dict[int, str] = {}

    def name(self, thing: Any) -> str:
        """The name by which the program calls a thing."""
        known = self._known.get(id(thing))
        if known is None:
            known = self._known[id(thing)] = f"kept_{len(self._known)}"
            self.names[known] = thing
        return known


def value_of(expression: FilterExpression, kept: Kept, otherwise: str = "''") -> str:
    """The value of what stands in a tag, with its filters.

    Args:
        expression: as Django read it.
        kept: the things that the program names.
        otherwise: what a name stands for that is not there.

    Raises:
        NotKnownError: it is left to Django.
    """
    if not expression.is_var:
        value = kept.name(expression.var)
    else:
        value, is_sure = variable(expression.var, kept)
        if expression.filters and otherwise == "NOTHING":
            otherwise = "''"
        if not is_sure and otherwise != "NOTHING":
            value = f"({otherwise} if (found := {value}) is NOTHING else found)"
    for function, arguments in expression.filters:
        value = _filtered(value, function, arguments, kept)
    return value


def variable(var: Variable, kept: Kept) -> tuple[str, bool]:
    """A name with its dots, or a literal; and whether it is sure to be there.

    Raises:
        WholeLeftError: the whole template is left to Django.
    """
    if var.lookups is None:
        # A word of the site's own, in the language for which the program is written.
        return kept.name(var.resolve({})), True
    name, *rest = var.lookups
    if name == "block":
        raise WholeLeftError("block.super")
    if name in CONSTANTS and not rest:
        return CONSTANTS[name], True
    if rest and not _is_display(rest[0]):
        value, rest = f"look_in(names, {name!r}, {rest[0]!r})", rest[1:]
    else:
        value = f"first(names.get({name!r}, NOTHING))"
    for part in rest:
        value = f"displayed({value}, {part!r}, {get_language()!r})" if _is_display(part) else f"look({value}, {part!r})"
    return value, False


def _is_display(name: str) -> bool:
    """Whether a name is that of what Django says of a value that was chosen."""
    return name.startswith("get_") and name.endswith("_display")


def _filtered(value: str, function: Any, arguments: Any, kept: Kept) -> str:
    if function is defaultfilters.date and len(arguments) == 1 and not arguments[0][0]:
        form = str(arguments[0][1])
        return f"day({value}, {form!r}, {kept.name(pattern_of(form))}, context)"
    if getattr(function, "expects_localtime", False):
        value = f"local({value}, context.use_tz)"
    more = [_argument(is_variable, one, kept) for is_variable, one in arguments]
    more += ["autoescape=True"] if getattr(function, "needs_autoescape", False) else []
    if getattr(function, "is_safe", False):
        return f"keep_safe({', '.join([kept.name(function), value, *more])})"
    return f"{kept.name(function)}({', '.join([value, *more])})"


def _argument(is_variable: bool, argument: Any, kept: Kept) -> str:
    if not is_variable:
        return kept.name(mark_safe(argument))
    value, is_sure = variable(argument, kept)
    return value if is_sure else f"given({value})"


def condition(token: Any, kept: Kept) -> str:
    """What stands in an ``if``.

    Raises:
        NotKnownError: it is left to Django.
    """
    if isinstance(token, TemplateLiteral):
        literal: Any = token.value
        return value_of(literal, kept, otherwise="None")
    first = condition(token.first, kept)
    if token.id == "not":
        return f"(not {first})"
    if token.id in ("and", "or") or token.id in COMPARISONS:
        return f"({first} {token.id} {condition(token.second, kept)})"
    raise NotKnownError(token.id)
