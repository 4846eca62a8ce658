"""Names, filters and conditions of templates as Python expressions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from keyword import iskeyword
from typing import Any

from django.template import defaultfilters
from django.template.base import FilterExpression, Variable
from django.template.defaulttags import TemplateLiteral
from django.urls import NoReverseMatch
from django.utils.safestring import mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from django.utils.translation import get_language

from thinkfamily.casework.pages.compiled import running
from thinkfamily.casework.pages.compiled.days import day, pattern_of
from thinkfamily.casework.pages.compiled.displays import displayed

CONSTANTS = {"True": "True", "False": "False", "None": "None"}
COMPARISONS = {"in", "not in", "is", "is not", "==", "!=", ">", ">=", "<", "<="}

# What every program can call.
CALLED = {name: getattr(running, name) for name in running.__all__} | {
    "NoReverseMatch": NoReverseMatch,
    "day": day,
    "displayed": displayed,
    "local": template_localtime,
}


class NotKnownError(ValueError):
    """Something that is left to Django."""


class WholeLeftError(ValueError):
    """Something for which the whole template is left to Django."""


class Kept:
    """The things that a program names: what is no number or text cannot be written down in it.

    Attributes:
        names: each by its name in the program.
        is_quick: whether what is looked up is written out, for where it is looked up carefully again if it goes wrong.
    """

    def __init__(self) -> None:
        self.names: dict[str, Any] = dict(CALLED)
        self.is_quick = False
        self._known: dict[int, str] = {}
        self._locals = 0

    @contextmanager
    def quick(self) -> Iterator[None]:
        """Write out what is looked up meanwhile."""
        self.is_quick = True
        try:
            yield
        finally:
            self.is_quick = False

    def writes_out(self, name: str) -> bool:
        """Whether looking something up under a name is written out."""
        return self.is_quick and name.isidentifier() and not iskeyword(name)

    def local(self) -> str:
        """A name of the program's own, for a value within one expression."""
        self._locals += 1
        return f"x{self._locals}"

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
        value, rest = _looked_in(name, rest[0], kept), rest[1:]
    elif kept.is_quick:
        value = _called(f"names.get({name!r}, NOTHING)", kept)
    else:
        value = f"first(names.get({name!r}, NOTHING))"
    for part in rest:
        language = get_language()
        value = f"displayed({value}, {part!r}, {language!r})" if _is_display(part) else _looked(value, part, kept)
    return value, False


def _looked_in(first: str, name: str, kept: Kept) -> str:
    """What is kept under a name in what a page was given under another."""
    careful = f"look_in(names, {first!r}, {name!r})"
    return _written_out(f"names.get({first!r}, NOTHING)", name, careful, kept) if kept.writes_out(name) else careful


def _looked(thing: str, name: str, kept: Kept) -> str:
    """What is kept in a thing under a name."""
    if not kept.writes_out(name):
        return f"look({thing}, {name!r})"
    one = kept.local()
    return _written_out(thing, name, f"look({one}, {name!r})", kept, one)


def _written_out(thing: str, name: str, careful: str, kept: Kept, one: str = "") -> str:
    """The same without a call, where the thing is of a type that was met and that keeps nothing under keys."""
    one = one or kept.local()
    return f"({_called(f'{one}.{name}', kept)} if type({one} := {thing}) in PLAIN else {careful})"


def _called(found: str, kept: Kept) -> str:
    """What was found, or what it returns where it can be called."""
    one = kept.local()
    return f"(call({one}) if callable({one} := {found}) else {one})"


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
        return kept.name(mark_safe(argument))  # noqa: S308
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
