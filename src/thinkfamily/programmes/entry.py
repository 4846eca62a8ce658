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
class Reading:
    """What one source says the rule is."""

    says: str
    rule: AtLeast | Every
    source: Source


@dataclass(frozen=True)
class Entry:
    """The rule and where it comes from.

    Args:
        rule: None where the programme leaves it to each council, and none is filled in: then nobody is eligible.
        readings: what sources that disagree say; the rule is then that all of them hold, so that the strictest stands.
        elsewhere_at_most: how many headings (or criteria) members who live elsewhere can account for; None = any number.
    """

    says: str
    rule: AtLeast | Every | None
    source: Source
    values: str
    because: str
    readings: tuple[Reading, ...] = ()
    elsewhere_at_most: int | None = None

    @property
    def is_draft(self) -> bool:
        """Whether any part of it is recalled and not read."""
        return not all(each.verified for each in (self.source, *(reading.source for reading in self.readings)))

    def judge(
        self,
        programme: str,
        indicator: ir.Table,
        evidence: ir.Table,
        event_type: ir.Table,
        family_member: ir.Table | None = None,
    ) -> ir.Table:
        """One row per family with a criterion of the programme met.

        Args:
            programme: name of the programme version.
            indicator: table ``indicator``.
            evidence: table ``evidence``.
            event_type: table ``event_type``: which agency bears an event.
            family_member: table ``family_member``, needed where ``elsewhere_at_most`` is stated.

        Returns:
            family_id, criteria_met, headings_met, agencies_met (distinct agencies among the evidence), is_eligible, and
            is_eligible_otherwise: by another reading of the rule, and not by the strictest. A family that is not there
            has met none and is not eligible.
        """
        met = indicator.filter(indicator.programme == programme, indicator.answer == "yes")
        if self.elsewhere_at_most is not None:
            assert family_member is not None
            met = met.filter(~_beyond(met, family_member, self.elsewhere_at_most, self.counts_headings))
        shown = evidence.filter(evidence.programme == programme).join(
            event_type.select("event", "agency"), "event", how="inner"
        )
        counts = {"criteria": met.criterion, "headings": met.heading}
        stated = [*([self.rule] if self.rule else []), *(each.rule for each in self.readings)]
        rules = list(dict.fromkeys(each for rule in stated for each in _counts(rule) if each.what != "agencies"))
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

        judged = joined.mutate(is_eligible=holds(self.rule) if self.rule else ibis.literal(False))
        by_any = ibis.or_(*(holds(each.rule) for each in self.readings)) if self.readings else judged.is_eligible
        judged = judged.mutate(is_eligible_otherwise=by_any & ~judged.is_eligible)
        return judged.select(
            "family_id", "criteria_met", "headings_met", "agencies_met", "is_eligible", "is_eligible_otherwise"
        )

    @property
    def counts_headings(self) -> bool:
        """Whether the rule counts headings, and not only criteria."""
        return self.rule is not None and any(each.what == "headings" for each in _counts(self.rule))


def _beyond(met: ir.Table, family_member: ir.Table, at_most: int, by_heading: bool) -> ir.BooleanValue:
    """Of answers yes: those of members living elsewhere, beyond the number that may count.

    What such a member shows of a heading that the others show too is not counted twice, and so is not in question. Of
    the rest, the first by id stand: which ones does not matter, only how many.
    """
    elsewhere = family_member.filter(family_member.residence == "elsewhere")
    elsewhere = elsewhere.anti_join(
        family_member.filter(family_member.residence != "elsewhere"), ["family_id", "person_id"]
    )
    key = "heading" if by_heading else "criterion"
    away = met.semi_join(elsewhere, ["family_id", "person_id"]).select("family_id", "person_id", key)
    own = met.anti_join(elsewhere, ["family_id", "person_id"]).select("family_id", key).distinct()
    alone = away.select("family_id", key).distinct().anti_join(own, ["family_id", key])
    order = ibis.window(group_by="family_id", order_by=key)
    ranked = alone.mutate(place=ibis.row_number().over(order))
    left_out = ranked.filter(ranked.place >= at_most)
    keys = left_out.family_id.concat("/", left_out[key])
    return met.family_id.concat("/", met[key]).isin(keys)


def read_entry(where: str, content: Any, criteria: Iterable[str], headings: Iterable[str]) -> Entry:
    """An entry rule from its declaration; or, with ``set_by``, the statement that each council sets its own.

    Raises:
        RuleError: naming the place, what was found and what is allowed.
    """
    if isinstance(content, dict) and "set_by" in content:
        left = Section(where, content, ("says", "set_by", "verified", "source"))
        left.choice("set_by", ("council",))
        return Entry(left.text("says"), None, read_source(left), "source", "")
    about = ("says", "values", "values_because", "verified", "source", "elsewhere_at_most")
    section = Section(where, content, (*about, "readings", "all", "any", *COUNTED, "of", "unit"))
    known = {"criteria": tuple(criteria), "headings": tuple(headings), "agencies": ()}
    values = section.choice("values", ("source", "ours"))
    readings = _readings(section, known) if section.has("readings") else ()
    rule: AtLeast | Every
    if readings:
        rule = Every("all", tuple(each.rule for each in readings))
        both = [key for key in ("all", "any", *COUNTED) if section.has(key)]
        if both:
            raise refuse("009", where, f"{listed(both)} stands beside 'readings'.", "Keep one of the two.")
    else:
        rule = _rule(where, {key: value for key, value in content.items() if key not in about}, known)
    return Entry(
        section.text("says"),
        rule,
        read_source(section),
        values,
        section.text("values_because") if values == "ours" else "",
        readings,
        int(section.number("elsewhere_at_most")) if section.has("elsewhere_at_most") else None,
    )


def _readings(section: Section, known: dict[str, tuple[str, ...]]) -> tuple[Reading, ...]:
    items = section.items("readings")
    if len(items) < 2:
        raise refuse("009", section.where, "'readings' holds one reading.", "Write every reading, or the rule itself.")
    about = ("says", "verified", "source")
    found = []
    for place, item in enumerate(items, 1):
        where = f"{section.where}, readings {place}"
        reading = Section(where, item, (*about, "all", "any", *COUNTED, "of", "unit"))
        rule = _rule(where, {key: value for key, value in item.items() if key not in about}, known)
        found.append(Reading(reading.text("says"), rule, read_source(reading)))
    return tuple(found)


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
    there = len(set(among or known[kind]))
    if kind != "agencies" and number > there:
        raise refuse("009", where, f"It asks for {number:g} {kind} of {there}.", f"Ask for 1 up to {there}.")
    return AtLeast(kind, int(number), among)


def _counts(rule: AtLeast | Every) -> list[AtLeast]:
    if isinstance(rule, Every):
        return [each for part in rule.parts for each in _counts(part)]
    return [rule]
