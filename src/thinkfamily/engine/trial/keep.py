"""What a run keeps so that a rule can be tried on it: of members of families, and of nobody else.

The extracts can be replaced or purged by then. No name and no address is kept: no rule reads one.
"""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.needs.given import terms_of
from thinkfamily.engine.needs.told import words_of_workers
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Store


def keep(store: Store, settings: Settings) -> dict[str, object]:
    """Keep what needs would read again.

    Reads:   family_member, person_record, person_detail, record, event, event_type, not_supplied, term, worker_evidence,
             known_family, known_person.
    Writes:  trial_event, trial_record, trial_person, trial_term, trial_event_type, trial_not_supplied, trial_word.
    Source:  decision 0017.
    """
    store.make("trial_member", "select distinct person_id from family_member")
    store.make(
        "trial_record",
        """
        select record_no, person_id, feed from person_record semi join trial_member using (person_id)
            join record using (record_no)
        """,
    )
    store.make("trial_event", "select * exclude (event_no) from event semi join trial_record using (record_no)")
    store.make(
        "trial_person",
        "select person_id, date_of_birth, ethnicity from person_detail semi join trial_member using (person_id)",
    )
    store.make("trial_event_type", "select event, feed, agency, shape, quantity from event_type")
    store.make("trial_not_supplied", "select feed, event from not_supplied")
    terms = [(term.from_on, term.until_on) for term in terms_of(store)]
    store.put("trial_term", pl.DataFrame(terms, schema={"from_on": pl.Date, "until_on": pl.Date}, orient="row"))
    store.put("trial_word", words_of_workers(store, settings.as_at, settings.rules))
    store.drop("trial_member")
    return {"events_kept": store.value("select count(*) from trial_event")}


STAGE = Stage(
    name="trial",
    reads=(
        "family_member",
        "person_record",
        "person_detail",
        "record",
        "event",
        "event_type",
        "not_supplied",
        "term",
        "worker_evidence",
        "known_family",
        "known_person",
    ),
    writes=(
        "trial_event",
        "trial_record",
        "trial_person",
        "trial_term",
        "trial_event_type",
        "trial_not_supplied",
        "trial_word",
    ),
    run=keep,
)
