"""Which events count towards which quantity, and the quantities they make."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import ibis
import ibis.expr.types as ir

from thinkfamily.programmes.attendance import COUNTED, MARK, POSSIBLE
from thinkfamily.programmes.evaluator.marks import with_marks
from thinkfamily.programmes.evaluator.plan import Plan, Quantity, first_day
from thinkfamily.programmes.evaluator.small import small_table

# How a day decides whether an event is in a span: a point or spell by its first day, a spell by any day, a measured
# period by its last day, or, where terms are looked at, by the day in its middle.
_RULE = {
    "quantity_no": "int64",
    "kind": "string",
    "person": "int64",
    "event": "string",
    "role": "string",
    "detail": "string",
    "service": "string",
    "by": "string",
    "first": "date",
    "after": "date",
    "window": "int64",
    "term": "int64",
    "each": "boolean",
    "valid_from": "date",
    "valid_until": "date",
    "is_spell": "boolean",
}
MEMBERS = -1
# Stands in where no criterion reads an event.
_MATCHES_NOTHING = {
    "quantity_no": -1,
    "kind": "",
    "person": MEMBERS,
    "event": "",
    "role": None,
    "detail": None,
    "service": None,
    "by": "",
    "first": first_day(),
    "after": first_day(),
    "window": -1,
    "term": 0,
    "each": True,
    "valid_from": None,
    "valid_until": None,
    "is_spell": False,
}


def selection(plan: Plan) -> ir.Table:
    """One row per quantity, event, filter and span: the rules as a table, so that one join matches them all."""
    rows: list[dict[str, Any]] = []
    for number, quantity in enumerate(plan.quantities):
        spans = _spans(quantity, plan)
        for part in quantity.events:
            filters = product(part.events, part.role or (None,), part.detail or (None,), part.service or (None,))
            for (event, role, detail, service), (term, (first, after)) in product(filters, enumerate(spans)):
                kind = plan.facts.vocabulary[event]
                rows.append(
                    {
                        "quantity_no": number,
                        "kind": quantity.kind,
                        "person": plan.whos.index(quantity.together) if quantity.together else MEMBERS,
                        "event": event,
                        "role": role,
                        "detail": detail,
                        "service": service,
                        "by": _by(quantity, kind.shape),
                        "first": first,
                        "after": after,
                        "window": plan.windows.index(quantity.window) if quantity.window in plan.windows else -1,
                        "term": term,
                        "each": not kind.unit,
                        "valid_from": part.from_on,
                        "valid_until": part.until_on,
                        "is_spell": kind.shape == "spell",
                    }
                )
    return small_table(rows or [_MATCHES_NOTHING], _RULE)


def _is_own(quantity: Quantity) -> bool:
    return quantity.window is not None and quantity.window.is_family_own


def _spans(quantity: Quantity, plan: Plan) -> list[tuple[date | None, date | None]]:
    """First day and first day after; days between two terms belong to the earlier, so that none falls out."""
    if _is_own(quantity):
        return [(None, None)]
    if quantity.kind == "latest" and quantity.window is not None:
        return [(first_day(), plan.facts.as_at + timedelta(days=1))]
    ends = [span.from_on for span in quantity.spans[1:]] + [quantity.spans[-1].until_on]
    return [(span.from_on, end) for span, end in zip(quantity.spans, ends, strict=True)]


def _by(quantity: Quantity, shape: str) -> str:
    if quantity.kind in ("open", "days", "longest"):
        return "any_day"
    if shape == "measure":
        return "middle" if quantity.by_term else "last_day"
    return "first_day"


def matches(plan: Plan, member: ir.Table) -> ir.Table:
    """One row per family, member, quantity and event that counts towards it.

    Columns: family_id, person_id, subject (the member, or null when the family is counted as one), quantity_no, kind,
    term, event_no, from_on, until_on, is_open, amount, incident, first, after (the span).
    """
    facts = plan.facts
    event = facts.event
    if set(COUNTED) & set(plan.events):
        read = event.filter(event.event.isin(sorted({*plan.events, POSSIBLE, MARK})))
        event = with_marks(read)
    event = event.filter(event.event.isin(plan.events))
    rules = selection(plan)
    # Rules first: they leave out most events before people are looked up. Nulls in a rule mean "any".
    both = event.inner_join(rules, event.event == rules.event, rname="rule_{name}")
    named = [(both[f"rule_{name}"], both[name]) for name in ("role", "detail", "service")]
    both = both.filter(
        *(rule.isnull() | (rule == found) for rule, found in named),
        both.valid_from.isnull() | (both.from_on >= both.valid_from),
        both.valid_until.isnull() | (both.from_on < both.valid_until),
        (both.window >= 0) | _within(both, both["first"], both.after),
    )
    both = both.select(
        "record_no",
        "quantity_no",
        "kind",
        "term",
        "person",
        "window",
        "by",
        "event_no",
        "from_on",
        "until_on",
        "first",
        "after",
        is_open=both.is_spell & both.until_on.isnull(),
        amount=both.each.ifelse(ibis.literal(1.0), both.quantity).try_cast("decimal(18, 6)"),
        incident=both.reference.isnull().ifelse(
            "row " + both.event_no.cast("string"), "ref " + both.feed + " " + both.reference
        ),
    )
    both = both.inner_join(facts.person_record.select("record_no", "person_id"), "record_no")
    held = member.select(
        "family_id",
        "person_id",
        *(f"who{place}" for place in range(len(plan.whos))),
        *(f"window{place}_{end}" for place in range(len(plan.windows)) for end in ("from", "until")),
    )
    kept = both.inner_join(held, "person_id")
    together = [place for place, who in enumerate(plan.whos) if who.how == "together"]
    if together:
        counted = ((kept.person == place, kept[f"who{place}"].fill_null(False)) for place in together)
        kept = kept.filter(ibis.cases(*counted, else_=True))
    if plan.windows:
        first, after = _by_window(kept, plan, "from"), _by_window(kept, plan, "until")
        kept = kept.mutate(first=first, after=ibis.least(after, ibis.literal(facts.as_at + timedelta(days=1))))
        kept = kept.filter((kept.window < 0) | _within(kept, kept["first"], kept.after))
    return kept.select(
        "family_id",
        "person_id",
        "quantity_no",
        "kind",
        "term",
        "event_no",
        "from_on",
        "until_on",
        "is_open",
        "amount",
        "incident",
        "first",
        "after",
        subject=(kept.person == MEMBERS).ifelse(kept.person_id, ibis.null("string")),
    )


def _within(both: ir.Table, first: ir.DateValue, after: ir.DateValue) -> ir.BooleanValue:
    """Whether an event is in its span, by the day that decides for its shape."""
    length = both.until_on.delta(both.from_on, unit="day")
    middle = both.from_on.delta(first, unit="day") + (length - 1) // 2
    return ibis.cases(
        (both.by == "first_day", (both.from_on >= first) & (both.from_on < after)),
        (both.by == "last_day", (both.until_on > first) & (both.until_on <= after)),
        (both.by == "any_day", (both.from_on < after) & (both.until_on.isnull() | (both.until_on > first))),
        else_=(middle >= 0) & (middle < after.delta(first, unit="day")),
    )


def _by_window(both: ir.Table, plan: Plan, end: str) -> ir.DateValue:
    fixed = both["first" if end == "from" else "after"]
    own = ((both.window == place, both[f"window{place}_{end}"]) for place in range(len(plan.windows)))
    return ibis.cases(*own, else_=fixed)


def only_latest(match: ir.Table) -> ir.Table:
    """Of the matches of a ``latest`` quantity, those whose period ended last; all the others unchanged."""
    latest = match.filter(match.kind == "latest")
    window = ibis.window(group_by=["family_id", "subject", "quantity_no"])
    latest = latest.mutate(newest=latest.until_on.max().over(window))
    latest = latest.filter(latest.until_on == latest.newest).drop("newest")
    return match.filter(match.kind != "latest").union(latest)


def quantities(match: ir.Table) -> ir.Table:
    """One row per family, subject and quantity that has an event: quantity_no, number, terms (distinct, of a share)."""
    plain = match.filter(~match.kind.isin(["days", "longest"]))
    summed = plain.group_by("family_id", "subject", "quantity_no", "kind").aggregate(
        rows=plain.count(),
        incidents=plain.incident.nunique(where=plain.kind == "references"),
        total=plain.amount.sum(where=plain.kind == "sum").cast("float64"),
        largest=plain.amount.max(where=plain.kind == "latest").cast("float64"),
        terms=plain.term.nunique(where=plain.kind == "sum"),
    )
    number = ibis.cases(
        (summed.kind == "references", summed.incidents.cast("float64")),
        (summed.kind == "sum", summed.total),
        (summed.kind == "latest", summed.largest),
        else_=summed.rows.cast("float64"),
    )
    counted = summed.select("family_id", "subject", "quantity_no", number=number, terms="terms")
    return counted.union(_stretches(match))


def _stretches(match: ir.Table) -> ir.Table:
    """Days covered by spells, and the longest unbroken stretch: overlapping and touching spells joined first."""
    spell = match.filter(match.kind.isin(["days", "longest"]))
    start = ibis.greatest(spell.from_on, spell["first"])
    end = ibis.least(spell.until_on.fill_null(spell.after), spell.after)
    spell = spell.select("family_id", "subject", "quantity_no", "kind", "event_no", start=start, end=end)
    keys = ["family_id", "subject", "quantity_no", "kind"]
    order = ["start", "end", "event_no"]
    before = ibis.window(group_by=keys, order_by=order, preceding=(None, 1))
    spell = spell.mutate(reached=spell.end.max().over(before))
    spell = spell.mutate(begins=(spell.reached.isnull() | (spell.start > spell.reached)).cast("int64"))
    spell = spell.mutate(stretch=spell.begins.sum().over(ibis.window(group_by=keys, order_by=order, following=0)))
    whole = spell.group_by(*keys, "stretch").aggregate(start=spell.start.min(), end=spell.end.max())
    whole = whole.mutate(days=whole.end.delta(whole.start, unit="day").cast("float64"))
    found = whole.group_by(*keys).aggregate(total=whole.days.sum(), longest=whole.days.max())
    number = (found.kind == "days").ifelse(found.total, found.longest)
    return found.select("family_id", "subject", "quantity_no", number=number, terms=ibis.null("int64"))
