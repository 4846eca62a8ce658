"""Needs: each criterion of each programme, answered yes or unknown for each family, with its evidence; the rest is no."""

from __future__ import annotations

from typing import Any

import ibis

from thinkfamily.engine.needs.given import facts_of
from thinkfamily.engine.needs.told import hear_workers
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Store
from thinkfamily.programmes.evaluator import evaluate
from thinkfamily.tables import made

PREFIX = "needs_"


def run(store: Store, settings: Settings) -> dict[str, object]:
    """Judge every family by every criterion of the programmes asked for.

    Reads:   family_member, person_detail, person_record, relationship, record, event, event_type, feed, term,
             worker_evidence, known_family, known_person.
    Writes:  indicator (one row per family, person or none, programme and criterion met or unknown), evidence (one row
             per indicator answered yes and supporting event).
    Raises:  RuleError when a programme is unknown, was not in force, or reads an event the vocabulary lacks.
    Source:  extract contract, section 3; the programme's own folder.
    Example: tests/spec/needs.
    """
    programmes = settings.rules
    kept: list[str] = []

    def keep(name: str, expression: Any) -> Any:
        kept.append(PREFIX + name)
        store.make(PREFIX + name, expression)
        return store.ibis.table(PREFIX + name)

    answers = evaluate(programmes, facts_of(store, settings), keep)
    store.make("indicator", _sorted_indicator(answers.indicator))
    store.make("evidence", _sorted_evidence(store, answers.evidence))
    hear_workers(store, settings, programmes)
    told = store.rows(
        "select programme, criterion, answer, count(distinct family_id) from indicator group by all order by all"
    )
    store.drop(*kept)
    return {
        "programmes": {
            each.name: {
                "title": each.title,
                "in_force_from": each.in_force[0].isoformat(),
                "has_ended": each.has_ended(settings.as_at),
            }
            for each in programmes
        },
        "families": {f"{programme}, {criterion}, {answer}": count for programme, criterion, answer, count in told},
    }


def _sorted_indicator(indicator: Any) -> Any:
    order = ["family_id", ibis.asc("person_id", nulls_first=True), "programme", "criterion"]
    return indicator.order_by(order).select(*made.Indicator.column_names())


def _sorted_evidence(store: Store, evidence: Any) -> Any:
    """Each row of evidence with what its event says, in order; rows of one record keep the order they were supplied in."""
    event = store.ibis.table("event")
    record = store.ibis.table("record").select("record_no", "record_id")
    joined = evidence.inner_join(event, "event_no").inner_join(record, "record_no")
    order = ["family_id", ibis.asc("person_id", nulls_first=True), "programme", "criterion", "record_no", "event_no"]
    return joined.order_by(order).select(*made.Evidence.column_names())


STAGE = Stage(
    name="needs",
    reads=(
        "family_member",
        "person_detail",
        "person_record",
        "relationship",
        "record",
        "event",
        "event_type",
        "feed",
        "not_supplied",
        "term",
        "worker_evidence",
        "known_family",
        "known_person",
    ),
    writes=("indicator", "evidence"),
    run=run,
)
