"""Records to people, in three passes; people are linked, never merged, and every link keeps its pass, weight and reasons.

The only importer of Splink.
"""

from __future__ import annotations

from thinkfamily.engine.linkage.agreed import agree_exactly, agree_on_identifiers
from thinkfamily.engine.linkage.comparable import make_comparable
from thinkfamily.engine.linkage.composite import make_composites
from thinkfamily.engine.linkage.decide import group_agreed, join_groups, read_decisions
from thinkfamily.engine.linkage.frequent import forget_rare_names, recall_frequent
from thinkfamily.engine.linkage.model import Model, score, train
from thinkfamily.engine.linkage.people import describe_people, name_people, write_links
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Store

# At 2 bits, four to one, evidence joins what no fact contradicts: on invented boroughs that leaves 2 to 4 pairs in a thousand
# wrong, where 4 bits leave 1 or 2 and miss twice as many more. Lower pairs, down to the floor, wait for a human.
LINK_AT_BITS = 2.0
REVIEW_FROM_BITS = 0.0


def run(store: Store, settings: Settings) -> dict[str, object]:
    """Link records into people.

    Reads:   record, record_place, decision.
    Writes:  person_record (one row per record), person_detail and person (one row per person), record_person (one row per
             record), link (one row per pair considered), frequent_value (one row per kind and frequent value).
    Returns: the model, and counts of links by pass and outcome.
    Source:  decision 0005.
    """
    progress = settings.progress
    progress.begin("Linking: what agrees", 4)
    stored = settings.stored_model
    learns = stored is None or not recall_frequent(store, stored)
    make_comparable(store, learns=learns)
    read_decisions(store)
    progress.advance()
    agree_on_identifiers(store)
    progress.advance()
    agree_exactly(store)
    progress.advance()
    group_agreed(store)
    make_composites(store, learns=learns)
    progress.begin("Linking: the model", 2)
    model = Model.load(stored) if stored else train(store, settings.seed)
    progress.advance()
    if learns:
        # Before they are weighed: the next run, which begins from what is kept, weighs them alike.
        forget_rare_names(store)
    score(store, model, REVIEW_FROM_BITS)
    progress.begin("Linking: people", 3)
    join_groups(store, LINK_AT_BITS)
    progress.advance()
    name_people(store)
    write_links(store, model)
    progress.advance()
    describe_people(store, settings.as_at)
    links = store.rows("select pass, outcome, count(*) from link group by all order by all")
    store.drop(
        "comparable", "composite", "identifier_pair", "exact_pair", "record_group", "agreed_pair", "scored_pair",
        "judged_pair", "described_pair", "record_cluster", "human_pair",
    )  # fmt: skip
    return {
        "model": model.as_facts(),
        "model_learnt_on": model.trained_on,
        "records": store.value("select count(*) from record_person"),
        "link_at_bits": LINK_AT_BITS,
        "review_from_bits": REVIEW_FROM_BITS,
        "links": [{"pass": by, "outcome": outcome, "pairs": pairs} for by, outcome, pairs in links],
    }


STAGE = Stage(
    "linkage",
    reads=("record", "record_place", "decision"),
    writes=("person_record", "person_detail", "person", "record_person", "link", "frequent_value"),
    run=run,
)
