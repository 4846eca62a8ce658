"""A criterion's own words, and the sentence generated from what it declares; the two must agree on every number."""

from __future__ import annotations

import re

from thinkfamily.programmes.criterion import OPERATORS, Combined, Criterion, Measure, Selection, Test, leaves
from thinkfamily.programmes.strict import listed, refuse

WORDS = {
    "once": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_NUMBER = re.compile(r"(£?)(\d[\d,]*(?:\.\d+)?)(%?)(?:[ -](day|week|month|year|term)s?\b)?|\b([a-z]+)\b(?=[ -]|$)")
_JOINED = {
    "dwp": "DWP",
    "asb": "anti-social behaviour",
    "neet": "not in education, employment or training",
    "send": "special needs",
    "csc": "children's social care",
    "childrens": "children's",
    "ae": "A&E",
    "section47": "section 47",
    "esf": "European Social Fund",
}


def plain(number: float) -> str:
    """A number without needless decimals."""
    return f"{number:.10f}".rstrip("0").rstrip(".")


def amount(value: float, unit: str) -> str:
    """A value in its unit, in words: ``15%``, ``£500``, ``3``, ``360 days``, ``20 years``."""
    if unit == "share":
        return f"{plain(round(value * 100, 8))}%"
    if unit == "gbp":
        return f"£{plain(value)}"
    return f"{plain(value)} {unit.replace('_', ' ')}" if unit in ("days", "years", "hours_per_week") else plain(value)


def words(event: str) -> str:
    """An id as words."""
    return " ".join(_JOINED.get(part, part) for part in event.split("_"))


def either(items: list[str], last: str = "or") -> str:
    """A list in a sentence."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def _selected(parts: tuple[Selection, ...]) -> str:
    texts = []
    for part in parts:
        text = either([words(each) for each in part.events])
        for name in ("role", "detail", "service"):
            if chosen := getattr(part, name):
                text += f" ({name} {either([words(each) for each in chosen])})"
        if part.from_on:
            text += f" from {part.from_on}"
        if part.until_on:
            text += f" until {part.until_on}"
        texts.append(text)
    return "; ".join(texts)


def held_against(measure: Measure) -> str:
    """The threshold in words, with every dated value."""
    threshold = measure.threshold
    values = [amount(value, threshold.unit) + (f" from {start}" if start else "") for start, value in threshold.dated]
    named = f" ({threshold.named[0].lower()}{threshold.named[1:]})" if threshold.named else ""
    return f"{OPERATORS[threshold.operator]} {', '.join(values)}{named}"


def measured(measure: Measure) -> str:
    """What is measured and over which time, in words, without the threshold."""
    if measure.kind == "age_at_birth_of_child":
        return "age when a child of the family was born"
    assert measure.over is not None
    text = _selected(measure.events)
    if measure.kind == "change":
        assert measure.against is not None
        return f"{text} ({measure.counted_as}) {measure.over.says()} against {measure.against.says()}"
    if measure.kind == "share":
        text += f" as a share of {_selected(measure.of)}"
    if measure.kind == "share_left":
        text = f"{_selected(measure.of)} without {text}, as a share of all of them,"
    lead = {"sum": "total ", "days": "days of ", "longest": "longest stretch of ", "latest": "latest "}
    if measure.kind == "references":
        text = re.sub(r"\bincident\b", "incidents", text) if "incident" in text else f"{text} (incidents)"
    tail = {"open": " open"}
    return f"{lead.get(measure.kind, '')}{text}{tail.get(measure.kind, '')} {measure.over.says()}"


def generated(test: Test) -> str:
    """The sentence that a declaration means; stands beside ``says`` in the manual."""
    if isinstance(test, Combined):
        parts = [generated(part) for part in test.parts]
        if test.how == "not":
            return f"not ({parts[0]})"
        if test.how == "readings":
            return f"by every reading: ({'); ('.join(parts)})"
        if test.how == "some":
            return f"at least {test.number} of: ({'); ('.join(parts)})"
        return f"; {'and' if test.how == 'all' else 'or'} ".join(
            f"({part})" if isinstance(each, Combined) else part for each, part in zip(test.parts, parts, strict=True)
        )
    if isinstance(test, Measure):
        return f"{test.who.text}: {measured(test)}, {held_against(test)}"
    return f"{test.who.text}: a worker says so"


def check_says(where: str, criterion: Criterion) -> None:
    """Refuse a sentence that does not carry the numbers of the declaration, or carries others.

    Every number with its unit (%, £, days, weeks, months, years, terms) in ``says`` must stand in the declaration;
    and every threshold in force last, unless it is a named value, and every length of time, must stand in ``says``. A 0
    or a 1 need not be said.

    Raises:
        RuleError: naming the numbers that differ and the sentence the declaration means.
    """
    means = generated(criterion.test)
    said, declared = _numbers(criterion.says), _numbers(means)
    needed = set()
    for leaf in leaves(criterion.test):
        if isinstance(leaf, Measure):
            if not leaf.threshold.named:
                needed |= _numbers(amount(leaf.threshold.dated[-1][1], leaf.threshold.unit))
            for window in (leaf.over, leaf.against):
                needed |= _numbers(window.says()) if window else set()
    wrong = sorted(each for each in said if not _found(each, declared))
    # "3 terms" says how long: it does not say that the threshold is 3 as well.
    spoken_for = {each for each in said & declared if " " in each}
    missing = sorted(each for each in needed if not _found(each, said if " " in each else said - spoken_for))
    if wrong or missing:
        parts = [f"says has {listed(wrong)}, which is not declared."] if wrong else []
        parts += [f"says lacks {listed(missing)}, which is declared."] if missing else []
        raise refuse("012", where, " ".join(parts), f"Make 'says' agree with: {means}")


def _numbers(text: str) -> set[str]:
    """Numbers of a text with their unit, 0 and 1 apart; number words are read too."""
    found = set()
    for pound, digits, percent, unit, word in _NUMBER.findall(text.lower().replace("per cent", "%").replace(" %", "%")):
        if digits:
            value = plain(float(digits.replace(",", "")))
        elif word in WORDS:
            value = plain(WORDS[word])
        else:
            continue
        if value not in ("0", "1") or pound or percent:
            found.add(f"{pound}{value}{percent}{' ' + unit + 's' if unit else ''}")
    return found


def _found(number: str, among: set[str]) -> bool:
    """A bare number is also found in one with a unit of time ("under 20", "20 years"), and the other way round."""
    value, _, unit = number.partition(" ")
    return number in among or any(
        other.partition(" ")[0] == value and not (unit and other.partition(" ")[2]) for other in among
    )
