"""What a column map can declare, in any feed.toml: several files, joins, columns together, rows left out; every row counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.intake.folder import FEED, PEOPLE, Taken, take

from thinkfamily.core.errors import ExtractError

SECRET = "Zxqsecret"


def police(folder: Path, toml: str, **files: str) -> Taken:
    """Read a feed of police from some files, named with an underscore for the dot."""
    named: dict[str, str | bytes] = {f"police/{name.replace('_csv', '.csv')}": text for name, text in files.items()}
    return take(folder, {**named, "police/feed.toml": FEED + toml})


def counted(taken: Taken) -> dict[str, tuple[int, int, int]]:
    """Rows read, accepted and set aside, by file and table."""
    rows = taken.store.rows('select file, "table", rows_read, rows_accepted, rows_set_aside from intake_count')
    return {f"{file}, {table}": tuple(numbers) for file, table, *numbers in rows}


def test_several_files_make_one_table_and_a_text_stands_in_every_row(tmp_path: Path) -> None:
    taken = police(
        tmp_path,
        """
        [[people]]
        file = "people.csv"
        [[events]]
        file = "arrests.csv"
        columns = { record_id = "who", from_on = "day" }
        fixed = { event = "arrest" }
        [[events]]
        file = "orders.csv"
        columns = { record_id = "who", from_on = "begins", until_on = "ends" }
        fixed = { event = "asb_order", role = "subject" }
        """,
        people_csv=PEOPLE,
        arrests_csv="who,day\nP1,2025-01-01\nP9,2025-01-02\n",
        orders_csv="who,begins,ends\nP2,2025-02-01,2025-03-01\n",
    )
    assert taken.store.rows("select record_id, event, from_on, role from event join record using (record_no) order by event_no") == [
        ("P1", "arrest", date(2025, 1, 1), None),
        ("P2", "asb_order", date(2025, 2, 1), "subject"),
    ]  # fmt: skip
    assert counted(taken) == {
        "people.csv, people": (2, 2, 0),
        "arrests.csv, events": (2, 1, 1),
        "orders.csv, events": (1, 1, 0),
    }
    assert taken.store.rows('select file, row, code, "column", reason from set_aside') == [
        (
            "arrests.csv",
            2,
            "unknown_record",
            "record_id",
            "No accepted row of people has this record_id. Their column: who.",
        )
    ]


def test_a_person_of_two_files_stands_once_and_an_objection_in_either_holds(tmp_path: Path) -> None:
    taken = police(
        tmp_path,
        '[[people]]\nfile = "a.csv"\n[[people]]\nfile = "b.csv"\n',
        a_csv="record_id,last_name\nP1,Bell\nP2,Bell\nP3,Bell\n",
        b_csv="record_id,last_name,objection\nP1,Cole,\nP2,Cole,yes\nP4,Cole,\n",
    )
    assert taken.store.rows("select record_id, last_name from record order by record_id") == [
        ("P1", "Bell"), ("P3", "Bell"), ("P4", "Cole"),
    ]  # fmt: skip
    assert taken.store.rows("select file, row, code from set_aside order by all") == [
        ("a.csv", 2, "objection"), ("b.csv", 1, "duplicate_record"), ("b.csv", 2, "objection"),
    ]  # fmt: skip


def test_what_two_files_both_say_under_one_reference_counts_once(tmp_path: Path) -> None:
    rows = "record_id,event,from_on,reference\nP1,arrest,2025-01-01,R1\n"
    taken = police(
        tmp_path,
        '[people]\nfile = "people.csv"\n[events]\nfile = "*arrests.csv"\n',
        people_csv=PEOPLE, january_arrests_csv=rows, february_arrests_csv=rows,
    )  # fmt: skip
    assert taken.store.value("select count(*) from event") == 1
    # In order of name, February comes first.
    assert taken.store.rows("select file, row, code from set_aside") == [("january_arrests.csv", 1, "duplicate_row")]


def test_columns_are_put_together_and_empty_ones_left_out(tmp_path: Path) -> None:
    taken = police(
        tmp_path,
        """
        [people]
        [people.columns]
        record_id = ["School", "Number"]
        address = ["Flat", "House", "Street"]
        sex = ["Sex", "Gender"]
        [people.values.sex]
        F = "female"
        "*" = "unknown"
        """,
        people_csv="School,Number,Flat,House,Street,Sex,Gender\nA,1,,12,Made Up Lane,F,\nA,2,Flat 2, ,Long Row,,X\nB,1,,,,,\n",
    )
    assert taken.store.rows("select record_id, address, sex from record order by all") == [
        ("A 1", "12, Made Up Lane", "female"), ("A 2", "Flat 2, Long Row", "unknown"), ("B 1", None, None),
    ]  # fmt: skip


def test_a_key_of_a_cell_of_json_and_a_cell_that_is_none(tmp_path: Path) -> None:
    taken = police(
        tmp_path,
        """
        [people]
        [people.columns]
        address = ["where -> (text)", "where -> HOUSE", "where -> STREET"]
        uprn = "where -> UPRN"
        """,
        people_csv='record_id,where\n1,"{""HOUSE"":""3"",""STREET"":""Long Row"",""UPRN"":""990000000001""}"\n'
        "2,4 Short Row\n3,{not json\n4,\n",
    )  # fmt: skip
    assert taken.store.rows("select record_id, address, uprn from record order by all") == [
        ("1", "3, Long Row", "990000000001"), ("2", "4 Short Row", None), ("3", None, None), ("4", None, None),
    ]  # fmt: skip


def test_rows_are_left_out_by_a_cell_and_counted(tmp_path: Path) -> None:
    taken = police(
        tmp_path,
        """
        [people]
        leave_out = { status = ["void", ""] }
        """,
        people_csv="record_id,last_name,status\nP1,Old,void\nP1,Bell,live\nP2,Bell,\nP3,Bell,odd\n",
    )
    # The first row of P1 is left out, so the second is no duplicate of it.
    assert taken.store.rows("select record_id, last_name from record order by all") == [("P1", "Bell"), ("P3", "Bell")]
    assert taken.codes() == [("people", 1, None, "left_out"), ("people", 3, None, "left_out")]
    assert counted(taken) == {"people.csv, people": (4, 2, 2)}


JOINED = """
[people]
file = "people.csv"
columns = { postcode = "code", address_from = "since" }
[[people.join]]
file = "homes.csv"
on = "record_id"
key = "person"
latest = "since"
"""


def test_a_join_brings_the_latest_row_and_counts_the_others(tmp_path: Path) -> None:
    taken = police(
        tmp_path,
        JOINED,
        people_csv=PEOPLE,
        homes_csv="person,code,since\nP1,ZZ1 1AA,2020-01-01\nP1,ZZ1 1AB,2024-01-01\nP1,ZZ1 1AC,\nP7,ZZ1 1AD,2024-01-01\n,ZZ1 1AE,\n"
        "P2,ZZ1 1AF,2024-01-01,too,many\n",
    )  # fmt: skip
    assert taken.store.rows("select record_id, postcode from record order by all") == [("P1", "ZZ1 1AB"), ("P2", None)]
    assert counted(taken)["homes.csv (joined), people"] == (6, 1, 5)
    assert taken.store.rows("select file, row, code from set_aside order by row") == [
        ("homes.csv (joined)", 1, "not_latest"),
        ("homes.csv (joined)", 3, "not_latest"),
        ("homes.csv (joined)", 4, "unknown_record"),
        ("homes.csv (joined)", 5, "unknown_record"),
        ("homes.csv (joined)", 6, "bad_row"),
    ]


def test_a_join_by_two_columns_never_brings_another_school_s_child(tmp_path: Path) -> None:
    taken = police(
        tmp_path,
        """
        [people]
        file = "people.csv"
        columns = { record_id = ["school", "number"], postcode = "code" }
        join = [{ file = "homes.csv", on = ["school", "number"] }]
        """,
        people_csv="school,number\nA,1\nB,1\n",
        homes_csv="school,number,code\nB,1,ZZ1 1AB\nA,1,ZZ1 1AA\n",
    )
    assert taken.store.rows("select record_id, postcode from record order by all") == [
        ("A 1", "ZZ1 1AA"),
        ("B 1", "ZZ1 1AB"),
    ]


def test_a_join_leads_on_to_another(tmp_path: Path) -> None:
    taken = police(
        tmp_path,
        """
        [people]
        file = "people.csv"
        [events]
        file = "plans.csv"
        columns = { record_id = "person", from_on = "day" }
        fixed = { event = "arrest" }
        join = [{ file = "steps.csv", on = "step" }, { file = "cases.csv", on = "case", key = "number" }]
        """,
        people_csv=PEOPLE,
        plans_csv="step,day\nS1,2025-01-01\nS9,2025-01-01\n",
        steps_csv="step,case\nS1,C1\n",
        cases_csv="number,person\nC1,P2\nC2,P1\n",
    )
    assert taken.store.rows("select record_id from event join record using (record_no)") == [("P2",)]
    assert ("events", 2, "record_id", "missing_record_id") in taken.codes()


@pytest.mark.parametrize(
    ("toml", "code", "found"),
    [
        ('[people]\nfile = "*.csv"\n[[people.join]]\nfile = "homes.csv"\n', "TF-INTAKE-002", "the column, or columns"),
        (JOINED.replace("homes", "gone"), "TF-INTAKE-001", "gone.csv"),
        (JOINED.replace('latest = "since"', 'latest = "until"'), "TF-INTAKE-004", "no column until"),
        ('[people]\nleave_out = { status = ["x"] }\n', "TF-INTAKE-004", "no column status"),
        ('[people]\nfixed = { surname = "x" }\n', "TF-INTAKE-002", "surname"),
        ('[people]\nfixed = { sex = "man" }\n', "TF-INTAKE-002", "man"),
        ('[[people]]\nfile = "people.csv"\n[[people]]\nfile = "people.csv"\n', "TF-INTAKE-002", "same file read twice"),
        ('[people]\nfile = "*none.csv"\n', "TF-INTAKE-001", "*none.csv"),
        ('[people]\ncolumns = { address = ["House", "Gone"] }\n', "TF-INTAKE-004", "no column House"),
        ('[people]\ncolumns = { address = 3 }\n', "TF-INTAKE-002", "list"),
        ('does_not_supply = ["landing"]\n', "TF-INTAKE-002", "landing"),
        ('map = "no_such_map"\n', "TF-INTAKE-002", "no_such_map"),
        ('map = "cin_census"\n', "TF-INTAKE-002", "for the feed childrens_social_care"),
        ('map = 3\n', "TF-INTAKE-002", "map"),
        ('[people]\neach = "Child"\nfile = "people.csv"\n', "TF-INTAKE-004", "no XML"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused_by_name(tmp_path: Path, toml: str, code: str, found: str) -> None:
    files = {"people_csv": f"record_id,last_name\nP1,{SECRET}\n", "homes_csv": f"person,code,since\nP1,{SECRET},\n"}
    with pytest.raises(ExtractError) as refused:
        police(tmp_path, toml, **files)
    assert refused.value.code == code
    assert found in str(refused.value)
    assert SECRET not in str(refused.value)


def test_an_optional_file_may_be_missing(tmp_path: Path) -> None:
    taken = police(tmp_path, '[people]\n[events]\nfile = "gone.csv"\noptional = true\n', people_csv=PEOPLE)
    assert counted(taken) == {"people.csv, people": (2, 2, 0)}


def test_what_the_maps_cannot_bring_is_not_supplied(tmp_path: Path) -> None:
    """Where every map says which event it brings, the feed's others are lacking; a file of any event lacks none."""
    toml = '[people]\n[events]\nfile = "e.csv"\nfixed = { event = "arrest" }\n'
    files = {"people_csv": PEOPLE, "e_csv": "record_id,from_on\nP1,2025-01-01\n"}
    lacking = {row[0] for row in police(tmp_path / "a", toml, **files).store.rows("select event from not_supplied")}
    assert "crime_suspect" in lacking
    assert "arrest" not in lacking
    assert "suspension" not in lacking  # of another feed
    standard = take(tmp_path / "b", {"police/people.csv": PEOPLE, "police/events.csv": "record_id,event,from_on\n"})
    assert standard.store.value("select count(*) from not_supplied") == 0


def test_a_feed_says_itself_what_it_does_not_supply(tmp_path: Path) -> None:
    taken = take(
        tmp_path,
        {"police/people.csv": PEOPLE, "police/feed.toml": FEED + 'does_not_supply = ["arrest"]\n'},
    )
    assert taken.store.rows("select feed, event from not_supplied") == [("police", "arrest")]
