"""Which rows are set aside and why: the codes of the extract contract, section 2, one by one and in their order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.intake.folder import PEOPLE, take, take_police

EVENTS = "record_id,event,from_on,until_on,quantity,reference\n"


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",arrest,2025-01-01,,,", "record_id", "missing_record_id"),
        ("P1,,2025-01-01,,,", "event", "missing_event"),
        ("P1,arrest,,,,", "from_on", "missing_from_on"),
        (",,,x,,", "record_id", "missing_record_id"),
        ("P1,,x,,,", "event", "missing_event"),
        ("P1,arrest,01/02/2025,,,", "from_on", "bad_from_on"),
        ("P1,arrest,2025-02-30,,,", "from_on", "bad_from_on"),
        ("P1,arrest,2025-2-3,,,", "from_on", "bad_from_on"),
        ("P1,arrest,20250203,,,", "from_on", "bad_from_on"),
        ("P9,moon_landing,x,,,", "from_on", "bad_from_on"),
        ("P1,asb_order,2025-01-01,soon,,", "until_on", "bad_until_on"),
        ("P9,moon_landing,2025-01-01,,,", "record_id", "unknown_record"),
        ("P1,moon_landing,2027-01-01,,,", "event", "unknown_event"),
        ("P1,asb_order,2027-01-02,2027-01-01,,", "until_on", "until_before_from"),
        ("P1,arrest,2026-10-01,,,", "from_on", "in_future"),
    ],
)
def test_an_event_is_set_aside_for_the_first_reason_that_applies(tmp_path: Path, row: str, column: str, code: str):
    taken = take_police(tmp_path, EVENTS + "P1,arrest,2025-01-01,,,\n" + row + "\n")
    assert taken.codes() == [("events", 2, column, code)]
    assert taken.counts()["events"] == (2, 1, 1)
    assert taken.store.value("select count(*) from event") == 1


def test_an_event_of_the_day_of_the_extract_and_an_empty_spell_are_accepted(tmp_path: Path):
    taken = take_police(tmp_path, EVENTS + "P1,arrest,2026-09-30,,,\nP1,asb_order,2025-01-01,2025-01-01,,\n")
    assert taken.codes() == []


def test_what_is_due_is_told_before_its_day(tmp_path: Path):
    """A release that is due is accepted after the day of the extract; no other event is."""
    rows = "P1,release_due,2027-03-01,,,\nP1,arrest,2027-03-01,,,\n"
    taken = take_police(tmp_path, EVENTS + rows)
    assert taken.codes() == [("events", 2, "from_on", "in_future")]


def test_identical_events_are_set_aside_only_where_they_carry_a_reference(tmp_path: Path):
    twice = "P1,arrest,2025-01-01,,,R1\n" * 2 + "P1,arrest,2025-01-01,,,\n" * 3 + "P2,arrest,2025-01-01,,,R1\n"
    taken = take_police(tmp_path, EVENTS + twice)
    assert taken.codes() == [("events", 2, None, "duplicate_row")]
    assert taken.warned()["identical_without_reference"] == 2
    assert taken.counts()["events"] == (6, 5, 1)


def test_a_bad_optional_value_is_ignored_and_its_row_stays(tmp_path: Path):
    taken = take_police(tmp_path, EVENTS + "P1,suspension,2025-01-01,,many,\n")
    assert taken.codes() == []
    assert taken.codes("value") == [("events", 1, "quantity", "bad_quantity")]
    assert taken.column("quantity", "event") == [None]


def test_a_value_of_a_row_that_is_set_aside_is_not_counted_as_ignored(tmp_path: Path):
    taken = take_police(tmp_path, EVENTS + "P9,arrest,2025-01-01,,many,\n")
    assert taken.codes() == [("events", 1, "record_id", "unknown_record")]
    assert taken.codes("value") == []


def test_the_first_of_two_rows_of_one_record_stands(tmp_path: Path):
    taken = take_police(tmp_path, people=PEOPLE + "P1,Eve,Other,1970-01-01\n,No,Id,1970-01-01\n,No,Id,1970-01-01\n")
    assert taken.codes() == [
        ("people", 3, "record_id", "duplicate_record"),
        ("people", 4, "record_id", "missing_record_id"),
        ("people", 5, "record_id", "missing_record_id"),
    ]
    assert taken.column("first_name") == ["Ann", "Bob"]


def test_what_is_said_about_an_objecting_person_is_set_aside_with_the_person(tmp_path: Path):
    people = "record_id,objection\nP1,yes\nP2,\nP3,\n"
    events = EVENTS + "P1,moon_landing,x,,,\nP2,arrest,2025-01-01,,,\n"
    relations = "record_id,related_record_id,relationship\nP1,P2,parent\nP2,P1,sibling\nP2,P3,nonsense\nP2,P3,parent\n"
    taken = take_police(tmp_path, events, relations, people)
    assert taken.codes() == [
        ("events", 1, "record_id", "objection"),
        ("people", 1, "objection", "objection"),
        ("relationships", 1, "record_id", "objection"),
        ("relationships", 2, "related_record_id", "objection"),
        ("relationships", 3, "relationship", "bad_relationship"),
    ]


def test_an_objection_in_a_later_row_of_a_record_holds_for_the_first(tmp_path: Path):
    taken = take_police(tmp_path, people="record_id,objection\nP1,\nP2,\nP1,yes\nP1,\n")
    assert taken.codes() == [
        ("people", 1, "objection", "objection"),
        ("people", 3, "objection", "objection"),
        ("people", 4, "record_id", "duplicate_record"),
    ]
    assert taken.column("record_id") == ["P2"]


def test_an_objection_that_cannot_be_read_is_said_aloud(tmp_path: Path):
    taken = take_police(tmp_path, people="record_id,objection\nP1,Y\n")
    assert taken.codes("value") == [("people", 1, "objection", "bad_objection")]
    assert taken.warned()["objection_not_read"] == 1


def test_a_restriction_that_cannot_be_read_restricts(tmp_path: Path):
    """Whoever wrote "yes" or "SAFE ADDRESS" meant something by it; only a plain no means none. Nothing is shown in doubt."""
    people = "record_id,address,restriction\nP1,1 Long Row,SAFE ADDRESS\nP2,2 Long Row,yes\nP3,3 Long Row,No\nP4,4 Long Row,\n"
    taken = take_police(tmp_path, people=people)
    assert taken.column("restriction", order="record_id") == ["safe_address", "safe_address", None, None]
    assert taken.codes("value") == [("people", row, "restriction", "bad_restriction") for row in (1, 2, 3)]
    assert taken.warned()["restriction_not_read"] == 2
    assert taken.column("reason", "set_aside", "row")[0].startswith(
        "It is none of the standard values, so the address is held"
    )


@pytest.mark.parametrize("theirs", ["Adoption", "ADOPTED", "Child was adopted"])
def test_an_adoption_in_other_words_is_one_in_doubt(tmp_path: Path, theirs: str):
    """Held as a safe address alone, an adopted child's identities would be linked."""
    taken = take_police(tmp_path, people=f"record_id,address,restriction\nP1,1 Long Row,{theirs}\n")
    assert taken.column("restriction") == ["adoption"]
    assert taken.warned()["restriction_not_read"] == 1


def test_a_restriction_in_any_row_of_a_record_holds_for_the_one_that_stands(tmp_path: Path):
    rows = "P1,1 Long Row,\nP2,2 Long Row,\nP1,1 Long Row,adoption\nP1,1 Long Row,staff\n,3 Long Row,witness\n"
    taken = take_police(tmp_path, people="record_id,address,restriction\n" + rows)
    assert taken.column("restriction", order="record_id") == ["adoption", None]
    assert taken.codes()[0] == ("people", 3, "record_id", "duplicate_record")


def test_marks_that_no_table_of_their_day_holds_are_counted(tmp_path: Path):
    """J and H are of the table until August 2024, J1 of the one since; such a mark is no session, and that is said."""
    marks = [("2024-08-16", "j"), ("2024-08-19", "J"), ("2024-08-19", "H"), ("2024-08-16", "J1"), ("2024-09-02", "J1"),
             ("2024-09-02", "?"), ("2024-09-02", "")]  # fmt: skip
    rows = "".join(f"P1,attendance_mark,{day},{code}\n" for day, code in marks)
    taken = take_police(tmp_path, people="record_id\nP1\n", events="record_id,event,from_on,detail\n" + rows)
    assert taken.counts()["events"] == (7, 7, 0)
    assert taken.warned()["mark_without_code"] == 5


def test_births_after_the_extract_or_over_120_years_before_it_are_bad_values(tmp_path: Path):
    days = ["2026-09-30", "2026-10-01", "1906-09-30", "1906-09-29", "0090-01-02"]
    people = "record_id,date_of_birth\n" + "".join(f"P{n},{day}\n" for n, day in enumerate(days, start=1))
    taken = take_police(tmp_path, people=people)
    assert [(row, code) for _, row, _, code in taken.codes("value")] == [
        (2, "bad_date_of_birth"),
        (4, "bad_date_of_birth"),
        (5, "bad_date_of_birth"),
    ]
    births = taken.column("date_of_birth", order="date_of_birth nulls last")
    assert births == [date(1906, 9, 30), date(2026, 9, 30), None, None, None]


def test_an_event_before_its_persons_birth_is_accepted_with_a_warning(tmp_path: Path):
    taken = take_police(tmp_path, EVENTS + "P2,crime_victim,2011-01-01,,,\n")
    assert taken.codes() == []
    assert taken.warned()["before_birth"] == 1


def test_codes_that_are_not_standard_are_bad_unless_mapped(tmp_path: Path):
    people = "record_id,sex,disability,restriction\nP1,F,no,safe_address\nP2,Female,Y,secret\nP3,male,,-\n"
    toml = '[people.values.sex]\nF = "female"\n[people.values.restriction]\n"-" = ""\n'
    taken = take_police(tmp_path, people=people, toml=toml)
    assert taken.column("sex", order="record_no") == ["female", None, "male"]
    assert taken.codes("value") == [
        ("people", 2, "disability", "bad_disability"),
        ("people", 2, "restriction", "bad_restriction"),
        ("people", 2, "sex", "bad_sex"),
    ]


def test_an_identifier_that_fails_its_check_is_ignored(tmp_path: Path):
    people = "record_id,nhs_number,upn,nino\nP1,999 476 5914,B123456789012,QQ 12 34 56 C\nP2,9994765915,B,AB123456E\n"
    taken = take_police(tmp_path, people=people)
    assert [row[1:] for row in taken.codes("value")] == [
        (1, "upn", "bad_upn"),
        (2, "nhs_number", "bad_nhs_number"),
        (2, "nino", "bad_nino"),
        (2, "upn", "bad_upn"),
    ]
    rows = taken.store.rows("select nhs_number, upn, nino from record order by record_id")
    assert rows == [("9994765914", None, "QQ123456C"), (None, None, None)]


def test_relationships_keep_their_rules(tmp_path: Path):
    rows = [
        "P1,P2,parent,yes,2012-03-04,",
        "P1,P2,parent,yes,2012-03-04,",
        "P1,P9,parent,yes,,",
        "P2,P1,sibling,perhaps,x,",
        "P1,P2,carer,,2020-01-01,2019-01-01",
        "P1,P2,carer,,,soon",
        "P1,P2,carer,,2027-01-01,",
        "P1,,carer,,,",
    ]
    relations = "record_id,related_record_id,relationship,lives_with,from_on,until_on\n" + "\n".join(rows)
    taken = take_police(tmp_path, relationships=relations)
    assert taken.codes() == [
        ("relationships", 3, "related_record_id", "unknown_record"),
        ("relationships", 5, "until_on", "until_before_from"),
        ("relationships", 6, "until_on", "bad_until_on"),
        ("relationships", 7, "from_on", "in_future"),
        ("relationships", 8, "related_record_id", "missing_related_record_id"),
    ]
    assert taken.codes("value") == [
        ("relationships", 4, "from_on", "bad_from_on"),
        ("relationships", 4, "lives_with", "bad_lives_with"),
    ]
    assert taken.store.value("select count(*) from stated_relationship") == 3
    assert taken.warned()["identical_without_reference"] == 1


def test_records_are_numbered_by_feed_and_id_and_events_by_feed_and_row(tmp_path: Path):
    taken = take(
        tmp_path,
        {
            "police/people.csv": "record_id\nB\nA\n",
            "police/events.csv": "record_id,event,from_on\nB,arrest,2025-01-02\nA,arrest,2025-01-01\n",
            "health/people.csv": "record_id\n2\n10\n",
            "health/events.csv": "record_id,event,from_on\n2,ae_attendance,2025-01-03\n",
        },
    )
    assert taken.store.rows("select record_no, feed, record_id from record order by record_no") == [
        (0, "health", "10"),
        (1, "health", "2"),
        (2, "police", "A"),
        (3, "police", "B"),
    ]
    assert taken.store.rows("select event_no, record_no, feed from event order by event_no") == [
        (0, 1, "health"),
        (1, 3, "police"),
        (2, 2, "police"),
    ]
