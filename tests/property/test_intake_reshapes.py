"""Whatever a reshaped, joined or nested file holds, every cell and row of it is accepted or set aside, and nobody is named."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.property.test_intake_survives_broken_files import SECRETS, WOUNDS, wounded
from tests.unit.intake.folder import FEED, take

from thinkfamily.core.errors import UserError

QUICK = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
IDS = st.sampled_from(["U1", "U2", "U3", " U1 ", "", "=U4"])
CELLS = st.one_of(
    st.sampled_from(["/", "\\", "I", "", " ", "#", "-", '"', "\0", "=1+1", "x" * 10_001]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=3),
)
SESSIONS = ["02/09/2026 AM", "02/09/2026 PM", "03/12/2026 AM"]
MARKS = """
[people]
file = "marks.csv"
columns = { record_id = "UPN" }
[events]
file = "marks.csv"
columns = { record_id = "UPN" }
fixed = { event = "attendance_mark" }
columns_to_rows = { headers = "{from_on} {role}", dates = "%d/%m/%Y", cells = "detail" }
"""
JOINED = """
[people]
file = "people.csv"
columns = { record_id = "No", postcode = "Code" }
join = [{ file = "homes.csv", on = "No", key = "Whose", latest = "Since" }]
leave_out = { Kind = ["void"] }
"""
XML = (
    "<Message>"
    + "".join(
        f"<Child><Ids><No>C{n}</No><Name>{SECRETS[1]}</Name></Ids><Plan><Begins>2025-01-0{1 + n % 9}</Begins></Plan></Child>"
        for n in range(40)
    )
    + "</Message>"
).encode()
ELEMENTS = """
[people]
file = "census.xml"
each = "Child"
columns = { record_id = "Ids/No", last_name = "Ids/Name" }
[events]
file = "census.xml"
each = "Child/Plan"
columns = { record_id = "Child/Ids/No", from_on = "Begins" }
fixed = { event = "child_in_need" }
"""


def written(header: list[str], rows: list[tuple[str, ...]]) -> str:
    held = io.StringIO()
    csv.writer(held, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return held.getvalue()


@QUICK
@given(st.lists(st.tuples(IDS, CELLS, CELLS, CELLS), max_size=10))
def test_every_filled_cell_is_a_row_and_every_other_row_counts_once(rows: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = written(["UPN", *SESSIONS], rows)
        taken = take(Path(folder), {"education/feed.toml": FEED + MARKS, "education/marks.csv": text})
    filled = [sum(bool(cell.strip()) for cell in row[1:]) for row in rows]
    read, accepted, aside = taken.counts()["events"]
    assert read == sum(max(1, cells) for cells in filled) == accepted + aside
    assert taken.store.value("select count(*) from event") == accepted
    # Each is told by the row of the file, never past its end.
    assert all(1 <= row <= len(rows) for table, row, _, _ in taken.codes() if table == "events")


@QUICK
@given(
    st.lists(st.tuples(IDS, st.sampled_from(["", "void", "live"])), max_size=8),
    st.lists(st.tuples(IDS, CELLS, st.sampled_from(["", "2020-01-01", "2021-01-01", "x"])), max_size=10),
)
def test_every_row_that_is_joined_to_is_used_or_set_aside(
    people: list[tuple[str, ...]], homes: list[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {
            "education/feed.toml": FEED + JOINED,
            "education/people.csv": written(["No", "Kind"], people),
            "education/homes.csv": written(["Whose", "Code", "Since"], homes),
        }
        taken = take(Path(folder), dict(files))
    counts = {
        file: (read, accepted, aside)
        for file, read, accepted, aside in taken.store.rows(
            "select file, rows_read, rows_accepted, rows_set_aside from intake_count"
        )
    }
    assert all(read == accepted + aside for read, accepted, aside in counts.values())
    assert counts["people.csv"][0] == len(people)
    used = {whose.strip() for whose, _, _ in homes} & {number.strip() for number, _ in people} - {""}
    assert counts["homes.csv (joined)"] == (len(homes), len(used), len(homes) - len(used))


@QUICK
@given(WOUNDS)
@example([(0.0, "insert", b'<!DOCTYPE x [<!ENTITY a "b">]>')])
@example([(0.5, "cut", b"")])
def test_xml_broken_anywhere_is_refused_or_read_whole(wounds: list[tuple[float, str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {
            "childrens_social_care/feed.toml": FEED + ELEMENTS,
            "childrens_social_care/census.xml": wounded(XML, wounds),
        }
        where = "childrens_social_care/census.xml"
        try:
            taken = take(Path(folder), dict(files))
        except UserError as error:
            said, where = str(error), error.where
        else:
            assert all(read == accepted + aside for read, accepted, aside in taken.counts().values())
            said = str(taken.store.rows("select * from set_aside")) + str(taken.delivery.warnings)
    assert where.startswith("childrens_social_care/census.xml")
    assert not any(secret in said for secret in SECRETS)
