"""What differs between two framework versions, in plain English: values, dates, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from thinkfamily.core.source import Source
from thinkfamily.programmes.criterion import Combined, Criterion, Measure, Test, Threshold, leaves
from thinkfamily.programmes.entry import AtLeast, Entry, Every
from thinkfamily.programmes.framework import Programme
from thinkfamily.programmes.sentence import generated, held_against, measured, plain
from thinkfamily.programmes.terms import TERMS, Amount

VALUES = {"source": "stand in the source", "ours": "are ours"}
_NO_THRESHOLD = Threshold("at_least", (), "")


@dataclass(frozen=True)
class Difference:
    """One thing that differs: where, and how it was and is.

    Args:
        where: a criterion's id, or a part of the framework in words.
        what: which of its values differs.
        before: as in the first version; empty where the first has none.
        after: as in the second version; empty where the second has none.
    """

    where: str
    what: str
    before: str
    after: str


def differences(first: Programme, second: Programme) -> list[Difference]:
    """What differs, in order: the framework, its entry rule and capacity, then criterion by criterion."""
    found = [Difference("framework", what, before, after) for what, before, after in _framework(first, second)]
    found += _criteria(first.criteria, second.criteria, "")
    return found + _criteria(first.results, second.results, "result test ")


def _criteria(first: tuple[Criterion, ...], second: tuple[Criterion, ...], lead: str) -> list[Difference]:
    was, now = {each.id: each for each in first}, {each.id: each for each in second}
    found = []
    for name in dict.fromkeys([*was, *now]):
        if name not in now:
            found.append(Difference(f"{lead}{name}", "criterion", was[name].says, ""))
        elif name not in was:
            found.append(Difference(f"{lead}{name}", "criterion", "", now[name].says))
        else:
            found += [Difference(f"{lead}{name}", *each) for each in _criterion(was[name], now[name])]
    return found


def same_but_thresholds(first: Test, second: Test) -> bool:
    """Whether two tests measure the same and differ, if at all, in the values they are held against."""
    return _without_thresholds(first) == _without_thresholds(second)


def _without_thresholds(test: Test) -> Test:
    if isinstance(test, Combined):
        return replace(test, parts=tuple(_without_thresholds(part) for part in test.parts))
    if isinstance(test, Measure):
        return replace(
            test, threshold=replace(_NO_THRESHOLD, operator=test.threshold.operator, unit=test.threshold.unit)
        )
    return test


def _framework(first: Programme, second: Programme) -> list[tuple[str, str, str]]:

    def of(what: str, says: Callable[[Programme], str]) -> tuple[str, str, str]:
        return what, says(first), says(second)

    told = [
        of("title", lambda each: each.title),
        of("nation", lambda each: each.nation),
        of("in force", _period),
        of("members whose needs count", lambda each: ", ".join(each.residence).replace("_", " ")),
        of("source", lambda each: _source(each.source)),
        of("headings", lambda each: ", ".join(heading.title for heading in each.headings)),
        of("entry rule", lambda each: each.entry.says),
        of("entry rule, source", lambda each: _cited(each.entry.source, each.entry.values)),
        of(
            "capacity", lambda each: f"{plain(each.capacity.share * 100)}% of families" if each.capacity else "none set"
        ),
        of(
            "capacity, source", lambda each: _cited(each.capacity.source, each.capacity.values) if each.capacity else ""
        ),
        of("entry rule, reason for its numbers", lambda each: each.entry.because),
        of("entry rule, as its sources read", lambda each: _read_as(each.entry)),
        of("entry rule, of members who live elsewhere", lambda each: _at_most(each.entry)),
        *_differing_terms(first, second),
    ]
    told.append(of("entry rule, as declared", lambda each: _rule(each.entry.rule)))
    return _that_differ(told)


def _terms(programme: Programme, kind: str) -> dict[str, str]:
    """All that a framework states of each payment, result or clause of one kind, by id, in words."""
    terms = programme.terms
    if kind == "payment":
        told = {
            each.id: f"{each.title}: {', '.join(map(_amount, each.amounts))}; {_source(each.source)}"
            for each in terms.payments
        }
    elif kind == "result":
        told = {
            each.id: f"{each.title}: {each.says} Tests: {_some(each.tests)}. Pays: {_some(each.pays)}. "
            f"Not together with: {_some(each.excludes)}. {_source(each.source)}"
            for each in terms.results
        }
    else:
        told = {
            each.id: each.says
            + (f" Value: {each.value} {_words(each.unit)}." if each.value is not None else "")
            + (f" From {each.begins_on}." if each.begins_on else "")
            + f" {_source(each.source)}"
            for each in terms.of(kind)
        }
    return told


def _differing_terms(first: Programme, second: Programme) -> Iterator[tuple[str, str, str]]:
    for kind in TERMS:
        was, now = _terms(first, kind), _terms(second, kind)
        for name in dict.fromkeys((*was, *now)):
            yield f"{_words(kind)}, {_words(name)}", was.get(name, ""), now.get(name, "")


def _amount(amount: Amount) -> str:
    return f"£{plain(float(amount.gbp))} from {amount.from_on}" + (f" ({amount.derived})" if amount.derived else "")


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(map(_words, names)) or "none"


def _at_most(entry: Entry) -> str:
    return "any number" if entry.elsewhere_at_most is None else f"at most {entry.elsewhere_at_most}"


def _read_as(entry: Entry) -> str:
    return "; ".join(f"{each.says} {_source(each.source)}" for each in entry.readings)


def _words(kind: str) -> str:
    return kind.replace("_", " ")


def _rule(rule: AtLeast | Every | None) -> str:
    if rule is None:
        return "each council's own"
    if isinstance(rule, Every):
        return f" {'and' if rule.how == 'all' else 'or'} ".join(f"({_rule(part)})" for part in rule.parts)
    return f"at least {rule.number} {rule.what}" + (f" of {', '.join(rule.among)}" if rule.among else "")


def _criterion(first: Criterion, second: Criterion) -> list[tuple[str, str, str]]:

    def of(what: str, says: Callable[[Criterion], str]) -> tuple[str, str, str]:
        return what, says(first), says(second)

    told: list[tuple[str, str, str]] = []
    if first.test != second.test:
        if same_but_thresholds(first.test, second.test):
            pairs = zip(leaves(first.test), leaves(second.test), strict=True)
            told += [
                (f"{was.who.text}: {measured(was)}", held_against(was), held_against(now))
                for was, now in pairs
                if isinstance(was, Measure) and isinstance(now, Measure)
            ]
        else:
            told.append(("as declared", generated(first.test), generated(second.test)))
    told += [
        of("says", lambda each: each.says),
        of("heading", lambda each: each.heading),
        of("sets aside", lambda each: ", ".join(each.voids)),
        of("source", lambda each: _cited(each.source, each.values)),
        of("sources of its readings", lambda each: "; ".join(map(_source, getattr(each.test, "sources", ())))),
        of("reason for its numbers", lambda each: each.because),
    ]
    return _that_differ(told)


def _that_differ(told: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [each for each in told if each[1] != each[2]]


def _period(programme: Programme) -> str:
    first, last = programme.in_force
    return f"from {first}" + (f" until {last}" if last else "")


def _source(source: Source) -> str:
    state = "read for this project" if source.verified else "draft: recalled, not read"
    return ", ".join(part for part in (source.title, source.where, source.url) if part) + f" ({state})"


def _cited(source: Source, values: str) -> str:
    return f"{_source(source)}; its numbers {VALUES[values]}"
