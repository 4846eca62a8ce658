"""One column a session becomes one row a mark: declared in any feed.toml, every cell counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.intake.folder import FEED, Taken, take

from thinkfamily.core.errors import ExtractError
from thinkfamily.engine.intake import columns_to_rows

MARKS = """
[people]
file = "marks.csv"
columns = { record_id = "UPN", last_name = "Surname" }
[events]
file = "marks.csv"
columns = { record_id = "UPN" }
fixed = { event = "attendance_mark" }
[events.columns_to_rows]
headers = "{from_on} {role}"
dates = "%d/%m/%Y"
cells = "detail"
[events.values.role]
AM = "am"
PM = "pm"
"""
HEADER = "UPN,Surname,02/09/2026 AM,02/09/2026 PM,03/09/2026 AM,Notes\n"


def marks(folder: Path, text: str, toml: str = MARKS) -> Taken:
    """Read a feed of education from one file of marks."""
    return take(folder, {"education/marks.csv": text, "education/feed.toml": FEED + toml})


def held(taken: Taken) -> list[tuple[object, ...]]:
    """The marks in the order of their events."""
    return taken.store.rows(
        "select record_id, from_on, role, detail from event join record using (record_no) order by event_no"
    )


def test_each_filled_cell_is_a_mark(tmp_path: Path) -> None:
    taken = marks(tmp_path, HEADER + "P1,Bell,/,\\,I,late bus\nP2,Bell, O ,,,\n")
    assert held(taken) == [
        ("P1", date(2026, 9, 2), "am", "/"),
        ("P1", date(2026, 9, 2), "pm", "\\"),
        ("P1", date(2026, 9, 3), "am", "I"),
        ("P2", date(2026, 9, 2), "am", "O"),
    ]
    assert taken.counts() == {"people": (2, 2, 0), "events": (4, 4, 0)}


def test_a_row_without_a_mark_is_counted_once(tmp_path: Path) -> None:
    taken = marks(tmp_path, HEADER + "P1,Bell,/,,,\nP2,Bell,,,,\n")
    assert taken.counts()["events"] == (2, 1, 1)
    assert taken.codes() == [("events", 2, None, "left_out")]


def test_what_is_set_aside_names_row_and_column_of_the_file(tmp_path: Path) -> None:
    header = HEADER.replace("03/09/2026", "03/12/2026")
    taken = marks(tmp_path, header + f"P1,Bell,/,{'Z' * 10_001},I,\n,Cole,/,,,\n")
    rows = taken.store.rows(
        'select row, "column", code, severity, reason from set_aside where "table" = \'events\' order by all'
    )
    assert [row[:4] for row in rows] == [
        (1, "detail", "bad_detail", "value"),
        (1, "from_on", "in_future", "row"),
        (2, "record_id", "missing_record_id", "row"),
    ]
    assert [row[4].partition(" Their column: ")[2] for row in rows] == ["02/09/2026 PM.", "03/12/2026 AM.", "UPN."]
    assert "ZZZZ" not in str(rows)


def test_a_row_that_does_not_fit_gives_no_mark(tmp_path: Path) -> None:
    taken = marks(tmp_path, HEADER + "P1,Bell,/,/,/,,x\nP2,Bell,/,,,\n")
    assert held(taken) == [("P2", date(2026, 9, 2), "am", "/")]
    assert [code for table, _, _, code in taken.codes() if table == "events"] == ["bad_row"] * 3


@pytest.mark.parametrize(
    ("headers", "dates", "name"),
    [
        ("{from_on} {role}", None, "2026-09-02 AM"),
        ("{} {from_on} {role}", "%d/%m/%Y", "Wed  02/09/2026 AM"),
        ("{from_on}({role})", "%d-%b-%Y", "02-Sep-2026(AM)"),
        ("{from_on} {role}", "%d %b %Y", "2 Sep 2026 AM"),
        ("Mark {role}: {from_on}", "%d/%m/%y", "Mark AM: 02/09/26"),
    ],
)
def test_names_of_columns_in_many_forms(tmp_path: Path, headers: str, dates: str | None, name: str) -> None:
    stated = MARKS.replace("{from_on} {role}", headers)
    stated = stated.replace('dates = "%d/%m/%Y"', f'dates = "{dates}"' if dates else "")
    assert held(marks(tmp_path, f"UPN,Surname,{name}\nP1,Bell,L\n", stated)) == [("P1", date(2026, 9, 2), "am", "L")]


def test_a_reshaping_is_for_any_table_and_measure(tmp_path: Path) -> None:
    toml = """
    [people]
    file = "arrears.csv"
    columns = { record_id = "Tenancy" }
    [events]
    file = "arrears.csv"
    columns = { record_id = "Tenancy" }
    fixed = { event = "rent_arrears" }
    columns_to_rows = { headers = "Balance {from_on}", cells = "quantity" }
    """
    text = "Tenancy,Balance 2026-06-30,Balance 2026-07-31\nT1,100.50,\nT2,£20,x\n"
    taken = take(tmp_path, {"housing/arrears.csv": text, "housing/feed.toml": FEED + toml})
    assert taken.store.rows("select from_on, quantity from event order by event_no") == [
        (date(2026, 6, 30), 100.5), (date(2026, 6, 30), 20.0), (date(2026, 7, 31), None),
    ]  # fmt: skip
    assert taken.codes("value") == [("events", 2, "quantity", "bad_quantity")]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("{from_on} {role}", "{from_on}", "none named like"),
        ('"%d/%m/%Y"', '"%Y/%m/%d"', "none named like"),
        ("{from_on} {role}", "{from_on} {}", "two columns that mean the same"),
        ("{from_on} {role}", "session", "no standard column"),
        ("{from_on} {role}", "{from_on} {detail}", "no standard column"),
        ("{from_on} {role}", "{day} {role}", "no standard column"),
        ('cells = "detail"', 'cells = "mark"', "no standard column"),
        ('cells = "detail"', "", "no cells"),
    ],
)
def test_a_reshaping_that_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, found: str) -> None:
    with pytest.raises(ExtractError) as refused:
        marks(tmp_path, HEADER + "P1,Zxqsecret,/,/,/,\n", MARKS.replace(old, new))
    assert found in str(refused.value)
    assert "Zxqsecret" not in str(refused.value)


def test_a_long_file_is_reshaped_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows at once, the same marks; identical marks of one person are found although apart in the file."""
    rows = "".join(f"P{n},Bell,/,I,O,\n" for n in range(7)) + "P0,Bell,/,,,\n"
    whole = marks(tmp_path / "a", HEADER + rows)
    monkeypatch.setattr(columns_to_rows, "_AT_ONCE", 2)
    pieces = marks(tmp_path / "b", HEADER + rows)
    assert sorted(held(whole)) == sorted(held(pieces))
    assert whole.counts() == pieces.counts() == {"people": (8, 7, 1), "events": (22, 22, 0)}
    assert whole.warned()["identical_without_reference"] == pieces.warned()["identical_without_reference"] == 1


def test_persons_named_by_two_columns_are_told_apart_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One school's pupils are no one person; and rows of one person never stand in two pieces, however many persons."""
    toml = MARKS.replace('record_id = "UPN"', 'record_id = ["School", "No"]').replace(', last_name = "Surname"', "")
    rows = "".join(f"A,{n % 5},/,I\n" for n in range(10)) + ",,/,\n,,/,\n"
    text = "School,No,02/09/2026 AM,02/09/2026 PM\n" + rows
    whole = marks(tmp_path / "a", text, toml)
    monkeypatch.setattr(columns_to_rows, "_AT_ONCE", 3)
    sizes: list[int] = []
    pieces = columns_to_rows._pieces

    def counted(*given: object) -> object:
        for piece in pieces(*given):  # type: ignore[arg-type]
            sizes.append(piece.height)
            yield piece

    monkeypatch.setattr(columns_to_rows, "_pieces", counted)
    taken = marks(tmp_path / "b", text, toml)
    assert sizes == [2, 4, 2, 4]
    assert sorted(held(whole)) == sorted(held(taken))
    assert whole.warned()["identical_without_reference"] == taken.warned()["identical_without_reference"] == 10
    assert taken.counts()["events"] == (22, 20, 2)
