"""Whatever the cells hold: rows read = rows accepted + rows set aside, and no cell's content leaves with a reason."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.intake.folder import Taken, take

QUICK = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))

IDS = st.sampled_from(["P1", "P2", "P3", " P4 ", "", "=P5", "p1"])
DAYS = st.sampled_from(
    [
        "2025-01-01",
        "2026-09-30",
        "2026-10-01",
        "1890-01-01",
        "",
        "x",
        "01/02/2025",
        "9999-12-31",
        "2025-02-29",
        "0000-00-00",
    ]
)
CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(["yes", "no", "unknown", "-1", "NaN", "1e400", "#N/A", "\0", '"', "'", "=1+1", "\u202e", "٣"]),
)
PEOPLE = st.lists(st.tuples(IDS, CELLS, DAYS, CELLS, CELLS, CELLS, st.sampled_from(["", "yes", "no"])), max_size=12)
EVENTS = st.lists(
    st.tuples(IDS, st.sampled_from(["arrest", "asb_order", "x", ""]), DAYS, DAYS, CELLS, st.sampled_from(["", "R1"])),
    max_size=12,
)
RELATIONS = st.lists(st.tuples(IDS, IDS, st.sampled_from(["parent", "pet", ""]), CELLS, DAYS, DAYS), max_size=12)
HEADERS = {
    "people": ["record_id", "first_name", "date_of_birth", "sex", "nhs_number", "nino", "objection"],
    "events": ["record_id", "event", "from_on", "until_on", "quantity", "reference"],
    "relationships": ["record_id", "related_record_id", "relationship", "lives_with", "from_on", "until_on"],
}


def written(table: str, rows: list[tuple[str, ...]]) -> str:
    held = io.StringIO()
    writer = csv.writer(held, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADERS[table], *rows])
    return held.getvalue()


def taken_of(people: list, events: list, relations: list) -> Taken:
    tables = {"people": people, "events": events, "relationships": relations}
    with tempfile.TemporaryDirectory() as folder:
        return take(Path(folder), {f"police/{name}.csv": written(name, rows) for name, rows in tables.items()})


@QUICK
@given(PEOPLE, EVENTS, RELATIONS)
def test_rows_read_are_accepted_or_set_aside(people: list, events: list, relations: list):
    taken = taken_of(people, events, relations)
    read = {"people": len(people), "events": len(events), "relationships": len(relations)}
    stored = {"people": "record", "events": "event", "relationships": "stated_relationship"}
    for table, (rows, accepted, aside) in taken.counts().items():
        assert rows == read[table] == accepted + aside
        assert taken.store.value(f"select count(*) from {stored[table]}") == accepted
        refused = [row for name, row, _, _ in taken.codes() if name == table]
        assert len(refused) == len(set(refused)) == aside
    ignored = {(table, row) for table, row, _, _ in taken.codes("value")}
    assert not ignored & {(table, row) for table, row, _, _ in taken.codes()}


@QUICK
@given(PEOPLE, EVENTS, RELATIONS)
def test_what_is_said_of_an_objecting_person_is_never_accepted(people: list, events: list, relations: list):
    taken = taken_of(people, events, relations)
    objecting = {row[0].strip() for row in people if row[-1] == "yes"} - {""}
    assert not objecting & set(taken.column("record_id"))
    rows = taken.store.rows("select record_id from event join record using (record_no)")
    assert not objecting & {row[0] for row in rows}


@QUICK
@given(PEOPLE, EVENTS)
def test_the_same_delivery_read_twice_changes_nothing(people: list, events: list):
    first, again = taken_of(people, events, []), taken_of(people, events, [])
    for table in ("record", "event", "set_aside", "intake_count"):
        assert first.store.frame(f"select * from {table}").equals(again.store.frame(f"select * from {table}"))
    assert first.delivery.warnings == again.delivery.warnings


@QUICK
@given(PEOPLE)
def test_identifiers_and_dates_that_come_through_are_right(people: list):
    taken = taken_of(people, [], [])
    for born, nhs, nino in taken.store.rows("select date_of_birth, nhs_number, nino from record"):
        assert born is None or 1906 <= born.year <= 2026
        assert nhs is None or (len(nhs) == 10 and nhs.isdigit())
        assert nino is None or len(nino) == 9
