"""What the run knows, in the form the evaluator takes it."""

from __future__ import annotations

from thinkfamily.core.dates import Period
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.programmes.evaluator import EventKind, Facts, FeedCover


def facts_of(store: Store, settings: Settings) -> Facts:
    """The facts of a run: large tables as they stand, small ones as values."""
    tables = store.ibis
    record, person_record = tables.table("record"), tables.table("person_record")
    presence = person_record.inner_join(record.select("record_no", "feed"), "record_no")
    return Facts(
        as_at=settings.as_at,
        family_member=tables.table("family_member"),
        person_detail=tables.table("person_detail"),
        relationship=tables.table("relationship"),
        event=tables.table("event"),
        person_record=person_record,
        presence=presence.select("person_id", "feed").distinct(),
        feeds=_feeds(store),
        vocabulary={
            event: EventKind(feed, shape, unit or "")
            for event, feed, shape, unit in store.rows(
                "select event, feed, shape, quantity from event_type order by event"
            )
        },
        terms=terms_of(store),
    )


def _feeds(store: Store) -> tuple[FeedCover, ...]:
    supplied = store.rows("select feed, covers_from, covers_until, absence_means from feed order by feed")
    lacks: dict[str, set[str]] = {}
    for feed, event in store.rows("select feed, event from not_supplied order by feed, event"):
        lacks.setdefault(feed, set()).add(event)
    return tuple(
        FeedCover(feed, Period(first, after), absence == "unknown", frozenset(lacks.get(feed, ())))
        for feed, first, after, absence in supplied
        if after > first
    )


def terms_of(store: Store) -> tuple[Period, ...]:
    """The area's terms; without them, the periods of ``sessions_possible``.

    Where schools' periods overlap, the one that most pupils have stands: an odd period of one school is no term.
    """
    stated = store.rows("select from_on, until_on from term order by from_on")
    if stated:
        return tuple(Period(first, after) for first, after in stated)
    held = store.rows(
        "select from_on, until_on from event where event = 'sessions_possible' and until_on > from_on"
        " group by from_on, until_on order by count(*) desc, from_on, until_on"
    )
    terms: list[Period] = []
    for first, after in held:
        if all(after <= term.from_on or first >= term.until_on for term in terms):
            terms.append(Period(first, after))
    return tuple(sorted(terms, key=lambda term: term.from_on))
