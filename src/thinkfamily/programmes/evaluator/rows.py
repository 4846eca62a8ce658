"""From codes to rows: which answers are told, of whom, why, and on which events they rest.

What is unknown for a reason that holds for the family as a whole is told once, without a person, and only when no
member's yes has settled the criterion. What is unknown of one member is told of that member.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis
import ibis.expr.types as ir

from thinkfamily.programmes.criterion import Combined, Measure
from thinkfamily.programmes.evaluator.codes import (
    MAY_BE_VOID,
    NO,
    NO_BIRTH_DATE,
    NOTHING,
    UNKNOWN,
    WHOLE_FAMILY,
    YES,
)
from thinkfamily.programmes.evaluator.days import moved
from thinkfamily.programmes.evaluator.leaf import can_be_unknown
from thinkfamily.programmes.evaluator.plan import Node, Plan, Question
from thinkfamily.programmes.evaluator.small import small_table

Path = list[tuple[Node, bool]]
_HIT = "struct<question: int32, leaf: int32, code: int8, why: int16, value: float64, is_own: boolean>"


def hits(plan: Plan, answers: ir.Table, family: ir.Table) -> ir.Table:
    """One row per family, member, criterion and measure that its answer yes or unknown rests on.

    Columns: family_id, subject (whose measure it is; null for the family as one), person_id (whose answer it is; null
    for the family's), question, leaf, code, why, value.
    """
    both = answers.inner_join(family, "family_id", rname="family_{name}")
    of_members: list[Any] = []
    of_families: list[Any] = []
    for question in plan.questions:
        for piece in question.pieces():
            if piece.is_of_members and piece.who is not None and piece.who.how == "one":
                of_members += _of_members(question, piece, both, plan)
            else:
                _of_family(question, piece, both, family, of_members, of_families)
        if any(question.criterion.id in other.criterion.voids for other in plan.questions):
            of_families.append(_may_be_void(question, family))
    nobody = ibis.null("string")
    found = _told(both, of_members, both.person_id).union(_told(family, of_families, nobody))
    return found.mutate(person_id=found.is_own.ifelse(found.subject, nobody)).drop("is_own")


def _told(rows: ir.Table, found: list[Any], subject: ir.StringValue) -> ir.Table:
    """One row per row and hit: one scan, however many the rules."""
    listed = ibis.array(found or [ibis.null(_HIT)]).filter(lambda hit: hit.notnull())
    return rows.select("family_id", subject=subject, hit=listed).unnest("hit").unpack("hit")


def _paths(node: Node, positive: bool = True) -> Iterator[Path]:
    """Every way from a node down to a measure; with each step, whether the answer counts as it is or turned round."""
    if not node.parts:
        yield [(node, positive)]
        return
    turned = isinstance(node.test, Combined) and node.test.how == "not"
    for part in node.parts:
        for path in _paths(part, positive != turned):
            yield [(node, positive), *path]


def _expected(code: int, positive: bool) -> int:
    return code if positive else YES - code


def _holds(path: Path, code: int, column: Any, prefix: str = "n") -> ir.BooleanValue:
    return ibis.and_(*(column(f"{prefix}{node.number}") == _expected(code, positive) for node, positive in path))


def _of_members(question: Question, root: Node, both: ir.Table, plan: Plan) -> list[Any]:
    found = []
    assert root.who is not None
    asked, column = both[f"g{root.number}"], both.__getitem__
    whole_family = both[f"c{question.number}"] == UNKNOWN
    for place, path in enumerate(_paths(root)):
        leaf = path[-1][0]
        yes = (asked == YES) & _holds(path, YES, column) & (both[f"v{question.number}"] == NO)
        found.append(_hit(yes, question, leaf, YES, ibis.literal(NOTHING), column, is_own=True))
        if can_be_unknown(leaf, plan):
            own = both[f"y{leaf.number}"] < WHOLE_FAMILY
            unknown = (asked == UNKNOWN) & _holds(path, UNKNOWN, column) & (own | whole_family)
            found.append(_hit(unknown, question, leaf, UNKNOWN, both[f"y{leaf.number}"], column, is_own=own))
        if place == 0 and root.who.is_by_age:
            unsure = both[f"who{plan.whos.index(root.who)}"].isnull() & (both[f"n{root.number}"] == YES)
            why = ibis.literal(NO_BIRTH_DATE)
            found.append(_hit((asked == UNKNOWN) & unsure, question, leaf, UNKNOWN, why, column, is_own=True))
    return found


def _of_family(
    question: Question, piece: Node, both: ir.Table, family: ir.Table, of_members: list[Any], of_families: list[Any]
) -> None:
    for path in _paths(piece):
        leaf = path[-1][0]
        # The part of the way that is answered for the family as one, and the part that is answered of members.
        turn = next((place for place, (node, _) in enumerate(path) if node.is_of_members), len(path))
        base = both if turn < len(path) else family
        column = base.__getitem__
        for code in (YES, UNKNOWN):
            holds = _holds(path[: turn + 1], code, _family_column(base))
            holds &= base[f"v{question.number}"] == NO if code == YES else base[f"c{question.number}"] == UNKNOWN
            if turn < len(path):
                root, positive = path[turn]
                holds &= (base[f"g{root.number}"] == _expected(code, positive)) & _holds(path[turn:], code, column)
            why = ibis.literal(NOTHING) if code == YES else base[f"y{leaf.number}"]
            hit = _hit(holds, question, leaf, code, why, column, is_own=False)
            (of_members if turn < len(path) else of_families).append(hit)


def _may_be_void(question: Question, family: ir.Table) -> Any:
    doubtful = (family[f"c{question.number}"] == YES) & (family[f"v{question.number}"] == UNKNOWN)
    leaf = next(question.root.leaves())
    return _hit(doubtful, question, leaf, UNKNOWN, ibis.literal(MAY_BE_VOID), family.__getitem__, is_own=False)


def _family_column(base: ir.Table) -> Any:
    """Family columns keep their name unless a member's column has the same."""
    return lambda name: base[f"family_{name}"] if f"family_{name}" in base.columns else base[name]


def _hit(holds: Any, question: Question, leaf: Node, code: int, why: Any, column: Any, *, is_own: Any) -> Any:
    found = {
        "question": ibis.literal(question.number, type="int32"),
        "leaf": ibis.literal(leaf.number, type="int32"),
        "code": ibis.literal(code, type="int8"),
        "why": why.cast("int16"),
        "value": column(f"x{leaf.number}").cast("float64")
        if code == YES and isinstance(leaf.test, Measure)
        else ibis.null("float64"),
        "is_own": ibis.literal(is_own) if isinstance(is_own, bool) else is_own,
    }
    return holds.ifelse(ibis.struct(found), ibis.null())


def evidence(plan: Plan, hit: ir.Table, match: ir.Table) -> ir.Table:
    """One row per family, person (or none), criterion answered yes and event it rests on.

    Columns: family_id, person_id, question, event_no, from_on, until_on, is_open.
    """
    reads = [
        {"leaf": leaf.number, "quantity_no": place}
        for question in plan.questions
        for leaf in question.root.leaves()
        for place in leaf.quantities
    ]
    read = small_table(reads or [{"leaf": -1, "quantity_no": -1}], {"leaf": "int32", "quantity_no": "int64"})
    met = hit.filter(hit.code == YES).inner_join(read, "leaf")
    met = met.mutate(whose=met.subject.fill_null("")).select(
        "family_id", "whose", "person_id", "question", "quantity_no"
    )
    rests = match.mutate(whose=match.subject.fill_null("")).drop("person_id")
    rests = met.inner_join(rests, ["family_id", "whose", "quantity_no"])
    keys = ["family_id", "person_id", "question", "event_no"]
    return rests.group_by(*keys).aggregate(
        from_on=rests.from_on.min(), until_on=rests.until_on.max(), is_open=rests.is_open.max()
    )


def indicator(plan: Plan, hit: ir.Table, proof: ir.Table, words: ir.Table) -> ir.Table:
    """One row per family, person (or none), programme and criterion met or unknown: the table ``indicator``.

    Args:
        words: from ``wording.told``.
    """
    keys = ["family_id", "person_id", "question"]
    each = hit.inner_join(words.select("leaf", "why", "text_no", "threshold"), ["leaf", "why"])
    each = each.group_by(*keys, "code", "text_no").aggregate(
        leaf=each.leaf.min(), value=each.value.max(), threshold=each.threshold.max()
    )
    texts = words.select("text_no", "before", "after", "scale").distinct()
    each = each.inner_join(texts, "text_no")
    number = (each.value * each.scale).round(2).cast("string").re_replace(r"\.0+$", "").fill_null("")
    each = each.mutate(said=ibis.struct({"leaf": each.leaf, "text": each.before + number + each.after}))
    # One member can be a yes by one part and unknown by another: yes is the answer, and only its reasons are told.
    is_yes = each.code == YES
    joined = each.group_by(*keys).aggregate(
        code=each.code.max(),
        value=each.value.argmin(each.leaf, where=is_yes),
        threshold=each.threshold.argmin(each.leaf, where=is_yes),
        said=each.said.collect(where=is_yes),
        asked=each.said.collect(where=~is_yes),
    )
    spans = proof.group_by(*keys).aggregate(
        from_on=proof.from_on.min(),
        last=proof.until_on.fill_null(moved(proof.from_on, ibis.interval(days=1))).max(),
        is_open=proof.is_open.max(),
    )
    spans = spans.mutate(
        until_on=spans.is_open.ifelse(ibis.null("date"), spans["last"]), whose=spans.person_id.fill_null("")
    )
    joined = joined.mutate(whose=joined.person_id.fill_null(""))
    joined = joined.left_join(spans, ["family_id", "whose", "question"], rname="span_{name}")
    named = asked(plan)
    joined = joined.inner_join(named, "question")
    return joined.select(
        "family_id",
        "person_id",
        "programme",
        "criterion",
        "heading",
        "value",
        "threshold",
        "from_on",
        "until_on",
        # Sorted here and not while grouping, which costs ten times as much.
        reason=(joined.code == YES).ifelse(joined.said, joined.asked).sort().map(lambda said: said.text).join(" "),
        answer=(joined.code == YES).ifelse("yes", "unknown"),
    )


def asked(plan: Plan) -> ir.Table:
    """One row per criterion: question (its number), programme, criterion, heading."""
    rows = [
        {
            "question": question.number,
            "programme": question.programme,
            "criterion": question.criterion.id,
            "heading": question.criterion.heading,
        }
        for question in plan.questions
    ]
    return small_table(rows, {"question": "int32", "programme": "string", "criterion": "string", "heading": "string"})
