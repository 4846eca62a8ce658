"""From codes to rows: which answers are told, of whom, why, and on which events they rest.

What is unknown for a reason that holds for the family as a whole is told once, without a person, and only when no
member's yes has settled the criterion. What is unknown of one member is told of that member.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis
import ibis.expr.types as ir

from thinkfamily.programmes.criterion import Combined
from thinkfamily.programmes.evaluator.codes import (
    MAY_BE_VOID,
    NO,
    NO_BIRTH_DATE,
    NOTHING,
    UNKNOWN,
    WHOLE_FAMILY,
    YES,
)
from thinkfamily.programmes.evaluator.plan import Node, Plan, Question
from thinkfamily.programmes.evaluator.wording import told

Path = list[tuple[Node, bool]]


def hits(plan: Plan, answers: ir.Table, family: ir.Table) -> ir.Table:
    """One row per family, member, criterion and measure that its answer yes or unknown rests on.

    Columns: family_id, subject (whose measure it is; null for the family as one), person_id (whose answer it is; null
    for the family's), question, leaf, code, why, value.
    """
    both = answers.inner_join(family, "family_id", rname="family_{name}")
    found = []
    for question in plan.questions:
        for piece in question.pieces():
            if piece.is_of_members and piece.who is not None and piece.who.how == "one":
                found += _of_members(question, piece, both, plan)
            else:
                found += _of_family(question, piece, both, family)
        if any(question.criterion.id in other.criterion.voids for other in plan.questions):
            found.append(_may_be_void(question, family))
    # A union of many parts is balanced, so that neither Ibis nor the database walks a chain as long as the rules.
    while len(found) > 1:
        found = [found[place].union(*found[place + 1 : place + 16]) for place in range(0, len(found), 16)]
    return found[0]


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


def _of_members(question: Question, root: Node, both: ir.Table, plan: Plan) -> list[ir.Table]:
    found = []
    not_void = both[f"v{question.number}"] == NO
    assert root.who is not None
    unsure = both[f"who{plan.whos.index(root.who)}"].isnull() & (both[f"n{root.number}"] == YES)
    for place, path in enumerate(_paths(root)):
        leaf = path[-1][0]
        column = _member_column(both)
        yes = (both[f"g{root.number}"] == YES) & _holds(path, YES, column) & not_void
        found.append(_hit(both.filter(yes), question, leaf, YES, NOTHING, subject="person_id", person="person_id"))
        unknown = both.filter((both[f"g{root.number}"] == UNKNOWN) & _holds(path, UNKNOWN, column))
        why = unknown[f"y{leaf.number}"]
        own = unknown.filter(why < WHOLE_FAMILY)
        found.append(_hit(own, question, leaf, UNKNOWN, None, subject="person_id", person="person_id"))
        shared = unknown.filter(why >= WHOLE_FAMILY, unknown[f"c{question.number}"] == UNKNOWN)
        found.append(_hit(shared, question, leaf, UNKNOWN, None, subject="person_id", person=None))
        if place == 0 and root.who.is_by_age:
            ageless = both.filter((both[f"g{root.number}"] == UNKNOWN) & unsure)
            found.append(_hit(ageless, question, leaf, UNKNOWN, NO_BIRTH_DATE, "person_id", "person_id"))
    return found


def _of_family(question: Question, piece: Node, both: ir.Table, family: ir.Table) -> list[ir.Table]:
    found = []
    for path in _paths(piece):
        leaf = path[-1][0]
        # The part of the way that is answered for the family as one, and the part that is answered of members.
        turn = next((place for place, (node, _) in enumerate(path) if node.is_of_members), len(path))
        for code in (YES, UNKNOWN):
            base = both if turn < len(path) else family
            holds = _holds(path[: turn + 1], code, _family_column(base))
            settled = base[f"v{question.number}"] == NO if code == YES else base[f"c{question.number}"] == UNKNOWN
            holds &= settled
            if turn < len(path):
                root, positive = path[turn]
                asked = base[f"g{root.number}"] == _expected(code, positive)
                holds &= asked & _holds(path[turn:], code, _member_column(base))
            subject = "person_id" if turn < len(path) else None
            why = NOTHING if code == YES else None
            found.append(_hit(base.filter(holds), question, leaf, code, why, subject, None))
    return found


def _may_be_void(question: Question, family: ir.Table) -> ir.Table:
    doubtful = (family[f"c{question.number}"] == YES) & (family[f"v{question.number}"] == UNKNOWN)
    leaf = next(question.root.leaves())
    return _hit(family.filter(doubtful), question, leaf, UNKNOWN, MAY_BE_VOID, None, None)


def _member_column(both: ir.Table) -> Any:
    return both.__getitem__


def _family_column(base: ir.Table) -> Any:
    """Family columns keep their name unless a member's column has the same."""
    return lambda name: base[f"family_{name}"] if f"family_{name}" in base.columns else base[name]


def _hit(
    rows: ir.Table, question: Question, leaf: Node, code: int, why: int | None, subject: str | None, person: str | None
) -> ir.Table:
    has_value = f"x{leaf.number}" in rows.columns
    return rows.select(
        "family_id",
        subject=rows[subject] if subject else ibis.null("string"),
        person_id=rows[person] if person else ibis.null("string"),
        question=ibis.literal(question.number, type="int32"),
        leaf=ibis.literal(leaf.number, type="int32"),
        code=ibis.literal(code, type="int8"),
        why=rows[f"y{leaf.number}"] if why is None else ibis.literal(why, type="int16"),
        value=rows[f"x{leaf.number}"] if has_value and code == YES else ibis.null("float64"),
    )


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
    if not reads:
        reads = [{"leaf": -1, "quantity_no": -1}]
    read = ibis.literal(reads, type="array<struct<leaf: int32, quantity_no: int64>>").unnest().name("row")
    met = hit.filter(hit.code == YES).inner_join(read.as_table().unpack("row"), "leaf")
    met = met.mutate(whose=met.subject.fill_null("")).select(
        "family_id", "whose", "person_id", "question", "quantity_no"
    )
    rests = match.mutate(whose=match.subject.fill_null("")).drop("person_id")
    rests = met.inner_join(rests, ["family_id", "whose", "quantity_no"])
    keys = ["family_id", "person_id", "question", "event_no"]
    return rests.group_by(*keys).aggregate(
        from_on=rests.from_on.min(), until_on=rests.until_on.max(), is_open=rests.is_open.max()
    )


def indicator(plan: Plan, hit: ir.Table, proof: ir.Table) -> ir.Table:
    """One row per family, person (or none), programme and criterion met or unknown: the table ``indicator``."""
    keys = ["family_id", "person_id", "question"]
    each = hit.group_by(*keys, "leaf").aggregate(
        code=hit.code.max(), why=hit.why.max(where=hit.code == UNKNOWN).fill_null(NOTHING), value=hit.value.max()
    )
    strongest = each.code.max().over(ibis.window(group_by=keys))
    each = each.mutate(strongest=strongest)
    each = each.filter(each.code == each.strongest)
    each = each.mutate(why=(each.code == YES).ifelse(ibis.literal(NOTHING), each.why).cast("int64"))
    words = told(plan)
    each = each.left_join(words, [each.leaf == words.leaf, each.why == words.why], rname="told_{name}")
    number = (each.value * each.scale).round(2).cast("string").re_replace(r"\.0+$", "")
    text = each.before + (each.why == NOTHING).ifelse(number.fill_null(""), "") + each.after
    each = each.mutate(text=text.fill_null("Not known."))
    joined = each.group_by(*keys).aggregate(
        code=each.code.max(),
        value=each.value.argmin(each.leaf),
        threshold=each.threshold.argmin(each.leaf),
        reason=each.text.group_concat(" ", order_by=each.leaf),
    )
    spans = proof.group_by(*keys).aggregate(
        from_on=proof.from_on.min(),
        last=proof.until_on.fill_null((proof.from_on + ibis.interval(days=1)).cast("date")).max(),
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
        "reason",
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
    shape = "array<struct<question: int32, programme: string, criterion: string, heading: string>>"
    return ibis.literal(rows, type=shape).unnest().name("row").as_table().unpack("row")
