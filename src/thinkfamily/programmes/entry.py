"""A programme's entry rule: how many criteria, headings or agencies make a family eligible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from thinkfamily.core.source import Source
from thinkfamily.programmes.reading import read_source
from thinkfamily.programmes.strict import Section, listed, refuse

COUNTED = ("criteria", "headings", "agencies")


@dataclass(frozen=True)
class AtLeast:
    """At least ``number`` criteria, headings or agencies; of some only, when ``among`` names them."""

    what: str
    number: int
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Every:
    """All, or any, of the parts."""

    how: str
    parts: tuple[AtLeast | Every, ...]


@dataclass(frozen=True)
class Entry:
    """The rule and where it comes from."""

    says: str
    rule: AtLeast | Every
    source: Source
    values: str
    because: str

    def judge(self, programme: str, indicator: ir.Table, evidence: ir.Table, event_type: ir.Table) -> ir.Table:
        """One row per family with a criterion of the programme met.

        Args:
            programme: name of the programme version.
            indicator: table ``indicator``.
            evidence: table ``evidence``.
            event_type: table ``event_type``: which agency bears an event.

        Returns:
            family_id, criteria_met, headings_met, agencies_met (distinct agencies among the evidence), is_eligible.
            A family that is not there has met none and is not eligible.
        """
        met = indicator.filter(indicator.programme == programme, indicator.answer == "yes")
        shown = evidence.filter(evidence.programme == programme).join(
            event_type.select("event", "agency"), "event", how="inner"
        )
        counts = {"criteria": met.criterion, "headings": met.heading}
        rules = [each for each in _counts(self.rule) if each.what != "agencies"]
        by_family = met.group_by("family_id").aggregate(
            criteria_met=met.criterion.nunique(),
            headings_met=met.heading.nunique(),
            **{
                f"met_{place}": counts[each.what].nunique(where=counts[each.what].isin(each.among))
                for place, each in enumerate(rules)
                if each.among
            },
        )
        agencies = shown.group_by("family_id").aggregate(agencies_met=shown.agency.nunique())
        joined = by_family.left_join(agencies, "family_id").drop("family_id_right")
        joined = joined.mutate(agencies_met=joined.agencies_met.fill_null(0))

        def holds(rule: AtLeast | Every) -> ir.BooleanValue:
            if isinstance(rule, Every):
                parts = [holds(part) for part in rule.parts]
                return ibis.and_(*parts) if rule.how == "all" else ibis.or_(*parts)
            column = f"met_{rules.index(rule)}" if rule.among else f"{rule.what}_met"
            return joined[column] >= rule.number

        judged = joined.mutate(is_eligible=holds(self.rule))
        return judged.select("family_id", "criteria_met", "headings_met", "agencies_met", "is_eligible")


def read_entry(where: str, content: Any, criteria: Iterable[str], headings: Iterable[str]) -> Entry:
    """An entry rule from its declaration.

    Raises:
        RuleError: naming the place, what was found and what is allowed.
    """
    about = ("says", "values", "values_because", "verified", "source")
    section = Section(where, content, (*about, "all", "any", *COUNTED, "of", "unit"))
    known = {"criteria": tuple(criteria), "headings": tuple(headings), "agencies": ()}
    values = section.choice("values", ("source", "ours"))
    return Entry(
        section.text("says"),
        _rule(where, {key: value for key, value in content.items() if key not in about}, known),
        read_source(section),
        values,
        section.text("values_because") if values == "ours" else "",
    )


def _rule(where: str, content: Any, known: dict[str, tuple[str, ...]]) -> AtLeast | Every:
    section = Section(where, content, ("all", "any", *COUNTED, "of", "unit"))
    kinds = [key for key in ("all", "any", *COUNTED) if section.has(key)]
    if len(kinds) != 1:
        raise refuse(
            "009", where, f"Found {listed(kinds) or 'no rule'}.", f"Write one of: all, any, {listed(COUNTED)}."
        )
    kind = kinds[0]
    if kind in ("all", "any"):
        parts = section.items(kind)
        return Every(kind, tuple(_rule(f"{where}, {kind} {place}", part, known) for place, part in enumerate(parts, 1)))
    section.choice("unit", (kind,))
    number = section.number(kind)
    if number < 1 or number != int(number):
        raise section.wrong(kind, number, "a whole number of 1 or more")
    among = section.texts("of") if section.has("of") else ()
    unknown = set(among) - set(known[kind])
    if unknown:
        raise refuse("014", where, f"'of' names {listed(unknown)}.", f"Name some of: {listed(known[kind]) or 'none'}.")
    return AtLeast(kind, int(number), among)


def _counts(rule: AtLeast | Every) -> list[AtLeast]:
    if isinstance(rule, Every):
        return [each for part in rule.parts for each in _counts(part)]
    return [rule]
