"""Intake: from the files that agencies hand over to checked tables, every row accounted for."""

from __future__ import annotations

from thinkfamily.engine.intake.changed_rows import count_changes
from thinkfamily.engine.intake.delivery import read_extracts
from thinkfamily.engine.intake.draft_map import draft_feed_file
from thinkfamily.engine.intake.feedback import Feedback, refuse_unheard
from thinkfamily.engine.intake.findings import Finding, findings_of
from thinkfamily.engine.intake.inputs import Inputs, take_inputs
from thinkfamily.engine.intake.places import place_records
from thinkfamily.engine.intake.profile import Profile, profile_extracts
from thinkfamily.engine.intake.quality_page import quality_page
from thinkfamily.engine.intake.shipped_maps import ShippedMap, load_map, map_names, map_text
from thinkfamily.engine.intake.warned import Delivery, Warned
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Store

__all__ = [
    "STAGE",
    "Delivery",
    "Finding",
    "Inputs",
    "Profile",
    "ShippedMap",
    "Warned",
    "count_changes",
    "draft_feed_file",
    "findings_of",
    "load_map",
    "map_names",
    "map_text",
    "profile_extracts",
    "quality_page",
    "read_extracts",
    "take_inputs",
]


def _run(store: Store, settings: Settings) -> dict[str, object]:
    feedback = None
    if settings.handles is None:
        refuse_unheard(settings.extracts)
    else:
        criteria = tuple(dict.fromkeys(each.id for programme in settings.rules for each in programme.criteria))
        feedback = Feedback(settings.handles, criteria, settings.trusted)
    delivery = read_extracts(store, settings.extracts, settings.today, settings.progress, feedback)
    place_records(store)
    lacking: dict[str, list[str]] = {}
    for feed, event in store.rows("select feed, event from not_supplied order by feed, event"):
        lacking.setdefault(feed, []).append(event)
    return {
        "area": delivery.area.name,
        "files": delivery.files,
        "warnings": [warned.sentence for warned in delivery.warnings],
        **({"not_supplied": lacking} if lacking else {}),
    }


STAGE = Stage(
    name="intake",
    reads=(),
    writes=(
        "feed",
        "not_supplied",
        "record",
        "event",
        "stated_relationship",
        "decision",
        "term",
        "team",
        "event_type",
        "price",
        "intake_count",
        "set_aside",
        "record_place",
        "handle_record",
        "handle_member",
        "worker_membership",
        "worker_evidence",
        "worker_case",
    ),
    run=_run,
)
