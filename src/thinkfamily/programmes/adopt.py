"""Adopting a rule from a date: the edited folder is written so that it holds from then, and not before.

Where only thresholds differ, each becomes a dated value beside the one that holds until then. Whatever else differs makes a
new version, which is in force from the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml

from thinkfamily.programmes.criterion import OPERATORS, Combined, Measure, Test, Threshold
from thinkfamily.programmes.difference import same_but_thresholds
from thinkfamily.programmes.folder import KeptText, rule_texts
from thinkfamily.programmes.framework import Programme, read_programme
from thinkfamily.programmes.sentence import plain
from thinkfamily.programmes.strict import refuse

_FROM_ON = re.compile(r"(^\[in_force\][^\[]*?^from_on\s*=\s*)\d{4}-\d\d-\d\d", re.M)


def adopt(folder: Path, base: Programme, from_on: date) -> list[str]:
    """Write an edited framework folder so that its changes hold from a date.

    Args:
        folder: the edited folder.
        base: the rules that hold until then.
        from_on: the first day of the change.

    Returns:
        what was written, as sentences.

    Raises:
        RuleError: nothing differs, or the date is not after what is already declared. The folder is then as it was.
    """
    rules = read_programme(folder)
    before = rule_texts(folder)
    texts = dict(before)
    if _only_thresholds(rules, base):
        texts["criteria.yaml"], told = _dated(texts["criteria.yaml"], rules, base, from_on)
    else:
        texts["framework.toml"], told = _new_version(texts["framework.toml"], rules, base, from_on)
    read_programme(KeptText(folder.name, files=texts))  # what is written loads, or nothing is written
    for name, text in texts.items():
        if text != before[name]:
            beside = folder / f".{name}.new"
            beside.write_text(text, encoding="utf-8")
            beside.replace(folder / name)
    return told


def _only_thresholds(rules: Programme, base: Programme) -> bool:
    was, now = {each.id: each for each in base.criteria}, {each.id: each for each in rules.criteria}
    return (
        _beside_criteria(base) == _beside_criteria(rules)
        and was.keys() == now.keys()
        and all(
            same_but_thresholds(was[name].test, now[name].test)
            and (was[name].heading, was[name].voids) == (now[name].heading, now[name].voids)
            for name in now
        )
    )


def _beside_criteria(rules: Programme) -> tuple[object, ...]:
    entry = rules.entry
    return rules.residence, entry.rule, entry.elsewhere_at_most, rules.capacity_share, rules.terms, rules.results


def _new_version(text: str, rules: Programme, base: Programme, from_on: date) -> tuple[str, list[str]]:
    if from_on <= base.in_force[0]:
        raise _too_early(rules.name, from_on, base.in_force[0])
    changed, times = _FROM_ON.subn(rf"\g<1>{from_on.isoformat()}", text, count=1)
    if not times:
        raise refuse("003", f"{rules.name}/framework.toml", "Found no 'from_on' under [in_force].", "Add it.")
    return changed, [
        f"framework.toml: the whole version is in force from {from_on}; more than thresholds differ, so that the two "
        f"cannot stand in one. Until {from_on} judge by {base.name}."
    ]


def _dated(text: str, rules: Programme, base: Programme, from_on: date) -> tuple[str, list[str]]:
    was = {each.id: each for each in base.criteria}
    splices: list[tuple[int, int, str]] = []
    told = []
    nodes = _criterion_nodes(text)
    for criterion in rules.criteria:
        if criterion.test == was[criterion.id].test:
            continue
        before, after = (list(_declared(each.test)) for each in (was[criterion.id], criterion))
        places = list(_threshold_nodes(nodes[criterion.id]))
        if not len(before) == len(after) == len(places):
            raise refuse(
                "021",
                f"{rules.name}/criteria.yaml, criterion {criterion.id}",
                "Its thresholds cannot be told apart.",
                "Write the dated values by hand: see how to change a rule.",
            )
        for old, new, node in zip(before, after, places, strict=True):
            if old.threshold == new.threshold:
                continue
            where = f"{rules.name}/criteria.yaml, criterion {criterion.id}"
            dated = _with(where, old.threshold, new.threshold, from_on, rules.in_force[0])
            written = ", ".join(f"{start}: {plain(value)}" for start, value in dated)
            splices.append((node.start_mark.index, _end(node), f"{{{written}}}"))
            told.append(f"criteria.yaml, {criterion.id}: {written}")
    if not splices:
        raise refuse("022", rules.name, f"No value differs from {base.name}.", "Edit the folder first.")
    for start, end, written in sorted(splices, reverse=True):
        text = text[:start] + written + text[end:]
    return text, told


def _with(where: str, old: Threshold, new: Threshold, from_on: date, first: date) -> list[tuple[date, float]]:
    """The old values with their days, and the new one from its day."""
    dated = [(start or first, value) for start, value in old.dated]
    if from_on <= dated[-1][0]:
        raise _too_early(where, from_on, dated[-1][0])
    return [*dated, (from_on, new.dated[-1][1])]


def _too_early(where: str, from_on: date, last: date) -> Exception:
    return refuse("023", where, f"Found {from_on}; what holds now is in force from {last}.", "Choose a later date.")


def _declared(test: Test) -> Iterator[Measure]:
    """The measures that are written, in order; not the pregnancy that an expectant member implies."""
    if isinstance(test, Combined):
        first = test.parts[0]
        implied = test.how == "all" and isinstance(first, Measure) and first.who.is_expectant
        for part in test.parts[:1] if implied else test.parts:
            yield from _declared(part)
    elif isinstance(test, Measure):
        yield test


def _criterion_nodes(text: str) -> dict[str, yaml.MappingNode]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.SequenceNode)
    return {_values(node)["id"].value: node for node in root.value}


def _threshold_nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    """The nodes of the values that measures are held against, in the order written."""
    values = _values(node)
    if "at_least_of" in values:
        values = {"all": _values(values["at_least_of"])["of"]}
    for how in ("all", "any", "readings"):
        if how in values:
            for part in values[how].value:
                yield from _threshold_nodes(part)
            return
    if "not" in values:
        yield from _threshold_nodes(values["not"])
        return
    yield from (value for key, value in values.items() if key in OPERATORS)


def _values(node: yaml.Node) -> dict[str, yaml.Node]:
    assert isinstance(node, yaml.MappingNode)
    return {str(key.value): value for key, value in node.value}


def _end(node: yaml.Node) -> int:
    """Where a value's text ends; a block of dated values ends with its last value, not with the line after."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return int(node.value[-1][1].end_mark.index)
    return int(node.end_mark.index)
