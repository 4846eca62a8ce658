"""A worked example: a drawn family, what agencies hold on it, a date, a criterion, and the answers expected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tests.drawn import put
from thinkfamily.engine.needs.given import facts_of
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.programmes.evaluator import evaluate
from thinkfamily.programmes.framework import Programme, load_programme
from thinkfamily.programmes.vocabulary import load_vocabulary
from thinkfamily.tables import kept, made, supplied

PROGRAMME = "westminster_3_percent"
COVERS = ("2023-10-01", "2026-10-01")
TERMS = """
    from_on    | until_on
    2025-09-01 | 2025-12-20
    2026-01-05 | 2026-03-28
    2026-04-13 | 2026-07-22
"""


@dataclass(frozen=True)
class Unknown:
    """Expected: unknown, for a reason that contains these words."""

    because: str = ""


def table(drawing: str) -> list[dict[str, str | None]]:
    """The rows of a drawn table; ``-`` and nothing are null."""
    lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines() if line.strip()]
    header, *rows = lines
    return [{name: None if cell in ("-", "") else cell for name, cell in zip(header, row, strict=True)} for row in rows]


def given_store(
    family: str,
    events: str = "",
    feeds: str = "",
    without: tuple[str, ...] = (),
    terms: str = TERMS,
    relationships: str = "",
    since: str = COVERS[0],
) -> Store:
    """A store with the drawn tables.

    Args:
        family: person, role, born and, where they matter, residence, family, from_on, until_on.
        events: person and the columns of ``event``; each person has one record in each feed that holds an event.
        feeds: feed, covers_from, covers_until, absence_means, for those that differ from COVERS and "no".
        without: feeds that were not supplied, and events of which their feed can say nothing.
        terms: school terms.
        relationships: person, relationship, of.
        since: first day that feeds cover, those of ``feeds`` apart.
    """
    types = load_vocabulary().event_types
    feed_of = dict(zip(types["event"], types["feed"], strict=True))
    members, happened = table(family), table(events) if events else []
    stated = {row["feed"]: row for row in (table(feeds) if feeds else [])}
    supplied_feeds = [feed for feed in sorted(set(feed_of.values())) if feed not in without]
    records = sorted({(feed_of[str(row["event"])], str(row["person"])) for row in happened})
    number = {record: place for place, record in enumerate(records)}
    store = Store()
    store.put("event_type", types)
    put(store, "term", supplied.Term, terms or None)
    _put(
        store,
        "feed",
        supplied.Feed,
        [
            {
                "feed": feed,
                "agency": feed,
                "extract_on": "2026-09-30",
                "covers_from": stated.get(feed, {}).get("covers_from") or since,
                "covers_until": stated.get(feed, {}).get("covers_until") or COVERS[1],
                "absence_means": stated.get(feed, {}).get("absence_means") or "no",
                "is_synthetic": True,
                "covers_casework": False,
            }
            for feed in supplied_feeds
        ],
    )
    silent = [{"feed": feed_of[event], "event": event} for event in without if event in feed_of]
    _put(store, "not_supplied", supplied.NotSupplied, silent)
    _put(
        store,
        "record",
        supplied.Record,
        [
            {"record_no": place, "feed": feed, "record_id": f"{feed}-{person}"}
            for place, (feed, person) in enumerate(records)
        ],
    )
    store.put(
        "person_record",
        pl.DataFrame(
            {"record_no": list(range(len(records))), "person_id": [person for _, person in records]},
            schema={"record_no": pl.Int64, "person_id": pl.String},
        ),
    )
    _put(
        store,
        "event",
        supplied.Event,
        [
            {
                **{name: value for name, value in row.items() if name != "person"},
                "event_no": place,
                "record_no": number[feed_of[str(row["event"])], str(row["person"])],
                "feed": feed_of[str(row["event"])],
            }
            for place, row in enumerate(happened)
            if feed_of[str(row["event"])] not in without
        ],
    )
    _put(
        store,
        "family_member",
        made.FamilyMember,
        [
            {
                "family_id": row.get("family") or "family",
                "person_id": row["person"],
                "role": row["role"],
                "residence": row.get("residence") or "with_children",
                "from_on": row.get("from_on"),
                "until_on": row.get("until_on"),
                "known_by": "drawn",
            }
            for row in members
        ],
    )
    _put(
        store,
        "person_detail",
        made.PersonDetail,
        [
            {"person_id": person, "date_of_birth": born, "sex": "unknown", "is_adopted": False}
            for person, born in sorted({row["person"]: row.get("born") for row in members}.items())
        ],
    )
    _put(
        store,
        "relationship",
        made.Relationship,
        [
            {
                "person_id_l": row["person"],
                "person_id_r": row["of"],
                "relationship": row["relationship"],
                "lives_with": "yes",
                "feeds": "health",
            }
            for row in (table(relationships) if relationships else [])
        ],
    )
    for name, schema in (
        ("worker_evidence", kept.WorkerEvidence),
        ("known_family", kept.KnownFamily),
        ("known_person", kept.KnownPerson),
    ):
        store.put(name, schema.create_empty())
    return store


def _put(store: Store, name: str, schema: Any, rows: list[dict[str, Any]]) -> None:
    wanted = {column: each.dtype for column, each in schema.columns().items()}
    frame = pl.DataFrame({column: [row.get(column) for row in rows] for column in wanted}, strict=False)
    columns = [
        pl.col(column).cast(pl.String).str.to_date() if dtype == pl.Date else pl.col(column).cast(dtype)
        for column, dtype in wanted.items()
    ]
    store.put(name, frame.with_columns(columns))


def judged(store: Store, as_at: str, *programmes: Programme, support: str = "") -> tuple[pl.DataFrame, pl.DataFrame]:
    """The indicator and evidence rows of some programmes on a store, sorted."""
    facts = facts_of(store, Settings(Path(), date.fromisoformat(as_at)))
    if support:
        frame = pl.DataFrame(table(support)).with_columns(pl.col("from_on", "until_on").cast(pl.String).str.to_date())
        store.put("support", frame)
        facts = replace(facts, support=store.ibis.table("support"))

    def keep(name: str, step: Any) -> Any:
        store.make(f"needs_{name}", step)
        return store.ibis.table(f"needs_{name}")

    answers = evaluate(programmes, facts, keep)
    store.make("indicator", answers.indicator)
    store.make("evidence", answers.evidence)
    return (
        store.frame("select * from indicator order by family_id, person_id nulls first, criterion"),
        store.frame("select * from evidence order by family_id, person_id nulls first, criterion, event_no"),
    )


def answers_of(indicator: pl.DataFrame, criterion: str) -> dict[str, tuple[str, str]]:
    """Answer and reason by person and by family: a member or family without a row is answered no."""
    found: dict[str, tuple[str, str]] = {}
    rows = indicator.filter(pl.col("criterion") == criterion)
    for family_id, person_id, answer, reason in rows.select("family_id", "person_id", "answer", "reason").iter_rows():
        if person_id is not None:
            found[person_id] = (answer, reason)
        if found.get(family_id, ("no", ""))[0] != "yes":
            found[family_id] = (answer, reason)
    return found


class Example:
    """Called with the drawn tables of ``given_store``, ``as_at``, ``criterion`` and ``expect``.

    ``criterion`` is one of the programme's, or a test of one of its results. ``expect`` gives the answer for the family
    (``family``, or its name) and for members who differ from *no*.
    """

    def __init__(self, programme: str) -> None:
        self.programme = programme

    def __call__(
        self,
        *,
        criterion: str,
        expect: dict[str, str | Unknown],
        as_at: str = "2026-09-30",
        programme: Programme | None = None,
        support: str = "",
        **given: Any,
    ) -> None:
        chosen = programme or load_programme(self.programme)
        asked = tuple(each for each in (*chosen.criteria, *chosen.results) if each.id == criterion)
        assert asked, f"{chosen.name} has no criterion {criterion}"
        chosen = replace(chosen, criteria=asked)
        indicator, _ = judged(given_store(**given), as_at, chosen, support=support)
        found = answers_of(indicator, criterion)
        for whom, wanted in expect.items():
            answer, reason = found.get(whom, ("no", ""))
            if isinstance(wanted, Unknown):
                assert answer == "unknown", f"{whom}: {answer} ({reason}), expected unknown"
                assert wanted.because in reason, f"{whom}: {reason!r}"
            else:
                assert answer == wanted, f"{whom}: {answer} ({reason}), expected {wanted}"


class EntryExample:
    """Called with ``met`` and ``expect``, and with ``family`` where it matters who lives where.

    ``met`` is a drawn table of criterion, and family, person and agency (one that shows it) where they matter.
    ``expect`` gives for each family yes, no, or "no, but yes by another reading".
    """

    def __init__(self, programme: str) -> None:
        self.programme = programme

    def __call__(self, *, met: str, expect: dict[str, str], family: str = "") -> None:
        chosen = load_programme(self.programme)
        headings = {each.id: each.heading for each in chosen.criteria}
        rows = table(met)
        store = given_store(family or "person | role\nnobody | child")
        _put(
            store,
            "indicator",
            made.Indicator,
            [
                {
                    "family_id": row.get("family") or "family",
                    "person_id": row.get("person"),
                    "programme": chosen.name,
                    "criterion": row["criterion"],
                    "heading": headings[str(row["criterion"])],
                    "answer": "yes",
                }
                for row in rows
            ],
        )
        events = {agency: event for event, agency in store.rows("select event, agency from event_type order by event")}
        _put(
            store,
            "evidence",
            made.Evidence,
            [
                {
                    "family_id": row.get("family") or "family",
                    "programme": chosen.name,
                    "criterion": row["criterion"],
                    "event": events[row["agency"]],
                }
                for row in rows
                if row.get("agency")
            ],
        )
        tables = ("indicator", "evidence", "event_type", "family_member")
        judged = chosen.entry.judge(chosen.name, *(store.ibis.table(name) for name in tables))
        found = {
            row["family_id"]: "yes"
            if row["is_eligible"]
            else "no, but yes by another reading"
            if row["is_eligible_otherwise"]
            else "no"
            for row in pl.DataFrame(judged.to_pyarrow()).iter_rows(named=True)
        }
        assert {whom: found.get(whom, "no") for whom in expect} == expect
