"""From a declaration to a criterion, refusing whatever is not understood."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from thinkfamily.core.source import Source
from thinkfamily.programmes.criterion import (
    COUNTED,
    MEASURES,
    OPERATORS,
    Combined,
    Criterion,
    Measure,
    Selection,
    Test,
    Threshold,
    WorkerSays,
)
from thinkfamily.programmes.named_values import named_values
from thinkfamily.programmes.sentence import check_says
from thinkfamily.programmes.strict import Section, guess, listed, refuse
from thinkfamily.programmes.who import Who, read_who
from thinkfamily.programmes.window import read_window

ABOUT = ("id", "says", "heading", "source", "verified", "values", "values_because", "voids")
FILTERS = ("role", "detail", "service")
COMBINE = ("all", "any", "not", "at_least_of", "readings")
MEASURE_KEYS = ("who", *MEASURES, "of", "over", "against", "counted_as", *FILTERS, *OPERATORS, "unit")
TEST_KEYS = (*MEASURE_KEYS, *COMBINE, "evidence")


def read_criterion(file: str, number: int, content: Any, headings: Iterable[str]) -> Criterion:
    """One criterion from its declaration.

    Args:
        file: file name, for errors.
        number: place in the file, from 1, for errors before the id is known.
        headings: ids of the framework's headings.

    Raises:
        RuleError: naming the place, what was found and what is allowed.
    """
    name = content.get("id") if isinstance(content, dict) else None
    section = Section(f"{file}, criterion {name or number}", content, (*ABOUT, *TEST_KEYS))
    section.where = f"{file}, criterion {section.text('id')}"
    source = read_source(section)
    values = section.choice("values", ("source", "ours"))
    test = _test(section.where, {key: value for key, value in content.items() if key not in ABOUT}, None)
    criterion = Criterion(
        id=section.text("id"),
        says=section.text("says"),
        heading=section.choice("heading", headings),
        test=test,
        source=source,
        values=values,
        because=section.text("values_because") if values == "ours" else "",
        voids=section.texts("voids") if section.has("voids") else (),
    )
    if values == "source" and section.has("values_because"):
        raise refuse("008", section.where, "'values_because' stands beside 'values: source'.", "Keep one of the two.")
    check_says(section.where, criterion)
    return criterion


def read_source(section: Section) -> Source:
    """Where a value comes from; title and place are required, ``verified`` stands beside it."""
    cited = Section(f"{section.where}, source", section.raw("source"), ("title", "where", "url"))
    return Source(cited.text("title"), cited.text("where"), cited.text("url"), section.truth("verified"))


def _test(where: str, content: Any, inherited: Who | None) -> Test:
    section = Section(where, content, TEST_KEYS)
    kinds = [key for key in (*COMBINE, *MEASURES, "evidence") if section.has(key)]
    if len(kinds) != 1:
        found = f"Found {listed(kinds)}." if kinds else "Found nothing that measures or combines."
        raise refuse("009", where, found, f"Write exactly one of: {listed((*COMBINE, *MEASURES, 'evidence'))}.")
    who = read_who(where, section.raw("who")) if section.has("who") else inherited
    kind = kinds[0]
    if kind in COMBINE:
        return _combined(where, kind, section, who)
    if who is None:
        raise refuse("003", where, "'who' is missing.", "Say whom it speaks of, here or on a level above.")
    if kind == "evidence":
        _only(where, content, ("who", "evidence"))
        section.choice("evidence", ("worker",))
        return WorkerSays(who)
    return _for_expectant(_measure(where, kind, section, content, who))


def _combined(where: str, kind: str, section: Section, who: Who | None) -> Combined:
    if kind == "readings":
        return _readings(where, section, who)
    if kind == "not":
        return Combined("not", (_test(f"{where}, not", section.raw("not"), who),))
    number = 0
    if kind == "at_least_of":
        inner = Section(f"{where}, at_least_of", section.raw("at_least_of"), ("number", "of"))
        number, items = int(inner.number("number")), inner.items("of")
        if not 1 <= number <= len(items):
            raise refuse("009", inner.where, f"'number' is {number} of {len(items)}.", "Ask for 1 up to all of them.")
    else:
        items = section.items(kind)
    parts = tuple(_test(f"{where}, {kind} {place}", item, who) for place, item in enumerate(items, 1))
    return Combined({"at_least_of": "some"}.get(kind, kind), parts, number)


def _readings(where: str, section: Section, who: Who | None) -> Combined:
    """What sources that disagree say, each with its source; only a whole criterion can be read in several ways."""
    items = section.items("readings")
    if ", criterion " not in where or where.count(", ") > 1:
        raise refuse("009", where, "'readings' stands inside another test.", "Write it on the level of the criterion.")
    if len(items) < 2:
        raise refuse("009", where, "'readings' holds one reading.", "Write every reading, or the test itself.")
    parts, sources = [], []
    for place, item in enumerate(items, 1):
        reading = Section(f"{where}, readings {place}", item, ("source", "verified", *TEST_KEYS))
        sources.append(read_source(reading))
        test = {key: value for key, value in item.items() if key not in ("source", "verified")}
        parts.append(_test(reading.where, test, who))
    return Combined("readings", tuple(parts), sources=tuple(sources))


def _measure(where: str, kind: str, section: Section, content: dict[str, Any], who: Who) -> Measure:
    threshold = _threshold(where, kind, section)
    if kind == "age_at_birth_of_child":
        _only(where, content, ("who", kind, threshold.operator, "unit"))
        section.choice(kind, ("youngest",))
        if who.how != "one":
            raise refuse("006", where, f"'who' is {who.text!r}.", "Write 'a member': it is asked of each parent.")
        return Measure(kind, who, threshold)
    shares = kind in ("share", "share_left")
    extra = ("of",) if shares else ("against", "counted_as") if kind == "change" else ()
    _only(where, content, ("who", kind, "over", *extra, *FILTERS, threshold.operator, "unit"))
    over = read_window(where, section.raw("over"))
    measure = Measure(
        kind,
        who,
        threshold,
        over=over,
        events=_selections(section, kind, section),
        of=_selections(section, "of", None) if shares else (),
        counted_as=section.choice("counted_as", COUNTED) if kind == "change" else "",
        against=read_window(where, section.raw("against")) if kind == "change" else None,
    )
    by_term = [each for each in (measure.over, measure.against) if each is not None and each.kind == "each"]
    if by_term and kind == "change":
        raise refuse("005", where, "'change' is asked of each term or month.", "Ask it over one stretch of time.")
    return measure


def _selections(section: Section, key: str, shorthand: Section | None) -> tuple[Selection, ...]:
    """Events by name, by a list of names, or by one or more mappings with filters of their own."""
    content = section.raw(key)
    if content == []:
        raise section.wrong(key, content, "the name of an event, a list of names, or mappings with 'events'")
    items = content if isinstance(content, list) else [content]
    if items and all(isinstance(each, str) and each for each in items):
        return (_selection(tuple(items), shorthand),)
    parts = []
    for place, item in enumerate(items, 1):
        part = Section(f"{section.where}, {key} {place}", item, ("events", *FILTERS, "from_on", "until_on"))
        parts.append(_selection(part.texts("events"), part))
    return tuple(parts)


def _selection(events: tuple[str, ...], filters: Section | None) -> Selection:
    def chosen(key: str) -> tuple[str, ...]:
        return filters.texts(key) if filters is not None and filters.has(key) else ()

    def bound(key: str) -> date | None:
        return filters.day(key) if filters is not None and filters.has(key) else None

    return Selection(events, chosen("role"), chosen("detail"), chosen("service"), bound("from_on"), bound("until_on"))


def _threshold(where: str, kind: str, section: Section) -> Threshold:
    allowed = [key for key in OPERATORS if ("_by_" in key) == (kind == "change")]
    found = [key for key in OPERATORS if section.has(key)]
    if len(found) != 1 or found[0] not in allowed:
        raise refuse("010", where, f"Found {listed(found) or 'no threshold'}.", f"Write one of: {listed(allowed)}.")
    unit, needed = section.text("unit"), MEASURES[kind][1]
    if needed and unit != needed:
        raise refuse("011", where, f"'unit' is {unit!r}; {kind} is counted in {needed}.", f"Write 'unit: {needed}'.")
    raw = section.raw(found[0])
    if isinstance(raw, str):
        return _named(section, found[0], raw, unit)
    if not isinstance(raw, dict):
        return Threshold(found[0], ((None, _value(section, found[0], found[0], unit)),), unit)
    if not raw or not all(type(day) is date for day in raw):
        raise section.wrong(found[0], raw, "a number, or a number for each date from which it holds: {2026-09-30: 3}")
    dated = Section(f"{where}, {found[0]}", {str(day): value for day, value in raw.items()}, map(str, raw))
    return Threshold(found[0], tuple((day, _value(dated, str(day), found[0], unit)) for day in sorted(raw)), unit)


def _value(section: Section, key: str, operator: str, unit: str) -> float:
    """A threshold's number, if a value can lie on either side of it."""
    raw = section.raw(key)
    is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
    if unit == "share" and operator != "rises_by_at_least" and not (is_number and 0 <= raw <= 1):
        raise section.wrong(key, raw, _number_of(unit))
    value = section.number(key)
    if value < 0:
        raise section.wrong(key, raw, "a number of 0 or more")
    if value == 0 and operator in ("at_least", "less_than"):
        whose = "every family" if operator == "at_least" else "no family"
        raise refuse(
            "004", section.where, f"Found {operator} 0: {whose} meets it.", f"Write {operator} with more than 0."
        )
    return value


def _number_of(unit: str) -> str:
    """How a threshold in a unit is written."""
    names = [name for name, values in named_values().items() if values[0].unit == unit]
    number = "a number from 0 to 1 (10% is 0.1)" if unit == "share" else "a number"
    return f"{number}, or one of {listed(names)}" if names else number


def _named(section: Section, operator: str, name: str, unit: str) -> Threshold:
    values = named_values().get(name)
    if values is None:
        raise section.wrong(operator, name, _number_of(unit), guess([name], named_values()))
    if values[0].unit != unit:
        raise refuse("011", section.where, f"'unit' is {unit!r}; {name} is in {values[0].unit}.", "Agree them.")
    return Threshold(operator, tuple((each.from_on, each.value) for each in values), unit, values[0].title)


def _for_expectant(measure: Measure) -> Test:
    """For an expectant member: the measure, and an open pregnancy on the date."""
    if not measure.who.is_expectant:
        return measure
    expecting = Measure(
        "open",
        measure.who,
        Threshold("at_least", ((None, 1.0),), "spells"),
        over=read_window("", "at the date"),
        events=(Selection(("pregnancy",)),),
    )
    return Combined("all", (measure, expecting))


def _only(where: str, content: dict[str, Any], allowed: Iterable[str]) -> None:
    """Refuse a key that this kind of test would silently ignore."""
    allowed = tuple(allowed)
    unused = [key for key in content if key not in allowed]
    if unused:
        raise refuse("002", where, f"'{listed(unused)}' means nothing here.", f"Allowed here: {listed(allowed)}.")
