"""From quantities to answers: of every node, for every member and every family."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from thinkfamily.programmes.criterion import Combined
from thinkfamily.programmes.evaluator.codes import NO, NO_BIRTH_DATE, UNKNOWN, YES
from thinkfamily.programmes.evaluator.leaf import Columns, answer
from thinkfamily.programmes.evaluator.plan import Node, Plan


def member_answers(plan: Plan, member: ir.Table, quantity: ir.Table) -> ir.Table:
    """One row per family and member: each node that is answered member by member.

    Columns: family_id, person_id; ``n{node}`` code, ``y{node}`` why and ``x{node}`` value of a measure; for the
    highest such nodes also ``g{node}``, the code for those of whom it is asked (others: no).
    """
    roots = [root for question in plan.questions for root in question.root.roots_of_members()]
    row = _wide(plan, member, quantity, ["family_id", "person_id"])
    columns: dict[str, Any] = {}
    for root in roots:
        _codes(root, row.__getitem__, plan, columns)
    for root in roots:
        columns[f"g{root.number}"] = _asked_of(columns[f"n{root.number}"], _who(root, row.__getitem__, plan))
    return row.select("family_id", "person_id", *(f"who{place}" for place in range(len(plan.whos))), **columns)


def family_answers(plan: Plan, member: ir.Table, answers: ir.Table, quantity: ir.Table) -> ir.Table:
    """One row per family: each node that is answered for the family as one, and each criterion.

    Columns: family_id; ``n{node}``, ``y{node}``, ``x{node}`` as for members; ``c{question}`` the criterion's code;
    ``v{question}`` the code of the criteria that would void it.
    """
    family = _gathered(plan, member)
    row = _wide(plan, family, quantity.filter(quantity.subject.isnull()).drop("subject"), ["family_id"])
    roots = [root for question in plan.questions for root in question.root.roots_of_members()]
    if roots:
        of_members = answers.group_by("family_id").aggregate(
            **{f"n{root.number}": _over_members(root, answers, plan) for root in roots}
        )
        row = row.left_join(of_members, "family_id").drop("family_id_right")
    columns: dict[str, Any] = {f"n{root.number}": row[f"n{root.number}"] for root in roots}
    for question in plan.questions:
        if not question.root.is_of_members:
            _codes(question.root, row.__getitem__, plan, columns)
        columns[f"c{question.number}"] = columns[f"n{question.root.number}"]
    for question in plan.questions:
        voiding = [
            columns[f"c{other.number}"]
            for other in plan.questions
            if other.programme == question.programme and question.criterion.id in other.criterion.voids
        ]
        columns[f"v{question.number}"] = ibis.greatest(*voiding, NO) if voiding else ibis.literal(NO)
    return row.select("family_id", **columns)


def _wide(plan: Plan, base: ir.Table, quantity: ir.Table, keys: list[str]) -> ir.Table:
    """The base with a column for each quantity; null where no event counts towards it."""
    used = [place for place, each in enumerate(plan.quantities) if (each.together is None) == (len(keys) == 2)]
    if not used:
        return base
    if len(keys) == 2:
        quantity = quantity.filter(quantity.subject.notnull()).rename(person_id="subject")
    pivoted = quantity.group_by(*keys).aggregate(
        **{f"q{place}": quantity.number.max(where=quantity.quantity_no == place) for place in used},
        **{f"t{place}": quantity.terms.max(where=quantity.quantity_no == place) for place in used},
    )
    return base.left_join(pivoted, keys).drop(*(f"{key}_right" for key in keys))


def _gathered(plan: Plan, member: ir.Table) -> ir.Table:
    """One row per family: what its members are, for measures that count them together."""
    columns: dict[str, Any] = {}
    for place, who in enumerate(plan.whos):
        if who.how != "together":
            continue
        is_one = member[f"who{place}"]
        columns[f"who{place}"] = is_one.fill_null(False).max()
        columns[f"unsure{place}"] = is_one.isnull().max()
        for feed in plan.listing_feeds:
            columns[f"in_{feed}_{place}"] = (member[f"in_{feed}"] | ~is_one.fill_null(False)).min()
    for place in range(len(plan.windows)):
        for end in ("from", "until"):
            columns[f"window{place}_{end}"] = member[f"window{place}_{end}"].max()
    return member.group_by("family_id").aggregate(**columns) if columns else member.select("family_id").distinct()


def _codes(node: Node, column: Columns, plan: Plan, columns: dict[str, Any]) -> None:
    """Add the code of a node and of every node below to ``columns``, those already there apart."""
    if f"n{node.number}" in columns:
        return
    for part in node.parts:
        _codes(part, column, plan, columns)
    if isinstance(node.test, Combined):
        columns[f"n{node.number}"] = _combined(node, [columns[f"n{part.number}"] for part in node.parts])
        return
    who = node.test.who
    place = plan.whos.index(who)
    together = who.how == "together"

    def held(name: str) -> Any:
        return column(f"{name}_{place}" if together and name.startswith("in_") else name)

    found = answer(node, held, plan)
    code, why = found.code, found.why
    if together:
        unsure = column(f"unsure{place}") & (code == NO)
        why = unsure.ifelse(NO_BIRTH_DATE, why)
        code = ibis.cases((~column(f"who{place}"), NO), (unsure, UNKNOWN), else_=code)
    columns[f"n{node.number}"] = code.cast("int8")
    columns[f"y{node.number}"] = why.cast("int16")
    columns[f"x{node.number}"] = found.value


def _combined(node: Node, codes: list[Any]) -> Any:
    assert isinstance(node.test, Combined)
    how = node.test.how
    if how == "not":
        return YES - codes[0]
    if len(codes) == 1:
        return codes[0]
    if how == "some":
        sure = sum((code == YES).cast("int8") for code in codes)
        possible = sum((code >= UNKNOWN).cast("int8") for code in codes)
        return ibis.cases((sure >= node.test.number, YES), (possible >= node.test.number, UNKNOWN), else_=NO)
    return ibis.least(*codes) if how in ("all", "readings") else ibis.greatest(*codes)


def _who(root: Node, column: Columns, plan: Plan) -> ir.BooleanValue:
    assert root.who is not None
    return column(f"who{plan.whos.index(root.who)}")


def _asked_of(code: Any, who: ir.BooleanValue) -> Any:
    """Of whom it is not asked: no. Of whom it may or may not be asked: no more than unknown."""
    return ibis.cases((who.isnull(), ibis.least(code, UNKNOWN)), (~who, NO), else_=code).cast("int8")


def _over_members(root: Node, answers: ir.Table, plan: Plan) -> Any:
    code = answers[f"g{root.number}"]
    assert root.who is not None
    if root.who.how == "one":
        return code.max()
    asked = _who(root, answers.__getitem__, plan).fill_null(True)
    return code.min(where=asked).fill_null(NO)
