"""Whatever agencies hold and however they spell it, what a run keeps for a handover shows no restricted address."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.drawn import put

from thinkfamily.engine.handover import STAGE
from thinkfamily.engine.intake import place_records
from thinkfamily.engine.stage import Settings
from thinkfamily.engine.store import Store
from thinkfamily.tables import kept, made, supplied

AS_AT = date(2026, 9, 30)
SECRET = "17 Zanziquorn Passage"
POSTCODE = "ZQ9 9QZ"
# As other agencies write it: each tells where the place is.
SPELLINGS = (
    (SECRET, POSTCODE, None),
    ("17 ZANZIQUORN PASSAGE", "ZQ99QZ", None),
    ("17, Zanziqourn Pasage", "zq9 9qz", None),
    ("Flat 2, 17 Zanziquorn Passage", None, None),
    ("17 Zanziquorn Psg", "ZQ9 9QX", None),
    ("The old forge", POSTCODE, None),
    (None, POSTCODE, None),
    ("The old forge", "XX1 1XX", "990009990009"),
)
ELSEWHERE = (("4 Plainly Row", "PL1 1PL", None), ("9 Plainly Row", "PL1 1PL", None), (None, None, None))
FEEDS = ("education", "health", "housing", "police")
TELLING = ("zanziq", "zq9", "9qz", "9qx", "old forge")


@st.composite
def areas(draw: st.DrawFn) -> tuple[list[dict[str, object]], list[str]]:
    """Records of a few members of two families; one member at least has the secret address, restricted."""
    count = draw(st.integers(2, 5))
    residence = [draw(st.sampled_from(("with_children", "away", "elsewhere"))) for _ in range(count)]
    records: list[dict[str, object]] = []

    def add(
        person: int, place: tuple[str | None, str | None, str | None], restriction: str | None, until: object
    ) -> None:
        address, postcode, uprn = place
        records.append(
            {
                "record_no": len(records), "feed": FEEDS[len(records) % len(FEEDS)], "record_id": f"r{len(records)}",
                "person_id": f"p{person}", "first_name": f"Fake{person}", "address": address, "postcode": postcode,
                "uprn": uprn, "restriction": restriction, "address_to": until, "area": "W01",
            }
        )  # fmt: skip

    kinds = st.sampled_from(("safe_address", "adoption", "witness", "staff"))
    add(draw(st.integers(0, count - 1)), (SECRET, POSTCODE, "990009990009"), draw(kinds), None)
    for person in draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=8)):
        until = draw(st.sampled_from((None, date(2025, 1, 1))))
        add(person, draw(st.sampled_from(SPELLINGS + ELSEWHERE)), None, until)
    return records, residence


def stage_on(records: list[dict[str, object]], residence: list[str]) -> Store:
    """A store after the stage, with everybody of one family that is proposed."""
    store = Store()
    wanted = supplied.Record.create_empty().schema
    store.put("record", pl.DataFrame([{name: row.get(name) for name in wanted} for row in records], schema=wanted))
    place_records(store)
    store.put("person_record", pl.DataFrame(records, schema={"record_no": pl.Int64, "person_id": pl.String}))
    rows = "\n".join(f"F | p{at} | adult | {where} | x" for at, where in enumerate(residence))
    put(store, "family_member", made.FamilyMember, f"family_id | person_id | role | residence | known_by\n{rows}")
    put(store, "family_detail", made.FamilyDetail,
        "family_id | area | children | expected_children | adults | is_flagged\nF | W01 | 1 | 0 | 1 | no")  # fmt: skip
    put(store, "cohort", made.Cohort, "family_id | months_observed | is_eligible | is_proposed\nF | 12 | yes | yes")
    feeds = "\n".join(f"{feed} | {feed} | 2026-09-30 | 2023-10-01 | 2026-10-01" for feed in FEEDS)
    put(store, "feed", supplied.Feed, f"feed | agency | extract_on | covers_from | covers_until\n{feeds}")
    for name, schema in (
        ("known_family", kept.KnownFamily), ("person_detail", made.PersonDetail), ("event", supplied.Event),
        ("event_type", supplied.EventType), ("stated_relationship", supplied.StatedRelationship),
    ):  # fmt: skip
        put(store, name, schema)
    STAGE.run(store, Settings(Path(), AS_AT))
    return store


_quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_quick
@given(areas())
def test_no_spelling_of_a_restricted_address_is_kept(drawn: tuple[list[dict[str, object]], list[str]]) -> None:
    store = stage_on(*drawn)
    rows = store.frame("select * from handover_record")
    assert rows.height == len(drawn[0]), "the records are kept, without their addresses"
    text = rows.write_csv().lower()
    assert not [each for each in TELLING if each in text]
    assert store.value("select area from handover_family") is None


def test_where_nothing_is_restricted_addresses_are_kept() -> None:
    """Else the law above would hold of an empty table."""
    record = {
        "record_no": 0, "feed": "health", "record_id": "r", "person_id": "p0", "address": "4 Plainly Row",
        "postcode": "PL1 1PL", "area": "W01",
    }  # fmt: skip
    store = stage_on([record], ["with_children"])
    assert store.rows("select address, postcode, area from handover_record") == [("4 Plainly Row", "PL1 1PL", "W01")]
    assert store.value("select area from handover_family") == "W01"
