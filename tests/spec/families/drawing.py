"""Worked examples of families: draw who is known, where and by whom, and read back who is of which family."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
from tests.drawn import put

from thinkfamily.core.dates import years_before
from thinkfamily.engine.families import STAGE
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.tables.kept import HandleMember, HandleRecord, WorkerMembership
from thinkfamily.tables.made import Person, PersonDetail
from thinkfamily.tables.supplied import Event, Feed, Record, RecordPlace, StatedRelationship

AS_AT = date(2026, 9, 30)


def _read(drawing: str, *columns: str) -> list[dict[str, str | None]]:
    """The rows of a drawing; columns not drawn, and ``-``, are None."""
    lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines() if line.strip()]
    header = lines[0] if lines else []
    unknown = set(header) - set(columns)
    if unknown:
        raise ValueError(f"No such column: {sorted(unknown)}")
    rows = [
        dict(zip(header, (None if cell in ("-", "") else cell for cell in line), strict=True)) for line in lines[1:]
    ]
    return [{column: row.get(column) for column in columns} for row in rows]


def _table(name: str, schema: type, rows: list[dict[str, object]], store: Store) -> None:
    """Put rows into the store with every column of the schema."""
    types = {column: declared.dtype for column, declared in schema.columns().items()}
    store.put(name, pl.DataFrame([{c: row.get(c) for c in types} for row in rows], schema=types))


def draw_area(people: str, records: str, ties: str = "", events: str = "", handed: str = "", words: str = "") -> Store:
    """A store with everything that the families stage reads.

    Args:
        people: who | age | name | sex | died_on | adopted.
        records: who | feed | home | from | until | household | restriction | area | address. A home that begins with
            ``~`` names a building without the flat. Records are numbered in the order drawn, from 0.
        ties: who | is | of | lives_with | from | until | feed.
        events: who | event | from | until | days | feed.
        handed: family | who | is: who was of a family (its handle), as child or adult, when it was handed over.
        words: family | who | says | from: whom a worker has said to be in or out of a family.
    """
    store = Store()
    persons = _read(people, "who", "age", "name", "sex", "died_on", "adopted")
    drawn = _read(records, "who", "feed", "home", "from", "until", "household", "restriction", "area", "address")
    stated = _read(ties, "who", "is", "of", "lives_with", "from", "until", "feed")
    happened = _read(events, "who", "event", "from", "until", "days", "feed")
    told = [(row["who"], row["feed"] or "education") for row in drawn]
    # A tie or an event stands on a record of its own feed, without an address where none is drawn.
    for row, ends in [(r, (r["who"], r["of"])) for r in stated] + [(r, (r["who"],)) for r in happened]:
        for who in ends:
            if (who, row["feed"] or "health") not in told:
                drawn.append({"who": who, "feed": row["feed"] or "health"})
                told.append((who, row["feed"] or "health"))
    number = {key: index for index, key in reversed(list(enumerate(told)))}

    def day(text: object) -> date | None:
        return date.fromisoformat(str(text)) if text else None

    def born(age: object) -> date | None:
        return years_before(AS_AT, int(str(age))) - timedelta(days=100) if age else None

    put(
        store,
        "feed",
        Feed,
        "feed | agency | extract_on | covers_from | covers_until | absence_means | is_synthetic | covers_casework\n"
        + "\n".join(
            f"{feed} | {feed} | {AS_AT} | 2023-10-01 | 2026-10-01 | "
            f"{'unknown' if feed in ('education', 'health') else 'no'} | yes | no"
            for feed in sorted({feed for _, feed in told})
        ),
    )
    by_name = {row["who"]: row for row in persons}
    _table(
        "record",
        Record,
        [
            {
                "record_no": index,
                "feed": told[index][1],
                "record_id": f"r{index}",
                "last_name": by_name[row["who"]]["name"],
                "date_of_birth": born(by_name[row["who"]]["age"]),
                "address": row.get("address"),
                "address_from": day(row.get("from")),
                "address_to": day(row.get("until")),
                "household_ref": row.get("household"),
                "restriction": row.get("restriction"),
                "area": row.get("area"),
            }
            for index, row in enumerate(drawn)
        ],
        store,
    )
    _table(
        "record_place",
        RecordPlace,
        [
            {
                "record_no": index,
                "is_restricted": row.get("restriction") is not None,
                "property_id": (row.get("home") or "").removeprefix("~") or None
                if not row.get("restriction")
                else None,
                "is_building_only": (row.get("home") or "").startswith("~") and not row.get("restriction"),
            }
            for index, row in enumerate(drawn)
        ],
        store,
    )
    store.put(
        "person_record",
        pl.DataFrame(
            {"record_no": list(range(len(drawn))), "person_id": [row["who"] for row in drawn]},
            schema={"record_no": pl.Int64, "person_id": pl.String},
        ),
    )
    _table(
        "person",
        Person,
        [
            {
                "person_id": row["who"],
                "age": int(row["age"]) if row["age"] else None,
                "is_child": int(row["age"]) < 18 if row["age"] else None,
                "sex": row["sex"] or "unknown",
                "is_dead": row["died_on"] is not None,
                "records": 1,
                "feeds": 1,
            }
            for row in persons
        ],
        store,
    )
    _table(
        "person_detail",
        PersonDetail,
        [
            {
                "person_id": row["who"],
                "date_of_birth": born(row["age"]),
                "died_on": day(row["died_on"]),
                "sex": row["sex"] or "unknown",
                "last_name": row["name"],
                "is_adopted": row["adopted"] == "yes",
            }
            for row in persons
        ],
        store,
    )
    _table(
        "stated_relationship",
        StatedRelationship,
        [
            {
                "record_no": number[row["who"], row["feed"] or "health"],
                "related_record_no": number[row["of"], row["feed"] or "health"],
                "feed": row["feed"] or "health",
                "relationship": row["is"],
                "lives_with": row["lives_with"],
                "from_on": day(row["from"]),
                "until_on": day(row["until"]),
            }
            for row in stated
        ],
        store,
    )
    _table(
        "event",
        Event,
        [
            {
                "event_no": index,
                "record_no": number[row["who"], row["feed"] or "health"],
                "feed": row["feed"] or "health",
                "event": row["event"],
                "from_on": day(row["from"]),
                "until_on": day(row["until"]),
                "quantity": float(row["days"]) if row["days"] else None,
            }
            for index, row in enumerate(happened)
        ],
        store,
    )
    _table(
        "handle_record",
        HandleRecord,
        [{"series": "s", "handle": who, "record_no": index} for index, (who, _) in enumerate(told)],
        store,
    )
    _table(
        "handle_member",
        HandleMember,
        [
            {"series": "s", "family": row["family"], "person": row["who"], "is_child": row["is"] == "child"}
            for row in _read(handed, "family", "who", "is")
        ],
        store,
    )
    _table(
        "worker_membership",
        WorkerMembership,
        [
            {"family": row["family"], "person": row["who"], "membership": row["says"], "from_on": day(row["from"])}
            for row in _read(words, "family", "who", "says", "from")
        ],
        store,
    )
    return store


def build(store: Store) -> dict[str, object]:
    """Run the families stage on the drawn area."""
    return STAGE.run(store, Settings(extracts=Path("."), as_at=AS_AT))


def families(
    people: str, records: str, ties: str = "", events: str = "", handed: str = "", words: str = ""
) -> list[str]:
    """One line per family, sorted: who lives with the children, then ``away: …`` and ``elsewhere: …``."""
    store = draw_area(people, records, ties, events, handed, words)
    build(store)
    return told_families(store)


def told_families(store: Store) -> list[str]:
    """One line per family of a store, sorted."""
    lines: dict[str, dict[str, list[str]]] = {}
    for family, person, residence in store.rows(
        "select family_id, person_id, residence from family_member order by person_id"
    ):
        lines.setdefault(family, {}).setdefault(residence, []).append(person)
    return sorted(
        " ".join(where.get("with_children", []))
        + "".join(f" {word}: {' '.join(where[word])}" for word in ("away", "elsewhere") if word in where)
        for where in lines.values()
    )
