"""Who is asked about: one row per family and member, with what decides whether a criterion speaks of them."""

from __future__ import annotations

from datetime import timedelta

import ibis
import ibis.expr.types as ir

from thinkfamily.programmes.evaluator.days import moved
from thinkfamily.programmes.evaluator.plan import Plan
from thinkfamily.programmes.framework import RESIDENCES
from thinkfamily.programmes.who import ADULT_AGE, Who
from thinkfamily.programmes.window import Window

YOUNGEST_PARENT = 10


def members(plan: Plan) -> ir.Table:
    """One row per family and member on the date.

    Columns: family_id, person_id, is_child; ``who{n}`` for each kind of subject (true, false, or null when the birth
    date is not known; false for who lives where the programme counts no needs); ``in_{feed}`` for each feed that lists
    everyone it serves; ``window{n}_from`` and ``_until`` for each window that is a family's own; ``parent_age`` and
    ``has_parents`` where parents' ages are asked for.
    """
    facts, day = plan.facts, plan.facts.as_at
    held = facts.family_member
    held = held.filter(
        held.residence.isin(sorted({each for who in plan.whos for each in who.residence})),
        held.from_on.isnull() | (held.from_on <= day),
        held.until_on.isnull() | (held.until_on > day),
    )
    held = held.group_by("family_id", "person_id").aggregate(
        is_child=(held.role == "child").max(), **{f"is_{each}": (held.residence == each).max() for each in RESIDENCES}
    )
    detail = facts.person_detail.select("person_id", "date_of_birth")
    joined = held.left_join(detail, "person_id").drop("person_id_right")
    joined = joined.mutate(
        **{f"who{place}": _is(who, joined, plan) & _counts(who, joined) for place, who in enumerate(plan.whos)}
    )
    for feed in plan.listing_feeds:
        there = facts.presence.filter(facts.presence.feed == feed).select("person_id").distinct()
        there = there.mutate(**{f"in_{feed}": True})
        joined = joined.left_join(there, "person_id").drop("person_id_right")
        joined = joined.mutate(**{f"in_{feed}": joined[f"in_{feed}"].fill_null(False)})
    if plan.windows:
        joined = _with_windows(joined, plan)
    if plan.needs_parents:
        joined = _with_parents(joined, plan)
    return joined.drop("date_of_birth", *(f"is_{each}" for each in RESIDENCES))


def _counts(who: Who, member: ir.Table) -> ir.BooleanValue:
    """Whether a member lives where the programme counts its needs: never in doubt, so that it settles who is meant."""
    return ibis.or_(*(member[f"is_{each}"] for each in who.residence))


def _is(who: Who, member: ir.Table, plan: Plan) -> ir.BooleanValue:
    born, births = member.date_of_birth, who.births(plan.facts.as_at)
    if births is None:
        return ibis.literal(True)
    first, last = births
    bounds = [born >= first] if first else []
    bounds += [born <= last] if last else []
    by_birth = ibis.and_(*bounds)
    if not who.is_by_age:
        return born.isnull().ifelse(member.is_child == (who.role == "child"), by_birth)
    # Without a birth date, the role in the family still says what the member is not.
    low, high = who.ages or (0, ADULT_AGE - 1)
    if low is not None and low >= ADULT_AGE:
        return born.isnull().ifelse(member.is_child.ifelse(False, ibis.null("boolean")), by_birth)
    if high is not None and high < ADULT_AGE:
        return born.isnull().ifelse(member.is_child.ifelse(ibis.null("boolean"), False), by_birth)
    return by_birth


def _with_windows(member: ir.Table, plan: Plan) -> ir.Table:
    support = plan.facts.support
    if support is None:
        unknown = ibis.null("date")
        return member.mutate(
            **{f"window{place}_{end}": unknown for place in range(len(plan.windows)) for end in ("from", "until")}
        )
    support = support.select("family_id", support_from=support.from_on, support_until=support.until_on)
    joined = member.left_join(support, "family_id").drop("family_id_right")
    columns = {}
    for place, window in enumerate(plan.windows):
        columns[f"window{place}_from"], columns[f"window{place}_until"] = _bounds(window, joined, plan)
    return joined.mutate(**columns).drop("support_from", "support_until")


def _bounds(window: Window, member: ir.Table, plan: Plan) -> tuple[ir.DateValue, ir.DateValue]:
    after = ibis.literal(plan.facts.as_at + timedelta(days=1))
    if window.kind == "since_support":
        return member.support_from, member.support_from.isnull().ifelse(ibis.null("date"), after)
    months, days = window.months_and_days()
    length = ibis.interval(months=months) if months else ibis.interval(days=days)
    if window.kind == "before_support":
        return moved(member.support_from, -length), member.support_from
    return member.support_until, moved(member.support_until, length)


def _with_parents(member: ir.Table, plan: Plan) -> ir.Table:
    """Parents' ages at the birth of the family's children; ages under 10 are errors of a birth date, and left out."""
    facts = plan.facts
    stated = facts.relationship.filter(facts.relationship.relationship == "parent")
    stated = stated.select(parent="person_id_l", child="person_id_r").distinct()
    detail = facts.person_detail
    of_parent = detail.select(parent="person_id", parent_born="date_of_birth")
    of_child = detail.select(child="person_id", child_born="date_of_birth")
    pairs = stated.inner_join(of_parent, "parent").inner_join(of_child, "child")
    years = pairs.child_born.year() - pairs.parent_born.year()
    before = (pairs.child_born.month() * 100 + pairs.child_born.day()) < (
        pairs.parent_born.month() * 100 + pairs.parent_born.day()
    )
    pairs = pairs.mutate(age=years - before.cast("int64"))
    pairs = pairs.filter(pairs.age >= YOUNGEST_PARENT).select("parent", "child", "age")
    children = member.filter(member.is_child & (member.is_with_children | member.is_away)).select(
        "family_id", child="person_id"
    )
    of_family = children.inner_join(pairs, "child")
    ages = of_family.group_by("family_id", "parent").aggregate(parent_age=of_family.age.min())
    ages = ages.rename(person_id="parent")
    stated_of = of_family.group_by("family_id", "child").aggregate(has_parents=of_family.age.count() > 0)
    stated_of = stated_of.rename(person_id="child")
    joined = member.left_join(ages, ["family_id", "person_id"]).drop("family_id_right", "person_id_right")
    joined = joined.left_join(stated_of, ["family_id", "person_id"]).drop("family_id_right", "person_id_right")
    return joined.mutate(has_parents=joined.has_parents.fill_null(False))
