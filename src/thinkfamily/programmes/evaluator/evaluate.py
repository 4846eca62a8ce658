"""The one way in: programmes and facts go in, answers with their evidence come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir

from thinkfamily.programmes.evaluator import answers, matching, members, rows, wording
from thinkfamily.programmes.evaluator.facts import Facts
from thinkfamily.programmes.evaluator.plan import Plan
from thinkfamily.programmes.framework import Programme

Keep = Callable[[str, ir.Table], ir.Table]


@dataclass(frozen=True)
class Answers:
    """What was found.

    Args:
        indicator: one row per family, person (or none), programme and criterion answered yes or unknown; what has no
            row is answered no. Columns as in table ``indicator``.
        evidence: one row per family, person (or none), programme and criterion answered yes, and event it rests on:
            family_id, person_id, programme, criterion, event_no.
    """

    indicator: ir.Table
    evidence: ir.Table


def evaluate(programmes: tuple[Programme, ...], facts: Facts, keep: Keep = lambda _, table: table) -> Answers:
    """Answer every criterion of some programmes for every family.

    Args:
        programmes: those to judge by, all on the one date.
        facts: on one date.
        keep: stores a step under a name and gives it back as a table. Without it all is one query, which is fine for
            one family and slow for a borough.

    Raises:
        RuleError: a programme was not yet in force on the date, or reads events that the vocabulary does not have.
    """
    for programme in programmes:
        programme.check_in_force(facts.as_at)
    plan = Plan(programmes, facts)
    member = keep("member", members.members(plan))
    matched = keep("matched", matching.matches(plan, member))
    match = keep("match", matching.only_latest(matched))
    quantity = keep("quantity", matching.quantities(match))
    of_members = keep("member_answer", answers.member_answers(plan, member, quantity))
    of_family = keep("family_answer", answers.family_answers(plan, member, of_members, quantity))
    hit = keep("hit", rows.hits(plan, of_members, of_family))
    proof = keep("proof", rows.evidence(plan, hit, match))
    named = rows.asked(plan)
    evidence = proof.inner_join(named, "question").select(
        "family_id", "person_id", "programme", "criterion", "event_no"
    )
    return Answers(rows.indicator(plan, hit, proof, keep("told", wording.told(plan))), evidence)
